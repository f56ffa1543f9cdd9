"""The ten strategies, always in sight: what the sent lines did with each, and what the draft does."""

from __future__ import annotations

from collections.abc import Mapping, Set

from textual.content import Content
from textual.widget import Widget

from roleplay.i18n import _
from roleplay.strategies import Strategy

_WIDE = 34  # cells from which the long names fit beside the draft's mark


class StrategyPanel(Widget):
    """Ten rows of fixed height. A glyph says the state; colour only repeats it."""

    DEFAULT_CSS = """
    StrategyPanel { height: 12; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names: Mapping[Strategy, tuple[str, str]] = {}
        self._sent: tuple[Set[Strategy], Set[Strategy]] = (frozenset(), frozenset())
        self._draft: tuple[Set[Strategy], Set[Strategy]] = (frozenset(), frozenset())
        self._faded: Mapping[Strategy, str] = {}

    def show_faded(self, glyphs: Mapping[Strategy, str]) -> None:
        """Which strategies get less help than the others: a quiet glyph each."""
        if glyphs != self._faded:
            self._faded = glyphs
            self.refresh()

    def name_them(self, names: Mapping[Strategy, tuple[str, str]]) -> None:
        """The long and the short name of each strategy."""
        self._names = names
        self.refresh()

    def show_sent(self, shown: Set[Strategy], violated: Set[Strategy]) -> None:
        """What the lines sent so far have shown and violated."""
        if (shown, violated) != self._sent:
            self._sent = (shown, violated)
            self.refresh()

    def show_draft(self, shown: Set[Strategy], violated: Set[Strategy]) -> None:
        """What the draft shows and violates."""
        if (shown, violated) != self._draft:
            self._draft = (shown, violated)
            self.refresh()

    def state(self, strategy: Strategy) -> tuple[str, str]:
        """The glyphs of a strategy: of what was sent (``✓``, ``✗``, ``✓✗`` or ``·``) and of the draft (or empty)."""
        return _glyph(strategy, self._sent) or "·", _glyph(strategy, self._draft)

    def render(self) -> Content:
        """A heading and the ten rows."""
        width = self.size.width
        draft = _("draft")
        head = _("Strategies")
        room = width - 3 - len(draft)
        rows = [
            Content.assemble(
                (head.ljust(room + 3)[: room + 3], "bold $foreground"),
                (draft, "$quiet"),
            )
        ]
        for strategy in Strategy:
            long, short = self._names.get(strategy, (strategy.value, strategy.value))
            name = long if width >= _WIDE and len(long) <= room - 2 else short
            sent, drafted = self.state(strategy)
            faded = self._faded.get(strategy, "")
            rows.append(
                Content.assemble(
                    (sent.ljust(3), _colour(sent)),
                    (name[: room - 2].ljust(room - 1), "$foreground" if sent != "·" else "$quiet"),
                    (faded.ljust(1), "$quiet"),
                    (drafted.rjust(len(draft)), _colour(drafted)),
                )
            )
        return Content("\n").join(rows)


def _glyph(strategy: Strategy, done: tuple[Set[Strategy], Set[Strategy]]) -> str:
    shown, violated = done
    return ("✓" if strategy in shown else "") + ("✗" if strategy in violated else "")


def _colour(glyph: str) -> str:
    if "✗" in glyph:
        return "bold $bad"
    return "bold $good" if "✓" in glyph else "$quiet"
