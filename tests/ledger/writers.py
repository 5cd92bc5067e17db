"""Readings by number, and processes that keep them, for the tests of crashes and crowds."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import replace

from builders import article
from quoth.ledger import Ledger
from quoth.records import Reading, Speaker, SpeakerRef


def numbered(number: int) -> Reading:
    """A reading that no other number has, with statements, a chain and speakers."""
    built = article(
        f"[Ada Roth] {{said}} <gauge {number} stood at {number} metres>.\n"
        f"<[The harbour office] {{said}} <ferry {number} was late>>, [the Herald] {{reported}}."
    )
    speakers = (
        Speaker("s1", "Ada Roth", "Ada Roth", "person", ("engineer",)),
        Speaker("s2", None, "the harbour office", "organisation"),
    )
    said = tuple(
        replace(one, speakers=(SpeakerRef(f"s{i + 1}", "own words", 0.9),) if i < 2 else ())
        for i, one in enumerate(built.attributions)
    )
    page = replace(built.article, id=f"n{number}", url=f"https://herald.example/{number}")
    return replace(built.reading, article=page, attributions=said, speakers=speakers)


def in_a_process(work: Callable[[], None]) -> int:
    """Runs ``work`` in a process of its own, and gives its number.

    It is this process copied, so it starts at once; it leaves without a word to pytest.
    """
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def keep_and_tell(target: str, first: int, pipe: int, count: int = 1_000_000) -> None:
    """Keeps numbered readings, and writes each number to ``pipe`` once it is kept."""
    with Ledger(target) as ledger:
        for number in range(first, first + count):
            ledger.keep(numbered(number))
            os.write(pipe, b"%d\n" % number)
