"""Versions keep the section of the outlet that an article stood in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the column; of what was kept before, the section is not known."""
    op.add_column(
        "versions",
        sa.Column("section", sa.Text, comment="the part of the outlet it stood in"),
    )
