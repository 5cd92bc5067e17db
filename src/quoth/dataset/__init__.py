"""Datasets: statements and articles as Parquet parts, made shard by shard, on any number of cores.

    from quoth.dataset import ShardOptions, read_dataset

    report = read_dataset(["news.jsonl.gz"], "statements", ShardOptions(), workers=2)

A shard is a range of records of the inputs; it is read by one process into one part of each table,
and a manifest, written last, says that it is done. What is done is never done again, so a run that
was stopped anywhere goes on when it is started again, and gives the same tables.

pyarrow (the extra "parquet") is loaded when a part is written, not when quoth.dataset is imported.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from quoth.dataset.options import Report, Shard, ShardOptions, ShardReport

if TYPE_CHECKING:
    from quoth.dataset.load import readings, write_readings
    from quoth.dataset.parts import read_batch, rows
    from quoth.dataset.planning import plan
    from quoth.dataset.run import finish, read_dataset
    from quoth.dataset.schemas import ARTICLES, STATEMENTS
    from quoth.dataset.shards import read_shard

__all__ = [
    "ARTICLES",
    "STATEMENTS",
    "Report",
    "Shard",
    "ShardOptions",
    "ShardReport",
    "finish",
    "plan",
    "read_batch",
    "read_dataset",
    "read_shard",
    "readings",
    "rows",
    "write_readings",
]

_WHERE = {
    "ARTICLES": "schemas",
    "STATEMENTS": "schemas",
    "finish": "run",
    "plan": "planning",
    "read_batch": "parts",
    "read_dataset": "run",
    "read_shard": "shards",
    "readings": "load",
    "rows": "parts",
    "write_readings": "load",
}


def __getattr__(name: str) -> object:
    if name in _WHERE:
        return getattr(import_module(f"quoth.dataset.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'quoth.dataset' has no attribute {name!r}")
