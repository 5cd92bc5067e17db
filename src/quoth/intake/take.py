"""The way in: every input to its articles, one after the other, and an error for each bad one."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from quoth.errors import InputError, LeftOutError
from quoth.intake.build import finished
from quoth.intake.documents.take import DOCUMENTS, document_articles
from quoth.intake.encodings import decode_text, guess_warning, guessed, utf8_stream
from quoth.intake.excel import excel_rows
from quoth.intake.fields import Record
from quoth.intake.json_feed import is_json_feed, json_feed_articles
from quoth.intake.json_rows import json_line_rows, json_rows
from quoth.intake.kinds import Kind, extension_kind, kind_of
from quoth.intake.limits import limited
from quoth.intake.markdown import record_of_markdown
from quoth.intake.options import IntakeOptions
from quoth.intake.pages import MAX_PAGE_BYTES, page_record
from quoth.intake.parquet import parquet_rows
from quoth.intake.places import STANDARD_INPUT, check_file, files_at, is_address, os_error
from quoth.intake.rows import Row, articles_of, with_guess
from quoth.intake.settle import settled
from quoth.intake.streams import packing, read_all, unpacked, with_head
from quoth.intake.tables import table_rows
from quoth.intake.zipped import members
from quoth.records import Article, Span

if TYPE_CHECKING:
    from quoth.intake.fetch import Fetched

Fetcher = Callable[[str, IntakeOptions, int], Iterator[Article | InputError]]
"""Gives the articles at an address; the number is how many addresses led to it."""

_DEFAULT = IntakeOptions()
_BYTES = "bytes"
_STDIN = "standard input"
_DEEPEST = 2  # from a list of site maps to a site map to a page


@dataclass(frozen=True, slots=True)
class _Input:
    """One opened input: its name, and what came with its bytes.

    ``again`` opens it once more, where that can be done. ``further`` gives the articles at an
    address to which it leads, ``fetcher`` those at an address in a list.
    """

    name: str
    stream: BinaryIO
    path: Path | None = None
    url: str | None = None
    content_type: str | None = None
    declared: str | None = None
    again: Callable[[], BinaryIO] | None = None
    depth: int = 0
    zipped: bool = False
    further: Callable[[str], Iterator[Article | InputError]] | None = None
    fetcher: Fetcher | None = None


def articles(
    inputs: Iterable[str | Path | bytes],
    options: IntakeOptions = _DEFAULT,
    *,
    fetcher: Fetcher | None = None,
) -> Iterator[Article | InputError]:
    """The articles of all inputs, in input order, each read when it is asked for.

    An input is the path of a file; a folder, whose files are taken in sorted order; a pattern such
    as ``news/**/*.html``; ``-`` for standard input; an http(s) address; or the bytes of a file. A
    bad input, or a bad row of one, gives an `InputError` in its place (as a value, it is not
    raised), and the rest goes on.

    Args:
        inputs: taken one by one.
        options: how to take them in.
        fetcher: gives the articles at an address, in place of fetching it anew.
    """
    for given in inputs:
        if isinstance(given, bytes):
            again = partial(io.BytesIO, given)
            yield from _guarded(_Input(_BYTES, again(), again=again, fetcher=fetcher), options)
        elif given == STANDARD_INPUT:
            yield from _standard_input(options, fetcher)
        elif isinstance(given, str) and is_address(given):
            yield from (fetcher or _fetched)(given, options, 0)
        else:
            for file in files_at(given):
                if isinstance(file, InputError):
                    yield _excused(file, options)
                else:
                    yield from _file(file, options, fetcher)


def articles_from_bytes(
    data: bytes,
    name: str,
    *,
    options: IntakeOptions = _DEFAULT,
    url: str | None = None,
    content_type: str | None = None,
    encoding: str | None = None,
) -> Iterator[Article | InputError]:
    """The articles in ``data``, one after the other; what is not readable is an error in its place.

    Args:
        data: the bytes of a file of any kind, compressed or not.
        name: its name, whose extension tells what it is where it has one.
        options: how to take it in.
        url: where it was found.
        content_type: the media type that came with it.
        encoding: the charset that came with it.
    """
    again = partial(io.BytesIO, data)
    yield from _guarded(_Input(name, again(), None, url, content_type, encoding, again), options)


def article_from_bytes(
    data: bytes,
    name: str,
    *,
    options: IntakeOptions = _DEFAULT,
    url: str | None = None,
    content_type: str | None = None,
    encoding: str | None = None,
) -> Article:
    """The one article in ``data``.

    Args:
        data: a page, a text, or a record, compressed or not.
        name: its name, whose extension tells what it is where it has one.
        options: how to take it in.
        url: where it was found.
        content_type: the media type that came with it.
        encoding: the charset that came with it.

    Raises:
        InputError: when it cannot be read, or holds more than one article.
    """
    found = articles_from_bytes(
        data, name, options=options, url=url, content_type=content_type, encoding=encoding
    )
    article = next(found, None)
    if article is None:
        raise InputError(name, "no article in it")
    if isinstance(article, InputError):
        raise article
    if next(found, None) is not None:
        raise InputError(name, "holds more than one article")
    return article


def _standard_input(
    options: IntakeOptions, fetcher: Fetcher | None
) -> Iterator[Article | InputError]:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        yield InputError(_STDIN, "it is closed")
        return
    yield from _guarded(_Input(_STDIN, stream, fetcher=fetcher), options)


def followed(
    url: str, options: IntakeOptions, depth: int, fetcher: Fetcher | None = None
) -> Iterator[Article | InputError]:
    """The articles at an address to which a feed or a site map leads, where its site permits it.

    Args:
        url: the address.
        options: how to take it in.
        depth: how many addresses led to it.
        fetcher: gives them, in place of fetching it anew.
    """
    from quoth.intake.polite import MANNERS

    try:
        MANNERS.ask(url, delay=options.delay, allow_private=options.allow_private)
    except InputError as error:
        yield error
        return
    yield from (fetcher or _fetched)(url, options, depth)


def articles_of_page(
    got: Fetched,
    name: str,
    options: IntakeOptions,
    further: Callable[[str], Iterator[Article | InputError]] | None = None,
    *,
    depth: int = 0,
    fetcher: Fetcher | None = None,
) -> Iterator[Article | InputError]:
    """The articles of what an address gave: of a page its own, of a feed or a site map those of its
    entries.

    Args:
        got: what was fetched.
        name: the address, for messages and ids.
        options: how to take it in; with ``follow``, feeds and site maps are followed.
        further: gives the articles at an address to which it leads.
        depth: how many addresses led to it; from the second on nothing is followed.
        fetcher: gives those articles where a site permits that it is asked for them.
    """
    again = partial(io.BytesIO, got.content)
    came = (got.url, got.content_type, got.encoding)
    source = _Input(name, again(), None, *came, again, depth, further=further, fetcher=fetcher)
    yield from _guarded(source, options)


def _fetched(url: str, options: IntakeOptions, depth: int = 0) -> Iterator[Article | InputError]:
    from quoth.intake.fetch import FetchLimits, fetch

    limits = FetchLimits(allow_private=options.allow_private)
    try:
        got = fetch(url, limits=replace(limits, max_bytes=min(limits.max_bytes, options.max_bytes)))
    except InputError as error:
        yield error
        return
    again = partial(io.BytesIO, got.content)
    source = _Input(url, again(), None, got.url, got.content_type, got.encoding, again, depth)
    yield from _guarded(source, options)


def _file(
    path: Path, options: IntakeOptions, fetcher: Fetcher | None = None
) -> Iterator[Article | InputError]:
    name = os.fspath(path)
    try:
        check_file(path)
        with path.open("rb") as stream:
            again = partial(_opened, path)
            inside = _Input(name, stream, path, again=again, fetcher=fetcher)
            yield from _guarded(inside, options)
    except InputError as error:
        yield error
    except OSError as error:
        yield os_error(error, name)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _guarded(source: _Input, options: IntakeOptions) -> Iterator[Article | InputError]:
    """The articles of ``source``; what stops the reading of it is its last item."""
    try:
        yield from _articles_of(source, options)
    except InputError as error:
        yield error
    except OSError as error:
        yield os_error(error, source.name)
    except MemoryError:
        yield InputError(source.name, "too large for the memory of this machine")


def _articles_of(source: _Input, options: IntakeOptions) -> Iterator[Article | InputError]:
    if extension_kind(source.name) is Kind.ARCHIVE:
        yield from _archive(source, options)
        return
    head, stream, packed = _unpacked(source.stream, source.name)
    kind = kind_of(head, source.name, options, content_type=source.content_type)
    if kind is Kind.ARCHIVE:
        yield from _archive(source, options)
    elif kind is Kind.ZIP:
        if source.zipped:
            raise InputError(source.name, "a zip archive in a zip archive; unpack it first")
        whole = source.path if source.path and not packed else None
        data = whole or read_all(stream, source.name, options.max_bytes, "zip archive")
        yield from zipped_articles(data, source.name, options)
    elif kind in (Kind.PARQUET, Kind.EXCEL):
        # From a file only what is needed is read; it cannot be read as a stream.
        whole = source.path if source.path and not packed else None
        data = whole or read_all(stream, source.name, options.max_bytes)
        reader = parquet_rows if kind is Kind.PARQUET else excel_rows
        again = partial(reader, data, source.name, options)
        yield from articles_of(settled(again(), options, again), source.name, options)
    elif kind is Kind.JSON and is_json_feed(head):
        feed = read_all(stream, source.name, options.max_bytes, "feed")
        wanted = options.follow and source.depth < _DEEPEST
        pages = _further(source, options) if wanted else None
        yield from json_feed_articles(feed, source.name, options, pages)
    elif kind in (Kind.JSON, Kind.JSON_LINES, Kind.TABLE):
        rows = _rows(source, kind, head, stream, options)
        afresh = partial(_rows_again, source, kind, options) if source.again else None
        yield from articles_of(settled(rows, options, afresh), source.name, options)
    elif kind is Kind.TEXT and options.addresses and not source.depth:
        data = read_all(stream, source.name, options.max_bytes)
        yield from listed(
            data, source.name, options, declared=source.declared, fetcher=source.fetcher
        )
    elif kind.name in DOCUMENTS:
        yield from document_articles(
            read_all(stream, source.name, options.max_bytes, "document"),
            kind.name,
            source.name,
            options,
            url=source.url,
            declared=source.declared,
            fetched=_further(source, options)
            if options.follow and source.depth < _DEEPEST
            else None,
        )
    else:
        yield _one(source, kind, stream, options)


def _further(
    source: _Input, options: IntakeOptions
) -> Callable[[str], Iterator[Article | InputError]]:
    if source.further is not None:
        return source.further
    depth = source.depth + 1
    return partial(followed, options=options, depth=depth, fetcher=source.fetcher)


def listed(
    data: bytes,
    name: str,
    options: IntakeOptions,
    *,
    declared: str | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Article | InputError]:
    """The articles at the addresses in a text, one a line; "#" begins a line of comment.

    Args:
        data: the text.
        name: the input, for messages.
        options: how to take in the pages.
        declared: the charset that came with the text.
        fetcher: gives the articles at an address, in place of fetching it anew.

    Raises:
        InputError: when it is no text, or has no addresses.
    """
    from quoth.intake.polite import MANNERS

    text = decode_text(data, name, forced=options.encoding, declared=declared)
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    wanted = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not wanted:
        raise InputError(name, "no addresses in it")
    for number, line in wanted:
        if is_address(line):
            MANNERS.pause(line, options.delay)
            yield from (fetcher or _fetched)(line, options, 1)
        else:
            yield InputError(f"{name} line {number}", "not an http or https address")


def zipped_articles(
    archive: Path | bytes, name: str, options: IntakeOptions
) -> Iterator[Article | InputError]:
    """The articles of all files in a zip archive, as of those in a folder.

    Raises:
        InputError: when it is damaged, a bomb, or empty.
    """
    for member in members(archive, name):
        if isinstance(member, InputError):
            yield _excused(member, options)
            continue
        try:
            with member.open() as stream:
                inside = _Input(member.name, stream, again=member.open, zipped=True)
                yield from _guarded(inside, options)
        except InputError as error:
            yield error


def _excused(error: InputError, options: IntakeOptions) -> InputError:
    if options.skip_unknown and isinstance(error, LeftOutError):
        error.excused = True
    return error


def _unpacked(stream: BinaryIO, name: str) -> tuple[bytes, BinaryIO, bool]:
    """The head of a stream, a stream of all of it, unpacked, and whether it was packed."""
    head, stream = with_head(stream)
    packed = packing(head)
    if packed:
        head, stream = with_head(unpacked(stream, packed, name))
        if packing(head):
            raise InputError(name, "compressed twice; unpack it once and try again")
    return head, stream, packed is not None


def _archive(source: _Input, options: IntakeOptions) -> Iterator[Article | InputError]:
    """The articles of a web archive, and its damages; pages that are none are passed over."""
    from quoth.intake.warc import archived

    if not source.stream.seekable():
        raise InputError(source.name, "a web archive is read from a file, not from a pipe")
    for one in archived(source.stream, source.name, options):
        if one.skipped:
            continue
        try:
            yield one.article(options, elsewhere=True)
        except InputError as error:
            yield error


def _rows(
    source: _Input, kind: Kind, head: bytes, stream: BinaryIO, options: IntakeOptions
) -> Iterator[Row | InputError]:
    name = source.name
    guesses: list[str] = []
    text = utf8_stream(
        stream, head, name, forced=options.encoding, declared=source.declared, guesses=guesses
    )
    if kind is Kind.TABLE:
        start, text = with_head(text)
        return with_guess(table_rows(text, start, name, options), guesses)
    reader = json_rows if kind is Kind.JSON else json_line_rows
    return with_guess(reader(text, name, options.max_bytes), guesses)


def _rows_again(source: _Input, kind: Kind, options: IntakeOptions) -> Iterator[Row | InputError]:
    assert source.again is not None
    with source.again() as opened:
        head, stream, _ = _unpacked(opened, source.name)
        yield from _rows(source, kind, head, stream, options)


def _one(source: _Input, kind: Kind, stream: BinaryIO, options: IntakeOptions) -> Article:
    if kind is Kind.HTML:
        data = read_all(stream, source.name, min(options.max_bytes, MAX_PAGE_BYTES), "page")
    else:
        data = read_all(stream, source.name, options.max_bytes)
    encodings = {"forced": options.encoding, "declared": source.declared}
    front: Span | None = None
    if kind is Kind.HTML:
        record = limited(
            page_record,
            data,
            source.name,
            name=source.name,
            seconds=options.seconds,
            url=source.url,
            **encodings,
        )
    else:
        text = decode_text(data, source.name, **encodings)
        guess = guessed(data, **encodings)
        del data  # of a large text, one copy is enough
        record = Record(text)
        if kind is Kind.MARKDOWN:
            record, front = record_of_markdown(text)
        record = replace(record, url=source.url or record.url)
        if guess:
            record = replace(record, warnings=(guess_warning(guess),))
    return finished(record, name=source.name, fallback_id=source.name, options=options, front=front)
