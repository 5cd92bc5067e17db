"""The records: plain values that refuse what cannot be, and never change."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import article, readings
from quoth.errors import FetchError, InputError, ModelError, OptionError, QuothError
from quoth.records import Article, Attribution, Reading, Span


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_a_span_that_cannot_be(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"not a span: {start}..{end}"):
        Span(start, end)


def test_what_a_span_covers() -> None:
    assert Span(4, 7).of("the sea is high") == "sea"
    assert len(Span(4, 7)) == 3
    assert Span(2, 2).of("the sea") == ""


bounds = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda p: Span(min(p), max(p)))


@given(bounds, bounds)
def test_covering_and_overlapping_are_what_their_characters_say(one: Span, two: Span) -> None:
    a, b = set(range(one.start, one.end)), set(range(two.start, two.end))
    assert one.overlaps(two) == two.overlaps(one)
    if a and b:
        assert one.overlaps(two) == bool(a & b)
        assert one.covers(two) == (b <= a)


def test_spans_are_in_the_order_of_the_text() -> None:
    assert sorted([Span(5, 6), Span(2, 9), Span(2, 4)]) == [Span(2, 4), Span(2, 9), Span(5, 6)]


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Span(1, 2).start = 0  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Article("a", "text").text = ""  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Reading(Article("a", "text")).model = ""  # type: ignore[misc]


def test_furniture_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match=r"furniture .* lies outside the text of a"):
        Article("a", "text", furniture=(Span(2, 5),))


def test_an_attribution_of_another_article_is_refused() -> None:
    stray = Attribution("a1", Span(2, 50), (), (Span(0, 1),))
    with pytest.raises(ValueError, match="a1 points outside the text of short"):
        Reading(Article("short", "text"), (stray,))


def test_the_parts_of_an_attribution_in_the_order_of_the_text() -> None:
    built = article("<“No,”> [she] {said}, <“never.”>")
    (one,) = built.attributions
    assert [built.words(span) for span in one.spans] == ["“No,”", "she", "said", "“never.”"]
    assert one.start == 0
    assert replace(one, cue=None).spans == tuple(s for s in one.spans if s != one.cue)


def test_a_reading_finds_its_attributions_and_their_words() -> None:
    reading = article("<“No,”> [she] {said}, <“never.”>").reading
    assert reading.attribution("a1") is reading.attributions[0]
    assert reading.text_of(*reading.attributions[0].contents) == "“No,” … “never.”"
    assert reading.text_of() == ""
    with pytest.raises(KeyError):
        reading.attribution("a2")


def test_a_chain_leads_out_to_the_article() -> None:
    reading = article("[A] {says} <[B] {says} <[C] {says} <so>>>.").reading
    assert [one.id for one in reading.chain(reading.attribution("a3"))] == ["a3", "a2", "a1"]
    assert [one.id for one in reading.chain(reading.attribution("a1"))] == ["a1"]


def test_a_chain_ends_where_the_outer_one_is_not_there() -> None:
    (one,) = article("[A] {says} <so>.").attributions
    stray = replace(one, within="a9")
    reading = Reading(Article("a", "A says so."), (stray,))
    assert list(reading.chain(stray)) == [stray]


@given(readings())
def test_records_travel_between_processes(reading: Reading) -> None:
    again = pickle.loads(pickle.dumps(reading))
    assert again == reading
    assert all(again.attribution(one.id) == one for one in reading.attributions)


@pytest.mark.parametrize("kind", [InputError, FetchError])
def test_an_input_error_names_its_input_and_travels_between_processes(
    kind: type[InputError],
) -> None:
    error = pickle.loads(pickle.dumps(kind("page.html", "not there")))
    assert type(error) is kind
    assert (error.name, error.reason) == ("page.html", "not there")
    assert str(error) == "page.html: not there"


def test_all_errors_can_be_caught_as_one() -> None:
    for kind in (InputError, FetchError, ModelError, OptionError):
        assert issubclass(kind, QuothError)
