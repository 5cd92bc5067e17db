"""Work that may take for ever is stopped, told, and gone on from."""

from __future__ import annotations

import time

import pytest
from intake_samples import page, shown, take

from quoth.errors import InputError
from quoth.intake import IntakeOptions
from quoth.intake.limits import limited


def test_what_takes_too_long_is_stopped_and_told() -> None:
    with pytest.raises(InputError, match=r"a\.html: took longer than 0\.2 seconds"):
        limited(time.sleep, 600, name="a.html", seconds=0.2)
    assert limited(str.upper, "she said", name="b.html") == "SHE SAID"


def test_an_error_comes_back_as_it_was() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        limited(int, "x", name="a.html")
    assert limited(int, "7", name="a.html") == 7


def test_a_lost_worker_costs_its_input_only() -> None:
    import os

    with pytest.raises(InputError, match="was lost"):
        limited(os._exit, 1, name="a.html")
    assert limited(int, "7", name="b.html") == 7


def test_a_page_that_takes_too_long_is_left_out_and_the_next_is_read() -> None:
    found = take(page().encode(), b"She left.", options=IntakeOptions(seconds=0.001))
    assert shown(found) == ["bytes: took longer than 0.001 seconds; left out", "bytes"]
