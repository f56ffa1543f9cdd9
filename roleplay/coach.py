"""The coach: which tip, when, and when to keep silent.

One tip at a time. While the trainee types, a harm in the draft comes first; then what the customer's last line needs
and the draft does not have yet. The same tip is never given twice in three turns, and a draft that does what the moment
needs gets none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from roleplay.coaching import Coaching
from roleplay.memory import unmet
from roleplay.moment import missed, read_moment
from roleplay.persona import Act, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import Abuse, Hit, Moment, Reading, read
from roleplay.session import State
from roleplay.strategies import Strategy

REST = 3
"""Turns during which a tip is not given again."""
CAN_LISTEN = 6.0
"""Anger up to which the coach says that an offer can be heard."""
TOO_HOT = 8.0
"""Anger from which, after three turns, the coach suggests support before it is demanded."""

# The strategy whose wording puts a harm right.
_CURE: dict[str, Strategy] = {
    "insult": Strategy.RESPECT,
    "hot_button": Strategy.EMPATHY,
    "calm_down": Strategy.EMPATHY,
    "blamed": Strategy.CALM,
    "mocked": Strategy.RESPECT,
    "brushed_off": Strategy.SOLUTIONS,
    "asked_again": Strategy.LISTEN,
    "vague": Strategy.SOLUTIONS,
    "sorry_again": Strategy.SOLUTIONS,
    "forbidden": Strategy.SOLUTIONS,
}


@dataclass(frozen=True)
class Tip:
    """What the coach says now.

    ``quote`` are the words that triggered it, from the draft or from the customer's line (``source``); ``wording`` is
    something that the trainee could send. ``key`` is the same for the same tip.
    """

    key: str
    strategy: Strategy
    warning: bool
    why: str
    quote: str
    source: Literal["draft", "customer"]
    wording: str
    start: int = 0  # where the quote stands in the draft


def tip(state: State, draft: Reading, coaching: Coaching) -> Tip | None:
    """The tip for this draft at this point of the call; None when all is well or it is not the trainee's turn."""
    if state.ended or state.handed_over or not state.lines or _puzzled(state):
        return None
    for code, hit, what in warnings(state, draft):
        strategy = _CURE.get(code) or Strategy(code.removesuffix("_violated"))
        return Tip(
            key=f"{code}:{hit.quote}",
            strategy=strategy,
            warning=True,
            why=coaching.say(coaching.warnings, code, name=state.persona.name, quote=hit.quote, what=what),
            quote=hit.quote,
            source="draft",
            wording=_wording(state, strategy),
            start=hit.start,
        )
    rested = {given.tip for given in state.tips if state.turn - REST < given.turn < state.turn}
    for strategy, cause, quote in needs(state, draft):
        key = f"{strategy}_{cause}"
        if key not in rested:
            why = coaching.say(coaching.needs, key, name=state.persona.name, quote=quote)
            return Tip(key, strategy, False, why, quote, "customer", _wording(state, strategy))
    return None


def warnings(state: State, draft: Reading) -> Iterator[tuple[str, Hit, str]]:
    """The harms in a draft, the worst first: code, the words, and the thing of the case that is meant."""
    persona = state.persona
    if draft.insult:
        yield "insult", draft.insult, ""
    for hit in draft.case.hot_buttons:
        yield "hot_button", hit, persona.hot_button(hit.id).what
    for slip in draft.slips:
        yield slip.id, slip, ""
    for offer in draft.case.offers:
        if not persona.remedy(offer.remedy).allowed:
            what = persona.remedy(offer.remedy).what
            yield "forbidden", Hit(id=offer.remedy, quote=offer.quote, start=offer.start), what
    for strategy in Strategy:
        if draft.violates(strategy):
            finding = draft.findings[strategy]
            yield f"{strategy}_violated", Hit(id=strategy, quote=finding.quote, start=finding.start), ""
    for hit in draft.case.asked:
        if state.memory.knows(hit.id, persona):
            yield "asked_again", hit, persona.fact(hit.id).what
    if draft.shows(Strategy.APOLOGIZE) and state.memory.apologies >= 2:
        finding = draft.findings[Strategy.APOLOGIZE]
        yield "sorry_again", Hit(id="sorry_again", quote=finding.quote, start=finding.start), ""
    if draft.vague:
        yield "vague", draft.vague, ""


def needs(state: State, draft: Reading) -> Iterator[tuple[Strategy, str, str]]:
    """What the moment needs and the draft does not show yet, most important first: strategy, cause, quote."""
    moment = moment_of(state.last_customer, state.persona.language)
    for strategy, cause, quote in _order(state, moment, draft):
        if not draft.shows(strategy) and not (strategy is Strategy.SOLUTIONS and draft.case.offers):
            yield strategy, cause, quote


def _order(state: State, moment: Moment, draft: Reading) -> Iterator[tuple[Strategy, str, str]]:
    memory, anger = state.memory, state.mood.anger
    act = memory.acts[-1] if memory.acts else Act.OPEN
    open_needs = unmet(memory, state.persona)
    if act is Act.ACCEPT:
        if not memory.recorded:
            yield Strategy.DOCUMENT, "close", ""
        return
    if act is Act.INSULT or moment.abuse in (Abuse.INSULTING, Abuse.THREATENING):
        yield Strategy.BOUNDARIES, "abuse", moment.abuse_quote
    if act is Act.DEMAND_MANAGER and not memory.handover:
        yield Strategy.SUPPORT, "asked", moment.superior
    if act is Act.TEST_PROMISE:
        yield Strategy.SOLUTIONS, "promise", moment.problem
    if moment.feeling and not (memory.acknowledged > 1 and anger < CAN_LISTEN):
        yield Strategy.EMPATHY, "feeling", moment.feeling
    if not memory.acknowledged:
        yield Strategy.EMPATHY, "loss", moment.provocation or moment.failure
    if not memory.apologies and (moment.failure or memory.turn >= 1):
        yield Strategy.APOLOGIZE, "failure", moment.failure
    if anger >= TOO_HOT and memory.turn >= 3 and not memory.handover:
        yield Strategy.SUPPORT, "hot", moment.provocation
    if memory.turn >= 1 and not any(memory.knows(fact.id, state.persona) for fact in state.persona.facts):
        yield Strategy.LISTEN, "unknown", moment.problem
    moved = _moved(state)
    if open_needs and memory.acknowledged and anger <= CAN_LISTEN and not moved:
        yield Strategy.SOLUTIONS, "ready" if not memory.offered else "stuck", moment.problem
    if memory.promises and not memory.recorded and not open_needs:
        yield Strategy.DOCUMENT, "promise", ""
    causes = {
        Strategy.BOUNDARIES: ("abuse", moment.abuse_quote),
        Strategy.LISTEN: ("unheard", moment.problem or moment.provocation),
        Strategy.SOLUTIONS: ("stuck", moment.problem),
        Strategy.SUPPORT: ("asked", moment.superior),
        Strategy.EMPATHY: ("feeling", moment.feeling or moment.provocation),
        Strategy.APOLOGIZE: ("failure", moment.failure),
    }
    for strategy in missed(moment, draft):
        spared = (strategy is Strategy.APOLOGIZE and memory.apologies) or (strategy is Strategy.SOLUTIONS and moved)
        if strategy in causes and not spared:
            yield strategy, *causes[strategy]


def _moved(state: State) -> bool:
    """Whether the last line moved the matter on, so that nobody should say that nothing has."""
    if not state.readings:
        return False
    reading = state.readings[-1][1]
    return bool(reading.case.offers or reading.case.asked) and state.memory.acts[-1] not in (Act.OBJECT, Act.DECLINE)


def _puzzled(state: State) -> bool:
    """Whether the customer did not understand the last line: there is nothing to coach on."""
    return bool(state.readings) and not state.readings[-1][1].substance


def moment_of(customer: str, language: str) -> Moment:
    """What a customer's line brings up, read with the playbook of its language."""
    return read_moment(customer, load_playbook(language))


def _wording(state: State, strategy: Strategy) -> str:
    """What an expert would send: another one each time, and a solution that was not offered yet."""
    before = {given.turn for given in state.tips if given.strategy is strategy and given.turn < state.turn}
    lines = state.persona.wordings[strategy]
    if strategy is Strategy.SOLUTIONS:
        new = tuple(line for line in lines if not set(_offers(state.persona, line)) <= state.memory.offered)
        lines = new or lines
    return lines[len(before) % len(lines)]


def _offers(persona: Persona, line: str) -> tuple[str, ...]:
    """Ids of the remedies that a wording offers; an id of its own when it offers none, so that it stays new."""
    found = read(line, "", load_playbook(persona.language), persona).case.offers
    return tuple(offer.remedy for offer in found) or ("",)


def wording(persona: Persona, strategy: Strategy, number: int) -> str:
    """One of the persona's wordings for a strategy, the first after the last."""
    lines = persona.wordings[strategy]
    return lines[number % len(lines)]
