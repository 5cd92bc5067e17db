"""Score names and their types: is each annotated speaker among the names that are found?

    python -m evaluation.names GOLD.jsonl [...] [--every N] [--errors FILE]

For every name of an annotated speaker that stands in its article, once each: whether an entity of
the article has exactly that name as its fullest (compared as `score_reading` compares names), and
whether its type is right too. So names are measured apart from who is linked to whom. Names that
begin or end in lower case ("the harbour ministry", "government of Arcadia") are descriptions, and
left out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.score_reading import plain
from evaluation.speakers import article_of, attributions_of, documents
from quoth.reading.speakers.output import type_of
from quoth.reading.speakers.resolve import Resolver, shipped_models

TYPES = ("person", "organisation", "document")


@dataclass(frozen=True, slots=True)
class Judged:
    """One annotated name: its type, the type of the entity of that name ("" where no entity has
    it), and, for those without one, the names that overlap its first occurrence."""

    name: str
    type: str
    found: str
    near: tuple[tuple[str, str], ...] = ()


def _is_proper(name: str) -> bool:
    words = name.removeprefix("the ").split()
    return not (words[0][0].islower() or words[-1][0].islower())


def judged(document: dict[str, Any]) -> Iterator[Judged]:
    """Each annotated speaker's name that stands in the text of ``document``, once."""
    text: str = document["text"]
    wanted: dict[tuple[str, str], str] = {}
    for quote in document["quotes"]:
        speaker = quote.get("speaker") or {}
        if speaker.get("type") in TYPES:
            for name in speaker.get("names") or [speaker.get("name")]:
                if name and name in text and _is_proper(name):
                    wanted.setdefault((plain(name), speaker["type"]), name)
    resolver = Resolver(article_of(document), attributions_of(document), shipped_models())
    entities = resolver.entities
    found: dict[str, list[str]] = {}
    for entity in entities.all:
        full = entities.full_name(entity)
        if full is not None and entity.names:
            found.setdefault(plain(full), []).append(type_of(entity, full))
    for (key, type_), name in wanted.items():
        types = found.get(key, [])
        kind = type_ if type_ in types else types[0] if types else ""
        near: list[tuple[str, str]] = []
        if kind != type_:
            at = text.index(name)
            for one in resolver.names:
                span = resolver.words.span(one.lead, one.last)
                if span.start < at + len(name) and at < span.end:
                    near.append((entities.text_of(one), one.kind))
        yield Judged(name, type_, kind, tuple(near))


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1, help="only every N-th article")
    parser.add_argument("--errors", type=Path, help="write what was wrong to this file")
    args = parser.parse_args(arguments)
    wrong: list[str] = []
    for path in args.gold:
        whole: Counter[str] = Counter()
        extent: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for document in documents(path, args.every):
            for one in judged(document):
                for group in (one.type, "all"):
                    whole[group] += 1
                    extent[group] += bool(one.found)
                    right[group] += one.found == one.type
                if one.found != one.type:
                    near = "; ".join(f"{name} ({kind})" for name, kind in one.near)
                    wrong.append(
                        f"{document['id']}\t{one.type}\t{one.found or '-'}\t{one.name}\t{near}"
                    )
        shares = "  ".join(
            f"{group} {extent[group] / whole[group]:.4f} {right[group] / whole[group]:.4f} "
            f"of {whole[group]}"
            for group in (*TYPES, "all")
            if whole[group]
        )
        print(f"{path.stem:14} extent, and type: {shares}")
    if args.errors:
        args.errors.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
