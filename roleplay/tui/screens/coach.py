"""The coach's screen: how much help comes with each strategy, why, and the trainee's own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from roleplay.i18n import _, ngettext
from roleplay.mastery import Assistance, Help, Standing
from roleplay.strategies import Strategy
from roleplay.tui import keys, words
from roleplay.tui.calm import Calm
from roleplay.tui.widgets.key_bar import KeyBar
from roleplay.tui.widgets.mood_gauge import bar
from roleplay.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from roleplay.tui.app import RoleplayApp

_ALL = "all"  # no strategy is called this
_BAR = 10  # cells
_NAME, _SHORT = 33, 13
_WORD = 12
_WIDE = 78  # cells from which the long names fit


class CoachScreen(Calm, Screen[None]):
    """All strategies in a list; Enter or an arrow changes the marked one, and what is chosen is kept at once."""

    CSS_PATH = "coach.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.COACH, priority=True)]
    AUTO_FOCUS = "#helps"
    app: RoleplayApp

    def __init__(
        self,
        help: Assistance,
        names: Mapping[Strategy, tuple[str, str]],
        choose: Callable[[Strategy | None, Help | None], None],
    ) -> None:
        super().__init__()
        self._help = help
        self._names = names
        self._choose = choose

    def compose(self) -> ComposeResult:
        """A sentence, the list, the reason for what is marked, the keys."""
        yield TitleBar(_("The coach"), _("how much help you get"))
        yield Static(_sentence(), markup=False, id="helps-about")
        yield OptionList(*(Option(self._row(id), id=id) for id in _ids()), id="helps", markup=False)
        yield Static(markup=False, id="helps-why")
        yield KeyBar(keys.COACH)

    def on_mount(self) -> None:
        """Mark the first row."""
        self.query_one(OptionList).highlighted = 0

    def on_resize(self) -> None:
        """The names depend on the room."""
        self.call_after_refresh(self._show_rows)

    def action_more(self) -> None:
        """The next choice for the marked row."""
        self._turn(1)

    def action_less(self) -> None:
        """The choice before."""
        self._turn(-1)

    def action_back(self) -> None:
        """Back to where this was opened."""
        self.dismiss()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self._turn(1)

    @on(OptionList.OptionHighlighted)
    def _show_why(self) -> None:
        self.query_one("#helps-why", Static).update(self._why(self._marked()))

    def _marked(self) -> str:
        rows = self.query_one(OptionList)
        return _ids()[rows.highlighted or 0]

    def _turn(self, step: int) -> None:
        id = self._marked()
        if id == _ALL:
            order = list(Help)
            ceiling = order[(order.index(self._help.ceiling) + step) % len(order)]
            self._help = self._help.under(ceiling)
            self._choose(None, ceiling)
        else:
            strategy, choices = Strategy(id), [None, *Help]
            now = self._standing(strategy).chosen
            chosen = choices[(choices.index(now) + step) % len(choices)]
            self._help = self._help.choose(strategy, chosen)
            self._choose(strategy, chosen)
        self._show_rows()
        self._show_why()

    def _show_rows(self) -> None:
        rows = self.query_one(OptionList)
        for id in _ids():
            rows.replace_option_prompt(id, self._row(id))

    def _standing(self, strategy: Strategy) -> Standing:
        return self._help.standings.get(strategy, Standing())

    def _row(self, id: str) -> Content:
        wide = self.app.size.width >= _WIDE
        space = _NAME if wide else _SHORT
        if id == _ALL:
            level = words.help(self._help.ceiling)
            room = space + _BAR + 4
            return Content.assemble((_("All tips")[:room].ljust(room), "bold"), (f"◂ {level} ▸", "bold"))
        strategy = Strategy(id)
        standing, level = self._standing(strategy), self._help.help(strategy)
        full, empty = bar(standing.mastery, _BAR, most=1)
        name = self._names.get(strategy, (id, id))[not wide]
        how = _("your choice") if standing.chosen else _("automatic")
        if standing.help is not level:
            how = _("as for all tips")
        return Content.assemble(
            name[: space - 1].ljust(space),
            (full, "$good"),
            (empty, "$line"),
            f" {words.help_glyph(level)}  ",
            words.help(level).ljust(_WORD),
            (how, "$quiet"),
        )

    def _why(self, id: str) -> str:
        if id == _ALL:
            return _(
                "Live: tips come by themselves. On request: F7 in the call gives one. None: no tips, as in an exam. "
                "No strategy gets more than this."
            )
        standing = self._standing(Strategy(id))
        own = words.help(Standing(standing.mastery).help)
        if standing.chosen:
            chosen = _("You chose: {help}. By itself it would be: {own}.")
            return chosen.format(help=words.help(standing.chosen), own=own) + " " + _shown(standing)
        return _shown(standing) + " " + _("So tips for it are: {help}.").format(help=own)


def _ids() -> list[str]:
    return [_ALL, *Strategy]


def _sentence() -> str:
    return _(
        "Tips fade as you master a strategy, and come back when you slip. The arrows up and down mark a line, Enter "
        "changes how its tips come, Esc goes back; what you choose is kept at once."
    )


def _shown(standing: Standing) -> str:
    """What the last calls have shown, in words."""
    recent, calls = standing.recent, standing.calls
    if not calls:
        return _("No call has given you a chance to show this yet.")
    shown = ngettext(
        "Shown unaided {shown} of {chances} times in the last call.",
        "Shown unaided {shown} of {chances} times in the last {calls} calls.",
        calls,
    ).format(shown=recent.unaided, chances=recent.chances, calls=calls)
    more = []
    if recent.aided:
        more.append(_("After a tip: {n}.").format(n=recent.aided))
    if recent.violated:
        more.append(_("Worked against: {n}.").format(n=recent.violated))
    return " ".join([shown, *more])
