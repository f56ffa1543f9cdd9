"""The brief: what the trainee knows before the call, may offer and may not. Never what only the customer knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from roleplay.clean import clean
from roleplay.i18n import _
from roleplay.tui import keys
from roleplay.tui.calm import Calm
from roleplay.tui.widgets.key_bar import KeyBar
from roleplay.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from roleplay.persona import Persona
    from roleplay.tui.app import RoleplayApp


class BriefScreen(Calm, Screen[None]):
    """Before the call it starts it; during the call (``in_call``) it is one key away, and one key back."""

    CSS_PATH = "brief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.BRIEF)]
    AUTO_FOCUS = "#start, #brief"
    app: RoleplayApp

    def __init__(self, persona: Persona, *, in_call: bool = False) -> None:
        super().__init__()
        self.persona = persona
        self.in_call = in_call
        if in_call:
            for binding in keys.bindings(keys.BRIEF_IN_CALL):
                self._bindings.bind(binding.key, binding.action, binding.description, show=False)

    def compose(self) -> ComposeResult:
        """The brief, a button, the keys."""
        yield TitleBar(self.persona.name, self.persona.headline, _("Brief"))
        with VerticalScroll(id="brief", can_focus=self.in_call):
            yield Static(brief(self.persona), markup=False, id="text")
        if not self.in_call:
            yield Button(_("Start the call"), variant="primary", id="start")
        yield KeyBar(keys.BRIEF_IN_CALL if self.in_call else keys.BRIEF)

    def action_back(self) -> None:
        """Back to where this was opened."""
        self.app.pop_screen()

    @on(Button.Pressed, "#start")
    def action_start(self) -> None:
        """Start the call."""
        if not self.in_call:
            self.start()

    def key_up(self) -> None:
        """Scroll up."""
        self.query_one("#brief").scroll_up(animate=False)

    def key_down(self) -> None:
        """Scroll down."""
        self.query_one("#brief").scroll_down(animate=False)

    def key_pageup(self) -> None:
        """Scroll a page up."""
        self.query_one("#brief").scroll_page_up(animate=False)

    def key_pagedown(self) -> None:
        """Scroll a page down."""
        self.query_one("#brief").scroll_page_down(animate=False)

    @work(exclusive=True, exit_on_error=False)
    async def start(self) -> None:
        """Begin the call in the place of this screen."""
        from roleplay.tui.calling import begin
        from roleplay.tui.screens.call import CallScreen

        try:
            call = await begin(self.app, self.persona)
        except Exception as error:  # whatever is broken below, the lobby stays usable
            self.app.trouble(error)
            return
        self.app.switch_screen(CallScreen(call))


def brief(persona: Persona) -> Content:
    """The brief as text."""
    told = persona.brief
    here = [_("Other people can hear you.")] if persona.overheard else []
    parts = [
        _part(_("You"), [told.role, persona.setting, *here], ""),
        _part(_("What your screen shows"), told.records, "· "),
        _part(_("You may"), told.may, "✓ "),
        _part(_("You may not"), told.may_not, "✗ "),
        _part(_("You can ask for support"), [told.supervisor], ""),
    ]
    return Content("\n\n").join(parts)


def _part(title: str, lines: Iterable[str], glyph: str) -> Content:
    colour = {"✓ ": "$good", "✗ ": "$bad"}.get(glyph, "$quiet")
    rows = [Content.assemble((glyph, colour), clean(line)) for line in lines]
    return Content("\n").join([Content.styled(title, "bold $primary"), *rows])
