"""The app."""

from __future__ import annotations

import argparse

from roleplay.tui.app import RoleplayApp


def run(options: argparse.Namespace) -> int:
    """Open the app; returns its exit status."""
    flags = {
        name: getattr(options, name, None)
        for name in ("lang", "theme", "voice", "model", "base_url", "trainee", "abuse")
    }
    app = RoleplayApp(flags={name: value for name, value in flags.items() if value})
    app.run()
    return app.return_code or 0
