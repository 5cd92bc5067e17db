#!/usr/bin/env python3
"""How datasets are made: words a second of a worker's CPU, share of the main process, memory.

    python bench/dataset.py [--articles N ...] [--kinds lines html warc] [--workers N ...]
                            [--engine ray] [--json FILE]

Generated articles about invented people (`bench.synthetic`) are written as JSON lines, as pages in
a folder, and as a web archive, and read with ``quoth.dataset.read_dataset``, each run in a process
of its own. CPU seconds are those the system counts for the main process (planning, handing out) and
for its workers together; "memory" is the peak of the largest worker. Words are of the text.
With Ray the CPU of its own processes is counted with the workers'.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.synthetic import readings
from quoth.records import Article

KINDS = ("lines", "html", "warc")


def articles(count: int) -> Iterator[Article]:
    return (reading.article for reading in readings(count))


def page(article: Article) -> str:
    title = html.escape(article.title or "News")
    body = "".join(f"<p>{html.escape(one)}</p>\n" for one in article.text.split("\n") if one)
    menu = "".join(f'<li><a href="/{i}">Section {i}</a></li>' for i in range(60))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><nav><ul>{menu}'
        f"</ul></nav><article><h1>{title}</h1>\n{body}</article><footer>About us</footer></body>"
        "</html>"
    )


def write(kind: str, count: int, folder: Path) -> Path:
    """The input of a run."""
    if kind == "lines":
        path = folder / "news.jsonl"
        with path.open("w", encoding="utf-8") as stream:
            for one in articles(count):
                form = {"id": one.id, "title": one.title, "text": one.text}
                stream.write(json.dumps({**form, "published": one.published}) + "\n")
        return path
    if kind == "html":
        path = folder / "pages"
        for number, one in enumerate(articles(count)):
            below = path / f"{number // 1000:04d}"
            below.mkdir(parents=True, exist_ok=True)
            (below / f"{number:07d}.html").write_text(page(one), encoding="utf-8")
        return path
    path = folder / "news.warc.gz"
    with path.open("wb") as binary:
        for number, one in enumerate(articles(count)):
            binary.write(gzip.compress(record(number, page(one).encode()), mtime=0))
    return path


def record(number: int, body: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2031-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"WARC-Target-URI: https://news.example/{number}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def one_run(given: Path, out: Path, workers: int, engine: str, words: int) -> dict[str, Any]:
    """A run in this process: call it in one of its own."""
    from quoth.dataset import ShardOptions, read_dataset

    chosen = None
    if engine == "ray":
        from quoth.dataset.on_ray import RayEngine

        chosen = RayEngine(None, workers)
    began = time.perf_counter()
    options = ShardOptions(shard_words=words)
    report = read_dataset([given], out, options, workers=workers, engine=chosen)
    wall = time.perf_counter() - began
    own = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "articles": report.counts["read"],
        "failed": report.counts["failed"],
        "words": report.words,
        "statements": report.statements,
        "wall": wall,
        "main": own.ru_utime + own.ru_stime,
        "cpu": theirs.ru_utime + theirs.ru_stime,
        "memory": theirs.ru_maxrss / 1024,
    }


def measured(kind: str, count: int, workers: int, engine: str, words: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place:
        given = write(kind, count, Path(place))
        arguments = [str(given), f"{place}/out", str(workers), engine, str(words)]
        done = subprocess.run(
            [sys.executable, __file__, "--one", *arguments],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"kind": kind, "workers": workers, "engine": engine, **found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, nargs="+", default=[2_000])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--workers", type=int, nargs="+", default=[2])
    parser.add_argument("--engine", choices=("processes", "ray"), default="processes")
    parser.add_argument("--shard-words", type=int, default=50_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        source, out, workers, engine, words = given.one
        print(json.dumps(one_run(Path(source), Path(out), int(workers), engine, int(words))))
        return
    print("kind   articles  workers  words/CPU s  main %  memory MB  wall s")
    runs = []
    for kind in given.kinds:
        for count in given.articles:
            for workers in given.workers:
                run = measured(kind, count, workers, given.engine, given.shard_words)
                runs.append(run)
                print(
                    f"{kind:6} {run['articles']:8,} {workers:8} {run['words'] / run['cpu']:12,.0f}"
                    f" {100 * run['main'] / run['cpu']:7.1f} {run['memory']:10,.0f}"
                    f" {run['wall']:7.0f}",
                    flush=True,
                )
    if given.json:
        given.json.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
