"""The REST interface: one shape for answers, one for errors."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pyarrow.parquet
import pytest
from starlette.testclient import TestClient

from quoth.formats import reading_from_dict
from samples import EASY
from web_story import STORY

# The fields of RFC 9457, and quoth's own.
PROBLEM = {"type", "title", "status", "detail", "error"}


def test_a_text_is_read(reader_only: TestClient) -> None:
    answer = reader_only.post("/api/v1/read", json={"text": STORY, "published": "2020-03-04"})
    assert answer.status_code == 200
    reading = reading_from_dict(answer.json()["data"])
    assert reading.article.text == STORY
    assert "Maria Lindqvist" in [reading.text_of(*one.sources) for one in reading.attributions]


def test_a_page_is_read(reader_only: TestClient) -> None:
    paragraphs = "".join(f"<p>{STORY} The council meets again in week {n}.</p>" for n in range(9))
    html = f"<html><title>Bridge</title><article><h1>Bridge</h1>{paragraphs}</article></html>"
    answer = reader_only.post("/api/v1/read", json={"html": html})
    assert answer.status_code == 200
    assert "Maria Lindqvist" in answer.json()["data"]["article"]["text"]


def test_a_file_is_read(reader_only: TestClient) -> None:
    answer = reader_only.post("/api/v1/read/file", files={"file": ("story.txt", STORY.encode())})
    assert answer.json()["data"]["article"]["text"] == STORY


def test_a_document_is_read(reader_only: TestClient) -> None:
    pytest.importorskip("striprtf")
    document = ("story.rtf", f"{{\\rtf1\\ansi {STORY}}}".encode(), "application/rtf")
    answer = reader_only.post("/api/v1/read/file", files={"file": document})
    assert answer.json()["data"]["article"]["text"] == STORY


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({}, 422, "exactly one of text, html and url"),
        ({"text": "a", "url": "https://x.example"}, 422, "exactly one of text, html and url"),
        ({"text": "   "}, 422, "no text in it"),
        ({"text": "a", "colour": "red"}, 422, "colour"),
        ({"text": "a\x00b said no"}, 422, "NUL"),
        ({"text": STORY, "published": "soon"}, 422, "no plain date"),
        ({"url": "file:///etc/passwd"}, 422, "only http:// and https://"),
        ({"url": "ftp://x.example/a"}, 422, "only http:// and https://"),
        ({"url": "http://127.0.0.1:1/"}, 422, "private"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, 422, "private"),
        ({"url": "http://[::1]/"}, 422, "private"),
        ({"url": "http://localhost/"}, 422, "private"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    reader_only: TestClient, body: dict[str, str], status: int, words: str
) -> None:
    answer = reader_only.post("/api/v1/read", json=body)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert words in error["message"]
    assert "\n" not in error["message"]


def test_what_is_no_json_is_told(reader_only: TestClient) -> None:
    answer = reader_only.post(
        "/api/v1/read", content=b"{", headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert set(answer.json()) == PROBLEM


def test_a_server_without_a_ledger_says_so(reader_only: TestClient) -> None:
    answer = reader_only.get("/api/v1/statements")
    assert answer.status_code == 400
    assert "quoth serve FILE" in answer.json()["error"]["message"]


def test_read_keep_search_and_history(with_ledger: TestClient) -> None:
    body = {"text": STORY, "source_url": "https://herald.example/api", "outlet": "The Herald"}
    kept = with_ledger.post("/api/v1/articles", json=body)
    assert kept.status_code == 201
    assert kept.json()["data"]["outcome"] == "new"
    again = with_ledger.post("/api/v1/articles", json=body)
    assert (again.status_code, again.json()["data"]["outcome"]) == (200, "unchanged")
    changed = with_ledger.post("/api/v1/articles", json={**body, "text": STORY + " Work goes on."})
    assert changed.json()["data"]["version"] == 2

    found = with_ledger.get("/api/v1/statements", params={"q": "bolt"}).json()["data"]
    assert [one["who"] for one in found] == ["Maria Lindqvist"]
    a, b = found[0]["marks"][0]
    assert found[0]["content"][a:b] == "bolt"
    one = with_ledger.get(f"/api/v1/statements/{found[0]['id']}").json()["data"]
    assert one["content"] == found[0]["content"]

    history = with_ledger.get(
        "/api/v1/history", params={"address": "https://herald.example/api"}
    ).json()["data"]
    assert [version["version"] for version in history["versions"]] == [1, 2]
    article = with_ledger.get(f"/api/v1/articles/{kept.json()['data']['id']}").json()["data"]
    assert article["article"]["text"] == STORY


def test_pages_are_linked_by_cursors(with_ledger: TestClient) -> None:
    with_ledger.post("/api/v1/articles", json={"text": STORY, "source_url": "https://x.example/1"})
    seen: list[int] = []
    cursor: str | None = None
    for _ in range(50):
        params = {"limit": "1"} if cursor is None else {"limit": "1", "cursor": cursor}
        page = with_ledger.get("/api/v1/statements", params=params).json()
        seen += [one["id"] for one in page["data"]]
        cursor = page["next"]
        if cursor is None:
            break
    whole = with_ledger.get("/api/v1/statements", params={"limit": "100"}).json()["data"]
    assert seen == [one["id"] for one in whole]


@pytest.mark.parametrize("cursor", ["x", "!!", "WzEsLTFd", "WzIsMV0", "é", "bnVsbA"])
def test_a_cursor_of_nobodys_is_told(with_ledger: TestClient, cursor: str) -> None:
    answer = with_ledger.get("/api/v1/statements", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "option"


def test_long_results_stream_as_lines(with_ledger: TestClient) -> None:
    with_ledger.post("/api/v1/articles", json={"text": STORY, "source_url": "https://x.example/2"})
    answer = with_ledger.get("/api/v1/statements", headers={"accept": "application/x-ndjson"})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert len(lines) >= 2
    assert all("chain" in line for line in lines)


@pytest.mark.parametrize(
    "path",
    ["/statements/999999", "/articles/999999", "/history?address=nowhere", "/nothing"],
)
def test_what_is_not_there_is_404(with_ledger: TestClient, path: str) -> None:
    answer = with_ledger.get(f"/api/v1{path}")
    assert answer.status_code == 404
    assert set(answer.json()) == PROBLEM


def test_citrons_users_can_switch(reader_only: TestClient) -> None:
    """GET and POST, spans with their words, a confidence as text, as its server answers."""
    got = reader_only.get("/quotes", params={"text": STORY})
    posted = reader_only.post("/quotes", data={"text": STORY})
    assert got.json() == posted.json()
    quotes = got.json()["quotes"]
    assert {"sources", "coreferences", "cue", "contents", "confidence"} == set(quotes[0])
    for quote in quotes:
        for span in (*quote["sources"], quote["cue"], *quote["contents"]):
            assert STORY[span["start"] : span["end"]] == span["text"]
        assert isinstance(quote["confidence"], str)
    assert reader_only.get("/quotes").status_code == 400
    assert set(reader_only.get("/quotes").json()) == {"error"}


def test_citrons_pronouns_are_resolved_as_its_server_does(reader_only: TestClient) -> None:
    text = "Ada Roth opened the school on Monday. She said the roof would be repaired by May."
    (quote,) = reader_only.get("/quotes", params={"text": text}).json()["quotes"]
    assert [span["text"] for span in quote["sources"]] == ["Ada Roth"]
    assert [span["text"] for span in quote["coreferences"]] == ["She"]


def test_a_text_that_is_too_long_is_refused(serve: Callable[..., TestClient]) -> None:
    client = serve(max_text=100, max_upload=5_000)
    long = client.post("/api/v1/read", json={"text": STORY * 3})
    assert long.status_code == 413
    assert "reads at most 100" in long.json()["error"]["message"]
    large = client.post("/api/v1/read", json={"text": "x" * 200_000})
    assert large.status_code == 413


def test_a_body_that_lies_about_its_length_is_cut_off(serve: Callable[..., TestClient]) -> None:
    client = serve(max_text=100, max_upload=5_000)

    def chunks() -> object:
        for _ in range(100):
            yield b"x" * 10_000

    answer = client.post("/quotes", content=chunks(), headers={  # type: ignore[arg-type]
        "content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code == 413


def test_a_reading_that_takes_too_long_is_ended(serve: Callable[..., TestClient]) -> None:
    client = serve(max_seconds=0.05, max_text=3_000_000, max_upload=5_000_000)
    slow = client.post("/api/v1/read", json={"text": (STORY + "\n") * 20_000})
    assert slow.status_code == 422
    assert slow.json()["error"]["code"] == "slow"
    assert "more than 0.05 s" in slow.json()["error"]["message"]


def test_speakers_comparisons_and_audits_answer_alike(with_ledger: TestClient) -> None:
    for outlet in ("herald", "courier"):
        body = {"text": STORY, "source_url": f"https://{outlet}.example/many", "outlet": outlet}
        with_ledger.post("/api/v1/articles", json=body)
    people = with_ledger.get("/api/v1/speakers", params={"name": "lindqvist"}).json()["data"]
    assert [one["name"] for one in people] == ["Maria Lindqvist"]
    one = with_ledger.get(f"/api/v1/speakers/{people[0]['id']}").json()["data"]
    assert {place["why"] for place in one["places"]} == {"same full name"}
    quoted = with_ledger.get("/api/v1/compare/quotations", params={"once": "false"}).json()["data"]
    assert any("bolt" in member["content"] for group in quoted for member in group["members"])
    for path in ("copies", "figures"):
        assert with_ledger.get(f"/api/v1/compare/{path}").status_code == 200
    (whole,) = with_ledger.get("/api/v1/audit").json()["data"]
    assert whole["statements"]["count"] >= 2
    table = with_ledger.get("/api/v1/export", params={"q": "bolt", "to": "csv"})
    assert table.text.startswith("statement,")
    assert with_ledger.get("/api/v1/export", params={"to": "nothing"}).status_code == 400
    for lines in ({}, {"accept": "application/x-ndjson"}):
        path = "statements" if lines else "export"
        told = with_ledger.get(f"/api/v1/{path}", params={"since": "soon"}, headers=lines)
        assert told.status_code == 400
        assert "since='soon': expected an ISO date" in told.json()["error"]["message"]
    assert with_ledger.get("/api/v1/speakers/nobody").status_code == 404


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/api/v1/statements?form=dierct",
            "form='dierct': expected one of direct, indirect, mixed",
        ),
        ("/api/v1/statements?speeker=Roth", "speeker: no such parameter; there are address,"),
        ("/api/v1/export?spaeker=Roth&to=csv", "spaeker: no such parameter"),
        ("/api/v1/statements?form=direct&form=mixed", "form: given more than once"),
        ("/api/v1/audit?unnamed=maybe", "unnamed='maybe': expected true or false"),
        ("/api/v1/statements?min_confidence=2", "min_confidence='2': expected a number"),
        ("/api/v1/speakers?type=robot", "type='robot': expected one of person, organisation"),
        ("/statements?form=dierct", "form='dierct': expected one of direct, indirect, mixed"),
        ("/compare?what=songs", "what='songs': expected one of quotations, copies, figures"),
    ],
)
def test_a_filter_that_is_misspelt_is_refused(
    with_ledger: TestClient, path: str, words: str
) -> None:
    answer = with_ledger.get(path)
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/statements?q=&speaker=&since=&form=&kind=&unnamed=&min_confidence=",
        "/compare?what=&since=&each=",
        "/audit?form=&by=",
        "/export?form=&to=",
        "/speakers?name=&type=&cursor=",
        "/api/v1/statements?form=&limit=&cursor=&prefix=",
        "/api/v1/export?form=&to=",
        "/api/v1/audit?by=&unnamed=",
    ],
)
def test_an_empty_value_is_not_given(with_ledger: TestClient, path: str) -> None:
    answer = with_ledger.get(path)
    assert answer.status_code == 200
    assert answer.content == with_ledger.get(path.partition("?")[0]).content


@pytest.mark.parametrize("path", ["/api/v1/export", "/export"])
def test_files_of_a_kind_of_their_own_are_whole(with_ledger: TestClient, path: str) -> None:
    table = with_ledger.get(path, params={"q": "bolt", "to": "parquet"})
    rows = pyarrow.parquet.read_table(io.BytesIO(table.content)).to_pylist()
    assert rows
    assert all("bolt" in row["content"] for row in rows)
    archive = with_ledger.get(path, params={"q": "bolt", "to": "brat"})
    with zipfile.ZipFile(io.BytesIO(archive.content)) as files:
        assert files.testzip() is None
        assert any("bolt" in files.read(name).decode() for name in files.namelist())


def test_what_a_client_has_already_is_not_sent_again(with_ledger: TestClient) -> None:
    first = with_ledger.get("/api/v1/statements", params={"limit": 2})
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = with_ledger.get(
            "/api/v1/statements", params={"limit": 2}, headers={"if-none-match": given}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    other = with_ledger.get(
        "/api/v1/statements", params={"limit": 1}, headers={"if-none-match": tag}
    )
    assert (other.status_code, other.headers["etag"] == tag) == (200, False)
    head = with_ledger.head("/api/v1/statements", params={"limit": 2})
    assert (head.headers["etag"], head.content) == (tag, b"")


def test_errors_and_pages_have_no_tag(with_ledger: TestClient) -> None:
    for path in ("/api/v1/statements?limit=0", "/statements", "/api/v1/export?to=jsonl"):
        answer = with_ledger.get(path)
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_a_link_leads_to_the_page_after(with_ledger: TestClient) -> None:
    for outlet in ("Link One", "Link Two"):
        with_ledger.post("/api/v1/articles", json={"text": EASY, "outlet": outlet, "title": "L"})
    answer = with_ledger.get("/api/v1/statements", params={"limit": 1, "q": "taxes"})
    seen = [answer.json()["data"][0]["id"]]
    target = answer.links["next"]["url"]
    assert "q=taxes" in target
    assert "limit=1" in target
    after = with_ledger.get(target)
    assert after.json()["data"][0]["id"] not in seen
    assert "quoth-next" not in answer.headers
    assert "link" not in with_ledger.get("/api/v1/health").headers
