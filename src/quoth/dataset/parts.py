"""From readings to rows, and from rows to the bytes of a part."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from quoth.dataset.arrow import pyarrow as pa
from quoth.dataset.options import article_key
from quoth.dataset.schemas import ARTICLES, STATEMENTS
from quoth.errors import InputError
from quoth.records import Article, Attribution, Figure, Reading, Span, Speaker
from quoth.wording import Words

GROUP_ROWS = 20_000
_BATCH_ROWS = 1_000
_BATCH_CHARACTERS = 4_000_000
_GROUP_BYTES = 128_000_000

_HALF = re.compile("[\ud800-\udfff]")

Row = dict[str, Any]


def rows(reading: Reading, key: str = "") -> list[Row]:
    """The statements of a reading as rows of `STATEMENTS`.

    Args:
        reading: what was read.
        key: the key of its article.
    """
    words = Words(reading)
    return [_statement(words, one, key) for one in reading.attributions]


def read_row(reading: Reading, *, text: bool = True) -> Row:
    """The row of `ARTICLES` of an article that was read, but for the place of its record."""
    article = reading.article
    return {
        **article_row(article, text=text),
        "status": "read",
        "statements": len(reading.attributions),
        "warnings": [clean(one) for one in reading.warnings],
        "speakers": [_cast(one) for one in reading.speakers],
        "figures": [{**_figure(one), "statement": one.attribution} for one in reading.figures],
        "times": [
            {
                "id": one.id,
                "start": one.span.start,
                "end": one.span.end,
                "first": one.start,
                "last": one.end,
            }
            for one in reading.times
        ],
        "model": reading.model,
    }


def article_row(article: Article, *, text: bool = True) -> Row:
    """What is known of an article, as columns of `ARTICLES`."""
    whole = clean(article.text)
    return {
        "article_id": clean(article.id),
        "title": clean(article.title),
        "outlet": clean(article.outlet),
        "url": clean(article.url),
        "published": clean(article.published),
        "published_date": day(article.published),
        "language": article.language,
        "authors": [clean(one) for one in article.authors],
        "text": whole if text else None,
        "text_sha256": hashlib.sha256(whole.encode("utf-8")).hexdigest(),
        "words": len(whole.split()),
        "furniture_spans": [_span(one) for one in article.furniture],
        "blocks": [{"kind": one.kind, **_span(one.span)} for one in article.blocks],
        "section": clean(article.section),
        "entries": [{**_span(one.span), "time": one.time} for one in article.entries],
    }


def read_batch(table: Any) -> Any:
    """The statements of a table of articles, as a table of `STATEMENTS`.

    For engines that hand over Arrow tables: Spark's ``mapInArrow``, DuckDB, Dask. Columns are found
    as in any table that quoth takes in; a row in which there is no article gives no statements, and
    a warning is logged. ``article_key`` is made from the article's id and text, as its place in an
    input is not known.

    Args:
        table: a pyarrow Table or RecordBatch of articles.
    """
    import logging

    from quoth.dataset.reader import reader_of
    from quoth.intake.options import IntakeOptions
    from quoth.intake.rows import Row as Taken
    from quoth.intake.rows import article_of

    reader = reader_of(None)
    found: list[Row] = []
    for number, values in enumerate(table.to_pylist(), 1):
        taken = article_of(Taken(f"row {number}", f"row {number}", values), IntakeOptions())
        if isinstance(taken, InputError):
            logging.getLogger(__name__).warning("%s", taken)
            continue
        digest = hashlib.sha256(taken.text.encode("utf-8")).hexdigest()
        found.extend(rows(reader.read(taken), article_key(f"{clean(taken.id)} {digest}", 1)))
    return pa.Table.from_pylist(found, schema=STATEMENTS)


class Part:
    """Takes rows in order and makes the bytes of a Parquet file of them.

    The same rows give the same bytes: groups are cut by rows and bytes, never by time.
    """

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self._sink = io.BytesIO()
        self._writer = pa.parquet.ParquetWriter(self._sink, schema, compression="zstd")
        self._rows: list[Row] = []
        self._characters = 0
        self._batches: list[Any] = []
        self.rows = 0

    def add(self, several: Iterable[Row]) -> None:
        """Add rows."""
        for row in several:
            self._rows.append(row)
            self.rows += 1
            self._characters += sum(len(v) for v in row.values() if isinstance(v, str))
            if len(self._rows) >= _BATCH_ROWS or self._characters >= _BATCH_CHARACTERS:
                self._pack()

    def close(self) -> bytes:
        """The whole file."""
        self._pack()
        self._write()
        self._writer.close()
        return self._sink.getvalue()

    def _pack(self) -> None:
        """Rows as a batch, which takes a tenth of the memory."""
        if self._rows:
            self._batches.append(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._characters = [], 0
        held = sum(batch.num_rows for batch in self._batches)
        if held >= GROUP_ROWS or sum(b.nbytes for b in self._batches) >= _GROUP_BYTES:
            self._write()

    def _write(self) -> None:
        if self._batches:
            whole = pa.concat_tables(self._batches)
            self._writer.write_table(whole, row_group_size=GROUP_ROWS)
        self._batches = []


def statements_part() -> Part:
    """An empty part of statements."""
    return Part(STATEMENTS)


def articles_part() -> Part:
    """An empty part of articles."""
    return Part(ARTICLES)


def clean(text: str | None) -> Any:
    """``text`` without halves of characters, which UTF-8 cannot hold."""
    return text if text is None or text.isascii() else _HALF.sub("\ufffd", text)


def day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date-time; None where it has none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _statement(words: Words, one: Attribution, key: str) -> Row:
    reading = words.reading
    article = reading.article
    people = {who.id: who for who in reading.speakers}
    return {
        "article_key": key,
        "statement": one.id,
        "article_id": clean(article.id),
        "outlet": clean(article.outlet),
        "url": clean(article.url),
        "published": clean(article.published),
        "published_date": day(article.published),
        "speakers": [
            _speaker(people[ref.speaker], ref.why, ref.confidence)
            for ref in one.speakers
            if ref.speaker in people
        ],
        "source": clean(words.source(one)) or None,
        "cue": clean(words.cue(one)) or None,
        "content": clean(words.content(one)) or None,
        "form": one.form,
        "kind": one.kind,
        "tone": one.tone,
        "polarity": one.polarity,
        "future": one.future,
        "addressee": clean(reading.text_of(one.addressee)) if one.addressee is not None else None,
        "said_on": one.said_on,
        "within": one.within,
        "figures": [_figure(figure) for figure in words.figures.get(one.id, [])],
        "source_spans": [_span(span) for span in one.sources],
        "content_spans": [_span(span) for span in one.contents],
        "cue_start": one.cue.start if one.cue is not None else None,
        "cue_end": one.cue.end if one.cue is not None else None,
        "confidence": one.confidence,
        "model": reading.model,
        "addressee_start": one.addressee.start if one.addressee is not None else None,
        "addressee_end": one.addressee.end if one.addressee is not None else None,
        "content_confidence": one.content_confidence,
    }


def _speaker(who: Speaker, why: str, confidence: float) -> Row:
    return {
        "id": who.id,
        "name": clean(who.name),
        "label": clean(who.label),
        "type": who.type,
        "roles": [clean(role) for role in who.roles],
        "pronouns": list(who.pronouns),
        "why": why,
        "confidence": confidence,
        "body": clean(who.body),
        "place": clean(who.place),
    }


def _cast(who: Speaker) -> Row:
    return {
        "id": who.id,
        "name": clean(who.name),
        "label": clean(who.label),
        "type": who.type,
        "roles": [clean(role) for role in who.roles],
        "mentions": [_span(span) for span in who.mentions],
        "anonymity": _span(who.anonymity) if who.anonymity is not None else None,
        "pronouns": list(who.pronouns),
        "body": clean(who.body),
        "place": clean(who.place),
    }


def _figure(one: Figure) -> Row:
    return {
        "id": one.id,
        "low": one.low,
        "high": one.high,
        "unit": one.unit,
        "of": clean(one.of),
        "start": one.span.start,
        "end": one.span.end,
    }


def _span(one: Span) -> Mapping[str, int]:
    return {"start": one.start, "end": one.end}
