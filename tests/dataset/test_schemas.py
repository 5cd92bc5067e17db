"""The columns are a promise: names and types stay, and new ones come at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.dataset import ARTICLES, STATEMENTS

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("name", "schema"), [("statements", STATEMENTS), ("articles", ARTICLES)])
def test_columns_are_those_promised(name, schema):
    columns = "".join(f"{field.name}: {field.type}\n" for field in schema)
    assert columns == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("schema", [STATEMENTS, ARTICLES])
def test_the_version_stands_in_the_file(schema):
    assert schema.metadata == {b"quoth.schema": b"1"}
