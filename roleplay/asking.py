"""Asking a model, as the rest of a call sees it: what each attempt came to, and the pauses between two of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What came of one attempt."""

    COMPLETE = "complete"  # the server said that this is all
    CUT = "cut"  # it broke off after its first word
    FAILED = "failed"  # nothing came of it
    LEFT = "left"  # we hung up


@dataclass(frozen=True)
class Attempt:
    """One request to a model.

    ``reason`` is why the server stopped, in its own word, or what went wrong in a sentence. ``estimated`` when the
    server did not count the tokens: then four characters make one.
    """

    model: str
    outcome: Outcome
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False
    reason: str = ""


class Watch(Protocol):
    """Somebody who follows the asking."""

    def attempted(self, attempt: Attempt) -> None:
        """An attempt has come to its end."""

    async def pause(self, reason: str, seconds: float) -> None:
        """Wait so long before the next attempt, or less; ``reason`` is one sentence on why the last one failed."""


class Unwatched:
    """Waits, and keeps nothing."""

    def attempted(self, attempt: Attempt) -> None:
        """Nobody counts."""

    async def pause(self, reason: str, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
