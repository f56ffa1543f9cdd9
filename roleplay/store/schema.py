"""Brings a database to the schema of this program, with the numbered steps in ``roleplay/migrations``."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from roleplay.i18n import _
from roleplay.store.errors import NewerDatabase, broken
from roleplay.store.tables import VERSIONS

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def version(connection: Connection, path: Path) -> str:
    """The version of the database's schema, empty for a new one.

    Raises NewerDatabase, or BrokenDatabase when the file holds another program's tables.
    """
    tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    if not tables:
        return ""
    if "alembic_version" not in tables:
        raise broken(path)
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    if found and found not in VERSIONS:
        sentence = _(
            "{path} was written by a newer version of roleplay: update roleplay, or choose another data folder."
        )
        raise NewerDatabase(sentence.format(path=path))
    if not found and inspect(connection).has_table("sessions"):
        raise broken(path)
    return found


def upgrade(connection: Connection) -> None:
    """Runs the missing steps on this connection, within its transaction."""
    from alembic import command  # half a second of imports, needed only when the database is new or behind
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
