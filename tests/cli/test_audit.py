"""``quoth audit``: counts of files, as a view, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from command import quoth
from samples import EASY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and terminals of POSIX")

ROWS = [
    {"id": "1", "outlet": "The Holt Herald", "author": "Mia Ash", "text": EASY},
    {"id": "2", "outlet": "The Arenal Times", "author": "Tom Rye", "text": EASY},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "easy.txt").write_text(EASY, encoding="utf-8")
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    (tmp_path / "rows.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_a_pipe_gets_json(folder: Path) -> None:
    run = quoth("audit", "easy.txt", cwd=folder)
    assert (run.returncode, run.stderr) == (0, b"")
    (audit,) = json.loads(run.stdout)["audits"]
    assert audit["articles"] == ["easy.txt"]
    assert audit["single_source"] == ["easy.txt"]
    assert audit["speakers"][0]["name"] == "Maria Lindqvist"


def test_the_view_and_a_width(folder: Path) -> None:
    run = quoth("audit", "easy.txt", "--to", "view", "--width", "60", cwd=folder)
    lines = run.stdout.decode().splitlines()
    assert lines[0] == "all articles"
    assert max(map(len, lines)) <= 60
    assert "Maria Lindqvist" in run.stdout.decode()


def test_csv_in_a_file_by_outlet_and_reporter(folder: Path) -> None:
    for by, groups in (
        ("outlet", {"The Arenal Times", "The Holt Herald"}),
        ("reporter", {"Mia Ash", "Tom Rye"}),
        ("article", {"1", "2"}),
    ):
        run = quoth("audit", "rows.jsonl", "--by", by, "--to", "csv", "-o", "out.csv", cwd=folder)
        assert (run.returncode, run.stdout) == (0, b"")
        text = (folder / "out.csv").read_text(encoding="utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert {row["group"] for row in rows} == groups


def test_one_speaker_over_several_articles(folder: Path) -> None:
    run = quoth("audit", "rows.jsonl", cwd=folder)
    (audit,) = json.loads(run.stdout)["audits"]
    (speaker,) = audit["speakers"]
    assert len(speaker["articles"]) == 2


def test_bad_inputs_are_named_and_the_others_counted(folder: Path) -> None:
    run = quoth("audit", "nowhere.txt", "easy.txt", cwd=folder)
    assert run.returncode == 1
    assert b"nowhere.txt" in run.stderr
    (audit,) = json.loads(run.stdout)["audits"]
    assert audit["articles"] == ["easy.txt"]


def test_an_output_that_cannot_be_written_is_one_clear_line(folder: Path) -> None:
    run = quoth("audit", "easy.txt", "-o", "no/such/folder/out.json", cwd=folder)
    assert run.returncode == 2
    assert b"no folder" in run.stderr
    assert b"Traceback" not in run.stderr


def test_an_option_it_does_not_know(folder: Path) -> None:
    run = quoth("audit", "easy.txt", "--by", "mood", cwd=folder)
    assert run.returncode == 2
    assert b"mood" in run.stderr
