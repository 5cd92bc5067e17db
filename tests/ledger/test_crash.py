"""A writer that is killed loses nothing it reported kept, and leaves nothing half-kept."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from writers import in_a_process, keep_and_tell, numbered

from postgres_server import Server
from quoth.errors import LedgerError
from quoth.ledger import Ledger

TIMES = 50


def killed_after(target: str, first: int, seconds: float, *, at_work: bool) -> list[int]:
    """A writer is killed after ``seconds``; the numbers it reported kept.

    They count from its start or, ``at_work``, from its first report: how soon that
    comes is the machine's affair.
    """
    there, here = os.pipe()
    child = in_a_process(lambda: keep_and_tell(target, first, here))
    os.close(here)
    told = os.read(there, 65536) if at_work else b""
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(there, 65536):
        told += more
    os.close(there)
    return [int(line) for line in told.split(b"\n")[:-1]]


def test_fifty_kills_lose_nothing(ledger_target: str) -> None:
    with Ledger(ledger_target):
        pass
    chance = random.Random(7)
    reported: list[int] = []
    first = 0
    for turn in range(TIMES):
        at_work = turn % 2 == 1
        new = killed_after(ledger_target, first, chance.uniform(0.0, 0.1), at_work=at_work)
        assert new or not at_work  # it did get somewhere
        reported += new
        with Ledger(ledger_target, create=False) as ledger:
            found = {int(r.article.id[1:]): r for r in ledger.readings(_newest(ledger, new))}
            # What was kept is whole, also what there was no time to report.
            for number, reading in found.items():
                assert reading == numbered(number)
            assert set(new) <= found.keys()
            first = max([first, *found]) + 1
    with Ledger(ledger_target, create=False) as ledger:
        kept = [int(reading.article.id[1:]) for reading in ledger.readings()]
        assert set(reported) <= set(kept)
        assert len(kept) == len(set(kept))
        assert ledger.count("gauge") == len(kept)
    if "://" not in ledger_target:
        with sqlite3.connect(ledger_target) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            database.execute(
                "INSERT INTO statement_words(statement_words) VALUES('integrity-check')"
            )
        database.close()


def _newest(ledger: Ledger, reported: list[int]) -> list[int]:
    """The versions that the last writer kept, and some before."""
    return ledger.current()[-len(reported) - 2 :]


def test_the_same_command_again_goes_on_where_it_was_stopped(ledger_target: str) -> None:
    with Ledger(ledger_target) as ledger:
        ledger.keep(numbered(1))
        outcomes = [kept.outcome for kept in ledger.add(numbered(1), numbered(2))]
    assert outcomes == ["unchanged", "new"]


def test_a_server_that_dies_is_one_clear_error_and_nothing_is_lost(postgres: Server) -> None:
    address = postgres.database()
    with Ledger(address) as ledger:
        ledger.keep(numbered(1))
        postgres.stop("immediate")
        try:
            with pytest.raises(LedgerError, match="connection"):
                ledger.keep(numbered(2))
        finally:
            postgres.start()
        assert ledger.keep(numbered(2)).outcome == "new"
        assert list(ledger.readings()) == [numbered(1), numbered(2)]


def test_a_full_disk_is_one_clear_error_and_nothing_is_lost(tmp_path: Path) -> None:
    """SQLite's own limit of pages stands for a full disk: it fails in the same way."""
    target = tmp_path / "news.db"
    with Ledger(target) as ledger:
        ledger.keep(numbered(1))
        ledger.database.close()

        @sa.event.listens_for(ledger.database.engine, "connect")
        def _small(connection: sqlite3.Connection, _record: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(LedgerError, match="full"):
            ledger.add(*(numbered(number) for number in range(2, 500)))
    with Ledger(target) as ledger:
        kept = list(ledger.readings())
        assert kept == [numbered(number) for number in range(1, len(kept) + 1)]
        assert ledger.keep(numbered(len(kept) + 1)).outcome == "new"
