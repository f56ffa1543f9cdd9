"""Runs the steps on the connection that ``roleplay.store.schema`` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from roleplay.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
