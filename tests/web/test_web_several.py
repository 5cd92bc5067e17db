"""Files with several articles: one is chosen, or all are added; columns can be named."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from starlette.testclient import TestClient

from web_story import STORY

QUOTED = STORY.replace('"', '""')
TABLE = (
    "when;what;who\n"
    + "".join(f'0{n}/04/2031;"{QUOTED} It was meeting number {n}.";Herald {n}\n' for n in (1, 2))
).encode()
WRITTEN = {"text_column": "what", "date_column": "when", "outlet_column": "who"}


@pytest.fixture(scope="module")
def client(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    return serve(ledger=str(tmp_path_factory.mktemp("several") / "news.db"))


def _mark(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)
    assert found
    return found[1]


def _given(client: TestClient, data: bytes, name: str = "news.csv", **fields: str) -> str:
    """Where the form leads to with a file."""
    answer = client.post(
        "/read",
        data={"csrf": _mark(client), **fields},
        files={"file": (name, data)},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_one_of_several_articles_is_chosen(client: TestClient) -> None:
    at = _given(client, TABLE, date_format="day-first", **WRITTEN)
    shown = client.get(at).text
    assert "2 articles found" in shown
    assert "Herald 2" in shown
    chosen = client.post(
        f"{at}/read", data={"csrf": _mark(client), "number": "2"}, follow_redirects=False
    )
    assert chosen.status_code == 303
    assert "meeting number 2" in client.get(chosen.headers["location"]).text


def _added(client: TestClient, data: bytes) -> str:
    """The page that tells what became of all articles of a file."""
    at = _given(client, data, date_format="day-first", **WRITTEN)
    client.post(f"{at}/keep", data={"csrf": _mark(client)})
    for _ in range(600):
        shown = client.get(at).text
        if "Added to the ledger" in shown:
            return shown
        assert "Adding: " in shown
        time.sleep(0.1)
    raise AssertionError(shown)


def test_all_of_them_are_added_to_the_ledger(client: TestClient) -> None:
    assert "Added to the ledger: 2 new." in _added(client, TABLE)
    logged = client.get("/log?kind=articles").text
    assert logged.count("2 articles of a file or feed") == 1
    assert "Added to the ledger: 2 unchanged." in _added(client, TABLE)
    assert client.get("/log?kind=articles").text == logged  # nothing was added
    kept = client.get("/articles").text
    assert "Herald 1 · 1 April 2031" in kept
    assert "Herald 2 · 2 April 2031" in kept


def test_adding_all_of_them_is_cancelled_after_the_one_that_is_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = client.app.state.quoth  # type: ignore[attr-defined]
    table = TABLE.replace(b"number", b"no.").replace(b"Herald", b"Courier")
    at = _given(client, table, "other.csv", date_format="day-first", **WRITTEN)
    read, asked = state.workers.run, list[str]()
    csrf = _mark(client)

    async def cancelled_meanwhile(work: Callable[..., Any], given: Any) -> Any:
        asked.append(given.outlet)
        cancel = partial(client.post, f"{at}/cancel", data={"csrf": csrf})
        assert "Ending…" in (await asyncio.to_thread(cancel)).text
        return await read(work, given)

    monkeypatch.setattr(state.workers, "run", cancelled_meanwhile)
    client.post(f"{at}/keep", data={"csrf": csrf})
    for _ in range(600):
        shown = client.get(at).text
        if "Cancelled" in shown:
            break
        time.sleep(0.1)
    told = "after 1 of 2; what was added stays. Added to the ledger: 1 new."
    assert f"<b>Cancelled</b> {told}" in shown
    assert asked == ["Courier 1"]
    assert "1 article of a file or feed" in client.get("/log?kind=articles").text


@pytest.mark.parametrize("number", ["0", "3", "x", ""])
def test_a_number_that_there_is_not(client: TestClient, number: str) -> None:
    at = _given(client, TABLE, **WRITTEN)
    answer = client.post(f"{at}/read", data={"csrf": _mark(client), "number": number})
    assert answer.status_code == 400
    assert "there is no article" in answer.text


def test_what_is_held_no_more_is_told(client: TestClient) -> None:
    answer = client.get("/several/nothing")
    assert answer.status_code == 400
    assert "no longer available" in answer.text


def test_a_column_that_is_not_there_is_told_and_the_form_keeps_it(client: TestClient) -> None:
    answer = client.post(
        "/read",
        data={"csrf": _mark(client), "text_column": "body<"},
        files={"file": ("news.csv", TABLE)},
    )
    assert answer.status_code == 422
    assert "no column" in answer.text
    assert 'value="body&lt;"' in answer.text


def test_a_server_without_a_ledger_offers_to_read_only(reader_only: TestClient) -> None:
    at = _given(reader_only, TABLE, **WRITTEN)
    assert "Add all" not in reader_only.get(at).text


def _posted(client: TestClient, **fields: str) -> tuple[int, Any]:
    answer = client.post("/api/v1/read/file", files={"file": ("news.csv", TABLE)}, data=fields)
    return answer.status_code, answer.json()


def test_the_rest_interface_says_how_many_there_are_and_reads_the_one_asked_for(
    reader_only: TestClient,
) -> None:
    status, told = _posted(reader_only, **WRITTEN)
    assert status == 422
    assert "contains more than one article (2); say which by its number" in told["detail"]
    status, told = _posted(reader_only, **WRITTEN, article="2", date_format="month-first")
    article = told["data"]["article"]
    assert (article["outlet"], article["published"]) == ("Herald 2", "2031-02-04")
    status, told = _posted(reader_only, **WRITTEN, article="3")
    assert status == 422
    assert "has no article 3, only 2" in told["detail"]


def test_the_rest_interface_refuses_a_date_format_that_is_none(reader_only: TestClient) -> None:
    status, told = _posted(reader_only, **WRITTEN, date_format="backwards")
    assert status == 400
    assert "unknown date format" in told["detail"]


def test_the_fields_of_a_file_are_described(reader_only: TestClient) -> None:
    schema = reader_only.get("/api/v1/openapi.json").json()
    named = str(schema["components"]["schemas"])
    for name in ("text_column", "date_format", "follow", "addresses", "outlet", "published"):
        assert f"'{name}'" in named
