"""Ray makes the same tables, whoever ends on the way."""

from __future__ import annotations

import crashing
import pytest
from dataset_samples import SMALL, every_kind, files, line, table

pytest.importorskip("ray", reason='ray (the extra "ray") is not installed')

from quoth.dataset import ShardOptions, read_dataset
from quoth.dataset.on_ray import RayEngine


@pytest.mark.filterwarnings("ignore")
def test_two_actors_make_the_files_of_one_process(tmp_path):
    given = [every_kind(tmp_path / "news")]
    report = read_dataset(given, tmp_path / "ray", SMALL, engine=RayEngine(None, 2))
    assert report == read_dataset(given, tmp_path / "one", SMALL)
    assert files(tmp_path / "ray") == files(tmp_path / "one")


@pytest.mark.filterwarnings("ignore")
def test_a_record_that_ends_the_actor_costs_one_row(tmp_path):
    import ray

    ray.cloudpickle.register_pickle_by_value(crashing)  # actors do not find the tests
    given = tmp_path / "a.jsonl"
    given.write_text(line(2) + line(0).replace("n0", "deadly") + line(3))
    engine = RayEngine(None, 1, read=crashing.read_shard)
    report = read_dataset([given], tmp_path / "out", ShardOptions(), engine=engine)
    assert report.reasons == {"the reading process was killed": 1}
    statuses = table(tmp_path / "out", "articles").column("status").to_pylist()
    assert statuses == ["read", "failed", "read"]
