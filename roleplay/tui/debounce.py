"""Runs something once a burst of calls is over, so that a key's echo never waits for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Debounce:
    """Calls ``job`` once ``quiet`` seconds passed since the last ``touch``, at the latest after ``most`` seconds."""

    def __init__(self, job: Callable[[], None], *, quiet: float, most: float) -> None:
        self._job = job
        self._quiet = quiet
        self._most = most
        self._handle: asyncio.TimerHandle | None = None
        self._since = 0.0

    def touch(self) -> None:
        """Something has changed: the job is due."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._handle is None:
            self._since = now
        else:
            self._handle.cancel()
        self._handle = loop.call_at(min(now + self._quiet, max(self._since + self._most, now)), self.flush)

    def flush(self) -> None:
        """Run the job now if it is due."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
            self._job()

    def cancel(self) -> None:
        """Forget what is due."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
