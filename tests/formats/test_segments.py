"""Cutting covers the text once, and each span is whole segments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quoth.formats.segments import Segment, cut
from quoth.records import Span

ENDS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)
SPANS = st.lists(ENDS.map(lambda ends: Span(*ends)), max_size=8)


def test_nested_and_overlapping_spans_are_cut_where_they_begin_and_end() -> None:
    assert cut(10, [(Span(0, 6), "outer"), (Span(2, 4), "inner"), (Span(5, 8), "over")]) == [
        Segment(0, 2, ("outer",)),
        Segment(2, 4, ("outer", "inner")),
        Segment(4, 5, ("outer",)),
        Segment(5, 6, ("outer", "over")),
        Segment(6, 8, ("over",)),
        Segment(8, 10, ()),
    ]


def test_an_empty_text_has_no_segments() -> None:
    assert cut(0, [(Span(0, 0), "nothing")]) == []


@given(st.integers(0, 30), SPANS, st.lists(st.integers(0, 40)))
def test_segments_cover_the_text_once_and_carry_the_marks_that_lie_there(
    length: int, spans: list[Span], breaks: list[int]
) -> None:
    segments = cut(length, list(zip(spans, range(len(spans)), strict=True)), breaks)
    assert [i for one in segments for i in range(one.start, one.end)] == list(range(length))
    for one in segments:
        assert one.start < one.end
        for place in range(one.start, one.end):
            there = [n for n, span in enumerate(spans) if span.start <= place < span.end]
            assert list(one.marks) == there
    assert {b for b in breaks if 0 < b < length} <= {one.start for one in segments}
