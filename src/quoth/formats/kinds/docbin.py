"""spaCy: a DocBin of documents with spans and extensions; see `quoth.formats.spacy_docs`.

Tokens are those of spaCy's blank English pipeline. A DocBin is one packed piece: it is written at
the end, and until then its documents are held in memory.
"""

from __future__ import annotations

from typing import BinaryIO

from quoth.formats.format import Format
from quoth.formats.output import encodable
from quoth.formats.spacy_docs import put, spacy_module
from quoth.records import Reading


class DocBinWriter:
    """Collects documents and writes them at the end."""

    def __init__(self, stream: BinaryIO) -> None:
        spacy = spacy_module()
        from spacy.tokens import DocBin

        self._stream = stream
        self._nlp = spacy.blank("en")
        self._docs = DocBin(store_user_data=True)

    def write(self, reading: Reading) -> None:
        """Add the article."""
        doc = self._nlp.make_doc(encodable(reading.article.text))
        put(doc, reading)
        self._docs.add(doc)

    def close(self) -> None:
        """Write them."""
        self._stream.write(self._docs.to_bytes())
        self._stream.flush()


FORMAT = Format(
    media_type="application/octet-stream",
    suffixes=(".spacy",),
    writer=lambda output: DocBinWriter(output.binary("docbin")),
    binary=True,
)
