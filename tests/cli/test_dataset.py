"""``quoth read --to dataset``, ``quoth add`` of one and ``quoth export`` to one."""

from __future__ import annotations

import json

import pytest

from command import lines, quoth

SAYS = "“The bridge is closed,” Mayor Ana Belić said on Monday. At least 20 were hurt, she said."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An input with a broken record, and the dataset of it."""
    folder = tmp_path_factory.mktemp("made")
    given = folder / "news.jsonl"
    article = json.dumps({"id": "n1", "text": SAYS, "published": "2031-02-03"})
    given.write_text(f"{article}\n{{broken\n")
    done = quoth("read", given, "--to", "dataset", "-o", folder / "set", "--workers", "1")
    return given, folder / "set", done


def test_it_says_what_became_of_the_records(made):
    _, out, done = made
    assert done.returncode == 1
    said = lines(done.stderr)
    assert said[0] == f"{out}: 2 records (1 read, 1 failed), 2 statements"
    assert said[1].strip().startswith("1 × not JSON")
    assert (out / "_SUCCESS").exists()


def test_a_second_run_does_nothing_and_says_the_same(made):
    given, out, done = made
    again = quoth("read", given, "--to", "dataset", "-o", out, "--workers", "1")
    assert (again.returncode, again.stderr) == (done.returncode, done.stderr)


def test_another_option_is_refused_and_named(made):
    given, out, _ = made
    done = quoth("read", given, "--to", "dataset", "-o", out, "--no-text")
    assert done.returncode == 2
    assert b"options text was True and is False" in done.stderr
    assert len(lines(done.stderr)) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "dataset"], "needs a folder: name it with -o"),
        (["--to", "dataset", "-o", "x", "--shard", "three"], "expected I/N"),
        (["--to", "dataset", "-o", "x", "--address", "auto"], "can only be used with --engine ray"),
        (["--to", "jsonl", "--no-text"], "--no-text can only be used with --to dataset"),
    ],
)
def test_options_that_do_not_fit_are_refused(made, tmp_path, arguments, told):
    done = quoth("read", made[0], *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr.decode()


def test_a_dataset_goes_into_a_ledger_and_comes_out_the_same(made, tmp_path):
    _, out, _ = made
    added = quoth("add", "news.db", out, cwd=tmp_path)
    assert added.returncode == 0
    assert b"1 new (2 statements stored)" in added.stderr
    exported = quoth("export", "news.db", "--to", "dataset", "-o", "set", cwd=tmp_path)
    assert exported.returncode == 0, exported.stderr
    from quoth.dataset import readings

    assert list(readings(tmp_path / "set")) == list(readings(out))
    again = quoth("export", "news.db", "--to", "dataset", "-o", "set", cwd=tmp_path)
    assert again.returncode == 2
    assert b"already contains a dataset" in again.stderr
