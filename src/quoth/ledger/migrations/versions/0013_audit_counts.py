"""What an audit counts in each article is kept, so that only what changed is counted anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "audit_counts",
        sa.Column(
            "version_id",
            sa.Integer,
            sa.ForeignKey("versions.id", ondelete="CASCADE"),
            primary_key=True,
            comment="the text",
        ),
        sa.Column("state", sa.Text, nullable=False, comment="of the reading that was counted"),
        sa.Column("counts", sa.Text, nullable=False, comment="JSON, for quoth itself"),
    )
