"""Answers to an assistant are bounded, lead on to the next, and name what is wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client

from builders import article
from quoth.ledger import Ledger
from quoth.mcp.bounds import MOST, bounded, page, place_of
from quoth.mcp.lines import mended
from quoth.mcp.server import build

MANY = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with Ledger(tmp_path_factory.mktemp("mcp") / "news.db") as ledger:
        for outlet in ("The Herald", "The Courier"):
            text = "\n".join(
                f"[Ada Roth] {{said}} <pier number {n} of Holt harbour gave way{' again' * 60}>."
                for n in range(MANY)
            )
            built = article(text).reading
            about = replace(
                built.article, id=outlet, outlet=outlet, title="Pier", published="2031-03-04"
            )
            ledger.add(replace(built, article=about))
        long = article(f"[Bo Lind] {{said}} <{'snow ' * 30_000}>.").reading
        ledger.add(replace(long, article=replace(long.article, id="long")))
        yield build(ledger)


def call(server: Any, tool: str, **asked: Any) -> Any:
    async def ask() -> Any:
        async with Client(server) as client:
            return await client.call_tool(tool, asked)

    answer = asyncio.run(ask())
    text = answer.content[0].text
    assert len(text) <= MOST
    return text if answer.is_error else json.loads(text)


def test_a_long_answer_comes_in_pages_and_none_is_lost(server: Any) -> None:
    seen: list[int] = []
    asked: dict[str, Any] = {}
    while True:
        answer = call(server, "search", words="pier", limit=100, **asked)
        seen += [one["statement"] for one in answer["statements"]]
        if "next" not in answer:
            break
        asked = {"cursor": answer["next"]}
    assert len(seen) == len(set(seen)) == answer["found_in_all"] == 2 * MANY


def test_one_statement_too_long_for_an_answer_is_cut_and_says_so(server: Any) -> None:
    (one,) = call(server, "search", words="snow")["statements"]
    assert one["cut"]
    assert one["content"].endswith("…")
    assert call(server, "statement", statement=one["statement"])["cut"]


def test_numbers_lead_on(server: Any) -> None:
    (found,) = call(server, "search", words="pier", limit=1)["statements"]
    one = call(server, "statement", statement=found["statement"])
    assert one["content"] == found["content"]
    number = found["article"]["article"]
    page = call(server, "article", article=number)
    assert found["statement"] in [each["statement"] for each in page["statements"]]
    assert page["found_in_all"] == MANY
    assert len(page["statements"]) < MANY
    story = call(server, "story", article=number)
    assert {each["outlet"] for each in story["articles"]} == {"The Herald", "The Courier"}
    history = call(server, "history", article=number)
    assert [each["version"] for each in history["versions"]] == [1]


@pytest.mark.parametrize(
    ("tool", "asked", "told"),
    [
        ("statement", {"statement": 99_999}, "no statement 99999"),
        ("article", {"article": 99_999}, "no article"),
        ("story", {"article": 99_999}, "no current article 99999"),
        ("history", {"article": 99_999}, "no article"),
        ("search", {"cursor": "x"}, "cursor: expected the"),
        ("search", {"q": "pier"}, "q"),
        ("statement", {"statement": "one"}, "statement"),
    ],
)
def test_what_is_wrong_is_named(server: Any, tool: str, asked: Any, told: str) -> None:
    answer = call(server, tool, **asked)
    assert isinstance(answer, str)
    assert told in answer


def test_resources_and_prompts(server: Any) -> None:
    async def ask() -> Any:
        async with Client(server) as client:
            shown = await client.read_resource("quoth://statement/1")
            prompt = await client.get_prompt("fact_check", {"claim": "The pier gave way"})
            return shown.contents[0].text, prompt.messages[0].content.text

    text, prompt = asyncio.run(ask())
    assert json.loads(text)["statement"] == 1
    assert "The pier gave way" in prompt


# --- bounds ---------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=300),
    lambda some: (
        st.lists(some, max_size=6) | st.dictionaries(st.text(max_size=9), some, max_size=6)
    ),
    max_leaves=40,
)


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), JSON, max_size=4), max_size=30))
def test_pages_hold_everything_in_order(items: list[Any]) -> None:
    at, seen = 0, []
    while True:
        answer = page({"items": items[at:]}, "items", at, len(items), room=4_000)
        seen += answer["items"]
        if "next" not in answer:
            break
        assert place_of(answer["next"]) > at
        at = place_of(answer["next"])
    assert len(seen) == len(items)


@given(
    st.dictionaries(
        st.text(max_size=9), JSON | st.text(min_size=1).map(lambda text: text * 30_000), max_size=5
    )
)
def test_no_answer_is_longer(form: dict[str, Any]) -> None:
    assert len(json.dumps(bounded(form), ensure_ascii=False, indent=2)) <= MOST


# --- lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (rb'{"text": "a\ud83db"}', "a\ufffdb"),
        (rb'{"text": "\udc00\ud83d\ude00"}', "\ufffd\N{GRINNING FACE}"),
        (rb'{"text": "\\ud83d"}', "\\ud83d"),
        (rb'{"text": "plain"}', "plain"),
    ],
)
def test_half_a_surrogate_pair_is_mended(line: bytes, expected: str) -> None:
    assert json.loads(mended(line + b"\n").decode("utf-8"))["text"] == expected


@pytest.mark.parametrize("line", [rb'{"\ud800', b"[" * 5_000 + rb'"\ud800"', b"\n"])
def test_what_is_no_json_is_passed_on(line: bytes) -> None:
    assert mended(line) == line
