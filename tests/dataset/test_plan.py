"""Which records make up which shard, and what the inputs are called."""

from __future__ import annotations

import csv
import json
import pickle
from itertools import pairwise

import pytest
from dataset_samples import SMALL, TEXTS, lines, page

from quoth.dataset import Shard, ShardOptions, plan
from quoth.dataset.places import sources
from quoth.errors import OptionError


def names(*inputs):
    return [one.name for one in sources(inputs)]


def test_small_files_go_together_and_large_ones_are_cut(tmp_path):
    lines(tmp_path / "a.jsonl", 1)
    lines(tmp_path / "b.jsonl", 1)
    lines(tmp_path / "c.jsonl", 12)
    shards = list(plan([tmp_path], SMALL))
    assert [shard.how for shard in shards[:2]] == ["files", "lines"]
    assert [one.name.split("/")[-1] for one in shards[0].files] == ["a.jsonl", "b.jsonl"]
    ranges = [(shard.start, shard.stop) for shard in shards[1:]]
    assert ranges[0][0] == 1
    assert ranges[-1][1] is None
    assert all(a[1] == b[0] for a, b in pairwise(ranges))


def test_packed_lines_are_cut_where_plain_ones_are(tmp_path):
    plain, packed = lines(tmp_path / "a.jsonl", 20), lines(tmp_path / "b.jsonl.gz", 20)
    cut = [[(s.start, s.stop) for s in plan([one], SMALL)] for one in (plain, packed)]
    assert cut[0] == cut[1]
    assert len(cut[0]) > 3


def test_tables_are_cut_between_rows_though_a_row_has_many_lines(tmp_path):
    path = tmp_path / "t.csv"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text"])
        writer.writerows([f"n{i}", f"{TEXTS[0]}\n\n{TEXTS[1]}"] for i in range(8))
    shards = list(plan([path], SMALL))
    assert {shard.how for shard in shards} == {"rows"}
    assert len(shards) > 2


def test_shards_are_small_values_that_travel(tmp_path):
    for shard in plan([lines(tmp_path / "a.jsonl", 9)], SMALL):
        assert Shard.from_dict(json.loads(json.dumps(shard.to_dict()))) == shard
        assert pickle.loads(pickle.dumps(shard)) == shard


def test_ids_are_those_of_names_and_sizes_not_of_places_and_times(tmp_path):
    here, there = (lines(tmp_path / x / "news" / "a.jsonl", 9).parent for x in "xy")
    assert [s.id for s in plan([here], SMALL)] == [s.id for s in plan([there], SMALL)]
    lines(there / "a.jsonl", 10)
    assert {s.id for s in plan([here], SMALL)}.isdisjoint(s.id for s in plan([there], SMALL))


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path):
    a, b = lines(tmp_path / "x" / "a.jsonl", 1), lines(tmp_path / "y" / "a.jsonl", 1)
    assert names(a, b) == ["x/a.jsonl", "y/a.jsonl"]
    assert names(b, a) == ["y/a.jsonl", "x/a.jsonl"]
    assert names(a.parent, b.parent) == ["x/a.jsonl", "y/a.jsonl"]


def test_an_input_given_twice_is_one(tmp_path):
    a = lines(tmp_path / "a.jsonl", 1)
    assert names(a, a, str(a)) == ["a.jsonl"]


def test_patterns_name_files_below_their_fixed_part(tmp_path):
    for name in ("news/x/a.html", "news/y/b.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(page(TEXTS[0]))
    assert names(f"{tmp_path}/news/**/*.html") == ["news/x/a.html", "news/y/b.html"]


@pytest.mark.parametrize("given", ["nothing-here.jsonl", "-"])
def test_an_input_that_cannot_be_read_again_or_at_all_is_refused(given):
    with pytest.raises(OptionError, match=given):
        names(given)


def test_a_folder_without_articles_is_refused(tmp_path):
    with pytest.raises(OptionError, match="no article files"):
        names(tmp_path)


@pytest.mark.parametrize("options", [{"shard_words": 0}, {"seconds": 0}])
def test_options_without_sense_are_refused(options):
    with pytest.raises(OptionError, match="above zero"):
        ShardOptions(**options)
