"""Audits in the web app: by story, speaker and month, over time, with all the statements behind."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from desk_articles import desk_readings
from quoth.ledger import Ledger

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "desk.db"
    with Ledger(path) as ledger:
        ledger.add(*desk_readings())
        ledger.dossier(1)
    return path


@pytest.fixture
def desk(serve: Callable[..., TestClient], path: Path) -> TestClient:
    return serve(ledger=str(path))


def page(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=PAGE)
    for _ in range(50):
        if answer.status_code != 202:
            break
        answer = client.get(path, headers=PAGE)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def test_counts_by_story_speaker_and_month(path: Path) -> None:
    with Ledger(path) as ledger:
        stories = [(one.group, one.name, one.statements.count) for one in ledger.audit("story")]
        assert stories[0] == ("1", "Police: 41 hurt on Holt pier", 14)
        assert [group for group, _, _ in stories] == ["1", "6", "9"]
        speakers = {one.name: one.statements.count for one in ledger.audit("speaker")}
        assert speakers["Ada Roth"] == 5
        months = [(one.group, one.statements.count) for one in ledger.audit("month")]
        assert months == [("2031-03", 14), ("2031-04", 6), ("2031-05", 1)]
        (everything,) = ledger.audit()
        assert {name: c.count for name, c in everything.months.items()} == dict(months)
        several = ledger.statements_of(everything.unnamed_stated.statements)
        assert [one.who for one in several] == ["A clerk of the harbour office"]


def test_every_count_leads_to_all_its_statements(desk: TestClient) -> None:
    shown = page(desk, "/audit?by=outlet")
    links = {html.unescape(one) for one in re.findall(r'href="(/audit/statements[^"]+)"', shown)}
    assert len(links) > 10
    for link in sorted(links):
        assert "counted as" in page(desk, link)
    courier = page(desk, "/audit/statements?by=outlet&group=The+Courier&count=statements")
    assert "5 statements counted" in courier
    hidden = page(desk, "/audit/statements?count=unnamed,+reason+given")
    assert "1 statement counted" in hidden
    assert "clerk of the harbour office" in hidden
    assert page(desk, "/audit/statements?count=nonsense", 404)
    assert page(desk, "/audit/statements?by=outlet&group=Nobody&count=statements", 404)


@pytest.mark.parametrize(
    "by", ["all", *(["outlet", "reporter", "article", "story", "speaker", "month"])]
)
def test_every_way_of_counting_is_a_page_and_a_table(desk: TestClient, by: str) -> None:
    assert "Distinct speakers" in page(desk, f"/audit?by={by}")
    table = desk.get(f"/audit/export?by={by}&to=csv")
    assert f'filename="audit-{by}.csv"' in table.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    book = desk.get(f"/audit/export?by={by}&to=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet.max_row == len(rows) + 1
    found = desk.get(f"/api/v1/audit?by={by}").json()["data"]
    assert sum(row["measure"] == "statements" for row in rows) == len(found)


def test_an_audit_is_narrowed_by_outlet_day_and_story(desk: TestClient) -> None:
    shown = page(desk, "/audit?by=all&outlet=&since=2031-04-01&until=2031-04-30")
    assert "All articles" in shown
    assert 'count=statements">6</a>' in html.unescape(shown)
    assert 'count=statements">14</a>' in html.unescape(page(desk, "/audit?story=1"))
    assert "Statements over time" in page(desk, "/audit")
