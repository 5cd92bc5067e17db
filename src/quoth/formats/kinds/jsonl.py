"""JSON lines: one reading, or one statement, a line."""

from __future__ import annotations

from quoth.codec import dumps, reading_to_dict
from quoth.formats.format import Format, Output
from quoth.formats.lines import LineWriter
from quoth.formats.statements import Said, statement_to_dict
from quoth.records import Reading


def _readings(output: Output) -> LineWriter[Reading]:
    return LineWriter(output.sink, lambda reading: dumps(reading_to_dict(reading)))


def _statements(output: Output) -> LineWriter[Said]:
    return LineWriter(output.sink, lambda one: dumps(statement_to_dict(one)))


FORMAT = Format(
    media_type="application/x-ndjson",
    suffixes=(".jsonl", ".ndjson"),
    writer=_readings,
    statements=_statements,
)
