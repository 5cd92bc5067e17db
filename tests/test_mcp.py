"""The MCP server: its tools as an assistant meets them, over standard input and output too."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import threading
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

import quoth
from command import QUOTH, environment
from command import quoth as run
from quoth.ledger import Ledger
from quoth.mcp.server import build
from web_story import STORY

WIRES = [
    ("The Holt Herald", "At least 20 people were hurt when the pier gave way, the police said.\n\n"
     "“We saw the planks bend before anybody shouted at us,” Ada Roth, the harbour master, told "
     "reporters on Monday."),
    ("The Courier", "About 35 people were hurt when the pier gave way, the hospital said.\n\n"
     "“We saw the planks bend,” Ada Roth, the harbour master, told reporters on Monday."),
]  # fmt: skip


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("mcp") / "news.db"
    with Ledger(target) as ledger:
        for number, (outlet, text) in enumerate(WIRES):
            url = f"https://outlet{number}.example/pier"
            ledger.keep(quoth.read_text(text, url=url, outlet=outlet, published="2031-03-04"))
    return target


def call(server: Any, tool: str, **asked: Any) -> Any:
    """What a tool answers; its words when it is an error."""

    async def ask() -> Any:
        async with Client(server) as client:
            return await client.call_tool(tool, asked)

    answer = asyncio.run(ask())
    if answer.is_error:
        return answer.content[0].text
    assert json.loads(answer.content[0].text) == answer.structured_content
    return answer.structured_content


def told_of(server: Any, tool: str, **asked: Any) -> tuple[Any, list[tuple[float, str]]]:
    """What a tool answers, and what the client heard while it waited."""
    heard: list[tuple[float, str]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        assert total == 1
        heard.append((progress, message or ""))

    async def ask() -> Any:
        async with Client(server) as client:
            return await client.call_tool(tool, asked, progress_callback=hear)

    return asyncio.run(ask()), heard


def tools(server: Any) -> dict[str, Any]:
    async def ask() -> Any:
        async with Client(server) as client:
            return (await client.list_tools()).tools

    return {tool.name: tool for tool in asyncio.run(ask())}


def test_without_a_ledger_it_reads_and_that_is_all() -> None:
    assert list(tools(build())) == ["read"]


def test_every_tool_is_described_and_changes_nothing(news: Path) -> None:
    with Ledger(news) as ledger:
        offered = tools(build(ledger))
    asking = {"search", "speakers", "compare", "audit", "check"}
    assert set(offered) == {"read", "statement", "article", "story", "history", *asking}
    for tool in offered.values():
        assert tool.description
        assert tool.annotations.read_only_hint


def test_read_gives_each_statement_with_its_exact_place() -> None:
    found = call(build(), "read", text=STORY, published="2020-03-04", with_text=True)
    assert found["article"]["text"] == STORY
    for one in found["statements"]:
        assert " … ".join(STORY[start:end] for start, end in one["at"]) == one["content"]
    assert any(one["who"] == "Maria Lindqvist" for one in found["statements"])
    names = [one.get("name") for one in found["speakers"]]
    assert "Maria Lindqvist" in names


def test_what_says_nothing_is_left_out() -> None:
    found = call(build(), "read", text="The bridge is safe, the ministry said on Monday.")
    (one,) = found["statements"]
    assert "tone" not in one
    assert "text" not in found["article"]
    assert one["form"] == "indirect"


def test_a_page_is_read_too() -> None:
    page = "<html><body><article><p>" + STORY.replace("\n\n", "</p><p>") + "</p></article>"
    found = call(build(), "read", html=page)
    assert any(one["who"] == "Maria Lindqvist" for one in found["statements"])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "exactly one of text, html and url"),
        ({"text": "a", "url": "https://a.example"}, "exactly one of text, html and url"),
        ({"text": ""}, "empty"),
        ({"text": "x" * 300_001}, "at most 300,000"),
        ({"url": "file:///etc/passwd"}, "only http:// and https://"),
        ({"url": "http://127.0.0.1:9/a"}, "127.0.0.1"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line(asked: dict[str, str], told: str) -> None:
    answer = call(build(), "read", **asked)
    assert isinstance(answer, str)
    assert told in answer
    assert "\n" not in answer.strip()


def test_search_finds_statements_and_says_where(news: Path) -> None:
    with Ledger(news) as ledger:
        server = build(ledger)
        found = call(server, "search", words="planks", speaker="Roth")
        assert found["found_in_all"] == 2
        assert {one["article"]["outlet"] for one in found["statements"]} == {w[0] for w in WIRES}
        assert call(server, "search", words="planks", limit=1)["found_in_all"] == 2
        assert call(server, "search", words='"; DROP TABLE (')["statements"] == []
        assert "no-date" in call(server, "search", since="no-date")
        assert "limit" in call(server, "search", limit=1000)


def test_speakers_are_listed(news: Path) -> None:
    with Ledger(news) as ledger:
        (one,) = call(build(ledger), "speakers", name="Roth")["speakers"]
    assert (one["name"], one["articles"]) == ("Ada Roth", 2)


def test_compare_names_the_articles_of_what_it_shows(news: Path) -> None:
    with Ledger(news) as ledger:
        server = build(ledger)
        found = call(server, "compare")
        (group,) = found["quotations"]
        assert {one["content"].strip("“”,") for one in group["members"]} == {
            "We saw the planks bend", "We saw the planks bend before anybody shouted at us",
        }  # fmt: skip
        assert {str(one["article"]) for one in group["members"]} == set(found["articles"])
        (differ,) = call(server, "compare", what="figures")["figures"]
        assert [one["words"] for one in differ["members"]] == ["At least 20", "About 35"]
        assert call(server, "compare", since="2040-01-01")["quotations"] == []


def test_the_quotations_of_a_summary_are_checked(news: Path) -> None:
    with Ledger(news) as ledger:
        text = "“We saw the planks bend,” Ada Roth told reporters. “It was a calm night,” she said."
        found = call(build(ledger), "check", text=text)
    assert [one["verdict"] for one in found["quotations"]] == ["word for word", "not found"]
    assert found["in_all"] == "2 quotations: 1 word for word, 1 not found"


def test_audit_counts_and_leaves_references_to_search(news: Path) -> None:
    with Ledger(news) as ledger:
        found = call(build(ledger), "audit", by="outlet")
    assert {one["group"] for one in found["groups"]} == {outlet for outlet, _ in WIRES}
    assert found["groups"][0]["statements"]["count"] > 0
    assert "statements" not in found["groups"][0]["statements"]


def test_the_command_talks_over_standard_input_and_output(news: Path) -> None:
    program, *rest = QUOTH
    server = StdioServerParameters(
        command=program, args=[*rest, "mcp", str(news)], env=environment()
    )
    found = call(server, "search", words="planks")
    assert found["found_in_all"] == 2


def test_a_long_reading_tells_how_far_it_is(news: Path) -> None:
    program, *rest = QUOTH
    server = StdioServerParameters(
        command=program, args=[*rest, "mcp", str(news)], env=environment()
    )
    long = "\n\n".join("The river rose in the night." for _ in range(2_400))  # two sections
    answer, heard = told_of(server, "read", text=f"{STORY}\n\n{long}", language="en")
    assert not answer.is_error
    shares = [share for share, _ in heard]
    assert shares == sorted(set(shares))
    assert 0 < shares[0] < 0.8  # before the model has read it all
    assert heard[-1] == (1, "100% read")


def test_a_check_tells_how_far_it_is(news: Path) -> None:
    with Ledger(news) as ledger:
        answer, heard = told_of(build(ledger), "check", text="“It was calm,” Ada Roth said.")
    assert not answer.is_error
    assert heard[-1] == (1, "100% read")


def test_a_call_that_is_cancelled_ends_its_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def endless(reader: Any, given: Any, *, told: Any) -> None:
        try:
            for number in itertools.count(1):
                told(1 - 1 / number)
        finally:
            ended.set()

    async def ask() -> None:
        async with Client(build()) as client:
            with anyio.CancelScope() as scope:

                async def hear(progress: float, total: float | None, message: str | None) -> None:
                    scope.cancel()

                await client.call_tool("read", {"text": STORY}, progress_callback=hear)
            assert await anyio.to_thread.run_sync(ended.wait, 60)

    monkeypatch.setattr("quoth.mcp.server.read_request", endless)
    asyncio.run(ask())


def test_a_ledger_or_model_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    done = run("mcp", tmp_path / "none.db")
    assert done.returncode == 1
    assert "none.db" in done.stderr.decode()
    done = run("mcp", "--model", tmp_path)
    assert done.returncode == 1
    assert "not a model folder" in done.stderr.decode()


def test_without_the_extra_a_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from click.testing import CliRunner

    from quoth.cli import cli

    monkeypatch.setitem(sys.modules, "mcp.server", None)
    monkeypatch.delitem(sys.modules, "quoth.mcp.server", raising=False)
    result = CliRunner().invoke(cli, ["mcp"])
    assert 'pip install "quoth[mcp]"' in str(result.exception)
