"""Sessions and their events.

The steps spell their tables out: a step stays as it was when the tables of today change.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("trainee", sa.String, nullable=False),
        sa.Column("persona_id", sa.String, nullable=False),
        sa.Column("persona_name", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("started_at", sa.String, nullable=False, index=True),
        sa.Column("ended_at", sa.String),
        sa.Column("ending", sa.String),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("voice", sa.String),
        sa.Column("conduct", sa.Float),
        sa.Column("outcome", sa.Float),
        sa.Column("documentation", sa.Float),
    )
    op.create_table(
        "events",
        sa.Column("session_id", sa.String, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("events")
    op.drop_table("sessions")
