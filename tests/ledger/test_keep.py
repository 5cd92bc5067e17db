"""Keeping articles: once, whole, and every version of their text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.errors import InputError, QuothError
from quoth.ledger import Ledger
from quoth.reading.reader import Reader
from quoth.records import Article, Block, Reading, Span

FIRST = 'The bridge is safe, the ministry said. "We checked 20 bolts," Maria Lindqvist told us.'
SECOND = 'The bridge is closed, the ministry said. "We checked 30 bolts," Maria Lindqvist told us.'
OTHER = "Rain fell on the harbour all night, and the ferries stayed where they were, a pilot said."


def reading(reader: Reader, text: str, url: str | None = None, id: str = "story") -> Reading:
    return reader.read(Article(id, text, url=url, published="2020-03-04", language="en"))


def test_a_reading_comes_back_as_it_was_kept(ledger: Ledger, reader: Reader) -> None:
    given = reading(reader, FIRST, "https://herald.example/bridge")
    ledger.add(given)
    assert list(ledger.readings()) == [given]


def test_the_same_article_again_changes_nothing(ledger: Ledger, reader: Reader) -> None:
    given = reading(reader, FIRST, "https://herald.example/bridge")
    assert [kept.outcome for kept in ledger.add(given, given)] == ["new", "unchanged"]
    assert len(ledger.current()) == 1


def test_tracking_marks_name_no_other_page(ledger: Ledger, reader: Reader) -> None:
    one = reading(reader, FIRST, "https://Herald.example/bridge?page=2")
    again = reading(reader, FIRST, "https://herald.example/bridge?page=2&utm_source=mail#top")
    assert [kept.outcome for kept in ledger.add(one, again)] == ["new", "unchanged"]


def test_pages_within_an_application_are_pages_of_their_own(ledger: Ledger, reader: Reader) -> None:
    at = "https://herald.example/#!/story/"
    kept = ledger.add(reading(reader, FIRST, f"{at}5"), reading(reader, SECOND, f"{at}6"))
    assert [one.outcome for one in kept] == ["new", "new"]
    assert len(ledger.current()) == 2


def test_another_text_at_the_same_address_is_a_new_version(ledger: Ledger, reader: Reader) -> None:
    url = "https://herald.example/bridge"
    ledger.add(reading(reader, FIRST, url))
    (kept,) = ledger.add(reading(reader, SECOND, url))
    assert (kept.outcome, kept.number) == ("changed", 2)
    assert [one.article.text for one in ledger.readings()] == [SECOND]
    assert [version.reading.article.text for version in ledger.versions(url)] == [FIRST, SECOND]


def test_the_same_text_at_two_addresses_is_a_copy_and_both_are_kept(
    ledger: Ledger, reader: Reader
) -> None:
    ledger.add(reading(reader, FIRST, "https://herald.example/bridge"))
    (kept,) = ledger.add(reading(reader, FIRST, "https://courier.example/bridge"))
    assert kept.outcome == "new"


def test_the_same_text_without_an_address_changes_nothing(ledger: Ledger, reader: Reader) -> None:
    ledger.add(reading(reader, FIRST, "https://herald.example/bridge"))
    (kept,) = ledger.add(reading(reader, FIRST, id="bridge.txt"))
    assert kept.outcome == "unchanged"


def test_rows_of_two_tables_may_have_one_number(ledger: Ledger, reader: Reader) -> None:
    """Nothing but their number speaks for one being a version of the other."""
    kept = ledger.add(reading(reader, FIRST, id="1"), reading(reader, OTHER, id="1"))
    assert [one.outcome for one in kept] == ["new", "new"]
    assert len(ledger.current()) == 2


def test_a_file_that_changed_is_a_new_version(
    ledger: Ledger, tmp_path: Path, model_folder: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(FIRST, encoding="utf-8")
    ledger.add(story)
    story.write_text(SECOND, encoding="utf-8")
    (kept,) = ledger.add(story)
    assert (kept.outcome, kept.number) == ("changed", 2)


def test_history_says_what_changed(ledger: Ledger, reader: Reader) -> None:
    url = "https://herald.example/bridge"
    ledger.add(reading(reader, FIRST, url), reading(reader, SECOND, url))
    (_, none), (version, changed) = ledger.history(url)
    assert none == ()
    assert version.number == 2
    assert {change.what for change in changed} >= {"reworded", "figure changed"}


def test_history_of_what_is_not_kept_says_so(ledger: Ledger) -> None:
    with pytest.raises(Exception, match=r"no article with the address 'nowhere'"):
        ledger.history("nowhere")


@pytest.mark.parametrize("text", ["a\x00b said", "a\ud800b said"])
def test_what_no_database_can_keep_is_refused_by_name(ledger: Ledger, text: str) -> None:
    bad, good = Reading(Article("bad", text)), Reading(Article("good", FIRST))
    errors: list[InputError] = []
    kept = ledger.add(bad, good, on_error=errors.append)
    assert [error.name for error in errors] == ["bad"]
    assert [one.address for one in kept] == ["good"]


@pytest.mark.parametrize(
    "text",
    [
        '\'; DROP TABLE articles; -- said "nobody"',
        "\u202eright to left\u202c said, \u200f\u2067אמר\u2069",
        "😀 said 👩‍👩‍👧‍👦; \\' \\0 % _ {{7*7}} <script>alert(1)</script>",
        "x" * 300_000,
    ],
)
def test_hostile_texts_are_kept_as_they_are(ledger: Ledger, reader: Reader, text: str) -> None:
    given = reading(reader, text)
    ledger.add(given)
    assert list(ledger.readings()) == [given]


def test_one_article_is_kept_whole_though_others_fail(
    ledger: Ledger, tmp_path: Path, model_folder: Path
) -> None:
    (tmp_path / "good.txt").write_text(FIRST, encoding="utf-8")
    errors: list[InputError] = []
    kept = ledger.add(tmp_path / "missing.txt", tmp_path / "good.txt", on_error=errors.append)
    assert [Path(error.name).name for error in errors] == ["missing.txt"]
    assert [one.outcome for one in kept] == ["new"]


def test_reread_renews_what_another_model_read(ledger: Ledger, reader: Reader) -> None:
    old = Reading(Article("old", FIRST, language="en"), model="quoth-en 0.1")
    new = reading(reader, SECOND, id="new")
    ledger.add(old, new)
    renewed = list(ledger.reread())
    assert [one.address for one in renewed] == ["old"]
    assert list(ledger.readings()) == [reader.read(old.article), new]
    assert list(ledger.reread()) == []


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_numbers_too_large_for_any_row_name_nothing(ledger: Ledger, number: int) -> None:
    ask: list[Callable[[], object]] = [
        lambda: ledger.version(number),
        lambda: ledger.confirm(number),
        lambda: ledger.undo(number),
        lambda: ledger.speaker(f"i{number}"),
    ]
    for question in ask:
        with pytest.raises(QuothError, match=r"no (article|statement|correction|speaker)"):
            question()


def known(reader: Reader, text: str = FIRST, **of: object) -> Reading:
    return reader.read(Article("story", text, language="en", **of))  # type: ignore[arg-type]


def test_what_is_learnt_later_fills_what_was_empty(ledger: Ledger, reader: Reader) -> None:
    url = "https://herald.example/bridge"
    ledger.add(known(reader))
    (kept,) = ledger.add(
        known(reader, title="The bridge", outlet="Herald", url=url, published="2020-03-04")
    )
    assert (kept.outcome, kept.learnt) == ("completed", ("title", "outlet", "url", "published"))
    (version,) = ledger.versions(url)
    assert version.reading.article.outlet == "Herald"
    assert ledger.search("bolts", outlet="Herald")  # filters know it too
    assert not ledger.corrections()
    (again,) = ledger.add(known(reader, title="The bridge", url=url))
    assert again.outcome == "unchanged"


def test_another_value_is_kept_as_a_change_and_sources_do_not_take_turns(
    ledger: Ledger, reader: Reader
) -> None:
    outcomes = [
        ledger.add(known(reader, title=title))[0].outcome
        for title in ("The bridge", "The bridge is safe", "The bridge", "The bridge is safe")
    ]
    assert outcomes == ["new", "completed", "unchanged", "unchanged"]
    (change,) = ledger.corrections()
    assert (change.action, change.before) == ("learn", "title: The bridge")
    assert change.made_at
    ledger.undo(change.id)
    assert [one["title"] for one in ledger.articles()] == ["The bridge"]


def test_a_day_knows_less_than_its_moment(ledger: Ledger, reader: Reader) -> None:
    moment = "2020-03-04T10:00:00Z"
    days = ("2020-03-04", moment, "2020-03-04")
    assert [ledger.add(known(reader, published=day))[0].outcome for day in days] == [
        "new", "completed", "unchanged",
    ]  # fmt: skip
    assert ledger.articles()[0]["published"] == moment


def test_two_pages_of_one_canonical_address_are_two_articles(
    ledger: Ledger, reader: Reader
) -> None:
    """A site that names its home page as the address of every story."""
    url = "https://herald.example/news"
    pages = known(reader, FIRST, url=url), known(reader, OTHER, url=url)
    first, second = ledger.add(*pages)
    assert [first.outcome, second.outcome] == ["new", "new"]
    assert second.warning is not None
    assert url in second.warning
    assert second.warning in ledger.version(second.version).reading.warnings
    assert [one.outcome for one in ledger.add(*pages)] == ["unchanged", "unchanged"]


def test_what_taking_in_warned_of_outlives_a_new_reading(ledger: Ledger, reader: Reader) -> None:
    article = Article("stub", FIRST, language="en", warnings=("this may be only its beginning",))
    (kept,) = ledger.add(reader.read(article))
    assert list(ledger.reread(everything=True))
    reading = ledger.version(kept.version).reading
    assert reading.warnings == reading.article.warnings == article.warnings


def test_section_and_the_times_of_entries_come_back(ledger: Ledger, reader: Reader) -> None:
    blocks = (Block("paragraph", Span(0, len(FIRST)), "2020-03-04T09:00:00+00:00"),)
    article = Article("live", FIRST, language="en", section="Harbour", blocks=blocks)
    ledger.add(reader.read(article))
    (kept,) = ledger.readings()
    assert kept.article.section == "Harbour"
    assert kept.article.blocks == blocks


def test_a_section_that_is_learnt_later_completes_the_article(
    ledger: Ledger, reader: Reader
) -> None:
    article = Article("a", FIRST, language="en")
    ledger.add(reader.read(article))
    (kept,) = ledger.add(reader.read(replace(article, section="Harbour")))
    assert (kept.outcome, kept.learnt) == ("completed", ("section",))
