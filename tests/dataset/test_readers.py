"""Whoever reads Parquet reads a dataset, also while it is being made."""

from __future__ import annotations

import pytest
from dataset_samples import SMALL, lines

from quoth.dataset import STATEMENTS, read_batch, read_dataset


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A dataset of which the second of two shares is missing, and a part is just being written."""
    folder = tmp_path_factory.mktemp("half")
    given = lines(folder / "a.jsonl", 12)
    read_dataset([given], folder / "out", SMALL, share=(1, 2))
    part = folder / "out" / "_quoth" / "tmp" / "1-1"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"PAR1 half of a part")
    return folder / "out"


@pytest.fixture(scope="module")
def expected(half):
    import pyarrow.dataset

    return pyarrow.dataset.dataset(half / "statements").to_table().num_rows


def test_pyarrow(half, expected):
    import pyarrow.parquet

    assert expected > 3
    assert pyarrow.parquet.read_table(half / "statements").schema.equals(STATEMENTS)


def test_pandas(half, expected):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = pandas.read_parquet(half / "statements")
    assert len(frame) == expected
    assert frame.explode("speakers").speakers.str["name"].eq("Ana Belić").any()


def test_polars(half, expected):
    polars = pytest.importorskip("polars", reason="polars is not installed")
    frame = polars.scan_parquet(half / "statements" / "*.parquet")
    names = frame.explode("speakers").unnest("speakers", separator="_").collect()
    assert frame.collect().height == expected
    assert "Ana Belić" in names["speakers_name"].to_list()


@pytest.mark.parametrize("pattern", ["statements/*.parquet", "**/part-*.parquet"])
def test_duckdb(half, expected, pattern):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    question = f"select count(*) from read_parquet('{half}/{pattern}', union_by_name=true) "
    found = duckdb.sql(question + "where content is not null").fetchall()
    assert found == [(expected,)]
    names = duckdb.sql(
        f"select distinct who.name from '{half}/statements/*.parquet', unnest(speakers) as t(who)"
    ).fetchall()
    assert ("Ana Belić",) in names


def test_a_batch_of_any_engine(reader):
    import pyarrow

    given = pyarrow.table(
        {"id": ["a", "b", "c"], "text": ["“It rained,” Ana Belić said.", None, "It rained."]}
    )
    found = read_batch(given)
    assert found.schema.equals(STATEMENTS)
    assert found.column("content").to_pylist() == ["“It rained,”"]
    assert found.column("article_id").to_pylist() == ["a"]
    assert len(found.column("article_key")[0].as_py()) == 32
