"""The draft box: what the trainee is writing. Enter sends; the words a warning is about are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.scroll_view import ScrollView
from textual.strip import Strip

from roleplay.tui.widgets.editor import Editor

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style
    from textual.events import Key
    from textual.geometry import Region

_NEW_LINE = frozenset({"ctrl+j", "shift+enter", "alt+enter", "ctrl+enter"})


class Draft(Editor):
    """A text area of fixed height in which Enter sends and Shift+Enter, Ctrl+J or Alt+Enter starts a new line."""

    LONGEST = 4000  # characters; nobody says more in one breath
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

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(text, placeholder=placeholder, id=id, highlight_cursor_line=False, max_checkpoints=200)
        self.match_cursor_bracket = False
        self._sends: Callable[[], None] | None = None
        self.cursor_blink = False  # calmer, and one repaint less each half second
        self._warned: tuple[str, ...] = ()
        self._rows: list[tuple[int, int, int, bool]] | None = None
        self._marked: list[tuple[int, int, int]] = []

    def sends(self, job: Callable[[], None]) -> None:
        """What Enter does. It is called at once: a message would arrive behind the keys that follow Enter."""
        self._sends = job

    def warn(self, quotes: tuple[str, ...]) -> None:
        """Mark these words of the draft."""
        if quotes != self._warned:
            self._warned = quotes
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The visible rows.

        TextArea styles a whole paragraph anew for each of its rows, which at 1,500 characters is half of a key's echo.
        Plain text without a selection is drawn here instead, row by row.
        """
        text = self.text
        if not text or "\t" in text or self.selection.start != self.selection.end or self.read_only:
            self._rows = None
            return super().render_lines(crop)
        self._rows = self._wrapped_rows()
        self._marked = self._marked_spans()
        return ScrollView.render_lines(self, crop)

    def render_line(self, y: int) -> Strip:
        """One visible row."""
        if self._rows is None:
            return super().render_line(y)
        base, width, row = self.rich_style, self.size.width, y + self.scroll_offset.y
        if row >= len(self._rows):
            return Strip.blank(width, base)
        line, start, end, last = self._rows[row]
        words = self.document.get_line(line)[start:end]
        strip = Strip([Segment(f"{words} " if last else words, base)]).adjust_cell_length(width, base)
        for place, marked_from, marked_to in self._marked:
            if place == line and marked_from < end and marked_to > start:
                style = self.get_component_rich_style("draft--warned")
                strip = _restyle(strip, words, max(marked_from, start) - start, min(marked_to, end) - start, style)
        at, column = self.cursor_location
        if self.has_focus and at == line and start <= column and (column < end or last):
            cursor = self.get_component_rich_style("text-area--cursor")
            strip = _restyle(strip, f"{words} ", column - start, column - start + 1, cursor)
        return strip

    def _wrapped_rows(self) -> list[tuple[int, int, int, bool]]:
        """For each row its line, the part of the line that it shows, and whether the line ends with it."""
        rows: list[tuple[int, int, int, bool]] = []
        for line in range(self.document.line_count):
            length = len(self.document.get_line(line))
            ends = [*self.wrapped_document.get_offsets(line), length]
            starts = [0, *ends[:-1]]
            rows += [(line, start, end, end == length) for start, end in zip(starts, ends, strict=True)]
        return rows

    def _marked_spans(self) -> list[tuple[int, int, int]]:
        return [
            (line, at, at + len(part))
            for quote in self._warned
            for part in quote.split("\n")
            for line in range(self.document.line_count)
            if part.strip() and (at := self.document.get_line(line).find(part)) >= 0
        ]

    def empty(self) -> None:
        """Clear the box after its text was sent."""
        self._warned = ()
        self.load_text("")

    def put(self, text: str) -> None:
        """Put a text into the box, with the cursor at its end."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            if self._sends:
                self._sends()
            return
        if event.key in _NEW_LINE and not self.read_only:
            # Here and not by a binding: a binding would run after the keys that were typed behind it.
            event.stop()
            event.prevent_default()
            self.replace("\n", *self.selection)
            return
        await super()._on_key(event)


def _restyle(strip: Strip, words: str, start: int, end: int, style: Style) -> Strip:
    """The strip with another style for these characters of its words."""
    left, right = cell_len(words[:start]), cell_len(words[:end])
    inside = Segment.apply_style(strip.crop(left, right), post_style=style)
    return Strip([*strip.crop(0, left), *inside, *strip.crop(right)], strip.cell_length)
