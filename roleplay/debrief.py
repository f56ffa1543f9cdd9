"""The debrief of a finished call: three scores that are never mixed, what moved the customer, and what to do next time.

Every score is rolled up from yes/no checks that quote the transcript, and only what the call gave a chance to show is
counted. It is a pure function of the session's state: the same transcript gives the same scores.
"""

from __future__ import annotations

from dataclasses import dataclass

from roleplay.casenote import grade
from roleplay.coach import moment_of, wording
from roleplay.coaching import Coaching
from roleplay.conduct import Exchange, called_for, capped, conduct
from roleplay.events import Ending
from roleplay.handover import Timing
from roleplay.memory import settled
from roleplay.moment import missed
from roleplay.mood import Mood
from roleplay.persona import Act, Review
from roleplay.playbook import load_playbook
from roleplay.reading import Abuse, Reading
from roleplay.score import Check, Score
from roleplay.session import State, Step
from roleplay.strategies import Strategy
from roleplay.voices.scene import Line

TURNING = 1.0
"""Change of anger in one turn from which the turn is a turning point."""
MOST_POINTS = 5
MOST_BETTER = 3
ENDING_POINTS = {
    Ending.RESOLVED: 1.0,
    Ending.CLOSED: 0.8,
    Ending.HANDED_OVER: 0.6,
    Ending.HUNG_UP: 0.0,
    Ending.WALKED_AWAY: 0.0,
}


@dataclass(frozen=True)
class TurningPoint:
    """A turn that moved the anger by at least ``TURNING``: the trainee's line, and the reasons in words."""

    turn: int
    anger: float
    line: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Better:
    """A moment that could have gone better: the words, why, and something an expert would have said."""

    turn: int
    strategy: Strategy
    quote: str
    why: str
    wording: str


@dataclass(frozen=True)
class Debrief:
    """All that the debrief screen shows."""

    ending: Ending
    ending_text: str
    conduct: Score
    outcome: Score
    documentation: Score
    fatal: tuple[Check, ...]
    moods: tuple[Mood, ...]
    turning_points: tuple[TurningPoint, ...]
    went_well: tuple[Check, ...]
    better: tuple[Better, ...]
    review: Review


def debrief(state: State, coaching: Coaching, names: dict[Strategy, str]) -> Debrief:
    """The debrief of a call; ``names`` are the strategies' names in the trainee's language.

    A call that is still open counts as ended by the trainee.
    """
    ending = state.ended or Ending.HUNG_UP
    fatal = _fatal(state, coaching)
    name = state.persona.name
    return Debrief(
        ending=ending,
        ending_text=coaching.say(coaching.endings, ending, name=name),
        conduct=capped(_conduct(state, names), fatal=bool(fatal)),
        outcome=_outcome(state, ending, coaching),
        documentation=grade(state, coaching),
        fatal=fatal,
        moods=state.moods,
        turning_points=_turning_points(state, coaching),
        went_well=_went_well(state, coaching),
        better=_better(state, coaching),
        review=_review(state, ending, fatal),
    )


def _conduct(state: State, names: dict[Strategy, str]) -> Score:
    """The conduct of the call; a handover by the key is support, whatever the words say."""
    replies = [(line.turn, reading) for line, reading in state.readings]
    support = state.handover if state.handed_over else None
    return conduct(replies, _called_for(state), names, support=support)


def _called_for(state: State) -> frozenset[Strategy]:
    """The strategies that the call gave a chance to show; who has handed over needs no more support."""
    calls = [
        Exchange(
            moment_of(customer.text, state.persona.language),
            reading,
            _missed(customer, line, reading, state),
            abusive=_abusive(customer, state),
        )
        for customer, line, reading in exchanges(state)
    ]
    called = called_for(calls, replies=len(state.readings))
    return called - {Strategy.SUPPORT} if state.handover else called


def _outcome(state: State, ending: Ending, coaching: Coaching) -> Score:
    """The needs by their weight make 70 points, the ending 30; a handover is worth its timing and its context."""
    persona, memory = state.persona, state.memory
    checks = [
        Check(coaching.say(coaching.checks, "need", what=need.what), memory.met.get(need.id, 0.0) >= 0.6)
        for need in persona.needs
    ]
    worth = ENDING_POINTS[ending]
    if handed := state.handed_over:
        worth = 0.4 * handed.context + (0.0 if handed.timing is Timing.EARLY else 0.4)
        timely = handed.timing is Timing.BEFORE
        checks.append(Check(coaching.say(coaching.checks, "handover_time"), timely, state.handover))
        checks += [
            Check(coaching.say(coaching.checks, "handover_told", what=part.what), part.told) for part in handed.parts
        ]
    text = coaching.say(coaching.endings, ending, name=persona.name)
    checks.append(Check(f"{coaching.say(coaching.checks, 'ending')}: {text}", worth >= 0.6))
    value = round(70 * settled(memory, persona) + 30 * worth) if state.readings else None
    return Score(value, tuple(checks))


def _fatal(state: State, coaching: Coaching) -> tuple[Check, ...]:
    found: list[Check] = []
    for line, reading in state.readings:
        if reading.insult:
            found.append(Check(coaching.say(coaching.fatal, "insult"), False, reading.insult.quote, line.turn))
        for offer in reading.case.offers:
            remedy = state.persona.remedy(offer.remedy)
            if not remedy.allowed:
                label = coaching.say(coaching.fatal, "forbidden", what=remedy.what)
                found.append(Check(label, False, offer.quote, line.turn))
    if not state.memory.limits:
        for customer, line, reading in exchanges(state):
            if reading.violates(Strategy.BOUNDARIES) and _abusive(customer, state):
                label = coaching.say(coaching.fatal, "swallowed")
                found.append(Check(label, False, reading.quote(Strategy.BOUNDARIES), line.turn))
    return tuple(found)


def _abusive(customer: Line, state: State) -> bool:
    insulted = state.memory.acts[customer.turn] is Act.INSULT
    return insulted or moment_of(customer.text, state.persona.language).abuse in (Abuse.INSULTING, Abuse.THREATENING)


def _turning_points(state: State, coaching: Coaching) -> tuple[TurningPoint, ...]:
    said = {line.turn: line.text for line, _ in state.readings}
    changes = [
        (step, step.mood.anger - before.mood.anger)
        for before, step in zip(state.steps, state.steps[1:], strict=False)
        if abs(step.mood.anger - before.mood.anger) >= TURNING
    ]
    strongest = sorted(changes, key=lambda change: -abs(change[1]))[:MOST_POINTS]
    return tuple(
        TurningPoint(step.turn, round(change, 1), said.get(step.turn, ""), reasons(step, coaching))
        for step, change in sorted(strongest, key=lambda change: change[0].turn)
    )


def reasons(step: Step, coaching: Coaching) -> tuple[str, ...]:
    """Why the anger moved in a step, the strongest reason first: "−1.2 named the feeling: “that must hurt”"."""
    moved = sorted((r for r in step.reasons if abs(r.anger) >= 0.05), key=lambda reason: -abs(reason.anger))
    return tuple(
        f"{reason.anger:+.1f} ".replace("-", "−")
        + coaching.say(coaching.reasons, reason.code)
        + (f": “{reason.quote}”" if reason.quote else "")
        for reason in moved
    )


def _went_well(state: State, coaching: Coaching) -> tuple[Check, ...]:
    """For each strategy the first line that showed it and cooled the customer; the strongest four."""
    cooled = {step.turn: step for step in state.steps}
    best: dict[Strategy, tuple[float, Check]] = {}
    wrong = {check.turn for check in _fatal(state, coaching)}
    for line, reading in state.readings:
        if line.turn in wrong:
            continue
        step = cooled.get(line.turn)
        for reason in step.reasons if step else ():
            strategy = _strategy_of(reason.code)
            if strategy and reading.shows(strategy) and reason.anger < best.get(strategy, (-0.1, None))[0]:
                label = coaching.say(coaching.praise, strategy, name=state.persona.name)
                best[strategy] = (reason.anger, Check(label, True, reading.quote(strategy), line.turn))
    return tuple(check for _, check in sorted(best.values(), key=lambda found: found[0])[:4])


def _strategy_of(code: str) -> Strategy | None:
    other = {
        "apology": Strategy.APOLOGIZE,
        "apology_bare": Strategy.APOLOGIZE,
        "offer_fits": Strategy.SOLUTIONS,
        "concrete": Strategy.SOLUTIONS,
        "limit": Strategy.BOUNDARIES,
    }
    shown = {f"{strategy}_shown": strategy for strategy in Strategy}
    return other.get(code) or shown.get(code)


def _better(state: State, coaching: Coaching) -> tuple[Better, ...]:
    """The worst moments: the lines that did harm, by how much; then what the customer's lines called for in vain."""
    persona, name = state.persona, state.persona.name
    heat = {step.turn: sum(reason.anger for reason in step.reasons) for step in state.steps}
    harms: list[tuple[float, Better]] = []
    gaps: list[tuple[float, Better]] = []
    for customer, line, reading in exchanges(state):
        rise = heat.get(line.turn, 0.0)
        harm = next((strategy for strategy in Strategy if reading.violates(strategy)), None)
        if harm or (rise >= TURNING and _worst_quote(state, line.turn)):
            strategy = harm or Strategy.EMPATHY
            quote = _worst_quote(state, line.turn) or reading.quote(strategy) or line.text
            why = coaching.say(coaching.better, "harm", name=name)
            harms.append((-rise, Better(line.turn, strategy, quote, why, wording(persona, strategy, line.turn))))
            continue
        for strategy in _missed(customer, line, reading, state)[:1]:
            why = coaching.say(coaching.better, f"missed_{strategy}", name=name)
            better = Better(line.turn, strategy, customer.text, why, wording(persona, strategy, line.turn))
            gaps.append((-rise, better))
    picked: list[Better] = []
    for _, better in [*sorted(harms, key=lambda found: found[0]), *sorted(gaps, key=lambda found: found[0])]:
        if len(picked) < MOST_BETTER and all(better.strategy is not other.strategy for other in picked):
            picked.append(better)
    return tuple(sorted(picked, key=lambda better: better.turn))


def _missed(customer: Line, line: Line, reading: Reading, state: State) -> tuple[Strategy, ...]:
    """What the customer's line called for in vain; a customer who comes round calls for nothing."""
    if state.memory.acts[customer.turn] in (Act.SOFTEN, Act.ACCEPT, Act.THANK):
        return ()
    if line.missed is not None:
        return line.missed
    return missed(moment_of(customer.text, state.persona.language), reading, load_playbook(state.persona.language))


def _worst_quote(state: State, turn: int) -> str:
    step = next((step for step in state.steps if step.turn == turn), None)
    worst = max((r for r in step.reasons if r.quote), key=lambda r: r.anger, default=None) if step else None
    return worst.quote if worst and worst.anger > 0 else ""


def _review(state: State, ending: Ending, fatal: tuple[Check, ...]) -> Review:
    reviews, mood = state.persona.reviews, state.mood
    if fatal:
        return reviews.bad if mood.anger > 3 else reviews.mixed
    if ending is Ending.RESOLVED and mood.anger <= 4.5:
        return reviews.good
    if ending in (Ending.RESOLVED, Ending.HANDED_OVER) or (mood.anger <= 4.5 and mood.satisfaction >= 5):
        return reviews.mixed
    return reviews.bad


def exchanges(state: State) -> list[tuple[Line, Line, Reading]]:
    """Each of the trainee's lines with the customer's line before it and its reading."""
    found: list[tuple[Line, Line, Reading]] = []
    customer: Line | None = None
    for line in state.lines:
        if line.who == "customer":
            customer = line
        elif customer and line.reading:
            found.append((customer, line, line.reading))
    return found
