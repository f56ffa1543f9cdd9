"""The scorecard of a real transcript: what each of the agent's messages does, the sums, and the three worst moments.

A pure function of the turns: the same transcript gives the same scorecard. There is no persona and no mood, so outcome
and documentation are not scored; conduct is, by the rule of :mod:`roleplay.conduct`. An apology or a record that the
call has had already is not asked for again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from pydantic import BaseModel, ConfigDict

from roleplay.coaching import Coaching
from roleplay.conduct import Exchange, called_for, capped, conduct
from roleplay.grader import fair
from roleplay.moment import HARM_FELT, missed, read_moment
from roleplay.playbook import Playbook
from roleplay.reading import Abuse, Finding, Hit, Moment, Promise, Reading, read
from roleplay.reading.customer import hear
from roleplay.reading.tongue import tongue
from roleplay.rewording import Wordings, reword
from roleplay.score import Check
from roleplay.strategies import Strategy, Verdict
from roleplay.transcript import Side, Transcript

WORST = 3
"""The most moments that a scorecard singles out: nobody works on more at a time."""

RECENT = 4
"""Messages after an insult during which a limit is in place."""
ABUSE = (Abuse.INSULTING, Abuse.THREATENING)

_ONCE = (Strategy.APOLOGIZE, Strategy.DOCUMENT)
"""What a call needs once: given, it is not missed again."""
_MISSED = (
    Strategy.BOUNDARIES,
    Strategy.EMPATHY,
    Strategy.APOLOGIZE,
    Strategy.SUPPORT,
    Strategy.LISTEN,
    Strategy.SOLUTIONS,
    Strategy.DOCUMENT,
    Strategy.CALM,
    Strategy.RESPECT,
    Strategy.POSITIVE,
)
"""What was due and did not come, in the order in which it hurts."""
_CURES = (Strategy.EMPATHY, Strategy.SOLUTIONS, Strategy.LISTEN)
"""What puts a moment right when the strategy itself would not: a limit that nobody had called for."""


class Part(BaseModel):
    """Base of the parts of a scorecard; its dump is the JSON that the command prints."""

    model_config = ConfigDict(frozen=True)


class Message(Part):
    """One of the agent's messages, numbered from 1, with the customer's words before it and what it does."""

    number: int
    line: int  # of the file, where the message begins; 0 when the form has no lines
    customer: str
    agent: str
    strategies: dict[Strategy, Finding]
    missed: tuple[Strategy, ...]  # the tips: what the moment needed and the message lacks, none to two
    slips: tuple[Hit, ...]
    insult: Hit | None
    promises: tuple[Promise, ...]
    vague: Hit | None
    handover: Hit | None
    context: Hit | None  # what goes along with a handover
    apologies: tuple[Hit, ...]
    limits: tuple[Hit, ...]
    options: int  # ways forward that are offered: 1 is an offer, 2 and more a choice
    asked: tuple[Hit, ...]  # routine data asked for: a number, a name
    asked_again: tuple[Hit, ...]  # those among them that the customer had given before
    question: bool
    farewell: bool
    substance: bool


class Total(Part):
    """One strategy over the call. ``met`` is its check: None when the call gave no chance to show it."""

    strategy: Strategy
    shown: int
    violated: int
    missed: int
    met: bool | None
    quote: str  # the words behind the check, from message ``message``; empty without any
    message: int


class Worst(Part):
    """One of the worst moments. ``harm`` when the message worked against the strategy, else it was missing."""

    message: int
    line: int
    strategy: Strategy
    harm: bool
    customer: str
    agent: str
    quote: str  # the agent's words that did harm, or the customer's that called for more
    why: str
    wording: str


class Fatal(Part):
    """What stands apart and caps the conduct: an insult, or abuse that was swallowed."""

    what: str
    quote: str
    message: int


class Scorecard(Part):
    """A whole call. ``conduct`` is 0 to 100."""

    language: str
    conduct: int | None
    fatal: tuple[Fatal, ...]
    strategies: tuple[Total, ...]
    worst: tuple[Worst, ...]
    messages: tuple[Message, ...]
    left_out: tuple[str, ...]  # speakers who are neither agent nor customer


class _Scored:
    """A message with what was found on the way to it."""

    def __init__(self, message: Message, moment: Moment, reading: Reading) -> None:
        self.message = message
        self.moment = moment
        self.reading = reading
        self.abusive = moment.abuse in ABUSE


class _Given:
    """The data that the customer has given, so that nobody has to give it twice."""

    def __init__(self, playbook: Playbook) -> None:
        self.tongue = tongue(playbook)
        self.known: set[str] = set()
        self.asked: frozenset[str] = frozenset()

    def hear(self, customer: str) -> None:
        """What the customer says gives what it names, and what was asked for, unless it asks back."""
        self.known.update(f"given.{index}" for index in hear(customer, self.tongue).given)
        if "?" not in customer:
            self.known |= self.asked

    def again(self, reading: Reading) -> tuple[Hit, ...]:
        """The data that a message asks for though they are known."""
        self.asked = frozenset(hit.id for hit in reading.asked)
        return tuple(hit for hit in reading.asked if hit.id in self.known)


def scorecard(transcript: Transcript, playbook: Playbook, coaching: Coaching, wordings: Wordings) -> Scorecard:
    """The scorecard of a call in the playbook's language.

    The sentences are those of ``coaching`` and ``wordings``, in the language of whoever reads the scorecard.
    """
    scored = list(_read(transcript, playbook))
    names = {strategy: playbook[strategy].name for strategy in Strategy}
    replies = [(one.message.number, one.reading) for one in scored]
    exchanges = [
        Exchange(one.moment, one.reading, one.message.missed, abusive=one.abusive) for one in scored if one.moment.text
    ]
    fatal = tuple(_fatal(scored, coaching))
    score = capped(conduct(replies, called_for(exchanges, replies=len(replies)), names), fatal=bool(fatal))
    return Scorecard(
        language=playbook.language,
        conduct=score.value,
        fatal=fatal,
        strategies=_totals(scored, score.checks),
        worst=_worst(scored, playbook, wordings),
        messages=tuple(one.message for one in scored),
        left_out=transcript.left_out,
    )


def _read(transcript: Transcript, playbook: Playbook) -> Iterator[_Scored]:
    customer, number = "", 0
    done: set[Strategy] = set()
    recent: deque[bool] = deque(maxlen=RECENT)
    given = _Given(playbook)
    for turn in transcript.turns:
        if turn.who is Side.CUSTOMER:
            customer = turn.text
            given.hear(customer)
            continue
        number += 1
        moment = read_moment(customer, playbook)
        recent.append(moment.abuse in ABUSE)
        reading = fair(turn.text, partial(read, customer=customer, playbook=playbook, abused=any(recent)))
        lacks = (
            tuple(strategy for strategy in missed(moment, reading, playbook) if strategy not in done)
            if customer
            else ()
        )
        done.update(strategy for strategy in _ONCE if reading.shows(strategy))
        message = Message(
            number=number,
            line=turn.line,
            customer=customer,
            agent=turn.text,
            strategies=reading.findings,
            missed=lacks,
            slips=reading.slips,
            insult=reading.insult,
            promises=reading.promises,
            vague=reading.vague,
            handover=reading.handover,
            context=reading.context,
            apologies=reading.apologies,
            limits=reading.limits,
            options=reading.options,
            asked=reading.asked,
            asked_again=given.again(reading),
            question=reading.question,
            farewell=reading.farewell,
            substance=reading.substance,
        )
        yield _Scored(message, moment, reading)
        customer = ""


def _totals(scored: Sequence[_Scored], checks: Sequence[Check]) -> tuple[Total, ...]:
    def count(strategy: Strategy, verdict: Verdict) -> int:
        return sum(one.reading.verdict(strategy) is verdict for one in scored)

    return tuple(
        Total(
            strategy=strategy,
            shown=count(strategy, Verdict.SHOWN),
            violated=count(strategy, Verdict.VIOLATED),
            missed=sum(strategy in _lacks(one) for one in scored),
            met=check.ok,
            quote=check.quote,
            message=check.turn,
        )
        for strategy, check in zip(Strategy, checks, strict=True)
    )


def _lacks(one: _Scored) -> tuple[Strategy, ...]:
    """What was due and is missing; what the message works against is counted there, not here."""
    return tuple(strategy for strategy in one.message.missed if not one.reading.violates(strategy))


def _fatal(scored: Sequence[_Scored], coaching: Coaching) -> Iterator[Fatal]:
    limited = any(one.reading.shows(Strategy.BOUNDARIES) for one in scored)
    for one in scored:
        number, insult = one.message.number, one.reading.insult
        if insult:
            yield Fatal(what=coaching.say(coaching.fatal, "insult"), quote=insult.quote, message=number)
        if one.abusive and not limited and one.reading.violates(Strategy.BOUNDARIES):
            quote = one.reading.quote(Strategy.BOUNDARIES)
            yield Fatal(what=coaching.say(coaching.fatal, "swallowed"), quote=quote, message=number)


def _worst(scored: Sequence[_Scored], playbook: Playbook, wordings: Wordings) -> tuple[Worst, ...]:
    """Harm before what was missing, the worst first, and each strategy once before any comes twice."""
    found = [(one, strategy) for one in scored if (strategy := _worst_of(one))]
    found.sort(key=lambda pair: _rank(*pair))
    seen: dict[tuple[bool, Strategy], int] = {}
    ordered: list[tuple[bool, int, int]] = []
    for at, (one, strategy) in enumerate(found):
        missing = not _harms(one)
        again = seen.get((missing, strategy), 0)
        seen[missing, strategy] = again + 1
        ordered.append((missing, again, at))
    picked = [found[at] for _missing, _again, at in sorted(ordered)[:WORST]]
    given = [strategy for _one, strategy in picked]
    return tuple(
        _moment(one, strategy, playbook, wordings, given[:number].count(strategy))
        for number, (one, strategy) in enumerate(picked)
    )


def _harms(one: _Scored) -> bool:
    return bool(one.reading.insult) or any(one.reading.violates(strategy) for strategy in Strategy)


def _worst_of(one: _Scored) -> Strategy | None:
    """The strategy for which a message is at its worst; None when it does what the moment needs."""
    if one.reading.insult:
        return Strategy.RESPECT
    harm = next((strategy for strategy in HARM_FELT if one.reading.violates(strategy)), None)
    return harm or next((strategy for strategy in _MISSED if strategy in one.message.missed), None)


def _rank(one: _Scored, strategy: Strategy) -> tuple[int, ...]:
    """The place of a moment among those of its kind: insult, then the harm that is felt most, then how much of it."""
    harms = sum(one.reading.violates(other) for other in Strategy)
    felt = (HARM_FELT if harms else _MISSED).index(strategy)
    heat = bool(one.moment.provocation) + bool(one.moment.feeling) + 2 * one.abusive
    return (not one.reading.insult, felt, -harms, -heat, one.message.number)


def _moment(one: _Scored, strategy: Strategy, playbook: Playbook, wordings: Wordings, number: int) -> Worst:
    message, reading = one.message, one.reading
    insult, harm = reading.insult, _harms(one)
    slip = next((slip for slip in reading.slips if slip.quote == reading.quote(strategy)), None)
    code = "insult" if insult else slip.id if slip else f"{strategy}_violated"
    quote = insult.quote if insult else reading.quote(strategy)
    return Worst(
        message=message.number,
        line=message.line,
        strategy=strategy,
        harm=harm,
        customer=message.customer,
        agent=message.agent,
        quote=(quote if harm else _cause(one, strategy)) or message.agent,
        why=wordings.why[code if harm else f"{strategy}_missed"],
        wording=reword(tuple(dict.fromkeys((strategy, *message.missed, *_CURES))), one.moment, playbook, number),
    )


def _cause(one: _Scored, strategy: Strategy) -> str:
    """The customer's words that called for a strategy."""
    moment = one.moment
    causes: Mapping[Strategy, str] = {
        Strategy.BOUNDARIES: moment.abuse_quote,
        Strategy.EMPATHY: moment.feeling or moment.provocation,
        Strategy.APOLOGIZE: moment.failure,
        Strategy.SUPPORT: moment.superior,
        Strategy.DOCUMENT: moment.record,
        Strategy.SOLUTIONS: moment.problem,
    }
    return causes.get(strategy, "") or moment.text
