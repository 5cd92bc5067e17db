"""The forms a reading takes: terminal view, JSON, JSON lines, CSV, Citron's, and a page.

    with atomic_output(Path("readings.jsonl")) as stream:
        writer = open_writer("jsonl", stream)
        for reading in readings:
            writer.write(reading)
        writer.close()

Formats know nothing of where an article came from nor of how it was read. All input is hostile:
what the article says is escaped in HTML, and made visible where it could steer a terminal.
"""

from quoth.codec import reading_from_dict, reading_to_dict
from quoth.formats.citron import from_citron, to_citron
from quoth.formats.format import Writer
from quoth.formats.output import atomic_output
from quoth.formats.registry import (
    FORMATS,
    format_for,
    format_of,
    open_statement_writer,
    open_writer,
)

__all__ = [
    "FORMATS",
    "Writer",
    "atomic_output",
    "format_for",
    "format_of",
    "from_citron",
    "open_statement_writer",
    "open_writer",
    "reading_from_dict",
    "reading_to_dict",
    "to_citron",
]
