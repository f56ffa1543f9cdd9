"""Scores are rolled up from yes/no checks that quote the transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One yes/no question: what was looked at, the answer (None: no chance to show it), and the words behind it."""

    label: str
    ok: bool | None
    quote: str = ""
    turn: int = 0


@dataclass(frozen=True)
class Score:
    """A score from 0 to 100, None when the call gave no chance to score it, and its checks."""

    value: int | None
    checks: tuple[Check, ...]

    @classmethod
    def of(cls, checks: Sequence[Check]) -> Score:
        """The share of checks that are met; those without a chance do not count."""
        counted = [check.ok for check in checks if check.ok is not None]
        return cls(round(100 * sum(counted) / len(counted)) if counted else None, tuple(checks))
