"""The front door: one-line functions over intake and the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.errors import InputError, OptionError
from quoth.records import Article, Reading

if TYPE_CHECKING:
    import pandas
    import polars

    from quoth.intake import IntakeOptions
    from quoth.reading.reader import Reader

#: One thing to read: a path, a pattern or an address, a file's bytes, or an article made by hand.
Source = str | Path | bytes | Article

_shared: Reader | None = None


def _reader() -> Reader:
    global _shared
    if _shared is None:
        from quoth.reading.reader import Reader

        _shared = Reader.load()
    return _shared


def read(source: Source, *, options: IntakeOptions | None = None) -> Reading:
    """The reading of one article.

    Args:
        source: the path of a file, an http(s) address, the bytes of a page, text or record, or an
            article made by hand. For a text itself there is `read_text`.
        options: how to take it in; see `quoth.intake.IntakeOptions`.

    Raises:
        OptionError: when ``source`` is nothing to read, naming what it is.
        InputError: when it cannot be read, takes too long (`SlowError`), or holds more than one
            article (use `read_many`).
        ModelError: when the model is missing or altered.
    """
    from quoth.jobs.sources import refuse, taken_in

    refuse(source, several=False)
    found = taken_in(source, options)
    article = next(found, None)
    if article is None:
        raise InputError(_name(source), "contains no article")
    if isinstance(article, InputError):
        raise article
    if next(found, None) is not None:
        raise InputError(_name(source), "contains more than one article; use quoth.read_many")
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
        OptionError: when something is not text; what is NaN or NaT is nothing.
        InputError: when the text is empty, or takes too long (`SlowError`).
        ModelError: when the model is missing or altered.
    """
    from quoth.intake import IntakeOptions, article_from_text
    from quoth.jobs.sources import known

    if isinstance(text, bytes | bytearray):
        raise OptionError("text: expected a str, not bytes; quoth.read reads the bytes of a file")
    article = article_from_text(
        known("text", text) or "",
        id=known("id", id) or "text",
        title=known("title", title),
        outlet=known("outlet", outlet),
        url=known("url", url),
        published=known("published", published),
        options=IntakeOptions(lang=known("language", language)),
    )
    return _reader().read(article)


def read_many(
    inputs: Source | Iterable[Source] | pandas.DataFrame | polars.DataFrame,
    *,
    text: str | None = None,
    id: str | None = None,
    date: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    options: IntakeOptions | None = None,
    workers: int | None = None,
    max_seconds: float | None = None,
    on_error: Callable[[InputError], None] | None = None,
    progress: bool | Callable[[int, int | None], None] = False,
) -> Iterator[Reading]:
    """The readings of many articles, in input order, as they are ready; on all cores.

    Args:
        inputs: a file, folder, glob or address, bytes, an article made by hand, a data frame of
            pandas or polars, or a list or generator of these. A str is a path or an address.
        text, id, date, title, outlet, url: columns of a data frame; known by their names where not
            given. What is NaN or NaT is nothing.
        options: how to take them in; see `quoth.intake.IntakeOptions`.
        workers: processes to read with; by default one for each core, none for a few articles.
        max_seconds: that one article may take, 0 for any time; by default 120 s and one more for
            each thousand characters. One that takes longer is a bad input.
        on_error: called with each bad input, in its turn.
        progress: True draws a bar on standard error; a function is called after each article with
            how many are done and how many there are (None where that is not known before the end).

    Raises:
        OptionError: when ``inputs`` is nothing to read, naming what it is.
        ExceptionGroup: of `InputError`, at the end, when inputs were bad and ``on_error`` is not
            given. All others have been read by then.
        ModelError: when the model is missing or altered.
    """
    from quoth.jobs.sources import TableColumns, refuse, taken_in

    refuse(inputs)
    columns = TableColumns(text=text, id=id, published=date, title=title, outlet=outlet, url=url)
    done = _read_each(taken_in(inputs, options, columns), workers, max_seconds, on_error)
    if progress is False:
        return done
    return _counted(done, progress, _how_many(inputs))


def _how_many(inputs: object) -> int | None:
    """How many articles there are, where that is cheap to know."""
    from quoth.intake import count_hint

    if isinstance(inputs, str | Path | bytes):
        return count_hint([inputs])
    if isinstance(inputs, Article):
        return 1
    if hasattr(inputs, "columns") and hasattr(inputs, "__len__"):
        return len(inputs)
    if isinstance(inputs, list | tuple):
        counts = [1 if isinstance(one, Article) else _how_many(one) for one in inputs]
        return None if None in counts else sum(filter(None, counts))
    return None


def _counted(
    readings: Iterator[Reading], told: bool | Callable[[int, int | None], None], total: int | None
) -> Iterator[Reading]:
    if callable(told):
        for done, reading in enumerate(readings, 1):
            yield reading
            told(done, total)
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(readings, "reading", total, console=Console(stderr=True), transient=True)


def _read_each(
    taken: Iterator[Article | InputError],
    workers: int | None,
    max_seconds: float | None,
    on_error: Callable[[InputError], None] | None,
) -> Iterator[Reading]:
    from quoth.jobs.many import read_articles

    bad: list[InputError] = []
    for reading in read_articles(taken, workers=workers, max_seconds=max_seconds):
        if isinstance(reading, Reading):
            yield reading
        elif on_error is not None:
            on_error(reading)
        else:
            bad.append(reading)
    if bad:
        raise ExceptionGroup("inputs that could not be read", bad)


def _name(source: object) -> str:
    return f"{len(source)} bytes" if isinstance(source, bytes) else str(source)
