#!/usr/bin/env python3
"""How datasets are made: words a second of a worker's CPU, share of the main process, memory.

    python bench/dataset.py [--articles N ...] [--kinds lines html warc] [--workers N ...]
                            [--engine ray] [--length WORDS] [--json FILE]

Generated articles about invented people (`bench.synthetic`) are written as JSON lines, as pages in
a folder, and as a web archive, and read with ``quoth.dataset.read_dataset``, each run in a process
of its own. CPU seconds are those the system counts for the main process (planning, handing out) and
for its workers together; "memory" is the peak of the largest worker. Words are of the text. With
Ray, "engine" is the CPU of its processes, of the driver and of the actors outside of shards.
``--length`` cuts each article after the paragraph in which it gets that many words, so that many
articles can be tried in little time.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bench.processes import cpu
from bench.synthetic import readings
from quoth.records import Article

KINDS = ("lines", "html", "warc")


def articles(count: int, length: int) -> Iterator[Article]:
    """Generated articles, cut after the paragraph in which they get ``length`` words (0: whole)."""
    for reading in readings(count):
        yield replace(reading.article, text=shortened(reading.article.text, length))


def shortened(text: str, length: int) -> str:
    if not length:
        return text
    kept: list[str] = []
    for block in text.split("\n\n"):
        kept.append(block)
        if sum(len(one.split()) for one in kept) >= length:
            break
    return "\n\n".join(kept)


def page(article: Article) -> str:
    title = html.escape(article.title or "News")
    body = "".join(f"<p>{html.escape(one)}</p>\n" for one in article.text.split("\n") if one)
    menu = "".join(f'<li><a href="/{i}">Section {i}</a></li>' for i in range(60))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><nav><ul>{menu}'
        f"</ul></nav><article><h1>{title}</h1>\n{body}</article><footer>About us</footer></body>"
        "</html>"
    )


def write(kind: str, count: int, length: int, folder: Path) -> Path:
    """The input of a run."""
    if kind == "lines":
        path = folder / "news.jsonl"
        with path.open("w", encoding="utf-8") as stream:
            for one in articles(count, length):
                form = {"id": one.id, "title": one.title, "text": one.text}
                stream.write(json.dumps({**form, "published": one.published}) + "\n")
        return path
    if kind == "html":
        path = folder / "pages"
        for number, one in enumerate(articles(count, length)):
            below = path / f"{number // 1000:04d}"
            below.mkdir(parents=True, exist_ok=True)
            (below / f"{number:07d}.html").write_text(page(one), encoding="utf-8")
        return path
    path = folder / "news.warc.gz"
    with path.open("wb") as binary:
        for number, one in enumerate(articles(count, length)):
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

    options = ShardOptions(shard_words=words)
    began = time.perf_counter()
    counted: dict[str, float] = {}
    if engine == "ray":
        with tempfile.TemporaryDirectory() as times:
            chosen = started_ray(workers, Path(times))
            report = read_dataset([given], out, options, engine=chosen)
            counted = ray_counted(Path(times))
    else:
        report = read_dataset([given], out, options, workers=workers)
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
        "main_memory": own.ru_maxrss / 1024,
        "cpu": theirs.ru_utime + theirs.ru_stime,
        "memory": theirs.ru_maxrss / 1024,
        "engine": 0.0,
        **counted,
    }


def started_ray(workers: int, times: Path) -> Any:
    """The engine of a cluster on this machine whose actors write down their CPU seconds."""
    import ray

    from quoth.dataset.on_ray import RayEngine

    ray.init(num_cpus=workers, log_to_driver=False, include_dashboard=False)
    return RayEngine(None, workers, read=partial(timed, times))


def timed(times: Path, *given: Any, **options: Any) -> Any:
    """Reads a shard in an actor, and writes down what the process took for it and in all."""
    from quoth.dataset import read_shard

    began = time.process_time()
    try:
        return read_shard(*given, **options)
    finally:
        ended = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with (times / str(os.getpid())).open("a", encoding="utf-8") as stream:
            stream.write(f"{ended - began} {ended} {peak}\n")


def ray_counted(times: Path) -> dict[str, float]:
    """CPU seconds of reading in Ray's actors, and all others that Ray took, this process's too."""
    actors = [
        [[float(one) for one in line.split()] for line in path.read_text("utf-8").splitlines()]
        for path in times.iterdir()
    ]
    reading = sum(line[0] for lines in actors for line in lines)
    return {
        "cpu": reading,
        # The actors are among the processes below this one.
        "engine": cpu(os.getpid()) - reading,
        "memory": max(line[2] for lines in actors for line in lines),
    }


def measured(
    kind: str, count: int, length: int, workers: int, engine: str, words: int
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place:
        given = write(kind, count, length, Path(place))
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
    parser.add_argument("--length", type=int, default=0, help="words an article (0: all, 300)")
    parser.add_argument("--shard-words", type=int, default=50_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        source, out, workers, engine, words = given.one
        print(json.dumps(one_run(Path(source), Path(out), int(workers), engine, int(words))))
        return
    print("kind   articles  workers  words/CPU s  main %  engine %  memory MB  main MB  wall s")
    runs = []
    for kind in given.kinds:
        for count in given.articles:
            for workers in given.workers:
                run = measured(kind, count, given.length, workers, given.engine, given.shard_words)
                runs.append(run)
                print(
                    f"{kind:6} {run['articles']:8,} {workers:8} {run['words'] / run['cpu']:12,.0f}"
                    f" {100 * run['main'] / run['cpu']:7.1f}"
                    f" {100 * run['engine'] / run['cpu']:9.1f}"
                    f" {run['memory']:10,.0f} {run['main_memory']:8,.0f} {run['wall']:7.0f}",
                    flush=True,
                )
    if given.json:
        given.json.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
