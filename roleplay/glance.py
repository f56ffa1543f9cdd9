"""The two settings that the first frame needs, without the settings' own machinery, which costs 0.2 s to import."""

from __future__ import annotations

import os
import sys


def glance(name: str) -> str | None:
    """The setting ``lang`` or ``theme`` from the environment or the config file; None when unset or unreadable.

    Whatever is wrong with the file is said later, by the settings themselves.
    """
    if value := os.environ.get(f"ROLEPLAY_{name.upper()}"):
        return value
    path = _config_file()
    if not os.path.isfile(path):
        return None
    import tomllib

    try:
        with open(path, "rb") as file:
            value = tomllib.load(file).get(name)
    except (OSError, ValueError):
        return None
    return value if isinstance(value, str) else None


def _config_file() -> str:
    folder = os.environ.get("ROLEPLAY_CONFIG_DIR")
    if not folder and sys.platform.startswith("linux"):
        # What platformdirs does here, without the 30 ms of its import.
        folder = os.path.join(os.environ.get("XDG_CONFIG_HOME") or "~/.config", "roleplay")
    if not folder:
        import platformdirs

        folder = platformdirs.user_config_dir("roleplay", appauthor=False)
    return os.path.join(os.path.expanduser(folder), "config.toml")
