"""Searching statements: words, phrases and filters; best first, the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.corrections.renames import given_names
from quoth.ledger.marks import marked as has_mark
from quoth.ledger.marks import of_statements
from quoth.ledger.partial import partial_readings
from quoth.ledger.printed import bounds_of, pieces_of
from quoth.ledger.rows import tag
from quoth.ledger.schema import (
    SEARCHED,
    articles,
    attribution_speakers,
    attributions,
    identities,
    identity_members,
    story_members,
    versions,
)
from quoth.ledger.statement import Statement
from quoth.ledger.words import located, searchable
from quoth.query import StatementQuery
from quoth.records import Reading
from quoth.wording import Words

#: The most statements one search gives.
MOST = 10_000
#: The most that are ranked or counted by facet: those kept last.
RANKED = 5000
_MOST_WORDS = 32  # of a query; the others do not count
_JOINED = 50  # joined speakers that one name may stand for
_TAGGED = ("form", "kind", "tone", "polarity", "unnamed", "within", "has_figure", "outlet")
_WEIGHTS = (1.0, 0.7, 0.7, 0.4, 0.0)  # of a word in each searched column
_PART = re.compile(r'(-?)"([^"]*)"?(\*?)|(-?)(\S+)')
_OR = "OR"  # between words; in capital letters, since "or" is a word


Order = Literal["best", "newest", "oldest", "surest"]
"""In which order a search gives statements: by how well they fit, by when they were published, or
by how sure it is that they are right."""
ORDERS: tuple[Order, ...] = get_args(Order)
_NEWEST = versions.c.published.desc().nulls_last()
_SURE = sa.case(
    (attributions.c.confidence < attributions.c.content_confidence, attributions.c.confidence),
    else_=attributions.c.content_confidence,
)
_ORDERED: dict[Order, tuple[Any, ...]] = {
    "best": (),
    "newest": (_NEWEST,),
    "oldest": (versions.c.published.asc().nulls_last(),),
    "surest": (_SURE.desc(),),
}
_LAST: dict[Order, tuple[Any, ...]] = {
    "best": (_NEWEST,),
    "newest": (),
    "oldest": (),
    "surest": (_NEWEST,),
}

Phrase = tuple[str, ...]
"""Words that stand side by side; a "*" ends the last one where it may be the beginning of one."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Words of a query as search reads them. Of each group of ``wanted`` one phrase must be there,
    and none of ``unwanted``. ``empty_handed``: something was asked for, and nothing in it is a
    word."""

    wanted: tuple[tuple[Phrase, ...], ...]
    unwanted: tuple[Phrase, ...]
    empty_handed: bool = False


def search(
    connection: Connection,
    query: StatementQuery,
    *,
    limit: int = 20,
    offset: int = 0,
    prefix: bool = False,
    order: Order = "best",
) -> list[Statement]:
    """The statements that ``query`` asks for, in an ``order``; without words the best are the
    newest.

    ``prefix``: the last word may be the beginning of one, as when somebody is still typing. Of
    more than 5,000 that fit, the 5,000 kept last are ranked by how well they fit.
    """
    terms = terms_of(query.words)
    if terms.empty_handed:
        return []
    best = order == "best"
    found = candidates(connection, query, terms, prefix=prefix, ranked=best).subquery()
    rows = connection.execute(
        sa.select(found.c.id, attributions.c.version_id, found.c.score)
        .join(attributions, attributions.c.id == found.c.id)
        .join(versions, versions.c.id == attributions.c.version_id)
        .order_by(*_ORDERED[order], *([found.c.score] if best else []), *_LAST[order], found.c.id)
        .limit(min(limit, MOST))
        .offset(offset)
    ).all()
    scored = [(row.id, row.version_id, float(row.score)) for row in rows]
    return load(connection, scored, terms, prefix=prefix)


def count(connection: Connection, query: StatementQuery, *, prefix: bool = False) -> int:
    """How many statements ``query`` asks for; ``prefix`` as for `search`."""
    terms = terms_of(query.words)
    if terms.empty_handed:
        return 0
    found = candidates(connection, query, terms, ranked=False, prefix=prefix).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(found)).scalar_one()


def ids(
    connection: Connection, query: StatementQuery, *, prefix: bool = False
) -> list[tuple[int, int]]:
    """Every statement that ``query`` asks for, as (row, row of its version), in reading order of
    the articles as they were first kept; ``prefix`` as for `search`."""
    terms = terms_of(query.words)
    if terms.empty_handed:
        return []
    found = candidates(connection, query, terms, ranked=False, prefix=prefix).subquery()
    rows = connection.execute(
        sa.select(attributions.c.id, attributions.c.version_id)
        .join(found, found.c.id == attributions.c.id)
        .join(versions, versions.c.id == attributions.c.version_id)
        .order_by(versions.c.article_id, attributions.c.ordinal)
    )
    return [(row.id, row.version_id) for row in rows]


def load(
    connection: Connection,
    found: Sequence[tuple[int, int, float]],
    terms: Terms | None = None,
    *,
    prefix: bool = False,
) -> list[Statement]:
    """Statements by (row, row of the version, score), in the order given."""
    loaded = partial_readings(connection, [id for id, _, _ in found])
    named = given_names(connection, {id for ids in loaded.identities.values() for id in ids if id})
    words = [
        word for group in (terms.wanted if terms else ()) for phrase in group for word in phrase
    ]
    wanted = [word for word in words if not word.endswith("*")]
    starts = [word[:-1] for word in words if word.endswith("*")]
    starts += words[-1:] if prefix and words[-1:] == wanted[-1:] else []
    there = [(id, version) for id, version, _ in found if loaded.has(id, version)]
    marked = of_statements(
        connection, [(id, version, loaded.identities.get(id, ())) for id, version in there]
    )
    return [
        statement_of(
            loaded.readings[version],
            loaded.said[id].aid,
            id=id,
            version=version,
            position=loaded.said[id].ordinal + 1,
            number=loaded.pages[version].number,
            address=loaded.pages[version].address,
            status=loaded.said[id].status,
            identities=tuple(loaded.identities.get(id, ())),
            named=named,
            wanted=wanted,
            starts=starts,
            score=score,
            marked=marked.get(id, ((), ())),
        )
        for id, version, score in found
        if loaded.has(id, version)  # a damaged one is told, and left out
    ]


def statement_of(
    reading: Reading,
    aid: str,
    *,
    id: int,
    version: int,
    position: int,
    number: int,
    address: str,
    status: str | None = None,
    identities: tuple[str, ...] = (),
    named: Mapping[str, str] = MappingProxyType({}),
    wanted: Iterable[str] = (),
    starts: Iterable[str] = (),
    score: float = 0.0,
    marked: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
) -> Statement:
    """The statement of one attribution of a kept reading; ``wanted`` words of its content are
    marked, and those that begin with one of ``starts``; ``named`` are names that people gave to
    joined speakers."""
    words = Words(reading)
    one = reading.attribution(aid)
    content = words.content(one)
    asked, begun = set(wanted), tuple(starts)
    marks = _marks(content, asked, begun)
    article = reading.article
    first, last = one.start, max(span.end for span in one.spans)
    low, high = bounds_of(article.text, first, last)
    return Statement(
        id=id,
        version=version,
        position=position,
        number=number,
        address=address,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        attribution=one,
        speakers=tuple(words.speakers(one)),
        who=words.who(one),
        source=words.source(one),
        cue=words.cue(one),
        content=content,
        chain=tuple(words.chain(one)),
        reading=reading,
        status=status,
        figures=tuple(words.figures.get(aid, ())),
        identities=identities,
        called=tuple(
            named.get(identity) or who.name or who.label
            for who, identity in zip(words.speakers(one), identities, strict=False)
        )
        if not named.keys().isdisjoint(identities)
        else (),
        marks=marks,
        before=article.text[low:first],
        after=article.text[last:high],
        printed=tuple(
            replace(piece, marks=_marks(piece.text, asked, begun))
            if piece.role == "content"
            else piece
            for piece in pieces_of(article.text, one)
        ),
        score=score,
        tags=marked[0],
        collections=marked[1],
    )


def _marks(text: str, asked: set[str], begun: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The places of the words that were asked for, and of those that begin as asked."""
    return tuple(
        (low, high)
        for word, low, high in (located(text) if asked or begun else ())
        if word in asked or word.startswith(begun)
    )


def terms_of(text: str) -> Terms:
    """The words of a query as they are looked for; any text has some reading."""
    wanted: list[list[Phrase]] = []
    unwanted: list[Phrase] = []
    either = False
    for match in _PART.finditer(text):
        if match[0] == _OR:
            either = bool(wanted)
            continue
        words = match[2] or match[5] or ""
        phrase = tuple(searchable(words).split())[:_MOST_WORDS]
        if not phrase:
            continue
        if match[3] or (match[5] and words.endswith("*")):
            phrase = (*phrase[:-1], f"{phrase[-1]}*")
        if match[1] or match[4]:
            unwanted.append(phrase)
        elif either and sum(map(len, wanted)) < _MOST_WORDS:
            wanted[-1].append(phrase)
        else:
            wanted.append([phrase])
        either = False
    nothing = bool(text.strip()) and not wanted and not unwanted
    groups = tuple(map(tuple, wanted[:_MOST_WORDS]))
    return Terms(groups, tuple(unwanted[:_MOST_WORDS]), nothing)


def _each(text: str) -> tuple[tuple[Phrase, ...], ...]:
    """Every word of a name, as search reads them."""
    return _all(dict.fromkeys(searchable(text).split()))[:_MOST_WORDS]


def _all(words: Iterable[str]) -> tuple[tuple[Phrase, ...], ...]:
    """Groups that ask for every one of some words."""
    return tuple(((word,),) for word in words)


def candidates(
    connection: Connection,
    query: StatementQuery,
    terms: Terms,
    *,
    prefix: bool = False,
    ranked: bool = True,
) -> sa.Select[Any]:
    """The ids of what is asked for, with a score (the lowest is best) if ``ranked``, and then at
    most `RANKED` of them, those kept last."""
    tags = []
    for name in _TAGGED:
        value = getattr(query, name)
        if value is not None:
            tags.append(tag(name, value))
    said = _Asked(("words", "who", "names", "roles"), terms.wanted, terms.unwanted, prefix)
    asked = [said, _Asked(("tags",), _all(tags))]
    joined = [] if query.speaker is None else _joined_as(connection, query.speaker)
    for name, text in (("names", query.speaker), ("roles", query.role)):
        if text is not None and not (name == "names" and joined):
            words = _each(text)
            asked.append(_Asked((name,), words or _all(["xnobody"])))
    if not any(one.wanted for one in asked):
        # A search for nothing but what must not be there needs something that always is. It is left
        # out otherwise: ranking counts every statement that each word of a search stands in.
        asked.append(_Asked(("tags",), _all(["xall"])))
    sqlite = connection.dialect.name == "sqlite"
    matches = _sqlite_match if sqlite else _postgres_match
    if sqlite and ranked and terms.wanted and any(one.wanted for one in asked[1:]):
        # The words alone are ranked, among the statements that have the rest too. With the plus
        # each is looked up among those, and not in the index once more.
        among = matches(asked, False, "match_all").subquery()
        row: sa.ColumnElement[int] = sa.literal_column("+statement_words.rowid")
        question = matches([said], True).where(row.in_(sa.select(among.c.id)))
    else:
        question = matches(asked, bool(terms.wanted) and ranked)
    id = question.selected_columns.id
    conditions = _conditions(query)
    if joined and query.speaker is not None:
        named = matches(
            [_Asked(("names",), _each(query.speaker))],
            False,
            "match_named",
        )
        conditions.append(id.in_(sa.union(_said_by(joined), sa.select(named.subquery().c.id))))
    if conditions:
        question = question.join(attributions, attributions.c.id == id).join(
            versions, versions.c.id == attributions.c.version_id
        )
        question = question.where(*conditions)
    if not ranked:
        return question
    question = question.order_by(id.desc()).limit(RANKED)
    if sqlite or not terms.wanted:
        return question
    # PostgreSQL would rank every match before it takes the last ones.
    last = question.subquery()
    score = -sa.func.ts_rank_cd(sa.literal_column("ranked.search"), _postgres_query(asked[:1]))
    again = attributions.alias("ranked")
    return sa.select(last.c.id, score.label("score")).join(again, again.c.id == last.c.id)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Words that must stand in one of some columns of the index, and words that must not."""

    columns: tuple[str, ...]
    wanted: tuple[tuple[Phrase, ...], ...]
    unwanted: tuple[Phrase, ...] = ()
    prefix: bool = False


def _sqlite_match(asked: list[_Asked], ranked: bool, name: str = "match") -> sa.Select[Any]:
    # Search words are letters and digits of ASCII only: in quotation marks nothing is syntax.
    def phrase(words: Phrase) -> str:
        start = words[-1].endswith("*")
        return '"' + " ".join(words).removesuffix("*") + ('" *' if start else '"')

    match, none = "", ""
    for one in asked:
        column = "{" + " ".join(one.columns) + "}"
        groups = [[phrase(words) for words in group] for group in one.wanted]
        if one.prefix and groups and not groups[-1][-1].endswith("*"):
            groups[-1].append(f"{groups[-1][-1]} *")
        wanted = [group[0] if len(group) == 1 else f"({' OR '.join(group)})" for group in groups]
        if wanted:
            match += f"{' AND ' if match else ''}{column} : ({' AND '.join(wanted)})"
        if one.unwanted:
            none += f" NOT {column} : ({' OR '.join(phrase(words) for words in one.unwanted)})"
    index = sa.table("statement_words", sa.column("rowid"))
    weights = ", ".join(str(weight) for weight in _WEIGHTS)
    score = f"bm25(statement_words, {weights})" if ranked else "0.0"
    return (
        sa.select(index.c.rowid.label("id"), sa.literal_column(score).label("score"))
        .select_from(index)
        .where(sa.text(f"statement_words MATCH :{name}").bindparams(**{name: f"({match}){none}"}))
    )


def _postgres_match(asked: list[_Asked], _ranked: bool, _name: str = "") -> sa.Select[Any]:
    found = attributions.alias("attributions_found")
    column: sa.ColumnElement[Any] = sa.literal_column("attributions_found.search")
    return (
        sa.select(found.c.id.label("id"), sa.literal_column("0.0").label("score"))
        .select_from(found)
        .where(column.op("@@")(_postgres_query(asked, without=True)))
    )


def _postgres_query(asked: list[_Asked], *, without: bool = False) -> sa.ColumnElement[Any]:
    """The tsquery of what is asked; ``without``: and of what must not be there."""

    def phrase(words: Phrase, weights: str) -> str:
        marked = [f"'{w.removesuffix('*')}':{'*' * w.endswith('*')}{weights}" for w in words]
        return "(" + " <-> ".join(marked) + ")"

    parts: list[str] = []
    for one in asked:
        weights = "".join(sorted({SEARCHED[column] for column in one.columns}))
        groups = [list(group) for group in one.wanted]
        if one.prefix and groups and not groups[-1][-1][-1].endswith("*"):
            groups[-1].append((*groups[-1][-1][:-1], f"{groups[-1][-1][-1]}*"))
        parts += [f"({' | '.join(phrase(words, weights) for words in group)})" for group in groups]
        if without:
            parts += [f"!{phrase(words, weights)}" for words in one.unwanted]
    return ts_query(" & ".join(parts))


def ts_query(text: str) -> sa.ColumnElement[Any]:
    """A query of PostgreSQL's text search, of words that `searchable` gives."""
    return sa.cast(sa.literal(text), _TsQuery())


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


def _conditions(query: StatementQuery) -> list[sa.ColumnElement[bool]]:
    """What no mark of the index tells."""
    out: list[sa.ColumnElement[bool]] = []
    if query.since is not None:
        out.append(versions.c.published >= query.since)
    if query.until is not None:
        # "2020-03" takes in all days that begin with it, and "~" comes after all of them.
        out.append(versions.c.published < query.until + "~")
    if query.min_confidence is not None:
        out.append(attributions.c.confidence >= query.min_confidence)
    if query.status is not None:
        out.append(attributions.c.status == query.status)
    if query.address is not None:
        address = query.address.encode("utf-8", "replace").decode().replace("\x00", "")
        owner = sa.select(articles.c.id).where(articles.c.address == address)
        out.append(versions.c.article_id.in_(owner))
    if query.identity is not None:
        out.append(attributions.c.id.in_(_said_by([query.identity])))
    for kind in ("tag", "collection"):
        text = getattr(query, kind)
        if text is not None:
            plain = " ".join(text.encode("utf-8", "replace").decode().replace("\x00", "").split())
            out.append(has_mark(kind, plain))
    if query.story is not None:
        told = sa.select(story_members.c.article_id).where(story_members.c.story_id == query.story)
        out.append(versions.c.article_id.in_(told))
    return out


def _joined_as(connection: Connection, name: str) -> list[str]:
    """Speakers joined across articles that have these words in one of several names; who has one
    name only is found by it in every article."""
    words = [word for ((word,),) in _each(name)]
    if not words:
        return []
    question = sa.select(identities.c.id, identities.c.names).where(
        *(identities.c.name_words.contains(f" {word} ") for word in words)
    )
    rows = connection.execute(question.limit(_JOINED))
    return [row.id for row in rows if len(row.names) > 1]


def _said_by(joined: list[str]) -> sa.Select[Any]:
    return (
        sa.select(attribution_speakers.c.attribution_id)
        .join(
            identity_members,
            identity_members.c.speaker_id == attribution_speakers.c.speaker_id,
        )
        .where(identity_members.c.identity_id.in_(joined))
    )
