"""Sending alerts to the address of a saved search: signed, in order, retried.

The form is that of Standard Webhooks (https://www.standardwebhooks.com, version 1.0.0): whoever
receives it checks ``webhook-signature`` with a library of that name, or with HMAC-SHA256 over
``id.timestamp.body``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.codec import dumps
from quoth.errors import InputError
from quoth.ledger.database import Database
from quoth.ledger.desk_tables import alerts, saved_searches
from quoth.ledger.saved import Alert, alert_of

Post = Callable[[str, bytes, dict[str, str]], int]
"""Sends a body with header fields to an address; raises InputError where that does not work."""

_MOST = 100  # alerts sent together
_LEASE = timedelta(minutes=2)  # within which nobody else sends the same
#: Seconds until what could not be sent is tried again; after the last it waits for a person.
WAITS = (60, 300, 1800, 7200, 18_000, 36_000, 36_000)
_FORM = "%Y-%m-%dT%H:%M:%SZ"
_SECRET = "whsec_"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the alerts of one saved search: how many were sent, or why not. ``next_try``
    (UTC) is when they are tried again, None where they wait for a person."""

    name: str
    alerts: int
    trouble: str | None = None
    next_try: str | None = None


def signed(secret: str, id: str, moment: int, body: bytes) -> dict[str, str]:
    """The header fields of a body that is sent.

    Args:
        secret: of the saved search, "whsec_" and base64.
        id: the same whenever the same alerts are sent again.
        moment: when it is sent, seconds since 1970.
        body: what is sent.
    """
    key = base64.b64decode(secret.removeprefix(_SECRET))
    mark = hmac.new(key, f"{id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(mark).decode()}",
    }


def send(database: Database, post: Post, *, at: datetime | None = None) -> list[Sent]:
    """Sends what is to be sent now: the alerts of each saved search with an address, in order.

    An alert may arrive twice (with the same ``webhook-id`` where it was sent alone), and none is
    left out: what comes after one that could not be sent waits for it.

    Args:
        database: of the ledger.
        post: sends.
        at: the time of day, by default that of the clock.
    """
    moment = at or datetime.now(UTC)
    if database.read_only:
        return []
    out: list[Sent] = []
    with database.reading() as connection:
        due = list(connection.execute(_due(moment)))
    for id in [row.id for row in due]:
        while (done := _send_one(database, post, id, moment)) is not None:
            out.append(done)
            if done.trouble or done.alerts < _MOST:
                break
    return out


def _due(moment: datetime) -> sa.Select[Any]:
    waiting = sa.select(alerts.c.id).where(
        alerts.c.search_id == saved_searches.c.id, alerts.c.id > saved_searches.c.sent
    )
    return sa.select(saved_searches.c.id).where(
        saved_searches.c.hook.is_not(None),
        saved_searches.c.tries <= len(WAITS),
        sa.or_(
            saved_searches.c.next_try.is_(None),
            saved_searches.c.next_try <= moment.strftime(_FORM),
        ),
        waiting.exists(),
    )


def _send_one(database: Database, post: Post, id: int, moment: datetime) -> Sent | None:
    with database.writing() as connection:
        claimed = _claimed(connection, id, moment)
    if claimed is None:
        return None
    row, several = claimed
    search = {"id": row.id, "name": row.name, "kind": row.kind}
    form = {"search": search, "alerts": [asdict(one) for one in several]}
    body = dumps(form).encode("utf-8", "replace")
    name = f"quoth_{row.id}_{several[0].id}_{several[-1].id}"
    trouble = None
    try:
        post(row.hook, body, signed(row.secret, name, int(moment.timestamp()), body))
    except InputError as error:
        trouble = error.reason
    with database.writing() as connection:
        return _settled(connection, row, several, trouble, moment)


def _claimed(
    connection: Connection, id: int, moment: datetime
) -> tuple[Row[Any], list[Alert]] | None:
    """The alerts to send, which nobody else sends for some minutes."""
    lease = (moment + _LEASE).strftime(_FORM)
    claim = (
        saved_searches.update()
        .where(saved_searches.c.id == id, saved_searches.c.id.in_(_due(moment)))
        .values(next_try=lease)
        .returning(saved_searches)
    )
    row = connection.execute(claim).one_or_none()
    if row is None:
        return None
    question = (
        sa.select(alerts)
        .where(alerts.c.search_id == id, alerts.c.id > row.sent)
        .order_by(alerts.c.id)
        .limit(_MOST)
    )
    return row, [alert_of(one) for one in connection.execute(question)]


def _settled(
    connection: Connection, row: Row[Any], several: list[Alert], trouble: str | None,
    moment: datetime,
) -> Sent:  # fmt: skip
    if trouble is None:
        new: dict[str, Any] = {
            "sent": several[-1].id, "tries": 0, "next_try": None, "trouble": None,
        }  # fmt: skip
    else:
        tries = row.tries + 1
        again = None
        if tries <= len(WAITS):
            again = (moment + timedelta(seconds=WAITS[tries - 1])).strftime(_FORM)
        new = {"tries": tries, "next_try": again, "trouble": trouble}
    connection.execute(
        saved_searches.update()
        .where(saved_searches.c.id == row.id, saved_searches.c.hook == row.hook)
        .values(**new)
    )
    return Sent(row.name, 0 if trouble else len(several), trouble, new["next_try"])
