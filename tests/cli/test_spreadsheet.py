"""CSV for spreadsheets: at every door that writes CSV, no word of an article is a formula there."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import article
from quoth.cli import cli
from quoth.cli.target import colored
from quoth.ledger import Ledger
from quoth.records import Speaker, SpeakerRef

FORMULA = '=HYPERLINK("https://evil.example","click")'


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = article("[Ada Roth] {said} <=1+1 is no formula>.", title=FORMULA, outlet="@outlet")
    said = replace(built.attributions[0], speakers=(SpeakerRef("s1", "own words", 1.0),))
    reading = replace(
        built.reading,
        article=replace(built.article, url="https://a.example/1"),
        attributions=(said,),
        speakers=(Speaker("s1", "+Ada Roth", "+Ada Roth", "person", ("=role",)),),
    )
    target = tmp_path_factory.mktemp("sheet") / "news.db"
    with Ledger(target) as book:
        book.add(reading)
    return target


@pytest.mark.parametrize(
    "command",
    [["search"], ["export"], ["search", "--all"], ["speakers"], ["articles"]],
    ids=" ".join,
)
def test_no_cell_is_a_formula_when_asked(ledger: Path, command: list[str]) -> None:
    name, *options = command
    run = [name, str(ledger), *options, "--to", "csv"]
    plain = CliRunner().invoke(cli, run, catch_exceptions=False).stdout_bytes.decode("utf-8")
    assert not plain.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(plain)) for cell in row]
    assert any(cell.startswith(("=", "+", "@")) for cell in cells)
    done = CliRunner().invoke(cli, [*run, "--spreadsheet"], catch_exceptions=False)
    assert done.exit_code == 0
    sheet = done.stdout_bytes.decode("utf-8")
    assert sheet.startswith("\ufeff")
    guarded = [cell for row in csv.reader(io.StringIO(sheet[1:])) for cell in row]
    assert not any(cell.startswith(("=", "+", "@", "-")) for cell in guarded)
    assert [cell.removeprefix("'") for cell in guarded] == cells


def test_it_is_for_csv(ledger: Path) -> None:
    done = CliRunner().invoke(cli, ["search", str(ledger), "--spreadsheet", "--to", "json"])
    assert "--spreadsheet needs CSV, but the format is json" in str(done.exception)


@pytest.mark.parametrize(
    ("variables", "terminal", "colours"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colours_are_as_the_user_says(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, colours: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert colored(terminal) == colours
