"""What quoth wrote is kept as it is: JSON lines and JSON of readings."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import article
from quoth.cli import cli
from quoth.errors import InputError
from quoth.formats import open_writer
from quoth.jobs.readings import holds_readings, readings_in
from quoth.ledger import Ledger
from quoth.records import Reading

TWO = tuple(
    article(f"[Ada Roth] {{said}} <{word} is coming>.", id=f"{word}.txt").reading
    for word in ("rain", "snow")
)


def written(path: Path, format: str) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        writer = open_writer(format, stream)
        for reading in TWO:
            writer.write(reading)
        writer.close()
    return path


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_readings_are_read_back(tmp_path: Path, format: str) -> None:
    path = written(tmp_path / f"r.{format}", format)
    assert holds_readings(path)
    assert tuple(readings_in(path)) == TWO


def test_add_keeps_readings_without_reading_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.reading.reader.Reader.read", None)
    path = written(tmp_path / "r.jsonl", "jsonl")
    result = CliRunner().invoke(cli, ["add", str(tmp_path / "news.db"), str(path)])
    assert result.exit_code == 0, result.output
    assert "2 new (2 statements stored)" in result.stderr
    with Ledger(tmp_path / "news.db") as ledger:
        assert [one.reading.model for one in ledger.search("snow")] == ["hand"]


def test_a_broken_line_is_an_error_in_its_place(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", "jsonl")
    first, second = path.read_text("utf-8").splitlines()
    path.write_text(f"{first}\n{second[:40]}\n\n[]\n{second}\n", encoding="utf-8")
    found = list(readings_in(path))
    assert [type(one) for one in found] == [Reading, InputError, InputError, Reading]
    assert "r.jsonl line 2: not JSON" in str(found[1])
    assert "r.jsonl line 4: no JSON object" in str(found[2])


@pytest.mark.parametrize("text", ['{"text": "x"}', "", "[]", '{"articles": []}', '{"article": 1}'])
def test_other_json_is_no_reading(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    assert not holds_readings(path)
    assert not holds_readings("nowhere.jsonl")
    assert not holds_readings("-")
