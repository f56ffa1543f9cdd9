"""One section of the debrief: a heading and its content, with room around it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static


class Section(Vertical):
    """A heading, and below it text or a widget of its own."""

    DEFAULT_CSS = """
    Section {
        height: auto; margin-bottom: 1;
        .section-title { text-style: bold; color: $primary; height: 1; }
        .section-body { height: auto; }
    }
    """

    def __init__(self, title: str, *body: Widget, id: str) -> None:
        super().__init__(id=id)
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        """The heading and the body."""
        yield Static(self._title, markup=False, classes="section-title")
        if self._body:
            yield from self._body
        else:
            yield Static(markup=False, classes="section-body")

    def show(self, content: Content) -> None:
        """Show this text; a section without any is hidden."""
        self.display = bool(content.plain)
        self.query_one(".section-body", Static).update(content)
