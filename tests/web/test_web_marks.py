"""Tags, collections and notes on the pages, by REST, and from the command line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from bench import synthetic
from quoth.cli import cli
from quoth.ledger import Ledger


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger: Path = tmp_path_factory.mktemp("marks") / "news.db"
    with Ledger(ledger) as book:
        for reading in synthetic.readings(4, 5):
            book.keep(reading)
    return ledger


@pytest.fixture(scope="module")
def client(serve: Callable[..., TestClient], file: Path) -> TestClient:
    return serve(ledger=str(file))


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)
    assert found
    return found[1]


def put(client: TestClient, page: str, kind: str, text: str) -> str:
    """The page that comes after a mark was put on what ``page`` is about."""
    about, target = page.strip("/").split("/")
    data = {"csrf": csrf(client), "about": about, "target": target, "mark": kind, "text": text}
    done = client.post("/marks", data=data, headers={"referer": f"http://localhost{page}"})
    assert done.url.path == page
    return done.text


def test_on_the_pages(client: TestClient) -> None:
    speaker = client.get("/api/v1/speakers").json()["data"][0]["id"]
    assert "a &lt;b&gt;note&lt;/b&gt;" in put(client, "/statement/1", "note", "a <b>note</b>")
    assert "<b>Collected</b>" in put(client, "/article/1", "collection", "Piers & ferries")
    assert "<b>Tagged</b>" in put(client, f"/speaker/{speaker}", "tag", "minister")
    shown = client.get("/marks").text
    assert "Piers &amp; ferries" in shown
    assert "a &lt;b&gt;note&lt;/b&gt;" in shown
    assert client.get("/statements", params={"tag": "minister"}).text.count('class="said"') > 0
    link = re.search(r'href="(/export\?[^"]*collection=[^"]+)"', shown)
    assert link
    exported = client.get(link[1].replace("&amp;", "&"))
    assert exported.status_code == 200
    number = re.search(r'action="/marks/(\d+)/delete"', client.get("/statement/1").text)
    assert number
    gone = client.post(f"/marks/{number[1]}/delete", data={"csrf": csrf(client)},
                       headers={"referer": "http://localhost/statement/1"})  # fmt: skip
    assert "a &lt;b&gt;note" not in gone.text


def test_by_rest(client: TestClient) -> None:
    new = {"kind": "tag", "text": "by rest", "about": "statement", "target": "2", "by": "Mia"}
    made = client.post("/api/v1/marks", json=new)
    assert made.status_code == 201
    id = made.json()["data"]["id"]
    (one,) = client.get("/api/v1/marks", params={"text": "by rest"}).json()["data"]
    assert (one["id"], one["target"], one["made_by"]) == (id, 2, "Mia")
    found = client.get("/api/v1/statements", params={"tag": "by rest"}).json()["data"]
    assert [one["id"] for one in found] == [2]
    assert client.delete(f"/api/v1/marks/{id}").status_code == 204
    assert client.delete(f"/api/v1/marks/{id}").status_code == 404
    bad = client.post("/api/v1/marks", json={**new, "target": "999999"})
    assert bad.status_code == 400


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, ["mark", *words])
    return done.output if done.exception is None else str(done.exception)


def test_from_the_command_line(file: Path) -> None:
    book = str(file)
    assert "tag urgent" in run("add", book, "--statement", "3", "--tag", "urgent", "--note", "=1")
    (one,) = json.loads(run("list", book, "--kind", "tag", "--text", "urgent"))["marks"]
    assert (one["about"], one["target"]) == ("statement", 3)
    rows = list(csv.DictReader(io.StringIO(run("list", book, "--to", "csv", "--spreadsheet"))))
    assert "'=1" in [row["text"] for row in rows]
    run("remove", book, str(one["id"]))
    assert json.loads(run("list", book, "--text", "urgent"))["marks"] == []
    assert "name one of" in run("add", book, "--tag", "x")
    assert "give a --tag" in run("add", book, "--article", "1")
    assert "there is no 999" in run("remove", book, "999")
