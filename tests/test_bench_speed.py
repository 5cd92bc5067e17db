"""`bench/speed.py` finds what it takes the time of."""

from __future__ import annotations

import pytest

from bench.speed import STAGES, holder


@pytest.mark.parametrize("name", STAGES)
def test_each_stage_is_called_by_a_reading(name: str) -> None:
    assert callable(getattr(holder(name), name))
