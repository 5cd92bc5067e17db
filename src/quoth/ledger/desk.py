"""The part of `quoth.Ledger` for a newsroom's day: saved searches and what they tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quoth.errors import NotFoundError
from quoth.ledger import alerting, hooks, saved
from quoth.ledger.database import Database
from quoth.ledger.desk_tables import saved_searches
from quoth.ledger.saved import Alert, SavedSearch
from quoth.query import StatementQuery


class Desk:
    """What people keep beside the readings."""

    database: Database
    name: str

    def save_search(
        self,
        name: str,
        query: StatementQuery,
        *,
        kind: str = "statements",
        hook: str | None = None,
        by: str | None = None,
    ) -> int:
        """Saves a search, and remembers what it finds now: what comes later is told.

        Args:
            name: what people call it; no two have the same.
            query: what is asked for: words, or a filter at least.
            kind: "statements" (new, changed and withdrawn ones), "quotation" (those that their
                speaker never said before) or "figure" (figures that changed).
            hook: the address that alerts are sent to, signed; `send_alerts` sends them.
            by: who saves it.

        Returns:
            Its number.

        Raises:
            OptionError: for a name that is taken, a search that asks for nothing, another kind, or
                a hook that is no address.
        """
        with self.database.writing() as connection:
            id = saved.save(connection, name, query, kind=kind, hook=hook, by=by)
            alerting.look(connection, id)
        return id

    def saved_searches(self) -> list[SavedSearch]:
        """The saved searches, by name."""
        with self.database.reading() as connection:
            return saved.saved(connection)

    def saved_search(self, which: int | str) -> SavedSearch:
        """A saved search by its number or its name.

        Raises:
            NotFoundError: when there is none.
        """
        with self.database.reading() as connection:
            return saved.saved(connection, which)[0]

    def search_of_feed(self, feed: str) -> SavedSearch:
        """The saved search whose feed has that secret address.

        Raises:
            NotFoundError: when there is none.
        """
        with self.database.reading() as connection:
            found = saved.of_feed(connection, feed)
        if found is None:
            raise NotFoundError("feed", "there is no such feed; its search may be gone")
        return found

    def change_search(self, id: int, values: Mapping[str, Any]) -> None:
        """Changes ``name``, ``kind``, ``query`` or ``hook`` of a saved search. ``again``: alerts
        that could not be sent are tried again at once.

        Raises:
            NotFoundError: when there is none of that number.
            OptionError: as `save_search`.
        """
        with self.database.writing() as connection:
            saved.change(connection, id, values)
            alerting.look(connection, id)

    def forget_search(self, id: int) -> None:
        """Takes a saved search away, with its alerts.

        Raises:
            NotFoundError: when there is none of that number.
        """
        with self.database.writing() as connection:
            saved.forget(connection, id)

    def look(self, id: int | None = None) -> int:
        """Lets the saved searches (or one) look at what was kept since; gives how many alerts came
        up. Each looks in a transaction of its own; nothing is done where nothing has changed."""
        if self.database.read_only:
            return 0
        question = sa.select(saved_searches.c.id, saved_searches.c.state)
        if id is not None:
            question = question.where(saved_searches.c.id == id)
        with self.database.reading() as connection:
            rows = connection.execute(question.order_by(saved_searches.c.id)).all()
            state = alerting.state_of(connection) if rows else ""
        told = 0
        for row in rows:
            if row.state != state:
                with self.database.writing() as connection:
                    told += alerting.look(connection, row.id)
        return told

    def alerts(
        self, search: int | None = None, *, limit: int = 100, offset: int = 0
    ) -> list[Alert]:
        """What saved searches (or one) told when they last looked, the last first."""
        with self.database.reading() as connection:
            return saved.alerts_of(connection, search, limit=limit, offset=offset)

    def send_alerts(
        self, *, allow_private: bool = False, at: datetime | None = None
    ) -> list[hooks.Sent]:
        """Sends the alerts that are to be sent to the addresses of their searches.

        Args:
            allow_private: whether those may be inside a network.
            at: the time of day (UTC), by default that of the clock.
        """
        from dataclasses import replace

        from quoth.intake.fetch import HOOK_LIMITS, post

        limits = replace(HOOK_LIMITS, allow_private=allow_private)
        return hooks.send(
            self.database, lambda url, body, fields: post(url, body, fields, limits=limits), at=at
        )
