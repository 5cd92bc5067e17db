"""Hostile input by the thousand, from a fixed seed: intake, reading, REST, MCP.

    nice python bench/fuzz.py --seconds 600 [--seed 1] [--only intake]

Each turn takes a file of ``examples/`` or a written text, mutates it, and hands it to one door.
What must hold: a reading or one of quoth's own errors, every span within the text, no answer 5xx,
every question of an assistant answered. It prints what was tried and each fault with the seed
that makes it again; the exit status is 1 when there was one."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from quoth.codec import dumps, reading_from_dict, reading_to_dict
from quoth.errors import QuothError
from quoth.intake import IntakeOptions, article_from_bytes
from quoth.ledger import Ledger
from quoth.reading.reader import Reader
from quoth.records import Article, Reading

ROOT = Path(__file__).parent.parent
NASTY = (
    *(
        "\x00",
        "\ud800",
        "\udfff",
        "\u202e",
        "\ufeff",
        "\u200b",
        "\u0301" * 50,
        "\r",
        "\r\n",
        "\x85",
    ),
    *("“", "”", '"', "«", "'", "said", " said. ", "according to ", "<", ">", "&#0;", "&lt;"),
    *("<script>alert(1)</script>", "]]>", "<!--", "{", "}", "[", "😀", "ﬀ", "İ", "1e999", "-0"),
    *("%", "$1bn", "9" * 400, "x" * 3000, "Mr. ", "\n\n", "\t", "؜", "𝐀", "null"),
)
NAMES = ("page.html", "a.txt", "a.json", "a.jsonl", "a.csv", "a.md", "a.xml", "page", "a.gz")


def mutated(rng: random.Random, data: bytes) -> bytes:
    """Some bytes with a few things done to them."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16, 64))):
        at = rng.randrange(len(out) + 1)
        match rng.randrange(6):
            case 0:
                out[at:at] = rng.choice(NASTY).encode("utf-8", "surrogatepass")
            case 1:
                del out[at : at + rng.choice((1, 3, 30, 600))]
            case 2:
                out[at:at] = out[at : at + rng.choice((1, 20, 500))] * rng.choice((1, 2, 20))
            case 3 if at < len(out):
                out[at] = rng.randrange(256)
            case 4:
                other = rng.randrange(len(out) + 1)
                out[at:at] = out[other : other + rng.choice((5, 80, 900))]
            case _:
                out[at : at + rng.choice((0, 2, 40))] = rng.randbytes(rng.choice((1, 4, 40)))
    return bytes(out[:200_000])


def text_of(rng: random.Random, seeds: list[bytes]) -> str:
    """A text as a client might send it, lone surrogates and all."""
    return mutated(rng, rng.choice(seeds)[:6000]).decode("utf-8", rng.choice(HANDLERS))[:6000]


HANDLERS = ("replace", "surrogateescape", "ignore")


def check_reading(reading: Reading) -> None:
    """What holds of every reading.

    Raises:
        AssertionError: when it does not.
    """
    end = len(reading.article.text)
    spans = [span for one in reading.attributions for span in one.spans]
    spans += [span for who in reading.speakers for span in who.mentions]
    spans += [one.span for one in reading.figures] + [one.span for one in reading.times]
    assert all(0 <= span.start <= span.end <= end for span in spans), "a span outside the text"
    assert all(one.contents for one in reading.attributions), "a statement without content"
    faults = [warning for warning in reading.warnings if "fault" in warning]
    assert not faults, f"a fault of a stage: {faults}"
    back = reading_from_dict(json.loads(dumps(reading_to_dict(reading))))
    assert back.attributions == reading.attributions, "not the same when read back"


Door = Callable[[random.Random], str]


def intake_door(seeds: list[bytes]) -> Door:
    """Files of any kind, taken in and not read."""

    def turn(rng: random.Random) -> str:
        data = mutated(rng, rng.choice(seeds))
        try:
            found = article_from_bytes(data, name=rng.choice(NAMES), options=IntakeOptions())
        except QuothError:
            return "refused"
        assert isinstance(found.text, str)
        return "taken in"

    return turn


def reading_door(seeds: list[bytes], reader: Reader) -> Door:
    """Texts, read."""

    def turn(rng: random.Random) -> str:
        text = text_of(rng, seeds)
        if not text.strip():
            return "empty"
        check_reading(reader.read(Article("a", text, published="2031-03-04", language="en")))
        return "read"

    return turn


def rest_door(seeds: list[bytes], target: Path) -> tuple[Door, Callable[[], None]]:
    """Requests of the REST interface with values of every kind."""
    from fastapi.testclient import TestClient

    from quoth.web.app import create_app
    from quoth.web.settings import Settings

    settings = Settings(ledger=str(target), workers=1, rate=1_000_000)
    client = TestClient(create_app(settings), base_url="http://localhost:8040")
    client.__enter__()
    spec = client.get("/api/v1/openapi.json").json()
    asked = [
        (method, path, operation)
        for path, several in sorted(spec["paths"].items())
        for method, operation in several.items()
    ]

    def turn(rng: random.Random) -> str:
        method, path, operation = rng.choice(asked)
        query: dict[str, str] = {}
        for one in operation.get("parameters", []):
            value = encoded(_value(rng, one.get("schema", {})))
            if one["in"] == "path":
                inside = quote(value, safe="") if rng.randrange(2) else value.strip("/.\t\r\n\x00")
                path = path.replace("{" + one["name"] + "}", inside or "0")
            elif rng.randrange(3) == 0:
                query[one["name"]] = value
        sent: dict[str, Any] = {}
        if method != "get":
            raw = json.dumps(_body(rng, seeds)).encode()
            raw = mutated(rng, raw) if rng.randrange(3) == 0 else raw
            sent = {"content": raw, "headers": {"content-type": rng.choice(KINDS)}}
        try:
            answer = client.request(method, path, params=query, **sent)
        except httpx.InvalidURL:
            return "no address"
        # A busy server is no fault.
        assert answer.status_code < 500 or answer.status_code == 503, (
            f"{answer.status_code} {method} {answer.request.url}"
        )
        return str(answer.status_code)

    return turn, lambda: client.__exit__(None, None, None)


KINDS = ("application/json", "application/json", "application/x-www-form-urlencoded", "text/x")
KEYS = (
    *("text", "html", "title", "published", "action", "speaker", "speakers", "apart", "contents"),
    *("cue", "by", "why", "authors", "language", "x", "limit", "type", "said_on"),
)


def _body(rng: random.Random, seeds: list[bytes]) -> dict[str, Any]:
    """What a client may send: the names of real fields with values of every kind."""
    values: tuple[Callable[[], Any], ...] = (
        lambda: text_of(rng, seeds),
        lambda: rng.choice(("confirm", "reject", "correct", "person", "2031-03-04", "en", "i1")),
        lambda: rng.choice((None, 1, -1, 10**30, 1e300, True, "", [], {})),
        lambda: [{"start": rng.randrange(300), "end": rng.randrange(300)}],
        lambda: [text_of(rng, seeds)[:40], "i1"],
    )
    picked = rng.sample(KEYS, rng.choice((1, 1, 2, 3, 5)))
    return {key: rng.choice(values)() for key in picked}


def encoded(text: str) -> str:
    """``text`` as an address can hold it."""
    return text.encode("utf-8", "replace").decode()[:500]


def _value(rng: random.Random, schema: dict[str, Any]) -> str:
    good = [str(one) for one in schema.get("enum", ())] or ["1", "2031-03", "true", "a", "0.5"]
    return rng.choice((*good, *good, *good, rng.choice(NASTY), "-1", "9" * 30, "' OR 1=1"))


def mcp_door(seeds: list[bytes], ledger: Ledger) -> Door:
    """Questions to an assistant's tools."""
    from mcp import Client

    from quoth.mcp.bounds import MOST
    from quoth.mcp.server import build

    server = build(ledger)
    loop = asyncio.new_event_loop()

    async def listed() -> list[Any]:
        async with Client(server) as client:
            return list((await client.list_tools()).tools)

    tools = loop.run_until_complete(listed())

    async def ask(name: str, given: dict[str, Any]) -> Any:
        async with Client(server) as client:
            return await client.call_tool(name, given)

    def turn(rng: random.Random) -> str:
        tool = rng.choice(tools)
        schema = tool.input_schema["properties"]
        given = {
            name: _argument(rng, about, seeds)
            for name, about in sorted(schema.items())
            if rng.randrange(3) == 0 and name not in ("url",)
        }
        answer = loop.run_until_complete(ask(tool.name, given))
        text = answer.content[0].text
        assert len(text) <= MOST, f"{tool.name}: an answer of {len(text)} characters"
        assert "unexpected" not in text or not answer.is_error, f"{tool.name}: {text[:200]}"
        assert not text.startswith("Error executing tool") or ":" in text, f"{tool.name} {given!r}"
        return "error" if answer.is_error else "answered"

    return turn


def _argument(rng: random.Random, about: dict[str, Any], seeds: list[bytes]) -> Any:
    kinds = [about.get("type"), *(one.get("type") for one in about.get("anyOf", ()))]
    if rng.randrange(10) == 0:
        return rng.choice((None, 0, -1, [], {}, 1e308, True, "x"))
    if "integer" in kinds:
        return rng.choice((1, 2, 3, 50, 10**12))
    if "boolean" in kinds:
        return rng.choice((True, False))
    values = [one for each in (about, *about.get("anyOf", ())) for one in each.get("enum", ())]
    if values:
        return rng.choice(values)
    text = text_of(rng, seeds)[: rng.choice((3, 30, 3000))]
    return text.encode("utf-8", "replace").decode()


def doors(only: str | None, folder: Path) -> Iterator[tuple[str, Door]]:
    """The doors that are tried, each with what its turn does."""
    seeds = [path.read_bytes() for path in sorted((ROOT / "examples").iterdir()) if path.is_file()]
    seeds = [data[:60_000] for data in seeds]
    reader = Reader.load()
    target = folder / "news.db"
    with Ledger(target) as ledger:
        for path in sorted((ROOT / "examples").glob("*.txt")):
            ledger.keep(reader.read(Article(path.name, path.read_text("utf-8")[:20_000])))
        made: dict[str, Callable[[], Door]] = {
            "intake": lambda: intake_door(seeds),
            "reading": lambda: reading_door(seeds, reader),
            "rest": lambda: rest_door(seeds, target)[0],
            "mcp": lambda: mcp_door(seeds, ledger),
        }
        for name, make in made.items():
            if only in (None, name):
                yield name, make()


def main() -> int:
    """Tries for some seconds, in turn through the doors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("intake", "reading", "rest", "mcp"))
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    tried: dict[str, Counter[str]] = {}
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        several = list(doors(given.only, Path(folder)))
        for name, turn in several:
            tried[name] = Counter()
            slowest = (0.0, "")
            number, end = 0, time.monotonic() + given.seconds / len(several)
            while time.monotonic() < end:
                number += 1
                seed = f"{given.seed}-{name}-{number}"
                begun = time.monotonic()
                try:
                    tried[name][turn(random.Random(seed))] += 1
                except Exception as error:
                    faults.append(f"{seed}: {type(error).__name__}: {str(error)[:300]}")
                    print("FAULT", ascii(faults[-1]), file=sys.stderr, flush=True)
                slowest = max(slowest, (time.monotonic() - begun, seed))
            told = f"slowest {slowest[0]:.1f} s ({slowest[1]})"
            print(name, sum(tried[name].values()), dict(tried[name]), told, flush=True)
    print(f"{sum(sum(one.values()) for one in tried.values()):,} tried, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
