"""A reading in a document of spaCy: labelled spans, and the whole of it as an extension.

``doc.spans["quoth"]`` holds the parts of all statements, labelled SOURCE, CUE and CONTENT, each
with the id of its statement as ``span.id_``. A span of spaCy is of whole tokens: where a part
begins or ends within one, the token is taken whole, and ``doc.spans["quoth"].attrs["moved"]`` has
its number and the exact characters. ``doc._.attributions`` are quoth's own records, with exact
characters of ``doc.text``, and ``doc._.reading`` all that was read.
"""

from __future__ import annotations

import json
from typing import Any

from quoth.codec import dumps, reading_from_dict, reading_to_dict
from quoth.errors import OptionError
from quoth.formats.linked import parts_of
from quoth.formats.output import encodable
from quoth.records import Attribution, Reading

KEY = "quoth"


def spacy_module() -> Any:
    """spaCy, with the extensions of its documents registered.

    Raises:
        OptionError: when it is not installed (extra ``spacy``).
    """
    try:
        import spacy
        from spacy.tokens import Doc
    except ImportError as error:
        raise OptionError('spaCy is not installed: pip install "quoth[spacy]"') from error
    if not Doc.has_extension("quoth"):
        Doc.set_extension("quoth", default=None)
        Doc.set_extension("reading", getter=reading_of, force=True)
        Doc.set_extension("attributions", getter=_attributions, force=True)
    return spacy


def put(doc: Any, reading: Reading) -> None:
    """Puts a reading of its text into a document.

    Raises:
        ValueError: when it is the reading of another text.
    """
    from spacy.tokens import SpanGroup

    if encodable(reading.article.text) != doc.text:
        raise ValueError("the reading and the document have different texts")
    spans: list[Any] = []
    moved: list[list[int]] = []
    for one in reading.attributions:
        for part, _, place in parts_of(one):
            span = doc.char_span(
                place.start, place.end, part.upper(), alignment_mode="expand", span_id=one.id
            )
            if span is None:
                continue
            if (span.start_char, span.end_char) != (place.start, place.end):
                moved.append([len(spans), place.start, place.end])
            spans.append(span)
    doc.spans[KEY] = SpanGroup(doc, name=KEY, spans=spans, attrs={"moved": moved})
    form = reading_to_dict(reading)
    del form["article"]["text"]  # it is the document's
    doc._.quoth = dumps(form)  # a text, which every way of storing documents takes


def reading_of(doc: Any) -> Reading | None:
    """The reading that a document holds, or None."""
    if doc._.quoth is None:
        return None
    form = json.loads(doc._.quoth)
    return reading_from_dict({**form, "article": {**form["article"], "text": doc.text}})


def _attributions(doc: Any) -> tuple[Attribution, ...]:
    reading = reading_of(doc)
    return reading.attributions if reading is not None else ()
