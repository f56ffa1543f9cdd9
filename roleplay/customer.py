"""What the customer does next: a pure function from mood, memory and reading to a stage direction.

The order of the rules is the order in which a customer's needs press: being hurt, running out of patience, being
content, not understanding, answering, holding the agent to a promise, weighing an offer, and only then venting.
"""

from __future__ import annotations

import random
from typing import Literal

from roleplay.events import Caps, Direction, Rung
from roleplay.memory import Memory, harmful, settled, taken_back, unmet
from roleplay.mood import Mood
from roleplay.persona import Act, Manner, Persona, Reaction, Tactic
from roleplay.playbook import load_playbook
from roleplay.reading import Reading
from roleplay.strategies import Strategy

CONTENT = 3.5
"""Anger up to which a customer whose needs are met takes the offer."""
MET = 0.8
"""Share of the needs, weighted, from which they count as met."""
OPEN_EARS = 6.5
"""Anger above which an offer is argued with rather than weighed."""
HELPS = 0.25
"""How far an offer must bring a need, 0 to 1, not to be declined."""
GRACE = 0.5
"""Anger that a message must take away for a customer without patience to stay one more turn."""
LIMIT_RAISES = 1.5
"""Anger that each limit adds to what it takes to insult again; an assumption, no effect size is published."""
LIMIT_SPARES = 0.3
"""Factor by which each limit makes an insult rarer; an assumption like the other."""

LONG = 25
"""Words from which a message is long enough to be interrupted."""
INSULTS = 2
"""Insults left standing after the first rude word before a customer threatens the agent."""

# The anger from which a manner shows; a calm customer may still wander or break off.
_HEAT: dict[Manner, float] = {
    Manner.INTERRUPT: 5.0,
    Manner.SHOUT: 7.0,
    Manner.SARCASM: 4.5,
    Manner.TANGENT: 0.0,
    Manner.UNFINISHED: 0.0,
    Manner.OUT_OF_REACH: 3.5,
    Manner.TELL_ALL: 6.0,
}
_MANNERLY = frozenset({Act.VENT, Act.REPEAT, Act.ANSWER, Act.OBJECT, Act.SOFTEN, Act.DECLINE})
_RUDE = (Act.INSULT, Act.THREATEN)


def opening(persona: Persona) -> Direction:
    """The customer opens the call."""
    return Direction(act=Act.OPEN, heat=heat(persona.temper.anger), sentences=3)


def choose(
    persona: Persona,
    before: Memory,
    memory: Memory,
    was: Mood,
    mood: Mood,
    reading: Reading,
    rng: random.Random,
    caps: Caps = Caps.MILD,
) -> Direction:
    """The stage direction after one message; ``before`` and ``was`` are memory and mood as they were before it.

    ``caps`` says how much abuse the trainee wants to hear.
    """
    asked = tuple(dict.fromkeys(hit.id for hit in reading.case.asked))
    act = _act(persona, before, memory, was, mood, reading, rng, caps)
    tells = asked if act not in (Act.WALK_AWAY, Act.THANK) else ()
    reaction, button = _reaction(persona, before, memory, was, mood, reading, act)
    needs = unmet(memory, persona)
    insists = act in (Act.OBJECT, Act.REPEAT, Act.SOFTEN, Act.DECLINE) and reaction is not Reaction.PUZZLED
    return Direction(
        act=act,
        heat=heat(mood.anger),
        reaction=reaction,
        button=button,
        facts=tells,
        again=tuple(fact for fact in tells if before.knows(fact, persona)),
        need=needs[memory.turn % len(needs)] if needs and insists else "",
        remedy=reading.case.offers[-1].remedy if reading.case.offers else "",
        quote=_takes_up(reading),
        manner=_manner(persona, memory, mood, act, reading, rng) if reaction is not Reaction.PUZZLED else None,
        rung=_rung(memory) if act is Act.INSULT else None,
        strong=caps is Caps.FULL,
        sentences=2 if act in (Act.ACCEPT, Act.THANK, Act.ANSWER, Act.WALK_AWAY) else 3,
    )


def heat(anger: float) -> Literal["boiling", "hot", "warm", "cool"]:
    """How hot the words are at this anger."""
    if anger >= 8:
        return "boiling"
    if anger >= 5.5:
        return "hot"
    return "warm" if anger >= 3 else "cool"


def content(memory: Memory, mood: Mood, persona: Persona) -> bool:
    """Whether the customer would take what is on the table."""
    return mood.anger <= CONTENT and settled(memory, persona) >= MET and not unmet(memory, persona)


def _act(
    persona: Persona,
    before: Memory,
    memory: Memory,
    was: Mood,
    mood: Mood,
    reading: Reading,
    rng: random.Random,
    caps: Caps,
) -> Act:
    harmed = harmful(reading) or bool(taken_back(before, reading))
    happy = content(memory, mood, persona)
    if mood.patience <= 0 and not happy and was.anger - mood.anger < GRACE:
        return Act.WALK_AWAY
    if harmed and mood.anger >= 9.5 and memory.harms >= 3:
        return Act.WALK_AWAY
    loose = bool(reading.vague) or any(promise.vague for promise in reading.promises)
    if happy and not harmed and (before.accepted or not loose):
        return Act.THANK if before.accepted or reading.farewell else Act.ACCEPT
    if not reading.substance:
        return Act.REPEAT
    if tactic := _tactic(persona, memory, was, mood, harmed, rng, caps):
        return tactic.act
    if reading.case.asked:
        return Act.ANSWER
    if loose:
        return Act.TEST_PROMISE if memory.done(Act.TEST_PROMISE) < 4 else Act.OBJECT
    if reading.case.offers and not harmed:
        return _weigh(before, memory, mood)
    if reading.farewell:
        return Act.OBJECT
    if harmed:
        return Act.VENT if mood.anger >= 4 else Act.OBJECT
    if _asks_in_vain(reading, persona):
        return Act.ANSWER
    if reading.question and not _acknowledges(reading):
        return Act.VENT if mood.anger >= OPEN_EARS else Act.REPEAT  # asked for the story, the customer tells it
    if mood.anger < was.anger and mood.anger <= OPEN_EARS:
        return Act.SOFTEN
    if memory.apologies > 1 and reading.shows(Strategy.APOLOGIZE):
        return Act.OBJECT
    if mood.anger >= OPEN_EARS and memory.acts[-1:] != (Act.VENT,):
        return Act.VENT
    return Act.REPEAT


def _tactic(
    persona: Persona, memory: Memory, was: Mood, mood: Mood, harmed: bool, rng: random.Random, caps: Caps
) -> Tactic | None:
    """A move of a customer for whom things go badly; none while the anger clearly falls, unless insults are a habit."""
    for tactic in persona.tactics:
        insult = tactic.act is Act.INSULT
        if insult and caps is Caps.OFF:
            continue
        # A limit that was set in order is respected: each makes an insult rarer, and raises the anger it takes.
        above = tactic.above + (LIMIT_RAISES * memory.limits if insult else 0.0)
        often = tactic.often * (LIMIT_SPARES**memory.limits if insult else 1.0)
        easing = was.anger - mood.anger >= (1.2 if insult else 0.4)
        repeats = memory.acts[-1:] == (tactic.act,) and not harmed
        due = mood.anger >= above and memory.turn > tactic.after and memory.done(tactic.act) < tactic.times
        met = tactic.act is Act.DEMAND_MANAGER and memory.handover
        if due and not (easing or repeats or met) and rng.random() < often:
            return tactic
    return None


def _rung(memory: Memory) -> Rung:
    """The rung of the ladder: each insult that is left standing is a step up, each limit a step down."""
    height = memory.done(Act.INSULT) - memory.limits
    return Rung.RUDE if height <= 0 else Rung.INSULTING if height <= INSULTS else Rung.THREATENING


def _manner(
    persona: Persona, memory: Memory, mood: Mood, act: Act, reading: Reading, rng: random.Random
) -> Manner | None:
    """What makes the turn hard besides its act: as often as the persona says, and never the same twice running."""
    if act not in _MANNERLY:
        return None
    for manner, quirk in persona.manners.items():
        due = mood.anger >= _HEAT[manner] and memory.manners[-1:] != (manner,)
        if manner is Manner.INTERRUPT and len(reading.text.split()) < LONG:
            continue  # nobody interrupts a short line
        once = manner is Manner.TELL_ALL and manner in memory.manners
        if rng.random() < quirk.often and due and not once:
            return manner
    return None


def _weigh(before: Memory, memory: Memory, mood: Mood) -> Act:
    """What becomes of an offer: argued with while hot, declined when it hardly helps, else taken step by step."""
    best = max((met - before.met.get(id, 0.0) for id, met in memory.met.items()), default=0.0)
    if best < HELPS:
        return Act.OBJECT if memory.offered == before.offered else Act.DECLINE
    return Act.OBJECT if mood.anger > OPEN_EARS else Act.SOFTEN


def _asks_in_vain(reading: Reading, persona: Persona) -> bool:
    """Whether the message asks for something of the case that this customer has no answer to."""
    data = load_playbook(persona.language).questions.data
    words = {word.strip("?,.") for word in reading.text.casefold().split()}
    return reading.question and not reading.case.asked and not words.isdisjoint(data)


def _reaction(
    persona: Persona, before: Memory, memory: Memory, was: Mood, mood: Mood, reading: Reading, act: Act
) -> tuple[Reaction | None, str]:
    """How the customer takes the message: at most one thing, the one that hurts or helps most."""
    if act in (Act.WALK_AWAY, Act.THANK):
        return None, ""
    if not reading.substance:
        return Reaction.PUZZLED, ""
    if reading.insult:
        return Reaction.MOCKED, ""
    if reading.case.hot_buttons:
        return None, reading.case.hot_buttons[0].id
    if taken_back(before, reading):
        return Reaction.BRUSHED_OFF, ""
    for slip in reading.slips:
        if slip.id in (Reaction.CALM_DOWN, Reaction.MOCKED, Reaction.BLAMED, Reaction.BRUSHED_OFF):
            return Reaction(slip.id), ""
    if reading.violates(Strategy.BOUNDARIES) and not before.provoked:
        return Reaction.LIMIT_UNPROVOKED, ""
    if reading.shows(Strategy.BOUNDARIES):
        return (Reaction.LIMIT if before.provoked else Reaction.LIMIT_UNPROVOKED), ""
    if any(before.knows(hit.id, persona) for hit in reading.case.asked):
        return Reaction.ASKED_AGAIN, ""
    if reading.handover and not before.handover:
        return Reaction.HANDOVER, ""
    if before.waited and not reading.case.offers and not reading.case.asked:
        return Reaction.WAITED, ""
    if reading.shows(Strategy.APOLOGIZE) and memory.apologies > 2:
        return Reaction.SORRY_AGAIN, ""
    if act in _RUDE or act is Act.DEMAND_MANAGER:
        return None, ""
    if act is Act.ANSWER and not reading.case.asked:
        return Reaction.UNKNOWN, ""
    if reading.shows(Strategy.APOLOGIZE) and before.apologies == 0:
        return Reaction.APOLOGY, ""
    warmed = was.anger - mood.anger >= 0.8 and _acknowledges(reading)
    if warmed and memory.acknowledged > before.acknowledged and before.reactions[-1:] != (Reaction.HEARD,):
        return Reaction.HEARD, ""
    if reading.shows(Strategy.DOCUMENT) and not before.recorded:
        return Reaction.RECORDED, ""
    return None, ""


def _acknowledges(reading: Reading) -> bool:
    """Whether the message names the feeling or gives the story back; a question alone does not."""
    listened = reading.shows(Strategy.LISTEN) and not reading.quote(Strategy.LISTEN).rstrip().endswith("?")
    return reading.shows(Strategy.EMPATHY) or listened


def _takes_up(reading: Reading) -> str:
    """The trainee's words that the customer takes up."""
    if reading.case.hot_buttons:
        return reading.case.hot_buttons[0].quote
    if reading.case.refused:
        return reading.case.refused[0].quote
    if reading.slips:
        return reading.slips[0].quote
    if reading.vague:
        return reading.vague.quote
    return reading.case.offers[-1].quote if reading.case.offers else ""
