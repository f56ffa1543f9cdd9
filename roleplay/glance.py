"""The two settings that the first frame needs, without the settings' own machinery, which costs 0.2 s to import."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def glance(name: str) -> str | None:
    """The setting ``lang`` or ``theme`` from the environment or the config file; None when unset or unreadable.

    Whatever is wrong with the file is said later, by the settings themselves.
    """
    if value := os.environ.get(f"ROLEPLAY_{name.upper()}"):
        return value
    path = _config_file()
    if not path.is_file():
        return None
    import tomllib

    try:
        value = tomllib.loads(path.read_text("utf-8")).get(name)
    except (OSError, ValueError):
        return None
    return value if isinstance(value, str) else None


def _config_file() -> Path:
    if chosen := os.environ.get("ROLEPLAY_CONFIG_DIR"):
        return Path(chosen).expanduser() / "config.toml"
    if sys.platform.startswith("linux"):
        # What platformdirs does here, without the 30 ms of its import.
        home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(home) / "roleplay" / "config.toml"
    import platformdirs

    return platformdirs.user_config_path("roleplay", appauthor=False) / "config.toml"
