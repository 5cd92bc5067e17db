"""What a database cannot hold costs its own article, and never the run."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from writers import numbered

from postgres_server import Server
from quoth.errors import BusyError, InputError, LedgerError, OptionError, UnkeepableError
from quoth.ledger import Kept, Ledger

BAD = {
    "a long id": ({"id": "x" * 30_000, "url": None}, "its id has 30,000 bytes"),
    "a long URL": ({"url": "https://a.example/" + "é" * 15_000}, "its URL has 30,018 bytes"),
    "a long outlet": ({"outlet": "x" * 30_000}, "its outlet has 30,000 bytes"),
    "NUL in the URL": ({"url": "https://a.example/\x00"}, "NUL characters"),
    "NUL in the id": ({"id": "a\x00b", "url": None}, "NUL characters"),
    "a lone surrogate in the URL": ({"url": "https://a.example/\ud800"}, "lone surrogates"),
    "a lone surrogate in the id": ({"id": "\udfff"}, "lone surrogates"),
}


@pytest.mark.parametrize("what", BAD)
def test_one_article_that_cannot_be_kept_costs_that_article(ledger: Ledger, what: str) -> None:
    changes, reason = BAD[what]
    bad = numbered(2)
    bad = replace(bad, article=replace(bad.article, **changes))
    for form in (lambda one: one, lambda one: one.article):  # read already, and to be read
        kept = list(ledger.add_each([form(bad), numbered(1), numbered(3)]))
        assert isinstance(kept[0], InputError)
        assert reason in str(kept[0])
        assert len(str(kept[0])) < 500
        assert all(isinstance(one, Kept) for one in kept[1:])
    assert len(ledger.current()) == 2


def test_what_only_the_database_refuses_costs_that_article_too(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ledger.keep

    def keep(reading: object) -> Kept:
        if reading.article.id == "n2":  # type: ignore[attr-defined]
            raise UnkeepableError(ledger.name, "string is too long for tsvector")
        return real(reading)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "keep", keep)
    kept = list(ledger.add_each([numbered(1), numbered(2), numbered(3)]))
    assert [type(one) for one in kept] == [Kept, InputError, Kept]


@pytest.mark.parametrize("words", ["a\x00b", "\ud800", "\x00"])
@pytest.mark.parametrize("name", ["words", "speaker", "outlet", "address", "role", "identity"])
def test_no_text_that_is_asked_for_is_a_fault(ledger: Ledger, name: str, words: str) -> None:
    ledger.keep(numbered(1))
    found = []
    with suppress(OptionError, UnkeepableError):
        found = ledger.search(words) if name == "words" else ledger.search(**{name: words})
    assert found == []


def test_a_database_that_is_not_in_utf_8_is_refused(postgres: Server) -> None:
    address = postgres.database("--encoding=SQL_ASCII", "--template=template0", "--locale=C")
    with pytest.raises(LedgerError, match=r"SQL_ASCII.*createdb --encoding=UTF8"):
        Ledger(address)
    postgres.drop(address)


def test_when_every_connection_is_in_use_the_next_is_told_to_come_back(ledger: Ledger) -> None:
    ledger.database.engine.pool._timeout = 0.1  # type: ignore[attr-defined]
    held = [ledger.database.engine.connect() for _ in range(15)]
    with pytest.raises(BusyError):
        ledger.count()
    for one in held:
        one.close()
    assert ledger.count() == 0


def test_no_connection_is_held_while_what_was_found_is_taken(ledger: Ledger) -> None:
    ledger.add(numbered(1), numbered(2))
    streams = [stream for _ in range(10) for stream in (ledger.statements(), ledger.readings())]
    for stream in streams:
        assert next(iter(stream))
    assert ledger.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
