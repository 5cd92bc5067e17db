"""Work in other processes: one pool for many articles and for a server.

A process that is lost, or takes too long over a job, is replaced and costs that job alone.
Processes end when the one that started them does, however it ends.
"""

from __future__ import annotations

import asyncio
import gc
import math
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, LifoQueue
from types import ModuleType
from typing import Any

from quoth.errors import BusyError, InputError, QuothError, SlowError
from quoth.jobs.blas import started_with_one_thread

_PATIENCE = 5  # of 19: less of a core when others want it too
_VALUES = 50_000  # made between two looks for garbage
_LOADING = 120.0  # seconds a process may take to load its tool
_THREADS = "quoth-worker"
_STARTING = threading.Lock()  # one process is started at a time


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


class LostError(InputError):
    """The process at work on a job ended, and so did the next one that tried it."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False


class Workers:
    """A pool of processes, each with a tool that is loaded once.

    ``submit`` hands a job in; ``run`` waits for its answer without holding the event loop, and
    refuses it when too many wait.
    """

    def __init__(
        self,
        load: Callable[[], Any],
        count: int = 0,
        *,
        what: str = "the text",
        waiting: int = 16,
        seconds: float | None = 30.0,
        tries: int = 1,
        patient: bool = False,
    ) -> None:
        """
        Args:
            load: makes the tool that every job of a process is given first: a reader, a ledger.
            count: of processes; 0 is one for each core.
            what: what is worked on, as messages call it.
            waiting: jobs that may wait, of those that `run` takes.
            seconds: that a job may take, or None for any time.
            tries: how many processes a job may end before it is given up.
            patient: whoever else wants a core has it first: long jobs hold up no short one.
        """
        self.count = count or cores()
        self._load = load
        self._what = what
        self._waiting = waiting
        self._seconds = seconds
        self._tries = tries
        self._patient = patient
        # Spawned, not forked: the server has threads, and a fork would copy their locks.
        self._context = multiprocessing.get_context("spawn")
        self._names = f"{_THREADS}-{id(self)}"  # of its threads, and of no other pool's
        self._threads = ThreadPoolExecutor(self.count, self._names)
        self._idle: LifoQueue[_Worker] = LifoQueue()
        self._all: list[_Worker] = []
        self._lock = threading.RLock()
        self._jobs = 0
        self._closed = False

    def start(self) -> None:
        """Starts all processes now, and not when there is something to do for each."""
        for _ in range(self.count):
            self._idle.put(self._new())

    def close(self) -> None:
        """Ends every process, whatever it does."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.process.kill()
        # Whoever waits for one of them sees it end.
        # What is forgotten is closed by whichever thread tidies up, also by one of these.
        own = threading.current_thread().name.startswith(f"{self._names}_")
        self._threads.shutdown(wait=not own, cancel_futures=True)
        for worker in self._all:
            worker.process.join()
            worker.pipe.close()

    def submit(
        self, job: Callable[..., Any], *arguments: Any, seconds: float | None = None
    ) -> Future[Any]:
        """What ``job(tool, *arguments)`` will give in one of the processes.

        ``seconds`` that this job may take, where that is not what all may.
        The answer raises SlowError when it took too long, LostError when it ended its process, and
        what the job raised of quoth's own errors.
        """
        allowed = self._seconds if seconds is None else seconds
        if allowed is not None and allowed > threading.TIMEOUT_MAX:
            allowed = None
        return self._threads.submit(self._ask, job, arguments, allowed)

    async def run(self, job: Callable[..., Any], *arguments: Any) -> Any:
        """The answer of ``job(tool, *arguments)``.

        Raises:
            BusyError: when too many jobs wait.
            QuothError: as the answer of `submit`.
        """
        if self._jobs >= self.count + self._waiting:
            raise BusyError(max(1, math.ceil(self._jobs / self.count)))
        self._jobs += 1
        try:
            return await asyncio.wrap_future(self.submit(job, *arguments))
        finally:
            self._jobs -= 1

    @property
    def jobs(self) -> int:
        """How many jobs run or wait."""
        return self._jobs

    def _ask(
        self, job: Callable[..., Any], arguments: tuple[Any, ...], seconds: float | None
    ) -> Any:
        worker = self._free()
        try:
            for left in reversed(range(self._tries)):
                try:
                    fine, value = self._answer(worker, job, arguments, seconds)
                    break
                except TimeoutError:
                    worker = self._replace(worker)
                    raise SlowError(self._what, f"it took more than {seconds:g} s") from None
                except (EOFError, OSError) as error:
                    worker = self._replace(worker)
                    if not left:
                        reason = "the worker process ended unexpectedly; try again"
                        raise LostError(self._what, reason) from error
        finally:
            self._idle.put(worker)
        if fine:
            return value
        raise value

    def _free(self) -> _Worker:
        """A process with nothing to do, a new one while there are fewer than may be."""
        try:
            worker = self._idle.get_nowait()
        except Empty:
            # As many threads ask as there may be processes.
            with self._lock:
                fewer = len(self._all) < self.count
            worker = self._new() if fewer else self._idle.get()
        return worker if worker.process.is_alive() else self._replace(worker)

    def _answer(
        self,
        worker: _Worker,
        job: Callable[..., Any],
        arguments: tuple[Any, ...],
        seconds: float | None,
    ) -> tuple[bool, Any]:
        if not worker.ready:
            # Its clock starts when it has loaded its tool.
            if not worker.pipe.poll(_LOADING):
                raise EOFError
            worker.pipe.recv()
            worker.ready = True
        worker.pipe.send((job, arguments))
        if not worker.pipe.poll(seconds):
            raise TimeoutError
        answer: tuple[bool, Any] = worker.pipe.recv()
        return answer

    def _new(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(
            target=_work,
            args=(there, self._load, self._what, self._patient),
            name=f"quoth: {self._what}",
            daemon=True,
        )
        with _quiet_start():
            process.start()
        there.close()
        worker = _Worker(process, here)
        with self._lock:
            if self._closed:
                process.kill()
                process.join()
                raise InputError(self._what, "its work is being stopped")
            self._all.append(worker)
        return worker

    def _replace(self, worker: _Worker) -> _Worker:
        worker.process.kill()
        worker.process.join(5)
        worker.pipe.close()
        with self._lock:
            self._all.remove(worker)
        if self._closed:
            raise InputError(self._what, "its work is being stopped")
        return self._new()


def reader(model: Path | None, max_seconds: float | None = None) -> Any:
    """A reader, for a process to load."""
    from quoth.reading.reader import Reader

    return Reader.load(model, max_seconds=max_seconds)


def _work(pipe: Connection, load: Callable[[], Any], what: str, patient: bool) -> None:
    """The life of a process: load the tool, then one job after another."""
    # Ctrl-C reaches every process of a terminal; it is for whoever started this one to act on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
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
            answer = (False, InputError(what, "not enough memory on this computer"))
        except Exception as error:  # a fault of quoth: told, and the next job goes on
            answer = (False, InputError(what, f"internal error in quoth ({type(error).__name__})"))
        pipe.send(answer)


def _end_with_parent() -> None:
    """Ends this process, whatever it does, when the one that started it is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _quiet_start() -> Iterator[None]:
    """What a process inherits that starts meanwhile: no script of the user, no Ctrl-C yet, and one
    thread of numpy's.

    Were the script imported again in it, as is usual, one without an ``if __name__ ==
    "__main__"`` around its work would do its work again there, and start processes of its own.
    Ctrl-C waits until it is ignored (`_work`).
    """
    masked = None
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()  # which would lift the mask when it starts later
            masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with started_with_one_thread():
                yield
        finally:
            sys.modules["__main__"] = main
            if masked is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, masked)
