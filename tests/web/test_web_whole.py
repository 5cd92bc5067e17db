"""Every page of a ledger with decisions, marks and a saved search is sent whole: those that are
sent in parts break off without an error when a part of them fails."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from desk_articles import desk_readings
from quoth.ledger import Ledger, StatementQuery

REJECTED = 5
PATHS = (
    *("/", "/statements?q=pier&form=indirect", "/statements?q=nothing+of+it", "/statement/2"),
    *("/statement/2/evidence", "/stories?single=true", "/story/1", "/speakers", "/speaker/i1"),
    *("/compare?what=copies", "/compare?what=figures&story=1", "/audit?by=outlet"),
    *("/audit?by=month", "/audit/statements?by=all&group=&count=unnamed, reason given"),
    *("/audit/statements?by=all&group=&count=articles with one speaker", "/article/1"),
    *("/audit/statements?by=all&group=&count=year 2031", "/corrections", "/saved", "/saved/1"),
    *("/review", "/marks", "/watch"),
)


@pytest.fixture(scope="module")
def client(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    path = tmp_path_factory.mktemp("whole") / "news.db"
    with Ledger(path) as ledger:
        ledger.add(*desk_readings())
        ledger.save_search("the pier", StatementQuery("pier"))
        ledger.confirm(1, by="Mia Ortega")
        ledger.reject(REJECTED, why="no statement")
        ledger.mark("tag", "checked", "statement", 2)
        ledger.mark("collection", "The pier", "article", 1)
        ledger.mark("note", "asked the author", "speaker", "i1")
        ledger.dossier(1)
    return serve(ledger=str(path))


@pytest.mark.parametrize("path", [*PATHS, f"/statement/{REJECTED}", "/there-is-no-such-page"])
def test_every_page_is_sent_whole(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"accept": "text/html"})
    while answer.status_code == 202:  # "Counting over all articles…"
        time.sleep(0.05)
        answer = client.get(path, headers={"accept": "text/html"})
    expected = {f"/statement/{REJECTED}": 410, "/there-is-no-such-page": 404}.get(path, 200)
    assert answer.status_code == expected
    assert answer.text.rstrip().endswith("</html>")
