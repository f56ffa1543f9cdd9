"""Mood, and how a reading moves it: a pure function from mood, reading and temper to mood and reasons.

Two variables, because different acts drive them: words, respect and clear next steps work through anger; a remedy that
matches the loss works on satisfaction (doi 10.1007/s11747-009-0155-z). The directions come from the literature named at
each rule; the sizes are assumptions, chosen so that calming from anger 8 takes at least three good turns.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from roleplay.memory import Memory, fresh, fresh_words, gains, harmful, heard, new_promises, taken_back
from roleplay.persona import Persona
from roleplay.reading import Offer, Reading
from roleplay.strategies import Strategy

MOST_COOLING = 2.0
"""The most anger one message takes away: frustration is stable from turn to turn (doi 10.1145/3184558.3191628)."""
MOST_HEATING = 3.0
"""The most anger one message adds."""
MOST_SATISFACTION = 4.0
"""The most satisfaction one message gives or takes."""
TAKEN_BACK = 2.0
"""Anger for an offer that is taken back; an assumption, larger than for one that was never made."""
HARSH = 1.0
"""Heat, before the temper, from which a message leaves the customer angrier however kind the rest of it is."""
COOLS_OFF = 7.0
"""Anger above which a minute's wait cools the customer; below, it annoys."""
CALM = 3.0
"""Anger up to which the customer is calm, and stays so without a new cause."""

APOLOGIES = (-1.1, -0.5, 0.0, 0.3)
"""Anger for the first, second, third and each further apology (repeated apologies: field experiment, 1.5 M riders)."""
LATE = 4
"""The turn from which a first apology is late, and worth half (doi 10.1007/s11002-012-9218-x)."""

_SLIPS = {"calm_down": 1.8, "blamed": 1.3, "mocked": 1.8, "brushed_off": 1.2}
_VIOLATED = {
    Strategy.CALM: 1.0,
    Strategy.LISTEN: 0.8,
    Strategy.EMPATHY: 1.2,
    Strategy.APOLOGIZE: 1.0,
    Strategy.SOLUTIONS: 1.0,
    Strategy.RESPECT: 1.3,
    Strategy.BOUNDARIES: 1.0,
    Strategy.POSITIVE: 0.5,
    Strategy.DOCUMENT: 0.6,
    Strategy.SUPPORT: 0.7,
}
# A slip is the finer name of a violation; where both are found, the slip alone counts.
_SAME_AS_SLIP = {
    Strategy.EMPATHY: "calm_down",
    Strategy.CALM: "blamed",
    Strategy.RESPECT: "mocked",
    Strategy.SOLUTIONS: "brushed_off",
}


class Mood(BaseModel):
    """How the customer feels: ``anger`` and ``satisfaction`` 0 to 10, ``patience`` in turns left (0 to 30)."""

    model_config = ConfigDict(frozen=True)

    anger: float
    satisfaction: float
    patience: float


class Reason(BaseModel):
    """One cause of a change of mood.

    ``code`` names the cause (its words stand in ``prompts/coaching``), ``quote`` the trainee's words behind it, empty
    when it was what the trainee did not say.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    anger: float = 0.0
    satisfaction: float = 0.0
    patience: float = 0.0
    quote: str = ""


def first_mood(persona: Persona) -> Mood:
    """The mood in which the customer calls."""
    temper = persona.temper
    return Mood(anger=temper.anger, satisfaction=temper.satisfaction, patience=float(temper.patience))


def move(mood: Mood, reading: Reading, memory: Memory, persona: Persona) -> tuple[Mood, tuple[Reason, ...]]:
    """The mood after one message of the trainee, and why; the reasons add up to the change of each variable."""
    reasons = [*_heating(mood, reading, memory, persona), *_cooling(mood, reading, memory, persona)]
    moved = any(reason.code != "waited" for reason in reasons)
    if not moved and not (reading.farewell or reading.question or reading.case.asked):
        reasons.append(_nothing_moved(mood))
    reasons.append(_patience(reading, reasons, memory))
    reasons = _bounded(mood, reasons, persona)
    after = Mood(
        anger=_within(mood.anger + sum(reason.anger for reason in reasons), 10.0),
        satisfaction=_within(mood.satisfaction + sum(reason.satisfaction for reason in reasons), 10.0),
        patience=_within(mood.patience + sum(reason.patience for reason in reasons), mood.patience),
    )
    return after, tuple(reason for reason in reasons if reason.anger or reason.satisfaction or reason.patience)


def _within(value: float, most: float) -> float:
    return min(max(round(value, 3), 0.0), most)


def _heating(mood: Mood, reading: Reading, memory: Memory, persona: Persona) -> list[Reason]:
    found: list[Reason] = []
    if reading.insult:
        found.append(Reason(code="insulted", anger=MOST_HEATING, satisfaction=-1.0, quote=reading.insult.quote))
    for hit in reading.case.hot_buttons:
        button = persona.hot_button(hit.id)
        found.append(Reason(code="hot_button", anger=button.anger, satisfaction=-0.3, quote=hit.quote))
    found += [
        Reason(code="took_back", anger=TAKEN_BACK, satisfaction=-2.0, quote=hit.quote)
        for hit in taken_back(memory, reading)[:1]
    ]
    slips = {slip.id: slip for slip in reading.slips}
    found += [
        Reason(code=id, anger=_SLIPS[id], satisfaction=-0.3, quote=slip.quote)
        for id, slip in slips.items()
        if id in _SLIPS
    ]
    for strategy, anger in _VIOLATED.items():
        if reading.violates(strategy) and _SAME_AS_SLIP.get(strategy) not in slips:
            code = "limit_unprovoked" if strategy is Strategy.BOUNDARIES else f"{strategy}_violated"
            found.append(Reason(code=code, anger=anger, satisfaction=-0.3, quote=reading.quote(strategy)))
    if reading.shows(Strategy.BOUNDARIES) and not memory.provoked and not reading.violates(Strategy.BOUNDARIES):
        # Unprovoked, a limit costs trust; no effect size is published, so the number is an assumption.
        found.append(Reason(code="limit_unprovoked", anger=0.8, quote=reading.quote(Strategy.BOUNDARIES)))
    found += [
        Reason(code="asked_again", anger=1.0, satisfaction=-0.2, quote=hit.quote)
        for hit in reading.case.asked
        if memory.knows(hit.id, persona)
    ]
    if memory.waited and mood.anger <= COOLS_OFF:
        found.append(Reason(code="waited", anger=0.3))
    if reading.vague:
        found.append(Reason(code="vague", anger=0.4, quote=reading.vague.quote))
    return found


def _cooling(mood: Mood, reading: Reading, memory: Memory, persona: Persona) -> list[Reason]:
    found: list[Reason] = []
    warm = _ends(memory)
    for strategy in fresh_words(memory, reading):
        # Empathy and listening cool more the hotter the customer is (doi 10.1177/00222429221119977).
        base = 0.4 if strategy is Strategy.EMPATHY else 0.3
        # For whom only deeds count, words cool less.
        cooled = -(base + 0.1 * mood.anger) * warm * min(1.0, 0.5 + persona.temper.words)
        found.append(Reason(code=f"{strategy}_shown", anger=cooled, satisfaction=0.2, quote=reading.quote(strategy)))
    if reading.shows(Strategy.APOLOGIZE):
        found.append(_apology(reading, memory, persona))
    for offer, more in gains(memory, reading, mood.anger, persona):
        found.append(_offer(offer, more, memory, persona, taken_in=heard(memory, reading, mood.anger)))
    if fresh(memory, reading, Strategy.SOLUTIONS) and not reading.case.offers and not reading.vague:
        found.append(
            Reason(code="solutions_shown", anger=-0.3 / warm, satisfaction=0.2, quote=reading.quote(Strategy.SOLUTIONS))
        )
    if memory.waited and mood.anger > COOLS_OFF:
        # A minute costs the customer's patience, and takes the edge off a very hot moment: an assumption.
        found.append(Reason(code="waited", anger=-0.6))
    forbidden = any(not persona.remedy(offer.remedy).allowed for offer in reading.case.offers)
    if (made := new_promises(memory, reading)) and not forbidden:
        # Concrete words raise satisfaction because they show that one listened.
        found.append(Reason(code="concrete", anger=-0.3, satisfaction=0.4, quote=made[0].quote))
    if reading.shows(Strategy.BOUNDARIES) and memory.provoked:
        found.append(Reason(code="limit", anger=-0.6, quote=reading.quote(Strategy.BOUNDARIES)))
    if fresh(memory, reading, Strategy.CALM) and memory.provoked:
        found.append(Reason(code="calm_shown", anger=-0.3, quote=reading.quote(Strategy.CALM)))
    if fresh(memory, reading, Strategy.RESPECT):
        found.append(Reason(code="respect_shown", anger=-0.2 * warm, quote=reading.quote(Strategy.RESPECT)))
    if fresh(memory, reading, Strategy.POSITIVE):
        chirpy = mood.anger >= 8 and not heard(memory, reading, mood.anger)
        anger = 0.3 if chirpy else -0.2 * warm
        code = "positive_too_early" if chirpy else "positive_shown"
        found.append(Reason(code=code, anger=anger, quote=reading.quote(Strategy.POSITIVE)))
    if reading.shows(Strategy.DOCUMENT) and not memory.recorded:
        quote = reading.quote(Strategy.DOCUMENT)
        found.append(Reason(code="document_shown", anger=-0.3, satisfaction=0.4, quote=quote))
    if reading.handover and not memory.handover:
        early = memory.turn < 1
        found.append(
            Reason(
                code="handover_early" if early else "support_shown",
                anger=0.4 if early else -0.5,
                quote=reading.handover.quote,
            )
        )
    return found


def _ends(memory: Memory) -> float:
    """Warmth counts more at the start and the end, competence in the middle (doi 10.1093/jcr/ucad080)."""
    return 1.15 if memory.turn < 2 or memory.accepted else 1.0


def _apology(reading: Reading, memory: Memory, persona: Persona) -> Reason:
    anger = APOLOGIES[min(memory.apologies, len(APOLOGIES) - 1)]
    code = "sorry_again" if memory.apologies >= 2 else "apology"
    if anger < 0:
        anger *= 0.5 + persona.temper.words
        if memory.apologies == 0 and memory.turn >= LATE:
            anger, code = anger * 0.5, "apology_late"
        if not memory.acknowledged and not reading.shows(Strategy.EMPATHY) and not reading.shows(Strategy.LISTEN):
            anger, code = anger * 0.6, "apology_bare"
    return Reason(code=code, anger=anger, quote=reading.quote(Strategy.APOLOGIZE))


def _offer(offer: Offer, more: dict[str, float], memory: Memory, persona: Persona, *, taken_in: bool) -> Reason:
    total = sum(need.weight for need in persona.needs)
    worth = sum(persona.need(id).weight * step for id, step in more.items()) / total
    room = 10 - persona.temper.satisfaction
    if not worth:
        if offer.remedy in memory.offered:
            return Reason(code="offer_again", quote=offer.quote)
        if persona.remedy(offer.remedy).meets:
            return Reason(code="offer_more", quote=offer.quote)
        return Reason(code="offer_misses", anger=0.2, quote=offer.quote)
    if not taken_in:
        return Reason(code="offer_too_early", satisfaction=room * worth, quote=offer.quote)
    deeds = 1.5 - persona.temper.words
    anger = -(0.3 + 0.6 * worth) * deeds
    return Reason(code="offer_fits", anger=anger, satisfaction=room * worth, quote=offer.quote)


def _nothing_moved(mood: Mood) -> Reason:
    """A message that does nothing for the customer heats one who is not calm."""
    return Reason(code="nothing_moved", anger=0.4 if mood.anger > CALM else 0.0, satisfaction=-0.1)


def _patience(reading: Reading, reasons: list[Reason], memory: Memory) -> Reason:
    spent = 1.0
    if harmful(reading) or any(reason.code == "asked_again" for reason in reasons):
        spent = 2.0
    elif any(reason.code in {"offer_fits", "concrete"} for reason in reasons):
        spent = 0.5
    elif memory.idle or not reading.substance:
        spent = 1.5
    return Reason(code="time", patience=-spent - (1.0 if memory.waited else 0.0))


def _bounded(mood: Mood, reasons: list[Reason], persona: Persona) -> list[Reason]:
    """Scale the reasons by the temper and so that they add up to a change within the bounds and the ranges."""
    temper = persona.temper
    tempered = [
        reason.model_copy(update={"anger": reason.anger * (temper.heats if reason.anger > 0 else temper.cools)})
        for reason in reasons
    ]
    heat = sum(reason.anger for reason in tempered if reason.anger > 0)
    cool = -sum(reason.anger for reason in tempered if reason.anger < 0)
    if sum(reason.anger for reason in reasons if reason.anger > 0) >= HARSH:
        cool = min(cool, heat / 2)  # harsh words are not bought back by kind ones in the same breath
    goal = min(max(heat - cool, -MOST_COOLING, -mood.anger), MOST_HEATING, 10 - mood.anger)
    pleased = sum(reason.satisfaction for reason in tempered)
    wish = min(max(pleased, -MOST_SATISFACTION, -mood.satisfaction), MOST_SATISFACTION, 10 - mood.satisfaction)
    spent = max(sum(reason.patience for reason in tempered), -mood.patience)
    heating, cooling = _shares(heat, -sum(r.anger for r in tempered if r.anger < 0), goal)
    return [
        reason.model_copy(
            update={
                "anger": round(reason.anger * (heating if reason.anger > 0 else cooling), 3),
                "satisfaction": round(reason.satisfaction * (wish / pleased if pleased else 1.0), 3),
                "patience": spent if reason.patience else 0.0,
            }
        )
        for reason in tempered
    ]


def _shares(heat: float, cool: float, goal: float) -> tuple[float, float]:
    """Factors for the heating and the cooling reasons, so that ``heat * h - cool * c == goal``, each from 0 to 1."""
    if goal >= 0:
        c = 1.0 if heat - cool >= goal else max(0.0, (heat - goal) / cool) if cool else 1.0
        h = (goal + cool * c) / heat if heat else 1.0
    else:
        h = 1.0 if cool - heat >= -goal else max(0.0, (cool + goal) / heat) if heat else 1.0
        c = (heat * h - goal) / cool if cool else 1.0
    return h, c
