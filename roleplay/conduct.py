"""The conduct score: the ten strategies, one yes/no check each, rolled up from what an agent's messages do.

A strategy's check is met when it was shown and never worked against; it does not count when the call gave no chance to
show it. The score is the share of the checks that are met. It needs no persona: a practice call and a real transcript
are scored alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from roleplay.reading import Moment, Reading
from roleplay.score import Check, Score
from roleplay.strategies import Strategy

FATAL_CAP = 40
"""The most that conduct can score with a fatal item: an assumption, below every passing mark."""
ALWAYS = frozenset({Strategy.RESPECT})
"""Strategies that every call gives a chance to show; the others count once the call called for them."""
LONG = 2
"""Messages from which a call is long enough to listen and to offer something."""


@dataclass(frozen=True)
class Exchange:
    """A customer's words and the reply to them. ``missed`` is what they called for in vain."""

    moment: Moment
    reading: Reading
    missed: tuple[Strategy, ...]
    abusive: bool  # the customer insulted or threatened


def conduct(
    replies: Sequence[tuple[int, Reading]],
    called: frozenset[Strategy],
    names: Mapping[Strategy, str],
    *,
    support: str | None = None,
) -> Score:
    """One check for each strategy: shown where it was ``called`` for, and never worked against.

    ``replies`` are all of the agent's messages with their numbers, which the checks carry on. ``support`` is the
    message with which somebody else took over, None when nobody did.
    """
    checks: list[Check] = []
    for strategy in Strategy:
        shown = next(((turn, reading) for turn, reading in replies if reading.shows(strategy)), None)
        harm = next(((turn, reading) for turn, reading in replies if reading.violates(strategy)), None)
        name = names[strategy]
        if strategy is Strategy.SUPPORT and support is not None:
            checks.append(Check(name, True, support))
        elif harm:
            turn, reading = harm
            checks.append(Check(name, False, reading.quote(strategy) or reading.text, turn))
        elif shown:
            turn, reading = shown
            checks.append(Check(name, True, reading.quote(strategy), turn))
        else:
            checks.append(Check(name, False if strategy in called and replies else None))
    return Score.of(checks)


def capped(score: Score, *, fatal: bool) -> Score:
    """A fatal item caps the conduct: nobody does well who insults, or promises what the brief forbids."""
    return Score(min(score.value, FATAL_CAP), score.checks) if score.value is not None and fatal else score


def called_for(exchanges: Iterable[Exchange], *, replies: int) -> frozenset[Strategy]:
    """The strategies that the customer's words called for; nothing is asked that the call never reached.

    ``replies`` is the number of the agent's messages.
    """
    called = set(ALWAYS)
    for exchange in exchanges:
        moment = exchange.moment
        called.update(exchange.missed)
        reasons = {
            Strategy.CALM: moment.provocation,
            Strategy.EMPATHY: moment.feeling,
            Strategy.APOLOGIZE: moment.failure,
            Strategy.BOUNDARIES: exchange.abusive,
            Strategy.SUPPORT: moment.superior,
            Strategy.DOCUMENT: exchange.reading.promises,
        }
        called.update(strategy for strategy, reason in reasons.items() if reason)
    if replies >= LONG:
        called.update({Strategy.LISTEN, Strategy.SOLUTIONS})
    return frozenset(called)
