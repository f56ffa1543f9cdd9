"""The settings, as the flags of a command leave them."""

from __future__ import annotations

import argparse

from roleplay.settings import Settings, load_settings

_FLAGS = ("lang", "theme", "voice", "model", "base_url", "trainee", "abuse")


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings in force with these flags; SettingsError when one cannot be used."""
    return load_settings(**{name: getattr(options, name, None) for name in _FLAGS})
