"""Rich text (.rtf): striprtf gives the text; pictures, headers, footers and notes are set aside."""

from __future__ import annotations

import codecs
import re

from quoth.errors import InputError
from quoth.intake.documents.part import lined, needs
from quoth.intake.fields import Record

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{2,5})")
_HEAD = 20_000
# What a field is made of (an address, a page number); what it shows stands in a group of its own.
_FIELD = re.compile(r"\{\\\*\\fldinst[^{}]{0,2000}(?:\{[^{}]{0,2000}\}[^{}]{0,2000}){0,20}\}")


def rtf_text(data: bytes, name: str) -> str:
    """The text of a document, line by line.

    Raises:
        InputError: when it is damaged, no such document, or striprtf is not installed.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise needs(name, "an RTF document") from None
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError(name, "named as RTF, but it is not; it may be damaged")
    found = _CODE_PAGE.search(data, 0, _HEAD)
    encoding = f"cp{found[1].decode()}" if found else "cp1252"
    try:
        codecs.lookup(encoding)
    except LookupError:
        encoding = "utf-8" if encoding == "cp65001" else "cp1252"
    try:
        source = _FIELD.sub("", data.decode(encoding, "replace"))
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            source, encoding=encoding, errors="replace"
        )
        return text.replace("\r", "")
    except MemoryError:
        raise
    except Exception as error:
        raise InputError(name, f"a damaged RTF document ({type(error).__name__})") from None


def rtf_record(text: str) -> Record:
    """The record of a document that is one article."""
    text, kinds = lined((line, "paragraph") for line in text.split("\n"))
    return Record(text, kinds=kinds)
