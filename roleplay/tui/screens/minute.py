"""Take a minute: the clock stands still, the customer waits, and the trainee breathes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from roleplay.i18n import _

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

_IN, _HOLD, _OUT = 4, 2, 6  # seconds; a longer breath out than in is what calms


class MinuteScreen(ModalScreen[None]):
    """Any key or a click goes back."""

    CSS_PATH = "small.tcss"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name_shown = name
        self._second = 0

    def compose(self) -> ComposeResult:
        """A few calm lines."""
        with Vertical(classes="small"):
            yield Static(_("Take a minute"), markup=False, classes="small-title")
            waits = _("The clock is stopped. {name} waits, and nothing is lost.").format(name=self._name_shown)
            yield Static(waits, markup=False, classes="small-text")
            yield Static(self._breath(), markup=False, id="breath")
            yield Static(_("Any key goes back to the call."), markup=False, classes="small-hint")

    def on_mount(self) -> None:
        """Breathe once a second."""
        self.set_interval(1, self._breathe)

    def _breathe(self) -> None:
        self._second += 1
        self.query_one("#breath", Static).update(self._breath(), layout=False)

    def _breath(self) -> str:
        second = self._second % (_IN + _HOLD + _OUT)
        if second < _IN:
            return "●" * (second + 1) + "○" * (_IN - second - 1) + "  " + _("breathe in")
        if second < _IN + _HOLD:
            return "●" * _IN + "  " + _("hold")
        left = _OUT - (second - _IN - _HOLD) - 1
        full = round(left / _OUT * _IN)
        return "●" * full + "○" * (_IN - full) + "  " + _("breathe out")

    def on_key(self, event: events.Key) -> None:
        """Back to the call."""
        event.stop()
        self.dismiss()

    def on_click(self) -> None:
        """Back to the call."""
        self.dismiss()
