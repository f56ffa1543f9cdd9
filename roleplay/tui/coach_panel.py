"""The coach's panel: mood and strategies in a fixed frame, and the one live tip above the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from roleplay.coach import Tip, tip
from roleplay.i18n import _
from roleplay.strategies import Strategy
from roleplay.tui.debounce import Debounce
from roleplay.tui.widgets.mood_gauge import MoodGauge
from roleplay.tui.widgets.strategy_panel import StrategyPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from roleplay.events import AnyEvent
    from roleplay.reading import Reading
    from roleplay.tui.calling import Call
    from roleplay.tui.widgets.draft import Draft
    from roleplay.tui.widgets.tip import TipBox

_QUIET = 0.07  # seconds without a key after which the draft is read: the echo is long on the screen by then
_MOST = 0.35


class CoachPanel(Vertical):
    """Reads the draft while the trainee types, and shows what it does. It decides nothing: the core does."""

    def __init__(self, call: Call, *, id: str) -> None:
        super().__init__(id=id)
        self._call = call
        self._reads = Debounce(self._read, quiet=_QUIET, most=_MOST)
        self._tip: TipBox | None = None
        self._draft: Draft | None = None
        self._listens: Callable[[], bool] = lambda: False
        self._seen: dict[str, Tip] = {}

    def compose(self) -> ComposeResult:
        """Mood, strategies, what the glyphs mean."""
        yield MoodGauge(id="mood")
        yield StrategyPanel(id="strategies")
        yield Static(_("✓ shown ✗ against · not yet"), markup=False, id="legend")

    def on_mount(self) -> None:
        """The strategies' names."""
        self.query_one(StrategyPanel).name_them(self._call.names)

    def advises(self, tip_box: TipBox, draft: Draft, listens: Callable[[], bool]) -> None:
        """The box for the tip, the draft that it is about, and whether the customer is still heard out."""
        self._tip, self._draft, self._listens = tip_box, draft, listens

    def draft_changed(self) -> None:
        """The trainee has typed: read the draft as soon as there is a breath."""
        if self._call.settings.tips != "none":
            self._reads.touch()

    def show_sent(self) -> None:
        """A line was sent: its verdicts are fixed, the draft is empty, the coach waits for the customer."""
        self._reads.cancel()
        state = self._call.state
        panel = self.query_one(StrategyPanel)
        panel.show_sent(state.shown, state.violated)
        panel.show_draft(frozenset(), frozenset())
        if self._tip:
            self._tip.quiet()

    def show_judged(self) -> None:
        """A model's verdicts on a sent line have come."""
        state = self._call.state
        self.query_one(StrategyPanel).show_sent(state.shown, state.violated)

    def show_state(self) -> None:
        """The customer's line is complete, or the call was opened again: mood, verdicts, and what is needed now."""
        state = self._call.state
        self.query_one(MoodGauge).show(state.moods)
        self.query_one(StrategyPanel).show_sent(state.shown, state.violated)
        if state.ended and self._tip:
            self._reads.cancel()
            self._tip.quiet()
        else:
            self._read()

    def show_tip(self) -> None:
        """The tip now, whatever the settings say about live ones; none in an exam."""
        if self._call.settings.tips != "none":
            self._advise(self._reading())

    def tips_seen(self) -> list[AnyEvent]:
        """The tips that were shown in this turn, as events to keep."""
        seen, self._seen = self._seen, {}
        session, now = self._call.session, self._call.now()
        return [event for each in seen.values() for event in session.tipped(each.strategy, each.key, each.quote, now)]

    def _reading(self) -> Reading:
        return self._call.session.read(self._draft.text if self._draft else "")

    def _read(self) -> None:
        if self._call.settings.tips == "none":
            return
        reading = self._reading()
        shown = frozenset(strategy for strategy in Strategy if reading.shows(strategy))
        violated = frozenset(strategy for strategy in Strategy if reading.violates(strategy))
        self.query_one(StrategyPanel).show_draft(shown, violated)
        if self._draft:
            self._draft.warn(tuple(quote for strategy in Strategy if (quote := _harm(reading, strategy))))
        if self._call.settings.tips == "live":
            self._advise(reading)

    def _advise(self, reading: Reading) -> None:
        state = self._call.state
        if self._tip is None or state.answering or state.ended or self._listens():
            return
        found = None if state.handed_over else tip(state, reading, self._call.coaching)
        if found is None:
            self._tip.quiet()
            return
        self._seen[found.key.partition(":")[0]] = found
        self._tip.show(
            name=self._call.names[found.strategy][1],
            why=found.why,
            quote=found.aside,
            wording=found.wording,
            warning=found.warning,
        )


def _harm(reading: Reading, strategy: Strategy) -> str:
    return reading.quote(strategy) if reading.violates(strategy) else ""
