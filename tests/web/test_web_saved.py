"""Saved searches on the pages, by REST and as Atom feeds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from builders import article
from quoth.ledger import Ledger
from quoth.query import StatementQuery

ATOM = "{http://www.w3.org/2005/Atom}"
TOKENS = {"read_token": "r" * 20, "edit_token": "e" * 20}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("saved")


@pytest.fixture(scope="module")
def client(serve: Callable[..., TestClient], folder: Path) -> TestClient:
    return serve(ledger=str(folder / "news.db"))


def mark(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)
    assert found
    return found[1]


def saved(client: TestClient, **fields: str) -> str:
    """The page that comes after a search was saved."""
    answer = client.post("/saved", data={"csrf": mark(client), **fields}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def keep(folder: Path, url: str, said: str = "We checked every bolt") -> None:
    """What another program keeps in the ledger of the server."""
    marked = f"[Maria Lindqvist] {{told}} reporters: <“{said}.”>"
    built = article(marked, url=url, title="The <b>bridge</b>", outlet="The Herald",
                    speakers={"a1": "Maria Lindqvist"})  # fmt: skip
    with Ledger(folder / "news.db") as ledger:
        ledger.keep(built.reading)


def test_a_search_is_saved_and_tells_on_its_page_and_in_its_feed(
    client: TestClient, folder: Path
) -> None:
    found = client.get("/statements", params={"q": "bolt"}).text
    link = re.search(r'href="(/saved\?[^"]+)"', found)
    assert link
    form = client.get(link[1].replace("&amp;", "&")).text
    assert "Save this search" in form
    assert '<input type="hidden" name="q" value="bolt">' in form
    page = saved(client, q="bolt", name="Bolts & nuts", tells="statements")
    assert "Nothing has come" in client.get(page).text
    keep(folder, "https://herald.example/bridge")
    text = client.get(page).text
    assert "Maria Lindqvist" in text
    assert "We checked every bolt" in text
    assert "Bolts &amp; nuts" in client.get("/saved").text
    feed = re.search(r'href="(/feeds/[^"]+\.atom)"', text)
    assert feed
    answer = client.get(feed[1])
    assert answer.headers["content-type"] == "application/atom+xml"
    root = ElementTree.fromstring(answer.content)
    assert root.findtext(f"{ATOM}title") == "Bolts & nuts · quoth"
    (entry,) = root.findall(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title") or "").startswith("new: Maria Lindqvist told")
    again = client.get(feed[1], headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_what_cannot_be_saved_is_told_and_stays_typed(client: TestClient) -> None:
    answer = client.post(
        "/saved", data={"csrf": mark(client), "q": "pier", "name": "x", "hook": "gopher://a"}
    )
    assert answer.status_code == 422
    assert "is no address" in answer.text
    assert 'value="gopher://a"' in answer.text


def test_it_is_changed_and_taken_away(client: TestClient) -> None:
    page = saved(client, q="ferry", name="Ferry")
    done = client.post(f"{page}/change", data={"csrf": mark(client), "name": "The ferry",
                                               "tells": "figure", "hook": ""})  # fmt: skip
    assert "figures that changed" in done.text
    assert (
        client.post(f"{page}/change", data={"csrf": mark(client), "name": " "}).status_code == 422
    )
    gone = client.post(f"{page}/delete", data={"csrf": mark(client)})
    assert "Taken away" in gone.text
    assert client.get(page).status_code == 404


def test_by_rest_with_typed_answers(client: TestClient, folder: Path) -> None:
    new = {"name": "By REST", "query": {"words": "bolt", "form": "direct"}, "by": "Mia"}
    answer = client.post("/api/v1/searches", json=new)
    assert answer.status_code == 201
    made = answer.json()["data"]
    assert made["query"] == {"words": "bolt", "form": "direct"}
    assert made["secret"].startswith("whsec_")
    assert client.get(made["feed"]).status_code == 200
    url = f"/api/v1/searches/{made['id']}"
    assert client.get(f"{url}/alerts").json() == {"data": [], "next": None}
    keep(folder, "https://herald.example/again", "Each bolt twice")
    (alert,) = client.get(f"{url}/alerts").json()["data"]
    assert (alert["what"], alert["told"]["who"]) == ("new", "Maria Lindqvist")
    changed = client.patch(url, json={"hook": "https://desk.example/in"}).json()["data"]
    assert changed["hook"] == "https://desk.example/in"
    assert [one["name"] for one in client.get("/api/v1/searches").json()["data"]].count("By REST")
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    bad = client.post("/api/v1/searches", json={"name": "all", "query": {}})
    assert bad.status_code == 400
    assert "needs words or a filter" in bad.json()["detail"]


def test_a_feed_needs_no_token_and_no_secret_is_shown_to_who_may_look(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    with Ledger(tmp_path / "guarded.db") as ledger:
        id = ledger.save_search("Pier", StatementQuery("pier"), hook="https://desk.example/in")
        feed = ledger.saved_search(id).feed
    client = serve(ledger=str(tmp_path / "guarded.db"), **TOKENS)
    assert client.get(f"/feeds/{feed}.atom").status_code == 200
    assert client.get("/feeds/guessed.atom").status_code == 404
    assert client.get("/api/v1/searches").status_code == 401
    reader = {"authorization": f"Bearer {TOKENS['read_token']}"}
    (one,) = client.get("/api/v1/searches", headers=reader).json()["data"]
    assert one["secret"] is None
    assert client.delete(f"/api/v1/searches/{id}", headers=reader).status_code == 403
