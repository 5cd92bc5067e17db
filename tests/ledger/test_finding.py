"""Finding an article by words of its title, its outlet and its day."""

from __future__ import annotations

from typing import Any

import pytest

from builders import article
from quoth.errors import OptionError
from quoth.ledger import Ledger


def kept(ledger: Ledger, title: str | None, outlet: str | None, day: str, url: str) -> None:
    built = article(
        f"[Ada] {{said}} <{title or 'nothing'} {url}>.", title=title, outlet=outlet,
        published=day, url=url,
    )  # fmt: skip
    ledger.keep(built.reading)


@pytest.fixture
def three(ledger: Ledger) -> Ledger:
    kept(ledger, "The Pier of Örby opens", "The Herald", "2031-03-04", "https://herald.example/a")
    kept(ledger, "Ferry late, 100% full", "The Courier", "2031-04-01", "https://courier.example/b")
    kept(ledger, None, None, "2031-04-30T10:00:00Z", "https://wire.example/pier-closed")
    return ledger


@pytest.mark.parametrize(
    ("words", "how", "found"),
    [
        ("", {}, "bap"),
        ("pier", {}, "ap"),
        ("PIER opens", {}, "a"),
        ("örby", {}, "a"),
        ("%", {}, "b"),
        ("_", {}, ""),
        ("", {"outlet": "herald"}, "a"),
        ("", {"outlet": "wire"}, "p"),
        ("", {"since": "2031-04"}, "bp"),
        ("", {"until": "2031-04"}, "bap"),
        ("", {"since": "2031-04-30", "until": "2031-04-30"}, "p"),
        ("pier", {"outlet": "courier"}, ""),
    ],
)
def test_it_is_found(three: Ledger, words: str, how: dict[str, Any], found: str) -> None:
    rows = three.articles(words, **how)
    assert sorted(row["address"].rsplit("/", 1)[-1][0] for row in rows) == sorted(found)


def test_of_more_than_a_page_the_rest_follows(three: Ledger) -> None:
    first = three.articles("pier", limit=1)
    assert [row["title"] for row in first] == [None]
    assert [row["title"] for row in three.articles("pier", limit=1, offset=1)] == [
        "The Pier of Örby opens"
    ]


@pytest.mark.parametrize(
    ("words", "how", "message"),
    [("", {"since": "soon"}, "expected an ISO date"), ("a\x00b", {}, "without NUL characters")],
)
def test_what_cannot_be_asked(three: Ledger, words: str, how: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        three.articles(words, **how)
