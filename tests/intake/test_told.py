"""The pages of intake say what the code says: every message, and every kind of input."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from told import plain, told

from quoth.intake.kinds import Kind

DOCS = Path(__file__).parents[2] / "docs"
_ROW = re.compile(r"^\| (.+?) \| .*\|$", re.M)


def _first_cells(page: str, heading: str | None = None) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    if heading:
        text = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [cell for cell in _ROW.findall(text) if cell not in ("message", "what it holds")]


def test_every_message_of_the_code_is_in_the_table_and_none_besides() -> None:
    code = set().union(*told().values())
    page = _first_cells("intake-messages.md")
    assert sorted(code - set(page)) == []
    assert sorted(set(page) - code) == []
    assert len(page) == len(set(page))


def test_messages_are_found_wherever_they_are_made() -> None:
    found = told()
    assert "no such file" in found["places.py"]  # returned by a function
    assert "only a header and no rows" in found["tables.py"]  # given at once
    assert any("…" in one for one in found["pages.py"])  # yielded, with something filled in
    assert "not read: … attached: …; save and give them too" in found["documents/mail.py"]
    assert len(set().union(*found.values())) > 140


@pytest.mark.parametrize("message", ["a … … b", "a …… b"])
def test_what_is_filled_in_is_one_sign(message: str) -> None:
    assert plain(message) == "a … b"


def test_the_page_says_of_every_kind_what_is_read() -> None:
    rows = _first_cells("intake.md", "What is read of each kind")
    assert sorted(rows) == sorted(kind.value for kind in Kind)
