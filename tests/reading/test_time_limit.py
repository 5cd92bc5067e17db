"""Reading has an end, in every thread and whatever catches exceptions on the way."""

from __future__ import annotations

import math
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from quoth.errors import OptionError, SlowError
from quoth.reading.reader import Reader
from quoth.reading.time_limit import seconds_for, within
from quoth.records import Article
from samples import EASY


def for_ever() -> None:
    while True:
        with suppress(Exception):
            len("")


def test_what_takes_for_ever_is_ended_and_named() -> None:
    with pytest.raises(SlowError, match=r"^page\.html: reading it took more than 0.05 s"):
        within(0.05, "page.html", for_ever)


def test_what_is_done_in_time_is_given() -> None:
    assert within(60, "a", lambda: sum(range(100))) == 4950


def test_what_fails_in_time_fails_as_it_does() -> None:
    with pytest.raises(ZeroDivisionError):
        within(60, "a", lambda: 1 // 0)


@pytest.mark.parametrize("fails", [False, True])
def test_an_end_that_comes_in_the_last_moment_is_never_late(fails: bool) -> None:
    """The exception never arrives outside the work that it is for."""
    outcomes = set()
    for turn in range(1000):
        try:
            within(1e-6 * turn, "a", lambda: sum(range(1000)) // (0 if fails else 1))
            outcomes.add("done")
        except ZeroDivisionError:
            outcomes.add("failed")
        except SlowError:
            outcomes.add("ended")
        sum(range(1000))  # would end the test
    assert outcomes <= ({"failed", "ended"} if fails else {"done", "ended"})


def test_it_holds_in_a_thread_beside_others() -> None:
    told: list[str] = []

    def work(seconds: float) -> None:
        try:
            within(seconds, f"{seconds:g}", for_ever)
        except SlowError as error:
            told.append(error.name)

    threads = [threading.Thread(target=work, args=(seconds,)) for seconds in (0.05, 0.2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["0.05", "0.2"]


def test_a_reader_gives_an_article_up_and_reads_the_next(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = Reader(reader.bundle, reader._scorer, max_seconds=0.05)
    with monkeypatch.context() as patched:
        patched.setattr(short, "_read", lambda _: for_ever())
        with pytest.raises(SlowError, match=r"^long\.txt: .*--max-seconds"):
            short.read(Article("long.txt", EASY))
    other = Reader(reader.bundle, reader._scorer, max_seconds=0)
    assert other.read(Article("a", EASY)) == reader.read(Article("a", EASY))


@pytest.mark.parametrize(
    ("characters", "given", "seconds"),
    [(0, None, 120), (100_000, None, 220), (100_000, 5.0, 5), (100_000, 0, math.inf)],
)
def test_how_long_a_text_may_take(characters: int, given: float | None, seconds: float) -> None:
    assert seconds_for(characters, given) == seconds


@pytest.mark.parametrize("given", [-1, math.nan])
def test_no_time_at_all_is_refused(given: float, model_folder: Path) -> None:
    with pytest.raises(OptionError, match=r"max_seconds: .* give seconds above 0"):
        Reader.load(model_folder, max_seconds=given)
