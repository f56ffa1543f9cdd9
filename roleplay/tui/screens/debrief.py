"""The debrief: three scores with the words behind each, the mood over the turns, and what to do next time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen

from roleplay.clean import clean
from roleplay.i18n import _
from roleplay.tui import keys, report, words
from roleplay.tui.calm import Calm
from roleplay.tui.widgets.key_bar import KeyBar
from roleplay.tui.widgets.mood_plot import MoodPlot
from roleplay.tui.widgets.section import Section
from roleplay.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from roleplay.debrief import Debrief
    from roleplay.tui.app import RoleplayApp
    from roleplay.tui.calling import Call

_WIDTHS = [(0, "-narrow"), (112, "-wide")]


class DebriefScreen(Calm, Screen[None]):
    """Reads the finished session; it is read again when the case note has changed."""

    CSS_PATH = "debrief.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.DEBRIEF, priority=True)]
    AUTO_FOCUS = "#debrief"
    app: RoleplayApp

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call

    def compose(self) -> ComposeResult:
        """The sections, hidden until there is something to show."""
        state = self.call.state
        name = clean(state.persona.name)
        yield TitleBar(_("Debrief"), f"{name} · {state.persona.headline}", words.clock(state.clock(self.call.now())))
        with VerticalScroll(id="debrief"), Horizontal(id="columns"):
            with Vertical(classes="column"):
                yield Section(_("The call"), id="scores")
                yield Section(_("This must not happen"), id="fatal")
                yield Section(_("The review that {name} would post").format(name=name), id="review")
                yield Section(_("What went well"), id="went-well")
                yield Section(_("Next time"), id="better")
            with Vertical(classes="column"):
                yield Section(_("Mood over the turns"), MoodPlot(id="plot"), id="moods")
                yield Section(_("Turning points"), id="turning-points")
                yield Section(_("Behind the conduct score"), id="conduct")
                yield Section(_("Behind the outcome score"), id="outcome")
                yield Section(_("Behind the documentation score"), id="documentation")
        yield KeyBar(keys.DEBRIEF)

    def on_screen_resume(self) -> None:
        """The first time, and again when the note was changed."""
        self.fill()

    @work(exclusive=True, exit_on_error=False)
    async def fill(self) -> None:
        """Work the debrief out below, and show it."""
        try:
            found = await self.app.desk.do(self.app.desk.debrief, self.call.session)
        except Exception as error:  # the call and the note are kept all the same
            self.app.trouble(error)
            return
        self._show(found)

    def _show(self, found: Debrief) -> None:
        parts = {
            "scores": report.scores(found),
            "fatal": report.fatal(found.fatal),
            "review": report.review(found.review),
            "went-well": report.went_well(found.went_well),
            "better": report.better(found.better, self.call.names),
            "turning-points": report.turning_points(found.turning_points),
            "conduct": report.checks(found.conduct),
            "outcome": report.checks(found.outcome),
            "documentation": report.checks(found.documentation),
        }
        for id, content in parts.items():
            self.query_one(f"#{id}", Section).show(content)
        self.query_one(MoodPlot).show(found.moods)

    def action_back(self) -> None:
        """Back to the lobby."""
        self.app.pop_screen()

    def action_notes(self) -> None:
        """The case note."""
        from roleplay.tui.screens.notes import NotesScreen

        self.app.push_screen(NotesScreen(self.call))

    def action_next_section(self) -> None:
        """Jump to the next section, and from the last to the first."""
        page = self.query_one("#debrief", VerticalScroll)
        tops = sorted({section.virtual_region_with_margin.y for section in self._sections()})
        at = page.scroll_offset.y
        page.scroll_to(y=next((top for top in tops if top > at + 1), 0), animate=False)

    def _sections(self) -> list[Section]:
        return [section for section in self.query(Section) if section.display]
