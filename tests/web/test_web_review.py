"""The review queue by button, by keyboard and by REST; renaming a speaker on their page."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from bench import synthetic
from quoth.ledger import Ledger
from served import served

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def client(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    ledger: Path = tmp_path_factory.mktemp("review") / "news.db"
    with Ledger(ledger) as book:
        for reading in synthetic.readings(4, 5):
            book.keep(reading)
    return serve(ledger=str(ledger))


def mark(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)
    assert found
    return found[1]


def cards(html: str) -> list[str]:
    return re.findall(r'<article class="said" id="st(\d+)"', html)


def test_a_decision_leads_back_to_the_queue_without_it(client: TestClient) -> None:
    before = client.get("/review").text
    first, second, *_ = cards(before)
    done = client.post(
        f"/statement/{first}/confirm", data={"csrf": mark(client)},
        headers={"referer": "http://localhost/review"},
    )  # fmt: skip
    assert done.url.path == "/review"
    assert "<b>Confirmed</b>" in done.text
    assert cards(done.text)[0] == second


def test_by_rest_the_least_certain_first(client: TestClient) -> None:
    found = client.get("/api/v1/review", params={"limit": 50}).json()["data"]
    sure = [
        min(one["attribution"]["confidence"], one["attribution"]["content_confidence"])
        for one in found
    ]
    assert sure == sorted(sure)
    assert {one["status"] for one in found} == {None}
    assert client.get("/api/v1/review", params={"tone": "loud"}).status_code == 400


def test_a_speaker_is_renamed_on_their_page_and_by_rest(client: TestClient) -> None:
    one = client.get("/api/v1/speakers").json()["data"][0]
    data = {"csrf": mark(client), "name": "Zoe <i>Alder</i>", "type": "person", "by": "Mia"}
    done = client.post(f"/speaker/{one['id']}/rename", data=data)
    assert "<b>Renamed</b>" in done.text
    assert "Zoe &lt;i&gt;Alder&lt;/i&gt;" in done.text
    bad = client.post(f"/speaker/{one['id']}/rename", data={"csrf": mark(client)},
                      headers={"accept": "text/html"})  # fmt: skip
    assert bad.status_code == 422
    assert "give another name" in bad.text
    new = {"name": "Zoe Alder", "by": "Mia"}
    made = client.post(f"/api/v1/speakers/{one['id']}/rename", json=new)
    assert made.status_code == 201
    assert made.json()["data"]["after"] == "Zoe Alder (person)"


@pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="chromium is not installed"
)
def test_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.db") as book:
        for reading in synthetic.readings(2, 5):
            book.keep(reading)
    with served(tmp_path / "news.db") as address:
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{address}/review")
        here = "document.activeElement.id"
        ids = page.locator(".said").evaluate_all("all => all.map(one => one.id)")
        assert page.evaluate(here) == ids[0]
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.evaluate(here) == ids[1]
        page.keyboard.press("x")
        page.locator(".told").wait_for()
        assert page.locator(".told b").inner_text() == "Rejected"
        assert page.locator(f"#{ids[1]}").count() == 0
        page.keyboard.press("u")
        page.locator(f"#{ids[1]}").wait_for()
        page.keyboard.press("c")
        page.wait_for_function("document.querySelector('.told b')?.textContent === 'Confirmed'")
        assert page.locator(f"#{ids[0]}").count() == 0
        page.locator("#q").focus()
        page.keyboard.type("xc")  # in a field they are letters
        assert page.locator("#q").input_value() == "xc"
        page.keyboard.press("Tab")
        page.locator(".said").first.focus()
        page.keyboard.press("e")
        page.wait_for_url("**/statement/*#correct")
        page.close()
