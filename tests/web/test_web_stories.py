"""Stories and dossiers in the web app and by REST: pages, forms, what cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from desk_articles import desk_readings
from quoth.ledger import Ledger
from quoth.web.api_dossier import DossierForm
from quoth.web.story_models import StoryForm, WholeStoryForm

PAGE = {"accept": "text/html"}


@pytest.fixture
def desk(serve: Callable[..., TestClient], tmp_path: Path) -> TestClient:
    path = tmp_path / "desk.db"
    with Ledger(path) as ledger:
        ledger.add(*desk_readings())
        ledger.group_stories()
        ledger.join_speakers()
    return serve(ledger=str(path))


def page(client: TestClient, path: str, status: int = 200) -> str:
    """A page as a browser gets it, once it has been counted."""
    answer = client.get(path, headers=PAGE)
    for _ in range(50):
        if answer.status_code != 202:
            break
        answer = client.get(path, headers=PAGE)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def post(client: TestClient, path: str, **fields: Any) -> Any:
    client.cookies.clear()
    form = client.get("/check", headers=PAGE).text
    mark = re.search(r'name="csrf" value="([^"]+)"', form)
    assert mark is not None
    data = {"csrf": mark[1], **fields}
    headers = {**PAGE, "origin": "http://localhost"}
    return client.post(path, data=data, headers=headers, follow_redirects=False)


def test_stories_are_listed_searched_and_paged(desk: TestClient) -> None:
    shown = page(desk, "/stories")
    assert shown.index("Train drivers of Coast Rail") < shown.index("Police: 41 hurt on Holt pier")
    assert "Library opens" not in shown
    assert "Library opens" in page(desk, "/stories?single=true")
    found = page(desk, "/stories?q=planks&speaker=&outlet=&since=&until=")
    assert "Police: 41 hurt" in found
    assert "Train drivers" not in found
    assert "No story found" in page(desk, "/stories?speaker=Nobody")


def test_a_story_shows_all_its_parts(desk: TestClient) -> None:
    shown = page(desk, "/story/1")
    for part in (
        "Timeline", "Statements by speaker", "Quotations and their versions", "Figures",
        "Unnamed sources", "Copies of one text", "Outlets side by side", "<b>a copy</b>",
        "Reason given: “who asked not to be named for fear of losing the post”", "published first",
    ):  # fmt: skip
        assert part in shown, part
    assert '<svg viewBox="0 0 420' in shown
    assert page(desk, "/story/404", 404)


def test_articles_and_statements_belong_to_a_story(desk: TestClient) -> None:
    assert 'href="/story/1"' in page(desk, "/article/2")
    assert 'href="/story/1"' in page(desk, "/statement/2")
    assert "14 statements" in page(desk, "/statements?story=1")
    assert 'href="/story/1"' in page(desk, "/compare?story=1")
    assert "Train drivers" not in page(desk, "/audit?by=article&story=1")


def test_an_article_is_moved_and_that_is_undone_in_place(desk: TestClient) -> None:
    answer = post(desk, "/article/9/move", story="http://localhost/story/1", by="Mia")
    assert (answer.status_code, answer.headers["location"]) == (303, "/story/1")
    moved = desk.get("/story/9", headers=PAGE)  # its old number leads there
    assert moved.url.path == "/story/1"
    shown = page(desk, "/story/1")
    assert "Library opens" in shown
    undo = re.search(r'action="(/corrections/\d+/undo)"', moved.text + shown)
    assert undo is not None
    assert post(desk, undo[1]).status_code == 303
    shown = page(desk, "/story/1")
    assert "Undone" in shown
    timeline = shown[shown.index('class="timeline"') : shown.index('id="voices"')]
    assert "Library opens" not in timeline


def test_a_story_is_renamed_split_and_joined(desk: TestClient) -> None:
    assert post(desk, "/story/1/rename", name="The pier").status_code == 303
    assert "<bdi>The pier</bdi></h1>" in page(desk, "/story/1")
    assert post(desk, "/story/1/split", apart=["4", "5"]).status_code == 303
    assert "2 articles" in page(desk, "/story/4")
    assert post(desk, "/story/4/join", other="1").status_code == 303
    assert "5 articles" in page(desk, "/story/1")


def test_a_form_that_failed_keeps_what_was_typed(desk: TestClient) -> None:
    answer = post(desk, "/story/1/join", other="nonsense", why="because")
    assert answer.status_code == 422
    assert "is no story; give its number or its address" in answer.text
    assert 'value="because"' in answer.text
    assert post(desk, "/story/1/split").status_code == 422
    assert post(desk, "/article/1/move", story="404").status_code == 422
    assert post(desk, "/article/404/move", story="1").status_code == 404


def test_a_dossier_has_everything_on_one_page(desk: TestClient) -> None:
    shown = page(desk, "/statement/2")
    for part in (
        'class="chainpic"', "Who is meant", "The same quotation elsewhere", "<ins>anyone</ins>",
        "What became of it", "says besides", "https://herald.example/pier",
        "http://localhost/statement/2", 'data-copy="cite-plain"', "Evidence sheet",
    ):  # fmt: skip
        assert part in shown, part
    denied = page(desk, "/statement/3")
    assert "May be denied: see" in denied
    assert "Emil Bode" in denied
    cited = page(desk, "/statement/2/cite")
    for part in ("Mohr, I. (2031", 'data-copy="cite-harvard"', "http://localhost/statement/2"):
        assert part in cited, part
    assert "there is no statement 404" in page(desk, "/statement/404/cite", 404)


def test_the_evidence_sheet_has_no_form(desk: TestClient) -> None:
    shown = page(desk, "/statement/1/evidence")
    assert "SHA-256" in shown
    assert re.search(r"<code>[0-9a-f]{64}</code>", shown)
    assert "<form" not in shown[shown.index("<main") :]
    assert page(desk, "/statement/404/evidence", 404)


def test_stories_and_dossiers_by_rest_are_typed(desk: TestClient) -> None:
    listed = desk.get("/api/v1/stories?least=2&limit=1").json()
    (first,) = [StoryForm.model_validate(one) for one in listed["data"]]
    assert first.id == 6
    second = desk.get(f"/api/v1/stories?least=2&limit=1&cursor={listed['next']}").json()
    assert [one["id"] for one in second["data"]] == [1]
    whole = WholeStoryForm.model_validate(desk.get("/api/v1/stories/1").json()["data"])
    assert [one.article for one in whole.timeline] == [1, 2, 3, 4, 5]
    dossier = DossierForm.model_validate(desk.get("/api/v1/statements/2/dossier").json()["data"])
    assert dossier.ran_it_first
    assert dossier.printed.startswith("“We saw the planks bend")
    cited = desk.get("/api/v1/statements/2/citation?style=apa").json()["data"]
    assert cited["text"].startswith("Mohr, I. (2031, March 3)")
    assert desk.get("/api/v1/statements/404/dossier").status_code == 404
    assert desk.get("/api/v1/statements/404/citation").status_code == 404
    assert desk.get("/api/v1/statements/2/citation?style=mla").status_code == 422
    assert desk.get("/api/v1/stories/404").status_code == 404


def test_stories_are_decided_by_rest(desk: TestClient) -> None:
    moved = desk.post("/api/v1/articles/9/story", json={"story": 1, "by": "Mia"})
    assert moved.status_code == 201
    assert moved.json()["data"]["after"].endswith("in “Police: 41 hurt on Holt pier”")
    number = moved.json()["data"]["decision"]
    assert desk.post(f"/api/v1/corrections/{number}/undo", json={}).status_code == 201
    assert desk.post("/api/v1/stories/1/split", json={"articles": [5]}).status_code == 201
    assert desk.post("/api/v1/stories/join", json={"stories": [1, 5]}).status_code == 201
    assert desk.post("/api/v1/stories/1/rename", json={"name": "Pier"}).status_code == 201
    assert desk.get("/api/v1/stories/1").json()["data"]["headline"] == "Pier"
    assert desk.post("/api/v1/articles/9/story", json={"story": 404}).status_code == 400
    assert desk.post("/api/v1/stories/join", json={"stories": [1]}).status_code == 422
