"""The part of `quoth.Ledger` that answers questions about many articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, get_args

import sqlalchemy as sa

from quoth.errors import LedgerError, NotFoundError, OptionError
from quoth.ledger.audit import ArticleCount, Audit, By, IdentityOf, Ref, audit_counted
from quoth.ledger.audit_kept import count_missing, counted_articles, named
from quoth.ledger.checking import Checked, check, quotations_of
from quoth.ledger.comparing import COMPARED, About, Comparison, compare, story_of
from quoth.ledger.database import Database
from quoth.ledger.dossier import Dossier, dossier
from quoth.ledger.facets import Facets, facets, first_page, names_of
from quoth.ledger.joined import (
    Heard,
    Place,
    beside,
    by_place,
    heard,
    join_speakers,
    places,
    state_mark,
)
from quoth.ledger.keep import address_of
from quoth.ledger.permalinks import Fate, deleted, rejected, speaker_now, superseded
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.rows import current_of
from quoth.ledger.schema import articles, attributions, versions
from quoth.ledger.search import ORDERS, Order, count, ids, load, search
from quoth.ledger.statement import Statement
from quoth.ledger.stories import (
    Story,
    group_stories,
    listed,
    stories_by_address,
    story_now,
    story_of_version,
)
from quoth.ledger.tables import Statements
from quoth.ledger.telling import WholeStory, whole_story
from quoth.query import StatementQuery, one_of
from quoth.records import Reading

_PAGE = 200  # statements or articles taken from the ledger at once
SPEAKER_TYPES = ("person", "organisation", "document", "author")


class Asking:
    """Questions: each is asked in a transaction of its own and sees one state of the ledger."""

    database: Database
    name: str

    def search(
        self,
        words: str | StatementQuery = "",
        *,
        limit: int = 20,
        offset: int = 0,
        prefix: bool = False,
        order: Order = "best",
        **filters: Any,
    ) -> Statements:
        """Statements, best first, with the words marked; without words the newest first.

        Args:
            words: all must stand in the content or name the speaker; "several in quotation marks"
                side by side; -word must not stand there. No text is an error. Or a whole
                `StatementQuery`.
            limit: how many at most, up to 10,000.
            offset: how many of the best to pass over.
            prefix: the last word may be the beginning of one.
            order: "best", "newest", "oldest" (by publication) or "surest".
            filters: the other fields of `StatementQuery`: ``speaker``, ``outlet``, ``since``, ….

        Raises:
            OptionError: for a filter that is not known, or a value that it does not take.
            LedgerError: when the database fails.
        """
        one_of("order", order, ORDERS)
        for name, given in (("limit", limit), ("offset", offset)):
            if not isinstance(given, int):
                raise OptionError(f"{name}={given!r}: expected a whole number")
        query = self._query(words, filters)
        with self.database.reading() as connection:
            found = search(
                connection, query, limit=limit, offset=offset, prefix=prefix, order=order
            )
        return Statements(found)

    def count(self, words: str | StatementQuery = "", **filters: Any) -> int:
        """How many statements a search finds in all."""
        query = self._query(words, filters)
        with self.database.reading() as connection:
            return count(connection, query)

    def first_page(
        self,
        words: str | StatementQuery = "",
        *,
        limit: int = 20,
        offset: int = 0,
        prefix: bool = False,
        order: Order = "best",
        **filters: Any,
    ) -> tuple[Statements, Facets, int]:
        """What `search`, `facets` and `count` give, asked once: what a page of results shows. The
        facets have every "day" of publication too."""
        one_of("order", order, ORDERS)
        query = self._query(words, filters)
        with self.database.reading() as connection:
            found, counted, total = first_page(
                connection, query, limit=limit, offset=offset, prefix=prefix, order=order
            )
        return Statements(found), counted, total

    def facets(self, words: str | StatementQuery = "", **filters: Any) -> Facets:
        """What a search finds, counted: the most frequent "speaker", "outlet", "form", "kind",
        "tone" and "year"."""
        query = self._query(words, filters)
        with self.database.reading() as connection:
            return facets(connection, query)

    def statements(
        self, words: str | StatementQuery = "", *, prefix: bool = False, **filters: Any
    ) -> Iterator[Statement]:
        """Every statement a search finds, in reading order of the articles; found at once, loaded
        as they are taken."""
        query = self._query(words, filters)
        with self.database.reading() as connection:
            found = ids(connection, query, prefix=prefix)

        def loaded() -> Iterator[Statement]:
            for at in range(0, len(found), _PAGE):
                page = [(id, version, 0.0) for id, version in found[at : at + _PAGE]]
                with self.database.reading() as connection:
                    several = load(connection, page)
                # Whoever takes them may be slow, or gone: no connection waits for that.
                yield from several

        return loaded()

    def statement(self, id: int) -> Statement | None:
        """One statement by its row in the ledger, or None.

        Raises:
            LedgerError: when it is damaged.
        """
        with self.database.reading() as connection:
            return self._statement(connection, id)

    def _statement(self, connection: sa.Connection, id: int) -> Statement | None:
        question = (
            sa.select(attributions.c.version_id)
            .join(versions, versions.c.id == attributions.c.version_id)
            .join(articles, articles.c.id == versions.c.article_id)
            .where(attributions.c.id == id, articles.c.deleted_at.is_(None))
        )
        version = connection.execute(question).scalar()
        if version is None:
            return None
        found = load(connection, [(id, version, 0.0)])
        if not found:
            raise LedgerError(
                self.name, f"statement {id} is damaged; restore it with quoth reread --all"
            )
        return found[0]

    def dossier(self, statement: int) -> Dossier:
        """Everything about one statement: on whose word we have it, who is meant and why, who else
        ran it and in which words, figures that differ, what became of it.

        Raises:
            NotFoundError: when there is no such statement.
        """
        self.freshen()
        with self.database.reading() as connection:
            one = self._statement(connection, statement)
            if one is None:
                raise NotFoundError(
                    self.name, f"no statement {statement}; quoth search shows their numbers"
                )
            return dossier(connection, one)

    def check(
        self, draft: Reading | str, *, limit: int = 5, seconds: float | None = None
    ) -> tuple[Checked, ...]:
        """Each quotation of a draft against what is kept: word for word, shortened, altered, given
        to another speaker, not found.

        Args:
            draft: a text, which is read first, or its reading.
            limit: how many kept statements at most for each quotation, the nearest first.
            seconds: time for all of them; those whose turn does not come within it are not looked
                for (`Checked.looked`).

        Raises:
            InputError: when the text is empty.
            LedgerError: when the database fails.
        """
        if isinstance(draft, str):
            from quoth.intake import article_from_text
            from quoth.reading.reader import Reader

            draft = Reader.load().read(article_from_text(draft, id="draft"))
        with self.database.reading() as connection:
            return check(connection, quotations_of(draft), limit=limit, seconds=seconds)

    def fate(self, id: int) -> Fate | None:
        """What became of a statement that was rejected, or whose article was deleted or has a newer
        text; None where it stands as it is, or never was."""
        asked = sa.select(attributions.c.version_id).where(attributions.c.id == id)
        with self.database.reading() as connection:
            version = connection.scalar(asked)
            if version is None:
                return rejected(connection, id)
            return superseded(connection, id) or deleted(connection, version)

    def fate_of_article(self, version: int) -> Fate | None:
        """By whom and why an article was deleted, by the key of one of its texts; None where it
        was not."""
        with self.database.reading() as connection:
            return deleted(connection, version)

    def speakers_in(self, version: int) -> dict[str, str]:
        """The joined speakers of one kept text, by their ids in its reading."""
        self.join_speakers()
        with self.database.reading() as connection:
            found = by_place(connection, [version])
        return {sid: identity for (_, sid), identity in found.items()}

    def names_of(self, ids: Sequence[str]) -> dict[str, str]:
        """What joined speakers are called, by their ids; those that are not there are left out."""
        with self.database.reading() as connection:
            return names_of(connection, ids)

    def speaker_now(self, id: str) -> str | None:
        """The id of the speaker that one of this id was joined or merged into, or None."""
        self.join_speakers()
        with self.database.reading() as connection:
            return speaker_now(connection, id)

    def _query(self, words: str | StatementQuery, filters: dict[str, Any]) -> StatementQuery:
        if isinstance(words, StatementQuery):
            query = StatementQuery.of(words.words, {**words.given, **filters})
        else:
            query = StatementQuery.of(words, filters)
        if any((query.speaker, query.identity, query.tag, query.collection)):
            self.join_speakers()
        if query.story is not None:
            query = replace(query, story=self.story_now(query.story) or query.story)
        return query

    def outlets_like(self, name: str, *, limit: int = 5) -> list[str]:
        """The outlets of the ledger whose names are most like one, that very one first."""
        from rapidfuzz import fuzz, process

        question = sa.select(versions.c.outlet).where(
            versions.c.is_current, versions.c.outlet.is_not(None)
        )
        with self.database.reading() as connection:
            known = sorted(connection.execute(question.distinct()).scalars())
        found = process.extract(
            name, known, scorer=fuzz.WRatio, processor=str.casefold, limit=limit, score_cutoff=60
        )
        return [outlet for outlet, *_ in found]

    def join_speakers(self) -> None:
        """Joins the speakers of all articles anew, when any have come, gone or been decided about;
        every question that needs it does so itself."""
        join_speakers(self.database)

    def speakers(
        self, name: str = "", *, type: str | None = None, limit: int = 50, offset: int = 0
    ) -> list[Heard]:
        """Who speaks, over all articles, those with most statements first.

        Args:
            name: words that stand in one of their names.
            type: "person", "organisation", "document" or "author".
            limit: how many at most.
            offset: how many of the first to pass over.

        Raises:
            OptionError: for a type that is none.
        """
        type = one_of("type", type, SPEAKER_TYPES)
        self.join_speakers()
        with self.database.reading() as connection:
            return heard(connection, name=name, type=type, limit=limit, offset=offset)

    def speaker(self, id: str) -> tuple[Heard, list[Place], list[tuple[str, str, int]]]:
        """One speaker: what is kept of them, where they appear and why they were joined, and who
        else is heard in the same articles (id, name, articles).

        Raises:
            NotFoundError: when there is none of that id.
        """
        self.join_speakers()
        with self.database.reading() as connection:
            found = places(connection, id, self.name)
            several = heard(connection, only=[id], limit=1)
            if not several:
                raise NotFoundError(self.name, f"no article quotes a speaker {id!r}")
            return several[0], found, beside(connection, id)

    def state(self) -> str:
        """A text that changes whenever something is kept, read again or decided about."""
        with self.database.reading() as connection:
            return state_mark(connection)

    def compare(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        story: int | None = None,
        once: bool = True,
        parts: tuple[str, ...] = COMPARED,
    ) -> Comparison:
        """The same quotation in several articles, copies of one text, figures that disagree.

        Args:
            since, until: ISO dates of publication, both included.
            outlet: only articles of this outlet.
            story: only articles of this story.
            once: an agency's text in many outlets counts once.
            parts: what to compare.

        Raises:
            OptionError: for a date or a part that is none.
        """
        for part in parts:
            one_of("parts", part, COMPARED)
        asked = self._query("", {"since": since, "until": until, "outlet": outlet, "story": story})
        self.join_speakers()
        if not self.database.read_only:  # there they are grouped in place
            group_stories(self.database)
        with self.database.reading() as connection:
            return compare(
                connection,
                since=asked.since,
                until=asked.until,
                outlet=asked.outlet,
                story=asked.story,
                once=once,
                parts=parts,
            )

    def story(self, article: int) -> list[About]:
        """The articles that tell the same story as one (its key, as in `articles`), itself among
        them, in the order of their dates: near in time, with rare words and names in common.

        Raises:
            NotFoundError: when there is no such article, or a newer version of it.
        """
        if not self.database.read_only:
            group_stories(self.database)
        with self.database.reading() as connection:
            found = story_of(connection, article)
        if not found:
            raise NotFoundError(self.name, f"no current article {article}")
        return found

    def group_stories(self) -> None:
        """Groups the articles into stories anew, when any have come, gone or been decided about;
        every question that needs it does so itself."""
        group_stories(self.database)

    def freshen(self) -> None:
        """Joins the speakers and groups the stories anew where anything was kept since."""
        self.join_speakers()
        self.group_stories()

    def story_now(self, story: int) -> int | None:
        """The number of the story that one of this number is, or has become part of; None where
        there is none."""
        self.group_stories()
        with self.database.reading() as connection:
            return story_now(connection, story)

    def story_of(self, article: int) -> Story:
        """The story that an article (its key, as in `articles`) belongs to.

        Raises:
            NotFoundError: when there is no such article.
        """
        self.group_stories()
        with self.database.reading() as connection:
            found = story_of_version(connection, article)
            told = listed(connection, only=[] if found is None else [found])
        if not told:
            raise NotFoundError(self.name, f"no article {article}")
        return told[0]

    def stories(
        self,
        words: str | StatementQuery = "",
        *,
        least: int = 1,
        limit: int = 50,
        offset: int = 0,
        anew: bool = True,
        **filters: Any,
    ) -> list[Story]:
        """Articles of one event as stories, the newest first.

        Args:
            words: words that were said in it, or that stand in its name or titles.
            least: how many articles a story has at least.
            limit: how many at most.
            offset: how many of the first to pass over.
            anew: group first where articles have come since; else the stories as last grouped.
            filters: the other fields of `StatementQuery`: stories with a statement of this
                ``speaker``, in this ``outlet``, published ``since`` ….

        Raises:
            OptionError: for a filter that is not known, or a value that it does not take.
        """
        query = self._query(words, filters)
        if anew:
            self.group_stories()
        with self.database.reading() as connection:
            found: dict[int, int] | None = None
            if query != StatementQuery():
                found = Counter(version for _, version in ids(connection, query))
            return listed(
                connection,
                found=found,
                titled="" if query.given else query.words,
                least=least,
                limit=limit,
                offset=offset,
            )

    def whole_story(self, story: int) -> WholeStory:
        """One story with all that its articles tell: statements by speaker, quotations and their
        versions, figures, copies, unnamed sources, counts for each outlet.

        Raises:
            NotFoundError: when there is none of that number.
        """
        now = self.story_now(story)
        self.join_speakers()
        found = None
        if now is not None:
            with self.database.reading() as connection:
                found = whole_story(connection, now)
        if found is None:
            raise NotFoundError(self.name, f"no story {story}; quoth stories shows their numbers")
        return found

    def audit(
        self, by: By = "all", *, words: str | StatementQuery = "", **filters: Any
    ) -> list[Audit]:
        """Counts of who is heard, how much and in which form, for all, each outlet, reporter,
        article, story, speaker or month; see `quoth.ledger.audit`. Article ids in it are addresses.

        ``words`` and ``filters`` choose articles: those with a statement that a search finds.

        Raises:
            OptionError: for a filter that is not known, or a value that is none.
        """
        one_of("by", by, get_args(By))
        chosen = self._audited(words, filters)
        told: dict[str, tuple[str, str]] = {}
        if by == "story":
            self.group_stories()
            with self.database.reading() as connection:
                told = stories_by_address(connection)
        joined: dict[tuple[str, str], str] = {}
        return audit_counted(
            self._counted(chosen, joined),
            by=by,
            identity=lambda article, speaker: joined.get((article, speaker)),
            story=lambda id: told.get(id.partition("#")[0]),
        )

    def count_articles(self) -> None:
        """Counts what an audit needs in each article that was kept, read again or decided about
        since; an audit does so itself, and takes longer then."""
        if self.database.read_only:
            return  # it would be forgotten
        with self.database.reading() as connection:
            chosen = current_of(connection)
        count_missing(self.database, chosen)

    def _counted(
        self, chosen: Sequence[int], joined: dict[tuple[str, str], str]
    ) -> Iterator[ArticleCount]:
        """What is counted in some versions; puts into ``joined`` who each of their speakers is."""
        seen: set[str] = set()
        with self.database.reading() as connection:
            known: dict[int, dict[str, str]] = defaultdict(dict)
            for at in range(0, len(chosen), _PAGE):
                for (version, sid), who in by_place(connection, chosen[at : at + _PAGE]).items():
                    known[version][sid] = who
        for version, id, one in counted_articles(self.database, chosen):
            name = f"{id}#{version}" if id in seen else id
            seen.add(name)
            joined.update(((name, sid), who) for sid, who in known[version].items())
            yield one if name == id else named(one, name)

    def _audited(self, words: str | StatementQuery, filters: dict[str, Any]) -> list[int]:
        """The versions that an audit is about."""
        query = self._query(words, filters)
        self.join_speakers()
        with self.database.reading() as connection:
            if query == StatementQuery():
                return current_of(connection)
            return list(dict.fromkeys(version for _, version in ids(connection, query)))

    def statements_of(self, refs: Sequence[Ref]) -> list[Statement]:
        """The statements that an audit counted, in the order given; those that stand no more are
        left out."""
        wanted = [(ref.article.partition("#")[0], ref.attribution) for ref in refs]
        key = sa.tuple_(articles.c.address, attributions.c.aid)
        question = (
            sa.select(articles.c.address, attributions.c.aid, attributions.c.id, versions.c.id)
            .join(versions, versions.c.id == attributions.c.version_id)
            .join(articles, articles.c.id == versions.c.article_id)
            .where(versions.c.is_current, key.in_(wanted))
        )
        with self.database.reading() as connection:
            rows = {(row[0], row[1]): (row[2], row[3], 0.0) for row in
                    connection.execute(question)}  # fmt: skip
            return load(connection, [rows[one] for one in wanted if one in rows])

    def audited(
        self, words: str | StatementQuery = "", **filters: Any
    ) -> tuple[Iterator[Reading], IdentityOf]:
        """What `quoth.ledger.audit.audit_readings` takes: the readings, whose article ids are
        addresses, streamed; and who each of their speakers is over all articles."""
        chosen = self._audited(words, filters)
        joined: dict[tuple[str, str], str] = {}

        def readings() -> Iterator[Reading]:
            seen: set[str] = set()
            for at in range(0, len(chosen), _PAGE):
                page = chosen[at : at + _PAGE]
                with self.database.reading() as connection:
                    known = by_place(connection, page)
                    found = list(zip(page, readings_of(connection, page), strict=True))
                for version, reading in found:
                    name = address_of(reading.article)
                    name = f"{name}#{version}" if name in seen else name
                    seen.add(name)
                    for who in reading.speakers:
                        if (version, who.id) in known:
                            joined[name, who.id] = known[version, who.id]
                    yield replace(reading, article=replace(reading.article, id=name))

        return readings(), lambda article, speaker: joined.get((article, speaker))
