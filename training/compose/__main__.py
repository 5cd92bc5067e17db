"""Write composed examples: ``python -m training.compose --out FILE --per-kind 300 --seed 1``."""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from training.compose import compose


def main() -> None:
    """Compose, write JSON lines, and tell how many of each kind there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="JSON-lines file to write")
    parser.add_argument("--per-kind", type=int, default=300, help="documents of each kind")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    documents = compose(random.Random(args.seed), args.per_kind)
    with args.out.open("w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    for kind, count in sorted(Counter(d["kind"] for d in documents).items()):
        print(f"{count:6} {kind}")


if __name__ == "__main__":
    main()
