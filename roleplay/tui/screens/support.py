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
from roleplay.tui.calm import Calm
from roleplay.tui.debounce import Debounce
from roleplay.tui.widgets.editor import Editor

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from roleplay.events import AnyEvent
    from roleplay.tui.app import RoleplayApp
    from roleplay.tui.calling import Call


class SupportScreen(Calm, ModalScreen[Support | None]):
    """Two ways to ask; the handover message is kept while it is being written."""

    CSS_PATH = "small.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.SUPPORT, priority=True)]
    AUTO_FOCUS = "#advice"
    app: RoleplayApp

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call
        self._save = Debounce(self._save_message, quiet=0.7, most=2.0)

    def compose(self) -> ComposeResult:
        """Advice first, then the handover with its message."""
        supervisor = clean(self.call.state.persona.brief.supervisor)
        hint = _("Who calls, what happened, what you have done and promised, what the customer wants now.")
        with Vertical(classes="small"), VerticalScroll(id="help-scroll", can_focus=False):
            yield Static(_("Ask a colleague"), markup=False, classes="small-title")
            yield Static(_("A short whisper; the customer does not notice."), markup=False, classes="small-text")
            yield Button(_("Ask for advice"), id="advice", variant="primary")
            yield Static(_("Hand over to {name}").format(name=supervisor), markup=False, classes="small-title")
            yield Editor(self.call.state.handing, id="message", placeholder=hint, highlight_cursor_line=False)
            yield Button(_("Hand over (Ctrl+S)"), id="hand-over")
            yield Static("", markup=False, id="support-hint", classes="small-hint")
            yield Static(_("Esc back"), markup=False, classes="small-hint")

    @on(Button.Pressed, "#advice")
    def _advice(self) -> None:
        self._save.flush()
        self.dismiss(Support.ADVICE)

    @on(Button.Pressed, "#hand-over")
    def action_hand_over(self) -> None:
        """Hand over, once there is a message that carries the context."""
        self._save.cancel()
        if self._message().strip():
            self._save_message()
            self.dismiss(Support.HANDOVER)
        else:
            hint = _("Write what your supervisor must know first: the customer must not tell the story twice.")
            self.query_one("#support-hint", Static).update(hint)
            self.query_one(TextArea).focus()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._save.touch()

    async def action_back(self) -> None:
        """Keep the message and go back to the call."""
        self._save.cancel()
        await self.call.keep(self._unkept())
        self.dismiss(None)

    def keep_words(self) -> str:
        """Keep the message now."""
        self._save.cancel()
        return self.call.keep_now(self._unkept())

    def _save_message(self) -> None:
        if events := self._unkept():
            self.call.app.run_worker(self.call.keep(events), group="save", exit_on_error=False)

    def _message(self) -> str:
        return clean(self.query_one(TextArea).text)

    def _unkept(self) -> list[AnyEvent]:
        if self.call.state.ended or not self.is_mounted:
            return []
        return self.call.session.handing(self._message(), self.call.now())
