"""The columns of the tables that quoth writes: one attribution a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from quoth.records import Attribution, Span
from quoth.wording import Words, bounds

COLUMNS: tuple[str, ...] = (
    *("id", "title", "outlet", "url", "published", "language"),
    *("attribution", "speaker", "speaker_type", "roles", "source", "cue", "content"),
    *("form", "kind", "tone", "polarity", "future", "addressee", "said_on"),
    *("within", "chain", "figures"),
    *("start", "end", "source_spans", "cue_start", "cue_end", "content_spans"),
    *("confidence", "model", "content_confidence"),
    *("pronouns", "body", "place"),
)
"""The columns in order.

``id`` to ``language`` are the article's, the same on each of its rows. ``speaker`` holds the full
names (or labels) of the speakers, "; " between several, as in ``speaker_type``; ``roles`` likewise.
Pieces of a source or content are joined by " … ". ``chain`` is on whose word it stands, outermost
first, " ← " between. ``figures`` are "bounds of-words", "; " between. Offsets are characters of
the article's text, end excluded; ``source_spans`` and ``content_spans`` are "start-end;start-end".
``confidence`` is how likely there is such a statement, ``content_confidence`` how likely its source
and content are right too. ``pronouns``, ``body`` and ``place`` are those of the speakers, "; "
between. Columns are only ever added at the end.
"""


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_rows(rows: Iterable[Iterable[Any]], *, spreadsheet: bool = False) -> str:
    """Rows as RFC 4180 has them; None is an empty cell. ``spreadsheet``: a text that a spreadsheet
    would take for a formula begins with an apostrophe."""
    if spreadsheet:
        rows = [[_guarded(cell) for cell in row] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def csv_table(
    columns: Iterable[str], rows: Iterable[Iterable[Any]], *, spreadsheet: bool = False
) -> str:
    """A header and rows; for a spreadsheet with a byte order mark, by which it knows UTF-8."""
    mark = "\ufeff" if spreadsheet else ""
    return f"{mark}{csv_rows([columns])}{csv_rows(rows, spreadsheet=spreadsheet)}"


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def row_of(words: Words, one: Attribution) -> tuple[str, ...]:
    """The cells of one attribution, in the order of `COLUMNS`."""
    reading = words.reading
    article = reading.article
    cast = words.speakers(one)
    figures = [f"{bounds(f)} {f.of or ''}".rstrip() for f in words.figures.get(one.id, [])]
    cue_start, cue_end = (str(one.cue.start), str(one.cue.end)) if one.cue else ("", "")
    spans = one.spans
    return (
        article.id,
        article.title or "",
        article.outlet or "",
        article.url or "",
        article.published or "",
        article.language or "",
        one.id,
        "; ".join(speaker.name or speaker.label for speaker in cast),
        "; ".join(speaker.type for speaker in cast),
        "; ".join(", ".join(speaker.roles) for speaker in cast if speaker.roles),
        words.source(one),
        words.cue(one),
        words.content(one),
        one.form,
        one.kind,
        one.tone,
        one.polarity,
        "yes" if one.future else "",
        reading.text_of(one.addressee) if one.addressee else "",
        one.said_on or "",
        one.within or "",
        " ← ".join(words.chain(one)),
        "; ".join(figures),
        str(min(span.start for span in spans)) if spans else "",
        str(max(span.end for span in spans)) if spans else "",
        _spans(one.sources),
        cue_start,
        cue_end,
        _spans(one.contents),
        f"{one.confidence:.4f}",
        reading.model,
        f"{one.content_confidence:.4f}",
        "; ".join(", ".join(speaker.pronouns) for speaker in cast if speaker.pronouns),
        "; ".join(speaker.body for speaker in cast if speaker.body),
        "; ".join(speaker.place for speaker in cast if speaker.place),
    )


def _spans(spans: tuple[Span, ...]) -> str:
    return ";".join(f"{span.start}-{span.end}" for span in spans)
