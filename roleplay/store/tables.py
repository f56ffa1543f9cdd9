"""The tables, and the versions of their schema."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Dialect, Float, ForeignKey, Integer, MetaData, String, Table, Text, TypeDecorator

VERSIONS = ("0001", "0002")
"""Every version of the schema, the oldest first; ``roleplay/migrations`` has one step for each."""


class Utc(TypeDecorator[datetime]):
    """A time in UTC, kept as text that sorts in the order of time."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Time to text; a time without a zone counts as UTC."""
        if value is None:
            return None
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Text to time."""
        return datetime.fromisoformat(value) if value else None


METADATA = MetaData()

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("trainee", String, nullable=False),
    Column("persona_id", String, nullable=False),
    Column("persona_name", String, nullable=False),
    Column("language", String, nullable=False),
    Column("started_at", Utc, nullable=False, index=True),
    Column("ended_at", Utc),
    Column("ending", String),
    Column("seed", Integer, nullable=False),
    Column("voice", String),
    Column("conduct", Float),
    Column("outcome", Float),
    Column("documentation", Float),
)

EVENTS = Table(
    "events",
    METADATA,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("kind", String, nullable=False),
    Column("json", Text, nullable=False),
)

TALLIES = Table(
    "tallies",
    METADATA,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("strategy", String, primary_key=True),
    Column("chances", Integer, nullable=False),
    Column("unaided", Integer, nullable=False),
    Column("aided", Integer, nullable=False),
    Column("violated", Integer, nullable=False),
)

CHOICES = Table(
    "choices",
    METADATA,
    Column("trainee", String, primary_key=True),
    Column("strategy", String, primary_key=True),
    Column("help", String, nullable=False),
)
