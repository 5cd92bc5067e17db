"""The JSON form of a reading: every field, lossless, with the words beside each span's offsets.

    {"article":      {"id", "title", "outlet", "url", "published", "language", "authors": [...],
                      "furniture": [SPAN...], "blocks": [{"kind", "start", "end", "time"?}...],
                      "section", "text"},
     "attributions": [{"id", "cue": SPAN | null, "sources": [SPAN...], "contents": [SPAN...],
                       "form", "kind", "tone", "polarity", "future", "addressee": SPAN | null,
                       "said_on", "within", "confidence",
                       "speakers": [{"speaker": id, "label", "why", "confidence"}...],
                       "content_confidence"}...],
     "speakers":     [{"id", "name", "label", "type", "roles": [...], "mentions": [SPAN...],
                       "anonymity": SPAN | null, "pronouns": [...], "body", "place"}...],
     "figures":      [{"id", "span": SPAN, "low", "high", "unit", "of", "attribution"}...],
     "times":        [{"id", "span": SPAN, "start", "end"}...],
     "warnings":     [...],
     "model":        "..."}

SPAN is {"start", "end", "text"}: characters (Unicode code points) of ``article.text``, end
excluded, and the words there. The words of spans and the labels in "speakers" of an attribution
are there to be read; reading back, the offsets and ids count, and words that do not agree with
the article's text are refused (they come from offsets in another unit, or another text).

The form is derived from the records themselves: a field added to one of them is written, read and
described (`reading_schema`) with no further word here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from quoth.errors import InputError
from quoth.records import (
    Article,
    Attribution,
    Block,
    Figure,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    is_date,
)

_T = TypeVar("_T")
_REQUIRED: Any = object()
_OFFSET = {"type": "integer", "minimum": 0}
_LAST = "text"  # an article's text is long and comes behind what is known of it

# Escaped in JSON, where that changes nothing: what steers a terminal (C1 controls, bidirectional
# overrides), what some programs take for the end of a line, and what UTF-8 cannot hold.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def dumps(value: object, *, indent: int | None = None) -> str:
    """``value`` as JSON text: UTF-8 kept readable, one line unless ``indent``, safe to print."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the form of a record needs besides the record: the article's text, and labels by id."""

    text: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values of one type are written and read, and their JSON Schema.

    ``read`` takes the object, the key in it, the article's text, and what an absent value becomes.
    """

    write: Callable[[_Context, Any], Any]
    read: Callable[[_Node, str, str, Any], Any]
    schema: dict[str, Any]


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """The JSON form of a reading (see the module's text); `reading_from_dict` is its inverse.

    Whole numbers are written without a decimal point; bounds that are not finite as null.
    """
    return _written(reading, _context(reading))


def attribution_to_dict(reading: Reading, one: Attribution) -> dict[str, Any]:
    """The JSON form of one attribution of a reading."""
    return _written(one, _context(reading))


def speaker_to_dict(reading: Reading, one: Speaker) -> dict[str, Any]:
    """The JSON form of one speaker of a reading."""
    return _written(one, _context(reading))


def figure_to_dict(reading: Reading, one: Figure) -> dict[str, Any]:
    """The JSON form of one figure of a reading."""
    return _written(one, _context(reading))


def _context(reading: Reading) -> _Context:
    return _Context(reading.article.text, {who.id: who.label for who in reading.speakers})


def _written(record: Any, context: _Context) -> dict[str, Any]:
    form = {
        name: kind.write(context, getattr(record, name))
        for name, kind, _ in _parts(record.__class__)
    }
    if isinstance(record, SpeakerRef):  # there to be read
        form = {"speaker": form.pop("speaker"), "label": context.labels.get(record.speaker), **form}
    return form


def reading_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the JSON form of a reading."""
    defined = {cls.__name__: _object_schema(cls) for cls in _inner(Reading)}
    defined["Span"] = {
        "type": "object",
        "description": "Characters (Unicode code points) of the article's text, end excluded.",
        "properties": {"start": _OFFSET, "end": _OFFSET, "text": {"type": "string"}},
        "required": ["start", "end"],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A reading of quoth",
        **_object_schema(Reading),
        "$defs": defined,
    }


def _inner(cls: type) -> list[type]:
    """The records that stand in those of ``cls``, at any depth, spans aside."""
    found: dict[type, None] = {}
    hints = get_type_hints(cls)
    for hint in (hints[part.name] for part in fields(cls) if part.init):
        for one in (hint, *get_args(hint)):
            if isinstance(one, type) and is_dataclass(one) and one is not Span:
                found |= dict.fromkeys((one, *_inner(one)))
    return list(found)


def _object_schema(cls: type) -> dict[str, Any]:
    parts = _parts(cls)
    properties = {name: kind.schema for name, kind, _ in parts}
    required = [name for name, _, default in parts if default is _REQUIRED]
    if cls is SpeakerRef:
        properties["label"] = {"type": ["string", "null"]}
    elif cls is Block:
        del properties["span"]
        properties |= dict.fromkeys(("start", "end"), _OFFSET)
        required = ["kind", "start", "end"]
    description = (cls.__doc__ or "").split("\n")[0]
    return {
        "type": "object", "description": description, "properties": properties,
        "required": required,
    }  # fmt: skip


@cache
def _parts(cls: Any) -> tuple[tuple[str, _Kind, Any], ...]:
    """The fields of a record that are written: name, kind, and the default when it is absent."""
    hints = get_type_hints(cls)
    told = [one for one in fields(cls) if one.init and one.compare]
    if cls is Article:
        told.sort(key=lambda one: one.name == _LAST)
    return tuple((one.name, _kind_of(hints[one.name]), _default(one)) for one in told)


def _default(one: Field[Any]) -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return _REQUIRED if one.default is MISSING else one.default


def _kind_of(hint: Any) -> _Kind:
    """The kind of a field by its type hint."""
    if hint in _KINDS:
        return _KINDS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _Kind(
            _as_it_is,
            lambda node, key, _, default: node.one_of(key, arguments, default),
            {"enum": list(arguments)},
        )
    if origin is UnionType and arguments[1] is NoneType:
        return _optional(_kind_of(arguments[0]))
    if origin is tuple:
        return _list_of(arguments[0])
    return _Kind(
        lambda context, value: _written(value, context),
        lambda node, key, text, _: _read(hint, node.node(key), text),
        {"$ref": f"#/$defs/{hint.__name__}"},
    )


def _optional(kind: _Kind) -> _Kind:
    return _Kind(
        lambda context, value: None if value is None else kind.write(context, value),
        lambda node, key, text, _: kind.read(node, key, text, None) if node.has(key) else None,
        {"anyOf": [kind.schema, {"type": "null"}]},
    )


def _list_of(cls: Any) -> _Kind:
    if cls is str:
        return _Kind(
            lambda _, value: list(value),
            lambda node, key, _, __: node.texts(key),
            {"type": "array", "items": {"type": "string"}},
        )
    if get_origin(cls) is Literal:
        words = get_args(cls)
        return _Kind(
            lambda _, value: list(value),
            lambda node, key, _, __: node.some_of(key, words),
            {"type": "array", "items": {"enum": list(words)}},
        )
    return _Kind(
        lambda context, value: [_item(one, context) for one in value],
        lambda node, key, text, _: node.each(key, lambda inner: _read(cls, inner, text)),
        {"type": "array", "items": {"$ref": f"#/$defs/{cls.__name__}"}},
    )


def _item(one: Any, context: _Context) -> dict[str, Any]:
    if isinstance(one, Span):
        return _span(context, one)
    if isinstance(one, Block):  # the words of a whole text are not said twice
        form = {"kind": one.kind, "start": one.span.start, "end": one.span.end}
        return form if one.time is None else {**form, "time": one.time}
    return _written(one, context)


def _read(cls: Any, node: _Node, text: str) -> Any:
    """The record of a class from its form."""
    if issubclass(cls, Span):
        return node.as_span(text)
    values = {
        name: node.as_span(text)
        if cls is Block and name == "span"
        else kind.read(node, name, text, default)
        for name, kind, default in _parts(cls)
    }
    _check(cls, node, values)
    return cls(**values)


def _check(cls: type, node: _Node, values: dict[str, Any]) -> None:
    """What the types of a record do not say.

    Raises:
        InputError: when the record cannot be one.
    """
    published = values.get("published")
    if published is not None and not is_date(published):
        raise node.wrong(f"published: {published!r} is not an ISO date")
    time = values.get("time") if cls is Block else None
    if time is not None and not is_date(time):
        raise node.wrong(f"time: {time!r} is not an ISO time")
    if cls is Attribution and not (values["cue"] or values["sources"] or values["contents"]):
        raise node.wrong("has no cue, no source and no content")


def _span(context: _Context, one: Span) -> dict[str, Any]:
    return {"start": one.start, "end": one.end, "text": one.of(context.text)}


def _as_it_is(_: _Context, value: Any) -> Any:
    return value


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
    text = top.node("article").text("text")
    values = {name: kind.read(top, name, text, default) for name, kind, default in _parts(Reading)}
    attributions, speakers = values["attributions"], values["speakers"]
    known = {one.id for one in attributions}
    people = {one.id for one in speakers}
    if len(known) < len(attributions) or len(people) < len(speakers):
        raise top.wrong("duplicate id among its attributions or speakers")
    for one in attributions:
        if any(ref.speaker not in people for ref in one.speakers):
            raise top.wrong(f"attribution {one.id!r} refers to an unknown speaker")
    for figure in values["figures"]:
        if figure.attribution is not None and figure.attribution not in known:
            raise top.wrong(f"figure {figure.id!r} refers to an unknown attribution")
    _refuse_loops(top, attributions)
    return Reading(**values)


def _refuse_loops(top: _Node, attributions: tuple[Attribution, ...]) -> None:
    """Every ``within`` leads out to the article; a loop would make each chain endless."""
    outer = {one.id: one.within for one in attributions}
    sound: set[str] = set()
    for start in outer:
        seen: set[str] = set()
        current: str | None = start
        while current is not None and current not in sound:
            if current in seen:
                raise top.wrong(f"attribution {current!r} is nested in itself")
            if current not in outer:
                raise top.wrong(f"unknown enclosing attribution {current!r}")
            seen.add(current)
            current = outer[current]
        sound |= seen


class _Node:
    """One object of the form and where it stands, so that errors can say so."""

    def __init__(self, value: object, place: str) -> None:
        self.place = place
        if not isinstance(value, dict):
            raise self.wrong("expected an object")
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
            raise InputError(self._at(key), f"expected {expected}; is this a reading?")
        return value

    def node(self, key: str) -> _Node:
        return _Node(self._value.get(key), self._at(key))

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        return str(self._get(key, "text", str, default=default))

    def has(self, key: str) -> bool:
        """Whether something stands at ``key``."""
        return self._value.get(key) is not None

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._get(key, "a list of texts", list, default=[])
        if not all(isinstance(value, str) for value in values):
            raise InputError(self._at(key), "expected a list of strings; is this a reading?")
        return tuple(values)

    def some_of(self, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
        found = self.texts(key)
        if not set(found) <= set(words):
            raise InputError(self._at(key), f"words among {', '.join(words)} are expected")
        return found

    def one_of(self, key: str, words: tuple[_T, ...], default: _T) -> _T:
        value = self._value.get(key, default)
        for word in words:
            if value == word:
                return word
        raise InputError(self._at(key), f"expected one of {', '.join(map(str, words))}")

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._get(key, "true or false", bool, default=default))

    def number(self, key: str, default: Any = _REQUIRED) -> float:
        return float(self._get(key, "a number or null", int, float, default=default))

    def each(self, key: str, make: Callable[[_Node], _T]) -> tuple[_T, ...]:
        values = self._get(key, "a list", list, default=[])
        at = self._at(key)
        return tuple(make(_Node(value, f"{at}[{i}]")) for i, value in enumerate(values))

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


_SPAN_SCHEMA = {"$ref": "#/$defs/Span"}
_KINDS: dict[Any, _Kind] = {
    str: _Kind(
        _as_it_is, lambda node, key, _, default: node.text(key, default), {"type": "string"}
    ),
    bool: _Kind(
        _as_it_is, lambda node, key, _, default: node.flag(key, default), {"type": "boolean"}
    ),
    float: _Kind(
        lambda _, value: plain_number(value),
        lambda node, key, _, default: node.number(key, default),
        {"type": "number"},
    ),
    Span: _Kind(_span, lambda node, key, text, _: node.node(key).as_span(text), _SPAN_SCHEMA),
}
