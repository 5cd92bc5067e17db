"""doccano: JSON lines for a project of sequence labelling with relations.

Positions are Unicode code points, end excluded, as quoth counts. What is known of the article and
the statement's form, kind, tone, polarity and speaker go with it as metadata.
"""

from __future__ import annotations

from typing import Any

from quoth.codec import dumps
from quoth.formats.annotators import linked_parts
from quoth.formats.format import Format
from quoth.formats.lines import LineWriter
from quoth.formats.output import encodable
from quoth.records import Reading
from quoth.wording import Words


def to_doccano(reading: Reading) -> dict[str, Any]:
    """An article as doccano imports it (format "JSONL(Relation)")."""
    regions, relations = linked_parts(reading)
    numbers = {region.key: number for number, region in enumerate(regions, 1)}
    article = reading.article
    words = Words(reading)
    known = {
        name: encodable(value)
        for name in ("id", "title", "outlet", "url", "published")
        if (value := getattr(article, name))
    }
    return {
        "text": encodable(article.text),
        "entities": [
            {
                "id": numbers[region.key],
                "label": region.part.title(),
                "start_offset": region.span.start,
                "end_offset": region.span.end,
            }
            for region in regions
        ],
        "relations": [
            {"id": number, "from_id": numbers[start], "to_id": numbers[end], "type": label}
            for number, (start, end, label) in enumerate(relations, 1)
        ],
        **{f"article_{name}": value for name, value in known.items()},
        "statements": [
            {
                "id": one.id,
                "form": one.form,
                "kind": one.kind,
                "tone": one.tone,
                "polarity": one.polarity,
                "speakers": [encodable(who.name or who.label) for who in words.speakers(one)],
                "confidence": round(one.confidence, 4),
            }
            for one in reading.attributions
        ],
        "model": reading.model,
    }


FORMAT = Format(
    media_type="application/jsonl",
    suffixes=(".doccano.jsonl",),
    writer=lambda output: LineWriter(output.sink, lambda reading: dumps(to_doccano(reading))),
)
