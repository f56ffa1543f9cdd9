"""What each call shows of each strategy, and what help the trainee has chosen.

Calls from before have no tally; they get theirs when it is asked for.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "tallies",
        sa.Column("session_id", sa.String, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("strategy", sa.String, primary_key=True),
        sa.Column("chances", sa.Integer, nullable=False),
        sa.Column("unaided", sa.Integer, nullable=False),
        sa.Column("aided", sa.Integer, nullable=False),
        sa.Column("violated", sa.Integer, nullable=False),
    )
    op.create_table(
        "choices",
        sa.Column("trainee", sa.String, primary_key=True),
        sa.Column("strategy", sa.String, primary_key=True),
        sa.Column("help", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("choices")
    op.drop_table("tallies")
