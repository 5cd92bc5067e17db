"""What a server does by itself while nobody asks: it looks at what is watched, saved searches look,
and alerts are sent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from quoth.acting import Acting, acting
from quoth.errors import BusyError, InputError, QuothError
from quoth.intake import IntakeOptions
from quoth.jobs.request import read_article
from quoth.jobs.workers import Workers
from quoth.ledger import Ledger
from quoth.records import Article, Reading

_EVERY = 30.0  # seconds, for what other programs keep in the ledger and for what is sent again
_BUSY = 2.0  # seconds until a worker is asked for again


class _Thread:
    """Works whenever it is told to, and every half minute; what fails is tried again later."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self._work = work
        self._soon = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def soon(self) -> None:
        self._soon.set()

    def stop(self, seconds: float) -> None:
        self._stopped.set()
        self._soon.set()
        self._thread.join(seconds)

    @property
    def stopped(self) -> threading.Event:
        return self._stopped

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._soon.wait(_EVERY)
            self._soon.clear()
            if not self._stopped.is_set():
                # Whoever asks the database next is told what is wrong with it.
                with suppress(QuothError), acting(Acting("server")):
                    self._work()


class Desk:
    """Two threads: one looks at what is watched, one lets saved searches look and sends alerts."""

    def __init__(
        self, ledger: Ledger, workers: Workers, kept: Callable[[], None], *, allow_private: bool
    ) -> None:
        """``kept`` is called after something was kept."""
        self._ledger = ledger
        self._workers = workers
        self._kept = kept
        self._private = allow_private
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked: set[int] = set()
        self._lock = threading.Lock()
        self._alerts = _Thread("quoth-alerts", self._look)
        self._watch = _Thread("quoth-watch", self._look_at_what_is_due)

    def start(self) -> None:
        """Begins."""
        with suppress(RuntimeError):  # no loop: nothing is read by workers then
            self._loop = asyncio.get_running_loop()
        self._alerts.start()
        self._watch.start()

    def soon(self) -> None:
        """Something may have been kept: saved searches look at once."""
        self._alerts.soon()

    def look_at(self, id: int) -> None:
        """Looks at what is watched under a number as soon as may be."""
        with self._lock:
            self._asked.add(id)
        self._watch.soon()

    def stop(self) -> None:
        """Ends, after the page or the alert that is under way."""
        self._watch.stop(5)
        self._alerts.stop(5)

    def _look(self) -> None:
        self._ledger.look()
        self._ledger.send_alerts(allow_private=self._private)

    def _look_at_what_is_due(self) -> None:
        with self._lock:
            asked, self._asked = self._asked, set()
        options = IntakeOptions(allow_private=self._private)
        stopped = self._watch.stopped.is_set
        for id in dict.fromkeys([*sorted(asked), *self._ledger.due()]):
            outcomes = self._ledger.look_at(id, options, read=self._read, stopped=stopped)
            if [one for one in outcomes if not isinstance(one, InputError)]:
                self._kept()

    def _read(self, articles: Iterable[Article | InputError]) -> Iterator[Reading | InputError]:
        for one in articles:
            yield one if isinstance(one, InputError) else self._read_one(one)

    def _read_one(self, article: Article) -> Reading | InputError:
        """By the workers that read for everybody, after those who wait."""
        while self._loop is not None and not self._watch.stopped.is_set():
            job = self._workers.run(read_article, article)
            try:
                reading: Reading = asyncio.run_coroutine_threadsafe(job, self._loop).result()
            except BusyError:
                self._watch.stopped.wait(_BUSY)
            except InputError as error:
                return error
            else:
                return reading
        return InputError(article.id, "the server was stopped; it is read in the next look")
