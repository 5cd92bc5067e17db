"""The pool of processes: what a job that hangs, crashes or outlives its parent costs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Event

import pytest

from quoth.errors import InputError, SlowError
from quoth.jobs.workers import LostError, Workers

FOR_EVER = 3600.0


def tool() -> str:
    return "tool"


def echo(given: str, word: str) -> str:
    return f"{given} {word}"


def hang(_: str) -> None:
    Event().wait(FOR_EVER)


def crash(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crash_once(_: str, mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "at the second try"


def fail(_: str) -> None:
    raise ZeroDivisionError


def number(_: str) -> int:
    return os.getpid()


def variable(_: str, name: str) -> str | None:
    return os.environ.get(name)


@pytest.fixture
def pool() -> Iterator[Workers]:
    workers = Workers(tool, 1, what="the job", seconds=FOR_EVER)
    yield workers
    workers.close()


def test_a_job_gets_the_tool_that_its_process_loaded(pool: Workers) -> None:
    assert pool.submit(echo, "and job").result() == "tool and job"


def test_a_job_that_ends_its_process_costs_itself_alone(pool: Workers) -> None:
    lost, next = pool.submit(crash), pool.submit(echo, "goes on")
    with pytest.raises(LostError, match="the worker process ended unexpectedly"):
        lost.result()
    assert next.result() == "tool goes on"


def test_a_process_that_was_ended_while_idle_is_replaced(pool: Workers) -> None:
    first = pool.submit(number).result()
    os.kill(first, signal.SIGKILL)
    for child in multiprocessing.active_children():
        if child.pid == first:
            child.join()
    assert pool.submit(number).result() != first


def test_each_process_has_one_thread_of_numpys_and_this_one_what_it_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "3")  # by the user
    pool = Workers(tool, 1)
    try:
        assert pool.submit(variable, "OPENBLAS_NUM_THREADS").result() == "1"
        assert pool.submit(variable, "MKL_NUM_THREADS").result() == "3"
    finally:
        pool.close()
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def test_the_command_sets_them_before_numpy_is_imported() -> None:
    asked = """
import atexit, os, sys
import quoth.cli
assert "numpy" not in sys.modules
atexit.register(lambda: print(os.environ["OPENBLAS_NUM_THREADS"]))
sys.argv[1:] = ["--version"]
quoth.cli.main()
"""
    clean = {name: value for name, value in os.environ.items() if "_NUM_THREADS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=clean
    )
    assert done.stdout.splitlines()[-1] == "1"


def test_a_job_may_be_tried_again(tmp_path: Path) -> None:
    pool = Workers(tool, 1, seconds=None, tries=2)
    try:
        assert pool.submit(crash_once, tmp_path / "mark").result() == "at the second try"
        with pytest.raises(LostError):
            pool.submit(crash).result()
    finally:
        pool.close()


def test_a_job_that_takes_too_long_is_ended_and_the_next_goes_on() -> None:
    # The job never ends by itself, so that no machine is too fast or too slow for this.
    pool = Workers(tool, 1, what="the text", seconds=0.2)
    try:
        with pytest.raises(SlowError, match=r"the text: it took more than 0\.2 s"):
            pool.submit(hang).result()
    finally:
        pool.close()


def test_a_fault_is_told_and_the_process_stays(pool: Workers) -> None:
    before = pool.submit(number).result()
    with pytest.raises(InputError, match=r"the job: internal error in quoth \(ZeroDivisionError\)"):
        pool.submit(fail).result()
    assert pool.submit(number).result() == before


def test_processes_end_with_the_one_that_started_them() -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from test_workers import hang, number, tool\n"
        "from quoth.jobs.workers import Workers\n"
        "pool = Workers(tool, 1, seconds=None)\n"
        "print(pool.submit(number).result(), flush=True)\n"
        "pool.submit(hang).result()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline().strip().isdecimal()  # the worker has begun
    parent.kill()  # with no word to anybody
    parent.wait()
    # The pipe of standard output, which the worker holds too, ends when both are gone.
    assert parent.stdout.read() == ""
    parent.stdout.close()


def test_a_pool_may_be_closed_by_a_thread_of_its_own() -> None:
    workers = Workers(tool, 1, seconds=FOR_EVER)
    closed: Future[None] = Future()

    def close(_: object) -> None:
        try:
            workers.close()
            closed.set_result(None)
        except RuntimeError as error:
            closed.set_exception(error)

    workers.submit(echo, "a").add_done_callback(close)
    closed.result(60)
