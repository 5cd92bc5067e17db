#!/usr/bin/env python3
"""Comparing at scale: how well variants of a quotation are joined, and how long all of it takes.

    python -m bench.compare [--articles FILE.csv ...] [--sizes N ...] [--json FILE]

**Variants.** Quotations of known origin are varied as newsrooms do: other marks, words dropped,
words replaced, pieces joined, cut short, cut to a few words inside a sentence. Beside them stand
distractors: other quotations of the same speaker on the same subject in sentences of the same
build, quotations that share half of their words, and everyday phrases of many speakers. Precision
and recall are those of pairs: two variants of one quotation belong together, nothing else does.
With --articles the vocabulary is that of the tables' column "text", and the quotations that stand
in these texts are varied too. The exit status is 1 where precision is under 0.95 or recall under
0.90.

**Time.** `quotations`, `copies` and `disagreements` over synthetic articles (`bench.synthetic`),
each size in a process of its own on one core, with its peak memory; and how well they find what
the synthetic articles are known to hold.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bench import synthetic
from bench.synthetic_words import BUILT_IN, Vocabulary, invented, remark, vary
from quoth.ledger.compare import (
    Number,
    Said,
    Text,
    copies,
    disagreements,
    originals,
    quotations,
    stories,
)
from quoth.records import Form

_T = TypeVar("_T")
PRECISION, RECALL = 0.95, 0.90
EVERYDAY = (
    "Yes",
    "No comment",
    "I don't know",
    "We are doing everything we can",
    "Our thoughts are with the families",
    "It is what it is",
    "We will have to wait and see",
    "This is a very sad day for all of us",
    "Thank you very much",
    "I am very happy with the result",
)
KINDS = ("marks", "dropped", "replaced", "spliced", "shortened", "partial", "marks and dropped")
_CONTENT = re.compile(r"[A-Za-z]{4,}")


# ---- variants of quotations ----------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A statement, the quotation it gives ("" for a phrase of anybody's) and how it was made."""

    said: Said
    origin: str
    kind: str


class Cases:
    """Makes statements of quotations, each in an article of its own."""

    def __init__(self, seed: int, vocabulary: Vocabulary) -> None:
        self.rng = random.Random(f"compare:{seed}")
        self.vocabulary = vocabulary
        self.made: list[Case] = []

    def add(
        self, words: str, origin: str, kind: str, speaker: str, day: int, form: Form = "direct"
    ) -> None:
        """A statement in an article of its own."""
        id = len(self.made)
        hour = self.rng.randrange(24)
        published = f"2031-{1 + day // 28 % 12:02d}-{1 + day % 28:02d}T{hour:02d}:00:00+00:00"
        # Half of the articles name nobody that is known in other articles too.
        identity = speaker if self.rng.random() < 0.5 else None
        label = speaker if self.rng.random() < 0.8 else "the official"
        said = Said(id, id, words, form, published, None, identity, label)
        self.made.append(Case(said, origin, kind))

    def variant(self, words: str, kind: str) -> tuple[str, Form]:
        """The quotation as another article gives it, and in which form."""
        rng, tokens = self.rng, words.split()
        if kind == "marks":
            return remark(rng, words), "direct"
        if kind == "dropped" or kind == "marks and dropped":
            for _ in range(rng.randint(1, max(1, len(tokens) // 6))):
                del tokens[rng.randrange(1, len(tokens) - 1)]
            dropped = " ".join(tokens)
            return (dropped if kind == "dropped" else remark(rng, dropped)), "direct"
        if kind == "replaced":
            for _ in range(rng.randint(1, max(1, len(tokens) // 6))):
                tokens[rng.randrange(len(tokens))] = self.word()
            return " ".join(tokens), "direct"
        if kind == "spliced":
            return vary(rng, words, self.vocabulary, "spliced")[0], "direct"
        if kind == "shortened":
            return vary(rng, words, self.vocabulary, "shortened")[0], "direct"
        keep = rng.randint(4, 8)
        start = rng.randrange(len(tokens) - keep + 1)
        piece = " ".join(tokens[start : start + keep])
        return f"the {self.word()} was “{piece}” for the {self.word()}", "mixed"

    def word(self) -> str:
        """Some word."""
        return self.rng.choice(self.vocabulary.nouns + self.vocabulary.adjectives)

    def half(self, words: str) -> str:
        """A sentence of the same build with half of its words of meaning replaced."""
        rng = self.rng
        found = _CONTENT.findall(words)
        changed = set(rng.sample(range(len(found)), (len(found) + 1) // 2))
        places = iter(range(len(found)))
        return _CONTENT.sub(
            lambda match: self.word() if next(places) in changed else match[0], words
        )


def variants(
    seed: int, vocabulary: Vocabulary, count: int, given: Sequence[str] = ()
) -> list[Case]:
    """Variants of ``count`` quotations (or of ``given`` ones) with their distractors."""
    cases = Cases(seed, vocabulary)
    rng = cases.rng
    subjects = [
        (
            f"{invented(rng, 2)} {invented(rng, 3)}",
            f"{rng.choice(vocabulary.adjectives)} {rng.choice(vocabulary.nouns)}",
            invented(rng, 2),
        )
        for _ in range(max(1, count // 5))
    ]
    for number in range(len(given) or count):
        # Five quotations by each speaker on one subject: those are the first distractors.
        speaker, thing, place = subjects[number // 5 % len(subjects)]
        day = number // 5
        if given:
            words = given[number]
        else:
            words = vocabulary.saying(rng, thing, place)
            if rng.random() < 0.4:
                words += ". " + vocabulary.saying(rng, thing, place)
        if len(words.split()) < 9:
            continue
        origin = f"q{number}"
        cases.add(words, origin, "original", speaker, day)
        for _ in range(rng.randint(1, 5)):
            kind = rng.choice(KINDS)
            text, form = cases.variant(words, kind)
            cases.add(text, origin, kind, speaker, day + rng.choice((0, 0, 1, 2)), form)
        if rng.random() < 0.5:
            cases.add(cases.half(words), f"half {number}", "distractor", speaker, day)
        if rng.random() < 0.3:
            cases.add(rng.choice(EVERYDAY), f"phrase {number}", "phrase", speaker, day)
    rng.shuffle(cases.made)
    return cases.made


def score(cases: Sequence[Case]) -> dict[str, Any]:
    """Precision and recall of pairs; recall of each kind beside its original and all others."""
    by_id = {case.said.id: case for case in cases}
    groups = quotations([case.said for case in cases])
    group_of = {m.said.id: i for i, group in enumerate(groups) for m in group.members}
    origins: dict[str, list[Case]] = {}
    for case in cases:
        origins.setdefault(case.origin, []).append(case)
    true = sum(_pairs(len(several)) for several in origins.values())
    found = sum(_pairs(len(group.members)) for group in groups)
    # An everyday phrase of one speaker in one week is one quotation, however often it was made.
    right = hits = 0
    for group in groups:
        counts = Counter(by_id[m.said.id].origin for m in group.members)
        hits += sum(map(_pairs, counts.values()))
        spoken = [by_id[m.said.id] for m in group.members]
        if all(case.kind == "phrase" for case in spoken):
            voices = {case.said.speaker or case.said.label for case in spoken}
            right += _pairs(len(spoken)) if len(voices) == 1 else 0
        else:
            right += sum(map(_pairs, counts.values()))
    kinds: dict[str, list[int]] = {}
    for several in origins.values():
        original = next((case for case in several if case.kind == "original"), None)
        for case in several:
            if original is not None and case is not original:
                home = group_of.get(case.said.id)
                joined = home is not None and home == group_of.get(original.said.id)
                kinds.setdefault(case.kind, []).append(int(joined))
    return {
        "statements": len(cases),
        "pairs": true,
        "precision": right / found if found else 1.0,
        "recall": hits / true if true else 1.0,
        "kinds": {kind: sum(each) / len(each) for kind, each in sorted(kinds.items())},
    }


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


# ---- synthetic articles --------------------------------------------------------------------------


def values(made: Iterable[synthetic.Made]) -> tuple[list[Said], list[Text], list[Number], Truth]:
    """What is compared, and what is true of it; articles are numbered as they come."""
    said: list[Said] = []
    texts: list[Text] = []
    numbers: list[Number] = []
    truth = Truth([], {}, {}, [], [])
    place: dict[str, int] = {}
    for article, one in enumerate(made):
        reading, page = one.reading, one.reading.article
        place[page.id] = article
        texts.append(Text(article, page.text, page.title, page.outlet, page.published))
        truth.stories.append(one.story)
        truth.families.append(place[one.copies] if one.copies else article)
        truth.portions.append(one.portion)
        people = {speaker.id: speaker for speaker in reading.speakers}
        first = len(said)
        ids = {a.id: first + i for i, a in enumerate(reading.attributions)}
        label: dict[str | None, str] = {None: ""}
        for a in reading.attributions:
            who = people[a.speakers[0].speaker]
            label[a.id] = who.label
            said.append(
                Said(
                    ids[a.id],
                    article,
                    reading.text_of(*a.contents),
                    a.form,
                    page.published,
                    page.outlet,
                    who.name.split()[-1] if who.name else None,
                    who.label,
                    ids[a.within] if a.within else None,
                )
            )
            if a.id in one.quotations:
                truth.quotations[ids[a.id]] = one.quotations[a.id][0]
        for figure in reading.figures:
            truth.series[len(numbers)] = one.series[figure.id]
            numbers.append(
                Number(
                    len(numbers),
                    article,
                    figure.low,
                    figure.high,
                    figure.unit,
                    figure.of,
                    figure.span.of(page.text),
                    page.published,
                    page.outlet,
                    ids[figure.attribution] if figure.attribution else None,
                    None,
                    label[figure.attribution],
                )
            )
    return said, texts, numbers, truth


@dataclass(frozen=True)
class Truth:
    """By article: story, the article it copies (itself: none), how. By id: quotation, series."""

    stories: list[int]
    quotations: dict[int, str]
    series: dict[int, str]
    families: list[int]
    portions: list[str]


def timed(n: int, seed: int) -> dict[str, Any]:
    """The seconds and the peak memory of comparing ``n`` synthetic articles, and what was found."""
    said, texts, numbers, truth = values(synthetic.made(n, seed))
    before = _peak()
    seconds: dict[str, float] = {}

    def clock(name: str, function: Callable[[], _T]) -> _T:
        start = time.perf_counter()
        result = function()
        seconds[name] = time.perf_counter() - start
        return result

    groups = clock("quotations", lambda: quotations(said))
    copied = clock("copies", lambda: copies(texts))
    told = clock("stories", lambda: stories(texts))
    figures = clock("figures", lambda: disagreements(numbers, texts, originals(copied), told=told))
    after = _peak()
    by_quotation = [[m.said.id for m in g.members] for g in groups]
    by_figure = [[m.number.id for m in g.members] for g in figures]
    shared = [(g.reference, copy) for g in copied for copy in g.copies]
    right = sum(truth.families[a] == truth.families[copy.article] for a, copy in shared)
    known = {a for g in copied for a in g.articles}
    wanted = [i for i, portion in enumerate(truth.portions) if portion]
    return {
        "articles": n,
        "statements": len(said),
        "figures": len(numbers),
        "seconds": seconds,
        "total": sum(seconds.values()),
        "memory_values_mb": before,
        "memory_peak_mb": after,
        "groups": {
            "quotations": len(groups),
            "copies": len(copied),
            "stories": len(told),
            "figures": len(figures),
            "figures that disagree": sum(g.disjoint for g in figures),
        },
        "quality": {
            "quotations, precision": _precision(by_quotation, truth.quotations),
            "copies, precision": right / len(shared) if shared else 1.0,
            "copies, recall": sum(i in known for i in wanted) / len(wanted) if wanted else 1.0,
            "figures, precision": _precision(by_figure, truth.series),
        },
    }


def _precision(groups: Iterable[Sequence[int]], truth: dict[int, str]) -> float:
    found = hits = 0
    for group in groups:
        counts = Counter(truth[id] for id in group if id in truth)
        found += _pairs(sum(counts.values()))
        hits += sum(map(_pairs, counts.values()))
    return hits / found if found else 1.0


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3 / 1.024)


# ---- the run -------------------------------------------------------------------------------------


def texts_of(paths: Iterable[Path]) -> list[str]:
    csv.field_size_limit(1 << 30)
    out: list[str] = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as lines:
            out += [row["text"] for row in csv.DictReader(lines) if row.get("text")]
    return out


def quoted(texts: Iterable[str]) -> list[str]:
    """What stands between quotation marks in the texts, from nine words; what shares four in a row
    with an earlier one is passed over, since nobody knows whether it is the same.
    """
    out: list[str] = []
    seen: set[str] = set()
    for text in texts:
        for match in re.finditer(r"[“\"]([^“”\"\n]{40,400})[”\"]", text):
            words = match[1].split()
            runs = {" ".join(words[i : i + 4]).lower() for i in range(len(words) - 3)}
            if len(words) >= 9 and not runs & seen:
                seen |= runs
                out.append(" ".join(words).rstrip(",."))
    return out


_LABELS = {
    "dropped": "words dropped",
    "marks": "punctuation changed",
    "marks and dropped": "punctuation changed and words dropped",
    "partial": "part of it",
    "replaced": "words replaced",
}


def report(result: dict[str, Any]) -> Iterator[str]:
    """The result as tables in Markdown."""
    yield "| quotations | statements | pairs | precision | recall |"
    yield "|---|---|---|---|---|"
    for name, each in result["variants"].items():
        yield (
            f"| {name} | {each['statements']:,} | {each['pairs']:,} "
            f"| {each['precision']:.4f} | {each['recall']:.4f} |"
        )
    yield ""
    yield "| variant | " + " | ".join(result["variants"]) + " |"
    yield "|---|" + "---|" * len(result["variants"])
    for kind in sorted(KINDS):
        row = [f"{each['kinds'].get(kind, 0):.3f}" for each in result["variants"].values()]
        yield f"| {_LABELS.get(kind, kind)}, joined with the original | " + " | ".join(row) + " |"
    if not result["times"]:
        return
    yield ""
    yield (
        "| articles | statements | quotations, s | copies, s | stories, s | figures, s | all, s "
        "| ms an article | peak memory, MB (of it before) |"
    )
    yield "|---|" + "---|" * 8
    for each in result["times"]:
        s = each["seconds"]
        yield (
            f"| {each['articles']:,} | {each['statements']:,} | {s['quotations']:.1f} "
            f"| {s['copies']:.1f} | {s['stories']:.1f} | {s['figures']:.1f} | {each['total']:.1f} "
            f"| {1000 * each['total'] / each['articles']:.2f} "
            f"| {each['memory_peak_mb']:.0f} ({each['memory_values_mb']:.0f}) |"
        )
    yield ""
    last = result["times"][-1]
    yield f"Of {last['articles']:,} synthetic articles: " + ", ".join(
        f"{name} {value:.3f}" for name, value in last["quality"].items()
    )


def main() -> int:
    """The command line; 0 when precision and recall are what they must be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", nargs="+", type=Path, default=[], metavar="FILE.csv")
    parser.add_argument("--sizes", nargs="*", type=int, default=[5000, 10_000, 20_000])
    parser.add_argument("--quotations", type=int, default=3000, help="how many are varied")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--core", type=int, help="which core [default: the last one]")
    parser.add_argument("--json", type=Path, help="write all figures to this file too")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        print(json.dumps(timed(options.worker, options.seed)))
        return 0
    if hasattr(os, "sched_setaffinity"):  # what is started inherits it
        core = max(os.sched_getaffinity(0)) if options.core is None else options.core
        os.sched_setaffinity(0, {core})
    texts = texts_of(options.articles)
    vocabulary = Vocabulary.of_texts(texts) if texts else BUILT_IN
    sets = {"composed": variants(options.seed, vocabulary, options.quotations)}
    if texts:
        given = quoted(texts)
        sets["of the articles"] = variants(options.seed, vocabulary, len(given), given)
    result: dict[str, Any] = {"variants": {}, "times": []}
    for name, cases in sets.items():
        result["variants"][name] = score(cases)
    for size in options.sizes:
        command = [sys.executable, "-m", "bench.compare", "--worker", str(size)]
        done = subprocess.run(
            [*command, "--seed", str(options.seed)], check=True, stdout=subprocess.PIPE, text=True
        )
        result["times"].append(json.loads(done.stdout))
    print("\n".join(report(result)))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    scores = result["variants"].values()
    good = all(s["precision"] >= PRECISION and s["recall"] >= RECALL for s in scores)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
