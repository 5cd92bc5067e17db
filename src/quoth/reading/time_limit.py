"""An end to the time that reading one article may take, in whatever thread it is read.

A thread that watches the clock raises an exception in the one that reads. It arrives between two
steps of Python code: a call into a library written in C ends first.
"""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from quoth.errors import OptionError, SlowError

_T = TypeVar("_T")
LEAST = 120.0  # seconds
PER_SECOND = 1000  # characters; a slow core reads twenty times as many


class _OutOfTimeError(BaseException):
    """Not an Exception: nothing that catches those must take it for a fault of its own."""


def seconds_for(characters: int, given: float | None = None) -> float:
    """How many seconds reading a text of so many characters may take.

    ``given`` is what the user allows: 0 for any time; None is 120 s and one more for each
    thousand characters.

    Raises:
        OptionError: when ``given`` is below 0 or no number.
    """
    if given is None:
        return LEAST + characters / PER_SECOND
    if not given >= 0:
        raise OptionError(f"max_seconds: {given}: give seconds above 0, or 0 for any time")
    return given or math.inf


def within(seconds: float, name: str, work: Callable[[], _T]) -> _T:
    """What ``work`` gives, ended when it takes longer.

    Raises:
        SlowError: then, naming the input ``name``.
    """
    if not hasattr(ctypes, "pythonapi") or seconds > threading.TIMEOUT_MAX:
        return work()
    watch = _Watch(seconds)
    try:
        # No context manager: the exception could arrive as one is entered or left.
        try:
            watch.start()
            done = work()
        except _OutOfTimeError:
            raise
        except BaseException:
            watch.stop()
            raise
        watch.stop()
        return done
    except _OutOfTimeError:
        raise SlowError(
            name,
            f"reading it took more than {seconds:.3g} s and was given up; split the text, or allow "
            "more (--max-seconds; max_seconds in Python)",
        ) from None


class _Watch:
    """Raises `_OutOfTimeError` in the thread that made it, once, unless it is stopped before.

    Which of both it is, is settled by who is first to take a bare lock: the exception itself cannot
    cut that step in two.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._reading = ctypes.c_ulong(threading.get_ident())
        self._settled, self._stopped = threading.Lock(), threading.Lock()
        self._stopped.acquire()

    def start(self) -> None:
        """The time begins."""
        threading.Thread(target=self._wait, name="quoth-time", daemon=True).start()

    def stop(self) -> None:
        """Nothing is raised after this; when time is up already, it is raised in here."""
        if self._settled.acquire(blocking=False):
            self._stopped.release()
            return
        while True:
            time.sleep(0.001)

    def _wait(self) -> None:
        in_time = self._stopped.acquire(timeout=self._seconds)
        if not in_time and self._settled.acquire(blocking=False):
            raised = ctypes.py_object(_OutOfTimeError)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._reading, raised)
