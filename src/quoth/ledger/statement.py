"""A statement: one attribution with its article, speakers and chain, as the ledger gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from quoth.ledger.nameless import nameless
from quoth.ledger.printed import Piece
from quoth.reading.speakers.words import PRONOUNS
from quoth.records import Attribution, Figure, Reading, Speaker, joined
from quoth.wording import headline


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution of a kept article.

    ``id`` is its row in the ledger, ``version`` the row of its article's version, ``position`` its
    place among the statements of that version, from 1. ``who`` says the
    speakers in the fullest words there are; ``chain`` on whose word we have it, outermost first.
    ``marks`` are the places in ``content`` (start, end) of the words that were searched for;
    ``before`` and ``after`` are what stands around the whole attribution in its sentences;
    ``printed`` are those sentences as they stand there, piece by piece.
    ``tags`` and ``collections`` are those that it, its article or one of its speakers has.
    ``identities`` are those of ``speakers`` across articles, "" where there is none; ``called`` is
    what each of them is called where people gave one of them a name that no article has, else
    empty; ``shown`` is ``who`` with such names. ``reading``
    holds the article, what was found in it, and those in whose words they stand; the whole of it is
    ``ledger.version(statement.version).reading``.
    """

    id: int
    version: int
    position: int
    number: int
    address: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    attribution: Attribution
    speakers: tuple[Speaker, ...]
    who: str
    source: str
    cue: str
    content: str
    chain: tuple[str, ...]
    reading: Reading = field(repr=False, compare=False)
    status: str | None = None
    figures: tuple[Figure, ...] = ()
    identities: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    before: str = ""
    after: str = ""
    printed: tuple[Piece, ...] = field(default=(), compare=False)
    score: float = 0.0
    tags: tuple[str, ...] = field(default=(), compare=False)
    collections: tuple[str, ...] = field(default=(), compare=False)
    called: tuple[str, ...] = ()

    @property
    def speaker(self) -> str:
        """Who says it: the same as ``who``."""
        return self.who

    @property
    def shown(self) -> str:
        """``who``, by the names that people gave."""
        return joined(list(self.called)) or self.who

    @property
    def headline(self) -> str:
        """The title of its article, or the first words of it where it has none."""
        return headline(self.title, self.reading.article.text) or self.address

    @property
    def by_pronoun(self) -> bool:
        """Whether its source is a bare pronoun: "he", "they", "who"."""
        return is_pronoun(self.source)

    @property
    def identity(self) -> str:
        """The first speaker's identity across articles that there is, else ""."""
        return next(filter(None, self.identities), "")

    @property
    def unnamed(self) -> bool:
        """Whether every speaker is a person whom the article never names."""
        return bool(self.speakers) and all(map(nameless, self.speakers))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why persons are not named, in the article's words, where it says so."""
        stated = [who.anonymity for who in self.speakers if who.anonymity]
        return tuple(dict.fromkeys(self.reading.text_of(span) for span in stated))


def is_pronoun(source: str) -> bool:
    """Whether the words of a source are one pronoun."""
    return source.strip().casefold() in PRONOUNS


def as_readings(statements: Iterable[Statement]) -> Iterator[Reading]:
    """Readings that hold these statements and no others, but for those in whose content they
    stand (a chain needs its links); one for each run of statements of one article."""
    for _, run in groupby(statements, key=lambda one: one.version):
        several = list(run)
        reading = _together(list({id(one.reading): one.reading for one in several}.values()))
        wanted = {link.id for one in several for link in one.reading.chain(one.attribution)}
        attributions = tuple(one for one in reading.attributions if one.id in wanted)
        cast = {ref.speaker for one in attributions for ref in one.speakers}
        yield replace(
            reading,
            attributions=attributions,
            speakers=tuple(who for who in reading.speakers if who.id in cast),
            figures=tuple(one for one in reading.figures if one.attribution in wanted),
        )


def _together(parts: list[Reading]) -> Reading:
    """One reading of several parts of it, in reading order."""
    if len(parts) == 1:
        return parts[0]
    attributions = {one.id: one for part in parts for one in part.attributions}
    speakers = {one.id: one for part in parts for one in part.speakers}
    figures = {one.id: one for part in parts for one in part.figures}
    return replace(
        parts[0],
        attributions=tuple(
            sorted(
                attributions.values(),
                key=lambda one: (one.start, -max(span.end for span in one.spans), one.spans),
            )
        ),
        speakers=tuple(sorted(speakers.values(), key=lambda who: (who.mentions[:1], who.id))),
        figures=tuple(sorted(figures.values(), key=lambda one: (one.span, one.id))),
    )
