"""The database edge: sessions and their events in SQLite. What ``append`` has returned for survives a power cut.

Importing this costs a quarter of a second (SQLAlchemy); nothing that runs before the first frame imports it.
"""

from __future__ import annotations

from roleplay.store.database import Store, Summary
from roleplay.store.errors import (
    BrokenDatabase,
    DiskFull,
    Locked,
    NewerDatabase,
    NoSession,
    OtherWriter,
    StoreError,
    Unreadable,
    Unwritable,
)

__all__ = [
    "BrokenDatabase",
    "DiskFull",
    "Locked",
    "NewerDatabase",
    "NoSession",
    "OtherWriter",
    "Store",
    "StoreError",
    "Summary",
    "Unreadable",
    "Unwritable",
]
