"""A statement: one attribution with its article, speakers and chain, as the ledger gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from quoth.records import Attribution, Figure, Reading, Speaker

if TYPE_CHECKING:
    import pandas
    import polars


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution of a kept article.

    ``id`` is its row in the ledger, ``version`` the row of its article's version. ``who`` says the
    speakers in the fullest words there are; ``chain`` on whose word we have it, outermost first.
    ``marks`` are the places in ``content`` (start, end) of the words that were searched for;
    ``before`` and ``after`` are what stands around the whole attribution in its sentences.
    ``identities`` are those of ``speakers`` across articles, "" where there is none. ``reading``
    is the whole reading it comes from.
    """

    id: int
    version: int
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
    score: float = 0.0

    @property
    def speaker(self) -> str:
        """Who says it: the same as ``who``."""
        return self.who


class Statements(list[Statement]):
    """What a search gives: a list of statements that can become a table."""

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of pandas, one statement a row.

        Raises:
            OptionError: when pandas is not installed (extra ``pandas``).
        """
        from quoth.ledger.tables import to_pandas

        return to_pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """A data frame of polars, one statement a row.

        Raises:
            OptionError: when polars is not installed (extra ``polars``).
        """
        from quoth.ledger.tables import to_polars

        return to_polars(self)


def as_readings(statements: Iterable[Statement]) -> Iterator[Reading]:
    """Readings that hold these statements and no others, but for those in whose content they
    stand (a chain needs its links); one for each run of statements of one article."""
    for _, run in groupby(statements, key=lambda one: one.version):
        several = list(run)
        reading = several[0].reading
        wanted: set[str] = set()
        for one in several:
            wanted.update(link.id for link in reading.chain(one.attribution))
        attributions = tuple(a for a in reading.attributions if a.id in wanted)
        cast = {ref.speaker for a in attributions for ref in a.speakers}
        yield replace(
            reading,
            attributions=attributions,
            speakers=tuple(who for who in reading.speakers if who.id in cast),
            figures=tuple(f for f in reading.figures if f.attribution in wanted),
        )
