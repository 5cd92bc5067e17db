"""Parquet: the rows of CSV as typed columns, in groups, to any stream."""

from __future__ import annotations

import csv
import io
import os
import sys
import threading

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import article, readings
from quoth.errors import OptionError
from quoth.formats import open_writer
from quoth.formats.kinds import parquet
from quoth.formats.table import COLUMNS
from quoth.records import Reading

STORY = article(
    "<[Ana Belić] {said} <“two boats sank 🛶”>>, [the Courier] {reported}.",
    id="boats",
    speakers={"a2": "Ana Belić"},
    changes={"a2": {"future": True, "confidence": 0.123456}},
).reading


def written(format: str, *several: Reading) -> bytes:
    stream = io.BytesIO()
    writer = open_writer(format, stream)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue()


def table(*several: Reading) -> pa.Table:
    return pq.read_table(io.BytesIO(written("parquet", *several)))


def as_cell(value: object) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case float():
            return f"{value:.4f}"
        case _:
            return str(value)


@settings(max_examples=60, deadline=None)
@given(st.lists(readings(), max_size=3))
def test_every_cell_is_that_of_csv(several: list[Reading]) -> None:
    lines = io.StringIO(written("csv", *several).decode("utf-8"), newline="")
    rows = table(*several).to_pylist()
    cells = [{name: as_cell(value) for name, value in row.items()} for row in rows]
    assert cells == list(csv.DictReader(lines))


def test_columns_have_types() -> None:
    found = table(STORY)
    assert found.column_names == list(COLUMNS)
    kinds = {field.name: str(field.type) for field in found.schema}
    numbers = dict.fromkeys(("start", "end", "cue_start", "cue_end"), "int64")
    expected = {**numbers, "confidence": "double", "content_confidence": "double", "future": "bool"}
    assert kinds == {name: expected.get(name, "string") for name in COLUMNS}
    row = found.to_pylist()[1]
    assert (row["start"], row["future"], row["confidence"]) == (0, True, 0.1235)
    assert row["within"] == "a1"
    assert row["title"] is None


def test_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_GROUP", 3)
    file = pq.ParquetFile(io.BytesIO(written("parquet", *[STORY] * 4)))
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sizes == [3, 3, 2]
    monkeypatch.setattr(parquet, "_WEIGHT", 1)  # long rows come in smaller groups
    file = pq.ParquetFile(io.BytesIO(written("parquet", *[STORY] * 2)))
    assert file.num_row_groups == 4


def test_no_more_than_a_group_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_GROUP", 3)
    stream = io.BytesIO()
    writer = open_writer("parquet", stream)
    sizes = []
    for _ in range(6):
        writer.write(STORY)
        sizes.append(len(stream.getvalue()))
    assert sizes[0] == len(b"PAR1") < sizes[1]  # two rows wait; a group of three is out
    assert sizes == sorted(sizes)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_pipe_gets_the_same_as_a_file() -> None:
    out, into = os.pipe()
    got: list[bytes] = []

    def read() -> None:
        with os.fdopen(out, "rb") as stream:
            got.append(stream.read())

    reader = threading.Thread(target=read)
    reader.start()
    with os.fdopen(into, "wb") as stream:
        writer = open_writer("parquet", stream)
        writer.write(STORY)
        writer.close()
    reader.join()
    assert got == [written("parquet", STORY)]


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OptionError, match=r'pip install "quoth\[parquet\]"'):
        open_writer("parquet", io.BytesIO())
