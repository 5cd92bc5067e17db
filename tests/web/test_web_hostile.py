"""What no browser sends: broken addresses in headers, bodies over the limits, other sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

BROKEN = ["http://[", "http://[::1", "//[", "http://]", "http://\u2100.example", "[", "http://a:b"]


@pytest.mark.parametrize("host", ["[", "[::1", "]", "a b", "[::1]x", "", "@", "[v1.x]"])
def test_a_host_that_is_none_is_refused(reader_only: TestClient, host: str) -> None:
    answer = reader_only.get("/api/v1/health", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert answer.json()["error"]["code"] == "host"


@pytest.mark.parametrize("origin", [*BROKEN, "null", ""])
def test_an_origin_that_is_none_is_another_sites(reader_only: TestClient, origin: str) -> None:
    headers = {"origin": origin.encode("utf-8")}
    answer = reader_only.post("/api/v1/read", json={"text": "A said b."}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("referer", BROKEN)
def test_a_referer_that_is_none_is_passed_over(reader_only: TestClient, referer: str) -> None:
    headers = {"referer": referer.encode("utf-8"), "accept": "text/html"}
    answer = reader_only.post("/keep", data={"held": "x"}, headers=headers)
    assert answer.status_code == 400
    assert "The form has expired" in answer.text


@pytest.mark.parametrize("other", ["http://[", "", "/speaker/", "i1?x#y", "\x00", "//["])
def test_a_merge_with_nobody_is_told(with_ledger: TestClient, other: str) -> None:
    page = with_ledger.get("/")
    mark = page.text.partition('name="csrf" value="')[2].partition('"')[0]
    answer = with_ledger.post(
        "/speaker/i1/merge", data={"csrf": mark, "other": other}, follow_redirects=False
    )
    assert answer.status_code in (400, 404, 422)


def test_citrons_other_address_has_the_same_guards(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    client = serve(ledger=str(tmp_path / "news.db"), rate=6)
    cross = {"sec-fetch-site": "cross-site"}
    asked = "/api/v1/quotes?text=Ada+said+no."
    assert client.get(asked, headers=cross).status_code == 403
    assert 429 in [client.get(asked).status_code for _ in range(4)]


def test_limits_are_answered_with_413(serve: Callable[..., TestClient]) -> None:
    client = serve(max_upload=100_000, max_text=2_000)

    def pieces():  # of a body that says nothing of its size
        for _ in range(40):
            yield b'{"text": "' + b"a" * 10_000

    long = "Ada Roth said no. " * 500
    answers = {
        "text": client.post("/api/v1/read", json={"text": long}),
        "body": client.post("/api/v1/read", json={"text": "a" * 300_000}),
        "no length": client.post("/api/v1/read", content=pieces()),
        "file": client.post("/api/v1/read/file", files={"file": ("a.txt", b"a" * 300_000)}),
        "form": client.post("/quotes", data={"text": "a" * 300_000}),
    }
    told = {name: answer.status_code for name, answer in answers.items()}
    assert told == dict.fromkeys(answers, 413)


def test_a_field_that_is_too_long_is_answered_with_413(reader_only: TestClient) -> None:
    field = {"text": (None, "a" * 3_000_000)}
    assert reader_only.post("/quotes", files=field).status_code == 413


def test_a_table_from_a_page_is_for_spreadsheets_and_one_for_programs_is_exact(
    with_ledger: TestClient,
) -> None:
    text = 'The mayor said: "=1+1 is what we have", and left.'
    body = {"text": text, "title": "=HYPERLINK(1)", "source_url": "https://a.example/formula"}
    assert with_ledger.post("/api/v1/articles", json=body).status_code in (200, 201)
    page = with_ledger.get("/export", params={"to": "csv"}).content
    assert page.startswith(b"\xef\xbb\xbfstatement,")
    assert b"'=HYPERLINK" in page
    exact = with_ledger.get("/api/v1/export", params={"to": "csv"}).content
    assert exact.startswith(b"statement,")
    assert b",=HYPERLINK" in exact
    asked = {"to": "csv", "spreadsheet": "true"}
    assert with_ledger.get("/api/v1/export", params=asked).content == page


@pytest.mark.parametrize("number", ["999", "9" * 23])
def test_no_answer_says_where_the_ledger_lies(
    number: str, serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    client = serve(ledger=str(tmp_path / "news.db"))
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    asked = [(way, path) for path, ways in paths.items() for way in ways if "{" in path]
    assert len(asked) > 20
    pages = [("get", f"/{kind}/{{id}}") for kind in ("statement", "article", "story", "speaker")]
    for way, path in (*asked, *pages):
        answer = client.request(way, re.sub(r"\{\w+\}", number, path))
        assert str(tmp_path) not in answer.text
