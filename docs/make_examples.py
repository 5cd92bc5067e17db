"""Asks every operation of the interface about two invented articles, and keeps what it answers as
the examples of its description.

    python docs/make_examples.py        # writes src/quoth/web/examples.json; takes seconds
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from quoth.web.app import create_app
from quoth.web.settings import Settings

FILE = Path(__file__).parent.parent / "src" / "quoth" / "web" / "examples.json"
ONE = (
    "The bridge is safe, the transport ministry said on Monday. “We checked every single bolt of "
    "it,” Maria Lindqvist, its chief engineer, told reporters. 40 cars fell behind, she said."
)
TWO = (
    "“We checked every bolt of it,” Maria Lindqvist, chief engineer of the transport ministry, "
    "told reporters on Monday. The bridge is safe, the ministry said. 60 cars fell behind, the "
    "police said."
)
SHARED = (
    "The crossing had been closed for two weeks after a storm in February had torn a cable from "
    "the northern tower and thrown it across all four lanes, and everybody who lives on the island "
    "had to take the ferry, which goes twice a day."
)
CHANGED = f"{ONE} {SHARED}".replace("40 cars", "45 cars")
API = "/api/v1"


def article(outlet: str, text: str) -> dict[str, str]:
    """What a client sends of an article."""
    return {
        "text": text,
        "title": "Bridge is safe, says ministry",
        "outlet": outlet,
        "source_url": f"https://{outlet.lower().replace(' ', '-')}.example/bridge",
        "published": "2031-03-04",
    }


def asked(client: TestClient) -> Iterator[tuple[str, Any]]:
    """Each operation as "METHOD path", with its answer."""

    def ask(method: str, path: str, address: str = "", **sent: Any) -> tuple[str, Any]:
        answer = client.request(method, address or API + path, **sent)
        assert answer.is_success, (method, path, answer.text)
        whole = path if path == "/quotes" and not address.startswith(API) else API + path
        return f"{method} {whole}", answer.json()

    yield ask("POST", "/read", json=article("Herald", ONE))
    yield ask("POST", "/read/file", files={"file": ("bridge.txt", ONE.encode())})
    yield ask("GET", "/health")
    yield ask("POST", "/articles", json=article("Herald", f"{ONE} {SHARED}"))
    ask("POST", "/articles", json=article("Tribune", TWO))
    search = {"name": "Cars behind", "query": {"words": "cars"}, "kind": "statements"}
    yield ask("POST", "/searches", json=search)
    ask("POST", "/articles", json=article("Gazette", f"{SHARED} So it is said."))
    ask("POST", "/articles", json=article("Herald", CHANGED))
    yield ask("GET", "/searches")
    yield ask("GET", "/searches/{id}", f"{API}/searches/1")
    yield ask("PATCH", "/searches/{id}", f"{API}/searches/1", json={"name": "Cars"})
    yield ask("GET", "/searches/{id}/alerts", f"{API}/searches/1/alerts")
    place = {"place": "https://herald.example/feed", "every": 30, "by": "desk"}
    yield ask("POST", "/watched", json=place)
    yield ask("GET", "/watched")
    yield ask("GET", "/watched/{id}", f"{API}/watched/1")
    yield ask("POST", "/watched/{id}/look", f"{API}/watched/1/look")
    yield ask("GET", "/articles")
    yield ask("GET", "/articles/{id}", f"{API}/articles/2")
    yield ask("GET", "/history", params={"address": "https://herald.example/bridge"})
    found = client.get(f"{API}/statements", params={"q": "bolt"}).json()["data"]
    one = found[0]["id"]
    yield ask("GET", "/speakers", params={"name": "Lindqvist"})
    who = client.get(f"{API}/speakers", params={"name": "Lindqvist"}).json()["data"][0]["id"]
    yield ask("GET", "/speakers/{id}", f"{API}/speakers/{who}")
    yield ask("GET", "/statements", params={"q": "bolt", "limit": 1})
    yield ask("GET", "/statements/{id}", f"{API}/statements/{one}")
    yield ask("GET", "/statements/{id}/dossier", f"{API}/statements/{one}/dossier")
    yield ask("GET", "/statements/{id}/citation", f"{API}/statements/{one}/citation")
    yield ask("GET", "/stories")
    story = client.get(f"{API}/stories").json()["data"][0]["id"]
    yield ask("GET", "/stories/{id}", f"{API}/stories/{story}")
    for what in ("quotations", "copies", "figures"):
        yield ask("GET", f"/compare/{what}")
    yield ask("GET", "/audit")
    yield ask("POST", "/check", json={"text": "“We checked every bolt,” Maria Lindqvist said."})
    told = {"by": "desk", "why": "heard on the recording"}
    yield ask(
        *("POST", "/statements/{id}/corrections", f"{API}/statements/{one}/corrections"),
        json={"action": "confirm", **told},
    )
    words = TWO.index("The bridge is safe")
    yield ask(
        *("POST", "/articles/{id}/statements", f"{API}/articles/2/statements"),
        json={
            "speaker": "the transport ministry", "type": "organisation",
            "contents": [{"start": words, "end": words + len("The bridge is safe")}], **told,
        },
    )  # fmt: skip
    move = {"story": None, **told}
    yield ask("POST", "/articles/{id}/story", f"{API}/articles/2/story", json=move)
    stories = [one["id"] for one in client.get(f"{API}/stories").json()["data"]][:2]
    yield ask("POST", "/stories/join", json={"stories": stories, **told})
    (whole, *_) = [one["id"] for one in client.get(f"{API}/stories").json()["data"]]
    named = {"name": "The bridge", **told}
    yield ask("POST", "/stories/{id}/rename", f"{API}/stories/{whole}/rename", json=named)
    apart = {"articles": [2], **told}
    yield ask("POST", "/stories/{id}/split", f"{API}/stories/{whole}/split", json=apart)
    yield ask("PATCH", "/articles/{id}", f"{API}/articles/2", json={"authors": ["Ida Berg"]})
    yield ask(
        *("POST", "/speakers/{id}/split", f"{API}/speakers/{who}/split"),
        json={"apart": _places(client, who)[:1], **told},
    )
    yield ask(
        *("POST", "/speakers/{id}/rename", f"{API}/speakers/{who}/rename"),
        json={"name": "Maria Lindqvist-Holm", **told},
    )
    label = {"kind": "tag", "text": "checked", "about": "statement", "target": str(one)}
    yield ask("POST", "/marks", json=label)
    yield ask("GET", "/marks")
    yield ask("GET", "/review", params={"q": "bolt", "limit": 1})
    several = client.get(f"{API}/speakers").json()["data"]
    pair = [one["id"] for one in several if one["type"] == "organisation"][:2]
    yield ask("POST", "/speakers/merge", json={"speakers": pair, **told})
    yield ask("GET", "/corrections")
    yield ask("POST", "/corrections/{number}/undo", f"{API}/corrections/1/undo", json=told)
    yield ask("POST", "/articles/{id}/delete", f"{API}/articles/2/delete", json=told)
    yield ask("GET", "/quotes", f"{API}/quotes", params={"text": ONE})
    yield ask("GET", "/quotes", "/quotes", params={"text": ONE})
    yield ask("POST", "/quotes", "/quotes", params={"text": ONE})

    files = {"files": ("bridge.txt", ONE.encode())}
    begun = ask("POST", "/uploads", files=files)
    yield begun
    id = begun[1]["data"]["id"]
    yield ask("GET", "/uploads")
    yield ask("GET", "/uploads/{id}", f"{API}/uploads/{id}")
    yield ask("DELETE", "/uploads/{id}", f"{API}/uploads/{id}")
    yield from _people(client, ask)


def _people(client: TestClient, ask: Callable[..., tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The operations of users: from the first one on, everybody has to sign in."""
    state = client.app.state.quoth  # type: ignore[attr-defined]
    password = "four words of a long song"
    state.ledger.add_user("Mia", password, role="admin")
    state.people.changed()
    begun = ask("POST", "/session", json={"name": "Mia", "password": password})
    yield begun
    told = {"authorization": f"Bearer {begun[1]['data']['token']}"}
    yield ask("GET", "/session", headers=told)
    yield ask("POST", "/users", json={"name": "Bo", "password": password}, headers=told)
    one = f"{API}/users/Bo"
    yield ask("PATCH", "/users/{name}", one, json={"role": "reader"}, headers=told)
    yield ask("GET", "/users", headers=told)
    yield ask("GET", "/log", headers=told, params={"limit": 3})
    other = {"old": password, "new": "five words of another one"}
    yield ask("PUT", "/session/password", json=other, headers=told)


def _places(client: TestClient, who: str) -> list[Any]:
    places = client.get(f"{API}/speakers/{who}").json()["data"]["places"]
    return [place["speaker"] for place in places]


def answers() -> dict[str, Any]:
    """The examples of all operations."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            ledger=str(Path(folder) / "news.db"), workers=1, rate=100_000, max_seconds=300
        )
        with TestClient(create_app(settings), base_url="http://localhost") as client:
            return dict(asked(client))


if __name__ == "__main__":
    FILE.write_text(json.dumps(answers(), indent=1, ensure_ascii=False) + "\n", "utf-8")
