"""The log of decisions as rows: writing one, and which have been taken back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.acting import by_whom
from quoth.errors import OptionError
from quoth.ledger import logbook
from quoth.ledger.keep import now
from quoth.ledger.schema import corrections


def undone(connection: Connection) -> set[int]:
    """The decisions that are taken back: an undo that was itself undone is none."""
    question = sa.select(corrections.c.id, corrections.c.undoes).where(
        corrections.c.undoes.is_not(None)
    )
    out: set[int] = set()
    for row in connection.execute(question.order_by(corrections.c.id.desc())):
        if row.id not in out:
            out.add(row.undoes)
    return out


def write(
    connection: Connection,
    action: str,
    version: int | None,
    details: dict[str, Any],
    by: str | None = None,
    why: str | None = None,
    undoes: int | None = None,
) -> int:
    """Adds a decision to the log, and gives its number.

    Raises:
        OptionError: when a name or a reason cannot be kept.
    """
    for text in (by, why):
        if text is not None and "\x00" in text:
            raise OptionError("reasons and names cannot contain NUL characters")
    new = corrections.insert().values(
        made_at=now(),
        made_by=by_whom(by),
        why=why,
        action=action,
        version_id=version,
        details=details,
        undoes=undoes,
    )
    number = int(connection.execute(new.returning(corrections.c.id)).scalar_one())
    if action != "learn":  # that is nobody's decision
        logbook.decided(connection, action, number, version, details, by)
    return number
