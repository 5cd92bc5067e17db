"""Statements of a Spark table of articles, by ``mapInArrow``; skipped where there is no Spark."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quoth.dataset import STATEMENTS, read_batch
from web_story import STORY

pytest.importorskip("pyspark", reason="Spark is not installed: pip install pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java: apt install default-jre-headless", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("default")  # Spark's own

ROWS = [
    ("harbour", STORY, "2020-03-04"),
    ("bridge", "The bridge is safe, the ministry said on Monday.", "2020-03-04"),
    ("nothing", "", None),
    ("tide", "The tide was high. The wind blew.", None),
]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    place = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", ":".join(sys.path))  # workers find quoth where the tests do
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", str(place))
            .config("spark.sql.warehouse.dir", str(place / "warehouse"))
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


def test_a_spark_table_gives_the_statements_that_one_process_gives(
    spark: Any, tmp_path: Path
) -> None:
    from pyspark.sql.pandas.types import from_arrow_schema

    def read(batches: Any) -> Any:
        for batch in batches:
            yield from read_batch(batch).to_batches()

    articles = spark.createDataFrame(ROWS, "id string, text string, published string")
    made = articles.repartition(2).mapInArrow(read, from_arrow_schema(STATEMENTS))
    made.write.parquet(str(tmp_path / "statements"))

    pandas = pytest.importorskip("pandas")
    pyarrow = pytest.importorskip("pyarrow")
    here = pyarrow.Table.from_pylist(
        [dict(zip(("id", "text", "published"), row, strict=True)) for row in ROWS]
    )
    expected = read_batch(here).to_pandas()
    found = pandas.read_parquet(tmp_path / "statements")
    keys = ["article_key", "statement"]
    assert list(found.columns) == list(expected.columns)
    assert sorted(map(repr, found.to_dict("records"))) == sorted(
        map(repr, expected.to_dict("records"))
    )
    assert not found.duplicated(keys).any()
    assert {"harbour", "bridge"} == set(found.article_id)


def test_a_dataset_is_a_table_of_spark(spark: Any, tmp_path: Path) -> None:
    from quoth.dataset import ShardOptions, read_dataset

    (tmp_path / "bridge.txt").write_text(ROWS[1][1], encoding="utf-8")
    read_dataset([tmp_path / "bridge.txt"], tmp_path / "out", ShardOptions())
    frame = spark.read.parquet(str(tmp_path / "out" / "statements"))
    named = frame.selectExpr("content", "explode(speakers) AS who").select("content", "who.label")
    (row,) = named.collect()
    assert (row.content, row.label) == ("The bridge is safe", "ministry")
