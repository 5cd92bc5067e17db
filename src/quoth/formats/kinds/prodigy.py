"""Prodigy: JSON lines of tasks for its recipes ``spans.manual`` and ``rel.manual``.

Every task has its tokens, so that spans fit them whatever the recipe's own model would cut.
``start`` and ``end`` are those of the tokens; where a part of a statement begins or ends within
one, its exact characters stand in ``exact``.
"""

from __future__ import annotations

from typing import Any

from quoth.codec import dumps
from quoth.formats.annotators import Region, linked_parts
from quoth.formats.format import Format
from quoth.formats.lines import LineWriter
from quoth.formats.output import encodable
from quoth.formats.tokens import tokenised, tokens_of
from quoth.records import Reading, Span


def to_prodigy(reading: Reading) -> dict[str, Any]:
    """An article as a task of Prodigy."""
    article = reading.article
    text = encodable(article.text)
    tokens = [token for sentence in tokenised(article.text) for token in sentence]
    regions, relations = linked_parts(reading)
    spans = {
        region.key: span
        for region in regions
        if (span := _span(region, tokens)) is not None  # white space and nothing else has no token
    }
    known = ("id", "title", "outlet", "url", "published")
    return {
        "text": text,
        "tokens": [
            {
                "text": token.of(text),
                "start": token.start,
                "end": token.end,
                "id": number,
                "ws": text[token.end : token.end + 1].isspace(),
            }
            for number, token in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": [
            {
                "head": spans[start]["token_start"],
                "child": spans[end]["token_start"],
                "head_span": _bare(spans[start]),
                "child_span": _bare(spans[end]),
                "label": label,
            }
            for start, end, label in relations
            if start in spans and end in spans
        ],
        "meta": {
            **{name: encodable(value) for name in known if (value := getattr(article, name))},
            "model": reading.model,
        },
    }


def _span(region: Region, tokens: list[Span]) -> dict[str, Any] | None:
    covered = tokens_of(tokens, region.span)
    if not covered:
        return None
    start, end = tokens[covered[0]].start, tokens[covered[-1]].end
    form: dict[str, Any] = {
        "start": start,
        "end": end,
        "token_start": covered[0],
        "token_end": covered[-1],
        "label": region.part.title(),
        "attribution": region.attribution,
    }
    if (start, end) != (region.span.start, region.span.end):
        form["exact"] = [region.span.start, region.span.end]
    return form


def _bare(span: dict[str, Any]) -> dict[str, Any]:
    return {name: span[name] for name in ("start", "end", "token_start", "token_end", "label")}


FORMAT = Format(
    media_type="application/jsonl",
    suffixes=(".prodigy.jsonl",),
    writer=lambda output: LineWriter(output.sink, lambda reading: dumps(to_prodigy(reading))),
)
