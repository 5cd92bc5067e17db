"""Word documents (.docx): python-docx opens the package and knows its styles.

The text is gathered here, since `docx` leaves out what stands in content controls, text boxes and
accepted insertions of tracked changes. Headers, footers, footnotes and comments are set aside.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from quoth.errors import InputError
from quoth.intake.documents.packed import check_zip
from quoth.intake.documents.part import Line, author_of, lined, needs, title_of
from quoth.intake.fields import Record, language_code
from quoth.records import BlockKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset((f"{_W}del", f"{_W}moveFrom", _ALTERNATIVE))
_BOX = f"{_W}txbxContent"
_LEVEL = re.compile(r"heading \d")
_KINDS: dict[str, BlockKind] = {
    "title": "headline",
    "subtitle": "heading",
    "caption": "caption",
    "quote": "block quotation",
    "intense quote": "block quotation",
}


def word_record(data: bytes, name: str, max_bytes: int) -> tuple[Record, list[Line]]:
    """The record of a document, and its lines.

    Raises:
        InputError: when it is damaged, no such document, or python-docx is not installed.
    """
    try:
        from docx import Document
    except ImportError:
        raise needs(name, "a Word document") from None
    if "word/document.xml" not in check_zip(data, name, max_bytes):
        raise InputError(name, "a zip archive, but not a Word document")
    try:
        document = Document(io.BytesIO(data))
        styles = {
            style.style_id: (style.name or "").lower()
            for style in document.styles
            if style.style_id
        }
        lines = list(_lines(document.element.body, styles))
        stated = document.core_properties
        title, author, language = stated.title, stated.author, stated.language
    except (MemoryError, InputError):
        raise
    except Exception as error:
        # Damaged files find errors of many kinds in the libraries below.
        what = type(error).__name__
        raise InputError(name, f"damaged or not a Word document ({what})") from None
    text, kinds = lined(lines)
    record = Record(
        text,
        title=title_of(lines, title),
        authors=author_of(text, author),
        language=language_code(language),
        kinds=kinds,
    )
    return record, lines


def _lines(parent: Any, styles: dict[str, str]) -> Iterator[Line]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield from _paragraph(element, styles)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                if next(row.iterancestors(f"{_W}tbl")) is element:
                    yield from _row(row, styles)
        elif isinstance(element.tag, str) and element.tag not in _GONE:
            yield from _lines(element, styles)  # a content control, an insertion


def _row(row: Any, styles: dict[str, str]) -> Iterator[Line]:
    """A row of a table on one line, or paragraph by paragraph where the table is for the layout."""
    cells = [
        [line for line in _lines(cell, styles) if line[0].strip()]
        for cell in row.iter(f"{_W}tc")
        if next(cell.iterancestors(f"{_W}tr")) is row
    ]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 or any(len(cell) > 1 for cell in filled):
        for cell in filled:
            yield from cell
    elif filled:
        yield " | ".join(cell[0][0] for cell in filled), "list item"


def _paragraph(paragraph: Any, styles: dict[str, str]) -> Iterator[Line]:
    boxes: list[Any] = []
    text = "".join(_pieces(paragraph, boxes))
    if text.strip():
        kind = _kind(paragraph, styles)
        for line in text.split("\n"):
            yield line, kind
    for box in boxes:
        yield from _lines(box, styles)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            # An entity in it is not expanded, and what stands behind it not lost.
            yield (child.text or "") + "".join(inner.tail or "" for inner in child)
        elif tag == f"{_W}tab":
            yield "\t" if element.tag == f"{_W}r" else ""
        elif tag == f"{_W}br":
            yield "" if child.get(f"{_W}type") in ("page", "column") else "\n"
        elif tag == f"{_W}cr":
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == _BOX:
            boxes.append(child)
        elif isinstance(tag, str) and tag not in _GONE:
            yield from _pieces(child, boxes)


def _kind(paragraph: Any, styles: dict[str, str]) -> BlockKind:
    form = paragraph.find(f"{_W}pPr")
    if form is None:
        return "paragraph"
    style = form.find(f"{_W}pStyle")
    name = styles.get(style.get(f"{_W}val"), "") if style is not None else ""
    if _LEVEL.match(name):
        return "heading"
    if name.startswith("list") or form.find(f"{_W}numPr") is not None:
        return "list item"
    return _KINDS.get(name, "paragraph")
