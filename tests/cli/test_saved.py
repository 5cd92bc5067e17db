"""``quoth saved``: searches with a name from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from builders import article
from quoth.cli import cli
from quoth.ledger import Ledger


@pytest.fixture
def book(tmp_path: Path) -> str:
    name = str(tmp_path / "news.db")
    Ledger(name).close()
    return name


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, ["saved", *words])
    assert done.exit_code == 0, (words, done.output, done.exception)
    return done.output


def keep(book: str, marked: str, url: str) -> None:
    with Ledger(book) as ledger:
        ledger.keep(article(marked, url=url, outlet="The Herald", speakers={"a1": "Ada"}).reading)


def test_saved_shown_and_taken_away(book: str) -> None:
    assert "it finds 0 statements now" in run("add", book, "The pier", "pier", "--form", "direct")
    assert "nothing has come" in run("alerts", book)
    keep(book, "[Ada] {said} <“the pier is open”>.", "https://herald.example/1")
    shown = run("alerts", book, "The pier")
    assert "new (statement 1) The Herald" in shown
    assert "Ada said: “the pier is open”" in shown
    (row,) = [json.loads(line) for line in run("alerts", book, "--to", "jsonl").splitlines()]
    assert (row["what"], row["told"]["who"]) == ("new", "Ada")
    assert ElementTree.fromstring(run("alerts", book, "--to", "atom")).tag.endswith("feed")
    assert "The pier  statements  1 alert" in run("list", book)
    run("change", book, "The pier", "--rename", "Pier", "--tells", "quotation")
    (one,) = json.loads(run("list", book, "--to", "json"))["searches"]
    assert (one["name"], one["kind"], "secret" in one) == ("Pier", "quotation", False)
    assert "signed with whsec_" in run("list", book, "--secrets")
    run("remove", book, "Pier")
    assert "no search is saved" in run("list", book)


def test_sending_tells_what_went_wrong(book: str) -> None:
    run("add", book, "Pier", "pier", "--hook", "http://127.0.0.1:9/in")
    assert "nothing to send" in run("send", book)
    keep(book, "[Ada] {said} <“the pier is open”>.", "https://herald.example/1")
    done = CliRunner().invoke(cli, ["saved", "send", book], standalone_mode=False)
    assert done.return_value == 1
    assert "is not on the public network" in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "BOOK", "All"), "needs words or a filter"),
        (("add", "BOOK", "X", "pier", "--hook", "here"), "is no address"),
        (("alerts", "BOOK", "None"), "there is no 'None'"),
        (("remove", "BOOK", "None"), "there is no 'None'"),
    ],
)
def test_mistakes_are_told(book: str, words: tuple[str, ...], message: str) -> None:
    done = CliRunner().invoke(cli, ["saved", *(book if w == "BOOK" else w for w in words)])
    assert done.exit_code != 0
    assert message in str(done.exception)
