"""Stories: articles of one event, kept, corrected by people, and looked at as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_articles import desk_readings
from quoth.errors import NotFoundError, OptionError, TooLargeError
from quoth.ledger import Ledger
from quoth.ledger.stories import state_mark


@pytest.fixture
def desk(ledger: Ledger) -> Ledger:
    ledger.add(*desk_readings())
    return ledger


def members(ledger: Ledger) -> list[list[int]]:
    """The articles of every story, by its number."""
    return sorted(
        [one.about.version for one in ledger.whole_story(story.id).articles]
        for story in ledger.stories()
    )


def test_articles_of_one_event_are_a_story(desk: Ledger) -> None:
    assert members(desk) == [[1, 2, 3, 4, 5], [6, 7, 8], [9]]
    newest, strike, pier = desk.stories()
    assert [newest.id, strike.id, pier.id] == [9, 6, 1]
    assert (pier.articles, pier.outlets, pier.statements) == (5, 4, 14)
    assert (pier.first, pier.last) == ("2031-03-03T18:00:00Z", "2031-03-05")
    assert pier.headline == "Police: 41 hurt on Holt pier"
    assert [one.id for one in desk.stories(least=2)] == [6, 1]
    assert [one.id for one in desk.stories(limit=1, offset=1)] == [6]


def test_stories_are_searched_by_words_speaker_outlet_and_day(desk: Ledger) -> None:
    assert [(one.id, one.found) for one in desk.stories("planks")] == [(1, 8)]
    assert [one.id for one in desk.stories("regatta")] == [1]  # in a title only
    assert [one.id for one in desk.stories(speaker="Bode")] == [9, 1]
    assert [one.id for one in desk.stories(outlet="Morning Post")] == [6, 1]
    assert [one.id for one in desk.stories(since="2031-04-01", until="2031-04-30")] == [6]
    assert desk.stories("nobody said this") == []
    with pytest.raises(OptionError, match="since='x'"):
        desk.stories(since="x")


def test_a_search_is_narrowed_to_a_story(desk: Ledger) -> None:
    assert desk.count(story=1) == 14
    assert desk.count("planks", story=6) == 0
    assert desk.count(story="6", form="direct") == 3
    assert desk.count(story=404) == 0
    with pytest.raises(OptionError, match="story='six': expected its number"):
        desk.search(story="six")
    found = desk.compare(story=6)
    assert {id for group in found.quotations for id in group.articles} <= {6, 7, 8}


def test_a_whole_story_has_what_its_articles_tell(desk: Ledger) -> None:
    told = desk.whole_story(1)
    assert [one.about.version for one in told.articles] == [1, 2, 3, 4, 5]
    assert [one.copy_of for one in told.articles] == [None, None, 2, None, None]
    assert (told.voices[0].name, told.voices[0].statements) == ("Ada Roth", 5)
    assert len(told.voices[0].first) == 3
    (quotation,) = told.quotations
    assert [one.said.outlet for one in quotation.members] == [
        "The Holt Herald", "The Courier", "Coast Today", "The Holt Herald",
    ]  # fmt: skip
    assert [one.outlet for one in quotation.first] == ["The Holt Herald"]
    (figures,) = told.figures
    assert [one.number.words for one in figures.members] == [
        "at least 20 people", "about 35 people", "41 people",
    ]  # fmt: skip
    assert [one.article for one in figures.members[1].copies] == [3]
    assert [(one.statement.who, one.reason) for one in told.unnamed] == [
        ("A clerk of the harbour office", "who asked not to be named for fear of losing the post")
    ]
    assert [one.group for one in told.outlets] == [
        "Coast Today", "Morning Post", "The Courier", "The Holt Herald",
    ]  # fmt: skip
    with pytest.raises(NotFoundError, match="no story 404"):
        desk.whole_story(404)


def test_every_article_has_a_story(desk: Ledger) -> None:
    assert desk.story_of(3).id == 1
    assert [one.version for one in desk.story(8)] == [6, 7, 8]
    with pytest.raises(NotFoundError, match="no article 99"):
        desk.story_of(99)


def test_an_article_is_moved_and_that_is_undone(desk: Ledger) -> None:
    number = desk.move_article(9, 1, by="Mia", why="the same week")
    assert members(desk) == [[1, 2, 3, 4, 5, 9], [6, 7, 8]]
    assert desk.story_now(9) == 1  # its old number leads there
    one = desk.decision(number)
    assert (one.action, one.made_by, one.why) == ("move article", "Mia", "the same week")
    assert one.after == "Library opens on Sundays: in “Police: 41 hurt on Holt pier”"
    told = desk.whole_story(1)
    assert all(one.by_person for one in told.articles)
    undo = desk.undo(number)
    assert members(desk) == [[1, 2, 3, 4, 5], [6, 7, 8], [9]]
    desk.undo(undo)
    assert desk.story_of(9).id == 1
    desk.move_article(9, None)
    assert members(desk) == [[1, 2, 3, 4, 5], [6, 7, 8], [9]]


def test_stories_are_joined_split_and_renamed(desk: Ledger) -> None:
    split = desk.split_story(1, [4, 5])
    assert members(desk) == [[1, 2, 3], [4, 5], [6, 7, 8], [9]]
    desk.rename_story(4, "  The mayor \n denies ")
    assert desk.story_of(5).headline == "The mayor denies"
    assert [one.id for one in desk.stories("mayor denies")] == [4]
    join = desk.join_stories([6, 9])
    assert members(desk) == [[1, 2, 3], [4, 5], [6, 7, 8, 9]]
    desk.undo(join)
    desk.undo(split)
    assert members(desk) == [[1, 2, 3, 4, 5], [6, 7, 8], [9]]
    desk.rename_story(1, "")
    assert not desk.story_of(1).named


def test_only_an_undo_about_stories_or_articles_groups_them_anew(desk: Ledger) -> None:
    def mark() -> str:
        with desk.database.reading() as connection:
            return state_mark(connection)

    before = mark()
    number = desk.reject(desk.search("planks")[0].id)
    redone = desk.undo(desk.undo(number))
    assert mark() == before
    desk.undo(redone)
    assert mark() == before
    renamed = desk.rename_story(1, "Holt pier")
    between = mark()
    assert between != before
    again = desk.undo(renamed)
    assert mark() != between
    between = mark()
    desk.undo(again)
    assert mark() != between


def test_what_comes_later_joins_what_people_left(desk: Ledger) -> None:
    desk.split_story(1, [4, 5])
    another = desk_readings()[3]
    page = replace(another.article, id="later", url="https://late.example/1", outlet="Late",
                   published="2031-03-06")  # fmt: skip
    kept = desk.keep(replace(another, article=page))
    assert desk.story_of(kept.version).id == 4


def test_a_newer_text_stays_in_its_story(desk: Ledger) -> None:
    desk.move_article(9, 6)
    old = desk_readings()[8]
    text = old.article.text + " It was closed for years."
    kept = desk.keep(replace(old, article=replace(old.article, text=text)))
    assert desk.story_of(kept.version).id == 6


def test_a_deleted_article_leaves_its_story(desk: Ledger) -> None:
    number = desk.delete_article(5)
    assert desk.whole_story(1).story.articles == 4
    desk.undo(number)
    assert desk.whole_story(1).story.articles == 5


@pytest.mark.parametrize(
    ("decide", "message"),
    [
        (lambda book: book.move_article(404, 1), "no current article 404"),
        (lambda book: book.move_article(1, 404), "no story 404"),
        (lambda book: book.move_article(1, 1), "is in story 1 already"),
        (lambda book: book.move_article(9, None), "alone in its story"),
        (lambda book: book.join_stories([1]), "two stories or more"),
        (lambda book: book.join_stories([1, 1]), "two stories or more"),
        (lambda book: book.split_story(1, [6]), "article 6 is not in story 1"),
        (lambda book: book.split_story(1, []), "some of the story's articles, and not all"),
        (lambda book: book.split_story(6, [6, 7, 8]), "and not all"),
        (lambda book: book.rename_story(404, "x"), "no story 404"),
        (lambda book: book.rename_story(1, "a\x00b"), "no NUL"),
    ],
)
def test_what_cannot_be_is_told(desk: Ledger, decide: object, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        decide(desk)  # type: ignore[operator]
    with pytest.raises(TooLargeError):
        desk.rename_story(1, "x" * 301)
    assert desk.corrections() == []


def test_an_empty_ledger_has_no_stories(ledger: Ledger) -> None:
    assert ledger.stories() == []
    assert ledger.story_now(1) is None
