"""Readings and statements in few words: what an assistant pays for by the word.

Every span of the article stays exact: ``at`` is [start, end] in characters of its text.
"""

from __future__ import annotations

from typing import Any

from quoth.codec import plain_number
from quoth.mcp.bounds import ROOM, bounded, page
from quoth.records import Attribution, Figure, Reading, Span, Speaker
from quoth.wording import Words

_TEXT = 8000  # characters of an article's text in one answer
_FIGURES = 20
_MENTIONS = 10
_PLAIN = {"kind": "speech", "tone": "neutral", "polarity": "said"}  # not said when so


def reading_page(reading: Reading, at: int, *, with_text: bool) -> dict[str, Any]:
    """A reading from its ``at``-th statement on, as far as there is room, without its text, unless
    asked for; fields that say nothing are left out. What belongs to the whole article (figures on
    its own word, warnings, and as much of its text as there is room for) is on the first page."""
    article = reading.article
    words = Words(reading)
    known = {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published,
        "language": article.language,
    }
    out: dict[str, Any] = {
        "article": {key: value for key, value in known.items() if value},
        "characters": len(article.text),
        "found_in_all": len(reading.attributions),
        "statements": [_attribution(words, one) for one in reading.attributions[at:]],
        "model": reading.model,
    }
    room = ROOM * 2 // 3
    if not at:
        own = [_figure(reading, one) for one in words.figures.get(None, [])]
        out["figures_of_the_article_itself"] = own[:_FIGURES]
        out["warnings"] = list(reading.warnings)
        if with_text:
            out["article"]["text"] = article.text[:_TEXT]
            room += len(out["article"]["text"]) // 4
            if len(article.text) > _TEXT:
                out["warnings"].append(f"the text is truncated to its first {_TEXT:,} characters")
    out = page(out, "statements", at, len(reading.attributions), room=room)
    shown = reading.attributions[at : at + len(out["statements"])]
    cast = {ref.speaker for one in shown for ref in one.speakers}
    out["speakers"] = [_speaker(reading, one) for one in reading.speakers if one.id in cast]
    return bounded(out)


def brief_statement(one: Any) -> dict[str, Any]:
    """A `quoth.ledger.Statement` with what is known of its article.

    Its numbers lead on: ``statement`` to the tool of that name, ``article`` to `article` and
    `story`, ``identity`` to a search for all that this speaker says.
    """
    article = one.reading.article
    known = {
        "article": one.version,
        "address": one.address,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
    }
    return {
        "statement": one.id,
        "article": {key: value for key, value in known.items() if value},
        **({"identity": one.identity} if one.identity else {}),
        **_attribution(Words(one.reading), one.attribution),
        **({"status": one.status} if one.status else {}),
    }


def _attribution(words: Words, one: Attribution) -> dict[str, Any]:
    reading = words.reading
    form: dict[str, Any] = {
        "id": one.id,
        "who": words.who(one),
        "source": words.source(one),
        "cue": words.cue(one),
        "content": words.content(one),
        "at": [_place(span) for span in one.contents],
        "form": one.form,
        "chain": words.chain(one) if one.within else [],
        "within": one.within,
        "speakers": [
            {"speaker": ref.speaker, "why": ref.why, "confidence": round(ref.confidence, 2)}
            for ref in one.speakers
        ],
        "said_on": one.said_on,
        "to": one.addressee and reading.text_of(one.addressee),
        "figures": [_figure(reading, figure) for figure in words.figures.get(one.id, [])],
        "yet_to_come": one.future,
    }
    for name, plain in _PLAIN.items():
        if (value := getattr(one, name)) != plain:
            form[name] = value
    return {key: value for key, value in form.items() if value not in (None, "", [], False)}


def _speaker(reading: Reading, one: Speaker) -> dict[str, Any]:
    form: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "label": one.label,
        "type": one.type,
        "roles": list(one.roles),
        "why_not_named": one.anonymity and reading.text_of(one.anonymity),
        "mentions": [_place(span) for span in one.mentions[:_MENTIONS]],
    }
    return {key: value for key, value in form.items() if value not in (None, "", [])}


def _figure(reading: Reading, one: Figure) -> dict[str, Any]:
    form: dict[str, Any] = {
        "words": reading.text_of(one.span),
        "low": plain_number(one.low),
        "high": plain_number(one.high),
        "unit": one.unit,
        "counts": one.of,
    }
    return {key: value for key, value in form.items() if value not in (None, "")}


def _place(span: Span) -> list[int]:
    return [span.start, span.end]
