"""Ray makes the same tables, whoever ends on the way."""

from __future__ import annotations

import pytest
from dataset_samples import SMALL, files, lines

pytest.importorskip("ray", reason='ray (the extra "ray") is not installed')

from quoth.dataset import read_dataset
from quoth.dataset.on_ray import RayEngine


@pytest.mark.filterwarnings("ignore")
def test_two_actors_make_the_files_of_one_process(tmp_path):
    given = [lines(tmp_path / "a.jsonl.gz", 9)]
    report = read_dataset(given, tmp_path / "ray", SMALL, engine=RayEngine(None, 2))
    assert report == read_dataset(given, tmp_path / "one", SMALL)
    assert files(tmp_path / "ray") == files(tmp_path / "one")
