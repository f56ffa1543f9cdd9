"""The draft box: what the trainee is writing. Enter sends; the words a warning is about are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from roleplay.clean import clean

if TYPE_CHECKING:
    from rich.style import Style
    from textual.events import Key, Paste

_LONGEST = 4000  # characters; nobody says more in one breath


class Draft(TextArea):
    """A text area of fixed height in which Enter sends and Shift+Enter, Ctrl+J or Alt+Enter starts a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,shift+enter,alt+enter,ctrl+enter", "new_line", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"draft--warned"}
    DEFAULT_CSS = """
    Draft {
        height: 5; padding: 0 1; border: none; border-top: solid $line; background: $background;
        scrollbar-size-vertical: 1;
        &:focus { border: none; border-top: solid $primary; }
        &.-over { border-top: solid $line; }
        & .text-area--placeholder { color: $quiet; }
        .draft--warned { text-style: underline; color: $bad; }
    }
    """

    class Sent(Message):
        """The trainee pressed Enter; the text is still in the box."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(text, placeholder=placeholder, id=id, highlight_cursor_line=False, max_checkpoints=200)
        self.match_cursor_bracket = False
        self._warned: tuple[str, ...] = ()
        self._warned_style: Style | None = None

    def warn(self, quotes: tuple[str, ...]) -> None:
        """Mark these words of the draft."""
        if quotes != self._warned:
            self._warned = quotes
            self.notify_style_update()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """One line of the text, with the marked words."""
        line = super().get_line(line_index)
        if self._warned:
            style = self.get_component_rich_style("draft--warned", partial=True)
            for quote in self._warned:
                for part in quote.split("\n"):
                    if part.strip() and (at := line.plain.find(part)) >= 0:
                        line.stylize(style, at, at + len(part))
        return line

    def empty(self) -> None:
        """Clear the box after its text was sent."""
        self._warned = ()
        self.load_text("")

    def put(self, text: str) -> None:
        """Put a text into the box, with the cursor at its end."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def action_new_line(self) -> None:
        """A new line at the cursor."""
        if not self.read_only:
            self.replace("\n", *self.selection)

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Sent(self.text))
            return
        await super()._on_key(event)

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.read_only:
            return
        room = max(0, _LONGEST - len(self.text))
        if result := self._replace_via_keyboard(clean(event.text)[:room], *self.selection):
            self.move_cursor(result.end_location)
