"""Articles may be deleted, and keep what taking them in warned of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the columns; what was kept before stays as it is."""
    op.add_column(
        "articles",
        sa.Column("deleted_at", sa.Text, comment="when a person deleted it (UTC), else null"),
    )
    op.add_column(
        "versions",
        sa.Column(
            "taken_in",
            sa.JSON,
            nullable=False,
            server_default="[]",
            comment="what taking it in warned of: cut off, not free to read …",
        ),
    )
    op.add_column(
        "versions",
        sa.Column(
            "stale",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="whether what it was read by (day, language) has changed since",
        ),
    )
