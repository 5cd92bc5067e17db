"""Reading outside the event loop: a bounded pool of processes, each job with a limit of time.

A job that takes too long is ended with its process, and nobody else's with it; when too many wait,
the next is told to come back later instead of being kept.
"""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import LifoQueue
from typing import Any

from quoth.errors import InputError, QuothError
from quoth.many import cores

_LOADING = 120.0  # seconds a process may take to load the model


class FullError(QuothError):
    """Every worker has something to do and enough jobs wait; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"busy; try again in {retry_after} s")
        self.retry_after = retry_after


class SlowError(InputError):
    """A job was ended since it took too long."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False


class Workers:
    """A pool of processes that read. ``run`` waits for one of them without holding the loop."""

    def __init__(
        self, count: int = 0, *, model: Path | None = None, waiting: int = 16, seconds: float = 30.0
    ) -> None:
        self.count = count or cores()
        self._model = model
        self._waiting = waiting
        self._seconds = seconds
        # Spawned, not forked: the server has threads, and a fork would copy their locks.
        self._context = multiprocessing.get_context("spawn")
        self._threads = ThreadPoolExecutor(self.count, "quoth-worker")
        self._idle: LifoQueue[_Worker] = LifoQueue()
        self._all: list[_Worker] = []
        self._lock = threading.Lock()
        self._jobs = 0
        self._closed = False

    def start(self) -> None:
        """Starts the processes; each loads the model."""
        for _ in range(self.count):
            self._idle.put(self._new())

    def close(self) -> None:
        """Ends every process, whatever it does."""
        self._closed = True
        with self._lock:
            for worker in self._all:
                worker.process.kill()
                worker.pipe.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.process.join(5)

    async def run(self, job: Callable[..., Any], *arguments: Any) -> Any:
        """What ``job(reader, *arguments)`` gives in one of the processes.

        Raises:
            FullError: when too many jobs wait.
            SlowError: when it took too long.
            QuothError: what the job raised.
        """
        if self._jobs >= self.count + self._waiting:
            raise FullError(max(1, math.ceil(self._jobs / self.count)))
        self._jobs += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._ask, job, arguments)
        finally:
            self._jobs -= 1

    @property
    def jobs(self) -> int:
        """How many jobs run or wait."""
        return self._jobs

    def _ask(self, job: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        worker = self._idle.get()
        try:
            if not worker.ready:
                # Its clock starts when it has loaded the model.
                if not worker.pipe.poll(_LOADING):
                    raise EOFError
                worker.pipe.recv()
                worker.ready = True
            worker.pipe.send((job, arguments))
            if not worker.pipe.poll(self._seconds):
                worker = self._replace(worker)
                raise SlowError("the text", f"reading it took more than {self._seconds:g} s")
            fine, value = worker.pipe.recv()
        except (EOFError, OSError) as error:
            worker = self._replace(worker)
            raise InputError("the text", "the process that read it ended; try again") from error
        finally:
            self._idle.put(worker)
        if fine:
            return value
        raise value

    def _new(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_work, args=(there, self._model), daemon=True)
        process.start()
        there.close()
        worker = _Worker(process, here)
        with self._lock:
            self._all.append(worker)
        return worker

    def _replace(self, worker: _Worker) -> _Worker:
        worker.process.kill()
        worker.process.join(5)
        worker.pipe.close()
        with self._lock:
            self._all.remove(worker)
        if self._closed:
            raise InputError("the server", "is being stopped")
        return self._new()


def _work(pipe: Connection, model: Path | None) -> None:
    """The life of a process: load the model, then one job after another."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to act on
    from quoth.reading.reader import Reader

    reader = Reader.load(model)
    pipe.send("ready")
    while True:
        try:
            job, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, job(reader, *arguments))
        except QuothError as error:
            answer = (False, error)
        except MemoryError:
            answer = (False, InputError("the text", "too large for the memory of this machine"))
        except Exception as error:  # a fault of quoth: told, and the next job goes on
            answer = (False, InputError("the text", f"quoth failed on it ({type(error).__name__})"))
        pipe.send(answer)
