"""Mistakes that people make: each is told in a line, none is a traceback, nothing is left."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builders import article
from quoth.cli import main
from quoth.ledger import Ledger
from quoth.records import Reading

# How each command that asks a ledger is given it.
ASKING = {
    "search": ["search", "{}", "water"],
    "show": ["show", "{}", "1"],
    "articles": ["articles", "{}"],
    "speakers": ["speakers", "{}"],
    "compare": ["compare", "{}"],
    "history": ["history", "{}", "a.txt"],
    "reread": ["reread", "{}"],
    "export": ["export", "{}", "--to", "jsonl"],
    "confirm": ["correct", "confirm", "{}", "1"],
    "decisions": ["correct", "log", "{}"],
    "log": ["log", "{}"],
    "stories": ["stories", "{}"],
    "story": ["story", "{}", "1"],
    "dossier": ["dossier", "{}", "1"],
    "check": ["check", "{}", "notes.txt"],
    "edit": ["article", "edit", "{}", "1", "--title", "x"],
    "mark": ["mark", "list", "{}"],
    "users": ["user", "list", "{}"],
    "saved": ["saved", "list", "{}"],
    "watched": ["watch", "{}", "--list"],
    "mcp": ["mcp", "{}"],
}
NO_LEDGER = {
    "missing.db": "no such ledger; create one with: quoth add",
    "notes.txt": "not an SQLite file",
    "empty.db": "not a ledger of quoth",
    "other.db": "a database of another program",
    "folder": "a folder; give the name of a file",
    "pipe": "not a file but a pipe",
    "nowhere/news.db": "no such ledger",
    "notes.txt/news.db": "not a directory",
    "mysql://u:secret@h/x": "a file path or a postgresql:// URL",
    "postgresql://u:secret@127.0.0.1:9/x": "connection",
    "postgresql://[": "postgresql://[",
    "": "a folder; give the name of a file",
}
BAD = {
    # what is typed: what is told
    "": "Usage",
    "serch news.db x": "No such command",
    "search": "Missing argument",
    "search news.db --frm direct": "No such option",
    "search news.db --form dierct": "'dierct'",
    "search news.db --tone loud": "'loud'",
    "search news.db --since soon": "soon",
    "search news.db --since 2019-13": "2019-13",
    "search news.db --until 2019-02-30": "2019-02-30",
    "search news.db --since 01/02/2019": "01/02/2019",
    "search news.db --limit 0": "0 is not in the range",
    "search news.db --limit many": "'many' is not a valid integer",
    "search news.db --to xml": "'xml'",
    "search news.db --width 3": "3 is not in the range",
    "search news.db -o none/out.csv": "none",
    "search news.db -o folder": "folder",
    "search news.db -o out.xyz": ".xyz",
    "show news.db": "Missing argument",
    "show news.db 0": "0 is not in the range",
    "show news.db x": "'x' is not a valid integer",
    "show news.db 99": "no statement 99",
    "show news.db 99999999999999999999": "correction has such a large number",
    "articles news.db --limit -1": "-1 is not in the range",
    "history news.db nowhere.html": "no article with the address 'nowhere.html'",
    "history news.db": "Missing argument",
    "speakers news.db --type crowd": "'crowd'",
    "compare news.db --what everything": "'everything'",
    "compare news.db --since 2019-13": "2019-13",
    "export news.db --to docx": "'docx'",
    "correct": "Usage",
    "correct confrim news.db 1": "No such command",
    "correct confirm news.db": "Missing argument",
    "correct confirm news.db 99": "there is no statement 99",
    "correct confirm news.db 99999999999999999999": "such a large number",
    "correct reject news.db -1": "No such option",
    "correct change news.db 1": "no changes given",
    "correct change news.db 1 --form loud": "'loud'",
    "correct change news.db 1 --cue 5": "Invalid span '5': expected START:END",
    "correct change news.db 1 --cue 9:2": "Invalid span '9:2'",
    "correct change news.db 1 --cue 0:99999": "0:99999 is not a valid span in a text of",
    "correct change news.db 1 --said-on soon": "said_on: 'soon' is not an ISO date",
    "correct change news.db 1 --said-on 2019-13": "said_on: '2019-13' is not an ISO date",
    "correct change news.db 1 --type crowd": "'crowd'",
    "correct add news.db nowhere.html --content 0:4": "no article with the address",
    "correct add news.db 1.txt": "no changes given",
    "correct undo news.db 99": "there is no correction 99",
    "correct merge news.db i1": "there is no speaker",
    "correct merge news.db i99 i98": "there is no speaker 'i99'",
    "correct split news.db i99 1": "i99",
    "correct log news.db --limit 0": "0 is not in the range",
    "read": "Missing argument",
    "read missing.txt": "missing.txt: no such file",
    "read empty.txt": "empty.txt",
    "read blank.txt": "blank.txt",
    "read binary.bin": "binary.bin",
    "read page.pdf": "page.pdf",
    "read folder": "folder",
    "read *.nothing": "*.nothing",
    "read broken.json": "broken.json",
    "read table.csv": "table.csv",
    "read table.csv --text-column body": "no column 'body'",
    "read notes.txt --encoding klingon": "klingon",
    "read notes.txt --model none": "none",
    "read notes.txt --workers 0": "0 is not in the range",
    "read notes.txt --to docx": "'docx'",
    "read notes.txt -o none/out.csv": "none",
    "read notes.txt -o out.docx": ".docx",
    "read pipe": "pipe",
    "read ftp://a.example/x": "ftp://a.example/x",
    "read http://": "http://",
    "read http://[": "http://[",
    "read http://127.0.0.1:9/": "private",
    "add": "Missing argument",
    "add news.db": "Missing argument",
    "add news.db missing.txt": "missing.txt: no such file",
    "add notes.txt a.txt": "not an SQLite file",
    "add nowhere/news.db a.txt": "there is no folder nowhere",
    "audit": "Missing argument",
    "audit news.db --by paper": "'paper'",
    "audit missing.txt": "missing.txt: no such file",
    "serve news.db --port 70000": "70000 is not in the range",
    "serve news.db --host 0.0.0.0": "requires an access token",
    "serve news.db --token-file none": "the token file cannot be read",
    "serve news.db --token-file notes.txt": "a token must have at least 16 characters",
    "serve typo.db": "typo.db: no such ledger; create one with quoth add, or use --create",
    "serve news.db --workers 0": "0 is not in the range",
    "mcp news.db --model none": "none",
    "reread news.db --model none": "none",
    "search news.db --all --limit 3": "--all and --limit: give one of them",
    "search news.db --min-confidence nan": "expected a number from 0 to 1",
    "search news.db --story 0": "expected its number",
    "search news.db --status odd": "expected one of confirmed, corrected, added",
    "stories news.db --least 0": "0 is not in the range",
    "stories news.db --story x": "expected its number",
    "story news.db": "Missing argument",
    "story news.db 99": "no story 99",
    "story news.db 99999999999999999999": "such a large number",
    "dossier news.db 99": "no statement 99",
    "dossier news.db 1 --cite bibtexx": "one of plain, markdown, apa, chicago, harvard",
    "check news.db": "Missing argument",
    "check news.db missing.txt": "missing.txt: no such file",
    "check news.db notes.txt --limit 0": "0 is not in the range",
    "article edit news.db 1": "no changes given",
    "article edit news.db 99 --title x": "there is no article 99",
    "article edit news.db 1 --published 2019-13": "'2019-13' is not a valid date",
    "article edit news.db 1 --language klingonese": "not a language code",
    "article edit news.db 1 --url here": "not a valid URL",
    "article edit news.db 1 --url http://[": "not a valid URL",
    "article delete news.db 99": "there is no article 99",
    "mark add news.db --statement 1": "give a --tag, a --collection or a --note",
    "mark add news.db --tag x": "name one of --statement, --article and --speaker",
    "mark add news.db --statement 1 --article 1 --tag x": "name one of",
    "mark add news.db --statement 99 --tag x": "there is no statement '99'",
    "mark add news.db --speaker i99 --tag x": "there is no speaker 'i99'",
    "mark list news.db --kind bag": "'bag'",
    "mark remove news.db 99": "there is no 99; quoth mark list shows their numbers",
    "mark remove news.db 99999999999999999999": "such a large number",
    "user add news.db": "Missing argument",
    "user add news.db Mia --role boss": "'boss'",
    "user role news.db Nobody reader": "there is no 'Nobody'",
    "user remove news.db Nobody": "there is no 'Nobody'",
    "saved add news.db x": "needs words or a filter",
    "saved add news.db x --since 2019-13": "2019-13",
    "saved add news.db x water --hook here": "hook: 'here' is no address",
    "saved add news.db x water --hook http://[": "hook: 'http://[' is no address",
    "saved change news.db nothing --rename x": "there is no 'nothing'; quoth saved list",
    "saved remove news.db nothing": "there is no 'nothing'",
    "saved alerts news.db nothing": "there is no 'nothing'",
    "watch news.db": "nothing is watched yet",
    "watch typo.db": "no such ledger",
    "watch typo.db nowhere/": "no such folder or file",
    "watch news.db --stop nowhere": "not watched",
    "watch news.db --every 0": "0 is not in the range",
    "watch news.db --delay -1": "-1.0 is not in the range",
    "watch news.db http://[": "http://[: not a valid address",
    "watch news.db ftp://a.example/": "only http and https addresses",
    "log news.db --since 2019-13": "'2019-13' is not a day",
    "log news.db --kind loud": "'loud'",
    "correct import news.db missing.zip": "missing.zip: no such file",
    "correct import news.db notes.txt": "neither a Label Studio export (JSON) nor a brat archive",
    "correct story move news.db 99 --to 1": "there is no current article 99",
    "correct story join news.db 1": "name two stories or more",
    "correct story split news.db 99 1": "there is no story 99",
    "correct story rename news.db 99 x": "there is no story 99",
    "correct rename news.db i99 --name x": "there is no speaker 'i99'",
    "correct confirm news.db 1.5": "'1.5' is not a valid integer",
    "read notes.txt --to dataset": "--to dataset needs a folder",
    "read notes.txt --lang klingonese": "not a language code",
    "read table.csv --date-format %": "unknown date format '%'",
    "read table.csv --max-seconds nan": "give seconds above 0",
    "read file:///etc/passwd": "only http and https addresses are read",
    "read s3://a/b": "only http and https addresses are read",
    "--config none.toml articles news.db": "none.toml: no such file",
    "--config notes.txt articles news.db": "invalid configuration file",
    "config extra": "unexpected extra argument",
    "serve news.db other.db": "unexpected extra argument",
    "serve news.db --max-seconds 0": "0.0 is not in the range",
    "serve folder": "a folder; give the name of a file",
}


def numbered(number: int) -> Reading:
    """A reading of three statements that no other number has."""
    built = article(
        f"[Ada Roth] {{said}} <gauge {number} stood at {number} metres>.\n"
        f"<[The harbour office] {{said}} <ferry {number} was late>>, [the Herald] {{reported}}."
    )
    return replace(built.reading, article=replace(built.article, id=f"{number}.txt"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mistakes")
    with Ledger(folder / "news.db") as ledger:
        ledger.add(numbered(1))
        ledger.speakers()
    with sqlite3.connect(folder / "other.db") as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    connection.close()
    files = {
        "notes.txt": b"Ada said no.",
        "empty.txt": b"",
        "blank.txt": b" \n ",
        "empty.db": b"",
        "binary.bin": bytes(range(256)) * 40,
        "page.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj",
        "broken.json": b'{"text": ',
        "table.csv": b"a,b\n1,2\n",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    return folder


@pytest.fixture(autouse=True)
def here(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each starts in the folder and leaves it as it was."""
    monkeypatch.chdir(place)
    before = {path.name for path in place.iterdir()}
    yield
    left = {path.name for path in place.iterdir()} - before
    assert not {name for name in left if not name.endswith(("-wal", "-shm"))}


def said(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """The status and what is said on standard error (or, where that is nothing, the help)."""
    monkeypatch.setattr(sys, "argv", ["quoth", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    assert "internal error" not in err
    assert "secret" not in out + err
    return int(caught.value.code or 0), err or out


@pytest.mark.parametrize("typed", BAD)
def test_a_mistake_is_one_line(
    typed: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    status, told = said(typed.split(), monkeypatch, capfd)
    assert BAD[typed] in told
    if BAD[typed] != "Usage":
        assert status != 0
        last = told.strip().splitlines()[-1]
        assert last.startswith(("quoth: ", "Error: ", "Try ")) or ": nothing" in last, told
        assert len(told.strip().splitlines()) <= 4


@pytest.mark.parametrize("ledger", NO_LEDGER)
@pytest.mark.parametrize("command", ASKING)
def test_what_is_no_ledger_is_one_line(
    command: str, ledger: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    given = [part.format(ledger) for part in ASKING[command]]
    status, told = said(given, monkeypatch, capfd)
    assert status != 0
    assert NO_LEDGER[ledger] in told
    assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "given",
    [
        ["search", "news.db", "a\udcffb"],
        ["search", "news.db", "--speaker", "\ud800"],
        ["search", "\udcfe.db", "water"],
        ["read", "\udcfe.txt"],
        ["correct", "confirm", "news.db", "1", "--by", "\udcff"],
        ["speakers", "news.db", "\udcff"],
        ["history", "news.db", "\udcff"],
        ["\udcff"],
    ],
)
def test_arguments_that_are_no_text_are_one_line(
    given: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    status, told = said(given, monkeypatch, capfd)
    assert status == 2
    assert "is not valid UTF-8: " in told
    assert len(told.strip().splitlines()) == 1


def test_a_file_whose_name_is_no_text_is_still_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / "caf\udce9.txt"
    odd.write_text("")
    status, told = said(["read", str(odd)], monkeypatch, capfd)
    assert status == 1
    assert "the file is empty" in told


def test_a_fault_is_one_line_and_more_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("quoth.ledger.Ledger.count", fails)
    monkeypatch.setattr(sys, "argv", ["quoth", "search", "news.db", "--count"])
    for debug in ("", "1"):
        monkeypatch.setenv("QUOTH_DEBUG", debug)
        with pytest.raises(SystemExit) as caught:
            main()
        err = capfd.readouterr().err
        assert caught.value.code == 1
        assert "quoth: internal error in quoth (ZeroDivisionError: x)" in err
        assert ("Traceback" in err) == bool(debug)


def test_a_damaged_row_is_a_line_and_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(numbered(1), numbered(2))
        hurt = ledger.search("gauge 1")[0].id
    with sqlite3.connect(tmp_path / "news.db") as connection:
        connection.execute("UPDATE attributions SET contents = '[' WHERE id = ?", (hurt,))
    connection.close()
    monkeypatch.setattr(sys, "argv", ["quoth", "search", str(tmp_path / "news.db")])
    with pytest.raises(SystemExit) as caught:
        main()
    out, err = capfd.readouterr()
    assert caught.value.code == 0
    assert len(out.splitlines()) == 5
    assert err.startswith(f"quoth: statement {hurt} is damaged and left out")
    assert len(err.splitlines()) == 1
