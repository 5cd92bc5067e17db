"""The review queue, and speakers renamed, retyped and merged by name over all articles."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from builders import article
from quoth.errors import OptionError
from quoth.formats import open_statement_writer
from quoth.formats.frames import to_pandas
from quoth.formats.statements import statement_to_dict
from quoth.ledger import Changes, Ledger, StatementQuery
from quoth.records import Reading


def kept(ledger: Ledger, who: str, number: int, sure: float = 1.0, words: float = 1.0) -> None:
    built = article(
        f"[{who}] {{said}} <“the pier {number} is safe”>.", speakers={"a1": who},
        url=f"https://herald.example/{number}", outlet="The Herald",
    )  # fmt: skip
    (one,) = built.attributions
    said = replace(one, confidence=sure, content_confidence=words)
    reading: Reading = replace(built.reading, attributions=(said,))
    ledger.keep(reading)


def queued(ledger: Ledger, query: StatementQuery | None = None) -> list[str]:
    return [one.content for one in ledger.review_queue(query)[0]]


def test_the_least_certain_come_first_and_what_was_decided_is_out(ledger: Ledger) -> None:
    kept(ledger, "Ada Roth", 1, sure=0.9)
    kept(ledger, "Ada Roth", 2, sure=0.5)
    kept(ledger, "Bo Rask", 3, sure=0.99, words=0.2)
    assert queued(ledger) == [f"“the pier {n} is safe”" for n in (3, 2, 1)]
    assert queued(ledger, StatementQuery(speaker="Roth")) == [
        f"“the pier {n} is safe”" for n in (2, 1)
    ]
    first, second, third = ledger.review_queue()[0]
    ledger.confirm(first.id)
    ledger.correct(second.id, Changes(speaker="Bo Rask"))
    rejected = ledger.reject(third.id)
    assert ledger.review_queue() == ([], 0)
    ledger.undo(rejected)
    assert ledger.review_queue()[1] == 1
    assert queued(ledger, StatementQuery("…")) == []


def test_a_page_of_the_queue_says_how_many_there_are(ledger: Ledger) -> None:
    for number in range(5):
        kept(ledger, "Ada Roth", number, sure=number / 10)
    found, total = ledger.review_queue(limit=2, offset=1)
    assert ([one.content for one in found], total) == (
        ["“the pier 1 is safe”", "“the pier 2 is safe”"], 5,
    )  # fmt: skip


def test_a_speaker_is_renamed_and_retyped_over_all_articles(ledger: Ledger) -> None:
    kept(ledger, "Ada Roth", 1)
    kept(ledger, "Ada Roth", 2)
    (one,) = ledger.speakers()
    number = ledger.rename_speaker("Ada Roth", name="Ada Roth-Holm", type="author", by="Mia")
    (now,) = ledger.speakers()
    assert (now.id, now.name, now.type) == (one.id, "Ada Roth-Holm", "author")
    assert now.names == ("Ada Roth-Holm", "Ada Roth")
    assert ledger.count(speaker="Holm") == ledger.count(speaker="Roth") == 2
    decision = ledger.decision(number)
    assert (decision.action, decision.made_by) == ("rename", "Mia")
    assert (decision.before, decision.after) == ("Ada Roth (person)", "Ada Roth-Holm (author)")
    kept(ledger, "Ada Roth", 3)  # joined by name: what was decided holds for it too
    assert [(who.name, who.statements) for who in ledger.speakers()] == [("Ada Roth-Holm", 3)]
    ledger.undo(number)
    assert [(who.name, who.type) for who in ledger.speakers()] == [("Ada Roth", "person")]


def test_exports_call_renamed_speakers_by_their_new_names(ledger: Ledger) -> None:
    built = article(
        "[Ada Roth and Bo Rask] {said} <the pier is safe>.\n\n[Bo Rask] {said} <it is old>.",
        speakers={"a1": "Ada Roth", "a2": "Bo Rask"},
    )
    both, alone = built.reading.attributions
    both = replace(both, speakers=(*both.speakers, *alone.speakers))
    ledger.keep(replace(built.reading, attributions=(both, alone)))
    number = ledger.rename_speaker("Ada Roth", name="Ada Roth-Holm")
    ledger.join_speakers()
    (first,), (second,) = ledger.search("safe"), ledger.search("old")
    assert (first.called, first.shown) == (
        ("Ada Roth-Holm", "Bo Rask"),
        "Ada Roth-Holm and Bo Rask",
    )
    assert (second.called, second.shown) == ((), "Bo Rask")
    assert statement_to_dict(first)["who"] == first.shown
    out = io.BytesIO()
    writer = open_statement_writer("csv", out)
    assert writer is not None
    writer.write(first)
    writer.close()
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode()))
    assert (row["speaker"], row["source"]) == ("Ada Roth-Holm; Bo Rask", "Ada Roth and Bo Rask")
    assert to_pandas([first, second])["speaker"].tolist() == [first.shown, "Bo Rask"]
    ledger.undo(number)
    ledger.join_speakers()
    (first,) = ledger.search("safe")
    assert first.called == ()
    assert statement_to_dict(first)["who"] == first.who


def test_of_two_names_the_later_holds_and_undoing_it_leaves_the_earlier(ledger: Ledger) -> None:
    kept(ledger, "Ada Roth", 1)
    ledger.rename_speaker("Ada Roth", name="Ada One", type="author")
    second = ledger.rename_speaker("Ada One", name="Ada Two")
    assert [(who.name, who.type) for who in ledger.speakers()] == [("Ada Two", "author")]
    ledger.undo(second)
    assert [(who.name, who.type) for who in ledger.speakers()] == [("Ada One", "author")]


def test_speakers_are_merged_by_name(ledger: Ledger) -> None:
    kept(ledger, "Ada Roth", 1)
    kept(ledger, "Bo Rask", 2)
    ledger.merge_speakers(["ada  roth", "Bo Rask"])
    (one,) = ledger.speakers()
    assert one.statements == 2
    assert set(one.names) == {"Ada Roth", "Bo Rask"}


@pytest.mark.parametrize(
    ("speaker", "how", "message"),
    [
        ("Ada Roth", {}, "give another name or another type"),
        ("Ada Roth", {"type": "bird"}, "one of person, organisation"),
        ("Ada Roth", {"name": "a\x00b"}, "a name has 1 to 300 characters"),
        ("Ada Roth", {"name": "x" * 301}, "a name has 1 to 300 characters"),
        ("Nobody", {"name": "x"}, "there is no speaker 'Nobody'"),
    ],
)
def test_what_cannot_be_renamed(
    ledger: Ledger, speaker: str, how: dict[str, str], message: str
) -> None:
    kept(ledger, "Ada Roth", 1)
    with pytest.raises(OptionError, match=message):
        ledger.rename_speaker(speaker, **how)
