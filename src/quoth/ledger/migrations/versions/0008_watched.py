"""Feeds, pages and folders may be watched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "watched",
        sa.Column("id", sa.Integer, primary_key=True, comment="what is watched"),
        sa.Column("place", sa.Text, nullable=False, unique=True, comment="address, folder or file"),
        sa.Column("added_at", sa.Text, nullable=False, comment="since when (UTC)"),
        sa.Column("added_by", sa.Text, comment="by whom, if told"),
        sa.Column("every", sa.Integer, comment="minutes between two looks; null: only when asked"),
        sa.Column("next_at", sa.Text, comment="when it is looked at next (UTC), or null"),
        sa.Column("looking", sa.Text, comment="since when somebody looks at it (UTC), or null"),
        sa.Column("looked_at", sa.Text, comment="when it was looked at last (UTC), or null"),
        sa.Column("trouble", sa.Text, comment="why it could not be read the last time, or null"),
        *(
            sa.Column(name, sa.Integer, nullable=False, comment=comment)
            for name, comment in (
                ("pages", "pages asked for in the last look"),
                ("new", "articles that were new in the last look"),
                ("changed", "articles with a new text in the last look"),
                ("failed", "pages that could not be read in it"),
                ("kept", "articles and new texts kept in all"),
            )
        ),
    )
    op.create_table(
        "watched_pages",
        sa.Column(
            "watched_id",
            sa.Integer,
            sa.ForeignKey("watched.id", ondelete="CASCADE"),
            primary_key=True,
            comment="what is watched",
        ),
        sa.Column("address", sa.Text, primary_key=True, comment="a page or file of it"),
        sa.Column("found_at", sa.Text, nullable=False, comment="when it was first seen (UTC)"),
        sa.Column("asked_at", sa.Text, nullable=False, comment="when it was last asked for (UTC)"),
        sa.Column("parent", sa.Text, comment="the feed, list or map it was found in, or null"),
        sa.Column(
            "etag", sa.Text, comment="what its server called its state, or size and time of a file"
        ),
        sa.Column("last_modified", sa.Text, comment="what its server said of its time"),
        sa.Column("trouble", sa.Text, comment="why it could not be read the last time, or null"),
    )
