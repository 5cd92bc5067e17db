"""Articles that are read and added to the ledger behind the scenes, one after the other."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from quoth.errors import BusyError, QuothError
from quoth.jobs.request import read_article
from quoth.jobs.workers import Workers
from quoth.ledger import Kept
from quoth.ledger.keep import ADDED
from quoth.records import Article, Reading

_PAUSE = 2.0  # seconds until the workers are asked again where they are busy

_T = TypeVar("_T")
Keep = Callable[[Reading], Awaitable[Kept]]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of articles so far; ``stopping``: no more are to be added."""

    outcomes: Counter[str] = field(default_factory=Counter)
    stopping: bool = False

    @property
    def kept(self) -> int:
        """Of how many the ledger has more than before."""
        return sum(self.outcomes[outcome] for outcome in ADDED)


class StoppedError(Exception):
    """No more is to be added, and the workers had not begun with this one."""


async def add(tally: Tally, workers: Workers, keep: Keep, article: Article) -> None:
    """Reads and keeps an article, and counts what became of it.

    Raises:
        StoppedError: as `patiently`.
        QuothError: when it cannot be read or kept.
    """
    reading: Reading = await patiently(tally, workers, read_article, article)

    async def counted() -> None:
        tally.outcomes[(await keep(reading)).outcome] += 1

    await to_the_end(counted())  # what is in the ledger is counted


async def patiently(tally: Tally, workers: Workers, work: Callable[..., Any], given: Any) -> Any:
    """What the workers make of something, after those who wait for a page.

    Raises:
        StoppedError: when they are busy, and no more is to be added.
        QuothError: as `Workers.run`.
    """
    while True:
        try:
            return await workers.run(work, given)
        except BusyError:
            if tally.stopping:
                raise StoppedError from None
            await asyncio.sleep(_PAUSE)


async def to_the_end(work: Coroutine[Any, Any, _T]) -> _T:
    """What some work gives; whoever is cancelled meanwhile waits for its end first."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


def why(error: Exception) -> str:
    """Why an article or a file was not added; of a fault of quoth, its kind."""
    if isinstance(error, QuothError):
        return str(error)
    return f"internal error in quoth ({type(error).__name__})"
