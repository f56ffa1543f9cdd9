"""The one place of the screens that stores: each event is kept before it is shown."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from roleplay.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from roleplay.events import AnyEvent
    from roleplay.store import Store

_PATIENCE = 6.0  # seconds; the store itself waits five for a locked file


class Recorder:
    """Keeps the events of one session, in order, through one worker thread.

    What could not be stored stays in line and is tried again with the next events, so that a full disk or a locked file
    costs nothing but a calm sentence.
    """

    def __init__(self, store: Store | None, session_id: str, *, stored: int, pool: Executor) -> None:
        self._store = store
        self._id = session_id
        self._stored = stored
        self._pool = pool
        self._waiting: list[AnyEvent] = []
        self._lock = threading.Lock()
        self._gave_up = False
        self.elsewhere = False  # another window goes on with this session: nothing more can be kept here

    async def record(self, events: Sequence[AnyEvent]) -> str:
        """Keep the events. Returns an empty text, or one sentence on why they could not be kept."""
        if not self._queue(events):
            return ""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._write)

    def record_now(self, events: Sequence[AnyEvent]) -> str:
        """The same, done when it returns: for the way out. It waits some seconds, and only once."""
        if not self._queue(events):
            return ""
        if self._gave_up:
            return _too_late()
        try:
            return self._pool.submit(self._write).result(timeout=_PATIENCE)
        except TimeoutError:
            self._gave_up = True
            return _too_late()
        except RuntimeError:  # the thread is gone already
            return _too_late()

    def _queue(self, events: Sequence[AnyEvent]) -> bool:
        with self._lock:
            self._waiting += events
            return bool(self._waiting)

    def _write(self) -> str:
        from roleplay.store import OtherWriter, StoreError

        if self._store is None:
            return _("This call is not being kept: the place for past calls cannot be opened.")
        with self._lock:
            batch = list(self._waiting)
        try:
            self._store.append(self._id, self._stored, batch)
        except StoreError as error:
            self.elsewhere = self.elsewhere or isinstance(error, OtherWriter)
            return str(error)
        self._stored += len(batch)
        with self._lock:
            del self._waiting[: len(batch)]
        return ""


def _too_late() -> str:
    return _("The last words could not be kept: another program is using the place for past calls.")
