"""``quoth watch`` from the command line, on folders and lists; the rest: tests/ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from quoth.cli import cli
from quoth.ledger import Ledger
from samples import EASY


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["watch", *words], standalone_mode=False)
    return done.return_value, done.output if done.exception is None else str(done.exception)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "easy.txt").write_text(EASY, encoding="utf-8")
    return folder


def test_a_folder_is_remembered_and_told_of(folder: Path, tmp_path: Path) -> None:
    book = str(tmp_path / "news.db")
    status, told = run(book, str(folder))
    assert (status, "1 new" in told) == (0, True)
    assert "nothing new" in run(book)[1]
    (folder / "easy.txt").write_text(f"{EASY} And more, she said.", encoding="utf-8")
    assert "1 changed" in run(book, "--once")[1]
    assert "when asked, 2 texts kept" in run(book, "--list")[1]
    (one,) = json.loads(run(book, "--list", "--to", "json")[1])["watched"]
    assert one["place"] == str(folder)
    run(book, "--stop", str(folder))
    assert "nothing is watched yet" in run(book, "--list")[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "no such ledger; create one with: quoth add"),
        (("none",), "no such folder or file"),
        (("ftp://herald.example/feed",), "only http and https addresses"),
        (("--stop", "none"), "no such ledger"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    assert message in run(str(tmp_path / "news.db"), *words)[1]
    assert not list(tmp_path.iterdir())


def test_in_a_ledger_that_watches_nothing_it_is_told(tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.db"):
        pass
    assert "nothing is watched yet" in run(str(tmp_path / "news.db"))[1]
    assert "not watched" in run(str(tmp_path / "news.db"), "--stop", "none")[1]


def test_what_cannot_be_read_fails_the_command(tmp_path: Path) -> None:
    places = tmp_path / "places.txt"
    places.write_text("nowhere\n", encoding="utf-8")
    status, told = run(str(tmp_path / "news.db"), str(places))
    assert status == 1
    assert "not an http or https address" in told
