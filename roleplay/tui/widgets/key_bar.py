"""One line at the bottom with the keys that work here; a click on a key presses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.events import Click

    from roleplay.tui.keys import Key


class KeyBar(Widget):
    """The key bar. What does not fit is left out from the right, never cut in the middle."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; pointer: pointer; }
    """
    ALLOW_SELECT = False

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__(classes="key-bar")
        self._keys = keys
        self._places: list[tuple[int, int, str]] = []

    def show(self, keys: tuple[Key, ...]) -> None:
        """Show other keys from now on."""
        self._keys = keys
        self.refresh()

    def render(self) -> Content:
        """The caps and words that fit."""
        keys = [key for key in self._keys if key.label]
        lead = int(sum(_width(key) for key in keys) + len(keys) <= self.size.width)
        room = self.size.width - lead
        gap = 2 if sum(_width(key) for key in keys) + 2 * len(keys) <= room + 2 else 1
        parts: list[tuple[str, str]] = [(" " * lead, "")]
        self._places = []
        at = 0
        for key in keys:
            width = _width(key)
            if at + width > room:
                break
            parts += [(key.cap, "bold $footer-key-foreground"), (f" {key.label}", "$foreground"), (" " * gap, "")]
            self._places.append((at + lead, at + lead + width, key.keys.partition(",")[0]))
            at += width + gap
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """Press the key under the pointer."""
        x = event.get_content_offset_capture(self).x
        for start, end, key in self._places:
            if start <= x < end:
                self.app.simulate_key(key)


def _width(key: Key) -> int:
    return Content(key.cap).cell_length + 1 + Content(key.label).cell_length
