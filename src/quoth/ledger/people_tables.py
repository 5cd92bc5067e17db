"""Tables of who works with a ledger, and of what they did."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from quoth.ledger.schema import metadata

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True, comment="the user"),
    Column("name", Text, nullable=False, comment="the name, as it was given"),
    Column("key", Text, nullable=False, unique=True, comment="the name in one form: no two alike"),
    Column("role", Text, nullable=False, comment="reader, editor or admin"),
    Column("password", Text, nullable=False, comment="Argon2id hash of the password"),
    Column("made_at", Text, nullable=False, comment="when the user was added (UTC)"),
    Column("made_by", Text, comment="by whom, if told"),
    Column("changed_at", Text, nullable=False, comment="when role or password changed last (UTC)"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True, comment="SHA-256 of the session's secret"),
    Column(
        "user_id",
        ForeignKey("users.id", ondelete="CASCADE"),
        nullable=False,
        comment="who is signed in",
    ),
    Column("made_at", Text, nullable=False, comment="since when (UTC)"),
    Column("ends_at", Text, nullable=False, comment="until when at most (UTC)"),
    Index(None, "user_id"),
)

# Rows are only added: triggers refuse every change.
logbook = Table(
    "logbook",
    metadata,
    Column("id", Integer, primary_key=True, comment="in the order things were done"),
    Column("made_at", Text, nullable=False, comment="when (UTC)"),
    Column("made_by", Text, comment="who: a user, or the name that was told"),
    Column("door", Text, nullable=False, comment="page, rest, command line, python or server"),
    Column("kind", Text, nullable=False, comment="decision, mark, search, watch, articles, …"),
    Column("action", Text, nullable=False, comment="what was done: reject, undo, tag, …"),
    Column("about", Text, comment="statement, article, decision, search, user, … or null"),
    Column("target", Text, comment="its number, id or name"),
    Column("told", Text, nullable=False, comment="it in words, shortened"),
    Index(None, "made_by"),
    Index(None, "made_at"),
)
