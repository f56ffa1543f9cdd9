"""Lets the customer's line appear at a human pace, painted about twelve times a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleplay.i18n import _
from roleplay.tui.widgets.conversation import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.widget import Widget

    from roleplay.tui.widgets.conversation import Conversation

_HERTZ = 12.0
_THINKS = 0.8  # seconds of "is typing" before the first word
_WORD = 6  # characters of a word with its space, to turn words a minute into characters


class Typist:
    """Shows one line at a time, at ``pace`` words a minute; 0 shows it at once."""

    def __init__(self, owner: Widget, conversation: Conversation, *, pace: int, done: Callable[[], None]) -> None:
        self._owner = owner
        self._conversation = conversation
        self._pace = pace
        self._done = done
        self._timer: Timer | None = None
        self._name = ""
        self._time = ""
        self._text = ""
        self._shown = 0.0
        self._waits = 0.0
        self._complete = False
        self._started = False

    @property
    def busy(self) -> bool:
        """Whether a line is still appearing."""
        return self._timer is not None

    @property
    def complete(self) -> bool:
        """Whether all words of the line are known, so that it could appear at once."""
        return self._complete

    def begin(self, name: str, time: str) -> None:
        """The customer starts to type."""
        self._name, self._time, self._text = name, time, ""
        self._shown, self._complete = 0.0, False
        self._waits = _THINKS if self._pace else 0.0
        waiting = _("{name} is typing …").format(name=name)
        self._conversation.add(Entry("notice", waiting))
        self._started = False
        self._timer = self._owner.set_interval(1 / _HERTZ, self._tick)

    def feed(self, text: str, *, complete: bool) -> None:
        """The words of the line as far as they are known, all of them when ``complete``."""
        self._text, self._complete = text, complete
        if complete and not self._pace:
            self.hurry()

    def hurry(self) -> None:
        """Show at once whatever is known."""
        self._waits = 0.0
        self._shown = float(len(self._text))
        if self.busy:
            self._paint()

    def stop(self) -> None:
        """Give up the line: nothing more will come of it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            if not self._started:
                self._conversation.drop_last()

    def _tick(self) -> None:
        if self._waits > 0:
            self._waits -= 1 / _HERTZ
            return
        if self._pace:
            self._shown = min(self._shown + self._pace * _WORD / 60 / _HERTZ, float(len(self._text)))
        else:
            self._shown = float(len(self._text))
        self._paint()

    def _paint(self) -> None:
        shown = self._text[: int(self._shown)]
        if shown and not self._started:
            self._started = True
            self._conversation.drop_last()
            self._conversation.add(Entry("customer", shown, self._name, self._time))
        elif shown:
            self._conversation.amend(shown)
        if self._complete and int(self._shown) >= len(self._text) and self._timer is not None:
            self._timer.stop()
            self._timer = None
            self._done()
