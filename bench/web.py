#!/usr/bin/env python3
"""How the web app holds up: search pages under 20 clients, reading beside the library's own speed,
first paint, and a soak.

    python bench/web.py [--statements 100000] [--soak 300] [--ledger FILE|ADDRESS] [--json FILE]

A ledger of synthetic readings (`bench.synthetic`, about invented people) is filled unless one is
given, and `quoth serve` started on it as a user starts it. Then

- 20 clients ask for search pages (words, filters, both, speakers), once with a second's look at
  each page and once with none, so that they always wait for the server;
- as many ask for the dossiers of statements, one after the other without a pause;
- a draft of 500 words is checked, the audit over all articles, the stories and one whole story are
  asked for, first and then again, when they are held;
- short articles are read through `/api/v1/read` and by `quoth.read_many` with as many processes,
  in turns;
- each page is opened in Chromium and its first contentful paint taken;
- clients ask for pages, readings and comparisons for ``--soak`` seconds while the memory of the
  server and its workers is watched.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import itertools
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx

from bench import synthetic
from bench.processes import cpu, memory
from quoth.intake import article_from_text
from quoth.jobs.many import read_articles
from quoth.ledger import Ledger

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 20
PAGES = 15  # of each client
SHORT = 2500  # characters of a short article
ROUNDS = 7  # of reading: a round is short, and the machine may be shared


def fill(target: str, statements: int) -> int:
    """A ledger with so many statements; how many articles hold them."""
    with Ledger(target) as ledger:
        kept = articles = 0
        for reading in synthetic.readings(10**9, 1):
            kept += ledger.keep(reading).statements
            articles += 1
            if kept >= statements:
                break
        ledger.join_speakers()
    return articles


def filled(target: str) -> bool:
    """Whether a ledger is there and holds something."""
    if "://" not in target:
        return Path(target).exists()
    with Ledger(target) as ledger:
        return bool(ledger.articles(limit=1))


@contextmanager
def served(ledger: str, workers: int) -> Iterator[tuple[str, int]]:
    """Address and process of a server."""
    program = [sys.executable, "-c", "from quoth.cli import main; main()"]
    given = ["--port", "0", "--workers", str(workers), "--rate", "1000000"]
    server = subprocess.Popen(
        [*program, "serve", ledger, *given], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    address = server.stdout.readline().removeprefix("quoth: ").strip().rstrip("/")
    try:
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(30)


def search_pages(target: str) -> list[str]:
    """Addresses of search pages, of what a newsroom asks."""
    with Ledger(target) as ledger:
        sample = ledger.search(limit=60)
        outlets = [row["outlet"] for row in ledger.articles(limit=60) if row["outlet"]]
    words = [w for one in sample for w in one.content.split() if len(w) > 5 and w.isalpha()]
    names = [one.who for one in sample if one.speakers and one.speakers[0].name]
    pick = random.Random(1)
    asked: list[dict[str, str]] = []
    for _ in range(60):
        asked += [
            {"q": pick.choice(words)},
            {"q": pick.choice(words), "form": "direct"},
            {"q": f"{pick.choice(words)} {pick.choice(words)}"},
            {"q": pick.choice(words), "outlet": pick.choice(outlets)},
            {"speaker": pick.choice(names)},
            {"outlet": pick.choice(outlets), "has_figure": "true"},
            {"q": pick.choice(words), "since": "2031", "unnamed": "true"},
        ]
    return [str(httpx.URL("/statements", params=one)) for one in asked]


def dossiers(target: str) -> list[str]:
    """Addresses of the pages of some hundreds of statements, from all parts of the ledger."""
    with Ledger(target) as ledger:
        last = ledger.search(limit=1, order="newest")[0].id
    step = max(1, last // (CLIENTS * PAGES))
    return [f"/statement/{id}" for id in range(1, last, step)]


def drafts(target: str, number: int) -> list[str]:
    """Texts of some 500 words that quote what is kept: word for word, with a word changed, turned
    round so that it is not kept."""
    with Ledger(target) as ledger:
        said = [one.content for one in ledger.search(form="direct", limit=60 * number)]
    texts = []
    for part in range(number):
        draft = []
        for at, content in enumerate(said[part::number]):
            words = content.strip('“”"').split()
            if at % 3 == 1:
                words[len(words) // 2] = "lighthouse"
            elif at % 3 == 2:
                words.reverse()
            draft.append(f"“{' '.join(words)},” she said.")
        texts.append(" ".join(" ".join(draft).split()[:500]))
    return texts


def desk(address: str, pid: int, target: str) -> dict[str, Any]:
    """What else a desk asks for; seconds, and seconds of a core."""
    told: dict[str, Any] = {}

    def asked(name: str, send: Callable[[], httpx.Response]) -> None:
        started, begun = time.perf_counter(), cpu(pid)
        answer = send()
        while answer.status_code == 202:  # "Counting over all articles…" asks again by itself
            answer = send()
        answer.raise_for_status()
        spent = time.perf_counter() - started
        told.setdefault(name, []).append((round(spent, 3), round(cpu(pid) - begun, 2)))

    with httpx.Client(base_url=address, timeout=900, headers={"accept": "text/html"}) as client:
        for _ in range(3):
            asked("stories", lambda: client.get("/stories"))
        found = client.get("/stories").text.split('href="/story/')[1:]
        for one in found[:5]:
            asked("a story", partial(client.get, f"/story/{one.split(chr(34))[0]}"))
        for text in drafts(target, 5):
            body = {"text": text}
            asked("check of 500 words", partial(client.post, "/api/v1/check", json=body))
        for _ in range(3):
            asked("audit over all", lambda: client.get("/audit"))
        asked("first page", lambda: client.get("/"))
    return told


async def clients(address: str, pid: int, paths: list[str], pause: float) -> dict[str, Any]:
    """What 20 clients meet who ask for pages one after the other; milliseconds.

    They share the cores with the server, so each is no more than a connection: with a library of
    its own a client took a third of the time that a page takes.
    """
    times: list[float] = []
    turn = itertools.cycle(paths)
    host, port = address.removeprefix("http://").rsplit(":", 1)

    async def one(wait: float) -> None:
        await asyncio.sleep(wait)
        reader, writer = await asyncio.open_connection(host, int(port))
        for _ in range(PAGES):
            asked = f"GET {next(turn)} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/html\r\n\r\n"
            started = time.perf_counter()
            await answered(reader, writer, asked.encode())
            times.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(pause)
        writer.close()

    started, begun = time.perf_counter(), cpu(pid)
    await asyncio.gather(*(one(pause * i / CLIENTS) for i in range(CLIENTS)))
    spent = time.perf_counter() - started
    core = 1000 * (cpu(pid) - begun) / len(times)
    told = {"pages_a_second": round(len(times) / spent, 1), "cpu_ms_a_page": round(core, 1)}
    return {**told, **spread(times)}


async def answered(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> None:
    """Sends a request and takes its answer, which must be a good one."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    if b" 200 " not in head.split(b"\r\n")[0]:
        raise SystemExit(head.decode())


def spread(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and slowest."""
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "slowest": round(ordered[-1], 1),
    }


def short_articles(number: int) -> list[str]:
    """Short articles: the beginnings of the examples, each made another by its first words."""
    with (ROOT / "examples" / "articles.csv").open(encoding="utf-8", newline="") as rows:
        texts = [row["text"] for row in csv.DictReader(rows)]
    starts = [text[: text.rfind("\n", 0, SHORT) if len(text) > SHORT else None] for text in texts]
    return [f"Report {i}.\n\n{starts[i % len(starts)]}" for i in range(number)]


async def read_by_server(address: str, texts: list[str], at_once: int) -> float:
    """Seconds in which the server reads texts, some at once; its clients are as slight as above."""
    left = iter(texts)
    host, port = address.removeprefix("http://").rsplit(":", 1)

    async def one() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for text in left:
            body = json.dumps({"text": text}).encode()
            head = (
                f"POST /api/v1/read HTTP/1.1\r\nHost: {host}:{port}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            await answered(reader, writer, head.encode() + body)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(at_once)))
    return time.perf_counter() - started


def read_by_library(texts: list[str], workers: int) -> float:
    """Seconds in which the library reads texts, once its processes have their model."""
    # As the server does, and `quoth.read_many`: language and page furniture are looked for too.
    articles = (article_from_text(text, id=str(i)) for i, text in enumerate(texts))
    warm = [article_from_text(texts[0], id=f"warm{i}") for i in range(8 * workers)]
    readings = read_articles(itertools.chain(warm, articles), workers=workers)
    for _ in warm:
        next(readings)
    started = time.perf_counter()
    done = sum(1 for _ in readings)
    assert done == len(texts)
    return time.perf_counter() - started


def reading(address: str, workers: int, number: int) -> dict[str, Any]:
    """Words a second of the server and of the library, in turns."""
    texts = short_articles(number)
    words = sum(len(text.split()) for text in texts)
    asyncio.run(read_by_server(address, texts[: 8 * workers], workers + 2))
    rounds = []
    for _ in range(ROUNDS):
        library = read_by_library(texts, workers)
        server = asyncio.run(read_by_server(address, texts, workers + 2))
        rounds.append((words / library, words / server))
    return {
        "library": round(statistics.median(one for one, _ in rounds)),
        "server": round(statistics.median(two for _, two in rounds)),
        "ratio": round(statistics.median(two / one for one, two in rounds), 3),
        "ratios": [round(two / one, 3) for one, two in rounds],
    }


def paints(address: str) -> dict[str, float]:
    """First contentful paint of each page in Chromium, milliseconds: the median of five."""
    from playwright.sync_api import sync_playwright

    search = "/statements?q=council"
    paths = ["/", search, "/speakers", "/articles", "/article/1", "/statement/1", "/corrections"]
    paths += ["/audit", "/compare?what=figures"]
    out: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        first = page.goto(f"{address}/speakers") and page.locator(".speakers a").first
        if first:
            paths.append(str(first.get_attribute("href")))
        for path in paths:
            found = []
            for _ in range(5):
                page.goto(address + path, wait_until="commit")
                found.append(page.evaluate(_PAINT))
            out[path] = round(statistics.median(found), 1)
        browser.close()
    return out


_PAINT = """() => new Promise(done => {
  const told = () => performance.getEntriesByName('first-contentful-paint')[0];
  const look = () => told() ? done(told().startTime) : setTimeout(look, 10);
  look();
})"""


async def soak(address: str, pid: int, paths: list[str], seconds: float) -> dict[str, Any]:
    """Memory while clients ask for everything; faults are counted.

    For two fifths of the time before, the same is asked: what is held on purpose (words, templates,
    the last comparisons) is there by then, and only what goes on growing is growth.
    """
    seen: list[tuple[float, float]] = []
    counts = {"requests": 0, "faults": 0, "busy": 0}
    texts = itertools.cycle(short_articles(40))
    others = ["/", "/articles", "/speakers", "/article/1", "/statement/1", "/audit?q=council",
              "/compare?what=quotations", "/export?to=csv&q=council"]  # fmt: skip
    pages = itertools.cycle([*paths[:60], *others])
    begin = time.perf_counter() + 0.4 * seconds
    end = begin + seconds

    async def client(session: httpx.AsyncClient, reads: bool) -> None:
        while time.perf_counter() < end:
            if reads:
                answer = await session.post(f"{address}/api/v1/read", json={"text": next(texts)})
            else:
                answer = await session.get(address + next(pages))
            counts["requests"] += time.perf_counter() > begin
            counts["busy"] += answer.status_code == 503
            counts["faults"] += answer.status_code >= 500 and answer.status_code != 503
            await asyncio.sleep(0.05)

    async def watch() -> None:
        await asyncio.sleep(begin - time.perf_counter())
        while time.perf_counter() < end:
            seen.append((time.perf_counter() - begin, memory(pid)))
            await asyncio.sleep(5)

    async with httpx.AsyncClient(timeout=600) as session:
        await asyncio.gather(watch(), *(client(session, i % 4 == 0) for i in range(8)))
    fifth = max(1, len(seen) // 5)
    early = statistics.median(mb for _, mb in seen[:fifth])
    late = statistics.median(mb for _, mb in seen[-fifth:])
    return {
        **counts,
        "seconds": round(seconds),
        "first_fifth_mb": round(early),
        "last_fifth_mb": round(late),
        "peak_mb": round(max(mb for _, mb in seen)),
        "every_5_s": [round(mb) for _, mb in seen],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--soak", type=float, default=300.0, help="seconds")
    parser.add_argument("--workers", type=int, default=2, help="processes that read")
    parser.add_argument("--articles", type=int, default=240, help="short articles to read")
    parser.add_argument("--ledger", help="kept here, and used again when it is there")
    parser.add_argument("--only", choices=["search", "dossier", "desk", "reading", "paint", "soak"])
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        target = args.ledger or f"{folder}/bench.db"
        if not filled(target):
            print(f"{fill(target, args.statements):,} articles kept", flush=True)
        paths, statements = search_pages(target), dossiers(target)
        with served(target, args.workers) as (address, pid):
            httpx.get(f"{address}/statements?q=council", timeout=60)
            if args.only in (None, "reading", "soak"):
                # Once both processes have read something, they have their model.
                warm = short_articles(8 * args.workers)
                asyncio.run(read_by_server(address, warm, args.workers + 2))
            if args.only in (None, "dossier"):
                httpx.get(f"{address}{statements[0]}", timeout=900)
            measures: dict[str, Callable[[], Any]] = {
                "search": lambda: {
                    "looking a second": asyncio.run(clients(address, pid, paths, 1.0)),
                    "never looking": asyncio.run(clients(address, pid, paths, 0.0)),
                },
                "dossier": lambda: asyncio.run(clients(address, pid, statements, 0.0)),
                "desk": lambda: desk(address, pid, target),
                "reading": lambda: reading(address, args.workers, args.articles),
                "paint": lambda: paints(address),
                "soak": lambda: asyncio.run(soak(address, pid, paths, args.soak)),
            }
            for name, work in measures.items():
                if args.only in (None, name):
                    result[name] = work()
                    print(f"{name}: {json.dumps(result[name], indent=1)}", flush=True)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
