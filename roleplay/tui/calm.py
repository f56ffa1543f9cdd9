"""Faults in the work of a screen: told in one calm line, wherever they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerState

if TYPE_CHECKING:
    from roleplay.tui.app import RoleplayApp


class Calm:
    """For a screen with workers: a worker that fails is told, and everything goes on.

    Textual tells such a fault to the screen of the worker alone; without this nobody would hear of it.
    """

    app: RoleplayApp

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell the fault."""
        if event.state is WorkerState.ERROR and isinstance(error := event.worker.error, Exception):
            self.app.trouble(error)
