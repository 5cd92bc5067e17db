"""Watching feeds, site maps, pages, lists of addresses and folders: what is new or changed there.

What was read is not asked for twice for nothing: a page is asked for with what its server said of
its state (RFC 9110, 13), an hour after it was first seen, and then after gaps that double; a file
when its size or time is another. All of it stands in the ledger, so that a look that was stopped
goes on where it was.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.acting import by_whom
from quoth.errors import InputError, NotFoundError, OptionError
from quoth.ledger import logbook
from quoth.ledger.database import Database
from quoth.ledger.desk_tables import watched, watched_pages
from quoth.records import Article
from quoth.wording import is_web_address

if TYPE_CHECKING:
    from quoth.intake import IntakeOptions
    from quoth.intake.fetch import Fetched, Known
    from quoth.ledger.keep import Kept

_FORM = "%Y-%m-%dT%H:%M:%SZ"
_SOONEST = timedelta(hours=1)  # between two requests for a page that a feed leads to
_LOST = timedelta(hours=1)  # after which a look that did not end is taken over
_LONGEST = 2000  # bytes of a place
_DEEPEST = 2
_PATIENCE = 43_200  # minutes: the most that may lie between two looks
MOST = 500
"""Pages that are asked for in one look; the others have their turn in the next."""

Pages = Iterator[Article | InputError]


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched, and how it stands.

    Times are in UTC; ``every`` is in minutes, None: only when asked. ``pages``, ``new``,
    ``changed`` and ``failed`` are of the last look, ``kept`` of all. ``looking``: since when
    somebody looks at it, or None. ``trouble``: why it could not be read.
    """

    id: int
    place: str
    added_at: str
    added_by: str | None
    every: int | None
    next_at: str | None
    looking: str | None
    looked_at: str | None
    trouble: str | None
    pages: int
    new: int
    changed: int
    failed: int
    kept: int

    @property
    def kind(self) -> str:
        """ "address", or "folder or file"."""
        return "address" if self.place.lower().startswith(("http://", "https://")) else "folder"


def add(
    connection: Connection, place: str, *, every: int | None, by: str | None, moment: datetime
) -> int:
    """Watches a place; one that is watched already has its interval changed. Gives its number.

    Raises:
        OptionError: for a place that cannot be watched, or an interval that is none.
    """
    plain = place.strip()
    fine = bool(plain) and "\x00" not in plain and len(plain.encode("utf-8", "replace")) <= _LONGEST
    if not fine or any("\ud800" <= character <= "\udfff" for character in plain):
        raise OptionError(f"{place[:200]!r}: name an address, a folder, or a file of addresses")
    if plain.lower().startswith(("http://", "https://")) and not is_web_address(plain):
        raise OptionError(f"{plain[:200]}: not a valid address")
    if every is not None and not 1 <= every <= _PATIENCE:
        raise OptionError(f"every: {every} is no number of minutes from 1 to {_PATIENCE}")
    next_at = moment.strftime(_FORM) if every is not None else None
    known = connection.scalar(sa.select(watched.c.id).where(watched.c.place == plain))
    if known is not None:
        new = {"every": every, "next_at": next_at}
        connection.execute(watched.update().where(watched.c.id == known).values(**new))
        _log(connection, "changed", int(known), plain, by)
        return int(known)
    values = dict.fromkeys(("pages", "new", "changed", "failed", "kept"), 0)
    row = watched.insert().values(
        place=plain, added_at=moment.strftime(_FORM), added_by=by_whom(by), every=every,
        next_at=next_at, **values,
    )  # fmt: skip
    id = int(connection.execute(row.returning(watched.c.id)).scalar_one())
    _log(connection, "watched", id, plain, by)
    return id


def forget(connection: Connection, id: int) -> None:
    """Watches a place no more; what was kept of it stays.

    Raises:
        NotFoundError: when there is none of that number.
    """
    place = one(connection, id).place
    connection.execute(watched_pages.delete().where(watched_pages.c.watched_id == id))
    connection.execute(watched.delete().where(watched.c.id == id))
    _log(connection, "stopped", id, place)


def _log(connection: Connection, action: str, id: int, place: str, by: str | None = None) -> None:
    logbook.write(connection, "watch", action, about="watched", target=id, told=place, by=by)


def every_one(connection: Connection) -> list[Watched]:
    """What is watched, in the order it was named."""
    rows = connection.execute(sa.select(watched).order_by(watched.c.id))
    return [Watched(**row._mapping) for row in rows]


def one(connection: Connection, id: int) -> Watched:
    """What is watched under a number.

    Raises:
        NotFoundError: when there is none.
    """
    row = connection.execute(sa.select(watched).where(watched.c.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("watched", f"there is no {id}")
    return Watched(**row._mapping)


def troubles(connection: Connection, id: int, *, limit: int = 20) -> list[tuple[str, str]]:
    """The pages of a place that could not be read the last time, and why; the last asked first."""
    question = (
        sa.select(watched_pages.c.address, watched_pages.c.trouble)
        .where(watched_pages.c.watched_id == id, watched_pages.c.trouble.is_not(None))
        .order_by(watched_pages.c.asked_at.desc(), watched_pages.c.address)
        .limit(limit)
    )
    return [(row.address, row.trouble) for row in connection.execute(question)]


def due(connection: Connection, moment: datetime) -> list[int]:
    """What is to be looked at now."""
    question = sa.select(watched.c.id).where(
        watched.c.next_at <= moment.strftime(_FORM), _free(moment)
    )
    return list(connection.scalars(question.order_by(watched.c.next_at, watched.c.id)))


def _free(moment: datetime) -> sa.ColumnElement[bool]:
    lost = (moment - _LOST).strftime(_FORM)
    return sa.or_(watched.c.looking.is_(None), watched.c.looking <= lost)


def claim(connection: Connection, id: int, moment: datetime) -> Watched | None:
    """What is watched, for whoever looks at it now; None where somebody does already."""
    values = {"looking": moment.strftime(_FORM), "pages": 0, "new": 0, "changed": 0, "failed": 0}
    update = watched.update().where(watched.c.id == id, _free(moment)).values(**values)
    row = connection.execute(update.returning(watched)).one_or_none()
    return None if row is None else Watched(**row._mapping)


def let_go(
    connection: Connection, seen: Watched, moment: datetime, *, trouble: str | None, done: bool
) -> None:
    """Ends a look; one that was not ``done`` is due again at once."""
    later = moment + timedelta(minutes=seen.every or 0) if done else moment
    connection.execute(
        watched.update()
        .where(watched.c.id == seen.id)
        .values(
            looking=None,
            looked_at=moment.strftime(_FORM),
            next_at=later.strftime(_FORM) if seen.every is not None else None,
            trouble=trouble,
        )
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page that was asked for, as its row will have it when its articles are kept."""

    address: str
    parent: str | None
    known: Known


class Look:
    """One look at a place: gives its articles, and writes down what became of each page."""

    def __init__(
        self,
        database: Database,
        seen: Watched,
        options: IntakeOptions,
        *,
        moment: datetime,
        most: int = MOST,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._seen = seen
        self._options = replace(options, follow=True)
        self._moment = moment
        self._left = most
        self._stopped = stopped
        self._waiting: deque[_Asked | None] = deque()
        self._depth = 0
        self._place: _Asked | None = None
        self._read: list[tuple[_Asked, bool]] = []  # and whether it led to others
        self.trouble: str | None = None

    @property
    def cut(self) -> bool:
        """Whether pages were left for the next look."""
        return self._left <= 0 or self._stopped()

    def articles(self) -> Pages:
        """What is new at the place, article by article; what cannot be read in its place."""
        for item in self._of(self._seen.place):
            self._waiting.append(self._place)
            yield item

    def kept(self, outcome: Kept | InputError) -> None:
        """Writes down what became of the next article: they come back in their order."""
        from quoth.ledger.keep import Kept

        page = self._waiting.popleft() if self._waiting else None
        fine = isinstance(outcome, Kept)
        new: dict[str, Any] = {}
        if isinstance(outcome, Kept) and outcome.outcome in ("new", "changed"):
            new[outcome.outcome] = watched.c[outcome.outcome] + 1
            new["kept"] = watched.c.kept + 1
        elif not fine:
            new["failed"] = watched.c.failed + 1
        with self._database.writing() as connection:
            if new:
                connection.execute(
                    watched.update().where(watched.c.id == self._seen.id).values(**new)
                )
            if page is not None:
                trouble = outcome.reason if isinstance(outcome, InputError) else None
                self._settle(connection, page, trouble)
            elif isinstance(outcome, InputError):
                self.trouble = outcome.reason

    def _of(self, place: str) -> Pages:
        from quoth.intake.places import is_address

        if is_address(place):
            yield from self._page(place, None)
        elif Path(place).is_dir():
            yield from self._folder(place)
        else:
            yield from self._list(place)

    def _list(self, name: str) -> Pages:
        """The articles at the addresses in a file, one a line; "#" begins a comment."""
        from quoth.intake.encodings import decode_text
        from quoth.intake.places import check_file, is_address, os_error

        self._place = None
        path = Path(name)
        try:
            check_file(path)
            lines = decode_text(path.read_bytes(), name).splitlines()
        except OSError as error:
            yield os_error(error, name)
            return
        except InputError as error:
            yield error
            return
        for number, line in enumerate(lines, 1):
            if self.cut:
                return
            plain = line.strip()
            if is_address(plain):
                yield from self._page(plain, None)
            elif plain and not plain.startswith("#"):
                self._place = None
                yield InputError(f"{name} line {number}", "not an http or https address")

    def _folder(self, name: str) -> Pages:
        from quoth.intake import articles
        from quoth.intake.fetch import Known
        from quoth.intake.places import files_at

        for file in files_at(name):
            if self.cut:
                return
            self._place = None
            if isinstance(file, InputError):
                yield file
                continue
            try:
                status = file.stat()
            except OSError:
                continue  # it went while it was looked at
            state = f"{status.st_size} {status.st_mtime_ns}"
            row = self._row(str(file))
            if row is not None and row.etag == state:
                continue
            self._count()
            self._place = _Asked(str(file), name, Known())
            yield from articles([str(file)], self._options)
            self._read.append((_Asked(str(file), name, Known(state)), False))

    def _page(self, address: str, parent: str | None) -> Pages:
        """The articles at an address; none where it is still what it was."""
        from quoth.intake.fetch import FetchLimits, Known, fetch
        from quoth.intake.polite import MANNERS

        row = self._row(address)
        if self.cut or (row is not None and parent is not None and not self._is_due(row)):
            return
        private = self._options.allow_private
        self._count()
        self._place = _Asked(address, parent, Known())
        try:
            if parent is None:
                MANNERS.pause(address, self._options.delay)
            else:
                MANNERS.ask(address, delay=self._options.delay, allow_private=private)
            known = Known(row.etag, row.last_modified) if row is not None else None
            got = fetch(address, known=known, limits=FetchLimits(allow_private=private))
        except InputError as error:
            if parent is None:
                self.trouble = error.reason
            yield error
            return
        page = _Asked(address, parent, Known(got.etag, got.last_modified))
        if got.unchanged:
            with self._database.writing() as connection:
                self._settle(connection, page, None)
            yield from self._again(address)
            return
        yield from self._taken(got, page)

    def _taken(self, got: Fetched, page: _Asked) -> Pages:
        from quoth.intake.fetch import Known
        from quoth.intake.take import articles_of_page

        leads = False

        def further(link: str) -> Pages:
            nonlocal leads
            leads = True
            if self._depth >= _DEEPEST or self.cut:
                return
            self._depth += 1
            try:
                yield from self._page(link, page.address)
            finally:
                self._depth -= 1
                self._place = here

        # What its server said of its state is kept when all that it gives was kept.
        here = _Asked(page.address, page.parent, Known())
        self._place = here
        links = _links_of(got.content)
        if links is None:
            yield from articles_of_page(got, page.address, self._options, further)
        else:
            content, without = links
            if content is not None:
                whole = replace(got, content=content)
                yield from articles_of_page(whole, page.address, self._options, further)
            for link in without:
                yield from further(link)
        self._read.append((page, leads))

    def finish(self) -> None:
        """Writes down the state of the pages that were read; of what leads to others only where
        none of those was left for later."""
        open = {page.address for page in self._waiting if page is not None}
        cut = self.cut or bool(self._waiting)
        with self._database.writing() as connection:
            for page, leads in self._read:
                if page.address not in open and not (leads and cut):
                    self._learn(connection, page)

    def _learn(self, connection: Connection, page: _Asked) -> None:
        mine = sa.and_(
            watched_pages.c.watched_id == self._seen.id, watched_pages.c.address == page.address
        )
        if connection.scalar(sa.select(watched_pages.c.address).where(mine)) is None:
            self._settle(connection, page, None)
            return
        new = {"etag": page.known.etag, "last_modified": page.known.last_modified}
        fine = watched_pages.c.trouble.is_(None)  # what could not be read is asked for again
        connection.execute(watched_pages.update().where(mine, fine).values(**new))

    def _again(self, feed: str) -> Pages:
        """The pages that a feed led to when it was last read, where they are due."""
        question = (
            sa.select(watched_pages.c.address)
            .where(watched_pages.c.watched_id == self._seen.id, watched_pages.c.parent == feed)
            .order_by(watched_pages.c.found_at.desc(), watched_pages.c.address)
        )
        with self._database.reading() as connection:
            pages = list(connection.scalars(question.limit(MOST)))
        for address in pages:
            yield from self._page(address, feed)

    def _is_due(self, row: Row[Any]) -> bool:
        found, asked = _time(row.found_at), _time(row.asked_at)
        gap = max(_SOONEST, asked - found)
        return self._moment >= asked + gap

    def _row(self, address: str) -> Row[Any] | None:
        question = sa.select(watched_pages).where(
            watched_pages.c.watched_id == self._seen.id, watched_pages.c.address == address
        )
        with self._database.reading() as connection:
            return connection.execute(question).one_or_none()

    def _count(self) -> None:
        self._left -= 1
        with self._database.writing() as connection:
            more = watched.update().where(watched.c.id == self._seen.id)
            connection.execute(more.values(pages=watched.c.pages + 1))

    def _settle(self, connection: Connection, page: _Asked, trouble: str | None) -> None:
        """Writes down that a page was read, or could not be."""
        moment = self._moment.strftime(_FORM)
        values: dict[str, Any] = {"asked_at": moment, "trouble": trouble}
        values |= {"etag": page.known.etag, "last_modified": page.known.last_modified}
        mine = watched_pages.update().where(
            watched_pages.c.watched_id == self._seen.id, watched_pages.c.address == page.address
        )
        if not connection.execute(mine.values(**values)).rowcount:
            new = {"watched_id": self._seen.id, "address": page.address, "found_at": moment}
            connection.execute(watched_pages.insert().values(**new, parent=page.parent, **values))


def _links_of(content: bytes) -> tuple[bytes | None, list[str]] | None:
    """Of a JSON Feed (https://www.jsonfeed.org/version/1.1/): the feed with the entries that give a
    text, or None, and the addresses of the others. None for anything else."""
    if b"jsonfeed.org/version" not in content[:2000]:
        return None
    try:
        feed = json.loads(content)
        items = [one for one in feed["items"] if isinstance(one, dict)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    whole = [one for one in items if one.get("content_html") or one.get("content_text")]
    links = [str(one.get("url") or "") for one in items if one not in whole]
    left = json.dumps({**feed, "items": whole}).encode() if whole else None
    return left, [link for link in links if link.startswith(("http://", "https://"))]


def _time(text: str) -> datetime:
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)


def looked(
    database: Database,
    id: int,
    options: IntakeOptions,
    add_each: Callable[[Iterable[Any]], Iterator[Kept | InputError]],
    *,
    clock: Callable[[], datetime],
    most: int = MOST,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Kept | InputError]:
    """Looks at a place once: yields what became of each article, as `Ledger.add_each`; nothing
    where somebody looks at it already."""
    with database.writing() as connection:
        seen = claim(connection, id, clock())
    if seen is None:
        return
    look = Look(database, seen, options, moment=clock(), most=most, stopped=stopped)
    done = False
    try:
        for outcome in add_each([look.articles()]):
            look.kept(outcome)
            yield outcome
        done = not look.cut
    finally:
        look.finish()
        with database.writing() as connection:
            let_go(connection, seen, clock(), trouble=look.trouble, done=done)
