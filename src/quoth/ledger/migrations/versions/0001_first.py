"""The first ledger: all tables, the view ``statements`` and the search index, as they were then."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes all of it in an empty database."""
    connection = op.get_bind()
    script = Path(__file__).with_name(f"0001_{connection.dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split("\n--\n"):
        connection.exec_driver_sql(statement)
