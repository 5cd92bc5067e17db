"""The part of `quoth.Ledger` for a newsroom's day: saved searches and what they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from quoth.errors import InputError, NotFoundError
from quoth.ledger import alerting, hooks, marks, saved, watching
from quoth.ledger.database import Database
from quoth.ledger.desk_tables import saved_searches
from quoth.ledger.joined import join_speakers
from quoth.ledger.marks import Mark
from quoth.ledger.queue import queue
from quoth.ledger.saved import Alert, SavedSearch
from quoth.ledger.statement import Statement
from quoth.ledger.watching import Watched
from quoth.query import StatementQuery
from quoth.records import Article, Reading

if TYPE_CHECKING:
    from quoth.intake import IntakeOptions
    from quoth.ledger.keep import Kept

Reads = Callable[[Iterable[Article | InputError]], Iterator[Reading | InputError]]
"""Reads articles in order; what could not be taken in is passed through."""


class Desk:
    """What people keep beside the readings."""

    database: Database
    name: str

    if TYPE_CHECKING:  # of the ledger, whose part this is

        def add_each(  # noqa: D102
            self, sources: Iterable[Any], *, workers: int | None = None,
            model: Path | None = None, max_seconds: float | None = None,
            told: Callable[[Reading], None] | None = None, read: Reads | None = None,
        ) -> Iterator[Kept | InputError]: ...  # fmt: skip

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

    def watch(self, place: str, *, every: int | None = None, by: str | None = None) -> int:
        """Watches a feed, a site map, a page, a folder, or a file of addresses (one a line); gives
        its number. `look_at` and `due` look.

        Args:
            place: an http or https address, or the path of a folder or file.
            every: minutes between two looks; None: only when asked.
            by: who says so.

        Raises:
            OptionError: for a place that cannot be watched, or an interval that is none.
        """
        with self.database.writing() as connection:
            moment = datetime.now(UTC)
            return watching.add(connection, place, every=every, by=by, moment=moment)

    def watched(self) -> list[Watched]:
        """What is watched, and how it stands."""
        with self.database.reading() as connection:
            return watching.every_one(connection)

    def watched_one(self, id: int) -> tuple[Watched, list[tuple[str, str]]]:
        """What is watched under a number, with its pages that could not be read and why.

        Raises:
            NotFoundError: when there is none.
        """
        with self.database.reading() as connection:
            return watching.one(connection, id), watching.troubles(connection, id)

    def forget_watched(self, id: int) -> None:
        """Watches a place no more; what was kept of it stays.

        Raises:
            NotFoundError: when there is none of that number.
        """
        with self.database.writing() as connection:
            watching.forget(connection, id)

    def due(self, *, at: datetime | None = None) -> list[int]:
        """The numbers of what is to be looked at now."""
        with self.database.reading() as connection:
            return watching.due(connection, at or datetime.now(UTC))

    def look_at(
        self,
        id: int,
        options: IntakeOptions | None = None,
        *,
        workers: int | None = None,
        model: Path | None = None,
        max_seconds: float | None = None,
        read: Reads | None = None,
        told: Callable[[Reading], None] | None = None,
        most: int = watching.MOST,
        stopped: Callable[[], bool] = lambda: False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Iterator[Kept | InputError]:
        """Looks at what is watched under a number, once: keeps what is new or changed there, and
        yields what became of each article. Nothing where somebody looks at it already.

        Args:
            id: its number.
            options: how to take the pages in; ``delay`` is the seconds between two of one site.
            workers: processes to read with.
            model: a model folder.
            max_seconds: how long reading one article may take.
            read: reads articles in place of processes of its own.
            told: called with each new reading before it is kept.
            most: pages that are asked for; the others have their turn in the next look.
            stopped: asked before each page whether to end.
            clock: the time of day (UTC).
        """
        from quoth.intake import IntakeOptions

        def keep(sources: Iterable[Any]) -> Iterator[Kept | InputError]:
            return self.add_each(
                sources, workers=workers, model=model, max_seconds=max_seconds, told=told,
                read=read,
            )  # fmt: skip

        return watching.looked(
            self.database, id, options or IntakeOptions(), keep, clock=clock, most=most,
            stopped=stopped,
        )  # fmt: skip

    def mark(
        self, kind: str, text: str, about: str, target: int | str, *, by: str | None = None
    ) -> int:
        """Puts a tag or note on something, or it into a collection; gives the mark's number.

        Args:
            kind: "tag", "collection" or "note".
            text: the tag, the collection's name, or the note.
            about: "statement", "article" or "speaker".
            target: number of the statement or of a text of the article, or id of the speaker.
            by: who does so.

        Raises:
            OptionError: for a kind or a thing that is not there, or a text that cannot be kept.
        """
        self._joined(about)
        with self.database.writing() as connection:
            return marks.add(connection, kind, text, about, target, by=by)

    def unmark(self, id: int) -> None:
        """Takes a mark away.

        Raises:
            NotFoundError: when there is none of that number.
        """
        with self.database.writing() as connection:
            marks.remove(connection, id)

    def marks_of(self, about: str, target: int | str) -> list[Mark]:
        """The tags, collections and notes of a statement, an article or a speaker.

        Raises:
            OptionError: when there is no such thing.
        """
        self._joined(about)
        with self.database.reading() as connection:
            return marks.of(connection, about, target)

    def marks(
        self, *, kind: str | None = None, text: str | None = None, limit: int = 100,
        offset: int = 0,
    ) -> list[Mark]:  # fmt: skip
        """All marks, the last first; of one kind and text only, if given."""
        with self.database.reading() as connection:
            return marks.every_one(connection, kind=kind, text=text, limit=limit, offset=offset)

    def tags_and_collections(self) -> list[tuple[str, str, int]]:
        """The tags and collections there are, with on how many things each is."""
        with self.database.reading() as connection:
            return marks.counted(connection)

    def _joined(self, about: str) -> None:
        if about == "speaker":
            join_speakers(self.database)

    def review_queue(
        self, query: StatementQuery | None = None, *, limit: int = 20, offset: int = 0
    ) -> tuple[list[Statement], int]:
        """The statements of a search (or all) that nobody has confirmed, corrected or added, the
        least certain first, and how many there are."""
        asked = query or StatementQuery()
        if any((asked.speaker, asked.identity, asked.tag, asked.collection)):
            join_speakers(self.database)
        with self.database.reading() as connection:
            return queue(connection, asked, limit=limit, offset=offset)

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
