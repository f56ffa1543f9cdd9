"""The conversation: drawn line by line from plain text, so that the five-hundredth line costs what the first does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from roleplay.tui.wrap import wrap

if TYPE_CHECKING:
    from textual.events import Resize
    from textual.selection import Selection

Kind = Literal["customer", "trainee", "supervisor", "notice", "advice"]
_INDENT = {"customer": 0, "trainee": 4, "supervisor": 4, "notice": 0, "advice": 0}
_BAR = {"customer": "▎", "trainee": "▎", "supervisor": "▎", "notice": " ", "advice": "┆"}
_WIDEST = 92  # a longer line is tiring to read


@dataclass(frozen=True)
class Entry:
    """One thing in the conversation: a line of either side, or a calm notice (``name`` and ``time`` may be empty).

    ``marks`` is a short line under the text: what a sent line did.
    """

    kind: Kind
    text: str
    name: str = ""
    time: str = ""
    marks: str = ""


class Row(NamedTuple):
    """One drawn row: the entry's kind, the part of it (``name``, ``text``, ``marks``, ``gap``), and its words."""

    kind: Kind
    part: str
    text: str
    aside: str = ""


@dataclass
class _Block:
    entry: Entry
    rows: list[Row] = field(default_factory=list)


class Conversation(ScrollView, can_focus=False):
    """What was said so far. It follows the end, unless the reader has scrolled back."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "conversation--customer",
        "conversation--customer-name",
        "conversation--trainee",
        "conversation--trainee-name",
        "conversation--supervisor",
        "conversation--supervisor-name",
        "conversation--notice",
        "conversation--advice",
        "conversation--aside",
        "conversation--marks",
    }

    DEFAULT_CSS = """
    Conversation {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        background: $background;
        .conversation--customer { color: $foreground; }
        .conversation--customer-name { color: $customer; text-style: bold; }
        .conversation--trainee { color: $foreground; }
        .conversation--trainee-name { color: $trainee; text-style: bold; }
        .conversation--supervisor { color: $foreground; }
        .conversation--supervisor-name { color: $tip; text-style: bold; }
        .conversation--notice { color: $quiet; text-style: italic; }
        .conversation--advice { color: $tip; }
        .conversation--aside { color: $quiet; }
        .conversation--marks { color: $quiet; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._blocks: list[_Block] = []
        self._rows: list[Row] = []
        self._strips: dict[int, Strip] = {}
        self._wrapped_at = 0
        self._follows = True  # the reader is at the end, and wants to stay there
        self._settled: Size | None = None  # the size for which the rows are laid out; None while that changes

    @property
    def entries(self) -> list[Entry]:
        """What is shown, in order."""
        return [block.entry for block in self._blocks]

    def show(self, entries: Iterable[Entry]) -> None:
        """Show these entries instead of what was there, from the end."""
        self._blocks = [_Block(entry) for entry in entries]
        self._follows = True
        self._rewrap()
        self._to_end()
        self.call_after_refresh(self._follow)

    def add(self, entry: Entry) -> None:
        """Add an entry at the end."""
        block = _Block(entry, self._wrap(entry))
        self._blocks.append(block)
        self._rows += block.rows
        self._grown()

    def amend(self, text: str, *, time: str | None = None) -> None:
        """Give the last entry another text, as when it grows while the customer types."""
        block = self._blocks[-1]
        block.entry = replace(block.entry, text=text, time=block.entry.time if time is None else time)
        start = len(self._rows) - len(block.rows)
        before, block.rows = block.rows, self._wrap(block.entry)
        self._rows[start:] = block.rows
        for row in range(start, start + max(len(before), len(block.rows))):
            self._strips.pop(row, None)
        if len(before) == len(block.rows):
            self.refresh_lines(start, len(before))
        else:
            self._grown()

    def mark(self, entry: Entry, marks: str) -> None:
        """Put other marks under an entry, if it is there; the reader's place stays."""
        for block in reversed(self._blocks):
            if block.entry == entry and entry.marks != marks:
                block.entry = replace(entry, marks=marks)
                block.rows = self._wrap(block.entry)
                self._rows = [row for each in self._blocks for row in each.rows]
                self._strips.clear()
                self._grown()
                return

    def drop_last(self) -> None:
        """Take the last entry away."""
        if self._blocks:
            block = self._blocks.pop()
            del self._rows[len(self._rows) - len(block.rows) :]
            self._strips.clear()
            self._grown()

    def _grown(self) -> None:
        settled, self._settled = self._settled, None
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._settled = settled
        self._follow()
        self.refresh()

    def _follow(self) -> None:
        if self._follows:
            self._to_end()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The reader has scrolled; what a change of the room does to the place says nothing about the reader."""
        super().watch_scroll_y(old_value, new_value)
        if self._settled == self.size:
            self._follows = self.is_vertical_scroll_end

    def _to_end(self) -> None:
        # Set directly: scroll_end does nothing before the scroll bar is there, which is when the first row overflows.
        self.scroll_target_y = self.scroll_y = self.max_scroll_y

    def _wrap(self, entry: Entry) -> list[Row]:
        indent = _INDENT[entry.kind]
        width = max(min(self._wrapped_at, _WIDEST) - indent - 4, 8)
        rows = [Row(entry.kind, "name", entry.name, entry.time)] if entry.name else []
        rows += [Row(entry.kind, "text", line) for line in wrap(entry.text, width)]
        if entry.marks:
            rows += [Row(entry.kind, "marks", line) for line in wrap(entry.marks, width)]
        return [*rows, Row(entry.kind, "gap", "")]

    def _rewrap(self) -> None:
        self._wrapped_at = self.size.width
        self._rows = []
        self._strips.clear()
        if self._wrapped_at:
            for block in self._blocks:
                block.rows = self._wrap(block.entry)
                self._rows += block.rows
        self.virtual_size = Size(self._wrapped_at, len(self._rows))
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        """Wrap again when the width has changed, and stay at the end if the reader was there."""
        self._settled = None
        if self.size.width != self._wrapped_at:
            self._rewrap()
        self._follow()
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self._follow()
        self._settled = self.size

    def notify_style_update(self) -> None:
        """Forget the drawn rows when the theme changes."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        row = self.scroll_offset.y + y
        width = self.size.width
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        selection = self.text_selection
        if selection is None and (known := self._strips.get(row)) is not None:
            return known
        strip = self._draw(self._rows[row], width)
        if selection is not None and (span := selection.get_span(row)) is not None:
            start, end = span
            end = width if end == -1 else end
            marked = self.screen.get_component_rich_style("screen--selection")
            inside = Segment.apply_style(strip.crop(start, min(end, width)), post_style=marked)
            strip = Strip([*strip.crop(0, start), *inside, *strip.crop(min(end, width))], width)
        strip = strip.apply_offsets(0, row)
        if selection is None:
            self._strips[row] = strip
        return strip

    def _draw(self, row: Row, width: int) -> Strip:
        base = self.rich_style
        if row.part == "gap":
            return Strip.blank(width, base)
        style = self.get_component_rich_style(f"conversation--{row.kind}")
        edge = self.get_component_rich_style(f"conversation--{row.kind}-name") if _named(row.kind) else style
        segments = [Segment(" " * (_INDENT[row.kind] + 1), base), Segment(f"{_BAR[row.kind]} ", edge)]
        if row.part == "name":
            segments += [Segment(row.text, edge)]
            segments += [Segment(f"  {row.aside}", self.get_component_rich_style("conversation--aside"))]
        elif row.part == "marks":
            segments += [Segment(row.text, self.get_component_rich_style("conversation--marks"))]
        else:
            segments += [Segment(row.text, style)]
        return Strip(segments).adjust_cell_length(width, base)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The words that were selected with the mouse, without the bars beside them."""
        lines = [" " * (_INDENT[row.kind] + 3) + row.text for row in self._rows]
        chosen = selection.extract("\n".join(lines))
        return "\n".join(line.strip() for line in chosen.splitlines()), "\n"

    @property
    def widest_row(self) -> int:
        """The cells of the widest row, for those who want to see that nothing is cut."""
        return max((_INDENT[row.kind] + 3 + cell_len(row.text) for row in self._rows), default=0)


def _named(kind: Kind) -> bool:
    return kind in {"customer", "trainee", "supervisor"}
