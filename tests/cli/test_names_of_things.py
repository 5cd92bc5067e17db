"""What a command calls something is what every other command calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import lines, quoth
from quoth.ledger import Ledger
from quoth.reading.reader import Reader
from quoth.records import Article

TEXTS = {
    "a": ("The Holt Courier", "Ada Brandt said that the pumps were dry."),
    "b": ("Westmark Post", "Berta Holm said that the depot would close."),
    "c": ("Westmark Post", "Ada Brandt said that the trains ran on time."),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Path:
    folder = tmp_path_factory.mktemp("names")
    with Ledger(folder / "news.db") as ledger:
        for id, (outlet, text) in TEXTS.items():
            url = f"https://{id}.example/"
            ledger.keep(reader.read(Article(id, text, outlet=outlet, url=url, language="en")))
    return folder


def test_speakers_have_ids_before_anybody_asked_for_speakers(folder: Path) -> None:
    (row,) = lines(quoth("search", "news.db", "pumps", "--to", "jsonl", cwd=folder).stdout)
    (identity,) = json.loads(row)["identities"]
    shown = json.loads(quoth("speakers", "news.db", "--to", "json", cwd=folder).stdout)
    assert identity in [one["id"] for one in shown["speakers"]]


def test_a_merge_tells_the_name_under_which_speakers_are_shown(folder: Path) -> None:
    with Ledger(folder / "news.db") as ledger:
        ids = [one.id for name in ("Holm", "Brandt") for one in ledger.speakers(name)]
        told = ledger.decision(ledger.merge_speakers(ids))
        (one,) = ledger.speakers("Brandt")
    assert (told.before, told.after) == ("Berta Holm; Ada Brandt", "Ada Brandt")
    assert one.name == told.after


def test_an_article_is_named_by_number_or_address_everywhere(folder: Path) -> None:
    by_number = quoth("history", "news.db", "1", cwd=folder)
    by_address = quoth("history", "news.db", "https://a.example/", cwd=folder)
    assert by_number.stdout == by_address.stdout
    with Ledger(folder / "news.db") as ledger:
        assert ledger.article_named("https://b.example/") == ledger.article_named("2") == 2
    run = quoth("article", "edit", "news.db", "https://a.example/", "--title", "T", cwd=folder)
    assert run.returncode == 0, run.stderr
    missing = quoth("article", "delete", "news.db", "77", cwd=folder)
    assert b"no article 77" in missing.stderr


def test_an_outlet_that_is_not_there_is_told_with_those_like_it(folder: Path) -> None:
    found = quoth("search", "news.db", "--outlet", "the holt courier", "--count", cwd=folder)
    assert found.stdout.strip() == b"1"
    run = quoth("search", "news.db", "--outlet", "Holt Courier", cwd=folder)
    assert lines(run.stderr) == ["no outlet is called Holt Courier; like it: The Holt Courier"]


def test_a_variable_with_a_value_that_no_option_takes_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTH_WORKERS", "x")
    run = quoth("read", "news.txt", cwd=folder)
    assert run.returncode == 2
    told = b"'x' is not a valid integer range. The value comes from the variable QUOTH_WORKERS."
    assert told in run.stderr
