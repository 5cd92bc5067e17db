"""Two people at one ledger at once, forced: the second begins while the first is at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from builders import article
from quoth.errors import OptionError
from quoth.ledger import Ledger
from quoth.ledger.corrections import Changes, corrected_again, entries, log
from quoth.ledger.keep import keep, renew
from quoth.records import Reading

URL = "https://herald.example/roof"
TEXT = "[Ada Roth] {said} <the roof leaks>.\n[Jon Marsh] {denied} <any leak>."
# What another model reads in the same text: its first statement is one that the other had not.
NEWER = "[Ada Roth] {said the} <roof> leaks.\n[Jon Marsh] {denied} <any leak>."
MOVED = "Ada Roth said <the roof leaks>.\n[Jon Marsh] {denied} <any leak>."


def reading(marked: str = TEXT) -> Reading:
    built = article(marked)
    return replace(built.reading, article=replace(built.article, url=URL))


@pytest.fixture
def roof(ledger: Ledger) -> Ledger:
    ledger.add(reading())
    return ledger


def number(ledger: Ledger, content: str) -> int:
    return next(one.id for one in ledger.search(limit=50) if one.content == content)


def contents(ledger: Ledger) -> list[str]:
    return sorted(one.content for one in ledger.search(limit=50))


class Second:
    """Somebody whose turn comes when the first lets go."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.error: BaseException | None = None
        self._thread = Thread(target=self._run, args=(work,))
        self._thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            self.error = error

    def done(self) -> None:
        self._thread.join(60)
        assert not self._thread.is_alive()
        if self.error is not None:
            raise self.error


@contextmanager
def first(ledger: Ledger, second: Callable[[], object]) -> Iterator[tuple[Connection, Second]]:
    """A transaction that has a text of the ledger in hand while ``second`` waits for it."""
    with ledger.database.writing() as connection:
        (version,) = connection.scalars(
            sa.text("SELECT id FROM versions WHERE is_current")
            if ledger.database.is_sqlite
            else sa.text("SELECT id FROM versions WHERE is_current FOR UPDATE")
        )
        connection.info["version"] = version
        other = Second(second)
        _wait_for(ledger)
        yield connection, other


def _wait_for(ledger: Ledger) -> None:
    """Until the second stands before a lock; SQLite's stands before its first word."""
    if ledger.database.is_sqlite:
        time.sleep(0.2)
        return
    waiting = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(600):
        with ledger.database.reading() as connection:
            if connection.scalar(waiting):
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


def test_a_decision_hits_what_was_meant_though_the_text_is_read_anew_meanwhile(
    roof: Ledger,
) -> None:
    meant = number(roof, "any leak")
    newer = reading("[Ada Roth] {said} <the roof leaks>.\n[Jon Marsh] {denied} <any leak>.")
    shifted = replace(newer.attributions[1], id="a1")
    other = replace(newer.attributions[0], id="a2")
    with first(roof, lambda: roof.reject(meant)) as (connection, second):
        again = replace(newer, attributions=(other, shifted))
        renew(connection, connection.info["version"], again)
    second.done()
    assert contents(roof) == ["the roof leaks"]
    (decision,) = roof.corrections()
    assert (decision.statement, decision.before) == (meant, "Jon Marsh denied: any leak")


def test_a_decision_about_a_statement_that_is_read_no_more_is_refused(roof: Ledger) -> None:
    meant = number(roof, "the roof leaks")
    with first(roof, lambda: roof.reject(meant)) as (connection, second):
        gone = replace(reading(MOVED), article=reading().article)
        renew(connection, connection.info["version"], gone)
    with pytest.raises(OptionError, match=f"there is no statement {meant}"):
        second.done()
    assert contents(roof) == ["any leak", "the roof leaks"]
    assert roof.corrections() == []


def test_of_two_who_reject_one_statement_the_second_is_told(roof: Ledger) -> None:
    meant = number(roof, "any leak")
    with first(roof, lambda: roof.reject(meant, by="Bo")) as (connection, second):
        log.correct(connection, meant, "reject", Changes(), by="Mia")
    with pytest.raises(OptionError, match=rf"statement {meant} was rejected \(correction 1\)"):
        second.done()
    assert [one.made_by for one in roof.corrections()] == ["Mia"]


@pytest.mark.parametrize("what", ["statement", "speakers"])
def test_of_two_who_undo_one_decision_the_second_is_told(roof: Ledger, what: str) -> None:
    if what == "statement":
        decision = roof.reject(number(roof, "any leak"))
    else:
        with roof.database.writing() as connection:
            decision = entries.write(connection, "merge", None, {"members": []}, None, None)
    with roof.database.writing() as connection:
        log.undo(connection, decision, by="Mia")
        second = Second(lambda: roof.undo(decision, by="Bo"))
        _wait_for(roof)
    with pytest.raises(OptionError, match=f"correction {decision} has already been undone"):
        second.done()
    assert [one.made_by for one in roof.corrections() if one.action == "undo"] == ["Mia"]


def test_a_decision_about_a_text_that_was_replaced_meanwhile_stays_out_of_searches(
    roof: Ledger,
) -> None:
    meant = number(roof, "any leak")
    newer = replace(
        reading(), article=replace(reading().article, text=reading().article.text + "!")
    )
    with first(roof, lambda: roof.confirm(meant)) as (connection, second):
        keep(connection, newer)
    second.done()
    assert [one.number for one in roof.search("leak")] == [2, 2]


def test_a_reading_put_in_keeps_what_was_decided_while_it_was_made(roof: Ledger) -> None:
    meant = number(roof, "any leak")

    def reread() -> None:
        with roof.database.writing() as connection:
            log._locked(connection, version)
            renew(connection, version, *corrected_again(connection, version, reading()))

    (version,) = roof.current()
    with first(roof, reread) as (connection, second):
        log.correct(connection, meant, "reject", Changes())
    second.done()
    assert contents(roof) == ["the roof leaks"]


def test_a_rejected_statement_has_its_number_again_when_that_is_undone(roof: Ledger) -> None:
    meant = number(roof, "any leak")
    decision = roof.reject(meant)
    other = replace(reading(), article=replace(reading().article, url="https://herald.example/2"))
    roof.add(other)
    assert meant not in {one.id for one in roof.search(limit=50)}
    roof.undo(decision)
    assert roof.statement(meant).content == "any leak"
    assert roof.statement(meant).url == URL


def test_an_added_statement_is_named_in_its_decision(roof: Ledger) -> None:
    text = reading().article.text
    at = text.index("roof")
    cue = Changes(contents=(replace(reading().attributions[0].contents[0], start=at),))
    decision = roof.decision(roof.add_statement(roof.current()[0], cue))
    assert roof.statement(decision.statement).content == "roof leaks"
    assert "roof leaks" in decision.after


def test_reading_anew_leaves_earlier_texts_out_of_searches(roof: Ledger) -> None:
    longer = replace(
        reading(), article=replace(reading().article, text=reading().article.text + "!")
    )
    roof.add(longer)
    first_version = roof.versions(URL)[0].id
    with roof.database.writing() as connection:
        renew(connection, first_version, reading())
    assert [one.number for one in roof.search("leak")] == [2, 2]
