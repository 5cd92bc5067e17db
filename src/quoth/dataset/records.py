"""The records of one file: numbered, in order, each taken in when it is asked for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from quoth.dataset.options import Source
from quoth.dataset.places import open_source
from quoth.errors import InputError, LeftOutError
from quoth.intake.build import finished
from quoth.intake.documents.take import (
    DOCUMENTS,
    article_of_part,
    document_articles,
    document_parts,
)
from quoth.intake.encodings import decode_text, guess_warning, guessed, utf8_stream
from quoth.intake.excel import excel_rows
from quoth.intake.fields import Record
from quoth.intake.json_feed import is_json_feed, json_feed_articles
from quoth.intake.json_rows import json_line_rows, json_rows, line_row
from quoth.intake.kinds import Kind, extension_kind, kind_of
from quoth.intake.markdown import record_of_markdown
from quoth.intake.options import IntakeOptions
from quoth.intake.pages import MAX_PAGE_BYTES, page_record
from quoth.intake.parquet import parquet_rows
from quoth.intake.places import is_address, os_error
from quoth.intake.rows import Row, article_of
from quoth.intake.settle import Settling
from quoth.intake.streams import packing, read_all, unpacked, with_head
from quoth.intake.tables import table_rows
from quoth.intake.take import followed, listed, zipped_articles
from quoth.intake.warc import archived
from quoth.records import Article, Span

Take = Callable[[], Article]


@dataclass(frozen=True, slots=True)
class Found:
    """A record: its place in its input, and a function that takes it in.

    ``number`` counts from 1; in web archives it is the byte at which the record begins. ``take``
    raises `InputError` when there is no article in it. ``page`` is what it was made from where that
    is a page, for a look at its language before it is taken apart.
    """

    number: int
    take: Take
    skipped: str | None = None
    date: str | None = None
    url: str | None = None
    page: bytes | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose kind is known: ``stream`` is unpacked and stands at its start; ``raw`` is to be
    closed."""

    source: Source
    kind: Kind
    head: bytes
    stream: BinaryIO
    raw: BinaryIO
    packed: bool
    url: str | None = None
    declared: str | None = None


def opened(source: Source, options: IntakeOptions) -> Opened:
    """``source``, opened.

    Raises:
        InputError, OSError: when it cannot be read.
    """
    url = content_type = declared = None
    raw: BinaryIO
    if is_address(source.place):
        from quoth.intake.fetch import FetchLimits, fetch

        got = fetch(source.place, limits=FetchLimits(allow_private=options.allow_private))
        raw, url = io.BytesIO(got.content), got.url
        content_type, declared = got.content_type, got.encoding
    else:
        raw = open_source(source)
    if extension_kind(source.name) is Kind.ARCHIVE:
        return Opened(source, Kind.ARCHIVE, b"", raw, raw, False)
    try:
        head, stream = with_head(raw)
        packed = packing(head)
        if packed:
            head, stream = with_head(unpacked(stream, packed, source.name))
            if packing(head):
                raise InputError(source.name, "compressed twice; unpack it once and try again")
        kind = kind_of(head, source.name, options, content_type=content_type)
    except BaseException:
        raw.close()
        raise
    return Opened(source, kind, head, stream, raw, packed is not None, url, declared)


def records(
    source: Source, options: IntakeOptions, start: int = 0, stop: int | None = None
) -> Iterator[Found]:
    """The records of a file; what stops the reading of it is the last of them.

    ``start`` and ``stop`` (excluded) are bytes of a web archive; other kinds know no such bounds.
    """
    number = 0
    try:
        if source.reason:
            raise InputError(source.name, source.reason)
        file = opened(source, options)
        with file.raw:
            for found in _records(file, options, start, stop):
                number = found.number
                yield found
    except InputError as error:
        yield Found(number + 1, partial(_raise, error))
    except OSError as error:
        yield Found(number + 1, partial(_raise, os_error(error, source.name)))
    except MemoryError:
        large = InputError(source.name, "not enough memory on this computer")
        yield Found(number + 1, partial(_raise, large))


def line_starts(file: Opened, options: IntakeOptions) -> Iterator[tuple[int, bytes]]:
    """The lines of JSON lines that are not blank, with their numbers from 1.

    Of a line that is longer than an article may be, only so much is given as shows it.
    """
    stream = _utf8(file, options)
    number = 0
    limit = options.max_bytes + 1
    while line := stream.readline(limit):
        number += 1
        if len(line) == limit:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(65_536)
        if line.strip():
            yield number, line


def rows_in(file: Opened, options: IntakeOptions) -> Iterator[Row | InputError]:
    """The rows of a table, of JSON, of JSON lines or of a Parquet file."""
    name = file.source.name
    if file.kind in (Kind.PARQUET, Kind.EXCEL):
        local = "://" not in file.source.place and not file.packed
        whole = Path(file.source.place) if local else None
        data = whole or read_all(file.stream, name, options.max_bytes)
        return (parquet_rows if file.kind is Kind.PARQUET else excel_rows)(data, name, options)
    text = _utf8(file, options)
    if file.kind is Kind.JSON:
        return json_rows(text, name, options.max_bytes)
    if file.kind is Kind.JSON_LINES:
        return json_line_rows(text, name, options.max_bytes)
    start, text = with_head(text)
    return table_rows(text, start, name, options)


def _utf8(file: Opened, options: IntakeOptions) -> BinaryIO:
    return utf8_stream(
        file.stream,
        file.head,
        file.source.name,
        forced=options.encoding,
        declared=file.declared,
    )


def _records(file: Opened, options: IntakeOptions, start: int, stop: int | None) -> Iterator[Found]:
    settling = Settling(options, partial(_again, file.source, options))
    if file.kind is Kind.ARCHIVE:
        for one in archived(file.raw, file.source.name, options, start=start, stop=stop):
            take = partial(one.article, options)
            yield Found(one.at, take, one.skipped, one.date, one.url, one.page)
    elif file.kind is Kind.JSON_LINES:
        for number, line in line_starts(file, options):
            take = partial(_line, line, file.source.name, number, options, settling)
            yield Found(number, take)
    elif file.kind is Kind.ZIP:
        local = "://" not in file.source.place
        archive = (
            Path(file.source.place)
            if local and not file.packed
            else read_all(file.stream, file.source.name, options.max_bytes, "zip archive")
        )
        yield from _numbered(zipped_articles(archive, file.source.name, options))
    elif file.kind is Kind.JSON and is_json_feed(file.head):
        feed = read_all(file.stream, file.source.name, options.max_bytes, "feed")
        further = partial(followed, options=options, depth=1) if options.follow else None
        yield from _numbered(json_feed_articles(feed, file.source.name, options, further))
    elif file.kind in (Kind.JSON, Kind.TABLE, Kind.PARQUET, Kind.EXCEL):
        for number, row in enumerate(rows_in(file, options), 1):
            yield Found(number, partial(_row, row, options, settling))
    elif file.kind is Kind.TEXT and options.addresses:
        data = read_all(file.stream, file.source.name, options.max_bytes)
        found = listed(data, file.source.name, options, declared=file.declared)
        yield from _numbered(found)
    elif file.kind.name in DOCUMENTS:
        yield from _document(file, options)
    else:
        most = min(options.max_bytes, MAX_PAGE_BYTES) if file.kind is Kind.HTML else None
        what = "page" if file.kind is Kind.HTML else "article"
        data = read_all(file.stream, file.source.name, most or options.max_bytes, what)
        page = data if file.kind is Kind.HTML else None
        yield Found(1, partial(_one, file, data, options), page=page)


def _numbered(several: Iterator[Article | InputError]) -> Iterator[Found]:
    for number, taken in enumerate(several, 1):
        if not isinstance(taken, LeftOutError):
            yield Found(number, partial(_given, taken))


def _document(file: Opened, options: IntakeOptions) -> Iterator[Found]:
    """The articles of a document; the process of a shard has a time limit of its own."""
    name = file.source.name
    if options.follow and file.kind is Kind.NEWS_XML:
        data = read_all(file.stream, name, options.max_bytes, "document")
        further = partial(followed, options=options, depth=1)
        yield from _numbered(
            document_articles(
                data, file.kind.name, name, options, declared=file.declared, fetched=further
            )
        )
        return
    parts = document_parts(
        read_all(file.stream, name, options.max_bytes, "document"),
        file.kind.name,
        name,
        max_bytes=options.max_bytes,
        forced=options.encoding,
        declared=file.declared,
    )
    for number, part in enumerate(parts, 1):
        if isinstance(part, InputError):
            yield Found(number, partial(_raise, part))
        else:
            url = file.url if len(parts) == 1 else None
            yield Found(number, partial(article_of_part, part, name, options, url=url))


def _raise(error: InputError) -> Article:
    raise error


def _given(taken: Article | InputError) -> Article:
    if isinstance(taken, InputError):
        raise taken
    return taken


def _again(source: Source, options: IntakeOptions) -> Iterator[Row | InputError]:
    """All rows of a file, from its start."""
    file = opened(source, options)
    with file.raw:
        yield from rows_in(file, options)


def _line(
    line: bytes, name: str, number: int, options: IntakeOptions, settling: Settling
) -> Article:
    return _row(line_row(line, name, number, options.max_bytes), options, settling)


def _row(row: Row | InputError, options: IntakeOptions, settling: Settling) -> Article:
    row = settling.ordered(row)
    taken = row if isinstance(row, InputError) else article_of(row, options)
    if isinstance(taken, InputError):
        raise taken
    return taken


def _one(file: Opened, data: bytes, options: IntakeOptions) -> Article:
    name = file.source.name
    encodings = {"forced": options.encoding, "declared": file.declared}
    front: Span | None = None
    if file.kind is Kind.HTML:
        record = page_record(data, name, url=file.url, **encodings)
    else:
        text = decode_text(data, name, **encodings)
        record = Record(text)
        if file.kind is Kind.MARKDOWN:
            record, front = record_of_markdown(text)
        record = replace(record, url=file.url or record.url)
        if guess := guessed(data, **encodings):
            record = replace(record, warnings=(guess_warning(guess),))
    return finished(record, name=name, fallback_id=name, options=options, front=front)


class Stretches:
    """Ranges of records of one file, asked for one after the other in one pass over it.

    A packed file cannot be entered in the middle: a process that reads several shards of it goes
    on where it is, so that it unpacks the file once and not once a shard.
    """

    def __init__(self, options: IntakeOptions) -> None:
        self.options = options
        self._source: Source | None = None
        self._records: Iterator[Found] = iter(())
        self._ahead: Found | None = None
        self._at = 0

    def between(self, source: Source, start: int, stop: int | None) -> Iterator[Found]:
        """The records of ``source`` from number ``start`` to ``stop``, which is excluded."""
        if self._source != source or start < self._at:
            self._records, self._ahead = records(source, self.options), None
        # Whoever does not come to the end of the range, after a fault, begins at the start again.
        self._source = None
        while (found := self._ahead or next(self._records, None)) is not None:
            self._ahead = None
            if stop is not None and found.number >= stop:
                self._ahead, self._source, self._at = found, source, stop
                return
            if found.number >= start:
                yield found
