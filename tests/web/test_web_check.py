"""Quotations of a draft checked in the web app and by REST."""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route
from starlette.testclient import TestClient

import quoth
from quoth.ledger import Ledger

KEPT = (
    "“We saw the planks bend before anybody shouted at us,” Ada Roth, the harbour master, told "
    "reporters on Monday."
)
DRAFT = "“We saw the planks break before anybody shouted at us,” Ada Roth said <b>today</b>."


@pytest.fixture(scope="module")
def client(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    target = tmp_path_factory.mktemp("check") / "news.db"
    with Ledger(target) as ledger:
        ledger.keep(quoth.read_text(KEPT, id="pier", outlet="Holt Herald", published="2031-03-04"))
    return serve(ledger=str(target))


def test_a_pasted_draft_is_checked_on_its_page(client: TestClient) -> None:
    form = client.get("/check").text
    csrf = re.search(r'name="csrf" value="(\w+)"', form)
    assert csrf
    answer = client.post("/check", data={"csrf": csrf[1], "text": DRAFT}).text
    assert "1 quotation: 1 altered" in answer
    assert "<del>bend</del> <ins>break</ins>" in answer
    assert "&lt;b&gt;today" in answer  # what was typed stays, and is text


def test_a_draft_that_is_too_long_is_checked_in_parts(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get("/check").text)
    assert csrf
    monkeypatch.setattr("quoth.web.pages_check._SECONDS", 0)
    draft = f"The pier is closed.\n\n{DRAFT}"
    answer = client.post("/check", data={"csrf": csrf[1], "text": draft}).text
    assert "1 quotation: 1 not looked for" in answer
    assert "Check the rest" in answer
    rest = re.search(r'name="text" value="([^"]*)"', answer)
    assert rest
    assert html.unescape(rest[1]) == DRAFT  # from the line of the quotation on
    monkeypatch.undo()
    answer = client.post("/check", data={"csrf": csrf[1], "text": html.unescape(rest[1])}).text
    assert "1 quotation: 1 altered" in answer
    assert "Check the rest" not in answer


@pytest.mark.skipif(
    shutil.which("chromium") is None and os.environ.get("CI") != "true",
    reason="chromium is not installed",
)
def test_the_rest_of_a_thousand_quotations_is_checked_by_a_button_in_a_browser(
    client: TestClient, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        f"“We saw the planks break before anybody shouted at us,” Ada Roth said on day {i}."
        for i in range(1000)
    )
    draft = "\n".join(lines)
    tab = browser.new_page()
    tab.set_default_timeout(180_000)
    tab.route("**/*", lambda route: forwarded(route, client))
    tab.goto(f"{client.base_url}/check")
    tab.get_by_label("The draft").fill(draft)
    monkeypatch.setattr("quoth.web.pages_check._SECONDS", 0)
    tab.get_by_role("button", name="Check it").click()
    total = tab.locator(".total")
    total.wait_for()
    assert "1,000 quotations: 1000 not looked for" in total.inner_text()
    monkeypatch.setattr("quoth.web.pages_check._SECONDS", 600)
    with tab.expect_navigation():
        tab.get_by_role("button", name="Check the rest").click()
    assert "1,000 quotations: 1000 altered" in total.inner_text()
    assert not tab.get_by_role("button", name="Check the rest").count()
    assert tab.get_by_label("The draft").input_value() == draft
    tab.close()


def forwarded(route: Route, client: TestClient) -> None:
    """What a browser asks for, asked of the app of the tests."""
    asked = route.request
    answer = client.request(
        asked.method, asked.url, content=asked.post_data_buffer, headers=asked.all_headers()
    )
    headers = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
    route.fulfill(status=answer.status_code, headers=headers, body=answer.content)


def test_an_empty_draft_is_told_and_nothing_is_lost(client: TestClient) -> None:
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get("/check").text)
    assert csrf
    answer = client.post("/check", data={"csrf": csrf[1], "text": "  "})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_program_gets_places_in_the_draft_and_statements(client: TestClient) -> None:
    answer = client.post("/api/v1/check", json={"text": DRAFT})
    (one,) = answer.json()["data"]
    assert one["verdict"] == "altered"
    assert DRAFT[one["start"] : one["end"]].startswith("“We saw")
    (match,) = one["matches"]
    (change,) = match["changes"]
    assert (change["kept_words"], change["draft_words"]) == ("bend", "break")


def test_an_unknown_field_is_refused(client: TestClient) -> None:
    assert client.post("/api/v1/check", json={"txt": "x"}).status_code in (400, 422)


def test_without_a_ledger_there_is_nothing_to_check(reader_only: TestClient) -> None:
    answer = reader_only.post("/api/v1/check", json={"text": DRAFT})
    assert answer.status_code in (400, 404)
