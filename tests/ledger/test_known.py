"""Editing and deleting articles: logged, undone, and never overruled by what is taken in later."""

from __future__ import annotations

from typing import Any

import pytest

from quoth.errors import NotFoundError, OptionError, QuothError
from quoth.ledger import Ledger
from quoth.reading.reader import Reader
from quoth.records import Article, Reading

TEXT = 'The bridge is safe, the ministry said. "We checked 20 bolts," Maria Lindqvist told us.'
LATER = 'The bridge is safe, the ministry said. "We checked 30 bolts," Maria Lindqvist told us.'
URL = "https://herald.example/bridge"


def reading(reader: Reader, text: str = TEXT, **of: Any) -> Reading:
    of = {"title": "The brigde", "outlet": "herald.example", "url": URL} | of
    return reader.read(Article("story", text, language="en", **of))


@pytest.fixture
def article(ledger: Ledger, reader: Reader) -> int:
    """The number of a kept article with a slip in its title."""
    return ledger.add(reading(reader))[0].version


def test_an_edit_is_logged_and_undone(ledger: Ledger, article: int) -> None:
    values = {"title": "The bridge", "outlet": "The Herald", "authors": ["Ann Vale", "Bo Rask"]}
    number = ledger.edit_article(article, values, by="Mia", why="a slip")
    edited = ledger.version(article).reading.article
    assert (edited.title, edited.authors) == ("The bridge", ("Ann Vale", "Bo Rask"))
    assert ledger.search("bolts", outlet="The Herald")
    decision = ledger.decision(number)
    assert (decision.action, decision.made_by) == ("edit", "Mia")
    assert "title: The brigde" in decision.before
    assert "Ann Vale, Bo Rask" in decision.after
    ledger.undo(number)
    assert ledger.version(article).reading.article.title == "The brigde"
    assert not ledger.search("bolts", outlet="The Herald")


def test_undoing_an_earlier_edit_leaves_the_later_one(ledger: Ledger, article: int) -> None:
    first = ledger.edit_article(article, {"title": "One"})
    second = ledger.edit_article(article, {"title": "Two"})
    ledger.undo(first)
    assert ledger.articles()[0]["title"] == "Two"
    ledger.undo(second)
    assert ledger.articles()[0]["title"] == "The brigde"


def test_what_is_taken_in_later_does_not_overrule_an_edit(
    ledger: Ledger, article: int, reader: Reader
) -> None:
    ledger.edit_article(article, {"title": "The bridge", "outlet": None})
    assert ledger.add(reading(reader))[0].outcome == "unchanged"
    (kept,) = ledger.add(reading(reader, LATER))  # a new text of the article
    assert kept.outcome == "changed"
    newest = ledger.version(kept.version).reading.article
    assert (newest.title, newest.outlet) == ("The bridge", None)


def test_an_address_is_edited_and_found(ledger: Ledger, article: int) -> None:
    ledger.edit_article(article, {"url": URL + "-2"})
    assert len(ledger.versions(URL + "-2")) == 1
    with pytest.raises(NotFoundError):
        ledger.versions(URL)


def test_two_articles_never_have_one_address(ledger: Ledger, article: int, reader: Reader) -> None:
    (other,) = ledger.add(reading(reader, url="https://courier.example/bridge"))
    with pytest.raises(OptionError, match=f"article {article} has the address"):
        ledger.edit_article(other.version, {"url": URL})


def test_a_text_whose_day_was_edited_is_read_again(ledger: Ledger, article: int) -> None:
    assert not list(ledger.reread())
    ledger.edit_article(article, {"published": "2020-03-04"})
    assert [kept.version for kept in ledger.reread()] == [article]
    assert not list(ledger.reread())


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "no changes given"),
        ({"title": "The brigde"}, "no changes given"),
        ({"published": "4 March"}, "not a valid date"),
        ({"language": "english"}, "not a language code"),
        ({"url": "herald"}, "not a valid URL"),
        ({"colour": "red"}, "unknown field"),
        ({"title": "a\x00b"}, "cannot be stored"),
        ({"title": "a\ud800b"}, "cannot be stored"),
        ({"outlet": "ä" * 1_500}, "2,000 bytes"),
    ],
)
def test_a_bad_edit_is_refused_and_changes_nothing(
    ledger: Ledger, article: int, values: dict[str, Any], told: str
) -> None:
    with pytest.raises(QuothError, match=told):
        ledger.edit_article(article, values)
    assert ledger.articles()[0]["title"] == "The brigde"
    assert not ledger.corrections()


def test_a_deleted_article_is_nowhere_until_that_is_undone(
    ledger: Ledger, article: int, reader: Reader
) -> None:
    statement = ledger.search("bolts")[0].id
    number = ledger.delete_article(article, why="taken in twice")
    assert not ledger.articles()
    assert not ledger.search("bolts")
    assert ledger.statement(statement) is None
    assert not list(ledger.readings())
    for gone in (lambda: ledger.version(article), lambda: ledger.versions(URL)):
        with pytest.raises(NotFoundError):
            gone()
    assert ledger.add(reading(reader))[0].outcome == "deleted"  # and stays so
    assert ledger.decision(number).why == "taken in twice"
    ledger.undo(number)
    assert [one.id for one in ledger.search("bolts")] == [statement]
    assert ledger.add(reading(reader))[0].outcome == "unchanged"


def test_an_undo_is_undone(ledger: Ledger, article: int) -> None:
    edited = ledger.edit_article(article, {"title": "The bridge"})
    deleted = ledger.delete_article(article)
    back = ledger.undo(deleted)
    ledger.undo(ledger.undo(edited))
    assert [one["title"] for one in ledger.articles()] == ["The bridge"]
    ledger.undo(back)
    assert not ledger.articles()


def test_another_story_at_the_address_of_a_deleted_one_is_kept(
    ledger: Ledger, article: int, reader: Reader
) -> None:
    ledger.delete_article(article)
    other = "Rain fell on the harbour all night, and the ferries stayed away, a pilot said."
    assert ledger.add(reading(reader, other))[0].outcome == "new"


def test_an_article_that_is_not_there_is_told(ledger: Ledger, article: int) -> None:
    ledger.delete_article(article)
    for unknown in (article, 4711):
        with pytest.raises(OptionError, match=f"no article {unknown}"):
            ledger.delete_article(unknown)
        with pytest.raises(OptionError, match=f"no article {unknown}"):
            ledger.edit_article(unknown, {"title": "x"})
