"""Statements of many articles as formats see them, and their JSON form.

A statement is anything with the fields of `Said`; the ledger's are such.
"""

from __future__ import annotations

from typing import Any, Protocol

from quoth.codec import attribution_to_dict, figure_to_dict, speaker_to_dict
from quoth.formats.table import COLUMNS, row_of
from quoth.records import Attribution, Figure, Reading, Speaker
from quoth.wording import Words


class Said(Protocol):
    """What is shown of a statement; see `quoth.ledger.Statement` for what each field means."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def reading(self) -> Reading: ...  # noqa: D102
    @property
    def attribution(self) -> Attribution: ...  # noqa: D102
    @property
    def speakers(self) -> tuple[Speaker, ...]: ...  # noqa: D102
    @property
    def figures(self) -> tuple[Figure, ...]: ...  # noqa: D102
    @property
    def identities(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def who(self) -> str: ...  # noqa: D102
    @property
    def called(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def shown(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def cue(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> str: ...  # noqa: D102
    @property
    def chain(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def marks(self) -> tuple[tuple[int, int], ...]: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str | None: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def collections(self) -> tuple[str, ...]: ...  # noqa: D102


#: What tables of statements have after the columns of `quoth.formats.table`.
MARK_COLUMNS = ("tags", "collections")


def mark_cells(one: Said) -> tuple[str, str]:
    """The cells of `MARK_COLUMNS`; "; " stands between several."""
    return "; ".join(one.tags), "; ".join(one.collections)


def cells_of(one: Said) -> tuple[str, ...]:
    """The cells of a statement in a table: those of `quoth.formats.table`, its speakers by the
    names that people gave them, and those of `MARK_COLUMNS`."""
    cells = list(row_of(Words(one.reading), one.attribution))
    if one.called:
        cells[COLUMNS.index("speaker")] = "; ".join(one.called)
    return (str(one.id), *cells, *mark_cells(one))


def statement_to_dict(one: Said) -> dict[str, Any]:
    """The JSON form of a statement: its article, the attribution as in a reading, its speakers and
    figures, the words, the chain, the marks in the content, and what stands around it."""
    article = one.reading.article
    return {
        "id": one.id,
        "article": {
            "id": article.id,
            "address": one.address,
            "version": one.number,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published,
            "language": article.language,
            "authors": list(article.authors),
        },
        "who": one.shown,
        "source": one.source,
        "cue": one.cue,
        "content": one.content,
        "chain": list(one.chain),
        "attribution": attribution_to_dict(one.reading, one.attribution),
        "speakers": [speaker_to_dict(one.reading, speaker) for speaker in one.speakers],
        "identities": list(one.identities),
        "figures": [figure_to_dict(one.reading, figure) for figure in one.figures],
        "marks": [list(mark) for mark in one.marks],
        "before": one.before,
        "after": one.after,
        "status": one.status,
        "score": round(one.score, 6),
        "model": one.reading.model,
        "tags": list(one.tags),
        "collections": list(one.collections),
    }
