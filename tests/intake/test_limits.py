"""Work that may take for ever is stopped, told, and gone on from."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from intake_samples import page, shown, take

from quoth.errors import InputError
from quoth.intake import IntakeOptions
from quoth.intake.limits import limited, limited_items


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


def test_a_table_that_takes_too_long_is_stopped_and_what_was_read_stays() -> None:
    found = limited_items(map, time.sleep, [0.6, 600], name="a.xlsx", seconds=1)
    assert next(found) is None  # the first row
    with pytest.raises(InputError, match=r"a\.xlsx: took longer than 1 seconds"):
        next(found)


def test_a_long_table_may_take_long_in_all() -> None:
    assert len(list(limited_items(range, 1_000, name="a.xlsx"))) == 1_000


def test_whoever_stops_asking_leaves_no_half_read_table_behind() -> None:
    some = limited_items(range, 1_000, name="a.xlsx")
    assert next(some) == 0
    del some
    assert list(limited_items(range, 3, name="b.xlsx")) == [0, 1, 2]


def test_an_excel_workbook_that_takes_too_long(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["text"], *(["She left."] for _ in range(3_000))):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = take(tmp_path / "a.xlsx", options=IntakeOptions(seconds=0.001))
    assert "took longer than 0.001 seconds" in shown(found)[-1]


def test_markup_that_takes_too_long_costs_its_row() -> None:
    rows = [{"text": "<p>She left.</p>" * 2_000}, {"text": "She left."}]
    data = json.dumps(rows).encode()
    found = take(data, options=IntakeOptions(seconds=0.001))
    assert shown(found) == ["bytes item 1: took longer than 0.001 seconds; left out", "bytes#2"]
