"""The page of statements: order, what narrows it, charts over time, facets and exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from builders import article
from desk_articles import desk_readings
from quoth.errors import OptionError
from quoth.formats import open_writer
from quoth.formats.kinds.xlsx import Sheets
from quoth.ledger import Ledger
from quoth.query import StatementQuery
from quoth.web.exports import file_name
from quoth.web.over_time import periods

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statements") / "desk.db"
    with Ledger(path) as ledger:
        ledger.add(*desk_readings())
        ledger.join_speakers()
    return path


@pytest.fixture(scope="module")
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as ledger:
        yield ledger


@pytest.fixture
def desk(serve: Callable[..., TestClient], path: Path) -> TestClient:
    return serve(ledger=str(path))


def test_a_search_comes_in_the_order_that_is_asked_for(ledger: Ledger) -> None:
    days = [one.published for one in ledger.search(limit=100, order="oldest")]
    assert days == sorted(str(day) for day in days)
    newest = [one.published for one in ledger.search(limit=100, order="newest")]
    assert newest == sorted((str(day) for day in newest), reverse=True)
    first, _, total = ledger.first_page("planks", limit=2, offset=2, order="oldest")
    assert [one.id for one in first] == [
        one.id for one in ledger.search("planks", limit=2, offset=2, order="oldest")
    ]
    assert total == 8
    assert len(ledger.search(limit=3, order="surest")) == 3
    with pytest.raises(OptionError, match="order='last'"):
        ledger.search(order="last")  # type: ignore[arg-type]


def test_pages_of_the_best_follow_one_another(ledger: Ledger) -> None:
    whole = [one.id for one in ledger.search("planks", limit=8)]
    paged = [
        one.id for at in (0, 3, 6) for one in ledger.first_page("planks", limit=3, offset=at)[0]
    ]
    assert paged == whole


def test_what_narrows_stands_first_and_is_taken_away_by_a_click(desk: TestClient) -> None:
    shown = desk.get(
        "/statements?form=direct&outlet=The+Courier&since=2031-03-01&order=newest", headers=PAGE
    ).text
    chosen = shown[shown.index('class="chosen"') : shown.index('class="total"')]
    for part in ("direct", "The Courier", "1 March 2031", "take it away"):
        assert part in chosen
    assert 'href="/statements?outlet=The+Courier&amp;since=2031-03-01&amp;order=newest"' in chosen
    assert '<a aria-current="true" href="/statements?outlet=The+Courier' in shown
    assert '<option value="newest" selected>' in shown


def test_facets_total_chart_and_export_stand_on_every_page(desk: TestClient) -> None:
    first = desk.get("/statements", headers=PAGE).text
    more = first[first.index('rel="next" href="') + 17 :].partition('"')[0].replace("&amp;", "&")
    second = desk.get(more, headers=PAGE).text
    for shown in (first, second):
        for part in ("21 statements", "Narrow by", "Statements over time", "Excel (.xlsx)"):
            assert part in shown
    assert "from 21 on" in second


def test_bars_lead_to_what_they_count(desk: TestClient) -> None:
    shown = desk.get("/statements", headers=PAGE).text
    assert 'href="/statements?since=2031-04&amp;until=2031-04"' in shown
    assert "6 statements" in desk.get("/statements?since=2031-04&until=2031-04", headers=PAGE).text


def test_days_are_counted_by_day_month_or_year_without_a_gap() -> None:
    assert [(one.name, one.number) for one in periods([("2031-03-01", 2), ("2031-03-03", 1)])] == [
        ("2031-03-01", 2), ("2031-03-02", 0), ("2031-03-03", 1),
    ]  # fmt: skip
    months = periods([("2030-12-01", 1), ("2031-02-01", 4), ("2031-02", 1), ("nonsense", 9)])
    assert [(one.name, one.last, one.number) for one in months] == [
        ("2030-12", "2030-12-31", 1), ("2031-01", "2031-01-31", 0), ("2031-02", "2031-02-28", 5),
    ]  # fmt: skip
    years = periods([("2001-01-01", 1), ("2031", 1)])
    assert (len(years), years[-1].label) == (31, "2031")
    assert periods([]) == []


def test_csv_and_excel_hold_what_was_found_and_are_named_after_it(desk: TestClient) -> None:
    table = desk.get("/export?to=csv&q=planks&form=direct")
    assert 'filename="statements-planks-direct.csv"' in table.headers["content-disposition"]
    assert table.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    book = desk.get("/export?to=xlsx&q=planks&form=direct")
    assert 'filename="statements-planks-direct.xlsx"' in book.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    head, *cells = sheet.values
    assert head[:3] == ("statement", "id", "title")
    assert [str(row[0]) for row in cells] == [row["statement"] for row in rows]
    assert isinstance(cells[0][0], int)
    assert desk.get("/export?to=xlsx&q=planks&form=direct").content == book.content


def test_no_cell_is_a_formula_or_too_long() -> None:
    out = io.BytesIO()
    sheets = Sheets(out, ("a", "n"), name="s", numbers=frozenset({"n"}))
    sheets.write(("=1+1", 3))
    sheets.write(("x" * 40_000, None))
    sheets.write(("https://a.example \x00\x07", 0.5))
    sheets.close()
    sheet = openpyxl.load_workbook(out).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value == "=1+1"
    assert len(sheet["A3"].value) == 32_767
    assert sheet["A3"].value.endswith("[cut here: a cell holds no more]")
    assert sheet["A4"].hyperlink is None


def test_an_excel_file_of_readings() -> None:
    out = io.BytesIO()
    writer = open_writer("xlsx", out)
    writer.write(article("[She] {said} <“it rains”>.").reading)
    writer.close()
    (_, row) = openpyxl.load_workbook(out).active.values
    assert "“it rains”" in row


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (StatementQuery(), "statements"),
        (StatementQuery("“Brücke” -ferry", since="2031"), "statements-Brucke-ferry-2031"),
        (StatementQuery(unnamed=True), "statements-unnamed"),
        (StatementQuery("../../etc/passwd \r\n;"), "statements-etc-passwd"),
    ],
)
def test_files_are_named_after_the_query(query: StatementQuery, name: str) -> None:
    assert file_name("statements", query) == name
