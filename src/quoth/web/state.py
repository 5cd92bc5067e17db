"""What all requests share: the settings, the workers and the ledger; and how work is done on it."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from fastapi import Request

from quoth.errors import BusyError, OptionError, QuothError
from quoth.jobs.request import ReadRequest, Several, read_article, read_or_list, read_request
from quoth.jobs.workers import Workers, cores, reader
from quoth.ledger import Kept, Ledger, WholeStory
from quoth.ledger.audit import Audit, By
from quoth.ledger.comparing import Comparison
from quoth.ledger.keep import ADDED
from quoth.query import StatementQuery
from quoth.records import Article, Reading
from quoth.web.background import Desk
from quoth.web.held import ReadingCache, SeveralCache
from quoth.web.roster import Attempts, People
from quoth.web.session import Keys
from quoth.web.settings import Settings
from quoth.web.uploads import Uploads
from quoth.wording import headline

_T = TypeVar("_T")
_THREADS = 8
_HEAVY_SECONDS = 10
_HELD = 12  # answers to long questions
_SEARCHERS = 4  # processes at most
_SEARCHES = 200  # that may wait
_OF_A_CLIENT = (10, 30.0)  # wrong passwords at once, and seconds for each that follows
_OF_A_NAME = (20, 30.0)
_NO_LEDGER = "this server has no ledger; start it with one: quoth serve FILE"

_CALLED = "the ledger"  # where it lies is nobody's business who asks from elsewhere


class State:
    """Made when the server starts, closed when it stops."""

    def __init__(self, settings: Settings, keys: Keys, people: People) -> None:
        self.settings = settings
        self.keys = keys
        self.people = people
        self.failed_clients = Attempts(*_OF_A_CLIENT)
        self.failed_names = Attempts(*_OF_A_NAME)
        self.waiting: dict[str, asyncio.Task[Any]] = {}  # questions by the page that asks them
        self.held = ReadingCache()
        self.several = SeveralCache()
        self.workers = Workers(
            partial(reader, settings.model),
            settings.workers,
            waiting=settings.max_waiting,
            seconds=settings.max_seconds,
            patient=True,
        )
        limits = {
            "allow_private": settings.allow_private,
            "max_bytes": settings.max_upload,
            "max_characters": settings.max_text,
        }
        self.uploads = Uploads(self.workers, limits, settings.max_files)
        self._searchers: Workers | None = None
        self._ledger: Ledger | None = None
        # Short questions and long ones wait apart, so that a comparison holds nobody's search up.
        self._short = ThreadPoolExecutor(_THREADS, "quoth-ledger")
        self._long = ThreadPoolExecutor(1, "quoth-heavy")
        self._long_jobs = 0
        self._held: dict[tuple[Any, ...], Any] = {}
        self._lock = threading.Lock()
        self._joining = False
        self._desk: Desk | None = None

    def start(self) -> None:
        """Opens the ledger and starts the workers.

        Raises:
            LedgerError: when the ledger cannot be opened.
        """
        if self.settings.ledger is not None:
            self._ledger = Ledger(self.settings.ledger, called=_CALLED)
            self.keys.settle(self._ledger.salt())
            self.people.open(self._ledger)
            self.refresh()
            self._searchers = Workers(
                partial(Ledger, self.settings.ledger, called=_CALLED),
                min(cores(), _SEARCHERS),
                what="the search",
                waiting=_SEARCHES,
                seconds=self.settings.max_seconds,
            )
            self._searchers.start()
            self._desk = Desk(
                self._ledger, self.workers, self.refresh, allow_private=self.settings.allow_private
            )
            self._desk.start()
        self.workers.start()

    def close(self) -> None:
        """Stops all of it."""
        if self._desk is not None:
            self._desk.stop()
        self.workers.close()
        if self._searchers is not None:
            self._searchers.close()
        self._short.shutdown(wait=True, cancel_futures=True)
        self._long.shutdown(wait=True, cancel_futures=True)
        if self._ledger is not None:
            self._ledger.close()

    @property
    def has_ledger(self) -> bool:
        """Whether anything is kept."""
        return self._ledger is not None

    @property
    def searchers(self) -> Workers:
        """The processes that make pages of searches; their tool is the ledger.

        Raises:
            OptionError: when the server was started without a ledger.
        """
        if self._searchers is None:
            raise OptionError(_NO_LEDGER)
        return self._searchers

    @property
    def ledger(self) -> Ledger:
        """The ledger.

        Raises:
            OptionError: when the server was started without one.
        """
        if self._ledger is None:
            raise OptionError(_NO_LEDGER)
        return self._ledger

    async def read(self, given: ReadRequest) -> Reading:
        """The reading of what a client gave, made by one of the workers."""
        reading: Reading = await self.workers.run(read_request, given)
        return reading

    async def read_or_list(self, given: ReadRequest) -> Reading | Several:
        """The reading of what a client gave, or, where it is several articles, those unread."""
        found: Reading | Several = await self.workers.run(read_or_list, given)
        return found

    async def read_article(self, article: Article) -> Reading:
        """The reading of one of several articles."""
        reading: Reading = await self.workers.run(read_article, article)
        return reading

    async def keep(self, reading: Reading) -> Kept:
        """Keeps one reading, and notes in the audit log who did so."""
        kept = await self.ask(self.ledger.keep, reading)
        if kept.outcome in ADDED:
            title = headline(reading.article.title, reading.article.text)
            told = f"{title} ({kept.address})"
            await self.ask(self.ledger.note, "articles", kept.outcome, told)
        self.refresh()
        return kept

    async def ask(self, question: Callable[..., _T], *arguments: Any, **named: Any) -> _T:
        """What a short question to the ledger gives, asked in a thread of its own."""
        loop = asyncio.get_running_loop()
        job = partial(copy_context().run, question, *arguments, **named)
        return await loop.run_in_executor(self._short, job)

    def look_at(self, id: int) -> None:
        """Lets what is watched under a number be looked at behind the scenes."""
        if self._desk is not None:
            self._desk.look_at(id)

    def look_soon(self) -> None:
        """Lets the saved searches look behind the scenes, and what they tell be sent."""
        if self._desk is not None:
            self._desk.soon()

    def refresh(self) -> None:
        """Lets the speakers be joined anew behind the scenes, so that the next page has them."""
        self.look_soon()
        if self._ledger is not None and not self._joining:
            self._joining = True
            self._long.submit(self._join)

    def _join(self) -> None:
        self._joining = False
        with suppress(QuothError):  # whoever asks next is told
            self.ledger.join_speakers()
            self.ledger.group_stories()
            self.ledger.count_articles()

    def compared(self, parts: tuple[str, ...], **asked: Any) -> Comparison:
        """A comparison of the ledger; the last few are held until something is kept."""
        key = ("compare", parts, *sorted(asked.items()))
        return self.held_until_changed(key, lambda: self.ledger.compare(parts=parts, **asked))

    def told_story(self, id: int) -> WholeStory:
        """A whole story; the last few are held until something is kept."""
        return self.held_until_changed(("story", id), lambda: self.ledger.whole_story(id))

    def audited(self, by: By, query: StatementQuery) -> list[Audit]:
        """An audit; the last few are held until something is kept."""
        key = ("audit", by, query)
        return self.held_until_changed(key, lambda: self.ledger.audit(by, words=query))

    def held_until_changed(self, key: tuple[Any, ...], question: Callable[[], _T]) -> _T:
        """What a question gives; the last few answers are held until something is kept, read again
        or decided about."""
        key = (self.ledger.state(), *key)
        with self._lock:
            if key in self._held:
                found: _T = self._held[key]
                return found
        found = question()
        with self._lock:
            while len(self._held) >= _HELD:
                del self._held[next(iter(self._held))]
            self._held[key] = found
        return found

    async def ask_long(self, question: Callable[..., _T], *arguments: Any, **named: Any) -> _T:
        """What a question over the whole ledger gives; one is worked on at a time.

        Raises:
            BusyError: when others wait already.
        """
        if self._long_jobs > 2:
            raise BusyError(_HEAVY_SECONDS)
        self._long_jobs += 1
        try:
            loop = asyncio.get_running_loop()
            job = partial(copy_context().run, question, *arguments, **named)
            return await loop.run_in_executor(self._long, job)
        finally:
            self._long_jobs -= 1
            self._long.submit(give_back_memory)


def give_back_memory() -> None:
    """Hands what a long question has left behind back to the system, where its library can.

    glibc keeps freed memory in an arena for each thread; a server that counts over all articles
    now and then would hold on to the most it ever needed in each of them.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def state_of(request: Request) -> State:
    """The state of the server that answers a request."""
    state: State = request.app.state.quoth
    return state
