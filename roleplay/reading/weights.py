"""The weights that were learned from labelled exchanges, and what they make of clues. Plain sums, no library."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roleplay.resources import shipped
from roleplay.strategies import Strategy, Verdict

CLASSES: tuple[tuple[Strategy, Verdict], ...] = tuple(
    (strategy, verdict) for verdict in (Verdict.SHOWN, Verdict.VIOLATED) for strategy in Strategy
)
"""What a sentence and a message are weighed for, in the order of the weights."""

HALF = len(CLASSES) // 2
TRUST = 4.0
"""What a verdict of the cues has ahead of the weights, in log-odds: it falls only when much speaks against it."""

TRUST_TIP = (1.0, 0.5)
"""The same for the first and the second tip that the rules would give."""

FURTHEST = 6.0
"""The most that one sentence's words may speak for or against a verdict, in log-odds."""


class Table:
    """A sum for each class: its bias, and the weight of each clue that it knows."""

    def __init__(self, stored: dict[str, Any]) -> None:
        """From ``bias`` and ``clues`` as they are stored: a clue's weights are pairs of class and hundredths."""
        self.bias: list[float] = [value / 100 for value in stored["bias"]]
        self._clues: dict[str, tuple[tuple[int, float], ...]] = {
            clue: tuple((pairs[at], pairs[at + 1] / 100) for at in range(0, len(pairs), 2))
            for clue, pairs in stored["clues"].items()
        }

    def sums(self, clues: Iterable[str]) -> list[float]:
        """The sum of each class over these clues."""
        sums = self.bias.copy()
        known = self._clues
        for clue in clues:
            if pairs := known.get(clue):
                for at, weight in pairs:
                    sums[at] += weight
        return sums

    def of(self, clue: str, at: int) -> float:
        """The weight of one clue for one class."""
        return next((weight for index, weight in self._clues.get(clue, ()) if index == at), 0.0)


@dataclass(frozen=True, eq=False)
class Weights:
    """One language's weights. All sums are log-odds; a verdict stands when its sum is above its ``bar``."""

    sentence: Table  # from the clues of one sentence
    message: Table  # from the clues of the verdicts and of the customer
    own: Sequence[float]  # by how much the strongest sentence's sum counts for its own class
    other: Sequence[float]  # and for the opposite verdict on the same strategy
    slopes: dict[str, Sequence[float]]  # and how much more with a clue of the customer
    bars: Sequence[float]
    tips: Table  # from the clues of the customer's words and of the final verdicts
    tip_bars: Sequence[float]

    def weigh(self, strongest: Sequence[float], customer: Sequence[str], clues: Iterable[str]) -> list[float]:
        """By how much each class is above its bar, from each class's strongest sentence."""
        sums = self.message.sums(clues)
        slopes = [self.slopes[clue] for clue in customer if clue in self.slopes]
        for at, value in enumerate(strongest):
            steep = self.own[at] + sum(slope[at] for slope in slopes)
            sums[at] += steep * value + self.other[at] * strongest[(at + HALF) % (2 * HALF)] - self.bars[at]
        return sums


def _load(path: Path) -> Weights:
    stored = json.loads(path.read_text("utf-8"))

    def hundredths(values: list[int]) -> list[float]:
        return [value / 100 for value in values]

    return Weights(
        sentence=Table(stored["sentence"]),
        message=Table(stored["message"]),
        own=hundredths(stored["own"]),
        other=hundredths(stored["other"]),
        slopes={clue: hundredths(values) for clue, values in stored["slopes"].items()},
        bars=hundredths(stored["bars"]),
        tips=Table(stored["tips"]),
        tip_bars=hundredths(stored["tip_bars"]),
    )


@functools.cache
def load_weights(language: str) -> Weights | None:
    """The shipped weights of a language; None when there are none, and then the cues alone decide."""
    path = shipped("prompts") / "playbook" / f"weights.{language}.json"
    return _load(path) if path.is_file() else None
