"""The app."""

from __future__ import annotations

import argparse
import os
import sys

from roleplay.commands.complaint import complain
from roleplay.i18n import _
from roleplay.tui.app import RoleplayApp


def run(options: argparse.Namespace) -> int:
    """Open the app; returns its exit status, 2 when there is no terminal to draw on."""
    # Without a size the lobby would try one layout after the other for ever.
    if not (sys.stdin.isatty() and sys.stdout.isatty() and os.get_terminal_size(sys.stdout.fileno()).columns):
        complain(_("the app needs a terminal; in a pipe use: roleplay talk PERSONA"))
        return 2
    flags = {
        name: getattr(options, name, None)
        for name in ("lang", "theme", "voice", "model", "base_url", "trainee", "abuse")
    }
    app = RoleplayApp(flags={name: value for name, value in flags.items() if value})
    wanted = flags["theme"]
    if wanted and not app.knows_theme(wanted):
        complain(_("there is no theme {name}; there are: {names}").format(name=wanted, names=app.theme_names()))
        return 2
    try:
        app.run()
    finally:
        app.stop()
    return app.return_code or 0
