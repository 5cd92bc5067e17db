"""Windows: cores tile the text, margins give context, and none is larger than asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from quoth.reading.windows import MARGIN, WINDOW, Window, cut_windows


def breaks(*at: int, length: int) -> NDArray[np.uint8]:
    """``length`` pieces with a line break before those at ``at``."""
    out = np.zeros(length, dtype=np.uint8)
    out[list(at)] = 1
    return out


@given(
    st.lists(st.sampled_from([0, 0, 0, 0, 1, 2]), max_size=300),
    st.integers(0, 12),
    st.integers(1, 40),
)
def test_every_piece_is_in_exactly_one_core(kinds: list[int], margin: int, core: int) -> None:
    size = 2 * margin + core
    windows = cut_windows(np.array(kinds, dtype=np.uint8), size=size, margin=margin)
    kept = [i for w in windows for i in range(w.core_start, w.core_end)]
    assert kept == list(range(len(kinds)))
    for w in windows:
        assert 0 <= w.start <= w.core_start < w.core_end <= w.end <= len(kinds)
        assert w.end - w.start <= size
        # Context on both sides, but where the text begins and ends.
        assert w.core_start - w.start == min(margin, w.core_start)
        assert w.end - w.core_end == min(margin, len(kinds) - w.core_end)


@pytest.mark.parametrize("length", [1, 2, WINDOW - 1, WINDOW])
def test_a_text_that_fits_is_one_window(length: int) -> None:
    assert cut_windows(breaks(length=length)) == [Window(0, length, 0, length)]


def test_no_pieces_no_windows() -> None:
    assert cut_windows(breaks(length=0)) == []


def test_one_piece_more_makes_two_windows_of_about_equal_length() -> None:
    first, second = cut_windows(breaks(length=WINDOW + 1))
    assert first.core_end == second.core_start == second.start + MARGIN
    assert abs(first.core_end - (WINDOW + 1) / 2) < MARGIN


def test_a_core_ends_at_the_line_break_nearest_to_where_it_would_end_anyway() -> None:
    first = cut_windows(breaks(30, 47, 56, 80, length=100), size=70, margin=5)[0]
    assert first.core_end == 47  # of 100 pieces the half is 50


def test_a_line_break_too_far_away_is_not_waited_for() -> None:
    first = cut_windows(breaks(10, length=100), size=70, margin=5)[0]
    assert first.core_end == 50


@pytest.mark.parametrize(("size", "margin"), [(10, 5), (9, 5), (0, 0)])
def test_margins_that_leave_no_core_are_refused(size: int, margin: int) -> None:
    with pytest.raises(ValueError, match="no core between margins"):
        cut_windows(breaks(length=3), size=size, margin=margin)
