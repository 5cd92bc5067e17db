"""Feeds that a server watches: on the page and by REST, looked at by the server itself."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from news_site import PAGE, Site, answer


@pytest.fixture(scope="module")
def client(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    folder: Path = tmp_path_factory.mktemp("watched")
    return serve(ledger=str(folder / "news.db"), allow_private=True)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def mark(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/watch").text)
    assert found
    return found[1]


def looked(client: TestClient, id: int) -> dict[str, object]:
    """How it stands when the server has looked."""
    for _ in range(600):
        seen: dict[str, object] = client.get(f"/api/v1/watched/{id}").json()["data"]
        if seen["looked_at"] and not seen["looking"]:
            return seen
        time.sleep(0.1)
    raise AssertionError(seen)


def test_a_feed_is_watched_and_its_articles_are_kept(client: TestClient, site: Site) -> None:
    link = site.url("/1")
    rss = f"<rss><channel><item><title>A pier</title><link>{link}</link></item></channel></rss>"
    site.pages["/feed"] = answer(rss.encode(), content_type="text/xml")
    site.pages["/1"] = answer(PAGE)
    told = client.post("/watch", data={"csrf": mark(client), "place": site.url("/feed"),
                                       "every": "30"})  # fmt: skip
    assert "<b>Watched</b>" in told.text
    (one,) = client.get("/api/v1/watched").json()["data"]
    assert looked(client, one["id"])["new"] == 1
    assert client.get("/statements", params={"q": "bridge"}).text.count("The mayor") > 0
    assert "1 text kept" in client.get("/watch").text
    site.pages["/2"] = answer(b"", "404 Not Found")
    site.pages["/feed"] = answer(rss.replace("/1<", "/2<").encode(), content_type="text/xml")
    assert client.post(f"/api/v1/watched/{one['id']}/look").status_code == 202
    for _ in range(100):
        if "could not be read" in client.get("/watch").text:
            break
        time.sleep(0.1)
    assert "answered 404 Not Found" in client.get("/watch").text
    done = client.post(f"/watch/{one['id']}/delete", data={"csrf": mark(client)})
    assert "Watched no more" in done.text
    assert client.get(f"/api/v1/watched/{one['id']}").status_code == 404


def test_by_rest(client: TestClient, site: Site) -> None:
    site.pages["/page"] = answer(PAGE)
    new = client.post("/api/v1/watched", json={"place": site.url("/page"), "by": "Mia"})
    assert new.status_code == 201
    seen = new.json()["data"]
    assert (seen["every"], seen["added_by"], seen["troubles"]) == (None, "Mia", [])
    assert looked(client, seen["id"])["pages"] == 1
    assert client.delete(f"/api/v1/watched/{seen['id']}").status_code == 204


@pytest.mark.parametrize("place", ["/etc", "file:///etc/passwd", "../x", "ftp://herald.example"])
def test_only_addresses_are_watched_from_the_web(client: TestClient, place: str) -> None:
    answered = client.post("/watch", data={"csrf": mark(client), "place": place, "every": "5"})
    assert answered.status_code == 422
    assert "is no address" in answered.text
    assert client.post("/api/v1/watched", json={"place": place}).status_code == 400


def test_an_interval_that_is_none_is_told(client: TestClient) -> None:
    for every in ("0", "x", "9999999"):
        data = {"csrf": mark(client), "place": "https://herald.example/feed", "every": every}
        assert client.post("/watch", data=data).status_code == 422
