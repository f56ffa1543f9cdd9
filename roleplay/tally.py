"""What one call shows of each strategy: the chances it gave, and what was made of them, with help or without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleplay.coach import moment_of
from roleplay.moment import missed
from roleplay.playbook import load_playbook
from roleplay.reading import Moment, Reading
from roleplay.session import State
from roleplay.strategies import Strategy

_ONCE = frozenset({Strategy.APOLOGIZE, Strategy.DOCUMENT})
"""Strategies that are done with once they were shown: not to do them again misses nothing."""


@dataclass(frozen=True)
class Tally:
    """One strategy in one call, counted in the trainee's lines.

    A line is a chance when it shows the strategy (``unaided``, or ``aided`` when a tip for it was seen in that turn),
    when it works against it (``violated``), or when the customer's words called for it in vain.
    """

    chances: int = 0
    unaided: int = 0
    aided: int = 0
    violated: int = 0


def tally(state: State) -> dict[Strategy, Tally]:
    """All ten strategies in this call so far. The same call gives the same tally."""
    counts = {strategy: [0, 0, 0, 0] for strategy in Strategy}
    shown: set[Strategy] = set()
    for turn, moment, reading in _turns(state):
        helped = {tip.strategy for tip in state.tips if tip.turn == turn - 1}
        wanted = () if moment.friendly else missed(moment, reading, load_playbook(state.persona.language))
        for strategy in Strategy:
            count = counts[strategy]
            if reading.violates(strategy):
                count[3] += 1
            elif reading.shows(strategy):
                count[2 if strategy in helped else 1] += 1
            elif strategy not in wanted or (strategy in _ONCE and strategy in shown):
                continue
            count[0] += 1
        shown |= {strategy for strategy in Strategy if reading.shows(strategy)}
    if state.handed_over:
        helped = {tip.strategy for tip in state.tips if tip.turn == state.turn - 1}
        counts[Strategy.SUPPORT][2 if Strategy.SUPPORT in helped else 1] += 1
        counts[Strategy.SUPPORT][0] += 1
    return {strategy: Tally(*count) for strategy, count in counts.items()}


def _turns(state: State) -> Iterator[tuple[int, Moment, Reading]]:
    """Each of the trainee's lines: its turn, what the customer's line before it brought up, and what it did."""
    customer = ""
    for line in state.lines:
        if line.who == "customer":
            customer = line.text
        elif line.reading is not None:
            yield line.turn, moment_of(customer, state.persona.language), line.reading
