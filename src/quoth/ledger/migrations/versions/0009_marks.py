"""Statements, articles and speakers may have tags, notes, and stand in collections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer, primary_key=True, comment="the mark"),
        sa.Column("kind", sa.Text, nullable=False, comment="tag, collection or note"),
        sa.Column(
            "text", sa.Text, nullable=False, comment="the tag, the collection's name, or the note"
        ),
        sa.Column("about", sa.Text, nullable=False, comment="statement, article or speaker"),
        sa.Column(
            "target", sa.Integer, nullable=False, comment="statement, articles.id or speakers.id"
        ),
        sa.Column("made_at", sa.Text, nullable=False, comment="when (UTC)"),
        sa.Column("made_by", sa.Text, comment="by whom, if told"),
    )
    op.create_index("ix_marks_about_target", "marks", ["about", "target"])
    op.create_index("ix_marks_kind_text", "marks", ["kind", "text"])
