"""People who sign in: what each role may, that names cannot be forged, that sessions end."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from builders import article
from quoth.errors import OptionError
from quoth.ledger import Ledger
from quoth.ledger.users import SignedIn
from quoth.web import roster
from quoth.web.app import create_app
from quoth.web.roster import Attempts, People
from quoth.web.settings import Settings

PASSWORD = "four words of a song"
EDIT = "edit-token-of-the-tests"
Make = Callable[..., TestClient]


pytestmark = pytest.mark.usefixtures("cheap")


@pytest.fixture
def target(tmp_path: Path) -> str:
    """A ledger with one statement and three users."""
    target = str(tmp_path / "news.db")
    built = article("[Ada Roth] {said} <the pier is safe>.", speakers={"a1": "Ada Roth"})
    with Ledger(target) as ledger:
        ledger.keep(built.reading)
        for name, role in (("Mia", "admin"), ("Bo", "editor"), ("Ida", "reader")):
            ledger.add_user(name, PASSWORD, role=role)
    return target


@pytest.fixture
def serve_it(target: str) -> Iterator[Make]:
    """Starts a server of its own on the ledger."""
    running: list[TestClient] = []

    def start(**settings: object) -> TestClient:
        given = Settings(**{"ledger": target, "workers": 1, "rate": 100_000, **settings})  # type: ignore[arg-type]
        client = TestClient(create_app(given), base_url="http://localhost")
        client.__enter__()
        running.append(client)
        return client

    yield start
    for client in running:
        client.__exit__(None, None, None)


def mark(client: TestClient, path: str = "/login") -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get(path).text)
    assert found
    return found[1]


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> int:
    """Signs in on the page; the status of the answer."""
    client.cookies.clear()
    data = {"csrf": mark(client), "name": name, "password": password, "next": "/statements"}
    return client.post("/login", data=data, follow_redirects=False).status_code


def test_with_users_nobody_is_let_in_without_signing_in(serve_it: Make) -> None:
    client = serve_it()
    asked = client.get("/statements?q=pier")
    assert asked.url.path == "/login"
    assert "Password" in asked.text
    assert "access token" not in asked.text  # there is none
    assert client.get("/api/v1/statements").status_code == 401
    assert sign_in(client, "mia") == 303
    page = client.get("/statements?q=pier")
    assert "the pier is safe" in page.text
    assert "Mia" in page.text
    assert "admin" in page.text


def test_what_each_role_may(serve_it: Make) -> None:
    client = serve_it()
    for name, log, people, reject in (("Ida", 403, 403, 403), ("Bo", 200, 403, 303),
                                      ("Mia", 200, 200, 303)):  # fmt: skip
        assert sign_in(client, name) == 303
        assert client.get("/log").status_code == log
        assert client.get("/people").status_code == people
        data = {"csrf": mark(client, "/account")}
        done = client.post("/statement/1/reject", data=data, follow_redirects=False)
        assert done.status_code == reject
        if reject == 303:
            number = client.get("/api/v1/corrections").json()["data"][0]["id"]
            assert client.post(f"/corrections/{number}/undo", data=data).status_code == 200


def test_by_cannot_be_forged(serve_it: Make) -> None:
    client = serve_it(edit_token=EDIT)
    assert sign_in(client, "Bo") == 303
    page = client.get("/statement/1").text
    assert 'name="by"' not in page
    data = {"csrf": mark(client, "/statement/1"), "by": "Mia", "why": "heard it"}
    client.post("/statement/1/confirm", data=data)
    form = {"csrf": data["csrf"], "about": "statement", "target": "1", "mark": "tag", "text": "a"}
    client.post("/marks", data=form)
    client.post("/saved", data={**data, "q": "pier", "name": "piers"})
    client.cookies.clear()
    told = {"authorization": f"Bearer {EDIT}"}
    client.post("/api/v1/statements/1/corrections", json={"action": "confirm", "by": "Mia"},
                headers=told)  # fmt: skip
    logged = client.get("/api/v1/log", headers=told, params={"limit": 100}).json()["data"]
    assert [(one["made_by"], one["door"], one["action"]) for one in logged[:4]] == [
        ("Mia (access token)", "rest", "confirm"),
        ("Bo", "page", "saved"),
        ("Bo", "page", "tag"),
        ("Bo", "page", "confirm"),
    ]


def test_a_long_name_cannot_push_its_mark_away(serve_it: Make) -> None:
    client = serve_it(edit_token=EDIT)
    told = {"authorization": f"Bearer {EDIT}"}
    for name in ("Mia" + " " * 297, "M" * 300):
        given = {"action": "confirm", "by": name}
        answer = client.post("/api/v1/statements/1/corrections", json=given, headers=told)
        assert answer.status_code in (200, 201)
        logged = client.get("/api/v1/log", headers=told).json()["data"][0]
        assert logged["made_by"].endswith("(access token)")


def test_a_name_of_a_megabyte_is_nobodys_and_is_not_remembered(serve_it: Make) -> None:
    client = serve_it()
    state = client.app.state.quoth  # type: ignore[attr-defined]
    assert sign_in(client, "\ufdfa" * 50_000) == 403
    assert sign_in(client, "Mia", "x" * 100_000) == 403
    assert max(map(len, state.failed_names._failed)) < 10_000
    assert state.failed_clients._failed


def test_a_change_during_a_look_is_seen_by_the_next(tmp_path: Path) -> None:
    ledger, people = Ledger(tmp_path / "empty.db"), People()
    people.open(ledger)
    seen = ledger.has_users

    def slow() -> bool:
        found = seen()
        ledger.add_user("Mia", PASSWORD)  # while the old answer is under way
        people.changed()
        return found

    people.changed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "has_users", slow)
        assert asyncio.run(people.signed_in("")) is None
    assert not people.exist
    asyncio.run(people.signed_in(""))
    ledger.close()
    assert people.exist


def test_only_the_session_that_is_asked_for_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, people = Ledger(tmp_path / "news.db"), People()
    for name in ("Mia", "Bo"):
        ledger.add_user(name, PASSWORD)
    mia, bo = (ledger.sign_in(name, PASSWORD) for name in ("Mia", "Bo"))
    assert mia
    assert bo
    asked: list[str] = []
    look = ledger.signed_in
    monkeypatch.setattr(ledger, "signed_in", lambda one: (asked.append(one), look(one))[1])
    monkeypatch.setattr(roster, "_HELD", 3600.0)
    people.open(ledger)

    async def several() -> list[SignedIn | None]:
        secrets = [mia.secret, "none", mia.secret, bo.secret, "x" * 1000, mia.secret]
        return list(await asyncio.gather(*map(people.signed_in, secrets)))

    found = asyncio.run(several())
    assert [one and one.name for one in found] == ["Mia", None, "Mia", "Bo", None, "Mia"]
    assert sorted(asked) == sorted([mia.secret, bo.secret, "none"])  # once each
    ledger.sign_out(mia.secret)
    people.changed()
    assert asyncio.run(people.signed_in(mia.secret)) is None
    ledger.close()


@pytest.mark.parametrize(
    ("new", "told"),
    [("short", "at least"), ("long enough for anybody " * 50, "at most 1000 characters")],
)
def test_a_new_password_that_will_not_do_is_no_wrong_one(
    serve_it: Make, new: str, told: str
) -> None:
    client = serve_it()
    assert sign_in(client, "Bo") == 303
    data = {"csrf": mark(client, "/account"), "old": PASSWORD, "new": new, "again": new}
    assert told in client.post("/account/password", data=data).text
    for _ in range(30):
        assert client.post("/account/password", data=data).status_code == 400


def test_a_user_is_changed_wholly_or_not_at_all(serve_it: Make) -> None:
    client = serve_it(edit_token=EDIT)
    token = client.post("/api/v1/session", json={"name": "Mia", "password": PASSWORD}).json()
    told = {"authorization": f"Bearer {token['data']['token']}"}
    both = {"role": "admin", "password": "short"}
    assert client.patch("/api/v1/users/Bo", json=both, headers=told).status_code == 400
    users = client.get("/api/v1/users", headers=told).json()["data"]
    assert {one["name"]: one["role"] for one in users}["Bo"] == "editor"


def test_a_session_ends_with_logging_out_wherever_its_cookie_is(serve_it: Make) -> None:
    client = serve_it()
    sign_in(client, "Bo")
    copy = dict(client.cookies)
    client.post("/logout", data={"csrf": mark(client, "/account")})
    assert client.get("/statements").url.path == "/login"
    client.cookies.update(copy)
    assert client.get("/statements").url.path == "/login"


def test_sessions_end_when_an_admin_changes_a_role_and_outlive_a_restart(serve_it: Make) -> None:
    first = serve_it()
    sign_in(first, "Bo")
    bo = dict(first.cookies)
    again = serve_it()
    again.cookies.update(bo)
    assert again.get("/statements").url.path == "/statements"
    sign_in(again, "Mia")
    data = {"csrf": mark(again, "/people"), "name": "Bo", "role": "reader"}
    assert "Role is now reader" in again.post("/people/role", data=data).text
    again.cookies.clear()
    again.cookies.update(bo)
    assert again.get("/statements").url.path == "/login"


def test_people_are_managed_on_their_page(serve_it: Make) -> None:
    client = serve_it()
    sign_in(client, "Mia")
    csrf = mark(client, "/people")

    def send(action: str, **data: str) -> str:
        return client.post(f"/people/{action}", data={"csrf": csrf, **data}).text

    assert "at least 12 characters" in send("add", name="Ole", password="short", role="editor")
    assert "Added" in send("add", name="Ole", password=PASSWORD, role="editor")
    assert "Password changed" in send("password", name="Ole", password="quite another song")
    assert "Removed" in send("remove", name="Ole")
    assert "the only admin" in send("role", name="Mia", role="reader")
    assert client.post("/people/add", data={"name": "Eve"}).status_code == 400  # no mark
    foreign = {"origin": "http://evil.example"}
    data = {"csrf": csrf, "name": "Eve", "password": PASSWORD}
    assert client.post("/people/add", data=data, headers=foreign).status_code == 403
    for name in ("Bo", "Ida"):
        send("remove", name=name)
    assert "the last user" in send("remove", name="Mia")
    assert "<b>user: removed</b>" in client.get("/log?kind=user").text
    assert "Bo" not in client.get("/people").text


def test_who_signs_in_stands_in_the_log(serve_it: Make) -> None:
    client = serve_it(edit_token=EDIT)
    sign_in(client, "Bo", "wrong in every way")
    sign_in(client, "Bo")
    client.post("/logout", data={"csrf": mark(client, "/account")})
    told = {"authorization": f"Bearer {EDIT}"}
    logged = client.get("/api/v1/log?kind=sign-in", headers=told).json()["data"]
    assert [(one["made_by"], one["action"], one["target"]) for one in logged] == [
        ("Bo", "out", "Bo"),
        ("Bo", "in", "Bo"),
        (None, "failed", "Bo"),
    ]


def test_ones_own_password(serve_it: Make) -> None:
    client = serve_it()
    sign_in(client, "Bo")
    csrf = mark(client, "/account")
    new = "quite another song"

    def change(old: str, new: str, again: str) -> tuple[int, str]:
        data = {"csrf": csrf, "old": old, "new": new, "again": again}
        answer = client.post("/account/password", data=data)
        return answer.status_code, answer.text

    assert change("wrong in every way", new, new)[0] == 403
    assert "not written the same twice" in change(PASSWORD, new, "another")[1]
    before = dict(client.cookies)
    assert "Password changed" in change(PASSWORD, new, new)[1]
    assert client.get("/statements").status_code == 200  # still signed in here
    client.cookies.clear()
    client.cookies.update(before)
    assert client.get("/statements").url.path == "/login"  # and nowhere else
    assert sign_in(client, "Bo") == 403
    assert sign_in(client, "Bo", new) == 303


def test_wrong_passwords_are_slowed_down_and_tell_nothing(serve_it: Make) -> None:
    client = serve_it()
    told = set()
    for name in ("Mia", "Nobody"):
        client.cookies.clear()
        data = {"csrf": mark(client), "name": name, "password": "wrong in every way"}
        page = client.post("/login", data=data).text
        told.add(page.replace(name, "NAME").replace(mark_in(page), "CSRF"))
    assert len(told) == 1
    statuses = [sign_in(client, "Bo", "wrong in every way") for _ in range(9)]
    assert statuses == [403] * 8 + [429]
    assert sign_in(client, "Bo") == 429  # a right one waits, too
    answer = client.post("/api/v1/session", json={"name": "Ida", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def mark_in(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return found[1]


def test_after_a_while_it_may_be_tried_again() -> None:
    now = [0.0]
    tries = Attempts(2, 30.0, clock=lambda: now[0])
    for _ in range(2):
        assert tries.wait("Mia") == 0
        tries.failed("Mia")
    assert tries.wait("Mia") == 30
    assert tries.wait("Bo") == 0
    now[0] = 31
    assert tries.wait("Mia") == 0
    tries.failed("Mia")
    tries.forgiven("Mia")
    assert tries.wait("Mia") == 0


def test_by_rest(serve_it: Make) -> None:
    client = serve_it()
    wrong = {"name": "Mia", "password": "wrong in every way"}
    assert client.post("/api/v1/session", json=wrong).status_code == 403
    begun = client.post("/api/v1/session", json={"name": "Mia", "password": PASSWORD})
    assert begun.status_code == 201
    told = {"authorization": f"Bearer {begun.json()['data']['token']}"}
    assert client.get("/api/v1/session", headers=told).json()["data"] == {
        "name": "Mia",
        "may": "admin",
    }
    new = {"name": "Ole", "password": PASSWORD, "role": "reader"}
    made = client.post("/api/v1/users", json=new, headers=told)
    assert made.status_code == 201
    assert made.json()["data"]["made_by"] == "Mia"
    changed = client.patch("/api/v1/users/ole", json={"role": "editor"}, headers=told)
    assert changed.json()["data"]["role"] == "editor"
    assert client.delete("/api/v1/users/Ole", headers=told).status_code == 204
    assert client.delete("/api/v1/users/Ole", headers=told).status_code == 404
    names = [one["name"] for one in client.get("/api/v1/users", headers=told).json()["data"]]
    assert names == ["Bo", "Ida", "Mia"]
    confirm = {"action": "confirm", "by": "Bo"}
    client.post("/api/v1/statements/1/corrections", json=confirm, headers=told)
    (last,) = client.get("/api/v1/log?user=Mia&limit=1", headers=told).json()["data"]
    assert (last["door"], last["kind"], last["about"], last["target"]) == (
        "rest", "decision", "statement", "1",
    )  # fmt: skip
    other = {"old": PASSWORD, "new": "quite another song"}
    again = client.put("/api/v1/session/password", json=other, headers=told)
    assert client.get("/api/v1/users", headers=told).status_code == 401  # it has ended
    told = {"authorization": f"Bearer {again.json()['data']['token']}"}
    assert client.delete("/api/v1/session", headers=told).status_code == 204
    assert client.get("/api/v1/users", headers=told).status_code == 401


def test_an_edit_token_manages_no_people(serve_it: Make) -> None:
    client = serve_it(edit_token=EDIT)
    told = {"authorization": f"Bearer {EDIT}"}
    assert client.get("/api/v1/statements", headers=told).status_code == 200
    assert client.get("/api/v1/users", headers=told).status_code == 403
    assert client.delete("/api/v1/session", headers=told).status_code == 400


def test_a_signed_role_lets_nobody_in_where_there_is_no_token(serve_it: Make) -> None:
    client = serve_it()
    keys = client.app.state.quoth.keys  # type: ignore[attr-defined]
    client.cookies.set("quoth_login", keys.login("edit"))
    assert client.get("/statements").url.path == "/login"


def test_serving_others_needs_a_token_or_users() -> None:
    with pytest.raises(OptionError, match="or make users"):
        Settings(host="0.0.0.0")
    assert Settings(host="0.0.0.0", has_users=True).host == "0.0.0.0"


def test_without_users_all_is_as_before(serve: Make, tmp_path: Path) -> None:
    client = serve(ledger=str(tmp_path / "other.db"))
    assert client.get("/statements").status_code == 200
    assert client.get("/people").status_code == 403
    assert "Nobody has to log in" in client.get("/account").text
    assert client.get("/log").status_code == 200
    assert client.get("/log", params={"since": "2031-13-01"}).status_code == 400
