"""The front door: one-line functions over intake and the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.errors import InputError
from quoth.records import Article, Reading

if TYPE_CHECKING:
    from quoth.intake import IntakeOptions
    from quoth.reading.reader import Reader

_shared: Reader | None = None


def _reader() -> Reader:
    global _shared
    if _shared is None:
        from quoth.reading.reader import Reader

        _shared = Reader.load()
    return _shared


def read(source: str | Path | bytes, *, options: IntakeOptions | None = None) -> Reading:
    """The reading of one article.

    Args:
        source: the path of a file, an http(s) address, or the bytes of a page, text or record.
        options: how to take it in; see `quoth.intake.IntakeOptions`.

    Raises:
        InputError: when it cannot be read, or holds more than one article (use `read_many`).
        ModelError: when the model is missing or altered.
    """
    from quoth.intake import IntakeOptions, articles

    found = articles([source], options or IntakeOptions())
    article = next(found, None)
    if article is None:
        raise InputError(_name(source), "no article in it")
    if isinstance(article, InputError):
        raise article
    if next(found, None) is not None:
        raise InputError(_name(source), "holds more than one article; use quoth.read_many")
    return _reader().read(article)


def read_text(
    text: str,
    *,
    id: str = "text",
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    language: str | None = None,
) -> Reading:
    """The reading of a text as given.

    Args:
        text: the article's text; offsets of the reading are into it.
        id, title, outlet, url: what is known of it.
        published: ISO 8601 date, against which days named in the text are resolved.
        language: ISO 639-1 code; detected when not given.

    Raises:
        InputError: when the text is empty.
        ModelError: when the model is missing or altered.
    """
    from quoth.intake import IntakeOptions, article_from_text

    article = article_from_text(
        text,
        id=id,
        title=title,
        outlet=outlet,
        url=url,
        published=published,
        options=IntakeOptions(lang=language),
    )
    return _reader().read(article)


def read_many(
    inputs: Iterable[str | Path | bytes | Article],
    *,
    options: IntakeOptions | None = None,
    workers: int | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Reading]:
    """The readings of many articles, in input order, as they are ready; on all cores.

    Args:
        inputs: files, folders, globs, addresses, bytes, or articles made by hand.
        options: how to take them in; see `quoth.intake.IntakeOptions`.
        workers: processes to read with; by default one for each core, none for a few articles.
        on_error: called with each bad input, in its turn.

    Raises:
        ExceptionGroup: of `InputError`, at the end, when inputs were bad and ``on_error`` is not
            given. All others have been read by then.
        ModelError: when the model is missing or altered.
    """
    from quoth.intake import IntakeOptions, articles
    from quoth.jobs.many import read_articles

    def taken_in() -> Iterator[Article | InputError]:
        for source in inputs:
            if isinstance(source, Article):
                yield source
            else:
                yield from articles([source], options or IntakeOptions())

    bad: list[InputError] = []
    for reading in read_articles(taken_in(), workers=workers):
        if isinstance(reading, Reading):
            yield reading
        elif on_error is not None:
            on_error(reading)
        else:
            bad.append(reading)
    if bad:
        raise ExceptionGroup("inputs that could not be read", bad)


def _name(source: str | Path | bytes) -> str:
    return f"{len(source)} bytes" if isinstance(source, bytes) else str(source)
