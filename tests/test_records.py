"""The records: plain values that refuse what cannot be, and never change."""

from __future__ import annotations

import json
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quoth
from builders import article, readings
from quoth.errors import FetchError, InputError, ModelError, OptionError, QuothError
from quoth.formats.table import COLUMNS
from quoth.records import Article, Attribution, Reading, Span, Speaker, SpeakerRef
from quoth.wording import Words

TOLD = (
    "[She] {said} <the roof leaks>.\n"
    "<It does>.\n"
    "<{According to} [the mayor] <it was mended>>, [the Herald] {reported}."
)


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


def told(marked: str = TOLD) -> Reading:
    people = (
        Speaker("s1", "Ada Roth", "Ada Roth", "person"),
        Speaker("s2", None, "a clerk", "unnamed"),
    )
    built = article(marked)
    said = tuple(
        replace(one, speakers=(SpeakerRef(f"s{i}", "own words", 1.0),) if i < 3 else ())
        for i, one in enumerate(built.attributions, 1)
    )
    return replace(built.reading, attributions=said, speakers=people)


def test_attributions_tell_themselves_in_words() -> None:
    first, second, third, last = told().attributions
    assert (first.source, first.content, first.speaker) == ("She", "the roof leaks", "Ada Roth")
    assert first.chain == ("Ada Roth said",)
    assert (second.speaker, second.source) == ("a clerk", "")
    assert third.chain == ("the Herald reported",)
    assert last.chain == ("the Herald reported", "according to the mayor")


def test_an_attribution_of_no_reading_says_so() -> None:
    with pytest.raises(ValueError, match="attribution a1 is not part of a reading"):
        _ = Attribution("a1", None, (), (Span(0, 1),)).content


def test_an_attribution_given_to_another_reading_is_told_in_each() -> None:
    one = told()
    other = replace(one, article=replace(one.article, text=one.article.text.upper()))
    assert one.attributions[0].content == "the roof leaks"
    assert other.attributions[0].content == "THE ROOF LEAKS"
    assert one.attributions == other.attributions
    assert len({*one.attributions, *other.attributions}) == 4


def test_words_survive_a_pickle_and_hold_nothing_in_a_circle() -> None:
    import gc
    import weakref

    one = pickle.loads(pickle.dumps(told()))
    assert one == told()
    assert one.attributions[3].chain == told().attributions[3].chain

    class Text(str):
        """A text whose end can be seen."""

    text = Text(told().article.text)
    seen = weakref.ref(text)
    gc.disable()
    try:
        reading = replace(told(), article=replace(told().article, text=text))
        assert reading.attributions[0].content
        del reading, text
        assert seen() is None
    finally:
        gc.enable()


@given(readings())
def test_words_are_those_of_the_formats(reading: Reading) -> None:
    words = Words(reading)
    for one in reading.attributions:
        assert one.source == words.source(one)
        assert one.content == words.content(one)
        assert (one.speaker or "no source") == words.who(one)
        assert list(one.chain) == words.chain(one)


@given(readings())
def test_a_reading_goes_through_its_dict(reading: Reading) -> None:
    assert Reading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading


def test_a_reading_is_printed_for_people() -> None:
    shown = str(told())
    assert "Ada Roth" in shown
    assert "the roof leaks" in shown
    assert "\x1b" not in shown


def test_a_notebook_shows_the_article_in_a_frame_of_its_own() -> None:
    hostile = told().article.text + '</iframe><script>alert(1)</script>"'
    shown = replace(told(), article=replace(told().article, text=hostile))._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts" srcdoc="')
    assert shown.count("<") == 2
    assert shown.endswith("</iframe>")
    assert "roof leaks" in shown


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"published": "2019-13"}, "published: '2019-13' is not a valid date"),
        ({"published": "2019-02-30"}, "is not a valid date"),
        ({"published": "soon"}, "is not a valid date"),
        ({"published": "2019-02-03T25:00"}, "is not a valid date"),
        ({"published": 2019}, "published: expected a str, not int"),
        ({"authors": "Mia Roth"}, "authors: expected a tuple of str"),
        ({"authors": ["Mia Roth"]}, "authors: expected a tuple of str"),
        ({"authors": (None,)}, "authors: expected a tuple of str"),
        ({"title": float("nan")}, "title: expected a str, not float"),
        ({"text": b"bytes"}, "text: expected a str, not bytes"),
        ({"id": None}, "id: expected a str, not NoneType"),
        ({"language": 1}, "language: expected a str"),
        ({"furniture": [Span(0, 1)]}, "furniture: expected a tuple of Span"),
    ],
)
def test_an_article_checks_its_fields(changes: dict[str, object], words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        Article(**{"id": "x", "text": "A text.", **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "day", ["2019", "2019-03", "2019-03-01", "2019-03-01T10:00", "2019-03-01 10:00:00+01:00"]
)
def test_dates_an_article_may_have(day: str) -> None:
    assert Article("x", "A text.", published=day).published == day


def test_readings_are_data_frames() -> None:
    for extra in ("pandas", "polars"):
        pytest.importorskip(extra, reason=f"{extra} is not installed")
    frame = quoth.to_pandas([told(), told()])
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["speaker"][:2]) == ["Ada Roth", "a clerk"]
    assert frame["start"].dtype == "Int64"
    assert len(told().to_pandas()) == 4
    assert told().to_polars().columns == list(COLUMNS)
    assert told().to_polars()["confidence"].dtype.is_float()
    assert len(quoth.to_polars([])) == len(quoth.to_pandas(iter([]))) == 0
    for wrong in ("news/", 3, [3]):
        with pytest.raises(OptionError, match="expected readings or statements, not"):
            quoth.to_pandas(wrong)  # type: ignore[arg-type]


def test_a_reading_of_what_is_sure_enough() -> None:
    built = article(
        "<[The ministry] {said} <two were hurt>>, [the agency] {reports}.",
        changes={"a1": {"confidence": 0.4}, "a2": {"confidence": 0.9}},
    )
    sure = built.reading.at_least(0.5)
    assert [one.id for one in sure.attributions] == ["a2"]
    assert sure.attributions[0].within is None
    assert built.reading.at_least(0) == built.reading


@given(readings(), st.floats(0, 1))
def test_what_is_left_out_is_referred_to_no_more(reading: Reading, least: float) -> None:
    sure = reading.at_least(least)
    kept = {one.id for one in sure.attributions}
    assert all(one.confidence >= least for one in sure.attributions)
    assert {one.within for one in sure.attributions} <= kept | {None}
    assert {one.attribution for one in sure.figures} <= kept | {None}
