"""A box to write in: what is pasted is cleaned, and there is an end to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import TextArea

from roleplay.clean import clean

if TYPE_CHECKING:
    from textual.events import Paste


class Editor(TextArea):
    """A text area that takes only the words of what is pasted, up to ``LONGEST`` characters in all."""

    LONGEST: ClassVar[int] = 20_000

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.read_only:
            return
        room = max(0, self.LONGEST - len(self.text))
        # Cut before it is cleaned too: a paste of megabytes must not hold up the screen.
        words = clean(event.text[: 2 * self.LONGEST])[:room]
        if result := self._replace_via_keyboard(words, *self.selection):
            self.move_cursor(result.end_location)
