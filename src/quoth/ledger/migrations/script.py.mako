"""${message}."""

from __future__ import annotations

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Makes an older ledger one of this revision."""
    ${upgrades if upgrades else "pass"}
