"""Many inputs: read on all cores, given back in input order, in memory that does not grow."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, resource_tracker
from pathlib import Path
from types import ModuleType

from quoth.errors import InputError
from quoth.reading.reader import Reader
from quoth.records import Article, Reading

# A handful of articles is read sooner here than other processes are started.
_FEW = 8
_PER_WORKER = 4
# Characters that may be on their way at once, besides the article being handed out.
_AHEAD = 50_000_000

_reader: Reader | None = None


def _start(folder: Path | None) -> None:
    # Ctrl-C reaches every process of a terminal: a worker then ends without a word, unless the
    # program runs where it is not to be stopped so.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    global _reader
    _reader = Reader.load(folder)


def _read(article: Article) -> Reading | InputError:
    assert _reader is not None
    return _one(_reader, article)


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def read_articles(
    articles: Iterable[Article | InputError],
    *,
    model: Path | None = None,
    workers: int | None = None,
) -> Iterator[Reading | InputError]:
    """The reading of each article, in order; what could not be taken in is passed through.

    Args:
        articles: as `quoth.intake.articles` yields them; taken one by one, never all at once.
        model: a model folder in place of the one that ships with quoth.
        workers: processes to read with; by default one for each core, and none for a few articles.

    Raises:
        ModelError: when the model is missing or altered.
    """
    stream = iter(articles)
    if workers is None:
        workers = cores()
        first = list(islice(stream, _FEW + 1)) if workers > 1 else []
        if len(first) <= _FEW:
            workers = 1
        stream = chain(first, stream)
    if workers <= 1:
        yield from _read_here(stream, Reader.load(model))
        return
    Reader.load(model)  # a missing model is told here, not by a worker that dies
    yield from _Pool(model, workers).read(stream)


def _read_here(
    stream: Iterable[Article | InputError], reader: Reader
) -> Iterator[Reading | InputError]:
    for article in stream:
        yield article if isinstance(article, InputError) else _one(reader, article)


def _one(reader: Reader, article: Article) -> Reading | InputError:
    try:
        return reader.read(article)
    except MemoryError:
        return InputError(article.id, "too large for the memory of this machine; split the text")
    except Exception as error:  # one article must not take the others down, whatever the fault
        return InputError(
            article.id,
            f"reading it failed ({type(error).__name__}: {error}); this is a fault of quoth, "
            "please report it",
        )


Answer = Future[Reading | InputError]


class _Pool:
    """Worker processes that can be lost and replaced without losing an article."""

    def __init__(self, model: Path | None, workers: int) -> None:
        self._model = model
        self._workers = workers

    def _open(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers, get_context("spawn"), initializer=_start, initargs=(self._model,)
        )

    def read(self, stream: Iterator[Article | InputError]) -> Iterator[Reading | InputError]:
        pool = self._open(self._workers)
        waiting: deque[tuple[Article, Answer] | InputError] = deque()
        ahead = 0
        done = False
        try:
            while True:
                while not done and len(waiting) < self._workers * _PER_WORKER and ahead < _AHEAD:
                    item = next(stream, None)
                    if item is None:
                        done = True
                    elif isinstance(item, InputError):
                        waiting.append(item)
                    else:
                        ahead += len(item.text)
                        waiting.append((item, _submit(pool, item)))
                if not waiting:
                    return
                head = waiting.popleft()
                if isinstance(head, InputError):
                    yield head
                    continue
                article, answer = head
                ahead -= len(article.text)
                try:
                    result = answer.result()
                except BrokenProcessPool:
                    # A worker was lost, most likely to memory, and every job of the pool with it.
                    pool.shutdown(wait=True, cancel_futures=True)
                    result = self._alone(article)
                    pool = self._open(self._workers)
                    waiting = deque(
                        w if isinstance(w, InputError) else (w[0], _again(pool, *w))
                        for w in waiting
                    )
                yield result
        except BaseException:
            _end_workers(pool)  # stopped half way: what they are reading is not wanted any more
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _alone(self, article: Article) -> Reading | InputError:
        """One article in a process of its own, so that it can take nothing down with it."""
        with self._open(1) as pool:
            try:
                return _submit(pool, article).result()
            except BrokenProcessPool:
                return InputError(
                    article.id, "reading it ended the process, most likely for want of memory"
                )


def _submit(pool: ProcessPoolExecutor, article: Article) -> Answer:
    try:
        with _quiet_start():
            return pool.submit(_read, article)
    except BrokenProcessPool as error:  # lost since; told when the article's turn comes
        lost: Answer = Future()
        lost.set_exception(error)
        return lost


def _end_workers(pool: ProcessPoolExecutor) -> None:
    # Python 3.14 gives this a public name.
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.terminate()


def _again(pool: ProcessPoolExecutor, article: Article, answer: Answer) -> Answer:
    """The answer that was there before the pool was lost, or the article's next try."""
    if answer.done() and not answer.cancelled() and answer.exception() is None:
        return answer
    return _submit(pool, article)


@contextmanager
def _quiet_start() -> Iterator[None]:
    """What processes inherit that start meanwhile: no script of the user, and no Ctrl-C yet.

    Were the script imported again in each of them, as is usual, one without an ``if __name__ ==
    "__main__"`` around its work would do its work again there, and start processes of its own.
    Ctrl-C waits until they can end without a word (`_start`).
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    masked = None
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # which would lift the mask when it starts later
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if masked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
