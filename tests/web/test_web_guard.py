"""What stands before every page: hosts, tokens, forgery, rates, headers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from quoth.errors import OptionError
from quoth.web.app import create_app
from quoth.web.guard import Rates
from quoth.web.settings import Settings, token_of

EDIT = "edit-token-of-the-tests"
READ = "read-token-of-the-tests"


@pytest.fixture(scope="session")
def guarded(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    ledger = str(tmp_path_factory.mktemp("guarded") / "news.db")
    return serve(ledger=ledger, edit_token=EDIT, read_token=READ)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_a_token_to_look_may_have_a_file_read(guarded: TestClient) -> None:
    file = {"file": ("n.txt", "Ada Roth said no.", "text/plain")}
    answer = guarded.post("/api/v1/read/file", files=file, headers=bearer(READ))
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/quotes?text=Ada+Roth+said+no.", "/export?to=csv"])
def test_all_that_costs_work_has_a_rate(
    serve: Callable[..., TestClient], tmp_path: Path, path: str
) -> None:
    client = serve(ledger=str(tmp_path / "news.db"), rate=6)
    assert 429 in [client.get(path).status_code for _ in range(4)]


def test_tokens_are_not_guessed_at_speed(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serve(ledger=str(tmp_path / "news.db"), rate=6, edit_token=EDIT)
    tried = [
        client.get("/api/v1/statements", headers=bearer(f"{EDIT}{i}")).status_code for i in range(4)
    ]
    assert tried == [401, 401, 429, 429]


def test_other_sites_may_not_have_texts_read(with_ledger: TestClient) -> None:
    asked = {"sec-fetch-site": "cross-site"}
    assert with_ledger.get("/quotes?text=Ada+said+no.", headers=asked).status_code == 403


def test_serving_beyond_this_machine_needs_a_token() -> None:
    with pytest.raises(OptionError, match="requires an access token; use --token-file"):
        Settings(host="0.0.0.0")
    assert Settings(host="0.0.0.0", edit_token=EDIT).guarded


def test_a_token_is_long_and_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="at least 16 characters"):
        Settings(edit_token="short")
    file = tmp_path / "token"
    with pytest.raises(OptionError, match="cannot be read"):
        token_of(file)
    file.write_text("\n")
    with pytest.raises(OptionError, match="contains no token"):
        token_of(file)
    file.write_text(f"{EDIT}\n")
    assert token_of(file) == EDIT


def test_without_a_token_nothing_is_shown(guarded: TestClient) -> None:
    answer = guarded.get("/api/v1/statements")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    page = guarded.get("/statements", follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2Fstatements")
    assert guarded.get("/api/v1/health").status_code == 200
    assert guarded.get("/quotes?text=a").status_code == 401


def test_a_token_to_look_may_not_change(guarded: TestClient) -> None:
    body = {"text": "Ada Roth said the roof leaks."}
    assert guarded.get("/api/v1/statements", headers=bearer(READ)).status_code == 200
    assert guarded.post("/api/v1/read", json=body, headers=bearer(READ)).status_code == 200
    assert guarded.post("/api/v1/articles", json=body, headers=bearer(READ)).status_code == 403
    assert guarded.post("/api/v1/articles", json=body, headers=bearer(EDIT)).status_code == 201


@pytest.mark.parametrize("token", ["", "x", EDIT[:-1], EDIT + "x", "é" * 20])
def test_other_tokens_open_nothing(guarded: TestClient, token: str) -> None:
    headers = {"authorization": f"Bearer {token}".encode()}
    assert guarded.get("/api/v1/statements", headers=headers).status_code == 401


def test_logging_in_opens_the_pages(guarded: TestClient) -> None:
    page = guarded.get("/login")
    mark = page.text.split('name="csrf" value="')[1].split('"')[0]
    wrong = guarded.post("/login", data={"csrf": mark, "token": "no token at all"})
    assert wrong.status_code == 403
    right = guarded.post("/login", data={"csrf": mark, "token": READ}, follow_redirects=False)
    assert right.status_code == 303
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert guarded.get("/statements").status_code == 200
    assert guarded.post("/keep", data={"csrf": mark}).status_code == 403
    guarded.cookies.clear()
    forged = {"cookie": "quoth_login=edit.0000"}
    assert guarded.get("/statements", headers=forged, follow_redirects=False).status_code == 303


def log_in(client: TestClient, token: str, next: str = "/") -> str:
    """Logs in on the page that a wanted page leads to; gives where it leads on."""
    page = client.get(next, headers={"accept": "text/html"}).text
    form = {
        "csrf": page.split('name="csrf" value="')[1].split('"')[0],
        "next": unescape(page.split('name="next" value="')[1].split('"')[0]),
        "token": token,
    }
    return str(client.post("/login", data=form, follow_redirects=False).headers["location"])


def test_a_login_leads_back_says_what_one_may_do_and_ends(guarded: TestClient) -> None:
    guarded.cookies.clear()
    wanted = "/statements?q=roof&form=direct"
    assert log_in(guarded, READ, wanted) == wanted
    page = guarded.get("/statements").text
    assert "read only" in page
    assert "can edit" not in page
    mark = page.split('name="csrf" value="')[1].split('"')[0]
    out = guarded.post("/logout", data={"csrf": mark}, follow_redirects=False)
    assert out.headers["location"] == "/login"
    assert guarded.get("/statements", follow_redirects=False).status_code == 303
    log_in(guarded, EDIT)
    assert "can edit" in guarded.get("/statements").text
    guarded.cookies.clear()


@pytest.mark.parametrize("next", ["//evil.example/", "https://evil.example", "/\\evil.example",
                                  "javascript:alert(1)", "/\x00"])  # fmt: skip
def test_a_login_leads_nowhere_else(guarded: TestClient, next: str) -> None:
    guarded.cookies.clear()
    mark = guarded.get("/login").text.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": mark, "token": READ, "next": next}
    answer = guarded.post("/login", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/"
    guarded.cookies.clear()


def test_sessions_outlive_a_restart_and_end_with_their_token(tmp_path: Path) -> None:
    settings = Settings(ledger=str(tmp_path / "n.db"), edit_token=EDIT, read_token=READ, workers=1)
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        log_in(client, EDIT)
        cookies = dict(client.cookies)
    with TestClient(create_app(settings), base_url="http://localhost", cookies=cookies) as client:
        assert "can edit" in client.get("/articles").text
    other = replace(settings, edit_token=EDIT + "2")
    with TestClient(create_app(other), base_url="http://localhost", cookies=cookies) as client:
        assert client.get("/articles", follow_redirects=False).status_code == 303


def test_who_is_refused_sees_a_page_and_programs_read_json(
    serve: Callable[..., TestClient], reader_only: TestClient, guarded: TestClient
) -> None:
    html = {"accept": "text/html,*/*"}
    slow = serve(rate=6, max_upload=1000)
    for _ in range(4):
        slow.post("/read")
    for client, path, headers, status in (
        (reader_only, "/", {"host": "evil.example"}, 421),
        (reader_only, "/read", {"origin": "https://elsewhere.example"}, 403),
        (slow, "/read", {}, 429),
    ):
        ask = client.post if path == "/read" else client.get
        page = ask(path, headers={**html, **headers})
        assert page.status_code == status, path
        assert page.text.count("<h1") == 1
        assert 'role="alert"' in page.text
        told = ask(path, headers=headers)
        assert (told.status_code, told.json()["status"]) == (status, status)
        assert told.json()["detail"] == told.json()["error"]["message"]
        assert told.headers["content-type"] == "application/problem+json"
    guarded.cookies.clear()
    log_in(guarded, READ)
    page = guarded.post("/corrections/1/undo", headers=html)
    assert page.status_code == 403
    assert "this token is for reading only" in page.text
    guarded.cookies.clear()


def test_head_is_answered_as_get_is(with_ledger: TestClient) -> None:
    for path in ("/", "/statements", "/articles", "/api/v1/health", "/nothing", "/export?to=csv"):
        head, whole = with_ledger.head(path), with_ledger.get(path)
        assert (head.status_code, head.content) == (whole.status_code, b""), path
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_pages_of_other_sites_may_not_post(with_ledger: TestClient) -> None:
    body = {"text": "Ada Roth said the roof leaks."}
    for headers in ({"origin": "https://elsewhere.example"}, {"origin": "null"},
                    {"sec-fetch-site": "cross-site"}):  # fmt: skip
        answer = with_ledger.post("/api/v1/articles", json=body, headers=headers)
        assert answer.status_code == 403
    own = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    assert with_ledger.post("/api/v1/read", json=body, headers=own).status_code == 200


def test_a_form_without_its_mark_is_refused(with_ledger: TestClient) -> None:
    with_ledger.get("/")
    answer = with_ledger.post("/read", data={"text": "Ada Roth said no.", "csrf": "0" * 64})
    assert answer.status_code == 400


def test_a_name_that_points_here_from_elsewhere_is_refused(reader_only: TestClient) -> None:
    """DNS rebinding: a page elsewhere gives its own name the address of this machine."""
    answer = reader_only.get("/api/v1/health", headers={"host": "evil.example"})
    assert answer.status_code == 421
    for host in ("localhost:8040", "127.0.0.1:8040", "[::1]:8040"):
        assert reader_only.get("/api/v1/health", headers={"host": host}).status_code == 200


def test_every_answer_carries_its_headers(with_ledger: TestClient) -> None:
    for path in ("/", "/statements", "/api/v1/health", "/static/app.css", "/nothing"):
        headers = with_ledger.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_too_many_requests_wait(serve: Callable[..., TestClient]) -> None:
    client = serve(rate=6)
    answers = [client.post("/api/v1/read", json={"text": "Ada Roth said no."}) for _ in range(4)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert client.get("/api/v1/health").status_code == 200  # looking costs nothing


def test_rates_refill_and_forget(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("quoth.web.guard.time.monotonic", lambda: clock[0])
    rates = Rates(60)
    assert [rates.wait("a") for _ in range(21)] == [0] * 20 + [1]
    assert rates.wait("b") == 0
    clock[0] = 1.01
    assert rates.wait("a") == 0
