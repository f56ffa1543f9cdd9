"""``roleplay doctor``: what is configured, whether the model answers, where the data lives; never a secret."""

from __future__ import annotations

import argparse
import asyncio
import platform
import sqlite3
from importlib.metadata import version

from roleplay import __version__
from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.commands.flags import settings_of
from roleplay.i18n import _, language
from roleplay.library import listings
from roleplay.settings import Settings, SettingsError, config_dir, config_file
from roleplay.store import Store, StoreError

MOST = 10
"""The most models of a server that are named."""


def run(options: argparse.Namespace) -> int:
    """Print what is found, a line each; status 1 when something does not work, 2 when a setting is wrong."""
    try:
        settings = settings_of(options)
    except SettingsError as error:
        complain(error)
        return USAGE
    good, bad = listings(config_dir() / "personas")
    _line(_("Program"), f"roleplay {__version__}, Python {platform.python_version()}, Textual {version('textual')}")
    _line(_("Language"), language())
    found = config_file()
    _line(_("Config file"), str(found) if found.exists() else _("{path} (none yet)").format(path=found))
    _line(_("Own personas"), str(config_dir() / "personas"))
    _line(_("Personas"), _("{count} sound, {bad} broken").format(count=len(good), bad=len(bad)))
    kept = _database(settings)
    _line(_("Verdicts"), _("local, and the model's when they come") if settings.judges else _("local"))
    speaks = _model(settings)
    return 0 if kept and speaks and not bad else 1


def _database(settings: Settings) -> bool:
    try:
        store = Store(settings.database)
        calls = len(store.recent(1_000_000))
        store.close()
    except StoreError as error:
        _line(_("Database"), str(error))
        return False
    text = _("{path}: {count} calls, SQLite {version}")
    _line(_("Database"), text.format(path=settings.database, count=calls, version=sqlite3.sqlite_version))
    return True


def _model(settings: Settings) -> bool:
    key = _("set") if settings.api_key and settings.api_key.get_secret_value() else _("not set")
    if not settings.uses_model:
        _line(_("Voice"), _("scripted; to connect a model set OPENAI_BASE_URL or OPENAI_API_KEY, and OPENAI_MODEL"))
        return True
    model = settings.model or _("not named")
    _line(_("Voice"), _("model {model} at {url}, key {key}").format(model=model, url=settings.address, key=key))
    from roleplay.llm.chat import ChatClient
    from roleplay.llm.errors import ModelError, NoSuchModel

    client = ChatClient(settings)
    try:
        answer = asyncio.run(client.ping())
    except NoSuchModel as error:
        _line(_("Model"), str(error))
        try:
            _offered(asyncio.run(client.models()))
        except ModelError as why:
            _line(_("Models there"), str(why))
        return False
    except ModelError as error:
        _line(_("Model"), str(error))
        return False
    _line(_("Model"), answer)
    return True


def _offered(names: list[str]) -> None:
    more = _("and {count} more").format(count=len(names) - MOST) if len(names) > MOST else ""
    _line(_("Models there"), ", ".join([*names[:MOST], *([more] if more else [])]) or _("none"))


def _line(title: str, text: str) -> None:
    print(clean(f"{title}: {text}"))
