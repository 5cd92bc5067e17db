"""Many articles: in input order, in bounded memory, and no loss takes the rest down.

Most tests read with the stand-ins below and not with the model, which has tests of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quoth.errors import InputError, ModelError, SlowError
from quoth.jobs import many
from quoth.jobs.many import read_articles
from quoth.records import Article, Reading
from samples import EASY

SLOW, KILLS, KILLS_LATER, STUCK = "slow", "kills", "kills later", "stuck"


plainly = many._one


class StandIn:
    """Reads nothing; some articles ask it to fail."""

    def read(self, article: Article) -> Reading:
        match article.text:
            case "memory":
                raise MemoryError
            case "endless":
                raise SlowError(article.id, "reading it took more than 120 s")
            case "fault":
                raise ZeroDivisionError("so it went")
        return Reading(article)


def load(folder: Path | None, max_seconds: float | None = None) -> StandIn:
    """In place of loading the model in a worker."""
    return StandIn()


def read(reader: StandIn, article: Article) -> Reading | InputError:
    """In place of reading in a worker."""
    if article.text == SLOW:
        time.sleep(0.3)
    if article.text == STUCK:
        time.sleep(3600)  # in C, where nothing reaches it
    if article.text == KILLS:
        os.kill(os.getpid(), signal.SIGKILL)
    if article.text == KILLS_LATER:
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return plainly(reader, article)  # type: ignore[arg-type]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_load", load)
    monkeypatch.setattr(many, "_one", read)
    monkeypatch.setattr("quoth.jobs.many.Reader.load", lambda *_, **__: StandIn())


def articles(*texts: str) -> list[Article]:
    return [Article(f"{n} {text}", text) for n, text in enumerate(texts)]


def outcomes(found: Iterator[Reading | InputError]) -> list[str]:
    return [
        f"{one.name}: {one.reason}" if isinstance(one, InputError) else one.article.id
        for one in found
    ]


both = pytest.mark.parametrize("workers", [1, 2])


@both
@pytest.mark.usefixtures("stand_in")
def test_readings_come_in_input_order(workers: int) -> None:
    given = articles(SLOW, "a", "b", SLOW, "c", *"defghijklm")
    assert outcomes(read_articles(given, workers=workers)) == [one.id for one in given]


@both
@pytest.mark.usefixtures("stand_in")
def test_what_could_not_be_taken_in_is_passed_through_in_its_turn(workers: int) -> None:
    bad = InputError("page.html", "not there")
    given: list[Article | InputError] = [bad, *articles(SLOW, "a"), bad, *articles("b"), bad]
    found = list(read_articles(given, workers=workers))
    assert [one is bad for one in found] == [True, False, False, True, False, True]


@both
@pytest.mark.usefixtures("stand_in")
def test_nothing_given_nothing_found(workers: int) -> None:
    assert list(read_articles([], workers=workers)) == []


@both
@pytest.mark.usefixtures("stand_in")
def test_an_article_that_cannot_be_read_is_named_and_the_others_are_read(workers: int) -> None:
    found = outcomes(read_articles(articles("a", "memory", "fault", "b"), workers=workers))
    assert found == [
        "0 a",
        "1 memory: not enough memory for this text; split it",
        "2 fault: reading it failed (ZeroDivisionError: so it went); internal error in quoth, "
        "please report it",
        "3 b",
    ]


# --- lost workers ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("at", [0, 5, 11])
def test_an_article_that_ends_its_process_takes_no_other_with_it(at: int) -> None:
    texts = ["a"] * 12
    texts[at] = KILLS
    given = articles(*texts)
    found = outcomes(read_articles(given, workers=2))
    wanted = [one.id for one in given]
    assert found[:at] + found[at + 1 :] == wanted[:at] + wanted[at + 1 :]
    assert found[at] == (f"{at} kills: the reading process was killed, probably for lack of memory")


@pytest.mark.usefixtures("stand_in")
def test_several_such_articles() -> None:
    found = outcomes(read_articles(articles(KILLS, KILLS, "a", KILLS, "b"), workers=2))
    assert [": " in one for one in found] == [True, True, False, True, False]


@pytest.mark.usefixtures("stand_in")
def test_a_worker_lost_while_nobody_waits_for_it_is_replaced() -> None:
    given = articles(KILLS_LATER, *"abcdefghijklmnop")
    found: list[Reading | InputError] = []
    for reading in read_articles(given, workers=2):
        if not found:
            time.sleep(1.0)  # by now the pool is broken, and the next article is handed in
        found.append(reading)
    assert outcomes(iter(found)) == [one.id for one in given]


# --- memory ---------------------------------------------------------------------------------------


class Counted:
    """An endless input that knows how much of it was taken."""

    def __init__(self, text: str = "a") -> None:
        self.taken = 0
        self._text = text

    def __iter__(self) -> Iterator[Article]:
        while True:
            self.taken += 1
            yield Article(str(self.taken), self._text)


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize(("workers", "ahead"), [(1, 1), (2, 2 * many._PER_WORKER)])
def test_an_endless_input_is_taken_only_a_little_ahead(workers: int, ahead: int) -> None:
    others = set(multiprocessing.active_children())
    given = Counted()
    found = read_articles(given, workers=workers)
    assert given.taken == 0
    for handed_out in range(1, 30):
        next(found)
        assert given.taken <= handed_out + ahead
    found.close()  # type: ignore[attr-defined]
    assert not set(multiprocessing.active_children()) - others


@pytest.mark.usefixtures("stand_in")
def test_of_very_long_texts_fewer_are_taken_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_AHEAD", 100)
    given = Counted("x" * 60)
    found = read_articles(given, workers=2)
    for handed_out in range(1, 8):
        next(found)
        assert given.taken <= handed_out + 2
    found.close()  # type: ignore[attr-defined]


# --- processes ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stand_in")
def test_processes_are_started_for_many_articles_only(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def elsewhere(
        stream: Iterator[Article], model: Path | None, workers: int, max_seconds: float | None
    ) -> Iterator[Reading]:
        opened.append(workers)
        return map(Reading, stream)

    monkeypatch.setattr(many, "_read_elsewhere", elsewhere)
    monkeypatch.setattr(many, "cores", lambda: 4)
    assert len(list(read_articles(articles(*"abcdefgh")))) == 8
    assert opened == []
    assert len(list(read_articles(articles(*"abcdefghi")))) == 9
    assert opened == [4]
    monkeypatch.setattr(many, "cores", lambda: 1)
    assert len(list(read_articles(articles(*"abcdefghi")))) == 9
    assert opened == [4]


def test_there_is_a_core() -> None:
    assert 1 <= many.cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize("workers", [None, 1, 2])
def test_a_missing_model_is_told_at_once(tmp_path: Path, workers: int | None) -> None:
    with pytest.raises(ModelError, match="not a model folder"):
        list(read_articles(articles(*"abcdefghijkl"), model=tmp_path, workers=workers))


def test_a_script_need_not_guard_its_main(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import quoth\n"
        f"given = [quoth.Article(str(n), {EASY!r}, language='en') for n in range(12)]\n"
        "for reading in quoth.read_many(given, workers=2):\n"
        "    print(reading.article.id, len(reading.attributions))\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=300, check=False
    )
    assert run.stderr == ""
    assert run.stdout.split() == [word for n in range(12) for word in (str(n), "1")]


# --- threads, daemonic processes, progress --------------------------------------------------------


def test_threads_may_share_a_reader() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from quoth.reading.reader import Reader

    reader = Reader.load()
    several = [Article(f"{n}", f"{EASY} It rained {n} days.", language="en") for n in range(6)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(reader.read, several)) == [reader.read(one) for one in several]


def _count_in(pipe: object, workers: int) -> None:
    many.Reader.load = classmethod(lambda *_, **__: StandIn())  # type: ignore[method-assign, assignment]
    found = list(read_articles([Article("a", "x")] * 20, workers=workers))
    pipe.send(len(found))  # type: ignore[attr-defined]


def test_a_daemonic_process_reads_by_itself() -> None:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_count_in, args=(there, 2), daemon=True)
    process.start()
    assert here.poll(60)
    assert here.recv() == 20
    process.join(10)


def test_progress_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import quoth

    monkeypatch.setattr(many.Reader, "load", lambda *_, **__: StandIn())
    three = [Article(f"{n}", "x") for n in range(3)]
    told: list[tuple[int, int | None]] = []
    assert len(list(quoth.read_many(three, progress=lambda *one: told.append(one)))) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    told.clear()
    list(quoth.read_many(iter(three), progress=lambda *one: told.append(one)))
    assert told == [(1, None), (2, None), (3, None)]
    assert len(list(quoth.read_many(three, progress=True))) == 3
    assert capsys.readouterr().out == ""


@both
@pytest.mark.usefixtures("stand_in")
def test_an_article_that_takes_too_long_is_named_and_the_others_are_read(workers: int) -> None:
    found = outcomes(read_articles(articles("a", "endless", "b"), workers=workers))
    assert found == ["0 a", "1 endless: reading it took more than 120 s", "2 b"]


@pytest.mark.usefixtures("stand_in")
def test_a_process_that_nothing_reaches_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_GRACE", 1.0)
    given = articles("a", STUCK, "b")
    found = outcomes(read_articles(given, workers=2, max_seconds=0.5))
    assert found == ["0 a", "1 stuck: reading it: it took more than 1.5 s", "2 b"]
