"""What can go wrong with the database: one tree, each with a sentence that says what to do."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from roleplay.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


class StoreError(Exception):
    """The database cannot do what was asked. The text is one sentence for the trainee."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of the program."""


class BrokenDatabase(StoreError):
    """The file is damaged, or it is no database of this program."""


class Unwritable(StoreError):
    """The file or its folder cannot be written."""


class DiskFull(StoreError):
    """There is no room left."""


class Locked(StoreError):
    """Another program holds the database for longer than we wait."""


class OtherWriter(StoreError):
    """The session has events that this writer does not know: somebody else writes to it."""


class Unreadable(StoreError):
    """One session was recorded by another version of the program; the other sessions are not concerned."""


class NoSession(StoreError):
    """There is no such session, or more than one answers to the prefix."""


def told(error: sqlite3.Error | OSError | None, path: Path) -> StoreError:
    """The typed error for what SQLite or the file system reported."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        text = _("The disk is full, so the call cannot be kept in {path}: make room, then try again.")
        return DiskFull(text.format(path=path))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        text = _("Another program is using {path}: close it, then try again.")
        return Locked(text.format(path=path))
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
        return broken(path)
    if isinstance(error, OSError) or code in (
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_IOERR,
    ):
        text = _("{path} cannot be written: check its folder, or choose another one with ROLEPLAY_DATA_DIR.")
        return Unwritable(text.format(path=path))
    return StoreError(_("The database {path} does not work: {reason}.").format(path=path, reason=error))


def broken(path: Path) -> BrokenDatabase:
    """The error for a damaged or foreign file."""
    text = _("{path} is damaged or not a database of roleplay: move it away, and a new one is made.")
    return BrokenDatabase(text.format(path=path))
