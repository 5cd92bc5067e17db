"""JSON-LD with schema.org and PROV-O: one document a line, an article's speakers and statements."""

from __future__ import annotations

from quoth.codec import dumps
from quoth.formats.format import Format
from quoth.formats.lines import LineWriter
from quoth.formats.linked import sound, statements_graph
from quoth.records import Reading

FORMAT = Format(
    media_type="application/ld+json",
    suffixes=(".jsonld",),
    writer=lambda output: LineWriter[Reading](
        output.sink, lambda reading: dumps(sound(statements_graph(reading)))
    ),
)
