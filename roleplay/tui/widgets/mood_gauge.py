"""The customer's mood: anger with its word, trend and course, satisfaction, and the patience that is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from roleplay.i18n import _, ngettext

if TYPE_CHECKING:
    from roleplay.mood import Mood

_STEPS = "▁▂▃▄▅▆▇█"
_LABEL = 14


class MoodGauge(Widget):
    """Six rows of fixed height; every colour stands beside a number and a word."""

    DEFAULT_CSS = """
    MoodGauge { height: 7; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._moods: tuple[Mood, ...] = ()

    def show(self, moods: Sequence[Mood]) -> None:
        """The moods so far, the newest last."""
        if tuple(moods) != self._moods:
            self._moods = tuple(moods)
            self.refresh()

    def render(self) -> Content:
        """Anger, its course, satisfaction, patience."""
        width = self.size.width
        head = Content.styled(_("Mood"), "bold $foreground")
        if not self._moods:
            return head
        mood = self._moods[-1]
        before = self._moods[-2] if len(self._moods) > 1 else mood
        word, colour = anger_word(mood.anger)
        bar = max(width - _LABEL - 6, 6)
        return Content("\n").join(
            [
                head,
                _row(_("Anger"), mood.anger, bar, colour),
                Content.assemble(
                    " " * _LABEL, (trend(before.anger, mood.anger), f"bold {colour}"), (f" {word}", f"bold {colour}")
                ),
                Content.assemble((_("so far").ljust(_LABEL), "$quiet"), (self._course(width - _LABEL), "$quiet")),
                _row(_("Satisfaction"), mood.satisfaction, bar, "$trainee"),
                Content.assemble(
                    (_("Patience").ljust(_LABEL), "$quiet"), (patience_word(mood.patience), "$foreground")
                ),
            ]
        )

    def _course(self, room: int) -> str:
        return "".join(_STEPS[min(7, max(0, round(mood.anger / 10 * 7)))] for mood in self._moods[-room:])


def _row(label: str, value: float, cells: int, colour: str) -> Content:
    full, empty = bar(value, cells)
    return Content.assemble(
        (label.ljust(_LABEL), "$quiet"), (full, colour), (empty, "$line"), (f" {value:4.1f}", f"bold {colour}")
    )


def bar(value: float, cells: int, most: float = 10) -> tuple[str, str]:
    """The full and the empty part of a bar of so many cells."""
    full = min(cells, max(0, round(value / most * cells)))
    return "━" * full, "─" * (cells - full)


def anger_word(anger: float) -> tuple[str, str]:
    """The word for an anger of 0 to 10, and the colour that goes with it."""
    if anger < 2.5:
        return _("calm"), "$cool"
    if anger < 5:
        return _("annoyed"), "$warm"
    if anger < 7.5:
        return _("angry"), "$hot"
    return _("furious"), "$boiling"


def trend(before: float, now: float) -> str:
    """An arrow for where a value is going; less than a tenth is standing still."""
    if abs(now - before) < 0.1:
        return "▬"
    return "▲" if now > before else "▼"


def patience_word(patience: float) -> str:
    """The turns of patience that are left, in words."""
    left = max(0, round(patience))
    return ngettext("{n} turn left", "{n} turns left", left).format(n=left) if left else _("none left")
