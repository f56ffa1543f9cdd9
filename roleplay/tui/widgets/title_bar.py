"""One line at the top: what this screen is, and on the right what is worth knowing at every moment."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from roleplay.clean import clean


class TitleBar(Widget):
    """The title, a few words beside it, and an aside on the right; the words in the middle give way first."""

    DEFAULT_CSS = """
    TitleBar { dock: top; height: 1; padding: 0 2; background: $panel; color: $foreground; }
    """
    ALLOW_SELECT = False

    def __init__(self, title: str, words: str = "", aside: str = "") -> None:
        super().__init__()
        self._title = clean(title)
        self._words = clean(words)
        self._aside = aside

    def show_aside(self, aside: str) -> None:
        """Change what stands on the right."""
        if aside != self._aside:
            self._aside = aside
            self.refresh()

    def render(self) -> Content:
        """The line."""
        title, aside = Content.styled(self._title, "bold"), Content.styled(self._aside, "$quiet")
        room = self.size.width - title.cell_length - aside.cell_length - 5
        words = Content.styled(self._words, "$quiet")
        words = words.truncate(room, ellipsis=True) if room > 8 else Content()
        gap = max(self.size.width - title.cell_length - words.cell_length - aside.cell_length - 3, 1)
        return Content.assemble(title, "   ", words, " " * gap, aside)
