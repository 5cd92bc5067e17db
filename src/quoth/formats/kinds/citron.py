"""Citron's interchange format: one article a line."""

from __future__ import annotations

from quoth.codec import dumps
from quoth.formats.citron import to_citron
from quoth.formats.format import Format
from quoth.formats.lines import LineWriter
from quoth.records import Reading

FORMAT = Format(
    media_type="application/x-ndjson",
    suffixes=(".citron.jsonl",),
    writer=lambda output: LineWriter[Reading](
        output.sink, lambda reading: dumps(to_citron(reading))
    ),
)
