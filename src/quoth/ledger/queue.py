"""What is to be reviewed: statements that nobody has decided about, the least certain first."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.schema import attributions, versions
from quoth.ledger.search import candidates, load, terms_of
from quoth.ledger.statement import Statement
from quoth.query import StatementQuery


def queue(
    connection: Connection, query: StatementQuery, *, limit: int = 20, offset: int = 0
) -> tuple[list[Statement], int]:
    """The statements of a search that nobody has confirmed, corrected or added, and how many there
    are: those of which it is least likely that they, their source and words are right first."""
    terms = terms_of(query.words)
    if terms.empty_handed:
        return [], 0
    found = candidates(connection, query, terms, ranked=False).subquery()
    sure = sa.case(
        (attributions.c.confidence < attributions.c.content_confidence, attributions.c.confidence),
        else_=attributions.c.content_confidence,
    )
    question = (
        sa.select(attributions.c.id, attributions.c.version_id)
        .join(versions, versions.c.id == attributions.c.version_id)
        .where(
            attributions.c.id.in_(sa.select(found.c.id)),
            attributions.c.status.is_(None),
            versions.c.is_current,
        )
    )
    total = connection.scalar(sa.select(sa.func.count()).select_from(question.subquery())) or 0
    rows = connection.execute(
        question.order_by(sure, attributions.c.id).limit(limit).offset(offset)
    )
    return load(connection, [(row.id, row.version_id, 0.0) for row in rows]), total
