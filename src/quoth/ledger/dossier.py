"""Everything about one statement on one page: where it stands, on whose word, who else ran it and
in which words, what counts otherwise, and what became of it.

Nothing is judged: what may contradict a statement is shown beside it, with where it was found and
why it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.compare import FigureGroup, QuotationGroup, disagreements, quotations
from quoth.ledger.compare.counted import counted, dimension
from quoth.ledger.compare.moments import moment
from quoth.ledger.compare.tokens import STOP_WORDS
from quoth.ledger.comparing import About, about_of, numbers_in, said_of
from quoth.ledger.corrections import Correction, corrections_of
from quoth.ledger.history import changes
from quoth.ledger.permalinks import Fate, superseded
from quoth.ledger.phrases import sharing_phrases
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.schema import (
    attribution_speakers,
    attributions,
    corrections,
    identities,
    identity_members,
    speakers,
    versions,
)
from quoth.ledger.search import load
from quoth.ledger.statement import Statement
from quoth.ledger.stories import Story, listed, story_of_version, told_story, versions_of
from quoth.ledger.words import searchable
from quoth.records import Attribution
from quoth.wording import Words

_ALIKE = 60  # statements that share phrases with one
_OTHERS = 10
_DENIALS = 20
_SHARED = 3  # words with a subject that a denial has in common with what it denies
_PART = 0.5  # of the shorter of the two

_Row = tuple[int, int, float]  # as `quoth.ledger.search.load` takes them

_STOPS = frozenset(searchable(" ".join(sorted(STOP_WORDS))).split())
# Made once: putting a question together takes longer than answering it.
_PAGE = sa.select(versions.c.added_at, versions.c.digest, versions.c.is_current).where(
    versions.c.id == sa.bindparam("version")
)
_MEANT = (
    sa.select(
        speakers.c.name, speakers.c.label, speakers.c.type, speakers.c.roles,
        attribution_speakers.c.why, attribution_speakers.c.confidence,
        identities.c.id.label("identity"), identities.c.name.label("known_as"),
        identity_members.c.why.label("joined_by"),
        identity_members.c.confidence.label("joined_confidence"),
    )
    .join(speakers, speakers.c.id == attribution_speakers.c.speaker_id)
    .outerjoin(identity_members, identity_members.c.speaker_id == speakers.c.id)
    .outerjoin(identities, identities.c.id == identity_members.c.identity_id)
    .where(attribution_speakers.c.attribution_id == sa.bindparam("statement"))
    .order_by(attribution_speakers.c.ordinal)
)  # fmt: skip
# From the articles to their speakers, and not through all that somebody ever said: adding nothing
# to the id keeps SQLite, which knows no counts, from that.
_SAID_BY = (
    sa.select(attributions.c.id, attributions.c.version_id)
    .join(attribution_speakers, attribution_speakers.c.attribution_id == attributions.c.id)
    .join(identity_members, identity_members.c.speaker_id == attribution_speakers.c.speaker_id)
    .where(
        attributions.c.version_id.in_(sa.bindparam("versions", expanding=True)),
        identity_members.c.identity_id + "" == sa.bindparam("identity"),
    )
)
_DENYING = (
    sa.select(
        attributions.c.id, attributions.c.version_id, attributions.c.content, attributions.c.words
    )
    .where(
        attributions.c.version_id.in_(sa.bindparam("versions", expanding=True)),
        attributions.c.polarity == sa.bindparam("polarity"),
        attributions.c.id != sa.bindparam("id"),
    )
    .order_by(attributions.c.id)
)

What = Literal["denied", "denies", "withdrawn", "reworded", "added", "decided"]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: ``who`` and the ``cue``, and the statement (None: the article)."""

    who: str
    cue: str
    statement: int | None
    polarity: str = "said"


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant by the source: in the article (``label``, ``why``, ``confidence``), and over all
    articles (``identity``, "" where nobody else is; ``name``, ``joined_by`` and how sure)."""

    label: str
    type: str
    roles: tuple[str, ...]
    why: str
    confidence: float
    identity: str = ""
    name: str = ""
    joined_by: str = ""
    joined_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something that bears on a statement: ``what``, in ``words``, and where.

    "denied": a later statement may deny it; "denies": this one may deny that one; ``words`` is then
    the sentence, as it is printed; "withdrawn" or "reworded": by a newer text of its article;
    "added" or "reworded" (``earlier``): this text has it otherwise than the one before; "decided":
    by a person.
    """

    what: What
    words: str
    statement: Statement | None = None
    decision: Correction | None = None
    version: int | None = None
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of one statement.

    ``chain``: on whose word we have it, outermost first, the article itself the first link.
    ``same``: the same quotation in several articles, in order of time, None where it is in one
    only; ``rivals``: groups of figures in which this statement gives one; ``others``: what else
    the speaker says in the story, of ``others_in_all``. ``digest`` is the SHA-256 of the text,
    ``kept_at`` when that was kept (UTC).
    """

    statement: Statement
    kept_at: str
    digest: str
    chain: tuple[Link, ...]
    meant: tuple[Meant, ...]
    story: Story | None
    same: QuotationGroup | None
    rivals: tuple[FigureGroup, ...]
    events: tuple[Event, ...]
    others: tuple[Statement, ...]
    others_in_all: int
    about: dict[int, About]
    fate: Fate | None = None

    @property
    def ran_it_first(self) -> bool | None:
        """Whether its article may have run the quotation first; None where nobody else did."""
        if self.same is None:
            return None
        return any(one.article == self.statement.version for one in self.same.first)


def dossier(connection: Connection, one: Statement) -> Dossier:
    """The dossier of a statement; speakers have been joined and stories grouped."""
    page = connection.execute(_PAGE, {"version": one.version}).one()
    story = story_of_version(connection, one.version)
    ids = tuple(versions_of(connection, story)) if story is not None else ()
    ids = ids if one.version in ids else (*ids, one.version)
    same = _same(connection, one)
    rivals = _rivals(connection, one, story)
    fate = None if page.is_current else superseded(connection, one.id)
    besides, in_all = _besides(connection, one, ids, same)
    denials = _denials(connection, one, ids)
    # Loaded at once: what a question costs hardly depends on how many statements it is for.
    loaded = {other.id: other for other in load(connection, [*besides, *denials])}
    seen = {one.version}
    for group in (*rivals, *((same,) if same else ())):
        members: Sequence[Any] = group.members
        seen |= {(m.said if isinstance(group, QuotationGroup) else m.number).article
                 for m in members}  # fmt: skip
    told = listed(connection, only=[story]) if story is not None else []
    return Dossier(
        statement=one,
        kept_at=page.added_at,
        digest=page.digest,
        chain=_chain(connection, one),
        meant=_meant(connection, one.id),
        story=told[0] if told else None,
        same=same,
        rivals=rivals,
        events=(
            *_denied(one, [loaded[id] for id, _, _ in denials if id in loaded]),
            *_versions(connection, one, fate),
            *_decided(connection, one.id),
        ),
        others=tuple(loaded[id] for id, _, _ in besides if id in loaded),
        others_in_all=in_all,
        about=about_of(connection, sorted(seen)),
        fate=fate,
    )


def _chain(connection: Connection, one: Statement) -> tuple[Link, ...]:
    words = Words(one.reading)
    links = list(words.outward(one.attribution))[::-1]
    rows: dict[str, int] = {one.attribution.id: one.id}
    if len(links) > 1:
        rows |= {
            row.aid: row.id
            for row in connection.execute(
                sa.select(attributions.c.aid, attributions.c.id).where(
                    attributions.c.version_id == one.version,
                    attributions.c.aid.in_([link.id for link in links]),
                )
            )
        }
    article = one.outlet or one.headline
    return (
        Link(article, "", None),
        *(
            Link(words.who(link), words.cue(link), rows.get(link.id), link.polarity)
            for link in links
        ),
    )


def _meant(connection: Connection, statement: int) -> tuple[Meant, ...]:
    rows = connection.execute(_MEANT, {"statement": statement})
    return tuple(
        Meant(
            row.name or row.label, row.type, tuple(row.roles), row.why, row.confidence,
            row.identity or "", row.known_as or "", row.joined_by or "",
            row.joined_confidence or 0.0,
        )
        for row in rows
    )  # fmt: skip


def _same(connection: Connection, one: Statement) -> QuotationGroup | None:
    """The group of the same quotation, among the statements that share phrases with it."""
    found = {each.id for each in sharing_phrases(connection, one.content, limit=_ALIKE)}
    several = said_of(connection, sorted(found | {one.id}))
    return next(iter(quotations(several, holding=one.id)), None)


def _rivals(connection: Connection, one: Statement, story: int | None) -> tuple[FigureGroup, ...]:
    """Groups of figures of the story in which this statement gives one."""
    mine = {dimension(figure.unit) for figure in one.figures if counted(figure.of) is not None}
    if story is None or not mine:
        return ()
    told = told_story(connection, story)
    asked = sa.select(versions.c.id).where(versions.c.id.in_(told.articles)).order_by(versions.c.id)
    # Only what has the same kind of unit can be in one group with it.
    numbers = numbers_in(
        connection, asked, lambda unit, of: dimension(unit) in mine and counted(of) is not None
    )
    groups = disagreements(numbers, (), told=[told])
    return tuple(
        group
        for group in groups
        if any(
            number.statement == one.id
            for member in group.members
            for number in (member.number, *member.copies)
        )
    )


def _besides(
    connection: Connection, one: Statement, ids: Sequence[int], same: QuotationGroup | None
) -> tuple[list[_Row], int]:
    """What else the speaker says in these articles, the newest first, and how much in all."""
    if not one.identity:
        return [], 0
    known = {member.said.id for member in same.members} if same else set()
    asked = {"identity": one.identity, "versions": list(ids)}
    rows = set(connection.execute(_SAID_BY, asked).all())
    place = {version: at for at, version in enumerate(ids)}
    left = [row for row in rows if row.id not in known and row.id != one.id]
    left.sort(key=lambda row: (-place[row.version_id], row.id))
    return [(row.id, row.version_id, 0.0) for row in left[:_OTHERS]], len(left)


def _denials(connection: Connection, one: Statement, ids: Sequence[int]) -> list[_Row]:
    """Statements of the story that may deny this one; where this one denies, what that may be.

    Of the same subject: they share words, and phrases that have two of them side by side. Whether
    one contradicts the other is for people to see.
    """
    asked = {"versions": list(ids), "polarity": "said" if _denies(one) else "denied", "id": one.id}
    rows = connection.execute(_DENYING, asked).all()
    if not rows:
        return []
    mine, phrases = _subject(searchable(one.content))
    found: list[_Row] = []
    for row in rows:
        # Only statements of newest texts have their words kept as search reads them.
        theirs, others = _subject(row.words or searchable(row.content))
        common = len(mine & theirs)
        alike = common >= _SHARED and common >= _PART * min(len(mine), len(theirs))
        if alike and phrases & others:
            found.append((row.id, row.version_id, 0.0))
    return found[:_DENIALS]


def _denied(one: Statement, others: Iterable[Statement]) -> Iterator[Event]:
    """What of others is told as an event of a statement."""
    denies = _denies(one)
    when = moment(one.published)[0]
    for other in others:
        later = moment(other.published)[1] >= when
        # Who denies one thing and says another in one article does not deny the other.
        himself = other.address == one.address and other.who == one.who
        if (denies or later) and not himself:
            sentence = " ".join("".join(piece.text for piece in other.printed).split())
            yield Event("denies" if denies else "denied", sentence or other.content, other)


def _denies(one: Statement) -> bool:
    return one.attribution.polarity == "denied"


def _subject(words: str) -> tuple[set[str], set[tuple[str, str]]]:
    """The words with a subject of those that search reads, and the pairs of them that stand side
    by side, but for words without."""
    found = [word for word in words.split() if word not in _STOPS]
    return set(found), set(pairwise(found))


def _versions(connection: Connection, one: Statement, fate: Fate | None) -> Iterator[Event]:
    """What the texts before and after this one have of it."""
    if fate is not None and fate.now is None:
        yield Event("withdrawn", "the newest text of its article has it no more",
                    version=fate.version)  # fmt: skip
    elif fate is not None and fate.now is not None:
        now = connection.execute(
            sa.select(attributions.c.content).where(attributions.c.id == fate.now)
        ).scalar_one()
        if now != one.content:
            (newer,) = load(connection, [(fate.now, fate.version, 0.0)]) or (None,)
            yield Event("reworded", str(now), newer, version=fate.version)
    if one.number < 2:  # the first text of its article
        return
    owner = sa.select(versions.c.article_id).where(versions.c.id == one.version).scalar_subquery()
    before = connection.scalar(
        sa.select(versions.c.id).where(
            versions.c.article_id == owner, versions.c.number == one.number - 1
        )
    )
    if before is None:
        return
    old, new = readings_of(connection, [before, one.version])
    for change in changes(old, new):
        if isinstance(change.after, Attribution) and change.after.id == one.attribution.id:
            if change.what == "added":
                yield Event("added", "the text before did not have it", version=before,
                            earlier=True)  # fmt: skip
            elif isinstance(change.before, Attribution):
                yield Event("reworded", Words(old).content(change.before), version=before,
                            earlier=True)  # fmt: skip


def _decided(connection: Connection, statement: int) -> Iterator[Event]:
    """What people decided about it, in order."""
    named = corrections.c.details["statement"].as_integer() == statement
    for number in connection.scalars(
        sa.select(corrections.c.id).where(named).order_by(corrections.c.id)
    ).all():
        (one,) = corrections_of(connection, number=number)
        yield Event("decided", one.after or one.before, decision=one)
