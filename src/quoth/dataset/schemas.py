"""The columns of both tables. Columns are only ever added, at the end; names and types stay."""

from __future__ import annotations

from typing import Any

from quoth.dataset.arrow import pyarrow as pa
from quoth.dataset.options import SCHEMA_VERSION

_TEXT = pa.string()
_NUMBER = pa.int64()


def _struct(**fields: Any) -> Any:
    return pa.struct([pa.field(name, kind) for name, kind in fields.items()])


SPAN = _struct(start=_NUMBER, end=_NUMBER)
FIGURE = _struct(
    id=_TEXT, low=pa.float64(), high=pa.float64(), unit=_TEXT, of=_TEXT, start=_NUMBER, end=_NUMBER
)
SPEAKER = _struct(
    id=_TEXT,
    name=_TEXT,
    label=_TEXT,
    type=_TEXT,
    roles=pa.list_(_TEXT),
    pronouns=pa.list_(_TEXT),
    why=_TEXT,
    confidence=pa.float64(),
    body=_TEXT,
    place=_TEXT,
)
_METADATA = {b"quoth.schema": str(SCHEMA_VERSION).encode()}

STATEMENTS = pa.schema(
    [
        ("article_key", _TEXT),
        ("statement", _TEXT),
        ("article_id", _TEXT),
        ("outlet", _TEXT),
        ("url", _TEXT),
        ("published", _TEXT),
        ("published_date", pa.date32()),
        ("speakers", pa.list_(SPEAKER)),
        ("source", _TEXT),
        ("cue", _TEXT),
        ("content", _TEXT),
        ("form", _TEXT),
        ("kind", _TEXT),
        ("tone", _TEXT),
        ("polarity", _TEXT),
        ("future", pa.bool_()),
        ("addressee", _TEXT),
        ("said_on", _TEXT),
        ("within", _TEXT),
        ("figures", pa.list_(FIGURE)),
        ("source_spans", pa.list_(SPAN)),
        ("content_spans", pa.list_(SPAN)),
        ("cue_start", _NUMBER),
        ("cue_end", _NUMBER),
        ("confidence", pa.float64()),
        ("model", _TEXT),
        ("addressee_start", _NUMBER),
        ("addressee_end", _NUMBER),
        ("content_confidence", pa.float64()),
    ],
    metadata=_METADATA,
)
"""One row a statement. Offsets are characters of the article's text, end excluded."""

_CAST = _struct(
    id=_TEXT,
    name=_TEXT,
    label=_TEXT,
    type=_TEXT,
    roles=pa.list_(_TEXT),
    mentions=pa.list_(SPAN),
    anonymity=SPAN,
    pronouns=pa.list_(_TEXT),
    body=_TEXT,
    place=_TEXT,
)
_OWNED = _struct(
    id=_TEXT,
    low=pa.float64(),
    high=pa.float64(),
    unit=_TEXT,
    of=_TEXT,
    start=_NUMBER,
    end=_NUMBER,
    statement=_TEXT,
)
_TIME = _struct(id=_TEXT, start=_NUMBER, end=_NUMBER, first=_TEXT, last=_TEXT)

ARTICLES = pa.schema(
    [
        ("article_key", _TEXT),
        ("input", _TEXT),
        ("record", _NUMBER),
        ("status", _TEXT),
        ("reason", _TEXT),
        ("article_id", _TEXT),
        ("title", _TEXT),
        ("outlet", _TEXT),
        ("url", _TEXT),
        ("published", _TEXT),
        ("published_date", pa.date32()),
        ("language", _TEXT),
        ("authors", pa.list_(_TEXT)),
        ("text", _TEXT),
        ("text_sha256", _TEXT),
        ("words", _NUMBER),
        ("statements", _NUMBER),
        ("warc_date", _TEXT),
        ("warnings", pa.list_(_TEXT)),
        ("furniture_spans", pa.list_(SPAN)),
        ("blocks", pa.list_(_struct(kind=_TEXT, start=_NUMBER, end=_NUMBER))),
        ("speakers", pa.list_(_CAST)),
        ("figures", pa.list_(_OWNED)),
        ("times", pa.list_(_TIME)),
        ("model", _TEXT),
        ("section", _TEXT),
        ("entries", pa.list_(_struct(start=_NUMBER, end=_NUMBER, time=_TEXT))),
    ],
    metadata=_METADATA,
)
"""One row a record of the inputs, whatever became of it.

``status`` is "read", "failed", "skipped" or "foreign"; ``reason`` says why it was not read.
"""
