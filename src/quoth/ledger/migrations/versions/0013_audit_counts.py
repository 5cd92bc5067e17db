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
    _grant_as("versions", "audit_counts")


def _grant_as(known: str, new: str) -> None:
    """Gives whoever has rights on one table the same on a new one: PostgreSQL gives none."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    granted = connection.execute(
        sa.text(
            "SELECT grantee, privilege_type FROM information_schema.role_table_grants "
            "WHERE table_schema = current_schema() AND table_name = :known "
            "AND grantee <> current_user"
        ),
        {"known": known},
    )
    quoted = connection.dialect.identifier_preparer.quote
    for grantee, privilege in granted.all():
        to = "PUBLIC" if grantee == "PUBLIC" else quoted(grantee)
        op.execute(sa.text(f"GRANT {privilege} ON {new} TO {to}"))
