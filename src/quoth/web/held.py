"""What is held for a while in memory: readings until they are kept, several articles until one of
them is chosen."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from quoth.errors import OptionError
from quoth.jobs.request import Several
from quoth.records import Article, Reading
from quoth.web.adding import Tally

_MOST = 40  # that are held until others come
_CHARACTERS = 10_000_000  # of their texts

_T = TypeVar("_T")


class _Cache(Generic[_T]):
    """Values of the last while, by a name that nobody guesses; the oldest go first."""

    what = "the input is"

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[_T, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def size(self, one: _T) -> int:
        """The characters of the texts in ``one``."""
        raise NotImplementedError

    def put(self, one: _T) -> str:
        """Holds a value; gives its name."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._held[name] = (one, self.size(one))
            self._size += self._held[name][1]
            while len(self._held) > _MOST or (self._size > _CHARACTERS and len(self._held) > 1):
                _, (_, size) = self._held.popitem(last=False)
                self._size -= size
        return name

    def get(self, name: str) -> _T:
        """The value of that name.

        Raises:
            OptionError: when it is not held any more.
        """
        with self._lock:
            found = self._held.get(name)
        if found is None:
            raise OptionError(f"{self.what} no longer available; submit the input again")
        return found[0]


class ReadingCache(_Cache[Reading]):
    """Readings between being read and being kept."""

    what = "this reading is"

    def size(self, one: Reading) -> int:
        """The characters of its article."""
        return len(one.article.text)


@dataclass(slots=True)
class Listed(Tally):
    """Several articles, and how far they have been added to the ledger, once that was asked for."""

    several: Several
    task: asyncio.Task[Any] | None = None
    done: int = 0
    faults: list[str] = field(default_factory=list)


class SeveralCache(_Cache[Listed]):
    """Several articles of one file, feed or archive, between being found and being chosen from."""

    what = "these articles are"

    async def close(self) -> None:
        """Ends at once what is being added; what was kept stays."""
        tasks = [one.task for one, _ in self._held.values() if one.task and not one.task.done()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def size(self, one: Listed) -> int:
        """The characters of the articles."""
        return sum(len(a.text) for a in one.several.articles if isinstance(a, Article))
