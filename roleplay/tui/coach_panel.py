"""The coach's panel: mood and strategies in a fixed frame, and the one live tip above the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from roleplay.coach import Tip, tip
from roleplay.harms import harms
from roleplay.i18n import _
from roleplay.mastery import Help
from roleplay.strategies import Strategy
from roleplay.tui import words
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
        self._stands: Tip | None = None  # the tip that can be read now
        self._asked = ("", -1)  # the tip that was asked for, and its turn

    def compose(self) -> ComposeResult:
        """Mood, strategies, what the glyphs mean."""
        yield MoodGauge(id="mood")
        yield StrategyPanel(id="strategies")
        yield Static(markup=False, id="legend")

    def on_mount(self) -> None:
        """The strategies' names, and which of them get less help."""
        self.query_one(StrategyPanel).name_them(self._call.names)
        self._show_faded()

    def advises(self, tip_box: TipBox, draft: Draft, listens: Callable[[], bool]) -> None:
        """The box for the tip, the draft that it is about, and whether the customer is still heard out."""
        self._tip, self._draft, self._listens = tip_box, draft, listens

    def draft_changed(self) -> None:
        """The trainee has typed: read the draft as soon as there is a breath."""
        if self._call.help.ceiling is not Help.NONE:
            self._reads.touch()

    def show_sent(self) -> None:
        """A line was sent: its verdicts are fixed, the draft is empty, the coach waits for the customer."""
        self._reads.cancel()
        state = self._call.state
        panel = self.query_one(StrategyPanel)
        panel.show_sent(state.shown, state.violated)
        panel.show_draft(frozenset(), frozenset())
        self._show_faded()
        self._quiet()

    def show_judged(self) -> None:
        """A model's verdicts on a sent line have come."""
        self._show_faded()
        state = self._call.state
        self.query_one(StrategyPanel).show_sent(state.shown, state.violated)

    def show_state(self) -> None:
        """The customer's line is complete, or the call was opened again: mood, verdicts, and what is needed now."""
        state = self._call.state
        self.query_one(MoodGauge).show(state.moods)
        self.query_one(StrategyPanel).show_sent(state.shown, state.violated)
        self._show_faded()
        if state.ended:
            self._reads.cancel()
            self._quiet()
        else:
            self._read()

    def show_help(self) -> None:
        """The trainee has chosen other help: it holds from here on."""
        self._show_faded()
        self._read()

    def show_tip(self) -> None:
        """The tip now, where tips come on request; none in an exam, and none for what is mastered."""
        if self._call.help.ceiling is not Help.NONE:
            self._advise(self._reading(), asked=True)

    def put_away(self) -> list[AnyEvent]:
        """Put the tip away that stands there now. Returns the events to keep; none when there is no tip."""
        away, self._stands = self._stands, None
        if away is None:
            return []
        self._seen.pop(_code(away.key), None)
        session, now = self._call.session, self._call.now()
        events = session.tipped(away.strategy, away.key, away.quote, now) + session.dismissed(away.key, now)
        self._asked = ("", -1)
        self._read()
        return events

    def tips_seen(self) -> list[AnyEvent]:
        """The tips that were shown in this turn, as events to keep."""
        seen, self._seen, self._stands = self._seen, {}, None
        session, now = self._call.session, self._call.now()
        return [event for each in seen.values() for event in session.tipped(each.strategy, each.key, each.quote, now)]

    def _reading(self) -> Reading:
        return self._call.session.read(self._draft.text if self._draft else "")

    def _read(self) -> None:
        help, state = self._call.help, self._call.state
        if help.ceiling is Help.NONE:
            self._quiet()
            if self._draft:
                self._draft.warn(())
            self.query_one(StrategyPanel).show_draft(frozenset(), frozenset())
            return
        reading = self._reading()
        shown = frozenset(strategy for strategy in Strategy if reading.shows(strategy))
        violated = frozenset(strategy for strategy in Strategy if reading.violates(strategy))
        self.query_one(StrategyPanel).show_draft(shown, violated)
        if self._draft:
            silent = help.silent(state.violated)
            found = harms(reading, state.memory, state.persona) if help.ceiling is Help.LIVE else ()
            marked = (harm.hit.quote for harm in found if harm.grave or harm.strategy not in silent)
            self._draft.warn(tuple(dict.fromkeys(marked)))
        self._advise(reading)

    def _advise(self, reading: Reading, *, asked: bool = False) -> None:
        state, turn = self._call.state, self._call.state.turn
        if self._tip is None or state.answering or state.ended or self._listens():
            return
        found = self._find(reading, asked=asked)
        if asked and found:
            self._asked = (found.key, turn)
        elif found is None and self._asked[1] == turn:
            again = self._find(reading, asked=True)
            found = again if again and again.key == self._asked[0] else None
        if found is None:
            self._quiet(self._no_tip(reading, asked=asked))
            return
        self._seen[_code(found.key)] = self._stands = found
        self._tip.show(
            name=self._call.names[found.strategy][1],
            why=found.why,
            quote=found.aside,
            wording=found.wording,
            warning=found.warning,
            hint=_("Esc puts it away"),
        )

    def _find(self, reading: Reading, *, asked: bool) -> Tip | None:
        help, state = self._call.help, self._call.state
        if help.ceiling is Help.NONE or (help.ceiling is Help.ON_REQUEST and not asked):
            return None
        silent = help.silent(state.violated, asked=asked)
        return tip(state, reading, self._call.coaching, silent=silent, asked=asked)

    def _no_tip(self, reading: Reading, *, asked: bool) -> str:
        """What is said where no tip stands: the key for one, when help has faded and there is one to be had."""
        if asked:
            return _("The coach has no tip at this moment.")
        help, slipped = self._call.help, self._call.state.violated
        if help.ceiling is Help.ON_REQUEST:
            return _("F7 gives a tip.")
        held_back = help.silent(slipped) != help.silent(slipped, asked=True)
        return _("F7 gives a tip.") if held_back and self._find(reading, asked=True) else ""

    def _quiet(self, text: str = "") -> None:
        self._stands = None
        if self._tip:
            self._tip.quiet(text)

    def _show_faded(self) -> None:
        """Mark the strategies that get less help than the ceiling, and say what the marks mean."""
        help, slipped = self._call.help, self._call.state.violated
        levels = {strategy: help.help(strategy, slipped) for strategy in Strategy}
        faded = {each: words.help_glyph(level) for each, level in levels.items() if level is not help.ceiling}
        self.query_one(StrategyPanel).show_faded(faded)
        legend = [_("✓ shown ✗ against · not yet")]
        if faded:
            legend.append(_("tips: ◐ on request  ○ none"))
        self.query_one("#legend", Static).update("\n".join(legend), layout=False)


def _code(key: str) -> str:
    return key.partition(":")[0]
