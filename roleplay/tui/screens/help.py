"""Help: the keys of the screen below and what to do on it, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from roleplay.i18n import _
from roleplay.tui import keys

if TYPE_CHECKING:
    from textual.app import ComposeResult


@dataclass(frozen=True)
class Page:
    """The help of one screen."""

    title: str
    words: str
    keys: tuple[keys.Key, ...]


def page_for(screen: Screen[Any]) -> Page:
    """The page of this screen; screens without one of their own are explained by the call's."""
    pages = {
        "LobbyScreen": Page(
            _("The lobby"),
            _(
                "Choose whom to talk with. Each call is a rehearsal: nothing you say leaves this machine, unless you "
                "have connected a model. The dots say how difficult a customer is."
            ),
            keys.LOBBY,
        ),
        "BriefScreen": Page(
            _("The brief"),
            _("This is all you know before the call. Ask the customer for the rest; they tell you when you ask."),
            keys.BRIEF,
        ),
        "NotesScreen": Page(
            _("The case note"),
            _("Write what a colleague must know tomorrow. The debrief compares the note with what was said."),
            keys.NOTES,
        ),
        "SupportScreen": Page(
            _("Support"),
            _("To ask for help in time is a strength. Hand over with the context, so nobody has to tell it twice."),
            keys.SUPPORT,
        ),
        "CoachScreen": Page(
            _("The coach"),
            _(
                "The bar says how well you master a strategy, by your last calls. ● tips come by themselves, ◐ when "
                "you press F7, ○ not at all. A warning of an insult, a sore point or a forbidden promise never fades."
            ),
            keys.COACH,
        ),
        "DebriefScreen": Page(
            _("The debrief"),
            _("Three scores that are never mixed, with the words behind each, and what to try next time."),
            keys.DEBRIEF,
        ),
    }
    call = Page(
        _("The call"),
        _(
            "Talk with the customer as you would on the job. The panel shows what your draft does with each of the ten "
            "strategies; once sent, it stays. The tip above the draft says what the moment needs."
        ),
        keys.CALL,
    )
    return pages.get(type(screen).__name__, call)


class HelpScreen(ModalScreen[None]):
    """One page; Escape, Enter or F1 closes it."""

    CSS_PATH = "small.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "close", show=False, priority=True)]

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def compose(self) -> ComposeResult:
        """Title, a few sentences, the keys."""
        with Vertical(classes="small"), VerticalScroll(id="help-scroll"):
            yield Static(self._page.title, markup=False, classes="small-title")
            yield Static(self._page.words, markup=False, classes="small-text")
            rows = [
                Content.assemble((f"{key.cap:<6}", "bold $footer-key-foreground"), key.help) for key in self._page.keys
            ]
            yield Static(Content("\n").join(rows), markup=False, id="help-text")
            yield Static(_("Esc or F1 closes this page."), markup=False, classes="small-hint", id="help-close")

    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss()

    def on_click(self) -> None:
        """Back to the screen below."""
        self.dismiss()
