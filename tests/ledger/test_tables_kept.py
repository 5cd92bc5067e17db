"""Statements as data frames; the file in DuckDB."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pandas
import pytest
from writers import numbered

import quoth
from quoth.ledger import Ledger


def test_statements_become_tables(ledger: Ledger) -> None:
    ledger.keep(numbered(7))
    found = ledger.search("gauge")
    frame = quoth.to_pandas(found)
    assert list(frame["speaker"]) == ["Ada Roth"]
    assert found.to_pandas().equals(frame)
    assert found.to_polars()["speaker"].to_list() == ["Ada Roth"]
    assert quoth.to_polars(found)["content"].to_list() == ["gauge 7 stood at 7 metres"]
    assert len(quoth.to_pandas([])) == 0
    assert "chain" in quoth.to_polars([]).columns


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(quoth.OptionError, match=rf'pip install "quoth\[{name}\]"'):
        getattr(quoth, f"to_{name}")([])


def test_the_file_opens_in_pandas(tmp_path: Path) -> None:
    target = tmp_path / "news.db"
    with Ledger(target) as ledger:
        ledger.add(numbered(1), numbered(2))
    with sqlite3.connect(target) as connection:
        frame = pandas.read_sql("SELECT * FROM statements", connection)
    connection.close()
    assert set(frame["speaker"]) >= {"Ada Roth"}
