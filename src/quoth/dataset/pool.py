"""An engine of worker processes on one machine. Any of them may die, and so may the first one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from quoth.dataset.options import Shard, ShardOptions, ShardReport
from quoth.dataset.shards import diary_name, end_when_stuck, read_shard
from quoth.dataset.store import Store, open_store
from quoth.dataset.told import Silent, Told
from quoth.jobs.workers import LostError, Workers

# A shard at which so many processes end, each at another record, is left: the machine is at fault.
_MOST_DEATHS = 10
_WAIT = 1.0  # seconds; Ctrl-C is heard between two waits


@dataclass
class Task:
    """A shard to be read, and what is known of earlier tries.

    ``deaths`` are the records, by their place in the shard, at which processes ended (0: not
    known). A record at which two ended is avoided.
    """

    shard: Shard
    deaths: list[int] = field(default_factory=list)

    @property
    def avoid(self) -> tuple[int, ...]:
        """The places of the records that are not to be read."""
        return tuple(sorted({at for at in self.deaths if at and self.deaths.count(at) > 1}))

    @property
    def hopeless(self) -> bool:
        """Whether no try is left: ends that do not point at a record are the machine's fault."""
        return len(self.deaths) - 2 * len(self.avoid) >= _MOST_DEATHS

    def died(self, store: Store, told: Told) -> bool:
        """A process ended while it read the shard: its diary says where. False: give it up."""
        place = _noted(store, self.shard.id)
        self.deaths.append(place)
        where = f"record {place:,}" if place else "a record not known"
        after = f"given up after {len(self.deaths)} tries" if self.hopeless else "read again"
        told.say(f"shard {self.shard.id}: a process ended at {where}; {after}")
        return not self.hopeless


def _noted(store: Store, shard: str) -> int:
    """The place in a shard that its diary names, 0 where there is none."""
    data = store.get(diary_name(shard)) or b""
    words = data.split()
    return int(words[0]) if words and words[0].isdigit() else 0


class Pool:
    """Reads shards in ``workers`` processes; ``read`` is what they do with each."""

    def __init__(
        self, workers: int, told: Told | None = None, read: Callable[..., ShardReport] = read_shard
    ) -> None:
        self._count = workers
        self._told = told or Silent()
        self._read = read

    def __call__(
        self, shards: Iterator[Shard], out: str, options: ShardOptions
    ) -> Iterator[ShardReport | None]:
        """The report of each shard, in the order in which they are done."""
        store = open_store(out)
        workers = Workers(
            partial(_tool, out, options, self._read), self._count, what="a shard", seconds=None
        )
        waiting: dict[Future[Any], Task] = {}
        again: deque[Task] = deque()
        try:
            while True:
                while len(waiting) < self._count:
                    shard = None if again else next(shards, None)
                    if not again and shard is None:
                        break
                    task = again.popleft() if shard is None else Task(shard)
                    sent = workers.submit(_job, task.shard, task.avoid, bool(task.deaths))
                    waiting[sent] = task
                if not waiting:
                    return
                done, _ = wait(waiting, _WAIT, FIRST_COMPLETED)
                for sent in done:
                    task = waiting.pop(sent)
                    try:
                        answer = sent.result()
                    except LostError:
                        if task.died(store, self._told):
                            again.append(task)
                        else:
                            yield None
                        continue
                    if isinstance(answer, OSError):
                        raise answer
                    yield answer
        finally:
            workers.close()


def _tool(out: str, options: ShardOptions, read: Callable[..., ShardReport]) -> Any:
    """What a process loads: where it writes, and how it reads."""
    end_when_stuck()
    return partial(read, out=open_store(out), options=options)


def _job(read: Any, shard: Shard, avoid: tuple[int, ...], note: bool) -> ShardReport | OSError:
    """The report of a shard, or why it could not be written."""
    try:
        report: ShardReport = read(shard, avoid=avoid, note=note)
    except OSError as error:
        return error
    return report
