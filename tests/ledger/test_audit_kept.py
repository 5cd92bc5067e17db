"""What an audit counts in each article is kept: an audit of it is that of the readings, whatever
was kept, corrected or changed since."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest

from bench import synthetic
from desk_articles import desk_readings
from quoth.ledger import Changes, Ledger, audit_kept
from quoth.ledger.audit import Audit, By, audit_readings
from quoth.ledger.schema import audit_counts
from quoth.records import Reading


def plain(ledger: Ledger, by: By) -> list[Audit]:
    """The audit of the readings themselves."""
    readings, identity = ledger.audited()
    return audit_readings(readings, by=by, identity=identity)


def same(ledger: Ledger) -> None:
    for by in get_args(By):
        if by != "story":  # the readings do not say to which they belong
            assert ledger.audit(by) == plain(ledger, by), by


def test_an_audit_of_kept_counts_is_that_of_the_readings(ledger: Ledger) -> None:
    ledger.add(*desk_readings(), *synthetic.readings(12, 4))
    same(ledger)
    same(ledger)  # from what was kept by now
    first, second, third = ledger.search(limit=3)
    ledger.correct(first.id, Changes(speaker="Mara Lund"), by="Mia")
    number = ledger.reject(second.id)
    same(ledger)
    ledger.undo(number)
    ledger.confirm(third.id)
    same(ledger)
    ledger.edit_article(third.version, {"outlet": "The Night Post"})
    same(ledger)
    ledger.keep(list(synthetic.readings(13, 4))[12])
    same(ledger)


def test_only_what_changed_is_counted_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    def count(reading: Reading) -> object:
        counted.append(reading.article.id)
        return real(reading)

    real = audit_kept.count_article
    monkeypatch.setattr(audit_kept, "count_article", count)
    several = list(synthetic.readings(6, 4))
    ledger.add(*several[:5])
    ledger.count_articles()
    assert len(counted) == 5
    ledger.audit("outlet")
    assert len(counted) == 5
    ledger.keep(several[5])
    one = ledger.search(limit=1)[0]
    ledger.confirm(one.id)
    ledger.audit()
    assert sorted(counted[5:]) == sorted({several[5].article.id, one.reading.article.id})


@pytest.mark.parametrize("counts", ["x", "[]", "7"])
def test_a_damaged_count_is_counted_again(ledger: Ledger, counts: str) -> None:
    ledger.add(*synthetic.readings(3, 4))
    before = ledger.audit("outlet")
    with ledger.database.writing() as connection:
        connection.execute(audit_counts.update().values(counts=counts))
    assert ledger.audit("outlet") == before
    same(ledger)


def test_many_count_the_same_articles_at_once(ledger: Ledger) -> None:
    ledger.add(*synthetic.readings(40, 4))
    with ThreadPoolExecutor(4) as several:
        for one in [several.submit(ledger.count_articles) for _ in range(4)]:
            one.result()
    same(ledger)
