#!/usr/bin/env python3
"""How fast a ledger keeps and finds: synthetic readings in, searches with filters out.

    python bench/ledger.py [--readings 100000] [--postgres ADDRESS] [--json FILE]

Readings are composed by `bench.synthetic`, about invented people, and kept one by one, each in a
transaction of its own, by one process: the time to compose them is not counted. Then every search
of a list is asked several times over; medians and the slowest of each are shown. With
``--postgres`` (the address of an empty database) the same is done there too.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import synthetic
from quoth.ledger import Ledger
from quoth.records import Article, Reading

_BLOCK = 1000
_TIMES = 7


def searches(ledger: Ledger) -> list[tuple[str, dict[str, Any]]]:
    """Words and filters, of what a newsroom asks: rare and frequent words, each with a filter."""
    outlet = next((row["outlet"] for row in ledger.articles(limit=50) if row["outlet"]), "")
    sample = ledger.search(limit=40)
    speaker = next((one.who for one in sample if one.speakers and one.speakers[0].name), "")
    words = [
        word for one in sample for word in one.content.split() if len(word) > 6 and word.isalpha()
    ]
    rare, other = words[0], words[len(words) // 2]
    return [
        (rare, {"form": "direct"}),
        (f"{rare} {other}", {"since": "2031"}),
        (f'"{" ".join(sample[0].content.split()[1:4])}"', {"kind": "speech"}),
        (other, {"outlet": outlet}),
        (other, {"unnamed": True}),
        (other, {"within": True}),
        (other, {"has_figure": True, "tone": "neutral"}),
        ("", {"speaker": speaker}),
        ("", {"outlet": outlet, "form": "direct"}),
        ("the", {"form": "mixed"}),
    ]


def check_seconds(ledger: Ledger) -> float:
    """The median time to check the quotations of a draft of some 500 words, once it is read: kept
    ones word for word and with a word changed, and ones that are not kept."""
    said = [one.content for one in ledger.search(form="direct", limit=400)][::20]
    draft = []
    for at, content in enumerate(said):
        words = content.strip('“”"').split()
        if at % 3 == 1:
            words[len(words) // 2] = "lighthouse"
        elif at % 3 == 2:
            words.reverse()
        draft.append(f"“{' '.join(words)},” she said.")
    reading = Reading(Article("draft", " ".join(" ".join(draft).split()[:500])))
    times = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        ledger.check(reading)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def run(target: str, number: int) -> dict[str, Any]:
    """Fills a ledger and asks it; the figures."""
    with Ledger(target) as ledger:
        spent, statements, done = 0.0, 0, 0
        block: list[Any] = []
        for reading in synthetic.readings(number, 1):
            block.append(reading)
            if len(block) == _BLOCK or done + len(block) == number:
                started = time.perf_counter()
                statements += sum(ledger.keep(one).statements for one in block)
                spent += time.perf_counter() - started
                done += len(block)
                block = []
                if done % 10_000 == 0:
                    print(f"  {done:,} readings, {statements / spent:,.0f} a second", flush=True)
        started = time.perf_counter()
        ledger.join_speakers()
        joining = time.perf_counter() - started
        asked = []
        for words, filters in searches(ledger):
            times = []
            for _ in range(_TIMES):
                started = time.perf_counter()
                found = ledger.search(words, **filters)
                times.append(time.perf_counter() - started)
            asked.append(
                {
                    "words": words,
                    "filters": filters,
                    "found": len(found),
                    "median_ms": round(statistics.median(times) * 1000, 1),
                    "slowest_ms": round(max(times) * 1000, 1),
                }
            )
        checking = check_seconds(ledger)
    size = 0 if "://" in target else Path(target).stat().st_size
    return {
        "readings": number,
        "statements": statements,
        "statements_a_second": round(statements / spent),
        "megabytes": round(size / 1e6),
        "joining_s": round(joining, 1),
        "check_s": round(checking, 2),
        "searches": asked,
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=100_000)
    parser.add_argument("--postgres", help="address of an empty PostgreSQL database")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        targets = {"SQLite": str(Path(folder) / "bench.db")}
        if args.postgres:
            targets["PostgreSQL"] = args.postgres
        for name, target in targets.items():
            print(name, flush=True)
            results[name] = result = run(target, args.readings)
            print(
                f"{result['statements']:,} statements of {result['readings']:,} readings: "
                f"{result['statements_a_second']:,} a second; joining their speakers took "
                f"{result['joining_s']} s, checking a draft of 500 words {result['check_s']} s; "
                f"{result['megabytes']:,} MB"
            )
            print("\n| words | filters | found | median ms | slowest ms |\n|---|---|---|---|---|")
            for one in result["searches"]:
                asked = ", ".join(f"{k} {v}" for k, v in one["filters"].items())
                print(
                    f"| {one['words']} | {asked} | {one['found']} | {one['median_ms']} "
                    f"| {one['slowest_ms']} |"
                )
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
