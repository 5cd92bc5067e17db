"""Users with roles, their sessions, and a log that is only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_REFUSED = "the log is only added to"


def upgrade() -> None:
    """Adds the tables, and what keeps the log as it is."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True, comment="the user"),
        sa.Column("name", sa.Text, nullable=False, comment="the name, as it was given"),
        sa.Column(
            "key", sa.Text, nullable=False, unique=True,
            comment="the name in one form: no two alike",
        ),
        sa.Column("role", sa.Text, nullable=False, comment="reader, editor or admin"),
        sa.Column("password", sa.Text, nullable=False, comment="Argon2id hash of the password"),
        sa.Column("made_at", sa.Text, nullable=False, comment="when the user was added (UTC)"),
        sa.Column("made_by", sa.Text, comment="by whom, if told"),
        sa.Column(
            "changed_at", sa.Text, nullable=False,
            comment="when role or password changed last (UTC)",
        ),
    )  # fmt: skip
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text, primary_key=True, comment="SHA-256 of the session's secret"),
        sa.Column(
            "user_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False,
            comment="who is signed in",
        ),
        sa.Column("made_at", sa.Text, nullable=False, comment="since when (UTC)"),
        sa.Column("ends_at", sa.Text, nullable=False, comment="until when at most (UTC)"),
    )  # fmt: skip
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "logbook",
        sa.Column("id", sa.Integer, primary_key=True, comment="in the order things were done"),
        sa.Column("made_at", sa.Text, nullable=False, comment="when (UTC)"),
        sa.Column("made_by", sa.Text, comment="who: a user, or the name that was told"),
        sa.Column(
            "door", sa.Text, nullable=False, comment="page, rest, command line, python or server"
        ),
        sa.Column(
            "kind", sa.Text, nullable=False,
            comment="decision, mark, search, watch, articles, …",
        ),
        sa.Column(
            "action", sa.Text, nullable=False, comment="what was done: reject, undo, tag, …"
        ),
        sa.Column(
            "about", sa.Text, comment="statement, article, decision, search, user, … or null"
        ),
        sa.Column("target", sa.Text, comment="its number, id or name"),
        sa.Column("told", sa.Text, nullable=False, comment="it in words, shortened"),
    )  # fmt: skip
    op.create_index("ix_logbook_made_by", "logbook", ["made_by"])
    op.create_index("ix_logbook_made_at", "logbook", ["made_at"])
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER logbook_no_{event.lower()} BEFORE {event} ON logbook "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION quoth_logbook_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER logbook_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON logbook "
        "FOR EACH STATEMENT EXECUTE FUNCTION quoth_logbook_is_kept()"
    )
