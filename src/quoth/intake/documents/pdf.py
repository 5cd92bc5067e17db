"""PDF files with a text layer: pdfminer.six gives the lines, `pdf_layout` their order."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from quoth.errors import InputError
from quoth.intake.documents.part import author_of, lined, needs, title_of
from quoth.intake.documents.pdf_layout import Row, paragraphs
from quoth.intake.fields import Record

_MOST_PAGES = 2_000
_UNKNOWN = re.compile(r"\(cid:\d{1,6}\)")
_UNKNOWN_SHARE = 0.05
_FEWEST = 20  # characters of a page that has text
_LISTED = 8
_SCAN = "a scan: its pages are pictures without a text layer; run OCR on it (for example ocrmypdf)"


def pdf_record(data: bytes, name: str) -> Record:
    """The record of a PDF file.

    Raises:
        InputError: when it is damaged, locked or a scan, or pdfminer.six is not installed.
    """
    pages = _pages(data, name)
    title = author = None
    rows: list[list[Row]] = []
    for number, (page, info) in enumerate(pages, 1):
        if number > _MOST_PAGES:
            raise InputError(name, f"more than {_MOST_PAGES:,} pages; split it")
        rows.append(page)
        title, author = info
    sizes = [sum(len(row.text) for row in page) for page in rows]
    if not sizes or max(sizes) < _FEWEST:
        raise InputError(name, _SCAN)
    whole = "".join(row.text for page in rows for row in page)
    if len("".join(_UNKNOWN.findall(whole))) > _UNKNOWN_SHARE * len(whole):
        raise InputError(name, "its fonts do not tell their letters; run OCR on it (ocrmypdf)")
    lines = paragraphs(rows)
    text, kinds = lined(lines)
    empty = [number for number, size in enumerate(sizes, 1) if size < _FEWEST]
    return Record(
        text,
        title=title_of(lines, title),
        authors=author_of(text, author),
        kinds=kinds,
        warnings=(_empty(empty),) if empty else (),
    )


def _empty(pages: list[int]) -> str:
    listed = ", ".join(map(str, pages[:_LISTED])) + (", …" if len(pages) > _LISTED else "")
    what = "page" if len(pages) == 1 else "pages"
    return f"no text on {what} {listed} (a scan or a picture?); what stands there is not read"


def _pages(data: bytes, name: str) -> Iterator[tuple[list[Row], tuple[str | None, str | None]]]:
    """The rows of each page, with the title and author that the file states."""
    try:
        from pdfminer.converter import PDFPageAggregator
        from pdfminer.layout import LAParams
        from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser
    except ImportError:
        raise needs(name, "a PDF file") from None
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        info = _info(document.info)
        resources = PDFResourceManager()
        layout = LAParams(boxes_flow=None, all_texts=True)
        device = PDFPageAggregator(resources, laparams=layout)
        interpreter = PDFPageInterpreter(resources, device)
        for page in PDFPage.create_pages(document):
            interpreter.process_page(page)
            yield list(_rows(device.get_result())), info
    except PDFPasswordIncorrect:
        raise InputError(name, "locked with a password; save it without one") from None
    except (MemoryError, InputError):
        raise
    except Exception as error:
        # Damaged files find errors of many kinds in the library.
        raise InputError(name, f"a damaged PDF file ({type(error).__name__})") from None


def _info(infos: list[dict[str, Any]]) -> tuple[str | None, str | None]:
    from pdfminer.utils import decode_text

    found: dict[str, str] = {}
    for info in infos:
        for key in ("Title", "Author"):
            value = info.get(key)
            if isinstance(value, bytes):
                found[key] = decode_text(value)
    return found.get("Title"), found.get("Author")


def _rows(container: Any) -> Iterator[Row]:
    """The horizontal lines of a page, as the library cuts them."""
    from pdfminer.layout import LTChar, LTContainer, LTTextLineHorizontal

    for element in container:
        if isinstance(element, LTTextLineHorizontal):
            signs = [sign for sign in element if isinstance(sign, LTChar)]
            text = " ".join(element.get_text().split())
            upright = sum(sign.upright for sign in signs)
            if not text or 2 * upright < len(signs):
                continue
            middle = signs[len(signs) // 2]
            x0, y0, x1, y1 = element.bbox
            x1 = max(sign.x1 for sign in signs if sign.get_text().strip())
            yield Row(x0, y0, x1, y1, middle.size, middle.fontname, text)
        elif isinstance(element, LTContainer):
            yield from _rows(element)
