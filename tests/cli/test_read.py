"""``quoth read``: articles in, their attributions out, errors a line each."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import QUOTH, environment, lines, quoth
from quoth import __version__
from quoth.formats import FORMATS, format_of
from samples import BRIDGE, EASY, SPANISH

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and terminals of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "easy.txt").write_text(EASY, encoding="utf-8")
    (tmp_path / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("format", "start"), [("parquet", b"PAR1"), ("brat", b"PK")])
def test_formats_that_are_no_text(folder: Path, format: str, start: bytes) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow", reason='pyarrow (the extra "parquet") is not installed')
    run = quoth("read", "easy.txt", "--to", format, "-o", "out", cwd=folder)
    assert (run.returncode, run.stdout) == (0, b"")
    assert (folder / "out").read_bytes().startswith(start)


# --- formats --------------------------------------------------------------------------------------


def check_format(name: str, output: str) -> None:
    match name:
        case "view":
            assert "Maria Lindqvist" in output
            assert "\x1b" not in output
        case "json":
            (reading,) = json.loads(output)["readings"]
            assert reading["article"]["text"] == EASY
        case "jsonl":
            (reading,) = map(json.loads, output.splitlines())
            assert reading["attributions"][0]["cue"]["text"] == "said"
        case "csv":
            (row,) = csv.DictReader(io.StringIO(output))
            assert row["cue"] == "said"
            assert row["content"].endswith("taxes would rise")
        case "citron":
            article = json.loads(output)
            (quote,) = article["quotes"]
            assert EASY[quote["cue"]["start"] : quote["cue"]["end"]] == "said"
        case "html":
            assert output.lower().startswith("<!doctype html>")
            assert "Maria Lindqvist" in output
        case "webannotation":
            (note,) = json.loads(output)["items"]
            assert len(note["target"]) == 3
        case "jsonld":
            assert "NewsArticle" in [node["type"] for node in json.loads(output)["graph"]]
        case "labelstudio":
            (task,) = json.loads(output)
            assert task["data"]["text"] == EASY
        case "conll":
            assert "\tB-CUE" in output
        case "doccano":
            assert "Cue" in [one["label"] for one in json.loads(output)["entities"]]
        case "prodigy":
            assert "Cue" in [one["label"] for one in json.loads(output)["spans"]]
        case _:
            pytest.fail(f"a format without a test: {name}")


@pytest.mark.parametrize("name", [one for one in FORMATS if not format_of(one).binary])
def test_every_format_in_a_pipe_and_in_a_file(folder: Path, name: str) -> None:
    run = quoth("read", "easy.txt", "--to", name, cwd=folder)
    assert (run.returncode, run.stderr) == (0, b"")
    check_format(name, run.stdout.decode())
    file = quoth("read", "easy.txt", "--to", name, "-o", "out", cwd=folder)
    assert (file.returncode, file.stdout) == (0, b"")
    assert (folder / "out").read_bytes() == run.stdout


def test_the_suffix_of_the_file_chooses_the_format(folder: Path) -> None:
    run = quoth("read", "easy.txt", "-o", "quotes.csv", cwd=folder)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    check_format("csv", (folder / "quotes.csv").read_bytes().decode())
    wrong = quoth("read", "easy.txt", "-o", "quotes.docx", cwd=folder)
    assert wrong.returncode == 2
    assert b"quotes.docx: no format writes .docx files; choose one with --to" in wrong.stderr
    assert not (folder / "quotes.docx").exists()


def test_a_pipe_gets_json_lines_in_input_order(folder: Path) -> None:
    run = quoth("read", "bridge.txt", "easy.txt", "bridge.txt", cwd=folder)
    texts = [json.loads(line)["article"]["text"] for line in lines(run.stdout)]
    assert texts == [BRIDGE, EASY, BRIDGE]


def test_the_same_bytes_with_any_number_of_workers(folder: Path) -> None:
    one = quoth("read", "bridge.txt", "easy.txt", "nowhere", "--workers", "1", cwd=folder)
    two = quoth("read", "bridge.txt", "easy.txt", "nowhere", "--workers", "2", cwd=folder)
    assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, two.returncode)
    assert len(lines(one.stdout)) == 2


def test_standard_input(folder: Path) -> None:
    run = quoth("read", "-", stdin=EASY.encode())
    assert run.returncode == 0
    assert json.loads(run.stdout)["article"]["text"] == EASY


def test_columns_and_language_are_handed_on(folder: Path) -> None:
    table = f"key\twords\n7\t{EASY}\n8\t{SPANISH}\n"
    (folder / "rows.tsv").write_text(table, encoding="utf-8")
    columns = ("--text-column", "words", "--id-column", "key")
    run = quoth("read", "rows.tsv", *columns, cwd=folder)
    first, second = map(json.loads, lines(run.stdout))
    assert (first["article"]["id"], len(first["attributions"])) == ("7", 1)
    assert second["attributions"] == []
    (warning,) = lines(run.stderr)
    assert warning.startswith("quoth: 8: ")
    assert "(es)" in warning
    assert run.returncode == 0
    insisted = quoth("read", "rows.tsv", *columns, "--lang", "en", cwd=folder)
    assert insisted.stderr == b""


# --- what goes wrong ------------------------------------------------------------------------------


def test_each_bad_input_is_one_line_and_the_others_are_read(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "photo.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    names = ("nowhere.txt", "easy.txt", "empty.txt", "photo.html", "bridge.txt")
    run = quoth("read", *names, cwd=folder)
    assert run.returncode == 1
    assert [json.loads(line)["article"]["text"] for line in lines(run.stdout)] == [EASY, BRIDGE]
    told = lines(run.stderr)
    assert len(told) == 3
    for name, line in zip(("nowhere.txt", "empty.txt", "photo.html"), told, strict=True):
        assert line.startswith(f"quoth: {name}: ")


def test_names_cannot_steer_the_terminal(folder: Path) -> None:
    run = quoth("read", "no\x1b[2Jwhere\n.txt", cwd=folder)
    assert run.returncode == 1
    assert b"\x1b" not in run.stderr
    assert len(lines(run.stderr)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "easy.txt", "--no-such-option"], "No such option"),
        (["read"], "Missing argument"),
        (["read", "easy.txt", "--to", "xml"], "'xml' is not one of"),
        (["read", "easy.txt", "--workers", "0"], "--workers"),
        (["read", "easy.txt", "--width", "3"], "--width"),
        (["read", "easy.txt", "--encoding", "klingon"], "klingon"),
        (["read", "easy.txt", "-o", "nowhere/out"], "there is no folder nowhere"),
        (["read", "easy.txt", "-o", "."], "is a folder"),
        (["reed", "easy.txt"], "No such command"),
    ],
)
def test_options_that_make_no_sense(folder: Path, arguments: list[str], said: str) -> None:
    run = quoth(*arguments, cwd=folder)
    assert run.returncode == 2
    assert run.stdout == b""
    assert said in run.stderr.decode()
    assert b"Traceback" not in run.stderr


def test_a_model_that_is_not_there(folder: Path) -> None:
    run = quoth("read", "easy.txt", "--model", "nowhere", "-o", "out", cwd=folder)
    assert run.returncode == 1
    assert lines(run.stderr) == [
        "quoth: nowhere: not a model folder (bundle.json is missing); reinstall quoth or choose "
        "another folder"
    ]
    assert not (folder / "out").exists()


def test_version_and_help() -> None:
    assert lines(quoth("--version").stdout) == [f"quoth {__version__}"]
    for arguments in (["--help"], ["-h"], ["read", "--help"]):
        run = quoth(*arguments)
        assert run.returncode == 0
        assert b"Usage: " in run.stdout


# --- output whole or not at all -------------------------------------------------------------------


def test_a_file_is_replaced_only_by_a_whole_one(folder: Path) -> None:
    out = folder / "out.jsonl"
    out.write_text("what was there")
    before = sorted(path.name for path in folder.iterdir())
    failed = quoth("read", "easy.txt", "--model", "nowhere", "-o", "out.jsonl", cwd=folder)
    assert failed.returncode == 1
    assert out.read_text() == "what was there"
    done = quoth("read", "easy.txt", "nowhere", "-o", "out.jsonl", cwd=folder)
    assert done.returncode == 1  # one input was bad, the rest is whole
    assert len(out.read_text().splitlines()) == 1
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_pipe_that_is_closed_is_no_error(folder: Path) -> None:
    names = ["bridge.txt"] * 40
    with subprocess.Popen(
        [*QUOTH, "read", *names, "--to", "json", "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(),
    ) as run:
        assert run.stdout
        assert run.stderr
        assert run.stdout.readline() == b"{\n"
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(timeout=300) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_standard_output_is_one_line(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [*QUOTH, "read", "easy.txt"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment(),
            timeout=300,
            check=False,
        )
    assert run.returncode == 2
    assert lines(run.stderr) == ["quoth: cannot write the output: no space left on device"]


@pytest.mark.parametrize(("closed", "status"), [(">&-", 2), ("2>&-", 1)], ids=["output", "errors"])
def test_streams_that_are_closed(folder: Path, closed: str, status: int) -> None:
    run = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *QUOTH, "read", "easy.txt", "nowhere"],
        capture_output=True,
        cwd=folder,
        env=environment(),
        timeout=300,
        check=False,
    )
    assert run.returncode == status
    assert b"Traceback" not in run.stderr
    if status == 2:
        assert lines(run.stderr) == ["quoth: standard output is closed; name a file with -o"]
    else:
        assert len(lines(run.stdout)) == 1


def test_the_folder_of_the_user_is_not_imported_from(folder: Path) -> None:
    (folder / "numpy.py").write_text("raise SystemExit('imported')")
    run = subprocess.run(
        [Path(sys.executable).with_name("quoth"), "read", "easy.txt"],
        capture_output=True,
        cwd=folder,
        env=environment(),
        timeout=300,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert os.fspath(folder) not in run.stdout.decode()
