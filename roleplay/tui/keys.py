"""The keys of every screen, as data: bindings, key bars and help pages are made from these lists and nothing else.

The labels are marked for translation when this module is imported, so the language must be chosen before.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

from roleplay.i18n import _


@dataclass(frozen=True)
class Key:
    """One key: what Textual calls it, what it does, its cap and word on the key bar, and its sentence in the help.

    A key without a ``label`` is not on the key bar; one without an ``action`` belongs to a widget: it is explained.
    """

    keys: str
    action: str
    cap: str
    label: str
    help: str


QUIT = Key("ctrl+q", "app.leave", "^Q", _("Quit"), _("leave; the call, the draft and the note are kept"))
HELP = Key("f1", "app.explain", "F1", _("Help"), _("this page"))
THEME = Key("ctrl+t", "app.toggle_theme", "^T", "", _("light or dark"))
COPY = Key("ctrl+c", "", "^C", "", _("copy what is selected; it never quits"))

LOBBY = (
    Key("enter", "", "⏎", _("Choose"), _("read the brief, or go on with the unfinished call")),
    Key("up,down", "", "↑↓", "", _("go through the list")),
    Key("f5", "screen.refresh_list", "F5", "", _("read the persona files again")),
    Key("f9", "screen.coach", "F9", _("Coach"), _("how much help you get with each strategy, and why")),
    HELP,
    THEME,
    QUIT,
)

BRIEF = (
    Key("enter", "screen.start", "⏎", _("Start the call"), _("start the call; the customer opens")),
    Key("escape", "screen.back", "Esc", _("Back"), _("back to the list")),
    Key("up,down,pageup,pagedown", "", "↑↓", "", _("scroll")),
    HELP,
    THEME,
    QUIT,
)

BRIEF_IN_CALL = (
    Key("escape,f2,enter", "screen.back", "Esc", _("Back to the call"), _("back to the call; F2 does it too")),
    Key("up,down,pageup,pagedown", "", "↑↓", "", _("scroll")),
)

CALL = (
    Key("enter", "", "⏎", _("Send"), _("send the draft; with an empty draft, let the customer finish at once")),
    Key("shift+enter,ctrl+j,alt+enter", "", "^J", "", _("a new line in the draft; also Shift+Enter")),
    HELP,
    Key("f2", "screen.brief", "F2", _("Brief"), _("what you know, may offer and may not")),
    Key("f3", "screen.notes", "F3", _("Note"), _("write the case note")),
    Key("f4", "screen.minute", "F4", _("Minute"), _("take a minute: the clock stops, the customer waits")),
    Key("f5", "screen.support", "F5", _("Support"), _("a colleague's advice, or hand over to your supervisor")),
    Key("f6", "screen.debrief", "F6", "", _("to the debrief, once the call is over")),
    Key("f7", "screen.tip", "F7", "", _("a tip now, when tips come on request")),
    Key("f8", "screen.end", "F8", _("End"), _("end the call; you are asked once")),
    Key("f9", "screen.coach", "F9", _("Coach"), _("how much help you get with each strategy, and why")),
    Key("pageup", "screen.scroll_back", "PgUp", "", _("scroll back in the conversation")),
    Key("pagedown", "screen.scroll_on", "PgDn", "", _("scroll on")),
    Key("escape", "screen.hurry", "Esc", "", _("put the tip away; while the customer types, let their line appear")),
    COPY,
    THEME,
    QUIT,
)

OVER = (
    Key("enter", "", "⏎", _("Debrief"), _("to the debrief")),
    Key("f3", "screen.notes", "F3", _("Case note"), _("write the case note first")),
    Key("f2", "screen.brief", "F2", _("Brief"), _("read the brief again")),
    HELP,
    QUIT,
)

NOTES = (
    Key("escape,f3", "screen.back", "Esc", _("Back"), _("back; the note is kept as it stands")),
    COPY,
)

SUPPORT = (
    Key("enter", "", "⏎", _("Ask"), _("take the marked choice")),
    Key("ctrl+s", "screen.hand_over", "^S", _("Hand over"), _("hand the call over with your message")),
    Key("escape", "screen.back", "Esc", _("Back"), _("back to the call")),
)

COACH = (
    Key("up,down", "", "↑↓", _("Mark"), _("go through the lines")),
    Key("enter,right", "screen.more", "⏎", _("Change"), _("change how the tips of the marked line come")),
    Key("left", "screen.less", "←", _("The other way"), _("change it the other way round")),
    Key("escape,f9", "screen.back", "Esc", _("Back"), _("back; your choice is kept")),
    HELP,
    QUIT,
)

DEBRIEF = (
    Key("enter,escape", "screen.back", "⏎", _("Back to the lobby"), _("back to the list of customers")),
    Key("f3", "screen.notes", "F3", _("Case note"), _("read or complete the case note")),
    Key("up,down", "", "↑↓", "", _("scroll, also with PageUp and PageDown")),
    Key("tab", "screen.next_section", "⇥", _("Next section"), _("jump to the next section")),
    HELP,
    THEME,
    QUIT,
)


def bindings(keys: tuple[Key, ...], *, priority: bool = False) -> list[Binding]:
    """Textual's bindings for those of the keys that act on a screen."""
    return [
        Binding(key.keys, key.action, key.label or key.help, show=False, priority=priority)
        for key in keys
        if key.action.startswith("screen.")
    ]
