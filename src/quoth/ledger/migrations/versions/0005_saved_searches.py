"""Searches may be saved, and tell what is new."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _of(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="CASCADE")


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer, primary_key=True, comment="the saved search"),
        sa.Column("name", sa.Text, nullable=False, unique=True, comment="what people call it"),
        sa.Column("kind", sa.Text, nullable=False, comment="statements, quotation or figure"),
        sa.Column("asked", sa.JSON, nullable=False, comment="words and filters of the search"),
        sa.Column("made_at", sa.Text, nullable=False, comment="when it was saved (UTC)"),
        sa.Column("made_by", sa.Text, comment="by whom, if told"),
        sa.Column(
            "feed",
            sa.Text,
            nullable=False,
            unique=True,
            comment="secret part of its feed's address",
        ),
        sa.Column("hook", sa.Text, comment="the address that alerts are sent to, or null"),
        sa.Column("secret", sa.Text, nullable=False, comment="what sent alerts are signed with"),
        sa.Column(
            "state", sa.Text, nullable=False, comment="the state of the ledger it last looked at"
        ),
        sa.Column("looked_at", sa.Text, nullable=False, comment="when it last looked (UTC)"),
        sa.Column("sent", sa.Integer, nullable=False, comment="the last alert that was sent, or 0"),
        sa.Column(
            "tries", sa.Integer, nullable=False, comment="how often the next alerts were tried"
        ),
        sa.Column("next_try", sa.Text, comment="when they are tried again (UTC); null: at once"),
        sa.Column("trouble", sa.Text, comment="why they could not be sent the last time, or null"),
    )
    op.create_table(
        "search_matches",
        sa.Column(
            "search_id",
            sa.Integer,
            _of("saved_searches"),
            primary_key=True,
            comment="the saved search",
        ),
        sa.Column("statement_id", sa.Integer, primary_key=True, comment="the statement"),
        sa.Column("version_id", sa.Integer, nullable=False, comment="the text it stood in"),
        sa.Column("told", sa.JSON, nullable=False, comment="it in words, as it was then"),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, primary_key=True, comment="in the order they came up"),
        sa.Column(
            "search_id",
            sa.Integer,
            _of("saved_searches"),
            nullable=False,
            comment="the saved search",
        ),
        sa.Column("made_at", sa.Text, nullable=False, comment="when it came up (UTC)"),
        sa.Column(
            "what", sa.Text, nullable=False, comment="new, changed, withdrawn, never said before …"
        ),
        sa.Column(
            "statement_id", sa.Integer, comment="the statement, or null where it stands no more"
        ),
        sa.Column("told", sa.JSON, comment="the statement in words, or null"),
        sa.Column("before", sa.JSON, comment="the one before it in words, or null"),
        sa.Column("why", sa.Text, nullable=False, comment="what is to be said of it, or empty"),
    )
    op.create_index("ix_alerts_search_id_id", "alerts", ["search_id", "id"])
