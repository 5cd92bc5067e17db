"""Documents of an invented paper, made in code."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from intake_samples import PARAGRAPHS, TITLE

_WORDS = ("clerk", "pilot", "ranger", "warden", "curator", "surveyor", "teacher")
STORY = [
    f"The {_WORDS[i % 7]} of ward {i} spoke first. “We will not open the bridge before the "
    f"engineers tell us that it is safe,” {_WORDS[(3 * i) % 7].title()} Anna Lind{_WORDS[i % 7]} "
    f"told reporters after meeting number {i} of the council. According to the harbour office, "
    f"about {400 + i} people crossed it every day in the year {1900 + i}, which the "
    f"{_WORDS[(i + 2) % 7]} of the neighbouring municipality of "
    f"{_WORDS[(5 * i) % 7].title()}holm did not deny."
    for i in range(24)
]


def word(*paragraphs: tuple[str, str], change: Any = None) -> bytes:
    """A Word document of paragraphs with their styles; ``change`` may work on it."""
    from docx import Document

    document = Document()
    for text, style in paragraphs or ((TITLE, "Title"), *((p, "Normal") for p in PARAGRAPHS)):
        document.add_paragraph(text, style=style)
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rtf(*paragraphs: str, head: str = "") -> bytes:
    """An RTF document as Word writes it: everything beyond ASCII is escaped."""
    body = "\\par\n".join(
        "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) for line in paragraphs
    )
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Helvetica;}}"
        "{\\info{\\title Document1}}{\\header The Brask Courier}"
        f"{head}\\f0\\fs24 {body}\\par}}"
    ).encode("ascii")


def pdf(columns: int = 2, story: list[str] | None = None, **info: str) -> bytes:
    """A newspaper page after page, with columns, subheads, running heads and page numbers."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph

    wide, high = A4
    body = ParagraphStyle("b", fontName="Times-Roman", fontSize=10, leading=12, firstLineIndent=10,
                          alignment=4)  # fmt: skip
    head = ParagraphStyle("h", fontName="Helvetica-Bold", fontSize=20, leading=24)
    sub = ParagraphStyle("s", fontName="Helvetica-Bold", fontSize=12, leading=15)

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, high - 30, "The Brask Courier")
        canvas.drawRightString(wide - 50, high - 30, "8 November 2021")
        canvas.drawCentredString(wide / 2, 25, f"Page {document.page} of 3")

    width = (wide - 100 - 20 * (columns - 1)) / columns

    def frames(name: str, height: float) -> list[Frame]:
        return [
            Frame(50 + i * (width + 20), 50, width, height, id=f"{name}{i}") for i in range(columns)
        ]

    top = Frame(50, high - 110, wide - 100, 70, id="top")
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        pageTemplates=[
            PageTemplate("first", [top, *frames("c", high - 170)], onPage=furniture,
                         autoNextPageTemplate="later"),
            PageTemplate("later", frames("l", high - 100), onPage=furniture),
        ],
        **info,
    )  # fmt: skip
    parts: list[Any] = [Paragraph(TITLE, head), FrameBreak()]
    for i, paragraph in enumerate(STORY if story is None else story):
        if i in (5, 15):
            parts.append(Paragraph("What the engineers found", sub))
        parts.append(Paragraph(paragraph, body))
    document.build(parts)
    return out.getvalue()


def drawn(*pages: list[tuple[float, float, str]], password: str | None = None) -> bytes:
    """A PDF file with lines of text at given places, or none: a picture."""
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    lock = pdfencrypt.StandardEncryption(password) if password else None
    canvas = Canvas(out, encrypt=lock)
    for page in pages:
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.setFont("Helvetica", 10)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
