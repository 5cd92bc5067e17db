"""An engine of Ray actors: descriptions of shards go out, counts come back, data never travels.

Plain actors of Ray Core, one task in flight for each. Ray's own readers, writers and checkpoints
are not used: they hold data in its object store and know nothing of the manifests.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import ray

from quoth.dataset.options import Shard, ShardOptions, ShardReport
from quoth.dataset.pool import Task
from quoth.dataset.shards import end_when_stuck, read_shard
from quoth.dataset.store import Store, open_store
from quoth.dataset.told import Silent, Told
from quoth.errors import QuothError


class _Worker:
    """What an actor does: one shard after another. Exceptions come back as values."""

    def __init__(self, out: str, options: ShardOptions, read: Callable[..., ShardReport]) -> None:
        end_when_stuck()
        self._read = read
        self._store = open_store(out)
        self._options = options

    def read(self, shard: Shard, avoid: tuple[int, ...], note: bool) -> Any:
        """The report of a shard, or why it could not be written."""
        try:
            return self._read(shard, self._store, self._options, avoid=avoid, note=note)
        except (OSError, QuothError) as error:
            return error


@dataclass
class _Actor:
    handle: Any
    task: Task


class RayEngine:
    """Reads shards on a Ray cluster.

    Args:
        address: of the cluster; None starts one on this machine, and ends it.
        workers: actors; by default one for each core of the cluster.
        told: hears of actors that ended.
        read: what they do with each shard.
    """

    def __init__(
        self,
        address: str | None = None,
        workers: int | None = None,
        told: Told | None = None,
        read: Callable[..., ShardReport] = read_shard,
    ) -> None:
        self._read = read
        self._address = address
        self._workers = workers
        self._told = told or Silent()
        self._again: deque[Task] = deque()

    def __call__(
        self, shards: Iterator[Shard], out: str, options: ShardOptions
    ) -> Iterator[ShardReport | None]:
        """The report of each shard, in the order in which they are done."""
        ours = not ray.is_initialized()
        if ours:
            # Workers find quoth where this process does.
            ray.init(address=self._address, log_to_driver=False, include_dashboard=False)
        store = open_store(out)
        resources: Any = ray.cluster_resources  # typed only where ray is installed
        count = self._workers or max(1, int(resources().get("CPU", 1)))
        new = (Task(shard) for shard in shards)
        idle: list[Any] = []
        busy: dict[Any, _Actor] = {}
        try:
            while True:
                while len(busy) < count:
                    task = self._again.popleft() if self._again else next(new, None)
                    if task is None:
                        break
                    handle = idle.pop() if idle else self._actor(out, options)
                    sent = handle.read.remote(task.shard, task.avoid, bool(task.deaths))
                    busy[sent] = _Actor(handle, task)
                if not busy:
                    return
                done, _ = ray.wait(list(busy), num_returns=1)
                for sent in done:
                    actor = busy.pop(sent)
                    yield from self._heard(sent, actor, store, idle)
        finally:
            for handle in (*idle, *(actor.handle for actor in busy.values())):
                ray.kill(handle)
            if ours:
                ray.shutdown()

    def _heard(
        self, sent: Any, actor: _Actor, store: Store, idle: list[Any]
    ) -> Iterator[ShardReport | None]:
        task = actor.task
        try:
            answer = ray.get(sent)
        except ray.exceptions.RayError:
            if task.died(store, self._told):
                self._again.append(task)
            else:
                yield None
            return
        idle.append(actor.handle)
        if isinstance(answer, BaseException):
            raise answer
        yield answer

    def _actor(self, out: str, options: ShardOptions) -> Any:
        made = ray.remote(num_cpus=1, max_restarts=0)(_Worker)
        return made.remote(out, options, self._read)
