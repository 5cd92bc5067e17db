"""Settings by file and by variables: ``quoth.toml``, ``QUOTH_…``, ``quoth config``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders import article
from quoth.cli import cli
from quoth.errors import OptionError
from quoth.ledger import Ledger


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(article("[Ada Roth] {said} <rain>.\n[Bo Lind] {said} <snow>.").reading)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return tmp_path


def run(*words: str, **variables: str) -> Result:
    return CliRunner().invoke(cli, words, env=variables)


def found(*words: str, **variables: str) -> int:
    result = run("search", "news.db", *words, "--to", "jsonl", **variables)
    assert result.exit_code == 0, result.output
    return len(result.stdout.splitlines())


def test_what_is_typed_goes_before_variables_and_those_before_the_file(folder: Path) -> None:
    assert found() == 2
    (folder / "quoth.toml").write_text("limit = 2\n[search]\nlimit = 1\n")
    assert found() == 1
    assert found(QUOTH_LIMIT="2") == 2
    assert found(QUOTH_LIMIT="2", QUOTH_SEARCH_LIMIT="1") == 1
    assert found("-n", "2", QUOTH_SEARCH_LIMIT="1") == 2


def test_a_file_of_the_user_and_a_named_one(folder: Path) -> None:
    for name, limit in (("home/quoth/quoth.toml", 1), ("other.toml", 2)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"[search]\nlimit = {limit}\n")
    assert found() == 1
    assert found(QUOTH_CONFIG="other.toml") == 2


def test_config_tells_what_is_in_force_and_from_where(folder: Path) -> None:
    assert "no settings" in run("config").stdout
    (folder / "quoth.toml").write_text('["correct change"]\nby = "Mia"\n')
    told = run("config", QUOTH_SEARCH_LIMIT="7").stdout
    assert "correct change --by Mia  (quoth.toml)" in told
    assert "search --limit 7  (QUOTH_SEARCH_LIMIT)" in told
    form = json.loads(run("config", "--to", "json").stdout)
    assert form["settings"] == [
        {"command": "correct change", "setting": "by", "value": "Mia", "from": "quoth.toml"}
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("limt = 2", "unknown setting limt; expected one of "),
        ("[serch]\nlimit = 2", "[serch] is not a command of quoth"),
        ("[search]\nworkers = 2", "unknown setting workers"),
        ("[search]\nlimit = 0", "limit: 0 is not in the range"),
        ("[search]\nlimit = true", "limit = True: expected a string or a number"),
        ("[search]\ncount = 1", "count = 1: expected true or false"),
        ("[search]\nlimit = [1]", "limit = [1]: expected"),
        ('[search]\noutput = "x"', "output cannot be set in a file"),
        ("allow-private = true", "allow-private cannot be set in a file"),
        ("limit", "invalid configuration file"),
        ("\udcff", "invalid configuration file"),
    ],
)
def test_a_mistake_in_a_file_is_told(folder: Path, text: str, told: str) -> None:
    (folder / "quoth.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run("search", "news.db")
    assert isinstance(result.exception, OptionError)
    assert str(result.exception).startswith("quoth.toml: ")
    assert told in str(result.exception)


def test_a_file_that_is_named_must_be_there(folder: Path) -> None:
    result = run("--config", "none.toml", "search", "news.db")
    assert "none.toml: no such file" in str(result.exception)
