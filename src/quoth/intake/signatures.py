"""Which kind of document a file is, by how it begins: the name of a `quoth.intake.kinds.Kind`."""

from __future__ import annotations

import re

_SUBTITLES = re.compile(r"WEBVTT(?:[ \t\r\n]|\Z)|\d{1,6}\r?\n\d\d:\d\d:\d\d,\d{3} --> \d\d:")
_COMMENTS = re.compile(r"\A(?:\s+|<\?[^>]*\?>|<!--.*?-->)+", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,30}:)?([A-Za-z][\w.-]{0,60})[\s/>]")
_ROOTS = frozenset(
    (
        *("rss", "feed", "rdf", "urlset", "sitemapindex"),
        *("nitf", "newsitem", "newsmessage", "packageitem", "newsml"),
    )
)


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


def text_document(beginning: str) -> str | None:
    """The kind of a document that begins with this text, whatever its name; None for others."""
    start = beginning[:400].lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return "NEWS_XML" if xml_root(beginning) in _ROOTS else None
    return "SUBTITLES" if _SUBTITLES.match(start) else None


def xml_root(beginning: str) -> str | None:
    """The name of the first element, in lower case and without its prefix."""
    start = _COMMENTS.sub("", beginning.lstrip("\ufeff"))
    if start[:9].lower() == "<!doctype":
        start = _COMMENTS.sub("", start[_doctype_end(start) :])
    root = _ROOT.match(start)
    return root[1].lower() if root else None


def _doctype_end(start: str) -> int:
    """Where a document type declaration ends, one with declarations inside too."""
    closing, opening = start.find(">"), start.find("[")
    if 0 <= opening < closing:
        closing = start.find(">", start.find("]", opening))
    return closing + 1
