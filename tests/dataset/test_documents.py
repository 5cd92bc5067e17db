"""Documents and downloads of press archives as records of a dataset."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quoth.dataset.options import Source
from quoth.dataset.records import records
from quoth.errors import InputError
from quoth.intake import IntakeOptions

sys.path.insert(0, str(Path(__file__).parent.parent / "intake" / "documents"))

import bundle_samples


def test_each_article_of_a_press_archive_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "nexis.txt"
    path.write_text(bundle_samples.NEXIS, encoding="utf-8")
    source = Source("nexis.txt", str(path), path.stat().st_size)
    found = [one.take() for one in records(source, IntakeOptions())]
    assert [(one.id, one.outlet) for one in found] == [
        ("nexis.txt#1", "The Brask Courier"),
        ("nexis.txt#2", "Holm Evening News"),
    ]


def test_a_document_that_cannot_be_read_is_one_record(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<urlset><url><loc>https://a.example/1</loc></url></urlset>", encoding="utf-8")
    (one,) = records(Source("a.xml", str(path), 9), IntakeOptions())
    with pytest.raises(InputError, match="a site map of 1 addresses"):
        one.take()
