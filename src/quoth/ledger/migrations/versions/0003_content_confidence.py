"""Statements keep how likely their source and content are right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the column; of what was kept before nobody knows it, and nothing is held against it."""
    op.add_column(
        "attributions",
        sa.Column(
            "content_confidence",
            sa.Float,
            nullable=False,
            server_default="1",
            comment="how likely source and content are right too, 0 to 1",
        ),
    )
