"""W3C Web Annotation: an AnnotationPage."""

from __future__ import annotations

import hashlib
import uuid

from quoth.codec import dumps
from quoth.formats.format import Format, Output
from quoth.formats.linked import ANNOTATION_CONTEXT, annotations_of, sound
from quoth.records import Reading


class WebAnnotationWriter:
    """One AnnotationPage over all articles, its items written as they come.

    A page must have an IRI: it is made of what was written, so it stands at the end, and the same
    readings give the same.
    """

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._before = "\n"
        self._seen = hashlib.sha256()
        context = dumps(ANNOTATION_CONTEXT)
        self._sink.write(f'{{"@context": {context},\n"type": "AnnotationPage",\n"items": [')

    def write(self, reading: Reading) -> None:
        """Add the reading's annotations."""
        for form in annotations_of(reading):
            line = self._before + dumps(sound(form))
            self._seen.update(line.encode("utf-8"))
            self._sink.write(line)
            self._before = ",\n"

    def close(self) -> None:
        """End the page."""
        page = uuid.uuid5(uuid.NAMESPACE_OID, self._seen.hexdigest())
        self._sink.write(f'\n],\n"id": "urn:uuid:{page}"}}\n')


FORMAT = Format(
    media_type="application/ld+json",
    suffixes=(".annotations.jsonld",),
    writer=WebAnnotationWriter,
)
