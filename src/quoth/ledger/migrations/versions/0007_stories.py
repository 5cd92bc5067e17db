"""Articles of one event are kept as stories."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def _column(name: str, type: Any, comment: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, type, comment=comment, nullable=more.pop("nullable", False), **more)


def upgrade() -> None:
    """Makes the tables; they are filled when somebody asks for stories."""
    op.create_table(
        "stories",
        _column("id", sa.Integer, "the article of it that was kept first", autoincrement=False),
        _column("name", sa.Text, "what people call it, else null", nullable=True),
        _column("headline", sa.Text, "title of the last that has one"),
        _column("first", sa.Text, "when its first article was published", nullable=True),
        _column("last", sa.Text, "when its last article was published", nullable=True),
        _column("articles", sa.Integer, "how many it has"),
        _column("outlets", sa.Integer, "how many published them"),
        _column("titles", sa.Text, "its name and titles as search reads them"),
        _column("words", sa.JSON, "the rare words that stand for it"),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_table(
        "story_members",
        _column("article_id", sa.Integer, "the article"),
        _column("story_id", sa.Integer, "its story"),
        _column("ordinal", sa.Integer, "its place in the story by date, from 0"),
        _column("by_person", sa.Boolean, "whether a person put it there"),
        sa.PrimaryKeyConstraint("article_id", name="pk_story_members"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_story_members_article_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name="fk_story_members_story_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_story_members_story_id", "story_members", ["story_id"])
