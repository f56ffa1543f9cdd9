"""Ask for support: a colleague's advice that only the trainee hears, or a warm handover to the supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static, TextArea

from roleplay.clean import clean
from roleplay.events import Support
from roleplay.i18n import _
from roleplay.tui import keys

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from roleplay.tui.calling import Call


class SupportScreen(ModalScreen[Support | None]):
    """Two ways to ask; the handover message stays in ``call.handover`` while it is being written."""

    CSS_PATH = "small.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.SUPPORT, priority=True)]
    AUTO_FOCUS = "#advice"

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call

    def compose(self) -> ComposeResult:
        """Advice first, then the handover with its message."""
        supervisor = clean(self.call.state.persona.brief.supervisor)
        hint = _("Who calls, what happened, what you have done and promised, what the customer wants now.")
        with Vertical(classes="small"), VerticalScroll(id="help-scroll", can_focus=False):
            yield Static(_("Ask a colleague"), markup=False, classes="small-title")
            yield Static(_("A short whisper; the customer does not notice."), markup=False, classes="small-text")
            yield Button(_("Ask for advice"), id="advice", variant="primary")
            yield Static(_("Hand over to {name}").format(name=supervisor), markup=False, classes="small-title")
            yield TextArea(self.call.handover, id="message", placeholder=hint, highlight_cursor_line=False)
            yield Button(_("Hand over (Ctrl+S)"), id="hand-over")
            yield Static("", markup=False, id="support-hint", classes="small-hint")

    @on(Button.Pressed, "#advice")
    def _advice(self) -> None:
        self.dismiss(Support.ADVICE)

    @on(Button.Pressed, "#hand-over")
    def action_hand_over(self) -> None:
        """Hand over, once there is a message that carries the context."""
        self._typed()
        if self.call.handover.strip():
            self.dismiss(Support.HANDOVER)
        else:
            hint = _("Write what your supervisor must know first: the customer must not tell the story twice.")
            self.query_one("#support-hint", Static).update(hint)
            self.query_one(TextArea).focus()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.call.handover = clean(self.query_one(TextArea).text)

    def action_back(self) -> None:
        """Back to the call."""
        self.dismiss(None)
