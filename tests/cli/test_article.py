"""``quoth article``: what is known of kept articles is completed, edited and deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import lines, quoth
from samples import EASY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "easy.txt").write_text(EASY, encoding="utf-8")
    assert quoth("add", "--quiet", "news.db", "easy.txt", cwd=tmp_path).returncode == 0
    return tmp_path


def test_from_completing_to_deleting(folder: Path) -> None:
    row = {"text": EASY, "title": "Taxes", "outlet": "Herald"}
    (folder / "more.json").write_text(json.dumps(row), encoding="utf-8")
    added = quoth("add", "news.db", "more.json", cwd=folder)
    assert "1 completed (title 1, outlet 1)" in added.stderr.decode()

    edited = quoth("article", "edit", "news.db", "1", "--title", "Taxes rise", "--author",
                   "Ann Vale", "--by", "Mia", cwd=folder)  # fmt: skip
    assert lines(edited.stderr) == [
        "correction 1: edit of article 1",
        "    was: title: Taxes; authors:",
        "    is: title: Taxes rise; authors: Ann Vale",
        "to undo it: quoth correct undo news.db 1",
    ]
    assert (
        "1 · Herald · Taxes rise"
        in quoth("articles", "news.db", "--to", "view", cwd=folder).stdout.decode()
    )

    gone = quoth("article", "delete", "news.db", "1", "--why", "a test", cwd=folder)
    assert gone.returncode == 0
    assert quoth("articles", "news.db", "--to", "view", cwd=folder).stdout == b"no articles yet\n"
    again = quoth("add", "news.db", "easy.txt", cwd=folder)
    assert "1 left out (deleted before)" in again.stderr.decode()
    log = quoth("correct", "log", "news.db", cwd=folder).stdout.decode()
    assert "2  delete of article 1" in log
    assert quoth("correct", "undo", "news.db", "2", cwd=folder).returncode == 0
    assert "Taxes rise" in quoth("articles", "news.db", "--to", "view", cwd=folder).stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["edit", "news.db", "1"], "no changes given"),
        (["edit", "news.db", "1", "--published", "March"], "for example 2020-03-01"),
        (["edit", "news.db", "7", "--title", "x"], "no article 7; quoth articles"),
        (["delete", "news.db"], "Missing argument"),
    ],
)
def test_mistakes_are_told(folder: Path, arguments: list[str], words: str) -> None:
    run = quoth("article", *arguments, cwd=folder)
    assert run.returncode == 2
    assert words in run.stderr.decode()
