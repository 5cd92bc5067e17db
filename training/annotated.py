"""Articles annotated for this project whose texts may not be copied into it.

``data/web_more.jsonl`` holds their ids, the SHA-256 of each text, and places in it; the texts come
from ``news_text.jsonl.gz`` of the shared data.

    python -m training.annotated --annotated FILE.jsonl --out training/data/web_more.jsonl
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

PLACES = Path(__file__).parent / "data" / "web_more.jsonl"


def load_annotated(texts: Path, places: Path = PLACES) -> list[dict[str, Any]]:
    """The annotated articles as documents of the interchange format, with their texts.

    ``texts``: ``news_text.jsonl.gz``. Without it, none.

    Raises:
        ValueError: when a text is missing or is another one than was annotated.
    """
    if not texts.exists():
        return []
    wanted = {}
    with places.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            wanted[document["id"]] = document
    found: list[dict[str, Any]] = []
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            document = wanted.pop(row["id"], None)
            if document is None:
                continue
            if hashlib.sha256(row["text"].encode()).hexdigest() != document["sha256"]:
                raise ValueError(f"{row['id']}: another text than was annotated")
            found.append(_with_words(document, row))
    if wanted:
        raise ValueError(f"{texts}: without the texts of {', '.join(sorted(wanted)[:3])}")
    return found


def _with_words(document: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    text = row["text"]

    def words(place: list[int] | None) -> str | None:
        return None if place is None else text[place[0] : place[1]]

    def speaker(told: dict[str, Any] | None) -> dict[str, Any] | None:
        if told is None:
            return None
        out: dict[str, Any] = {"name": words(told["name"]), "type": told["type"], "roles": []}
        if told.get("label") is not None:
            out["label"] = words(told["label"])
        if told.get("names"):
            out["names"] = [words(place) for place in told["names"]]
        return out

    quotes = [{**quote, "speaker": speaker(quote["speaker"])} for quote in document["quotes"]]
    return {
        "id": document["id"], "text": text, "title": row.get("title"), "weight": 1.0,
        "published": row.get("published"), "url": row.get("url"), "quotes": quotes,
        "figures": document["figures"],
    }  # fmt: skip


def without_words(document: dict[str, Any]) -> dict[str, Any]:
    """An annotated document as ids, a checksum and places alone.

    A name that the text does not have in one piece is left out; the speaker's type stays.
    """
    text = document["text"]

    def place(words: str | None) -> list[int] | None:
        at = text.find(words) if words else -1
        return None if at < 0 or words is None else [at, at + len(words)]

    def speaker(told: dict[str, Any] | None) -> dict[str, Any] | None:
        if told is None:
            return None
        out: dict[str, Any] = {"name": place(told.get("name")), "type": told["type"]}
        if told.get("label"):
            out["label"] = place(told["label"])
        if told.get("names"):
            out["names"] = [at for at in map(place, told["names"]) if at is not None]
        return out

    kept = ("id", "cue", "sources", "contents", "form", "kind", "within")
    return {
        "id": document["id"],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "quotes": [
            {**{key: quote[key] for key in kept}, "speaker": speaker(quote.get("speaker"))}
            for quote in document["quotes"]
        ],
        "figures": [
            {key: figure[key] for key in ("start", "end", "low", "high", "quote")}
            for figure in document.get("figures", [])
        ],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotated", type=Path, required=True, help="what build.py wrote")
    parser.add_argument("--out", type=Path, default=PLACES)
    args = parser.parse_args()
    lines = args.annotated.read_text(encoding="utf-8").splitlines()
    places = [without_words(json.loads(line)) for line in lines if line.strip()]
    args.out.write_text(
        "".join(json.dumps(p, separators=(",", ":")) + "\n" for p in places), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
