"""Exact maps between a view and its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.records import Span
from quoth.text.offsets import rewrite


def test_a_ligature_is_mapped_as_a_whole():
    view, offsets = rewrite("the ﬁre", [(4, 5, "fi")])
    assert view == "the fire"
    assert offsets is not None
    assert offsets.to_source(Span(4, 5)) == Span(4, 5)  # the f of fire
    assert offsets.to_source(Span(4, 8)) == Span(4, 7)
    assert offsets.to_view(Span(4, 7)) == Span(4, 8)


def test_what_is_left_out_belongs_to_neither_side():
    view, offsets = rewrite("ab--cd", [(2, 4, "")])
    assert view == "abcd"
    assert offsets is not None
    assert offsets.to_source(Span(0, 2)) == Span(0, 2)
    assert offsets.to_source(Span(2, 4)) == Span(4, 6)
    assert offsets.to_source(Span(1, 3)) == Span(1, 5)
    assert offsets.to_view(Span(2, 4)) == Span(2, 2)


def test_no_edit_needs_no_map():
    assert rewrite("as it was", []) == ("as it was", None)


@pytest.mark.parametrize("edits", [[(0, 3, "x"), (2, 4, "y")], [(4, 5, ""), (0, 1, "")]])
def test_edits_that_overlap_or_go_back_are_refused(edits):
    with pytest.raises(ValueError, match="overlap or are out of order"):
        rewrite("some text", edits)


@st.composite
def _edited(draw):
    text = draw(st.text(min_size=1, max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [(a, b, draw(st.text(max_size=3))) for a, b in pairs]


@given(_edited(), st.data())
def test_kept_characters_map_to_themselves(edited, data):
    text, edits = edited
    view, offsets = rewrite(text, edits)
    if offsets is None:
        return
    start = data.draw(st.integers(0, len(view)))
    end = data.draw(st.integers(start, len(view)))
    back = offsets.to_source(Span(start, end))
    assert 0 <= back.start <= back.end <= len(text)
    if end > start:
        again = offsets.to_view(back)
        assert again.start <= start
        assert again.end >= end
    untouched = [i for i in range(len(text)) if not any(a <= i < b for a, b, _ in edits)]
    for i in untouched:
        there = offsets.to_view(Span(i, i + 1))
        assert there.of(view) == text[i]
        assert offsets.to_source(there) == Span(i, i + 1)
