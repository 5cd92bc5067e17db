"""Score who is meant apart from what was said: the gold attributions, resolved.

    python -m evaluation.speakers GOLD.jsonl [...] [--every N] [--errors FILE] [--by-reason]
        [--model DIR] [--without-states]

The attributions of each gold article (sources, cues and contents as annotated) are handed to the
resolver with the states of the encoder, and the speakers it gives are compared with those annotated
as `score_reading` compares them. So the resolver is measured alone, whatever finds the spans.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from evaluation.score_reading import names, who
from quoth.reading.speakers import resolve_speakers
from quoth.records import Article, Attribution, Span, Speaker, SpeakerRef

Resolved = tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]


def attributions_of(document: dict[str, Any]) -> tuple[Attribution, ...]:
    """The gold attributions of a document, in the order of the text."""

    def spans(found: Iterable[dict[str, int]] | None) -> tuple[Span, ...]:
        return tuple(Span(span["start"], span["end"]) for span in found or ())

    made = []
    for number, quote in enumerate(document["quotes"]):
        cue = quote.get("cue")
        if not cue and not quote.get("contents"):
            continue
        made.append(
            Attribution(
                str(quote.get("id", number)),
                Span(cue["start"], cue["end"]) if cue else None,
                spans(quote.get("sources")),
                spans(quote.get("contents")),
                form=quote.get("form") or "indirect",
                kind=quote.get("kind") or "speech",
                within=quote.get("within"),
            )
        )
    return tuple(sorted(made, key=lambda a: (a.start, a.id)))


def article_of(document: dict[str, Any]) -> Article:
    """The article of a gold document."""
    return Article(
        document["id"], document["text"], title=document.get("title"), url=document.get("url"),
        published=document.get("published"), language="en",
    )  # fmt: skip


def group_of(speaker: dict[str, Any]) -> str | None:
    """Which figure a gold speaker counts for; nothing where it counts for none."""
    if names(speaker):
        return "person" if speaker.get("type") == "person" else "body"
    return "unnamed" if speaker.get("type") == "unnamed" else None


def flat(refs: tuple[SpeakerRef, ...], speakers: dict[str, Speaker]) -> dict[str, Any] | None:
    """The speakers of one attribution as the interchange format has them."""
    known = [speakers[ref.speaker] for ref in refs]
    if not known:
        return None
    return {
        "name": known[0].name,
        "names": [speaker.name for speaker in known if speaker.name],
        "label": known[0].label,
        "type": known[0].type,
    }


def judged(
    document: dict[str, Any],
    resolve: Callable[[Article, tuple[Attribution, ...]], Resolved] = resolve_speakers,
) -> Iterator[dict[str, Any]]:
    """Each attribution with a gold speaker that counts: who was found, and whether rightly."""
    attributions = attributions_of(document)
    found, refs = resolve(article_of(document), attributions)
    speakers = {speaker.id: speaker for speaker in found}
    gold = {str(q.get("id", n)): q.get("speaker") for n, q in enumerate(document["quotes"])}
    for attribution in attributions:
        wanted = gold[attribution.id]
        group = group_of(wanted) if wanted else None
        if wanted is None or group is None:
            continue
        refs_of = refs.get(attribution.id, ())
        answer = flat(refs_of, speakers)
        given = names(answer)
        right = not given if group == "unnamed" else names(wanted) == who(answer, wanted)
        yield {
            "group": group,
            "right": right,
            "why": refs_of[0].why if refs_of else "nobody",
            "confidence": refs_of[0].confidence if refs_of else 0.0,
            "gold": wanted,
            "found": answer,
            "attribution": attribution,
        }


def with_states(
    model: Path | None = None,
) -> Callable[[Article, tuple[Attribution, ...]], Resolved]:
    """`resolve_speakers` with the states of the encoder of a model folder."""
    from training.coreference.states import Encoder

    encoder = Encoder(model)

    def resolve(article: Article, attributions: tuple[Attribution, ...]) -> Resolved:
        return resolve_speakers(article, attributions, states=encoder.states(article.text))

    return resolve


def documents(path: Path, every: int = 1) -> Iterator[dict[str, Any]]:
    """Every ``every``-th document of a gold file."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0 and line.strip():
                yield json.loads(line)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1, help="only every N-th article")
    parser.add_argument("--errors", type=Path, help="write what was wrong to this file")
    parser.add_argument("--model", type=Path, help="model folder; by default what ships")
    parser.add_argument("--without-states", action="store_true", help="as if no encoder had run")
    parser.add_argument("--by-reason", action="store_true", help="right by reason and confidence")
    args = parser.parse_args(arguments)
    wrong: list[str] = []
    resolve = resolve_speakers if args.without_states else with_states(args.model)
    for path in args.gold:
        right: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        reasons: dict[str, list[bool]] = defaultdict(list)
        sure: dict[float, list[bool]] = defaultdict(list)
        for document in documents(path, args.every):
            text = document["text"]
            for one in judged(document, resolve):
                for group in (one["group"], "all" if one["group"] != "unnamed" else ""):
                    whole[group] += 1
                    right[group] += one["right"]
                reasons[one["why"]].append(one["right"])
                sure[min(int(one["confidence"] * 10), 9) / 10].append(one["right"])
                if not one["right"] and args.errors:
                    at = one["attribution"]
                    begin = max(0, at.start - 300)
                    sources = " … ".join(s.of(text) for s in at.sources)
                    wrong.append(
                        f"## {document['id']} {at.id} [{one['group']}] {one['why']} "
                        f"{one['confidence']}\n"
                        f"gold {one['gold']}\nfound "
                        f"{one['found']}\nsource: {sources!r}\n"
                        f"{text[begin : at.start]}>>>{text[at.start : at.start + 120]}\n"
                    )
        shares = "  ".join(
            f"{group} {right[group] / whole[group]:.4f} of {whole[group]}"
            for group in ("person", "body", "all", "unnamed")
            if whole[group]
        )
        print(f"{path.stem:14} {shares}")
        if args.by_reason:
            for name, table in (("reason", reasons), ("confidence", sure)):
                for key, values in sorted(table.items(), key=lambda item: str(item[0])):
                    print(f"  {name} {key!s:14} {sum(values) / len(values):.3f} of {len(values)}")
    if args.errors:
        args.errors.write_text("\n".join(wrong), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
