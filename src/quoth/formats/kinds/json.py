"""JSON: one document of all readings, or of all statements, whole once closed."""

from __future__ import annotations

import textwrap

from quoth._version import __version__
from quoth.codec import dumps, reading_to_dict
from quoth.formats.format import Format, Output
from quoth.formats.statements import Said, statement_to_dict
from quoth.records import Reading


class JsonWriter:
    """{"quoth": version, "readings": [...]}."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._before = "\n"
        self._sink.write(f'{{\n  "quoth": {dumps(__version__)},\n  "readings": [')

    def write(self, reading: Reading) -> None:
        """Add the reading."""
        body = textwrap.indent(dumps(reading_to_dict(reading), indent=2), "    ")
        self._sink.write(self._before + body)
        self._before = ",\n"

    def close(self) -> None:
        """End the document."""
        end = "]" if self._before == "\n" else "\n  ]"
        self._sink.write(f"{end}\n}}\n")


class JsonStatements:
    """{"quoth": version, "statements": [...]}, a line a statement."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._before = "\n"
        self._sink.write(f'{{\n  "quoth": {dumps(__version__)},\n  "statements": [')

    def write(self, one: Said) -> None:
        """Add the statement."""
        self._sink.write(f"{self._before}    {dumps(statement_to_dict(one))}")
        self._before = ",\n"

    def close(self) -> None:
        """End the document."""
        self._sink.write(("]" if self._before == "\n" else "\n  ]") + "\n}\n")


FORMAT = Format(
    media_type="application/json",
    suffixes=(".json",),
    writer=JsonWriter,
    statements=JsonStatements,
)
