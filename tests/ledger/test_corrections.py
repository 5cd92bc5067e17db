"""What people decide: put in, undone, and stronger than any new reading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import article, readings
from quoth.errors import OptionError
from quoth.ledger import Ledger
from quoth.ledger.corrections import Changes, Decision, apply
from quoth.ledger.corrections.decisions import decide
from quoth.records import Reading, Span, Speaker, SpeakerRef

MARKED = (
    "[Ada Roth] {said} <the roof leaks>.\n"
    "<[Jon Marsh] {denied} <any leak>>, [the Herald] {reported}."
)


def reading(marked: str = MARKED, url: str = "https://herald.example/roof") -> Reading:
    built = article(marked)
    cast = (Speaker("s1", "Ada Roth", "Ada Roth", "person"),)
    said = tuple(
        replace(one, speakers=(SpeakerRef("s1", "same name", 0.9),) if i == 0 else ())
        for i, one in enumerate(built.attributions)
    )
    page = replace(built.article, url=url)
    return replace(built.reading, article=page, attributions=said, speakers=cast)


@pytest.fixture
def roof(ledger: Ledger) -> Ledger:
    ledger.add(reading())
    return ledger


def ids(ledger: Ledger) -> dict[str, int]:
    return {one.content: one.id for one in ledger.search(limit=50)}


def only(ledger: Ledger) -> Reading:
    (found,) = ledger.readings()
    return found


def test_a_statement_is_confirmed(roof: Ledger) -> None:
    leak = ids(roof)["the roof leaks"]
    roof.confirm(leak, by="Mia", why="checked against the recording")
    assert roof.statement(leak).status == "confirmed"
    assert only(roof) == reading()
    (entry,) = roof.corrections()
    assert (entry.action, entry.made_by, entry.why) == (
        "confirm",
        "Mia",
        "checked against the recording",
    )
    assert "Ada Roth said: the roof leaks" in entry.before


def test_a_statement_keeps_its_number_when_it_is_corrected(roof: Ledger) -> None:
    leak = ids(roof)["the roof leaks"]
    text = only(roof).article.text
    at = text.index("roof leaks")
    changes = Changes(
        speaker="Adam Roth", roles=("caretaker",), contents=(Span(at, at + 10),), tone="distancing"
    )
    roof.correct(leak, changes)
    one = roof.statement(leak)
    assert (one.content, one.who, one.status) == ("roof leaks", "Adam Roth", "corrected")
    assert one.attribution.tone == "distancing"
    assert one.attribution.speakers[0].why == "a person's word"
    assert [who.roles for who in one.speakers] == [("caretaker",)]
    assert [found.id for found in roof.search("roof", speaker="Adam")] == [leak]


def test_a_rejected_statement_is_gone_and_what_stood_in_it_moves_out(roof: Ledger) -> None:
    outer = next(one for one in roof.search(limit=50) if "reported" in one.cue)
    roof.reject(outer.id)
    left = only(roof)
    assert [left.text_of(one.cue) for one in left.attributions if one.cue] == ["said", "denied"]
    assert all(one.within is None for one in left.attributions)
    assert roof.search("reported") == []


def test_a_missed_statement_is_added(roof: Ledger) -> None:
    text = only(roof).article.text
    version = roof.current()[0]
    at = text.index("any leak")
    changes = Changes(
        speaker="a neighbour",
        type="unnamed",
        cue=Span(at, at + 3),
        contents=(Span(at + 4, at + 8),),
        kind="thought",
    )
    roof.add_statement(version, changes)
    added = next(one for one in roof.search(limit=50) if one.status == "added")
    assert (added.content, added.who, added.attribution.kind) == ("leak", "a neighbour", "thought")
    assert added.attribution.within is not None
    assert added.speakers[0].type == "unnamed"


def test_decisions_are_undone_in_any_order(roof: Ledger) -> None:
    found = ids(roof)
    first = roof.correct(found["the roof leaks"], Changes(speaker="Eve Lund"))
    second = roof.reject(found["any leak"])
    roof.undo(first)
    assert roof.statement(found["the roof leaks"]).who == "Ada Roth"
    assert "any leak" not in ids(roof)
    roof.undo(second, why="it was one after all")
    assert only(roof) == reading()
    assert [entry.undone for entry in roof.corrections()] == [False, False, True, True]
    with pytest.raises(OptionError, match=f"correction {first} has already been undone"):
        roof.undo(first)


def test_rereading_never_overrules_a_person(roof: Ledger) -> None:
    """The next model finds other spans, other speakers, and not all that people kept."""
    found = ids(roof)
    roof.correct(found["the roof leaks"], Changes(speaker="Eve Lund"))
    roof.reject(found["any leak"])
    version = roof.current()[0]
    newer = reading(
        "[Ada Roth said] {the} <roof leaks>.\n[Jon Marsh] {denied} <any leak>, the Herald reported."
    )
    newer = replace(newer, article=only(roof).article, model="newer")
    from quoth.ledger.corrections import corrected_again
    from quoth.ledger.keep import renew

    with roof.database.writing() as connection:
        renew(connection, version, *corrected_again(connection, version, newer))
    left = only(roof)
    assert left.model == "newer"
    contents = [left.text_of(*one.contents) for one in left.attributions]
    assert "the roof leaks" in contents
    assert "any leak" not in contents
    assert roof.statement(found["the roof leaks"]).who == "Eve Lund"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(contents=(Span(0, 10_000),)), "0:10000 is not a valid span in a text of"),
        (Changes(cue=Span(5, 5)), "5:5 is not a valid span"),
        (Changes(contents=()), "needs a content"),
        (Changes(form="loud"), "form: 'loud' is not one of direct, indirect, mixed"),  # type: ignore[arg-type]
        (Changes(speaker="X", type="crowd"), "type: 'crowd' is not one of"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    roof: Ledger, changes: Changes, words: str
) -> None:
    with pytest.raises(OptionError, match=words):
        roof.correct(ids(roof)["the roof leaks"], changes)
    assert only(roof) == reading()
    assert roof.corrections() == []


def test_what_is_not_there_is_told(roof: Ledger) -> None:
    with pytest.raises(OptionError, match="there is no statement 999"):
        roof.confirm(999)
    with pytest.raises(OptionError, match="there is no text 999"):
        roof.add_statement(999, Changes(contents=(Span(0, 3),)))
    with pytest.raises(OptionError, match="there is no correction 999"):
        roof.undo(999)


def test_an_undo_is_undone_and_what_it_took_back_counts_again(roof: Ledger) -> None:
    number = roof.search()[0].id
    rejected = roof.reject(number)
    undone = roof.undo(rejected)
    assert roof.statement(number) is not None
    again = roof.undo(undone, by="Mia")
    assert roof.statement(number) is None
    assert [(c.id, c.undone, c.redoes) for c in roof.corrections()] == [
        (again, False, True), (undone, True, False), (rejected, False, False)
    ]  # fmt: skip
    fate = roof.fate(number)
    assert fate is not None
    assert fate.what == "rejected"
    assert fate.decision is not None
    assert fate.decision.id == rejected
    roof.undo(rejected)
    assert roof.statement(number) is not None
    assert roof.fate(number) is None


def test_a_deleted_article_and_its_statements_tell_by_whom_and_why(roof: Ledger) -> None:
    statement = roof.search("", limit=1)[0]
    number = roof.delete_article(statement.version, by="Mia", why="a test of the wire")
    for fate in (roof.fate(statement.id), roof.fate_of_article(statement.version)):
        assert fate is not None
        assert fate.what == "deleted"
        assert fate.decision is not None
        assert (fate.decision.id, fate.decision.made_by) == (number, "Mia")
        assert fate.decision.why == "a test of the wire"
    roof.undo(number)
    assert roof.fate(statement.id) is roof.fate_of_article(statement.version) is None


def test_speakers_are_merged_split_and_undone(ledger: Ledger) -> None:
    ledger.add(reading(url="https://a.example/1"))
    other = reading(MARKED.replace("Ada Roth", "Adele Roth"), "https://b.example/2")
    other = replace(other, speakers=(Speaker("s1", "Adele Roth", "Adele Roth", "person"),))
    ledger.add(other, reading(url="https://c.example/3"))
    names = {one.name: one for one in ledger.speakers()}
    assert names["Ada Roth"].articles == 2
    merged = ledger.merge_speakers([names["Ada Roth"].id, names["Adele Roth"].id], by="Mia")
    (one,) = ledger.speakers("roth")
    assert one.articles == 3
    _, places, _ = ledger.speaker(one.id)
    assert "merged by a person" in {place.why for place in places}
    ledger.undo(merged)
    ada = next(one for one in ledger.speakers("roth") if one.articles == 2)
    _, places, _ = ledger.speaker(ada.id)
    ledger.split_speaker(ada.id, [places[0].speaker])
    assert sorted(one.articles for one in ledger.speakers("roth")) == [1, 1, 1]
    with pytest.raises(OptionError, match="two or more speakers"):
        ledger.merge_speakers([ada.id])
    with pytest.raises(OptionError, match="there is no speaker 'i999'"):
        ledger.merge_speakers(["i999", ada.id])


@settings(max_examples=80, deadline=None)
@given(readings(), st.data())
def test_rejecting_and_putting_back_leaves_sound_readings(
    read: Reading, data: st.DataObject
) -> None:
    if not read.attributions:
        return
    decisions: list[Decision] = []
    for _ in range(data.draw(st.integers(1, 4))):
        one = data.draw(st.sampled_from(read.attributions))
        action = data.draw(st.sampled_from(["confirm", "reject"]))
        if one.contents:
            decisions.append(decide(read, one, action, Changes()))
    left, statuses = apply(read, decisions)
    assert set(statuses) <= {one.id for one in left.attributions}
    assert len({one.id for one in left.attributions}) == len(left.attributions)
    for one in left.attributions:
        assert len(list(left.chain(one))) <= len(left.attributions)
    assert apply(read, []) == (read, {})
