"""Label Studio: a JSON list of tasks with predictions."""

from __future__ import annotations

from quoth.codec import dumps
from quoth.formats.annotators import to_label_studio
from quoth.formats.format import Format, Output
from quoth.records import Reading


class LabelStudioWriter:
    """A JSON list of tasks, each written as it comes."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._before = "[\n"

    def write(self, reading: Reading) -> None:
        """Add the reading as a task."""
        self._sink.write(self._before + dumps(to_label_studio(reading)))
        self._before = ",\n"

    def close(self) -> None:
        """End the list."""
        self._sink.write("\n]\n" if self._before == ",\n" else "[]\n")


FORMAT = Format(
    media_type="application/json",
    suffixes=(".labelstudio.json",),
    writer=LabelStudioWriter,
)
