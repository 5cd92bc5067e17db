"""Versions keep the blocks of their text: headings, paragraphs, list items and so on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the column; of what was kept before, the blocks are not known."""
    op.add_column(
        "versions",
        sa.Column(
            "blocks",
            sa.JSON,
            nullable=False,
            server_default="[]",
            comment="[kind, start, end] of each line: heading, paragraph, list item …",
        ),
    )
