"""What servers said of pages that were asked for is kept, so that they are not sent twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "asked_pages",
        sa.Column("address", sa.Text, primary_key=True, comment="a page, a feed or a site map"),
        sa.Column("found_at", sa.Text, nullable=False, comment="when it was first asked for (UTC)"),
        sa.Column("parent", sa.Text, comment="the feed or site map that led to it, or null"),
        sa.Column("etag", sa.Text, comment="what its server called its state"),
        sa.Column("last_modified", sa.Text, comment="what its server said of its time"),
        sa.Column("given", sa.JSON, comment="address and SHA-256 of each text it gave, or null"),
    )
    op.create_index("ix_asked_pages_parent", "asked_pages", ["parent"])
