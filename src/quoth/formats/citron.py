"""The interchange format of the BBC's Citron, with a few more fields: one article a line.

    {"id", "text", "title"?, "url"?, "published"?,
     "quotes":  [{"id", "cue": {"start", "end"} | null, "sources": [...], "contents": [...],
                  "form", "kind", "within": id | null,
                  "speaker": {"name", "names", "type", "roles", "label"} | null}...],
     "figures": [{"start", "end", "low", "high", "unit", "of", "quote": id | null}...]}

Offsets are characters of "text", end excluded. "name" is the speaker's fullest name or null,
"names" all names where several speak jointly ("name" is then the first).
"""

from __future__ import annotations

from typing import Any

from quoth.codec import plain_number, reading_from_dict
from quoth.errors import InputError
from quoth.records import Attribution, Reading, Span, Speaker

_KNOWN = ("title", "url", "published")


def to_citron(reading: Reading) -> dict[str, Any]:
    """The reading in the interchange format (see the module's text).

    Tone, dates, mentions and the reasons for a speaker have no place in it: use the JSON form
    (`quoth.formats.reading_to_dict`) to keep everything.
    """
    article = reading.article
    people = {speaker.id: speaker for speaker in reading.speakers}
    out: dict[str, Any] = {"id": article.id, "text": article.text}
    out.update({key: getattr(article, key) for key in _KNOWN if getattr(article, key) is not None})
    out["quotes"] = [
        {
            "id": one.id,
            "cue": _span(one.cue) if one.cue else None,
            "sources": [_span(span) for span in one.sources],
            "contents": [_span(span) for span in one.contents],
            "form": one.form,
            "kind": one.kind,
            "within": one.within,
            "speaker": _speaker(one, people),
        }
        for one in reading.attributions
    ]
    out["figures"] = [
        {
            **_span(one.span),
            "low": plain_number(one.low),
            "high": plain_number(one.high),
            "unit": one.unit,
            "of": one.of,
            "quote": one.attribution,
        }
        for one in reading.figures
    ]
    return out


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _speaker(attribution: Attribution, people: dict[str, Speaker]) -> dict[str, Any] | None:
    cast = [people[ref.speaker] for ref in attribution.speakers if ref.speaker in people]
    if not cast:
        return None
    names = [one.name for one in cast if one.name is not None]
    return {
        "name": names[0] if names else None,
        "names": names,
        "type": cast[0].type,
        "roles": list(dict.fromkeys(role for one in cast for role in one.roles)),
        "label": " and ".join(dict.fromkeys(one.label for one in cast)),
    }


def from_citron(form: dict[str, Any]) -> Reading:
    """A reading from the interchange format, such as a gold annotation or another tool's output.

    Speakers of the same name are one speaker. A speaker with several names becomes several.

    Raises:
        InputError: when the form is not that of the interchange format.
    """
    speakers: dict[str, dict[str, Any]] = {}
    attributions = []
    for number, quote in enumerate(_list(form, "quotes"), 1):
        if not any(quote.get(part) for part in ("cue", "sources", "contents")):
            continue
        known = dict(quote)
        known["id"] = str(known.get("id", f"a{number}"))
        known["within"] = None if known.get("within") is None else str(known["within"])
        known["speakers"] = [
            {"speaker": id, "why": "given"} for id in _cast(known.get("speaker"), speakers)
        ]
        attributions.append(known)
    figures = [
        {
            **figure,
            "id": f"f{number}",
            "span": {"start": figure.get("start"), "end": figure.get("end")},
            "attribution": None if figure.get("quote") is None else str(figure["quote"]),
        }
        for number, figure in enumerate(_list(form, "figures"), 1)
    ]
    article = {key: form.get(key) for key in ("text", "outlet", "language", *_KNOWN)}
    return reading_from_dict(
        {
            "article": {**article, "id": str(form.get("id", ""))},
            "attributions": attributions,
            "speakers": list(speakers.values()),
            "figures": figures,
        }
    )


def _list(form: object, key: str) -> list[dict[str, Any]]:
    """The objects listed under ``key``."""
    if not isinstance(form, dict):
        raise InputError("document", "expected an object with id, text and quotes")
    values = form.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise InputError(f"document.{key}", "expected a list of objects")
    return values


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _cast(given: object, speakers: dict[str, dict[str, Any]]) -> list[str]:
    """The ids of the speakers that a quote's "speaker" names, new ones added to ``speakers``."""
    if not isinstance(given, dict):
        return []
    kind = given.get("type")
    names = _texts(given.get("names")) or _texts([given.get("name")])
    labels = list(dict.fromkeys(names)) or _texts([given.get("label")]) or ["unknown"]
    ids = []
    for label in labels:
        known = speakers.setdefault(
            f"{bool(names)}|{label}",
            {
                "id": f"s{len(speakers) + 1}",
                "name": label if names else None,
                "label": label,
                "type": "unknown" if kind in (None, "none") else kind,
                "roles": [],
            },
        )
        if len(labels) == 1:
            known["roles"] += [r for r in _texts(given.get("roles")) if r not in known["roles"]]
        ids.append(known["id"])
    return ids
