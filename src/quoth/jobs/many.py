"""Many inputs: read on all cores, given back in input order, in memory that does not grow."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from itertools import chain, islice
from pathlib import Path

from quoth.errors import InputError, SlowError
from quoth.jobs.workers import LostError, Workers, cores
from quoth.jobs.workers import reader as _load
from quoth.reading.reader import Reader
from quoth.reading.time_limit import seconds_for
from quoth.records import Article, Reading

# A handful of articles is read sooner here than other processes are started.
_FEW = 8
_PER_WORKER = 4
# Characters that may be on their way at once, besides the article being handed out.
_AHEAD = 50_000_000
# Seconds after the end of an article's time at which its process is ended: a call into a library
# written in C cannot be ended otherwise.
_GRACE = 60.0


def read_articles(
    articles: Iterable[Article | InputError],
    *,
    model: Path | None = None,
    workers: int | None = None,
    max_seconds: float | None = None,
) -> Iterator[Reading | InputError]:
    """The reading of each article, in order; what could not be taken in is passed through.

    Args:
        articles: as `quoth.intake.articles` yields them; taken one by one, never all at once.
        model: a model folder in place of the one that ships with quoth.
        workers: processes to read with; by default one for each core, and none for a few articles,
            nor in a daemonic process, which may start none.
        max_seconds: that one article may take, as in `Reader.load`; one that takes longer is an
            error in its place.

    Raises:
        OptionError: when ``max_seconds`` is below 0.
        ModelError: when the model is missing or altered.
    """
    stream = iter(articles)
    if multiprocessing.current_process().daemon:
        workers = 1  # such a process may start no others: it reads by itself
    if workers is None:
        workers = cores()
        first = list(islice(stream, _FEW + 1)) if workers > 1 else []
        if len(first) <= _FEW:
            workers = 1
        stream = chain(first, stream)
    if workers <= 1:
        yield from _read_here(stream, Reader.load(model, max_seconds=max_seconds))
        return
    # What is wrong with the model or the time is told here, not by a worker that dies.
    Reader.load(model, max_seconds=max_seconds)
    yield from _read_elsewhere(stream, model, workers, max_seconds)


def _read_here(
    stream: Iterable[Article | InputError], reader: Reader
) -> Iterator[Reading | InputError]:
    for article in stream:
        yield article if isinstance(article, InputError) else _one(reader, article)


def _one(reader: Reader, article: Article) -> Reading | InputError:
    try:
        return reader.read(article)
    except SlowError as error:
        return error
    except MemoryError:
        return InputError(article.id, "not enough memory for this text; split it")
    except Exception as error:  # one article must not take the others down, whatever the fault
        return InputError(
            article.id,
            f"reading it failed ({type(error).__name__}: {error}); internal error in quoth, "
            "please report it",
        )


def _read_elsewhere(
    stream: Iterator[Article | InputError],
    model: Path | None,
    workers: int,
    max_seconds: float | None,
) -> Iterator[Reading | InputError]:
    """The readings in input order, made by a pool; what is on its way is bounded."""
    # A process that was killed for want of memory may have been the wrong one: it is tried again.
    load = partial(_load, model, max_seconds)
    pool = Workers(load, workers, what="the article", seconds=None, tries=2)
    waiting: deque[tuple[Article, Future[Reading | InputError]] | InputError] = deque()
    ahead = 0
    done = False
    try:
        while True:
            while not done and len(waiting) < workers * _PER_WORKER and ahead < _AHEAD:
                item = next(stream, None)
                if item is None:
                    done = True
                elif isinstance(item, Article):
                    ahead += len(item.text)
                    seconds = seconds_for(len(item.text), max_seconds) + _GRACE
                    waiting.append((item, pool.submit(_one, item, seconds=seconds)))
                else:
                    waiting.append(item)
            if not waiting:
                return
            head = waiting.popleft()
            if isinstance(head, InputError):
                yield head
                continue
            article, answer = head
            ahead -= len(article.text)
            try:
                yield answer.result()
            except SlowError as error:
                yield InputError(article.id, f"reading it: {error.reason}")
            except LostError:
                yield InputError(
                    article.id, "the reading process was killed, probably for lack of memory"
                )
    finally:
        pool.close()  # stopped half way: what is being read is not wanted any more
