"""``quoth stories`` and ``quoth story``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from command import quoth
from desk_articles import desk_readings
from quoth.ledger import Ledger


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    with Ledger(folder / "news.db") as ledger:
        ledger.add(*desk_readings())
    return folder


def test_stories_are_listed_as_view_json_and_csv(folder: Path) -> None:
    shown = quoth("stories", "news.db", "--to", "view", cwd=folder)
    assert shown.returncode == 0
    assert "1  Police: 41 hurt on Holt pier" in shown.stdout.decode()
    assert "3 March 2031" in shown.stdout.decode()
    listed = json.loads(quoth("stories", "news.db", "planks", cwd=folder).stdout)["stories"]
    assert [(one["id"], one["found"]) for one in listed] == [(1, 8)]
    table = quoth("stories", "news.db", "--least", "1", "--to", "csv", cwd=folder).stdout
    assert len(list(csv.DictReader(io.StringIO(table.decode())))) == 3


def test_a_story_is_shown_whole(folder: Path) -> None:
    whole = json.loads(quoth("story", "news.db", "1", cwd=folder).stdout)
    assert [one["article"] for one in whole["timeline"]] == [1, 2, 3, 4, 5]
    assert whole["unnamed"][0]["reason"].startswith("who asked not to be named")
    assert whole["by_outlet"][3]["unnamed_with_reason"] == 1
    shown = quoth("story", "news.db", "1", "--to", "view", "--width", "100", cwd=folder)
    words = shown.stdout.decode()
    for part in ("Timeline", "Ada Roth", "people hurt", "≥ 20", "a copy of 2", "Coast Today: 1"):
        assert part in words


def test_stories_are_corrected_and_undone(folder: Path) -> None:
    run = quoth("correct", "story", "move", "news.db", "9", "--to", "6", "--by", "Mia", cwd=folder)
    assert run.returncode == 0
    assert b"move article" in run.stderr
    number = run.stderr.decode().split()[1].rstrip(":")
    whole = json.loads(quoth("story", "news.db", "6", cwd=folder).stdout)
    assert [one["article"] for one in whole["timeline"]] == [6, 7, 8, 9]
    assert quoth("correct", "undo", "news.db", number, cwd=folder).returncode == 0
    quoth("correct", "story", "rename", "news.db", "6", "The walkout", cwd=folder)
    quoth("correct", "story", "split", "news.db", "6", "8", cwd=folder)
    quoth("correct", "story", "join", "news.db", "6", "8", cwd=folder)
    found = json.loads(quoth("stories", "news.db", "walkout", cwd=folder).stdout)["stories"]
    assert [(one["headline"], one["articles"]) for one in found] == [("The walkout", 3)]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("story", "news.db", "404"), 1, "no story 404"),
        (("stories", "missing.db"), 1, "missing.db"),
        (("stories", "news.db", "--story", "x"), 2, "expected its number"),
        (("correct", "story", "move", "news.db", "1", "--to", "1"), 2, "in story 1 already"),
    ],
)
def test_mistakes_are_one_line(
    folder: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    run = quoth(*arguments, cwd=folder)
    assert run.returncode == status
    assert message in run.stderr.decode()
