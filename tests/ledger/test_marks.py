"""Tags, notes and collections on statements, articles and speakers: kept, searched, taken away."""

from __future__ import annotations

import csv
import io

import pytest

from builders import article
from quoth.errors import NotFoundError, OptionError
from quoth.formats import open_statement_writer
from quoth.formats.statements import statement_to_dict
from quoth.ledger import Ledger


def kept(ledger: Ledger, who: str, number: int, words: str = "safe") -> int:
    built = article(
        f"[{who}] {{said}} <“the pier {number} is {words} this winter and next”>.",
        speakers={"a1": who}, url=f"https://herald.example/{number}", outlet="The Herald",
    )  # fmt: skip
    return ledger.keep(built.reading).version


def found(ledger: Ledger, **filters: str) -> list[str]:
    return sorted(one.content.split()[2] for one in ledger.search(**filters))


@pytest.fixture
def three(ledger: Ledger) -> list[int]:
    """Two statements of Ada Roth and one of Bo Rask, each in an article of its own."""
    people = ("Ada Roth", "Ada Roth", "Bo Rask")
    return [kept(ledger, who, number) for number, who in enumerate(people, 1)]


def test_a_search_finds_what_itself_its_article_or_its_speaker_has(
    ledger: Ledger, three: list[int]
) -> None:
    first = min(one.id for one in ledger.search("pier"))
    ledger.mark("tag", "  on  record ", "statement", first, by="Mia")
    assert found(ledger, tag="on record") == ["1"]
    ledger.mark("tag", "on record", "article", three[2])
    assert found(ledger, tag="on record") == ["1", "3"]
    roth = next(one.id for one in ledger.speakers() if one.name == "Ada Roth")
    ledger.mark("collection", "Piers", "speaker", roth)
    assert found(ledger, collection="Piers") == ["1", "2"]
    assert found(ledger, collection="Piers", tag="on record") == ["1"]
    assert found(ledger, tag="ON RECORD") == []
    assert ledger.tags_and_collections() == [("collection", "Piers", 1), ("tag", "on record", 2)]


def test_a_statement_shows_its_own_tags_and_those_of_its_article_and_speaker(
    ledger: Ledger, three: list[int]
) -> None:
    by_pier = {one.content.split()[2]: one.id for one in ledger.search("pier")}
    ledger.mark("tag", "on record", "statement", by_pier["1"])
    ledger.mark("tag", "lead", "article", three[1])
    ledger.mark("note", "ask again", "article", three[1])
    roth = next(one.id for one in ledger.speakers() if one.name == "Ada Roth")
    ledger.mark("collection", "Piers", "speaker", roth)
    shown = {one.content.split()[2]: (one.tags, one.collections) for one in ledger.search("pier")}
    assert shown == {
        "1": (("on record",), ("Piers",)),
        "2": (("lead",), ("Piers",)),
        "3": ((), ()),
    }
    one = next(ledger.statements("1"))
    form = statement_to_dict(one)
    assert (form["tags"], form["collections"]) == (["on record"], ["Piers"])
    table = io.BytesIO()
    writer = open_statement_writer("csv", table)
    assert writer is not None
    writer.write(one)
    writer.close()
    (row,) = csv.DictReader(io.StringIO(table.getvalue().decode()))
    assert (row["tags"], row["collections"]) == ("on record", "Piers")
    frame = ledger.search("pier").to_pandas()
    assert sorted(frame["tags"]) == ["", "lead", "on record"]


def test_the_same_again_changes_nothing_and_it_is_taken_away(
    ledger: Ledger, three: list[int]
) -> None:
    number = ledger.mark("tag", "checked", "article", three[0], by="Mia")
    assert ledger.mark("tag", "checked", "article", str(three[0])) == number
    note = ledger.mark("note", "Asked the harbour.\nNo answer.", "article", three[0])
    assert [(one.kind, one.text, one.made_by) for one in ledger.marks_of("article", three[0])] == [
        ("tag", "checked", "Mia"), ("note", "Asked the harbour.\nNo answer.", None),
    ]  # fmt: skip
    ledger.unmark(number)
    assert [one.id for one in ledger.marks()] == [note]
    with pytest.raises(NotFoundError):
        ledger.unmark(number)


def test_an_article_keeps_its_marks_over_versions_and_a_speaker_over_joining(
    ledger: Ledger, three: list[int]
) -> None:
    ledger.mark("tag", "checked", "article", three[0])
    newer = kept(ledger, "Ada Roth", 1, "closed")
    assert newer != three[0]
    assert [one.target for one in ledger.marks_of("article", newer)] == [newer]
    assert ledger.marks()[0].target == newer
    ids = {one.name: one.id for one in ledger.speakers()}
    ledger.mark("note", "Left the harbour.", "speaker", ids["Bo Rask"])
    ledger.merge_speakers([ids["Ada Roth"], ids["Bo Rask"]])
    (one,) = ledger.speakers()
    assert [note.text for note in ledger.marks_of("speaker", one.id)] == ["Left the harbour."]


def test_what_is_gone_is_told(ledger: Ledger, three: list[int]) -> None:
    first = ledger.search("pier")[0].id
    ledger.mark("tag", "checked", "statement", first)
    ledger.reject(first)
    assert ledger.marks()[0].target is None


@pytest.mark.parametrize(
    ("kind", "text", "about", "target", "message"),
    [
        ("label", "x", "article", 1, "one of tag, collection, note"),
        ("tag", "x", "outlet", 1, "one of statement, article, speaker"),
        ("tag", " ", "statement", 1, "a tag has 1 to 100 characters"),
        ("tag", "x" * 101, "statement", 1, "a tag has 1 to 100 characters"),
        ("note", "a\x00b", "statement", 1, "a note has 1 to 10,000 characters"),
        ("tag", "x", "statement", 999, "there is no statement '999'"),
        ("tag", "x", "article", "one", "there is no article 'one'"),
        ("tag", "x", "speaker", "i999", "there is no speaker 'i999'"),
    ],
)
def test_what_cannot_be_marked(
    ledger: Ledger, three: list[int], kind: str, text: str, about: str, target: int | str,
    message: str,
) -> None:  # fmt: skip
    with pytest.raises(OptionError, match=message):
        ledger.mark(kind, text, about, target)
