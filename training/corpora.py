"""Corpora as examples: pieces with the piece ranges of cues, sources and contents.

Also the ways an article is varied for training: other quotation marks, and attributions put inside
reporting frames, since PolNeAR never shows an attribution within another.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from quoth.reading.layout import Layout, lay_out
from quoth.reading.pieces import Pieces, cut_pieces

KINDS = ("speech", "thought", "intent")
TRIM = " \t\r\n\u00a0"


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One annotated attribution as ranges of pieces, last piece included. ``whole``: whether its
    source and content were annotated too."""

    first: int
    last: int
    sources: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]
    kind: int = -1
    whole: bool = True

    def bounds(self) -> tuple[int, int]:
        """First and last piece of all three parts."""
        parts = [(self.first, self.last), *self.sources, *self.contents]
        return min(p[0] for p in parts), max(p[1] for p in parts)


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated text. ``weight`` is 1 / the number of annotators of the same text; ``nested``:
    whether attributions within others were annotated too; ``blanks``: how much what is left blank
    counts for the cue tagger."""

    id: str
    pieces: Pieces
    gold: tuple[GoldAttribution, ...]
    weight: float = 1.0
    labelled: bool = True
    nested: bool = True
    blanks: float = 1.0
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layout", lay_out(self.pieces))


def load_documents(path: Path) -> list[dict[str, Any]]:
    """The documents of a JSON-lines file in the interchange format, with a ``weight`` each."""
    with path.open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    annotators = Counter(d["id"] for d in documents)
    for document in documents:
        document["weight"] = 1.0 / annotators[document["id"]]
    return documents


def to_example(document: dict[str, Any], tokenizer: Tokenizer) -> Example:
    """The example of one document; attributions without a cue are left out."""
    text = document["text"]
    pieces = cut_pieces(text, tokenizer)
    gold: list[GoldAttribution] = []
    for quote in document["quotes"]:
        cue = quote.get("cue") and span_to_range(pieces, text, quote["cue"])
        if not cue:
            continue
        sources = tuple(r for s in quote["sources"] if (r := span_to_range(pieces, text, s)))
        contents = tuple(r for s in quote["contents"] if (r := span_to_range(pieces, text, s)))
        kind = KINDS.index(quote["kind"]) if quote.get("kind") in KINDS else -1
        gold.append(GoldAttribution(cue[0], cue[1], sources, contents, kind))
    nested = any("within" in quote for quote in document["quotes"])
    return Example(document["id"], pieces, tuple(gold), document.get("weight", 1.0), nested=nested)


def span_to_range(pieces: Pieces, text: str, span: dict[str, int]) -> tuple[int, int] | None:
    """First and last piece of a span of characters, or None when no piece lies in it."""
    start, end = span["start"], span["end"]
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    first = int(np.searchsorted(pieces.ends, start, side="right"))
    last = int(np.searchsorted(pieces.starts, end, side="left")) - 1
    return (first, last) if first <= last else None


MARKS: list[dict[int, Any]] = [
    str.maketrans("“”‘’", "\"\"''"),
    str.maketrans("“”‘’", "«»‹›"),
    str.maketrans({"“": "„", "”": "“"}),
    str.maketrans({"“": "„", "”": '"'}),
    str.maketrans("“”", "‘’"),
    str.maketrans("“”", "''"),
]


def vary_marks(document: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The document with other quotation marks; every mark keeps its place and length."""
    text: str = document["text"]
    if '"' in text and "“" not in text:
        text = _curl(text)
    return {**document, "text": text.translate(rng.choice(MARKS))}


def _curl(text: str) -> str:
    out = []
    before = "\n"
    for char in text:
        out.append(("“" if before.isspace() or before in "([—" else "”") if char == '"' else char)
        before = char
    return "".join(out)


REPORTERS = (
    "Reuters",
    "AFP",
    "the Associated Press",
    "The Guardian",
    "local media",
    "state television",
    "the BBC",
    "officials",
    "the ministry",
    "a spokesman",
    "police",
    "the agency",
    "she",
    "he",
    "the newspaper",
    "CNN",
    "Xinhua",
    "the report",
    "state media",
    "The Herald",
    "one official",
    "the company",
    "a court filing",
    "her lawyer",
    "the broadcaster",
    "sources",
    "his office",
    "Al Jazeera",
    "the daily Blick",
    "Maria Lindqvist",
    "Mr. Okafor",
    "Kenji Watanabe",
)
REPORTS = (
    "reported",
    "reports",
    "said",
    "says",
    "wrote",
    "has reported",
    "told reporters",
    "noted",
    "stated",
    "claimed",
    "confirmed",
    "announced",
    "recalled",
    "wrote on Twitter",
    "added",
)
ENDS = (". ", ".\n", '." ', '." ', ".” ", ".”\n", '."\n')


def nest(document: dict[str, Any], rng: random.Random, share: float) -> dict[str, Any]:
    """The document with reporting frames put around some sentences that hold an attribution.

    The sentence becomes the content of the frame: "X said Y." → "X said Y, Reuters reports." A
    frame may hold another frame. What was annotated keeps its words and moves with the text.
    """
    text: str = document["text"]
    quotes: list[dict[str, Any]] = [dict(q) for q in document["quotes"]]
    taken = -1
    edits: list[tuple[int, str, dict[str, Any] | None]] = []
    for quote in sorted(quotes, key=lambda q: _outer(q)[0]):
        low, high = _outer(quote)
        if low <= taken or rng.random() > share:
            continue
        start = max(text.rfind("\n", 0, low) + 1, _sentence_start(text, low))
        end = _sentence_end(text, high)
        if end is None or start > low or end - start > 400 or text[start] in "\"“'‘«„":
            continue
        if any(_crosses(_outer(q), (start, end)) for q in quotes):
            continue
        taken = end
        edits.append((start, "start", None))
        edits[-1] = (start, "frame", {"end": end})
    if not edits:
        return document
    return _framed(document, text, quotes, edits, rng)


def _framed(
    document: dict[str, Any],
    text: str,
    quotes: list[dict[str, Any]],
    edits: list[tuple[int, str, dict[str, Any] | None]],
    rng: random.Random,
) -> dict[str, Any]:
    inserts: list[tuple[int, str]] = []
    added: list[dict[str, Any]] = []
    for start, _, frame in edits:
        assert frame is not None
        end = frame["end"]
        who, verb = rng.choice(REPORTERS), rng.choice(REPORTS)
        style = rng.randrange(5)
        content = {"start": (start, 1), "end": (end, 0)}
        if style == 0:
            words = f", {who} {verb}"
            source, cue = (2, 2 + len(who)), (3 + len(who), len(words))
            at = end
        elif style == 1:
            words = f", according to {who}"
            cue, source = (2, 14), (15, len(words))
            at = end
        elif style == 2:
            words = f", {verb} {who}"
            cue, source = (2, 2 + len(verb)), (3 + len(verb), len(words))
            at = end
        elif style == 3:
            words = f"According to {who}, "
            cue, source = (0, 12), (13, len(words) - 2)
            at = start
        else:
            words = f"{who[0].upper()}{who[1:]} {verb} that "
            source, cue = (0, len(who)), (len(who) + 1, len(who) + 1 + len(verb))
            at = start
        inserts.append((at, words))
        added.append({"at": at, "cue": cue, "source": source, "content": content, "words": words})
    inserts.sort()

    def moved(position: int, *, after: bool) -> int:
        """Where a character goes; ``after``: past an insertion at that very place."""
        return position + sum(
            len(words) for at, words in inserts if at < position or (after and at == position)
        )

    def move(span: dict[str, int]) -> dict[str, int]:
        return {
            "start": moved(span["start"], after=True),
            "end": moved(span["end"], after=False),
        }

    new_quotes = [
        {
            **q,
            "cue": move(q["cue"]) if q.get("cue") else None,
            "sources": [move(s) for s in q["sources"]],
            "contents": [move(s) for s in q["contents"]],
        }
        for q in quotes
    ]
    for item in added:
        base = moved(item["at"], after=False)
        start, end = item["content"]["start"][0], item["content"]["end"][0]
        new_quotes.append(
            {
                "cue": {"start": base + item["cue"][0], "end": base + item["cue"][1]},
                "sources": [{"start": base + item["source"][0], "end": base + item["source"][1]}],
                "contents": [{"start": moved(start, after=True), "end": moved(end, after=False)}],
            }
        )
    parts, at = [], 0
    for position, words in inserts:
        parts += [text[at:position], words]
        at = position
    parts.append(text[at:])
    return {**document, "text": "".join(parts), "quotes": new_quotes}


def _outer(quote: dict[str, Any]) -> tuple[int, int]:
    spans = [*quote["sources"], *quote["contents"], *([quote["cue"]] if quote.get("cue") else [])]
    return min(s["start"] for s in spans), max(s["end"] for s in spans)


def _crosses(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    overlap = inner[0] < outer[1] and outer[0] < inner[1]
    return overlap and not (outer[0] <= inner[0] and inner[1] <= outer[1])


def _sentence_start(text: str, position: int) -> int:
    found = (
        max(text.rfind(mark, 0, position) + len(mark) for mark in ENDS if mark in text)
        if any(mark in text[:position] for mark in ENDS)
        else 0
    )
    return min(found, position)


def _sentence_end(text: str, position: int) -> int | None:
    """Where the sentence's last full stop stands, when it ends plainly near ``position``."""
    for i in range(max(0, position - 1), min(len(text), position + 120)):
        if text[i] == "\n":
            return None
        if text[i] == "." and (i + 1 == len(text) or text[i + 1] in " \n"):
            return i if i >= position - 1 and not text[i - 1].isupper() else None
    return None


def unlabelled_documents(folder: Path, known: set[str]) -> Iterator[dict[str, Any]]:
    """Articles of the Wikinews tables in ``folder`` whose title is not in ``known``."""
    import csv

    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                if row["title"] not in known and row["text"].strip():
                    yield {"id": row["url"], "text": row["text"], "quotes": [], "weight": 1.0}
