"""``quoth user`` and ``quoth log``: who works with a ledger, and what they did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builders import article
from command import quoth
from quoth.cli import cli
from quoth.codec import dumps, reading_to_dict
from quoth.ledger import Ledger

PASSWORD = "four words of a song\n"


pytestmark = pytest.mark.usefixtures("cheap")


@pytest.fixture
def book(tmp_path: Path) -> str:
    name = str(tmp_path / "news.db")
    built = article("[Ada Roth] {said} <the pier is safe>.", speakers={"a1": "Ada Roth"})
    with Ledger(name) as ledger:
        ledger.keep(built.reading)
    return name


def run(*words: str, given: str = PASSWORD) -> str:
    done = CliRunner().invoke(cli, words, input=given)
    assert done.exit_code == 0, (words, done.output, done.exception)
    return done.output


def fails(*words: str, given: str = PASSWORD) -> str:
    done = CliRunner().invoke(cli, words, input=given)
    assert done.exit_code != 0
    return str(done.exception or done.output)


def test_added_shown_changed_and_removed(book: str) -> None:
    told = run("user", "add", book, "Bo", "--password-stdin", "--by", "the desk")
    assert "Bo may sign in as editor" in told
    assert "no admin yet" in told
    assert "no admin" not in run("user", "add", book, "Mia", "--role", "admin", "--password-stdin")
    assert run("user", "list", book).splitlines()[0].startswith("Bo  editor  since ")
    run("user", "role", book, "bo", "reader")
    run("user", "password", book, "Bo", "--password-stdin", given="quite another song\n")
    (bo, mia) = json.loads(run("user", "list", book, "--to", "json"))["users"]
    assert (bo["role"], bo["made_by"], mia["role"]) == ("reader", "the desk", "admin")
    assert "password" not in bo
    with Ledger(book) as ledger:
        assert ledger.sign_in("Bo", "quite another song") is not None
    run("user", "remove", book, "Bo")
    assert "open to this computer again" in run("user", "remove", book, "Mia")
    assert "no users" in run("user", "list", book)


def test_a_password_is_never_an_argument_and_never_guessed(book: str) -> None:
    assert "--password-stdin" in fails("user", "add", book, "Mia")  # nobody to ask
    assert "no password" in fails("user", "add", book, "Mia", "--password-stdin", given="")
    assert "12 characters" in fails("user", "add", book, "Mia", "--password-stdin", given="x\n")
    assert "there is no" in fails("user", "password", book, "Ida", "--password-stdin")
    assert "is no name" in fails("user", "add", book, "a(b)", "--password-stdin")
    run("user", "add", book, "Mia", "--password-stdin")
    assert "already" in fails("user", "add", book, "MIA", "--password-stdin")


def test_the_log(book: str) -> None:
    run("user", "add", book, "Mia", "--password-stdin", "--by", "the desk")
    run("correct", "confirm", book, "1", "--by", "Mia")
    run("mark", "add", book, "--statement", "1", "--tag", "=cmd", "--by", "Bo")
    lines = [json.loads(line) for line in run("log", book).splitlines()]
    assert [(one["made_by"], one["kind"], one["action"]) for one in lines] == [
        ("Bo", "mark", "tag"),
        ("Mia", "decision", "confirm"),
        ("the desk", "user", "added"),
    ]
    assert lines[1]["told"] == "Ada Roth said: the pier is safe"
    assert len(run("log", book, "--user", "Mia").splitlines()) == 1
    assert "user: added user Mia  as editor" in run("log", book, "--kind", "user", "--to", "view")
    assert "nothing of that kind" in run("log", book, "--since", "2999-01-01", "--to", "view")
    table = run("log", book, "--to", "csv", "--spreadsheet")
    assert "'=cmd" in table  # no cell is a formula
    assert "is not a day" in fails("log", book, "--since", "soon")


def test_through_which_door(book: str) -> None:
    done = quoth("correct", "confirm", book, "1")
    assert done.returncode == 0
    with Ledger(book) as ledger:
        ledger.confirm(1)
        assert [one.door for one in ledger.log()] == ["python", "command line"]


def test_what_is_added_is_in_the_log_whatever_ends_the_command(
    book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = tmp_path / "two.jsonl"
    built = [
        article(f"[Bo Rask] {{said}} <the ferry has {n} cars>.", speakers={"a1": "Bo Rask"})
        for n in (7, 8)
    ]
    readings.write_text(
        "".join(f"{dumps(reading_to_dict(one.reading))}\n" for one in built), "utf-8"
    )
    run("add", "--quiet", book, str(readings), str(readings))
    run("add", "--quiet", book, str(readings))  # nothing is new
    stop = Ledger.add_each

    def stopped(*given: Any, **more: Any) -> Iterator[Any]:
        yield next(stop(*given, **more))
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "add_each", stopped)
    third = article("[Cy Holm] {said} <the mill is old>.", speakers={"a1": "Cy Holm"})
    readings.write_text(dumps(reading_to_dict(third.reading)), "utf-8")
    assert CliRunner().invoke(cli, ["add", "--quiet", book, str(readings)]).exit_code != 0
    log = run("log", book, "--kind", "articles", "--to", "jsonl").splitlines()
    logged = [json.loads(line) for line in log]
    assert [(one["door"], one["told"]) for one in logged] == [
        ("python", f"1 article of {readings}"),
        ("python", f"2 articles of {readings} and 1 more input"),
    ]
