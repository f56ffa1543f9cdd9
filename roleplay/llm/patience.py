"""The clocks of one request to a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roleplay.settings import Settings


@dataclass(frozen=True)
class Patience:
    """How long we wait, in seconds, and how often we ask.

    ``first`` is for the first sign of life, and for any later one before the first word or thought: a server that is
    reading a long prompt may send comments. ``idle`` is for the next word or thought once the first has come. ``total``
    holds for the whole turn, all tries and the pauses between them included.
    """

    connect: float = 5
    first: float = 60
    idle: float = 30
    total: float = 180
    tries: int = 3
    backoff: float = 0.5  # the shortest pause between two tries; the longest is 4 times as long, then 16 times
    retry_after: float = 60  # a server that asks for a longer pause is not asked again in this turn

    @classmethod
    def of(cls, settings: Settings) -> Patience:
        """The clocks that the settings name."""
        return cls(
            connect=settings.wait_connect, first=settings.wait_first, idle=settings.wait_idle, total=settings.wait_total
        )
