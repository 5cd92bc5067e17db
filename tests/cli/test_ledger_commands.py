"""``quoth add``, ``search``, ``speakers``, ``compare``, ``history``, ``reread``, ``export``."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from command import lines, quoth
from samples import BRIDGE, EASY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and terminals of POSIX")

CHANGED = BRIDGE.replace("two of the seven pillars", "three of the seven pillars").replace(
    "“Nobody asked us,” he added.", "“Nobody asked us at all,” he added."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "easy.txt").write_text(EASY, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of three outlets, two of which ran the same story."""
    folder = tmp_path_factory.mktemp("filled")
    rows = [
        {"url": "https://herald.example/1", "outlet": "The Holt Herald", "text": BRIDGE},
        {"url": "https://courier.example/1", "outlet": "The Courier", "text": CHANGED},
        {"url": "https://arenal.example/1", "outlet": "The Arenal Times", "text": EASY},
    ]
    data = "".join(json.dumps({**row, "published": "2031-03-04"}) + "\n" for row in rows)
    (folder / "rows.jsonl").write_text(data, encoding="utf-8")
    run = quoth("add", "news.db", "rows.jsonl", cwd=folder)
    assert run.returncode == 0
    return folder


def test_adding_says_what_was_kept_and_the_same_again_changes_nothing(folder: Path) -> None:
    first = quoth("add", "news.db", "bridge.txt", "easy.txt", cwd=folder)
    assert (first.returncode, first.stdout) == (0, b"")
    (said,) = lines(first.stderr)
    assert said.startswith("news.db: 2 new (")
    again = quoth("add", "news.db", "bridge.txt", "easy.txt", cwd=folder)
    assert lines(again.stderr) == ["news.db: 2 unchanged (0 statements stored)"]
    assert quoth("add", "--quiet", "news.db", "easy.txt", cwd=folder).stderr == b""


def test_bad_inputs_are_named_and_the_others_are_kept(folder: Path) -> None:
    run = quoth("add", "news.db", "missing.txt", "easy.txt", cwd=folder)
    assert run.returncode == 1
    assert lines(run.stderr)[0] == "quoth: missing.txt: no such file"
    assert lines(run.stderr)[1].startswith("news.db: 1 new")


def test_a_text_that_changed_is_a_new_version_and_history_shows_it(folder: Path) -> None:
    quoth("add", "news.db", "bridge.txt", cwd=folder)
    (folder / "bridge.txt").write_text(CHANGED, encoding="utf-8")
    run = quoth("add", "news.db", "bridge.txt", cwd=folder)
    assert "1 changed" in lines(run.stderr)[0]
    shown = quoth("history", "news.db", "bridge.txt", cwd=folder).stdout.decode()
    assert "version 2" in shown
    assert "{+at all," in shown or "{+us at all,”+}" in shown
    told = json.loads(quoth("history", "news.db", "bridge.txt", "--to", "json", cwd=folder).stdout)
    assert [version["version"] for version in told["versions"]] == [1, 2]
    whats = {change["what"] for change in told["versions"][1]["changes"]}
    assert "figure changed" in whats


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("search", "none.db", "x"), "none.db: no such ledger; create one with: quoth add"),
        (("history", "news.db", "nowhere"), "no article with the address 'nowhere'"),
        (("search", "easy.txt", "x"), "easy.txt: not a ledger (not an SQLite file)"),
        (("add", "none/news.db", "easy.txt"), "there is no folder none"),
        (("add", "mysql://u:pw@h/x", "easy.txt"), "not mysql://"),
        (("search", "news.db", "--since", "soon"), "since='soon': expected an ISO date"),
        (
            ("search", "news.db", "--form", "loud"),
            "form='loud': expected one of direct, indirect, mixed",
        ),
        (("search", "news.db", "--min-confidence", "2"), "expected a number from 0 to 1"),
        (("compare", "news.db", "-o", "all.csv"), "no format writes .csv files"),
    ],
)
def test_mistakes_are_one_line(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    quoth("add", "--quiet", "news.db", "easy.txt", cwd=folder)
    run = quoth(*arguments, cwd=folder)
    assert run.returncode != 0
    assert words in run.stderr.decode()
    assert b"Traceback" not in run.stderr
    assert b"pw" not in run.stderr


def test_what_a_search_leaves_out_is_told(filled: Path) -> None:
    every = quoth("search", "news.db", "--count", cwd=filled)
    total = int(every.stdout)
    run = quoth("search", "news.db", "-n", "2", cwd=filled)
    assert len(lines(run.stdout)) == 2
    assert lines(run.stderr) == [f"2 of {total} statements; --limit or --all for more"]
    run = quoth("search", "news.db", "nobodysaidthis", "-o", "none.csv", cwd=filled)
    assert lines(run.stderr) == ["no statement found"]
    for shown in (("-n", str(total)), ("--all",)):
        assert quoth("search", "news.db", *shown, cwd=filled).stderr == b""


def test_search_shows_the_words_marked(filled: Path) -> None:
    found = quoth("search", "news.db", "customers", "--to", "view", cwd=filled).stdout.decode()
    assert "customers" in found
    assert "The Holt Herald · 2031-03-04" in found
    rows = lines(quoth("search", "news.db", "customers", cwd=filled).stdout)
    one = json.loads(rows[0])
    a, b = one["marks"][0]
    assert one["content"][a:b] == "customers"
    assert quoth("search", "news.db", "taxes", "--count", cwd=filled).stdout == b"1\n"


@pytest.mark.parametrize("format", ["json", "csv", "citron", "html", "jsonld", "webannotation"])
def test_search_and_export_write_the_formats_of_read(filled: Path, format: str) -> None:
    for command in ("search", "export"):
        run = quoth(command, "news.db", "taxes", "--to", format, cwd=filled)
        assert run.returncode == 0, run.stderr
        assert "taxes" in run.stdout.decode()


def test_export_takes_all_or_a_selection(filled: Path) -> None:
    whole = lines(quoth("export", "news.db", "--to", "jsonl", cwd=filled).stdout)
    assert len(whole) == 3  # readings, as quoth read writes them
    some = quoth("export", "news.db", "--to", "csv", "--outlet", "the courier", cwd=filled).stdout
    rows = list(csv.DictReader(io.StringIO(some.decode())))
    assert {row["outlet"] for row in rows} == {"The Courier"}
    quoth("export", "news.db", "--to", "csv", "-o", "out.csv", cwd=filled)
    assert (filled / "out.csv").read_text(encoding="utf-8").startswith("statement,") or (
        filled / "out.csv"
    ).read_text(encoding="utf-8").startswith("id,")


def test_speakers_are_counted_over_articles(filled: Path) -> None:
    told = json.loads(quoth("speakers", "news.db", "Rosk", "--why", cwd=filled).stdout)
    (one,) = told["speakers"]
    assert one["name"] == "Tilda Rosk"
    assert (one["articles"], one["outlets"]) == (2, 2)
    assert len(one["places"]) == 2
    shown = quoth("speakers", "news.db", "--to", "view", cwd=filled).stdout.decode()
    assert "Tilda Rosk" in shown
    table = quoth("speakers", "news.db", "--to", "csv", cwd=filled).stdout.decode()
    assert table.startswith("id,name,type,names")


def test_compare_shows_quotations_and_copies(filled: Path) -> None:
    shown = quoth("compare", "news.db", "--each-copy", "--to", "view", cwd=filled).stdout.decode()
    assert "Said in 2 articles" in shown
    assert "One text in 2 articles" in shown
    told = json.loads(quoth("compare", "news.db", "--what", "copies", cwd=filled).stdout)
    assert len(told["copies"]) == 1
    assert told["quotations"] == []


def test_audit_takes_a_ledger(filled: Path) -> None:
    told = json.loads(quoth("audit", "news.db", "--by", "outlet", cwd=filled).stdout)
    assert [one["group"] for one in told["audits"]] == [
        "The Arenal Times",
        "The Courier",
        "The Holt Herald",
    ]


def test_reread_says_how_many(filled: Path) -> None:
    assert lines(quoth("reread", "news.db", cwd=filled).stderr) == ["0 texts read again"]
    assert lines(quoth("reread", "news.db", "--all", cwd=filled).stderr) == ["3 texts read again"]


def test_a_draft_is_checked_quotation_by_quotation(filled: Path) -> None:
    draft = (
        "“Nobody asked us,” he said. “The moon was closed for repairs on Sunday,” Rudi Marsh said."
    )
    (filled / "draft.txt").write_text(draft, encoding="utf-8")
    run = quoth("check", "news.db", "draft.txt", "--to", "json", "--lang", "en", cwd=filled)
    assert run.returncode == 0
    (checked,) = json.loads(run.stdout)["drafts"]
    verdicts = [one["verdict"] for one in checked["quotations"]]
    assert verdicts == ["word for word", "not found"]
    shown = quoth("check", "news.db", "draft.txt", "--to", "view", "--lang", "en", cwd=filled)
    assert "2 quotations: 1 word for word, 1 not found" in shown.stdout.decode()


def test_a_draft_that_is_missing_is_told_in_a_line(filled: Path) -> None:
    run = quoth("check", "news.db", "nothing.txt", cwd=filled)
    assert run.returncode == 1
    assert "nothing.txt: no such file" in run.stderr.decode()
