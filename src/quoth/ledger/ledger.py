"""A ledger from Python: `Ledger` opens one and asks it everything the command line can ask."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from quoth._version import __version__
from quoth.errors import InputError, NotFoundError, UnkeepableError
from quoth.ledger.asked_pages import AskedPages
from quoth.ledger.asking import Asking
from quoth.ledger.corrections import corrected_again, known
from quoth.ledger.database import Database
from quoth.ledger.decided import Decided
from quoth.ledger.desk import Desk, Reads
from quoth.ledger.finding import OPENING, known_by, listed
from quoth.ledger.history import Change, changes
from quoth.ledger.keep import (
    Kept,
    address_of,
    fact,
    find,
    find_deleted,
    first_fact,
    keep,
    plain_url,
    refuse_unkeepable,
    renew,
)
from quoth.ledger.people import People
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.rows import current_of
from quoth.ledger.schema import articles, attributions, versions
from quoth.records import Article, Reading
from quoth.wording import headline

_SALT = "salt"


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article: its key in the ledger, its place (1 is the first), when it was kept
    (UTC), and the reading of it."""

    id: int
    number: int
    added_at: str
    reading: Reading


class Ledger(Decided, Desk, People, Asking):
    """A database of readings: a file, or a ``postgresql://`` address (extra ``postgres``).

        with Ledger("news.db") as ledger:
            ledger.add("articles/")
            for statement in ledger.search("water vapour"):
                print(statement.speaker, statement.content)

    Several programs may read and write one ledger at once. Every article is kept whole or not
    at all.
    """

    def __init__(
        self, target: str | Path, *, create: bool = True, called: str | None = None
    ) -> None:
        """Opens the ledger, makes it first when there is none and ``create``. Messages call it by
        its path or address, or ``called``.

        One that an older quoth made is migrated, after a copy of it was put beside it (SQLite).

        Raises:
            LedgerError: when it is missing, no ledger, made by a newer quoth, or out of reach.
            OptionError: for another kind of address, or a driver that is not installed.
        """
        self.database = Database(target, create=create)
        if called is not None:
            self.database.call(called)
        self.name = self.database.name

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()

    def salt(self) -> str:
        """A random text that is made once for a ledger and kept in it: with it, servers sign what
        shall be theirs after a restart. "" where nothing can be written.

        Raises:
            LedgerError: when the database fails.
        """
        with self.database.reading() as connection:
            known = fact(connection, _SALT)
        if known is not None or self.database.read_only:
            return known or ""
        with self.database.writing() as connection:
            return first_fact(connection, _SALT, secrets.token_urlsafe(24))

    # Keeping

    def add(
        self,
        *sources: Any,
        workers: int | None = None,
        max_seconds: float | None = None,
        on_error: Callable[[InputError], None] | None = None,
    ) -> list[Kept]:
        """Reads what is not kept yet, and keeps it: each article in a transaction of its own.

        Args:
            sources: readings, or anything `quoth.read_many` takes; lists of them too.
            workers: processes to read with; by default one for each core.
            max_seconds: that reading one article may take, as in `quoth.read_many`.
            on_error: called with each input that could not be read or kept.

        Returns:
            What became of each article, in order.

        Raises:
            ExceptionGroup: of `InputError`, at the end, when inputs were bad and ``on_error`` is
                not given; all others have been kept by then.
            LedgerError: when the database fails; what was kept before stays kept.
        """
        bad: list[InputError] = []
        out: list[Kept] = []
        for kept in self.add_each(sources, workers=workers, max_seconds=max_seconds):
            if isinstance(kept, Kept):
                out.append(kept)
            elif on_error is not None:
                on_error(kept)
            else:
                bad.append(kept)
        if bad:
            raise ExceptionGroup("inputs that could not be stored", bad)
        return out

    def add_each(
        self,
        sources: Iterable[Any],
        *,
        workers: int | None = None,
        model: Path | None = None,
        max_seconds: float | None = None,
        told: Callable[[Reading], None] | None = None,
        read: Reads | None = None,
    ) -> Iterator[Kept | InputError]:
        """As `add`, one by one as they are ready, bad inputs in their place.

        ``told`` is called with each new reading before it is kept; ``read`` reads in place of
        processes of its own.
        """
        from quoth.jobs.sources import flat

        for made, run in groupby(flat(sources), key=lambda source: isinstance(source, Reading)):
            if made:
                readings: Iterable[Any] = run
                yield from (self._settled(reading, told) for reading in readings)
            else:
                yield from self._add_unread(run, workers, model, max_seconds, told, read)

    def _add_unread(
        self,
        sources: Iterable[Any],
        workers: int | None,
        model: Path | None,
        max_seconds: float | None,
        told: Callable[[Reading], None] | None,
        read: Reads | None,
    ) -> Iterator[Kept | InputError]:
        from quoth.jobs.many import read_articles
        from quoth.jobs.sources import taken_in

        # What is kept already is not read: it waits here with the number of those read before it.
        known: deque[tuple[int, Kept]] = deque()
        handed_in = 0

        def fresh() -> Iterator[Article | InputError]:
            nonlocal handed_in
            for source in sources:
                for article in taken_in(source):
                    kept = self._kept_already(article)
                    if isinstance(kept, InputError):
                        handed_in += 1
                        yield kept
                    elif kept is not None:
                        known.append((handed_in, kept))
                    else:
                        handed_in += 1
                        yield article

        reads = read or partial(
            read_articles, model=model, workers=workers, max_seconds=max_seconds
        )
        for handed_out, one in enumerate(reads(fresh())):
            while known and known[0][0] <= handed_out:
                yield known.popleft()[1]
            yield self._settled(one, told)
        for _, kept in known:
            yield kept

    def pages(self) -> AskedPages:
        """Gives the articles at addresses, asking only for what has changed since this ledger asked
        last: for ``fetcher`` of `quoth.intake.articles`."""
        return AskedPages(self.database)

    def keep(self, reading: Reading) -> Kept:
        """Keeps one reading, in a transaction of its own; the same text again changes nothing, but
        for what it says of itself now and did not before (`Kept.learnt`).

        Raises:
            InputError: when it cannot be kept: NUL characters, lone surrogates, an id or URL of
                more than 2,000 bytes.
            LedgerError: when the database fails; nothing of it was kept then.
        """
        refuse_unkeepable(reading.article)
        with self.database.writing() as connection:
            kept = keep(connection, reading)
            if kept.outcome == "unchanged":
                return _completed(connection, kept, reading.article)
            if kept.outcome == "changed":
                known.carried_to(connection, kept.version, reading.article)
            return kept

    def kept(self, article: Article) -> Kept | None:
        """Where the article's very text is kept already, or None.

        Raises:
            InputError: when it cannot be kept at all (see `keep`).
        """
        return self._look_up(article)[0]

    def _look_up(self, article: Article) -> tuple[Kept | None, bool]:
        """As `kept`, and whether the article says more of itself than what is kept."""
        refuse_unkeepable(article)
        with self.database.reading() as connection:
            row = find(connection, article)
            if row is not None:
                more = bool(known.news_in(connection, row, article))
                return Kept(address_of(article), "unchanged", row.id, row.number, 0), more
            gone = find_deleted(connection, article)
        if gone is not None:
            return Kept(address_of(article), "deleted", gone.id, gone.number, 0), False
        return None, False

    def _kept_already(self, article: Article | InputError) -> Kept | InputError | None:
        """Where an article is kept, why it cannot be, or None where it is to be read."""
        if isinstance(article, InputError):
            return None
        try:
            kept, more = self._look_up(article)
            if kept is not None and more:
                with self.database.writing() as connection:
                    kept = _completed(connection, kept, article)
            return kept
        except InputError as error:
            return error
        except UnkeepableError as error:
            return InputError(article.id, error.reason)

    def _settled(
        self, one: Reading | InputError, told: Callable[[Reading], None] | None
    ) -> Kept | InputError:
        if not isinstance(one, Reading):
            return one
        if told is not None:
            told(one)
        try:
            return self.keep(one)
        except InputError as error:
            return error
        except UnkeepableError as error:  # the database's own limits: it costs this article
            return InputError(one.article.id, error.reason)

    # What is kept

    def readings(self, ids: Iterable[int] | None = None) -> Iterator[Reading]:
        """The readings of these versions, or of the current version of every article, in the
        order they were first kept; streamed."""
        for id in self.current() if ids is None else ids:
            with self.database.reading() as connection:
                found = list(readings_of(connection, [id]))
            yield from found  # no connection waits for whoever takes them

    def current(self) -> list[int]:
        """The keys of the current version of every article, in the order of the articles."""
        with self.database.reading() as connection:
            return current_of(connection)

    def versions(self, address: str) -> list[Version]:
        """Every text kept of the article at an address (its URL, or the id it came with); of a
        deleted one, none.

        Raises:
            NotFoundError: when no article of that address is kept.
        """
        asked = {address, plain_url(address)}
        question = (
            sa.select(versions.c.id, versions.c.number, versions.c.added_at)
            .join(articles)
            .where(articles.c.address.in_(asked), articles.c.deleted_at.is_(None))
            .order_by(versions.c.article_id, versions.c.number)
        )
        with self.database.reading() as connection:
            rows = connection.execute(question).all()
            if not rows:
                raise NotFoundError(
                    self.name,
                    f"no article with the address {address!r}; quoth articles lists the addresses",
                )
            found = readings_of(connection, [row.id for row in rows])
            return [
                Version(row.id, row.number, row.added_at, reading)
                for row, reading in zip(rows, found, strict=True)
            ]

    def version(self, id: int) -> Version:
        """One kept text by its key.

        Raises:
            NotFoundError: when there is none.
        """
        question = (
            sa.select(versions.c.number, versions.c.added_at, articles.c.deleted_at)
            .join(articles)
            .where(versions.c.id == id)
        )
        with self.database.reading() as connection:
            row = connection.execute(question).one_or_none()
            if row is None:
                raise NotFoundError(self.name, f"no article {id}")
            if row.deleted_at is not None:
                raise NotFoundError(self.name, f"article {id} was deleted; see quoth correct log")
            (reading,) = readings_of(connection, [id])
        return Version(id, row.number, row.added_at, reading)

    def address_of(self, id: int) -> str:
        """The address of the article that a version belongs to.

        Raises:
            NotFoundError: when there is no such version.
        """
        question = sa.select(articles.c.address).join(versions).where(versions.c.id == id)
        with self.database.reading() as connection:
            address = connection.execute(question).scalar()
        if address is None:
            raise NotFoundError(self.name, f"no article {id}")
        return str(address)

    def article_named(self, named: str) -> int:
        """The number of the current text of an article, by its number or its address.

        Raises:
            NotFoundError: when the ledger holds no article of that address.
        """
        if named.isascii() and named.isdigit() and len(named) < 19:
            return int(named)  # whoever uses it says whether there is one
        return self.versions(named)[-1].id

    def statement_ids(self, version: int) -> dict[str, int]:
        """The rows of a version's statements by their ids in its reading."""
        question = sa.select(attributions.c.aid, attributions.c.id).where(
            attributions.c.version_id == version
        )
        with self.database.reading() as connection:
            return {row.aid: row.id for row in connection.execute(question)}

    def articles(
        self,
        words: str = "",
        *,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        """The articles kept, the newest first: id (of the current version), address, title,
        headline (the title, or the first words of the text), outlet, url, published, added_at,
        version and number of statements.

        Args:
            words: each must stand in the title or the address, in any case.
            outlet: words of the outlet's name.
            since: published on this day (ISO date, month or year) or later.
            until: published on this day or before.
            limit: how many at most.
            offset: how many of the first to pass over.

        Raises:
            OptionError: for a day that is none.
        """
        asked = known_by(words, outlet=outlet, since=since, until=until)
        with self.database.reading() as connection:
            return listed(connection, asked, limit=limit, offset=offset)

    def headlines(self, addresses: Iterable[str]) -> dict[str, tuple[int, str]]:
        """The current version of articles and what they are called, by their addresses."""
        question = (
            sa.select(
                articles.c.address,
                versions.c.id,
                versions.c.title,
                sa.func.substr(versions.c.text, 1, OPENING).label("opening"),
            )
            .join(articles, articles.c.id == versions.c.article_id)
            .where(versions.c.is_current, articles.c.address.in_(set(addresses)))
        )
        with self.database.reading() as connection:
            return {
                row.address: (row.id, headline(row.title, row.opening) or row.address)
                for row in connection.execute(question)
            }

    def history(self, address: str) -> list[tuple[Version, tuple[Change, ...]]]:
        """Every version of an article, each with what changed from the one before.

        Raises:
            NotFoundError: when no article of that address is kept.
        """
        out: list[tuple[Version, tuple[Change, ...]]] = []
        before: Version | None = None
        for version in self.versions(address):
            if before is None or version.number == 1:
                out.append((version, ()))
            else:
                out.append((version, changes(before.reading, version.reading)))
            before = version
        return out

    def reread(
        self,
        *,
        model: Path | None = None,
        everything: bool = False,
        workers: int | None = None,
        max_seconds: float | None = None,
        told: Callable[[Reading], None] | None = None,
    ) -> Iterator[Kept | InputError]:
        """Reads kept texts again that another model or version of quoth read, or whose day or
        language has changed since; yields each that was renewed. What people corrected stays as
        they corrected it.

        ``everything``: also what this very model and version read. ``told`` is called with each
        new reading before it is kept.
        """
        from quoth.jobs.many import read_articles
        from quoth.reading.bundle import Bundle

        name = Bundle.open(model).name
        question = sa.select(versions.c.id).order_by(versions.c.id)
        if not everything:
            question = question.where(
                sa.or_(
                    versions.c.model != name,
                    versions.c.quoth_version != __version__,
                    versions.c.stale,
                )
            )
        with self.database.reading() as connection:
            old = list(connection.execute(question).scalars())
        texts = (reading.article for reading in self.readings(old))
        if old and self.database.read_only:
            with self.database.writing():  # refused before anything is read
                pass
        reads = read_articles(texts, model=model, workers=workers, max_seconds=max_seconds)
        for id, reading in zip(old, reads, strict=True):
            if isinstance(reading, InputError):
                yield reading
                continue
            if told is not None:
                told(reading)
            with self.database.writing() as connection:
                row = connection.execute(
                    sa.select(versions.c.number).where(versions.c.id == id).with_for_update()
                ).one()
                renewed, statuses, machine = corrected_again(connection, id, reading)
                renew(connection, id, renewed, statuses, machine)
            address = address_of(reading.article)
            yield Kept(address, "changed", id, row.number, len(renewed.attributions))


def _completed(connection: sa.Connection, kept: Kept, article: Article) -> Kept:
    learnt = known.learn(connection, kept.version, article)
    return replace(kept, outcome="completed", learnt=learnt) if learnt else kept
