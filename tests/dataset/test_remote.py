"""Inputs and datasets at addresses that fsspec knows; no object is ever seen half."""

from __future__ import annotations

import itertools
import re

import pytest
from dataset_samples import SMALL, files, lines

from quoth.dataset import read_dataset, readings
from quoth.errors import OptionError

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
_numbers = itertools.count()


@pytest.fixture
def memory():
    """An empty place in memory, and its file system."""
    return f"memory://place{next(_numbers)}", fsspec.filesystem("memory")


def without_id(name):
    return re.sub("-[0-9a-f]{12}", "", name)


def test_a_dataset_in_memory_is_that_of_a_folder(tmp_path, memory):
    place, system = memory
    news = lines(tmp_path / "news.jsonl", 9)
    system.pipe_file(f"{place}/in/news.jsonl", news.read_bytes())
    read_dataset([f"{place}/in/news.jsonl"], f"{place}/out", SMALL)
    read_dataset([news], tmp_path / "out", SMALL)
    root = place.removeprefix("memory:/") + "/out/"
    there = {one.removeprefix(root): system.cat_file(one) for one in system.find(root)}
    here = files(tmp_path / "out")
    tables = [name for name in here if name.endswith(".parquet")]
    # Names of inputs differ, so keys and ids of shards do; the texts do not.
    assert sorted(map(without_id, there)) == sorted(map(without_id, here))
    assert len(tables) > 6
    assert [one.article.text for one in readings(f"{place}/out")] == [
        one.article.text for one in readings(tmp_path / "out")
    ]


def test_every_object_is_put_once_and_the_manifest_last(tmp_path, memory, monkeypatch):
    place, system = memory
    seen = []
    put = type(system).pipe_file

    def told(self, path, value, **named):
        seen.append(path.removeprefix(place.removeprefix("memory:/") + "/"))
        put(self, path, value, **named)

    monkeypatch.setattr(type(system), "pipe_file", told)
    read_dataset([lines(tmp_path / "a.jsonl", 2)], place, SMALL)
    parts = [name.split("/part-")[0].split("/0000")[0] for name in seen]
    assert parts == [
        *("_quoth/run.json", "statements", "articles", "_quoth/done"),
        *("_quoth/plan.json", "_quoth/report.json", "_SUCCESS"),
    ]


def test_folders_and_patterns_are_inputs(tmp_path, memory):
    from quoth.dataset.places import sources

    place, system = memory
    for name in ("in/a.jsonl", "in/deep/b.jsonl", "in/notes.doc", "in/.hidden/c.jsonl"):
        system.pipe_file(f"{place}/{name}", b"{}")
    found = [one.name for one in sources([f"{place}/in"])]
    assert found == [f"{place}/in/a.jsonl", f"{place}/in/deep/b.jsonl"]
    assert [one.name for one in sources([f"{place}/in/*.jsonl"])] == [f"{place}/in/a.jsonl"]


@pytest.mark.parametrize(
    ("given", "why"), [("memory://nothing/here.jsonl", "no such file"), ("what://x", "what")]
)
def test_addresses_that_lead_nowhere_are_refused(tmp_path, given, why):
    with pytest.raises(OptionError, match=why):
        read_dataset([given], tmp_path / "out", SMALL)
