"""Documents and downloads of press archives as records of a dataset."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dataset_samples import SAYS, page

from news_site import Site, answer
from quoth.dataset import ShardOptions
from quoth.dataset.load import readings as read_readings
from quoth.dataset.load import write_readings
from quoth.dataset.options import Source
from quoth.dataset.planning import run_description
from quoth.dataset.records import records
from quoth.errors import InputError
from quoth.intake import IntakeOptions
from quoth.records import Article, Block, Reading, Span

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


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.pages["/ferry"] = answer(page(SAYS).encode())
    yield site
    site.close()


OPEN = IntakeOptions(follow=True, addresses=True, allow_private=True, delay=0)


def test_the_pages_of_a_site_map_are_records(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "map.xml"
    path.write_text(f"<urlset><url><loc>{site.url('/ferry')}</loc></url></urlset>", "utf-8")
    (one,) = records(Source("map.xml", str(path), 9), OPEN)
    assert one.take().url == site.url("/ferry")


def test_a_list_of_addresses_gives_a_record_for_each(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{site.url('/ferry')}\n{site.url('/none')}\n", "utf-8")
    good, bad = records(Source("list.txt", str(path), 9), OPEN)
    assert good.take().url == site.url("/ferry")
    with pytest.raises(InputError, match="answered 404"):
        bad.take()


def test_a_run_that_follows_is_another_than_one_that_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SAYS, "utf-8")
    runs = [run_description([path], ShardOptions(intake=one)) for one in (IntakeOptions(), OPEN)]
    assert runs[0]["options"].get("follow") is None
    assert runs[1]["options"]["follow"] is True


def test_section_and_entries_come_back_from_a_dataset(tmp_path: Path) -> None:
    blocks = (Block("paragraph", Span(0, len(SAYS)), "2031-02-03T09:00:00+00:00"),)
    given = Reading(Article("a", SAYS, blocks=blocks, section="Harbour"), model="quoth-en")
    write_readings([given], tmp_path / "out")
    assert list(read_readings(tmp_path / "out")) == [given]
