"""From scores to shares: curves rise, and what is no curve is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.reading.confidence import Calibration, Curve, content_score


def test_between_two_points_a_share_lies_in_between() -> None:
    curve = Curve.of([(0.2, 0.1), (0.6, 0.5), (1.0, 0.9)])
    assert curve.at(0.0) == 0.1
    assert curve.at(0.4) == pytest.approx(0.3)
    assert curve.at(1.0) == 0.9
    assert curve.at(2.0) == 0.9


@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=20, unique=True),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_higher_score_never_has_a_lower_share(points: list[float], a: float, b: float) -> None:
    rising = sorted(points)
    curve = Curve.of(list(zip(rising, rising, strict=True)))
    low, high = sorted((a, b))
    assert curve.at(low) <= curve.at(high) + 1e-12


@pytest.mark.parametrize(
    "points",
    [[], [(0.5, 0.5), (0.5, 0.6)], [(0.1, 0.9), (0.2, 0.1)], [(0.1, float("nan"))]],
)
def test_what_does_not_rise_is_no_calibration(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="calibration"):
        Curve.of(points)


def test_a_model_that_tells_nothing_keeps_its_scores() -> None:
    assert Calibration.of(None).cue.at(0.37) == pytest.approx(0.37)


def test_doubt_about_the_arguments_lowers_the_score() -> None:
    assert content_score(0.9, -0.1) > content_score(0.9, -2.0) > content_score(0.9, -1e9) > 0
