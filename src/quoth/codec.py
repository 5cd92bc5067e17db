"""The JSON form of a reading: every field, lossless, with the words beside each span's offsets.

    {"article":      {"id", "title", "outlet", "url", "published", "language", "authors": [...],
                      "furniture": [SPAN...], "blocks": [{"kind", "start", "end"}...], "text"},
     "attributions": [{"id", "sources": [SPAN...], "cue": SPAN | null, "contents": [SPAN...],
                       "form", "kind", "tone", "polarity", "future", "addressee": SPAN | null,
                       "said_on", "within", "confidence", "content_confidence",
                       "speakers": [{"speaker": id, "label", "why", "confidence"}...]}...],
     "speakers":     [{"id", "name", "label", "type", "roles": [...], "mentions": [SPAN...],
                       "anonymity": SPAN | null}...],
     "figures":      [{"id", "span": SPAN, "low", "high", "unit", "of", "attribution"}...],
     "times":        [{"id", "span": SPAN, "start", "end"}...],
     "warnings":     [...],
     "model":        "..."}

SPAN is {"start", "end", "text"}: characters (Unicode code points) of ``article.text``, end
excluded, and the words there. The words of spans and the labels in "speakers" of an attribution
are there to be read; reading back, the offsets and ids count, and words that do not agree with
the article's text are refused (they come from offsets in another unit, or another text).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from quoth.errors import InputError
from quoth.records import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Figure,
    Form,
    Kind,
    Polarity,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    SpeakerType,
    TimeMention,
    Tone,
    is_date,
)

_T = TypeVar("_T")
_REQUIRED: Any = object()

# Escaped in JSON, where that changes nothing: what steers a terminal (C1 controls, bidirectional
# overrides), what some programs take for the end of a line, and what UTF-8 cannot hold.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def dumps(value: object, *, indent: int | None = None) -> str:
    """``value`` as JSON text: UTF-8 kept readable, one line unless ``indent``, safe to print."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """The JSON form of a reading (see the module's text); `reading_from_dict` is its inverse.

    Whole numbers are written without a decimal point; bounds that are not finite as null.
    """
    article = reading.article
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published,
            "language": article.language,
            "authors": list(article.authors),
            "furniture": _spans(article.text, article.furniture),
            "blocks": [
                {"kind": block.kind, "start": block.span.start, "end": block.span.end}
                for block in article.blocks
            ],
            "text": article.text,
        },
        "attributions": [attribution_to_dict(reading, one) for one in reading.attributions],
        "speakers": [speaker_to_dict(reading, one) for one in reading.speakers],
        "figures": [figure_to_dict(reading, one) for one in reading.figures],
        "times": [
            {
                "id": one.id,
                "span": _span(article.text, one.span),
                "start": one.start,
                "end": one.end,
            }
            for one in reading.times
        ],
        "warnings": list(reading.warnings),
        "model": reading.model,
    }


def attribution_to_dict(reading: Reading, one: Attribution) -> dict[str, Any]:
    """The JSON form of one attribution of a reading."""
    text = reading.article.text
    labels = {speaker.id: speaker.label for speaker in reading.speakers} if one.speakers else {}
    return {
        "id": one.id,
        "sources": _spans(text, one.sources),
        "cue": _maybe(text, one.cue),
        "contents": _spans(text, one.contents),
        "form": one.form,
        "kind": one.kind,
        "tone": one.tone,
        "polarity": one.polarity,
        "future": one.future,
        "addressee": _maybe(text, one.addressee),
        "said_on": one.said_on,
        "within": one.within,
        "confidence": plain_number(one.confidence),
        "content_confidence": plain_number(one.content_confidence),
        "speakers": [
            {
                "speaker": ref.speaker,
                "label": labels.get(ref.speaker),
                "why": ref.why,
                "confidence": plain_number(ref.confidence),
            }
            for ref in one.speakers
        ],
    }


def speaker_to_dict(reading: Reading, one: Speaker) -> dict[str, Any]:
    """The JSON form of one speaker of a reading."""
    text = reading.article.text
    return {
        "id": one.id,
        "name": one.name,
        "label": one.label,
        "type": one.type,
        "roles": list(one.roles),
        "mentions": _spans(text, one.mentions),
        "anonymity": _maybe(text, one.anonymity),
    }


def figure_to_dict(reading: Reading, one: Figure) -> dict[str, Any]:
    """The JSON form of one figure of a reading."""
    return {
        "id": one.id,
        "span": _span(reading.article.text, one.span),
        "low": plain_number(one.low),
        "high": plain_number(one.high),
        "unit": one.unit,
        "of": one.of,
        "attribution": one.attribution,
    }


def _span(text: str, one: Span) -> dict[str, Any]:
    return {"start": one.start, "end": one.end, "text": one.of(text)}


def _spans(text: str, several: tuple[Span, ...]) -> list[dict[str, Any]]:
    return [_span(text, one) for one in several]


def _maybe(text: str, one: Span | None) -> dict[str, Any] | None:
    return None if one is None else _span(text, one)


def plain_number(value: float | None) -> float | int | None:
    """``value`` as JSON likes it: 20 for 20.0, None for what is not finite."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def reading_from_dict(form: dict[str, Any]) -> Reading:
    """The reading that `reading_to_dict` wrote.

    Fields that are absent get their defaults and unknown fields are passed over, so what another
    version of quoth wrote can be read.

    Raises:
        InputError: when the form is not that of a reading; the message names the place in it.
    """
    top = _Node(form, "reading")
    article_node = top.node("article")
    text = article_node.text("text")
    published = article_node.maybe_text("published")
    if published is not None and not is_date(published):
        raise article_node.wrong(f"published: {published!r} is no ISO date")
    article = Article(
        id=article_node.text("id"),
        text=text,
        title=article_node.maybe_text("title"),
        outlet=article_node.maybe_text("outlet"),
        url=article_node.maybe_text("url"),
        published=published,
        language=article_node.maybe_text("language"),
        authors=article_node.texts("authors"),
        furniture=article_node.spans("furniture", text),
        blocks=article_node.each("blocks", lambda node: _block(node, text)),
    )
    speakers = top.each("speakers", lambda node: _speaker(node, text))
    attributions = top.each("attributions", lambda node: _attribution(node, text))
    figures = top.each("figures", lambda node: _figure(node, text))
    times = top.each("times", lambda node: _time(node, text))
    known = {one.id for one in attributions}
    people = {one.id for one in speakers}
    if len(known) < len(attributions) or len(people) < len(speakers):
        raise top.wrong("an id stands twice among its attributions or its speakers")
    for one in attributions:
        if any(ref.speaker not in people for ref in one.speakers):
            raise top.wrong(f"attribution {one.id!r} names a speaker that is not listed")
    for figure in figures:
        if figure.attribution is not None and figure.attribution not in known:
            raise top.wrong(f"figure {figure.id!r} names an attribution that is not listed")
    _refuse_loops(top, attributions)
    return Reading(
        article=article,
        attributions=attributions,
        speakers=speakers,
        figures=figures,
        times=times,
        warnings=top.texts("warnings"),
        model=top.text("model", ""),
    )


def _block(node: _Node, text: str) -> Block:
    return Block(node.one_of("kind", get_args(BlockKind), "paragraph"), node.as_span(text))


def _attribution(node: _Node, text: str) -> Attribution:
    cue = node.span("cue", text)
    sources = node.spans("sources", text)
    contents = node.spans("contents", text)
    if cue is None and not sources and not contents:
        raise node.wrong("has no cue, no source and no content")
    return Attribution(
        id=node.text("id"),
        cue=cue,
        sources=sources,
        contents=contents,
        form=node.one_of("form", get_args(Form), "indirect"),
        kind=node.one_of("kind", get_args(Kind), "speech"),
        tone=node.one_of("tone", get_args(Tone), "neutral"),
        polarity=node.one_of("polarity", get_args(Polarity), "said"),
        future=node.flag("future"),
        addressee=node.span("addressee", text),
        said_on=node.maybe_text("said_on"),
        within=node.maybe_text("within"),
        confidence=node.number("confidence", 1.0),
        speakers=node.each("speakers", _speaker_ref),
        content_confidence=node.number("content_confidence", 1.0),
    )


def _speaker_ref(node: _Node) -> SpeakerRef:
    return SpeakerRef(node.text("speaker"), node.text("why", ""), node.number("confidence", 1.0))


def _speaker(node: _Node, text: str) -> Speaker:
    return Speaker(
        id=node.text("id"),
        name=node.maybe_text("name"),
        label=node.text("label"),
        type=node.one_of("type", get_args(SpeakerType), "unknown"),
        roles=node.texts("roles"),
        mentions=node.spans("mentions", text),
        anonymity=node.span("anonymity", text),
    )


def _figure(node: _Node, text: str) -> Figure:
    return Figure(
        id=node.text("id"),
        span=node.the_span("span", text),
        low=node.maybe_number("low"),
        high=node.maybe_number("high"),
        unit=node.maybe_text("unit"),
        of=node.maybe_text("of"),
        attribution=node.maybe_text("attribution"),
    )


def _time(node: _Node, text: str) -> TimeMention:
    return TimeMention(
        node.text("id"),
        node.the_span("span", text),
        node.maybe_text("start"),
        node.maybe_text("end"),
    )


def _refuse_loops(top: _Node, attributions: tuple[Attribution, ...]) -> None:
    """Every ``within`` leads out to the article; a loop would make each chain endless."""
    outer = {one.id: one.within for one in attributions}
    sound: set[str] = set()
    for start in outer:
        seen: set[str] = set()
        current: str | None = start
        while current is not None and current not in sound:
            if current in seen:
                raise top.wrong(f"attribution {current!r} stands within itself")
            if current not in outer:
                raise top.wrong(f"there is no attribution {current!r} to stand within")
            seen.add(current)
            current = outer[current]
        sound |= seen


class _Node:
    """One object of the form and where it stands, so that errors can say so."""

    def __init__(self, value: object, place: str) -> None:
        self.place = place
        if not isinstance(value, dict):
            raise self.wrong("an object is expected")
        self._value: dict[str, Any] = value

    def wrong(self, reason: str) -> InputError:
        return InputError(self.place, f"{reason}; is this the JSON of a reading?")

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}"

    def _get(self, key: str, expected: str, *kinds: type, default: Any = _REQUIRED) -> Any:
        value = self._value.get(key)
        if value is None and default is not _REQUIRED:
            return default
        # bool is an int in Python, never in JSON.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise InputError(self._at(key), f"{expected} is expected; is this a reading?")
        return value

    def node(self, key: str) -> _Node:
        return _Node(self._value.get(key), self._at(key))

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        return str(self._get(key, "text", str, default=default))

    def maybe_text(self, key: str) -> str | None:
        value = self._get(key, "text or null", str, default=None)
        return None if value is None else str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._get(key, "a list of texts", list, default=[])
        if not all(isinstance(value, str) for value in values):
            raise InputError(self._at(key), "a list of texts is expected; is this a reading?")
        return tuple(values)

    def one_of(self, key: str, words: tuple[_T, ...], default: _T) -> _T:
        value = self._value.get(key, default)
        for word in words:
            if value == word:
                return word
        raise InputError(self._at(key), f"one of {', '.join(map(str, words))} is expected")

    def flag(self, key: str) -> bool:
        return bool(self._get(key, "true or false", bool, default=False))

    def maybe_number(self, key: str) -> float | None:
        value = self._get(key, "a number or null", int, float, default=None)
        return None if value is None else float(value)

    def number(self, key: str, default: float) -> float:
        value = self.maybe_number(key)
        return default if value is None else value

    def each(self, key: str, make: Callable[[_Node], _T]) -> tuple[_T, ...]:
        values = self._get(key, "a list", list, default=[])
        at = self._at(key)
        return tuple(make(_Node(value, f"{at}[{i}]")) for i, value in enumerate(values))

    def spans(self, key: str, text: str) -> tuple[Span, ...]:
        return self.each(key, lambda node: node.as_span(text))

    def span(self, key: str, text: str) -> Span | None:
        return None if self._value.get(key) is None else self.the_span(key, text)

    def the_span(self, key: str, text: str) -> Span:
        return self.node(key).as_span(text)

    def as_span(self, text: str) -> Span:
        start = self._get("start", "a whole number", int)
        end = self._get("end", "a whole number", int)
        if not 0 <= start <= end <= len(text):
            raise InputError(
                self.place, f"{start}..{end} is outside the text of {len(text)} characters"
            )
        words = self._get("text", "text", str, default=None)
        if words is not None and words != text[start:end]:
            raise InputError(
                self.place,
                f"{words[:40]!r} does not stand at {start}..{end} of the text; "
                "offsets count Unicode characters",
            )
        return Span(start, end)
