"""``quoth correct``: decisions on the command line, in one ledger from the first to the undoing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import lines, quoth
from samples import EASY

WORDS = "that taxes would rise"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correct")
    (folder / "easy.txt").write_text(EASY, encoding="utf-8")
    assert quoth("add", "--quiet", "news.db", "easy.txt", cwd=folder).returncode == 0
    return folder


def statement(folder: Path) -> dict[str, object]:
    (row,) = lines(quoth("search", "news.db", "taxes", cwd=folder).stdout)
    found: dict[str, object] = json.loads(row)
    return found


def test_change_log_and_undo(folder: Path) -> None:
    number = str(statement(folder)["id"])
    run = quoth("correct", "change", "news.db", number, "--speaker", "Mara Lund", "--why",
                "the agency corrected the name", "--by", "Mia", cwd=folder)  # fmt: skip
    assert lines(run.stderr) == [
        f"correction 1: correct of statement {number}",
        f"    was: Maria Lindqvist said: {WORDS}",
        f"    is: Mara Lund said: {WORDS}",
        "to undo it: quoth correct undo news.db 1",
    ]
    assert statement(folder)["who"] == "Mara Lund"
    shown = quoth("correct", "log", "news.db", cwd=folder).stdout.decode()
    assert "by Mia" in shown
    assert "since: the agency corrected the name" in shown
    assert quoth("correct", "undo", "news.db", "1", cwd=folder).returncode == 0
    assert statement(folder)["who"] == "Maria Lindqvist"


def test_reject_add_and_confirm(folder: Path) -> None:
    number = str(statement(folder)["id"])
    rejected = quoth("correct", "reject", "news.db", number, cwd=folder)
    told = lines(rejected.stderr)
    assert told[0].endswith(f"reject of statement {number}")
    assert "taxes" in told[1]  # the very statement, in words
    decision = told[0].split()[1].rstrip(":")
    assert quoth("search", "news.db", "taxes", "--count", cwd=folder).stdout == b"0\n"
    at = EASY.index("taxes")
    added = quoth("correct", "add", "news.db", "easy.txt", "--content", f"{at}:{len(EASY) - 1}",
                  "--speaker", "Maria Lindqvist", cwd=folder)  # fmt: skip
    assert added.returncode == 0
    assert statement(folder)["status"] == "added"
    second = lines(added.stderr)[0].split()[1].rstrip(":")
    for one in (second, decision):
        assert quoth("correct", "undo", "news.db", one, cwd=folder).returncode == 0
    assert quoth("correct", "confirm", "news.db", number, cwd=folder).returncode == 0
    assert statement(folder)["status"] == "confirmed"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("confirm", "news.db", "999"), "there is no statement 999"),
        (("change", "news.db", "1"), "no changes given"),
        (("change", "news.db", "1", "--cue", "soon"), "Invalid span 'soon': expected START:END"),
        (
            ("change", "news.db", "1", "--cue", "0:99999"),
            "0:99999 is not a valid span in a text of",
        ),
        (
            ("add", "news.db", "nowhere", "--content", "0:4"),
            "no article with the address 'nowhere'",
        ),
        (("undo", "news.db", "999"), "there is no correction 999"),
        (("merge", "news.db", "i1"), "two or more speakers"),
        (("log", "none.db"), "none.db: no such ledger"),
    ],
)
def test_mistakes_are_one_line(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    run = quoth("correct", *arguments, cwd=folder)
    assert run.returncode != 0
    assert words in lines(run.stderr)[-1]
