"""Finding an article on the page of articles and by REST."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from bench import synthetic
from quoth.ledger import Ledger


def test_by_words_outlet_and_day(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.db") as book:
        for reading in synthetic.readings(50, 5):
            book.keep(reading)
        first, *_ = book.articles()
    client = serve(ledger=str(tmp_path / "news.db"))
    word, outlet = first["title"].split()[0], first["outlet"]
    page = client.get("/articles", params={"q": word, "outlet": outlet}).text
    assert f'href="/article/{first["id"]}"' in page
    assert f'value="{outlet}"' in page
    assert "No article found." in client.get("/articles", params={"q": "xyzzy"}).text
    assert "No article found." in client.get("/articles", params={"until": "1999"}).text
    more = client.get("/articles", params={"since": "2000"}).text
    assert "cursor=" in more
    assert "since=2000" in more
    found = client.get("/api/v1/articles", params={"q": word, "limit": 100}).json()["data"]
    assert first["id"] in [one["id"] for one in found]
    assert len(found) < 50
    assert client.get("/api/v1/articles", params={"since": "soon"}).status_code == 400
    assert client.get("/articles", params={"since": "soon"}).status_code == 400
