"""brat: a ZIP archive of standoff files."""

from __future__ import annotations

from typing import BinaryIO

from quoth.formats.annotators import BRAT_CONFIG, to_brat
from quoth.formats.archive import Archive
from quoth.formats.format import Format
from quoth.formats.output import encodable
from quoth.records import Reading
from quoth.wording import visible


class BratWriter:
    """A ZIP archive with a ``.txt`` and an ``.ann`` for each article, and brat's configuration.

    ``articles.tsv`` says which article each file is, as `quoth correct import` asks.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._archive = Archive(stream)
        self._known = ["file\tid\turl\n"]
        for name, content in BRAT_CONFIG.items():
            self._archive.add(name, content)

    def write(self, reading: Reading) -> None:
        """Add the reading's two files."""
        text, ann = to_brat(reading)
        name = self._archive.name(reading.article.id)
        self._archive.add(f"{name}.txt", text)
        self._archive.add(f"{name}.ann", ann)
        cells = (name, reading.article.id, reading.article.url or "")
        self._known.append("\t".join(encodable(visible(cell)) for cell in cells) + "\n")

    def close(self) -> None:
        """End the archive."""
        self._archive.add("articles.tsv", "".join(self._known))
        self._archive.close()


FORMAT = Format(
    media_type="application/zip",
    suffixes=(".brat.zip",),
    writer=lambda output: BratWriter(output.binary("brat")),
    binary=True,
)
