"""Worker processes: the same tables as one process makes, whoever dies on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import crashing
import pytest
from dataset_samples import SMALL, every_kind, files, line, lines, table

from command import QUOTH, environment
from quoth.dataset import ShardOptions, read_dataset
from quoth.dataset.pool import Pool, Task
from quoth.dataset.told import Silent


class Heard(Silent):
    def __init__(self):
        self.lines = []

    def say(self, line):
        self.lines.append(line)


def test_a_pool_of_two_makes_the_files_of_one_process(tmp_path):
    given = [every_kind(tmp_path / "news")]
    assert read_dataset(given, tmp_path / "two", SMALL, workers=2) == read_dataset(
        given, tmp_path / "one", SMALL
    )
    assert files(tmp_path / "two") == files(tmp_path / "one")
    read = table(tmp_path / "two", "articles")
    assert set(read.column("status").to_pylist()) == {"read"}
    kinds = {name.rpartition(".")[2] for name in read.column("input").to_pylist()}
    assert {"jsonl", "html"} <= kinds


@pytest.mark.parametrize("place", ["statements/", "articles/", "_quoth/done/"])
def test_a_worker_killed_before_a_part_or_the_manifest_costs_nothing(tmp_path, monkeypatch, place):
    monkeypatch.setenv("QUOTH_TEST_MARK", str(tmp_path / "mark"))
    monkeypatch.setenv("QUOTH_TEST_PLACE", place)
    given = lines(tmp_path / "a.jsonl", 9)
    heard = Heard()
    engine = Pool(2, heard, crashing.read_shard)
    report = read_dataset([given], tmp_path / "out", SMALL, engine=engine)
    assert (tmp_path / "mark").exists()
    assert len(heard.lines) == 1
    assert report == read_dataset([given], tmp_path / "whole", SMALL)
    for name in ("statements", "articles"):
        assert table(tmp_path / "out", name).equals(table(tmp_path / "whole", name))


def test_a_record_that_ends_the_process_costs_one_row(tmp_path, monkeypatch):
    monkeypatch.setenv("QUOTH_TEST_MARK", str(tmp_path / "mark"))
    given = tmp_path / "a.jsonl"
    deadly, once = line(0).replace("n0", "deadly"), line(1).replace("n1", "deadly once")
    given.write_text(line(2) + deadly + line(3) + once + line(4))
    heard = Heard()
    engine = Pool(1, heard, crashing.read_shard)
    report = read_dataset([given], tmp_path / "out", ShardOptions(), engine=engine)
    assert report.counts["failed"] == 1
    rows = table(tmp_path / "out", "articles").to_pylist()
    assert [row["status"] for row in rows] == ["read", "failed", "read", "read", "read"]
    assert rows[1]["reason"] == "the reading process was killed"
    assert len(heard.lines) == 3
    assert "a process ended at record 2; read again" in heard.lines[0]


def test_a_shard_at_which_processes_end_all_over_is_given_up():
    task = Task(next(iter([None])))
    task.deaths = [0] * 9
    assert not task.hopeless
    task.deaths = [0] * 10
    assert task.hopeless
    task.deaths = [3, 3, 5]
    assert task.avoid == (3,)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_main_killed_its_workers_end_and_the_next_run_goes_on(tmp_path):
    given = lines(tmp_path / "a.jsonl", 40)
    out = tmp_path / "out"
    command = ["read", given, "--to", "dataset", "-o", out, "--workers", "2", "--shard-words", "60"]
    main = subprocess.Popen(
        [*QUOTH, *map(str, command)], env=environment(), stderr=subprocess.DEVNULL
    )
    while not list(out.glob("_quoth/done/*")) and main.poll() is None:
        time.sleep(0.05)
    children = _children(main.pid)
    os.kill(main.pid, signal.SIGKILL)
    main.wait()
    assert len(children) >= 2
    while any(map(_runs, children)):  # the limit of the test ends this where they stay
        time.sleep(0.05)
    done = {one: one.stat().st_mtime_ns for one in out.glob("_quoth/done/*")}
    options = replace(SMALL, shard_words=60)
    assert read_dataset([given], out, options).missing == ()
    assert {one: one.stat().st_mtime_ns for one in done} == done
    read_dataset([given], tmp_path / "whole", options)
    for name in ("statements", "articles"):
        assert table(out, name).equals(table(tmp_path / "whole", name))


def _children(parent: int) -> list[int]:
    found = []
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(one.parent.name))
    return found


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
