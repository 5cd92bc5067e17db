"""Pages asked for again: what servers said of their state stands in the ledger, between two runs.

An address is asked for with the ETag and the time that its server gave (RFC 9110, 13), so that what
has not changed is not sent again. That is done only where all that the page gave then is what the
ledger holds of it now, so that nothing is lost where a run was stopped, a text was changed by
another input or an article deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from quoth.errors import InputError
from quoth.ledger.database import Database
from quoth.ledger.desk_tables import asked_pages
from quoth.ledger.keep import address_of, now
from quoth.ledger.rebuilt import article_of
from quoth.ledger.rows import digest
from quoth.ledger.schema import articles, versions
from quoth.records import Article

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from quoth.intake import IntakeOptions
    from quoth.intake.fetch import Known

_MOST = 2_000  # articles of one page whose state is kept; bytes of its address
_LONGEST_ADDRESS = 2_000


@dataclass
class AskedPages:
    """Gives the articles at addresses as `quoth.intake` does, asking only for what has changed."""

    database: Database
    _open: list[str] = field(default_factory=list)
    _last: object = None

    def __call__(
        self, url: str, options: IntakeOptions, depth: int
    ) -> Iterator[Article | InputError]:
        """The articles at an address: those it gave before, as they are kept, where it has not
        changed; of an unchanged feed or site map also those of the pages it led to."""
        from quoth.intake.fetch import FetchLimits, fetch
        from quoth.intake.take import articles_of_page

        parent = self._open[-1] if self._open and depth else None
        row, held = self._before(url)
        self._found(url, parent)
        limits = FetchLimits(allow_private=options.allow_private)
        limits = replace(limits, max_bytes=min(limits.max_bytes, options.max_bytes))
        try:
            got = fetch(url, known=self._known(row) if held is not None else None, limits=limits)
        except InputError as error:
            yield self._told(error)
            return
        if got.unchanged and held is not None:
            for article in held:
                yield self._told(article)
            if options.follow:
                yield from self._led_to(url, options, depth)
            return
        if row is not None:
            self._forget(url)
        given: list[list[str]] | None = []
        self._open.append(url)
        try:
            for item in articles_of_page(got, url, options, depth=depth, fetcher=self):
                if item is self._last:  # of a page that it leads to
                    yield item
                    continue
                if isinstance(item, InputError):
                    given = None  # it is asked for again
                elif given is not None:
                    given.append([address_of(item), digest(item.text)])
                yield self._told(item)
        finally:
            self._open.pop()
        if given is not None and len(given) <= _MOST:
            self._learn(url, got.etag, got.last_modified, given)

    def _told(self, item: Article | InputError) -> Article | InputError:
        self._last = item
        return item

    def _before(self, url: str) -> tuple[Row[Any] | None, list[Article] | None]:
        """What is known of a page, and the articles it gave, if the ledger has them all."""
        question = sa.select(asked_pages).where(asked_pages.c.address == url)
        with self.database.reading() as connection:
            row = connection.execute(question).one_or_none()
            if row is None or row.given is None or not (row.etag or row.last_modified):
                return row, None
            held: list[Article] = []
            for address, mark in row.given:
                kept = (
                    sa.select(versions)
                    .join(articles)
                    .where(articles.c.address == address, articles.c.deleted_at.is_(None))
                    .where(versions.c.is_current, versions.c.digest == mark)
                    .limit(1)
                )
                found = connection.execute(kept).one_or_none()
                if found is None:
                    return row, None
                held.append(article_of(found))
            return row, held

    def _known(self, row: Row[Any] | None) -> Known | None:
        from quoth.intake.fetch import Known

        return None if row is None else Known(row.etag, row.last_modified)

    def _led_to(
        self, url: str, options: IntakeOptions, depth: int
    ) -> Iterator[Article | InputError]:
        from quoth.intake.take import followed

        question = (
            sa.select(asked_pages.c.address)
            .where(asked_pages.c.parent == url)
            .order_by(asked_pages.c.found_at.desc(), asked_pages.c.address)
        )
        with self.database.reading() as connection:
            pages = list(connection.scalars(question))
        self._open.append(url)
        try:
            for page in pages:
                yield from followed(page, options, depth + 1, self)
        finally:
            self._open.pop()

    def _found(self, url: str, parent: str | None) -> None:
        """Writes down that there is such a page, and what led to it."""
        if len(url.encode()) > _LONGEST_ADDRESS:
            return
        led = {"parent": parent} if parent else {"found_at": asked_pages.c.found_at}
        mine = asked_pages.c.address == url
        with self.database.writing() as connection:
            if connection.execute(asked_pages.update().where(mine).values(**led)).rowcount:
                return
            values = {"address": url, "found_at": now(), "parent": parent}
            connection.execute(asked_pages.insert().values(**values))

    def _forget(self, url: str) -> None:
        """Forgets what a page that has changed said of its state and led to: what it still leads to
        is found anew, and if that is stopped, the page is asked for whole."""
        mine, led_to = asked_pages.c.address == url, asked_pages.c.parent == url
        with self.database.writing() as connection:
            connection.execute(asked_pages.update().where(led_to).values(parent=None))
            connection.execute(
                asked_pages.update().where(mine).values(etag=None, last_modified=None)
            )

    def _learn(
        self, url: str, etag: str | None, last_modified: str | None, given: list[list[str]]
    ) -> None:
        if len(url.encode()) > _LONGEST_ADDRESS:
            return
        new = {"etag": etag, "last_modified": last_modified, "given": given}
        with self.database.writing() as connection:
            connection.execute(
                asked_pages.update().where(asked_pages.c.address == url).values(**new)
            )
