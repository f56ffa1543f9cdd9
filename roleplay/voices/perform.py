"""One customer turn: streams the voice, keeps each piece, and lets the understudy finish when the voice fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from roleplay.i18n import _
from roleplay.voices.scene import Scene, Voice, VoiceFailed

if TYPE_CHECKING:
    from datetime import datetime

    from roleplay.events import AnyEvent

EVERY = 0.1
"""Seconds between two batches of a model's words: painting ten times a second looks the same and costs less."""
MOST = 80
"""Characters from which a batch does not wait any longer."""
CUT = " — "
"""Stands where a model broke off and the understudy went on."""


class Stage(Protocol):
    """The part of a session that a turn needs."""

    def scene(self) -> Scene:
        """What the voice must put into words now."""

    def hear(self, piece: str, at: datetime) -> list[AnyEvent]:
        """A piece of the customer's words arrived from a model."""

    def spoke(
        self, text: str, *, voice: Literal["scripted", "model"], at: datetime, takeover: bool = False
    ) -> list[AnyEvent]:
        """The customer's line is complete."""


@dataclass(frozen=True)
class Performed:
    """Events to store, and then to show. ``problem`` is one calm sentence for the trainee, once a turn at the most."""

    events: list[AnyEvent]
    problem: str = ""


async def perform(
    session: Stage, voice: Voice, understudy: Voice, clock: Callable[[], datetime]
) -> AsyncIterator[Performed]:
    """The customer's turn that ``session.scene()`` holds, as batches of events; the last one holds ``Spoke``.

    Each batch must be stored before the next is asked for. Words that a model had said before an interruption
    (``scene.heard``) are not asked for again: the understudy completes them.
    """
    scene = session.scene()
    said, problem = scene.heard, ""
    if not said.strip():
        pieces = voice.speak(scene)
        try:
            async for batch in _batches(pieces):
                piece = batch if said else batch.lstrip()
                if not piece:
                    continue
                said += piece
                if voice.name == "model":
                    yield Performed(session.hear(piece, clock()))
            if said.strip():
                yield Performed(session.spoke(said.strip(), voice=voice.name, at=clock()), _noticed(voice))
                return
            problem = _("The model said nothing.")
        except VoiceFailed as failure:
            problem = str(failure)
        except Exception:  # a fault of a voice is no reason to end a call
            problem = _("The voice failed for a reason of its own. The scripted voice goes on.")
    line = "".join([piece async for piece in understudy.speak(scene)]).strip()
    text = f"{said.strip()}{CUT}{line}" if said.strip() else line
    yield Performed(
        session.spoke(text, voice=understudy.name, at=clock(), takeover=True), f"{_noticed(voice)} {problem}".strip()
    )


def _noticed(voice: Voice) -> str:
    return str(getattr(voice, "notice", ""))


async def _batches(pieces: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The pieces, joined so that no more than one batch comes in ``EVERY`` seconds, unless it is ``MOST`` long."""
    now = asyncio.get_running_loop().time
    waiting, due = "", now()
    coming = _next(pieces)
    try:
        while True:
            await asyncio.wait({coming}, timeout=max(0.0, due - now()) if waiting else None)
            piece: str | None = ""
            if coming.done():
                try:
                    piece = coming.result()
                except Exception:
                    if waiting:
                        yield waiting
                    raise
                if piece is not None:
                    coming = _next(pieces)
            waiting += piece or ""
            if waiting and (piece is None or len(waiting) >= MOST or now() >= due):
                yield waiting
                waiting, due = "", now() + EVERY
            if piece is None:
                return
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await coming
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()


def _next(pieces: AsyncIterator[str]) -> asyncio.Task[str | None]:
    async def next_piece() -> str | None:
        return await anext(pieces, None)

    return asyncio.create_task(next_piece())
