"""The mood over the turns as a plot, drawn by plotext at the widget's own size."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.color import Color
from textual.widget import Widget

from roleplay.i18n import _

if TYPE_CHECKING:
    from roleplay.mood import Mood

_LEAST = 24  # cells of width under which a plot shows nothing that a row of numbers does not


class MoodPlot(Widget):
    """Anger as a line, satisfaction as dots, 0 to 10, one mark for each turn."""

    DEFAULT_CSS = """
    MoodPlot { height: 13; width: 100%; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._moods: tuple[Mood, ...] = ()

    def show(self, moods: Sequence[Mood]) -> None:
        """The moods of the call, the opening first."""
        self._moods = tuple(moods)
        self.refresh()

    def render(self) -> Text:
        """The legend and the plot; numbers in words where there is no room or no plotting library."""
        if not self._moods:
            return Text()
        hot, cool = self._colour("hot"), self._colour("trainee")
        legend = Text.assemble(
            ("━━ ", hot.hex), _("anger") + "   ", ("·· ", cool.hex), _("satisfaction"), no_wrap=True, overflow="crop"
        )
        if self.size.width < _LEAST or self.size.height < 6 or len(self._moods) < 2:
            return Text("\n").join([legend, Text(self._numbers())])
        try:
            plot = _draw(self._moods, self.size.width, self.size.height - 1, hot, cool)
        except (ImportError, OSError):  # its kernel is compiled; not every platform has one
            return Text("\n").join([legend, Text(self._numbers())])
        plot.no_wrap = True
        return Text("\n").join([legend, plot])

    def _colour(self, name: str) -> Color:
        return Color.parse(self.app.theme_variables[name])

    def _numbers(self) -> str:
        return " → ".join(f"{mood.anger:.1f}" for mood in self._moods)


def _draw(moods: Sequence[Mood], width: int, height: int, hot: Color, cool: Color) -> Text:
    plotext: Any = import_module("plotext")  # a fifth of a second, and without types

    figure = plotext.figure
    turns = list(range(len(moods)))
    figure.clear()
    figure.theme("colorless")
    figure.plot_size(width, height)
    satisfaction = plotext.marker("·", pixel=plotext.pixel(foreground=cool.rgb))
    anger = plotext.marker("braille", pixel=plotext.pixel(foreground=hot.rgb))
    figure.draw(figure.signal(turns, [mood.satisfaction for mood in moods], marker=satisfaction).lines(True))
    figure.draw(figure.signal(turns, [mood.anger for mood in moods], marker=anger).lines(True))
    figure.axes(False, side=1)
    figure.ruler(1, 0).lim(0, 10).ticks([0, 5, 10])
    step = max(1, -(-len(turns) * 4 // width))
    figure.ruler(0, 0).ticks(turns[::step])
    return Text.from_ansi(str(figure.build()))
