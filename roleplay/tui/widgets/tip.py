"""The one live tip: what the moment needs, the words that triggered it, and a better wording."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from roleplay.clean import clean
from roleplay.i18n import _


class TipBox(Widget):
    """A box of fixed height; empty when there is nothing to say, because silence is part of good coaching."""

    DEFAULT_CSS = """
    TipBox { height: 5; padding: 0 1; background: $panel-ground; color: $foreground; }
    """
    ALLOW_SELECT = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content = Content()
        self._hint = ""

    def show(
        self, *, name: str, why: str, quote: str = "", wording: str = "", warning: bool = False, hint: str = ""
    ) -> None:
        """Show a tip: the strategy's name, why, the words it is about, how an expert might say it, and a key."""
        self._hint = clean(hint)
        head = Content.assemble(
            ("▲ " if warning else "● ", "bold $bad" if warning else "bold $tip"),
            (clean(name), "bold $bad" if warning else "bold $tip"),
            (f"  {clean(why)}", "$foreground"),
            (f"  “{_short(clean(quote))}”" if quote else "", "$quiet italic"),
        )
        lines = [head]
        if wording:
            lines.append(Content.assemble((_("Perhaps: "), "$quiet"), (f"“{clean(wording)}”", "$foreground")))
        self._set(Content("\n").join(lines))

    def quiet(self, text: str = "") -> None:
        """Show nothing, or one calm line."""
        self._hint = ""
        self._set(Content.styled(clean(text), "$quiet") if text else Content())

    @property
    def words(self) -> str:
        """What is shown, as plain text."""
        return self._content.plain

    def _set(self, content: Content) -> None:
        if not content.is_same(self._content):
            self._content = content
            self.refresh()

    def render(self) -> Content:
        """The tip; what does not fit ends in an ellipsis."""
        room, width = self.size.height, self.size.width
        lines = self._content.wrap(width) if width and self._content.plain else []
        if len(lines) <= room or room < 1:
            return self._with_hint(lines, room, width)
        last = lines[room - 1]
        last = last.truncate(max(min(last.cell_length + 2, width) - 2, 1)) + Content("…")
        return Content("\n").join([*lines[: room - 1], last])

    def _with_hint(self, lines: list[Content], room: int, width: int) -> Content:
        """The tip with its key at the lower right, where there is room beside or below the words."""
        gap = width - len(self._hint)
        if not self._hint or not lines or gap < 0:
            return self._content
        below = len(lines) < room
        last = Content() if below else lines[-1]
        if last.cell_length + 2 > gap:
            return self._content
        blank = [Content()] * (room - len(lines) - 1) if below else []
        kept = lines if below else lines[:-1]
        bottom = Content.assemble(last, " " * (gap - last.cell_length), (self._hint, "$quiet"))
        return Content("\n").join([*kept, *blank, bottom])


def _short(quote: str) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= 60 else quote[:59].rstrip() + "…"
