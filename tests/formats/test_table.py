"""CSV: one attribution a row, exact cells, a guarded kind for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from builders import Built, article, readings
from quoth.formats import open_writer
from quoth.formats.output import encodable
from quoth.formats.table import COLUMNS
from quoth.records import Reading


def written(*several: Reading, spreadsheet: bool = False) -> bytes:
    stream = io.BytesIO()
    writer = open_writer("csv", stream, spreadsheet=spreadsheet)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue()


def rows(*several: Reading) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(*several).decode(), newline="")))


STORM = article(
    "<[She] {said} <at least 20 boats, of “any size”, sank>>, [the Courier] {reports}.",
    id="storm",
    title="Storm, again",
    speakers={"a2": ["Ana Belić", "Tomas Oru"]},
).figure("at least 20", 20, None, of="boats sunk", attribution="a2")


def test_one_row_for_each_attribution_with_the_article_repeated() -> None:
    first, second = rows(STORM.reading)
    assert (first["id"], second["id"]) == ("storm", "storm")
    assert (first["title"], second["title"]) == ("Storm, again", "Storm, again")
    assert (first["attribution"], second["attribution"]) == ("a1", "a2")


def test_a_row_says_who_what_and_on_whose_word() -> None:
    row = rows(STORM.reading)[1]
    expected = {
        "speaker": "Ana Belić; Tomas Oru",
        "speaker_type": "person; person",
        "source": "She",
        "cue": "said",
        "content": "at least 20 boats, of “any size”, sank",
        "form": "mixed",
        "within": "a1",
        "chain": "the Courier reports ← Ana Belić and Tomas Oru said",
        "figures": "≥ 20 boats sunk",
        "start": "0",
        "end": "47",
        "source_spans": "0-3",
        "cue_start": "4",
        "cue_end": "8",
        "content_spans": "9-47",
    }
    assert {key: row[key] for key in expected} == expected


def test_pieces_have_a_span_each() -> None:
    (row,) = rows(article("<No,> [she] {said}, <never>.").reading)
    assert row["content"] == "No, … never"
    assert row["content_spans"] == "0-3;14-19"


def test_an_article_with_no_attribution_gives_no_row() -> None:
    empty = article("Nobody spoke.").reading
    assert written(empty, empty) == (",".join(COLUMNS) + "\r\n").encode()


@given(readings())
def test_cells_are_exact(reading: Reading) -> None:
    found = rows(reading)
    assert len(found) == len(reading.attributions)
    for row, one in zip(found, reading.attributions, strict=True):
        assert set(row) == set(COLUMNS)
        assert row["content"] == encodable(reading.text_of(*one.contents))
        assert row["source"] == encodable(reading.text_of(*one.sources))


def formula(start: str) -> Built:
    return article(f"[She] {{said}} <{start}SUM(A1)>")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_for_a_spreadsheet_a_formula_is_guarded_and_else_it_is_exact(start: str) -> None:
    assert rows(formula(start).reading)[0]["content"] == f"{start}SUM(A1)"
    guarded = written(formula(start).reading, spreadsheet=True).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(guarded, newline=""))
    assert row["content"] == f"'{start}SUM(A1)"


def test_for_a_spreadsheet_the_file_says_that_it_is_utf8() -> None:
    assert written(spreadsheet=True).startswith(b"\xef\xbb\xbfid,")
    assert written().startswith(b"id,")
