"""The lobby: who can be talked to, an unfinished call first, the last results, and whether a model is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from roleplay.i18n import _, language
from roleplay.library import Broken, Listing, listings
from roleplay.tui import keys, people
from roleplay.tui.calm import Calm
from roleplay.tui.desk import Morning
from roleplay.tui.widgets.key_bar import KeyBar
from roleplay.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Resize

    from roleplay.store import Summary
    from roleplay.tui.app import RoleplayApp

_RESUME = "resume:"  # no persona can be called this

_WIDTHS = [(0, "-narrow"), (104, "-wide")]


class LobbyScreen(Calm, Screen[None]):
    """The first screen. It needs only the heads of the persona files; the rest is filled in when it is there."""

    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.LOBBY)]
    app: RoleplayApp

    def __init__(self) -> None:
        super().__init__()
        self._room = Size()
        self._back_to = ""  # the persona to mark again after its call
        self._morning = Morning()
        self._morning.listings, self._morning.broken = listings()

    def compose(self) -> ComposeResult:
        """The list, the details of what is marked, the keys."""
        yield TitleBar("roleplay", _("practise with difficult customers"))
        with Horizontal(id="lobby"):
            yield OptionList(*self._options(), id="people", markup=False)
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(markup=False, id="about")
        yield KeyBar(keys.LOBBY)

    def on_mount(self) -> None:
        """Mark the first persona, and fetch the rest after the first frame."""
        self._mark(0)
        self.call_after_refresh(self.fill)

    def on_screen_resume(self) -> None:
        """Back from a call: its result belongs in the list."""
        if self._morning.filled:
            self.fill()

    def on_resize(self, event: Resize) -> None:
        """The details depend on the room."""
        if event.size != self._room:
            self._room = event.size
            self.call_after_refresh(self._show_detail)

    def action_refresh_list(self) -> None:
        """Read the persona files again."""
        self.fill()

    @work(exclusive=True, group="coach", exit_on_error=False)
    async def action_coach(self) -> None:
        """How much help comes with each strategy."""
        from roleplay.tui.screens.coach import CoachScreen

        help = await self.app.desk.do(self.app.desk.help)
        names = self._morning.names or await self.app.desk.do(self.app.desk.names, language())
        self.app.push_screen(CoachScreen(help, names, self.app.keep_choice))

    @work(exclusive=True, group="fill", exit_on_error=False)
    async def fill(self) -> None:
        """Fetch what the first frame could do without."""
        before = self._marked_id()
        first = not self._morning.filled
        self._morning = await self.app.desk.do(self.app.desk.morning)
        people_list = self.query_one(OptionList)
        people_list.clear_options()
        people_list.add_options(self._options())
        known = [option.id for option in people_list.options]
        offered = self._morning.unfinished is not None and first
        back_to, self._back_to = self._back_to or before, ""
        self._mark(0 if offered or back_to not in known else known.index(back_to))
        if first and self.app.wanted:
            self.choose(self.app.wanted)

    def _options(self) -> list[Option | None]:
        found = self._morning
        options = [people.resume_option(found.unfinished, _RESUME)] if found.unfinished else []
        own = sorted(found.listings, key=lambda each: each.language != language())  # keeps the order by difficulty
        options += [people.listing_option(listing) for listing in own]
        options += [people.broken_option(number, each) for number, each in enumerate(found.broken)]
        options += [people.past_option(summary) for summary in found.recent]
        # The rule between two options has the colour of the ground: it is the room that lets each of them stand alone.
        return [part for option in options for part in (option, None)]

    def _mark(self, index: int) -> None:
        people_list = self.query_one(OptionList)
        if people_list.option_count:
            people_list.highlighted = min(index, people_list.option_count - 1)
        people_list.focus()
        self._show_detail()

    def _marked_id(self) -> str | None:
        people_list = self.query_one(OptionList)
        at = people_list.highlighted
        return None if at is None else people_list.get_option_at_index(at).id

    def _marked(self) -> Listing | Broken | Summary | None:
        marked = self._marked_id() or ""
        if marked.startswith(people.BROKEN):
            return self._morning.broken[int(marked.removeprefix(people.BROKEN))]
        if marked.startswith(people.PAST):
            return next((each for each in self._morning.recent if people.PAST + each.id == marked), None)
        return next((each for each in self._morning.listings if each.id == marked), None)

    @on(OptionList.OptionHighlighted)
    def _show_detail(self) -> None:
        resumes = self._marked_id() == _RESUME
        brief = self.has_class("-narrow")
        content = people.detail(self._marked(), self._morning, resumes=resumes, brief=brief)
        self.query_one("#about", Static).update(content)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option_id or ""
        if chosen == _RESUME and self._morning.unfinished:
            self._back_to = self._morning.unfinished.persona_id
            self.resume(self._morning.unfinished.id)
        elif chosen.startswith(people.PAST):
            self._back_to = chosen
            self.look_back(chosen.removeprefix(people.PAST))
        elif not chosen.startswith(people.BROKEN):
            self.choose(chosen)

    @work(exclusive=True, group="choose", exit_on_error=False)
    async def choose(self, name: str) -> None:
        """Open the brief of a persona."""
        from roleplay.tui.screens.brief import BriefScreen

        try:
            persona = await self.app.desk.do(self.app.desk.persona, name)
        except Exception as error:  # whatever is broken below, the lobby stays usable
            self.app.trouble(error)
            return
        self._back_to = name
        self.app.push_screen(BriefScreen(persona))

    @work(exclusive=True, group="choose", exit_on_error=False)
    async def look_back(self, session_id: str) -> None:
        """Open the debrief of a finished call."""
        from roleplay.tui.calling import look_back
        from roleplay.tui.screens.debrief import DebriefScreen

        try:
            call = await look_back(self.app, session_id)
        except Exception as error:  # whatever is broken below, the lobby stays usable
            self.app.trouble(error)
            return
        self.app.push_screen(DebriefScreen(call))

    @work(exclusive=True, group="choose", exit_on_error=False)
    async def resume(self, session_id: str) -> None:
        """Go on with an unfinished call."""
        from roleplay.tui.calling import pick_up
        from roleplay.tui.screens.call import CallScreen

        try:
            call = await pick_up(self.app, session_id)
        except Exception as error:  # whatever is broken below, the lobby stays usable
            self.app.trouble(error)
            return
        self.app.push_screen(CallScreen(call))
