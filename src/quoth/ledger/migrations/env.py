"""Alembic's way into a ledger that `quoth.ledger.database` has opened; it brings no settings."""

from __future__ import annotations

from alembic import context

from quoth.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
# The transaction is that of the caller: a migration happens whole or not at all.
context.run_migrations()
