"""The app: themes, the way out, and the first screen. Everything else is the screens' business."""

from __future__ import annotations

import asyncio
import signal
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType

from roleplay.clean import clean
from roleplay.glance import glance
from roleplay.i18n import _
from roleplay.tui import theme
from roleplay.tui.desk import Desk
from roleplay.tui.screens.lobby import LobbyScreen

if TYPE_CHECKING:
    from textual.screen import Screen

    from roleplay.mastery import Help
    from roleplay.strategies import Strategy


def _now() -> datetime:
    return datetime.now(UTC)


@runtime_checkable
class Keeper(Protocol):
    """A screen that holds words which are not kept yet."""

    def keep_words(self) -> str:
        """Keep them now. Returns an empty text, or one sentence on why they could not be kept."""


class RoleplayApp(App[None]):
    """The trainee's app. ``flags`` are settings given on the command line; ``persona`` opens its brief at once.

    ``seed`` makes every call of this run the same call; without it each call gets its own by chance.
    """

    TITLE = "roleplay"
    # The lobby is the default screen, and Textual reads the CSS of pushed screens only.
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = ["app.tcss", "screens/lobby.tcss"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", _("Quit"), show=False, priority=True),
        Binding("ctrl+t", "toggle_theme", _("Theme"), show=False, priority=True),
        Binding("f1", "explain", _("Help"), show=False, priority=True),
    ]

    def __init__(
        self,
        flags: Mapping[str, Any] | None = None,
        *,
        persona: str | None = None,
        seed: int | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.now = now
        self.desk = Desk(flags or {}, now)
        self.seed = seed
        self.wanted = persona
        self.register_theme(theme.DARK)
        self.register_theme(theme.LIGHT)
        self.theme = theme.DARK.name
        self.choose_theme((flags or {}).get("theme") or glance("theme"))

    def get_default_screen(self) -> Screen[None]:
        """The lobby is there from the first frame; no empty screen comes before it."""
        return LobbyScreen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours for the themes that are not ours."""
        return theme.VARIABLES_DARK if self.current_theme.dark else theme.VARIABLES_LIGHT

    def choose_theme(self, name: str | None) -> None:
        """Take the theme of this name, ``dark`` and ``light`` among them; an unknown name changes nothing."""
        if name and (known := theme.named(name)) in self.available_themes:
            self.theme = known

    def knows_theme(self, name: str) -> bool:
        """Whether there is a theme of this name, ``dark`` and ``light`` among them."""
        return theme.named(name) in self.available_themes

    def theme_names(self) -> str:
        """The names of the themes, for a person to choose from."""
        return ", ".join(["dark", "light", *sorted(set(self.available_themes) - {theme.DARK.name, theme.LIGHT.name})])

    def on_mount(self) -> None:
        """A closed terminal or a polite kill loses no word."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            if (number := getattr(signal, name, None)) is not None:
                try:
                    loop.add_signal_handler(number, self._go_quietly)
                except (NotImplementedError, RuntimeError, ValueError):
                    continue  # not the main thread, or a platform without signals

    def _go_quietly(self) -> None:
        trouble = _("What was typed last could not be kept.")
        try:
            trouble = self.keep_words()
        finally:
            self.exit(message=Text(clean(trouble)) if trouble else None)

    def keep_words(self) -> str:
        """Let every screen keep what is typed and not kept yet. Returns what was in the way, empty when all is kept."""
        troubles = [screen.keep_words() for screen in self.screen_stack if isinstance(screen, Keeper)]
        return next((trouble for trouble in troubles if trouble), "")

    def stop(self) -> None:
        """Let go of the data once the app is closed; what still waits for a locked file is given up."""
        self.desk.close()

    def trouble(self, error: Exception) -> None:
        """Something below failed: one calm line, and everything goes on."""
        self.log.error(error)
        self.notify(clean(str(error)) or type(error).__name__, markup=False, timeout=12)

    def keep_choice(self, strategy: Strategy | None, chosen: Help | None) -> None:
        """Keep the help that the trainee wants; what cannot be kept still holds for now."""

        async def keep() -> None:
            try:
                await self.desk.do(self.desk.choose, strategy, chosen)
            except Exception as error:  # the choice holds for this call all the same
                self.trouble(error)

        self.run_worker(keep(), group="choice", exit_on_error=False)

    def action_leave(self) -> None:
        """Leave; what was typed is kept first."""
        self._go_quietly()

    def action_toggle_theme(self) -> None:
        """Light or dark."""
        self.theme = theme.LIGHT.name if self.current_theme.dark else theme.DARK.name

    def action_help_quit(self) -> None:
        """Ctrl+C with nothing to copy: say how to leave, and stay."""
        self.notify(_("Nothing is selected to copy. Ctrl+Q leaves; every word is kept."), markup=False)

    def action_explain(self) -> None:
        """The keys of this screen, and what to do on it."""
        from roleplay.tui.screens.help import HelpScreen, page_for

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(page_for(self.screen)))

    def _fatal_error(self) -> None:
        """A fault of the program: keep the words, note the details in a file, and leave with one calm sentence."""
        details = traceback.format_exc()
        place, trouble = "", _("What was typed last could not be kept.")
        try:
            trouble = self.keep_words()
        except Exception:  # on the way out there is nobody left to tell
            self.log.error(details)
        try:
            log = self.desk.settings().data_dir / "fault.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(details, "utf-8")
            place = str(log)
        except Exception:  # on the way out there is nobody left to tell
            place = ""
        kept = _("What you said and wrote is kept.")
        words = _("roleplay had to stop because of a fault of its own.")
        self.panic(Text(f"{words} {clean(trouble) or kept} {place}".rstrip()))
