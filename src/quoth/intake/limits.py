"""Work on one input in a process of its own, which is ended when it takes too long.

A page can find a loop in any of the libraries below, and nothing inside a process can stop those
reliably. The worker is a plain Python that is started when first needed and serves one call after
the other; no ``__main__`` is imported in it, so scripts need no guard.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, Any

from quoth.errors import InputError

SECONDS = 30.0
_BATCH = 100  # items
_BATCH_SECONDS = 1.0
_SERVE = "from quoth.intake.limits import serve; serve()"

_idle: list[_Worker] = []
_lock = threading.Lock()


class _Worker:
    """One process that serves calls; it is ready once it has said so."""

    def __init__(self) -> None:
        paths = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout
        pickle.load(self._from)

    def call(self, work: tuple[Any, ...], seconds: float) -> tuple[bool, Any]:
        """What comes of ``work``: True and a result, or False and an error.

        Raises:
            TimeoutError: when it took longer; the worker has then been ended.
            EOFError: when the worker was lost on the way.
        """
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            pickle.dump(work, self._to)
            self._to.flush()
            done: tuple[bool, Any] = pickle.load(self._from)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.end()
            raise (TimeoutError if late.is_set() else EOFError) from None
        finally:
            timer.cancel()
        if late.is_set():
            self.end()
            raise TimeoutError
        return done

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._from.close()
        with suppress(OSError):
            self._to.close()


def limited(
    function: Callable[..., Any], *args: Any, name: str, seconds: float = SECONDS, **named: Any
) -> Any:
    """What ``function`` gives for these arguments, worked out elsewhere in at most ``seconds``.

    Args:
        function: one of a module, since the worker imports it by name.
        args, named: its arguments; they and the result are pickled.
        name: the input, for the message.
        seconds: the limit, counted from when the worker is ready.

    Raises:
        InputError: when it takes longer, or the worker is lost; else what ``function`` raises.
    """
    try:
        worker = _taken()
    except OSError:  # no Python to start, as in a frozen program
        return function(*args, **named)
    try:
        good, result = worker.call((function, args, named), seconds)
    except (TimeoutError, EOFError) as error:
        raise _lost(error, name, seconds) from None
    with _lock:
        _idle.append(worker)
    if good:
        return result
    raise result


def _lost(error: Exception, name: str, seconds: float) -> InputError:
    if isinstance(error, TimeoutError):
        return InputError(name, f"took longer than {seconds:g} seconds; left out")
    return InputError(name, "the process that took it apart was lost (too little memory?)")


def limited_items(
    function: Callable[..., Iterator[Any]],
    *args: Any,
    name: str,
    seconds: float = SECONDS,
    **named: Any,
) -> Iterator[Any]:
    """What ``function`` yields for these arguments, worked out elsewhere, a batch at a time.

    A long table takes long, and may: no single step, the first one neither, takes more than
    ``seconds``.

    Args:
        function: one of a module, which gives an iterator of what can be pickled.
        args, named: its arguments.
        name: the input, for the message.
        seconds: the limit of one step.

    Raises:
        InputError: as `limited`.
    """
    pause = min(_BATCH_SECONDS, seconds / 2)
    try:
        worker: _Worker | None = _taken()
    except OSError:
        yield from function(*args, **named)
        return
    try:
        work: tuple[Any, ...] = (_begin, (function, args, named, pause), {})
        while True:
            assert worker is not None
            try:
                good, result = worker.call(work, seconds)
            except (TimeoutError, EOFError) as error:
                worker = None
                raise _lost(error, name, seconds) from None
            if not good:
                raise result
            items, fault, more = result
            yield from items
            if fault is not None:
                raise fault
            if not more:
                break
            work = (_go_on, (pause,), {})
        with _lock:
            _idle.append(worker)
        worker = None
    finally:
        if worker is not None:  # whoever asked went away, or it failed
            worker.end()


_begun: list[Iterator[Any]] = []


def _begin(
    function: Callable[..., Iterator[Any]],
    args: tuple[Any, ...],
    named: dict[str, Any],
    pause: float,
) -> tuple[list[Any], Exception | None, bool]:
    """The first batch of what ``function`` yields; in the worker."""
    _begun[:] = [iter(function(*args, **named))]
    return _go_on(pause)


def _go_on(pause: float) -> tuple[list[Any], Exception | None, bool]:
    """The next batch, of ``pause`` seconds or little more, what stopped it, and whether there may
    be more; in the worker."""
    items: list[Any] = []
    end = time.monotonic() + pause
    try:
        for item in _begun[0]:
            items.append(item)
            if len(items) >= _BATCH or time.monotonic() >= end:
                return items, None, True
    except InputError as error:
        return items, error, False
    return items, None, False


def serve() -> None:
    """Serve calls from standard input until it ends; the other side of `limited`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asks
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    pickle.dump("ready", answers)
    answers.flush()
    while True:
        try:
            function, args, named = pickle.load(sys.stdin.buffer)
        except (EOFError, KeyboardInterrupt):
            return
        try:
            done = (True, function(*args, **named))
        except Exception as error:
            done = (False, error)
        try:
            answer = pickle.dumps(done)
        except Exception as error:
            answer = pickle.dumps((False, RuntimeError(f"no answer to give ({error})")))
        answers.write(answer)
        answers.flush()


def _taken() -> _Worker:
    with _lock:
        if _idle:
            return _idle.pop()
    return _Worker()


@atexit.register
def _end_all() -> None:
    with _lock:
        while _idle:
            _idle.pop().end()
