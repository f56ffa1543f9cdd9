"""The case note: beside the call while it goes on, and still there when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from roleplay.clean import clean
from roleplay.i18n import _
from roleplay.tui import keys
from roleplay.tui.calm import Calm
from roleplay.tui.debounce import Debounce
from roleplay.tui.widgets.editor import Editor
from roleplay.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from roleplay.events import AnyEvent
    from roleplay.tui.app import RoleplayApp
    from roleplay.tui.calling import Call


class NotesScreen(Calm, ModalScreen[None]):
    """A note editor at the right edge; the conversation stays in sight beside it. It keeps what is typed by itself."""

    CSS_PATH = "notes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.NOTES, priority=True)]
    app: RoleplayApp

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call
        self._save = Debounce(self._save_note, quiet=0.7, most=2.0)

    def compose(self) -> ComposeResult:
        """A heading, the note, the keys."""
        name = clean(self.call.state.persona.name)
        with Vertical(id="note-panel"):
            yield Static(_("Case note: {name}").format(name=name), markup=False, id="note-title")
            yield Editor(self.call.state.note, placeholder=_hints(), id="note", highlight_cursor_line=False)
            yield KeyBar(keys.NOTES)

    def on_mount(self) -> None:
        """Go on at the end of the note."""
        note = self.query_one(TextArea)
        note.match_cursor_bracket = False
        note.move_cursor(note.document.end)
        note.focus()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._save.touch()

    async def action_back(self) -> None:
        """Keep the note and go back."""
        self._save.cancel()
        await self.call.keep(self._unkept())
        self.dismiss()

    def keep_words(self) -> str:
        """Keep the note now."""
        self._save.cancel()
        return self.call.keep_now(self._unkept())

    def _save_note(self) -> None:
        if events := self._unkept():
            self.run_worker(self.call.keep(events), group="save", exit_on_error=False)

    def _unkept(self) -> list[AnyEvent]:
        if not self.is_mounted:
            return []
        return self.call.session.noted(clean(self.query_one(TextArea).text), self.call.now())


def _hints() -> str:
    """What belongs into a case note; it vanishes with the first key."""
    return "\n".join(
        [
            _("What a colleague must know tomorrow:"),
            _("· date and time, who called"),
            _("· what happened, the facts and figures"),
            _("· what you did and offered"),
            _("· every promise, with its deadline"),
            _("· what is still open"),
        ]
    )
