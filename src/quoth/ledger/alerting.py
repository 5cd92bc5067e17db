"""What a saved search tells: what it finds now beside what it found when it last looked.

A statement of an article's new text that says the same as one of the text before is the same
statement, and nothing is told of it (`quoth.ledger.history`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.ledger.checking import FEWEST, Quoted, check
from quoth.ledger.compare.tokens import tokens
from quoth.ledger.comparing import compare
from quoth.ledger.desk_tables import alerts, saved_searches, search_matches
from quoth.ledger.history import changes, exact_words
from quoth.ledger.joined import state_mark
from quoth.ledger.keep import now
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.saved import query_of
from quoth.ledger.schema import articles, attributions, versions
from quoth.ledger.search import candidates, load, terms_of
from quoth.ledger.statement import Statement
from quoth.records import Attribution, Figure, Reading, Span
from quoth.wording import bounds

_AT_ONCE = 400  # rows asked for in one question
_WORDS = 2000  # characters of a content that is told
_ALIKE = 40  # statements with like words that are looked at
_LATE = timedelta(minutes=10)  # that a transaction may have begun before it was seen


def state_of(connection: Connection) -> str:
    """A text that changes whenever anything that a search finds may have changed."""
    read = connection.scalar(sa.select(sa.func.max(versions.c.read_at)))
    return f"{state_mark(connection)} {read}"


def look(connection: Connection, id: int) -> int:
    """Lets a saved search look; gives how many alerts came up. The first look tells nothing: it is
    what later ones are compared with."""
    question = sa.select(saved_searches).where(saved_searches.c.id == id).with_for_update()
    row = connection.execute(question).one_or_none()
    if row is None:
        return 0
    state = state_of(connection)
    if row.state == state:
        return 0
    seen = _Look(connection, row)
    first = row.state == ""
    told = [] if first else list(seen.told())
    for one in told:
        connection.execute(alerts.insert().values(search_id=id, made_at=now(), **one))
    seen.keep()
    connection.execute(
        saved_searches.update()
        .where(saved_searches.c.id == id)
        .values(state=state, looked_at=now())
    )
    return len(told)


@dataclass(slots=True)
class _Look:
    """One look: ``fresh`` are the statements that were not found before, ``gone`` the rows of those
    that are found no more, ``touched`` those whose text was read or decided about since."""

    connection: Connection
    search: Row[Any]
    fresh: dict[int, Statement] = field(init=False)
    gone: list[Row[Any]] = field(init=False)
    touched: list[tuple[Row[Any], Statement]] = field(init=False)
    carried: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        query = query_of(self.search.asked)
        terms = terms_of(query.words)
        found = candidates(self.connection, query, terms, ranked=False).subquery()
        now_found = sa.select(found.c.id) if not terms.empty_handed else sa.select(sa.literal(0))
        mine = search_matches.c.search_id == self.search.id
        known = sa.select(search_matches.c.statement_id).where(mine)
        new = sa.select(attributions.c.id, attributions.c.version_id).where(
            attributions.c.id.in_(now_found), attributions.c.id.not_in(known)
        )
        rows = self.connection.execute(new.order_by(attributions.c.id)).all()
        self.fresh = {one.id: one for one in _loaded(self.connection, rows)}
        gone = sa.select(search_matches).where(
            mine, search_matches.c.statement_id.not_in(now_found)
        )
        self.gone = list(self.connection.execute(gone.order_by(search_matches.c.statement_id)))
        since = _earlier(self.search.looked_at)
        touched = (
            sa.select(search_matches)
            .join(versions, versions.c.id == search_matches.c.version_id)
            .where(mine, versions.c.read_at >= since)
            .where(search_matches.c.statement_id.in_(now_found))
            .order_by(search_matches.c.statement_id)
        )
        self.touched = []
        if self.search.state:
            again = list(self.connection.execute(touched))
            pairs = [(row.statement_id, row.version_id) for row in again]
            by_id = {one.id: one for one in _loaded(self.connection, pairs)}
            self.touched = [
                (row, by_id[row.statement_id]) for row in again if row.statement_id in by_id
            ]

    def told(self) -> Iterator[dict[str, Any]]:
        """The alerts, as rows without their search and time."""
        changed = [*self._gone_or_changed(), *self._corrected()]
        if self.search.kind == "statements":
            yield from changed
            for one in self._news():
                yield _alert("new", one)
        elif self.search.kind == "quotation":
            for one in self._news():
                if self._never_before(one):
                    yield _alert("never said before", one)
        else:
            yield from self._figures()

    def _news(self) -> list[Statement]:
        carried = set(self.carried.values())
        return [one for id, one in self.fresh.items() if id not in carried]

    def _corrected(self) -> Iterator[dict[str, Any]]:
        for row, one in self.touched:
            if _said(row.told) != _said(told_of(one)):
                yield _alert("changed", one, row.told)

    def _gone_or_changed(self) -> Iterator[dict[str, Any]]:
        texts = _texts(self.connection, {row.version_id for row in self.gone})
        led = {pair: _led(self.connection, *pair) for pair in {
            (old, text.newest) for old, text in texts.items() if text.newest not in (None, old)
        }}  # fmt: skip
        for row in self.gone:
            text = texts.get(row.version_id)
            if text is None or text.newest is None:
                yield _gone(row, "its article was deleted")
            elif text.newest == row.version_id:
                yield from self._taken_out(row)
            else:
                yield from self._superseded(row, led[row.version_id, text.newest])

    def _taken_out(self, row: Row[Any]) -> Iterator[dict[str, Any]]:
        """Of a text that is still the newest: corrected so that the search finds it no more, or
        taken out of it."""
        still = _loaded(self.connection, [(row.statement_id, row.version_id)])
        if still:
            yield _alert("changed", still[0], row.told, "it is no longer what the search asks for")
        else:
            yield _gone(row, "a person rejected it, or a later reading has it no more")

    def _superseded(self, row: Row[Any], led: dict[int, _Led]) -> Iterator[dict[str, Any]]:
        to = led.get(row.statement_id)
        if to is None or to.statement is None:
            yield _gone(row, "the new text of its article has it no more")
            return
        self.carried[row.statement_id] = to.statement
        if not to.same:
            (one,) = _loaded(self.connection, [(to.statement, to.version)]) or (None,)
            if one is not None:
                yield _alert("changed", one, row.told, "in a new text of its article")

    def _never_before(self, one: Statement) -> bool:
        """Whether its speaker is not known to have said words like these earlier."""
        if one.attribution.form == "indirect" or not one.who or len(tokens(one.content)) < FEWEST:
            return False
        quoted = Quoted(Span(0, 0), one.content, one.who)
        (found,) = check(self.connection, [quoted], limit=_ALIKE)
        return not any(
            match.speaker != "different"
            and match.statement.id != one.id
            and (match.statement.id not in self.fresh or match.statement.id < one.id)
            for match in found.matches
        )

    def _figures(self) -> Iterator[dict[str, Any]]:
        yield from self._figures_of_new_texts()
        news = {one.id: one for one in self._news() if one.figures}
        if not news:
            return
        for group in compare(self.connection, parts=("figures",)).figures:
            given: list[tuple[tuple[Any, ...], int | None, str]] = []
            for member in sorted(group.members, key=lambda m: m.number.statement or 0):
                number = member.number
                value = (member.low, member.high)
                one = news.get(number.statement or 0)
                if one is not None and given and value not in [known for known, _, _ in given]:
                    _, before, words = given[-1]
                    shown = _bounds(number.low, number.high, number.unit)
                    yield {
                        "what": "figure changed",
                        "statement_id": one.id,
                        "told": told_of(one),
                        "before": self._told_before(before),
                        "why": f"{group.of}: {words} before, now {shown}",
                    }
                given.append(
                    (value, number.statement, _bounds(number.low, number.high, number.unit))
                )

    def _figures_of_new_texts(self) -> Iterator[dict[str, Any]]:
        texts = _texts(self.connection, {row.version_id for row in self.gone})
        for old, text in texts.items():
            if text.newest in (None, old):
                continue
            before, after = readings_of(self.connection, [old, text.newest])
            numbers = _numbers(self.connection, text.newest)
            for change in changes(before, after):
                was, becomes = change.before, change.after
                if change.what != "figure changed":
                    continue
                assert isinstance(was, Figure)
                assert isinstance(becomes, Figure)
                one = self.fresh.get(numbers.get(becomes.attribution or "", 0))
                if one is not None:
                    counts = f"{becomes.of}: " if becomes.of else ""
                    yield _alert(
                        "figure changed",
                        one,
                        next((r.told for r in self.gone if r.version_id == old), None),
                        f"{counts}{bounds(was)} before, now {bounds(becomes)}",
                    )

    def _told_before(self, statement: int | None) -> dict[str, Any] | None:
        if statement is None:
            return None
        version = self.connection.scalar(
            sa.select(attributions.c.version_id).where(attributions.c.id == statement)
        )
        found = _loaded(self.connection, [(statement, version)]) if version else []
        return told_of(found[0]) if found else None

    def keep(self) -> None:
        """Remembers what is found now."""
        mine = search_matches.c.search_id == self.search.id
        for several in _batches([row.statement_id for row in self.gone]):
            gone = search_matches.c.statement_id.in_(several)
            self.connection.execute(search_matches.delete().where(mine, gone))
        rows = [
            {
                "search_id": self.search.id,
                "statement_id": one.id,
                "version_id": one.version,
                "told": told_of(one),
            }
            for one in self.fresh.values()
        ]
        if rows:
            self.connection.execute(search_matches.insert(), rows)
        for row, one in self.touched:
            if _said(row.told) != _said(told_of(one)):
                here = search_matches.c.statement_id == row.statement_id
                new = search_matches.update().where(mine, here)
                self.connection.execute(new.values(told=told_of(one)))


def told_of(one: Statement) -> dict[str, Any]:
    """A statement in words, as alerts tell it."""
    return {
        "who": one.who,
        "cue": one.cue,
        "content": one.content[:_WORDS],
        "title": one.headline,
        "outlet": one.outlet,
        "url": one.url,
        "published": one.published,
        "article": one.version,
    }


def _said(told: dict[str, Any]) -> tuple[Any, ...]:
    return told.get("who"), told.get("cue"), told.get("content")


def _alert(
    what: str, one: Statement, before: dict[str, Any] | None = None, why: str = ""
) -> dict[str, Any]:
    return {
        "what": what, "statement_id": one.id, "told": told_of(one), "before": before, "why": why,
    }  # fmt: skip


def _gone(row: Row[Any], why: str) -> dict[str, Any]:
    return {
        "what": "withdrawn", "statement_id": row.statement_id, "told": None, "before": row.told,
        "why": why,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Text:
    """A kept text: ``newest`` is the current text of its article, None when that was deleted."""

    newest: int | None


@dataclass(frozen=True, slots=True)
class _Led:
    """Where a statement of an old text stands in the new one: ``same`` when in the same words."""

    statement: int | None
    version: int
    same: bool


def _texts(connection: Connection, asked: set[int]) -> dict[int, _Text]:
    new = versions.alias("newest")
    out: dict[int, _Text] = {}
    for several in _batches(sorted(asked)):
        question = (
            sa.select(versions.c.id, new.c.id.label("newest"))
            .join(articles, articles.c.id == versions.c.article_id)
            .outerjoin(new, sa.and_(new.c.article_id == versions.c.article_id, new.c.is_current))
            .where(versions.c.id.in_(several), articles.c.deleted_at.is_(None))
        )
        out |= {row.id: _Text(row.newest) for row in connection.execute(question)}
    return out


def _numbers(connection: Connection, version: int) -> dict[str, int]:
    question = sa.select(attributions.c.aid, attributions.c.id).where(
        attributions.c.version_id == version
    )
    return {row.aid: row.id for row in connection.execute(question)}


def _led(connection: Connection, old: int, new: int) -> dict[int, _Led]:
    """Where each statement of an old text stands in the new one."""
    before, after = readings_of(connection, [old, new])
    numbers, later = _numbers(connection, old), _numbers(connection, new)
    out: dict[int, _Led] = {}
    changed: set[str] = set()
    paired: set[str] = set()
    for change in changes(before, after):
        was, becomes = change.before, change.after
        if isinstance(becomes, Attribution):
            paired.add(becomes.id)
        if isinstance(was, Attribution):
            changed.add(was.id)
            to = later.get(becomes.id) if isinstance(becomes, Attribution) else None
            out[numbers[was.id]] = _Led(to, new, same=False)
    # What `changes` does not tell of is in both, in the order of the texts.
    left = [one.id for one in before.attributions if one.id not in changed]
    same = _same(before, after, left, [o.id for o in after.attributions if o.id not in paired])
    for was_id, is_id in same:
        out[numbers[was_id]] = _Led(later.get(is_id), new, same=True)
    return out


def _same(
    before: Reading, after: Reading, old: Sequence[str], new: Sequence[str]
) -> list[tuple[str, str]]:
    """Pairs of attributions in the same words, in order."""
    was, becomes = exact_words(before), exact_words(after)
    waiting: dict[str, list[str]] = {}
    for id in new:
        waiting.setdefault(becomes[id], []).append(id)
    out = []
    for id in old:
        several = waiting.get(was[id])
        if several:
            out.append((id, several.pop(0)))
    return out


def _loaded(connection: Connection, rows: Iterable[Any]) -> list[Statement]:
    out: list[Statement] = []
    for several in _batches([(row[0], row[1], 0.0) for row in rows]):
        out += load(connection, several)
    return out


def _batches(several: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(several), _AT_ONCE):
        yield several[at : at + _AT_ONCE]


def _earlier(moment: str) -> str:
    """Some minutes before a time of the ledger."""
    if not moment:
        return ""
    at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - _LATE
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _bounds(low: float | None, high: float | None, unit: str | None) -> str:
    return bounds(Figure("", Span(0, 0), low, high, unit))
