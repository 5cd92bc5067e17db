"""Which kind of document a file is, by how it begins: the name of a `quoth.intake.kinds.Kind`."""

from __future__ import annotations


def binary_document(head: bytes, suffix: str) -> str | None:
    """The kind of a document that is no plain text, or None.

    Args:
        head: the first bytes of the file.
        suffix: the ending of its name, in lower case.
    """
    if head.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in head[:1024]):
        return "PDF"
    if head.lstrip()[:5] == b"{\\rtf":
        return "RTF"
    if head.startswith(b"PK\3\4") and (suffix == ".docx" or b"word/document.xml" in head):
        return "WORD"
    return None
