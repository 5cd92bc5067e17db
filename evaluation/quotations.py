"""Count the quotations that gold covers with a content and a reading does not: words lost.

    python -m evaluation.quotations GOLD.jsonl PREDICTED.jsonl [--lost]

A quotation of eight words or more between marks counts when at least half of its characters lie in
contents of gold. It is lost when less than half of them lie in contents that were read. It stands
in a line when other words stand beside it, and on its own when its paragraph is nothing else or
its marks do not close within the line (quotations over paragraphs).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoth.text.quotations import Quotation, find_quotations

WORDS = 8
HALF = 0.5
PLACES = ("in a line", "on its own")


@dataclass(frozen=True, slots=True)
class Covered:
    """A quotation that gold covers. ``place``: one of `PLACES`; ``kept``: whether it was read."""

    quotation: Quotation
    place: str
    kept: bool


def covered(
    text: str, gold: Iterable[dict[str, Any]], predicted: Iterable[dict[str, Any]]
) -> Iterator[Covered]:
    """The outermost long quotations of a text that contents of ``gold`` cover.

    Args:
        text: the text of the article; all offsets are into it.
        gold, predicted: attributions of the interchange format, with their ``contents``.
    """
    wanted, read = _characters(gold), _characters(predicted)
    for quotation in find_quotations(text):
        inner = range(quotation.inner.start, quotation.inner.end)
        if quotation.depth > 1 or len(text[inner.start : inner.stop].split()) < WORDS:
            continue
        if _share(inner, wanted) < HALF:
            continue
        place = PLACES[_stands_alone(text, quotation)]
        yield Covered(quotation, place, _share(inner, read) >= HALF)


def kept(
    gold: dict[str, list[dict[str, Any]]], predicted: dict[str, list[dict[str, Any]]]
) -> dict[str, float]:
    """The share of such quotations that were read, by where they stand ("in a line kept")."""
    found: dict[str, list[bool]] = {place: [] for place in PLACES}
    for id_, documents in gold.items():
        document = documents[0]
        read = predicted[id_][0]["quotes"]
        for one in covered(document["text"], document["quotes"], read):
            found[one.place].append(one.kept)
    return {f"{place} kept": sum(all_) / len(all_) for place, all_ in found.items() if all_}


def _characters(attributions: Iterable[dict[str, Any]]) -> set[int]:
    found: set[int] = set()
    for attribution in attributions:
        for content in attribution.get("contents") or ():
            found.update(range(content["start"], content["end"]))
    return found


def _share(inner: range, characters: set[int]) -> float:
    return sum(at in characters for at in inner) / max(1, len(inner))


def _stands_alone(text: str, quotation: Quotation) -> bool:
    if quotation.inner.end == quotation.end:  # never closed: the next paragraph goes on
        return True
    start = text.rfind("\n", 0, quotation.start) + 1
    end = text.find("\n", quotation.end)
    beside = text[start : quotation.start] + text[quotation.end : end if end >= 0 else len(text)]
    return not any(character.isalnum() for character in beside)


def _load(path: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        found.setdefault(document["id"], []).append(document)
    return found


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--lost", action="store_true", help="print where each lost one stands")
    args = parser.parse_args(arguments)
    gold, predicted = _load(args.gold), _load(args.predicted)
    counts = {place: [0, 0] for place in PLACES}
    for id_, documents in gold.items():
        document = documents[0]
        for one in covered(document["text"], document["quotes"], predicted[id_][0]["quotes"]):
            counts[one.place][0] += not one.kept
            counts[one.place][1] += 1
            if args.lost and not one.kept:
                print(f"{id_} {one.quotation.start}:{one.quotation.end} {one.place}")
    for place, (lost, of) in counts.items():
        print(f"{place}: {lost} of {of} lost" + (f", {lost / of:.1%}" if of else ""))


if __name__ == "__main__":
    main()
