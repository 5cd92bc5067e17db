"""Work outside the event loop: a bounded pool of processes, each job with a limit of time.

A job that takes too long is ended with its process, and nobody else's with it; when too many wait,
the next is told to come back later instead of being kept.
"""

from __future__ import annotations

import asyncio
import gc
import math
import multiprocessing
import os
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

from quoth.errors import BusyError, InputError, QuothError, SlowError
from quoth.jobs.many import cores

_PATIENCE = 5  # of 19: less of a core when others want it too
_VALUES = 50_000  # made between two looks for garbage
_LOADING = 120.0  # seconds a process may take to load the model


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False


class Workers:
    """A pool of processes. ``run`` waits for one of them without holding the loop."""

    def __init__(
        self,
        load: Callable[[], Any],
        count: int = 0,
        *,
        what: str = "the text",
        waiting: int = 16,
        seconds: float = 30.0,
        patient: bool = False,
    ) -> None:
        """
        Args:
            load: makes the tool that every job of a process is given first: a reader, a ledger.
            count: of processes; 0 is one for each core.
            what: what is worked on, as messages call it.
            waiting: jobs that may wait.
            seconds: that a job may take.
            patient: whoever else wants a core has it first: long jobs hold up no short one.
        """
        self.count = count or cores()
        self._load = load
        self._what = what
        self._waiting = waiting
        self._seconds = seconds
        self._patient = patient
        # Spawned, not forked: the server has threads, and a fork would copy their locks.
        self._context = multiprocessing.get_context("spawn")
        self._threads = ThreadPoolExecutor(self.count, "quoth-worker")
        self._idle: LifoQueue[_Worker] = LifoQueue()
        self._all: list[_Worker] = []
        self._lock = threading.Lock()
        self._jobs = 0
        self._closed = False

    def start(self) -> None:
        """Starts the processes; each loads its tool."""
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
        """What ``job(tool, *arguments)`` gives in one of the processes.

        Raises:
            BusyError: when too many jobs wait.
            SlowError: when it took too long.
            QuothError: what the job raised.
        """
        if self._jobs >= self.count + self._waiting:
            raise BusyError(max(1, math.ceil(self._jobs / self.count)))
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
            if not worker.process.is_alive():  # ended by somebody while it had nothing to do
                worker = self._replace(worker)
            if not worker.ready:
                # Its clock starts when it has loaded its tool.
                if not worker.pipe.poll(_LOADING):
                    raise EOFError
                worker.pipe.recv()
                worker.ready = True
            worker.pipe.send((job, arguments))
            if not worker.pipe.poll(self._seconds):
                worker = self._replace(worker)
                raise SlowError(self._what, f"it took more than {self._seconds:g} s")
            fine, value = worker.pipe.recv()
        except (EOFError, OSError) as error:
            worker = self._replace(worker)
            raise InputError(self._what, "the process at work ended; try again") from error
        finally:
            self._idle.put(worker)
        if fine:
            return value
        raise value

    def _new(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(
            target=_work,
            args=(there, self._load, self._what, self._patient),
            name=f"quoth: {self._what}",
            daemon=True,
        )
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


def reader(model: Path | None) -> Any:
    """A reader, for a process to load."""
    from quoth.reading.reader import Reader

    return Reader.load(model)


def _work(pipe: Connection, load: Callable[[], Any], what: str, patient: bool) -> None:
    """The life of a process: load the tool, then one job after another."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to act on
    if patient and hasattr(os, "nice"):
        os.nice(_PATIENCE)
    tool = load()
    # What is loaded stays, and a job makes and drops tens of thousands of values that hold no
    # cycles: looking for some after each 700 of them takes a twentieth of the time.
    gc.freeze()
    gc.set_threshold(_VALUES)
    pipe.send("ready")
    while True:
        try:
            job, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, job(tool, *arguments))
        except QuothError as error:
            answer = (False, error)
        except MemoryError:
            answer = (False, InputError(what, "too large for the memory of this machine"))
        except Exception as error:  # a fault of quoth: told, and the next job goes on
            answer = (False, InputError(what, f"quoth failed on it ({type(error).__name__})"))
        pipe.send(answer)
