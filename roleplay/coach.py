"""The coach: which tip, when, and when to keep silent.

One tip at a time. While the trainee types, a harm in the draft comes first; then what the customer's last line needs
and the draft does not have yet. The same tip is never given twice in three turns, and a draft that does what the moment
needs gets none.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Literal

from roleplay.citing import cite
from roleplay.coaching import Coaching
from roleplay.events import Fate
from roleplay.fate import meets
from roleplay.harms import harms
from roleplay.memory import unmet
from roleplay.moment import missed, read_moment
from roleplay.persona import Act, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import Abuse, Moment, Reading, read
from roleplay.session import State
from roleplay.strategies import Strategy

REST = 3
"""Turns during which a tip is not given again."""
CAN_LISTEN = 6.0
"""Anger up to which the coach says that an offer can be heard."""
TOO_HOT = 8.0
"""Anger from which, after three turns, the coach suggests support before it is demanded."""
Source = Literal["draft", "customer", "said"]
"""Whose words a tip is about: the draft's, the customer's, or those that the trainee said before."""
GLANCE = 130
"""Characters of a wording that is taken in while one types; a longer one is offered when there is no other."""
_OF_THE_CASE = frozenset({Strategy.EMPATHY, Strategy.APOLOGIZE})
NOBODY: frozenset[Strategy] = frozenset()


@dataclass(frozen=True)
class Tip:
    """What the coach says now.

    ``why`` takes up the words that triggered it; ``quote`` are these words as they stand where they are from
    (``source``), empty when the whole line did, and ``aside`` what is to be shown of them beside a
    ``why`` that does not. ``wording`` is something that the trainee could send. ``key`` is the same for the same tip.
    """

    key: str
    strategy: Strategy
    warning: bool
    why: str
    quote: str
    source: Source
    wording: str
    start: int = 0  # where the quote stands in the draft
    aside: str = ""


def tip(
    state: State, draft: Reading, coaching: Coaching, *, silent: Set[Strategy] = NOBODY, asked: bool = False
) -> Tip | None:
    """The tip for this draft at this point of the call; None when all is well or it is not the trainee's turn.

    On the ``silent`` strategies the coach says nothing, but it always warns of a grave harm. A tip that was put away
    does not come back in its turn, and no other need takes its place unless the trainee has ``asked`` for one.
    """
    if state.ended or state.handed_over or not state.lines or _puzzled(state):
        return None
    return _warning(state, draft, coaching, silent) or _need(state, draft, coaching, silent, asked)


def _warning(state: State, draft: Reading, coaching: Coaching, silent: Set[Strategy]) -> Tip | None:
    rested, away = _rested(state), _put_away(state)
    for harm in harms(draft, state.memory, state.persona):
        key, strategy = f"{harm.code}:{harm.hit.quote}", harm.strategy
        spared = not harm.grave and (strategy in silent or key in rested)
        if spared or any(_same(key, other) for other in away):
            continue
        quote = harm.hit.quote
        cited = cite(quote, draft.text, coaching.dangling)
        why, aside = _reason(state, coaching, coaching.warnings, harm.code, cited, what=harm.what)
        wording = _wording(state, strategy)
        return Tip(key, strategy, True, why, quote, "draft", wording, start=harm.hit.start, aside=aside)
    return None


def _need(state: State, draft: Reading, coaching: Coaching, silent: Set[Strategy], asked: bool) -> Tip | None:
    away = _put_away(state)
    if not asked and any(":" not in key for key in away):
        return None
    spared = _rested(state) | away
    for strategy, cause, quote in needs(state, draft):
        key = f"{strategy}_{cause}"
        if key not in spared and strategy not in silent:
            source: Source = "customer" if quote in state.last_customer else "said"
            cited = cite(quote, _line(state, strategy, quote), coaching.dangling)
            why, aside = _reason(state, coaching, coaching.needs, key, cited)
            return Tip(key, strategy, False, why, quote, source, _wording(state, strategy), aside=aside)
    return None


def _reason(
    state: State, coaching: Coaching, group: dict[str, str], code: str, cited: str, what: str = ""
) -> tuple[str, str]:
    """Why, in words about this customer and this line; and the quote by itself where these do not hold it."""
    persona, memory = state.persona, state.memory
    need = next(iter(unmet(memory, persona)), "") or max(persona.needs, key=lambda each: each.weight).id
    unknown = next((fact.what for fact in persona.facts if not memory.knows(fact.id, persona)), persona.problem)
    why = coaching.say(
        group,
        code,
        name=persona.name,
        what=what,
        feeling=persona.feeling.partition(",")[0],
        need=persona.need(need).what,
        unknown=unknown,
        supervisor=persona.brief.supervisor.partition(",")[0],
        quote=cited,
    )
    return why, "" if "{quote}" in group.get(code, "") else cited


def _line(state: State, strategy: Strategy, quote: str) -> str:
    """The line to cite from: without a quote, a feeling or a failure is about the case and not about any words."""
    if quote and quote not in state.last_customer:
        return quote
    return state.persona.problem if not quote and strategy in _OF_THE_CASE else state.last_customer


def _rested(state: State) -> frozenset[str]:
    """The tips that were given in the turns before this one, too lately to be given again."""
    return frozenset(given.tip for given in state.tips if state.turn - REST < given.turn < state.turn)


def _put_away(state: State) -> frozenset[str]:
    """The tips that the trainee has put away in this turn."""
    fates = (fated for fated in state.fates if fated.turn == state.turn)
    return frozenset(fated.tip for fated in fates if fated.fate is Fate.DISMISSED)


def _same(key: str, other: str) -> bool:
    """Whether two warnings are about the same words; while they are typed, a quote grows from key to key."""
    code, _, quote = key.partition(":")
    code_then, _, quote_then = other.partition(":")
    return code == code_then and (quote in quote_then or quote_then in quote)


def needs(state: State, draft: Reading) -> Iterator[tuple[Strategy, str, str]]:
    """What the moment needs and the draft does not show yet, most important first: strategy, cause, quote."""
    moment = moment_of(state.last_customer, state.persona.language)
    for strategy, cause, quote in _order(state, moment, draft):
        if not meets(draft, strategy):
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
    content = moment.friendly or (act in (Act.SOFTEN, Act.THANK) and anger < CAN_LISTEN)
    if moment.feeling and not content and not (memory.acknowledged > 1 and anger < CAN_LISTEN):
        yield Strategy.EMPATHY, "feeling", moment.feeling
    if not memory.acknowledged:
        yield Strategy.EMPATHY, "loss", moment.failure or moment.provocation
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
        yield Strategy.DOCUMENT, "promise", _promised(state)
    causes = {
        Strategy.BOUNDARIES: ("abuse", moment.abuse_quote),
        Strategy.LISTEN: ("unheard", moment.problem or moment.provocation),
        Strategy.SOLUTIONS: ("stuck", moment.problem),
        Strategy.SUPPORT: ("asked", moment.superior),
        Strategy.EMPATHY: ("feeling", moment.feeling or moment.provocation),
        Strategy.APOLOGIZE: ("failure", moment.failure),
    }
    for strategy in missed(moment, draft, load_playbook(state.persona.language)):
        spared = {
            Strategy.APOLOGIZE: memory.apologies > 0,
            Strategy.SOLUTIONS: moved,
            Strategy.EMPATHY: content,
            Strategy.SUPPORT: memory.turn == 0,
        }
        if strategy in causes and not spared.get(strategy, False):
            yield strategy, *causes[strategy]


def _moved(state: State) -> bool:
    """Whether the last line moved the matter on, so that nobody should say that nothing has."""
    if not state.readings:
        return False
    reading = state.readings[-1][1]
    return bool(reading.case.offers or reading.case.asked) and state.memory.acts[-1] not in (Act.OBJECT, Act.DECLINE)


def _promised(state: State) -> str:
    """The trainee's last promise, in their words."""
    made = [promise.quote for _line, reading in state.readings for promise in reading.promises]
    return made[-1] if made else ""


def _puzzled(state: State) -> bool:
    """Whether the customer did not understand the last line: there is nothing to coach on."""
    return bool(state.readings) and not state.readings[-1][1].substance


def moment_of(customer: str, language: str) -> Moment:
    """What a customer's line brings up, read with the playbook of its language."""
    return read_moment(customer, load_playbook(language))


def _wording(state: State, strategy: Strategy) -> str:
    """What an expert would send: another one each time, and a solution that was not offered yet."""
    before = {given.turn for given in state.tips if given.strategy is strategy and given.turn < state.turn}
    said = " ".join(line.text for line in state.lines if line.who == "trainee")
    every = state.persona.wordings[strategy]
    lines = tuple(line for line in every if line not in said) or every
    lines = tuple(line for line in lines if len(line) <= GLANCE) or (min(lines, key=len),)
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
