"""Speakers keep their pronouns, and organisations what they are and where they belong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the columns; of what was kept before nothing is known until it is read again."""
    op.add_column(
        "speakers",
        sa.Column(
            "pronouns",
            sa.JSON,
            nullable=False,
            server_default="[]",
            comment="by which the article speaks of a person: she, he, they",
        ),
    )
    op.add_column(
        "speakers",
        sa.Column("body", sa.Text, comment="what an organisation is: ministry, police, court, …"),
    )
    op.add_column(
        "speakers",
        sa.Column("place", sa.Text, comment="the country or place that it belongs to"),
    )
