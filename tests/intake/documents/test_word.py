"""Word documents: what is read of them, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from document_samples import word, zipped
from intake_samples import PARAGRAPHS, TEXT, TITLE, error, one

from quoth.intake import IntakeOptions

docx = pytest.importorskip("docx")


def _blocks(article: Any) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(article.text)) for block in article.blocks]


def test_the_paragraphs_of_a_word_document_are_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "bridge.docx"
    path.write_bytes(word())
    article = one(path)
    assert article.text == f"{TITLE}\n{TEXT}"
    assert (article.id, article.title, article.language) == (str(path), TITLE, "en")
    assert article.blocks[0].kind == "headline"


def test_a_word_document_is_told_by_its_content_whatever_its_name() -> None:
    assert one(word()).title == TITLE


def test_styles_say_what_a_line_is() -> None:
    article = one(
        word(
            (TITLE, "Title"),
            (PARAGRAPHS[0], "Normal"),
            ("The flood", "Heading 1"),
            ("Two boats", "List Bullet"),
            (PARAGRAPHS[1], "Quote"),
            ("The bridge in spring", "Caption"),
        )
    )
    assert [kind for kind, _ in _blocks(article)] == [
        *("headline", "paragraph", "heading", "list item", "block quotation", "caption")
    ]


def test_insertions_are_read_and_deletions_are_not() -> None:
    def change(document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        body = document.element.body
        ns = nsdecls("w")
        body.insert(
            0,
            parse_xml(
                f"<w:p {ns}><w:r><w:t xml:space='preserve'>The bridge </w:t></w:r>"
                "<w:ins><w:r><w:t>stays closed</w:t></w:r></w:ins>"
                "<w:del><w:r><w:delText> opens</w:delText><w:t> opens</w:t></w:r></w:del></w:p>"
            ),
        )
        body.insert(
            1,
            parse_xml(
                f"<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>In a content control.</w:t></w:r></w:p>"
                "</w:sdtContent></w:sdt>"
            ),
        )

    article = one(word((TEXT, "Normal"), change=change))
    assert article.text.split("\n")[:2] == ["The bridge stays closed", "In a content control."]


def test_a_table_of_words_is_rows_and_a_table_for_the_layout_is_paragraphs() -> None:
    def change(document: Any) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("Boat", "Crew", "Ida", "4"), strict=True):
            cell.text = text
        page = document.add_table(1, 2)
        page.cell(0, 0).text = f"{PARAGRAPHS[1]}\n{PARAGRAPHS[2]}"
        page.cell(0, 1).add_paragraph("By the harbour desk")

    lines = one(word((PARAGRAPHS[0], "Normal"), change=change)).text.split("\n")
    assert lines[1:3] == ["Boat | Crew", "Ida | 4"]
    assert lines[3:] == [PARAGRAPHS[1], PARAGRAPHS[2], "By the harbour desk"]


def test_a_header_is_set_aside_and_a_title_nobody_sees_is_none() -> None:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "The Brask Courier, page 3"
        document.core_properties.title = "Document1"
        document.core_properties.author = "python-docx"

    article = one(word((PARAGRAPHS[0], "Normal"), (PARAGRAPHS[1], "Normal"), change=change))
    assert article.text == f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"
    assert (article.title, article.authors) == (None, ())


def test_a_title_and_an_author_that_the_text_names_count() -> None:
    def change(document: Any) -> None:
        document.core_properties.title = TITLE
        document.core_properties.author = "Ida Holm"

    lines = (TITLE, "Normal"), ("By Ida Holm", "Normal"), (TEXT, "Normal")
    article = one(word(*lines, change=change))
    assert (article.title, article.authors) == (TITLE, ("Ida Holm",))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (word()[:400], "damaged"),
        (zipped({"word/document.xml": b"<w:document"}), "damaged or not a Word document"),
        (zipped({"[Content_Types].xml": b"<Types/>", "a.xml": b""}), "but not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
        (b"Not a document at all, but a line of text.\n", "named as Word document, but it is not"),
    ],
)
def test_what_is_no_word_document_is_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "bridge.docx"
    path.write_bytes(data)
    message = error(path)
    assert message.startswith(str(path))
    assert says in message


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(zipped({"word/document.xml": b" " * 70_000_000}))
    assert "unfolds to far more" in error(path)
    path.write_bytes(zipped({"word/document.xml": bytes(range(256)) * 400}))
    assert "unfolds to far more" in error(path, IntakeOptions(max_bytes=50_000))


def test_entities_are_not_expanded() -> None:
    document = word((PARAGRAPHS[0], "Normal"))
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    declared = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    xml = files["word/document.xml"]
    start = xml.index(b"?>") + 2
    files["word/document.xml"] = (xml[:start] + declared + xml[start:]).replace(
        b"The old bridge", b"The &x;old bridge"
    )
    assert one(zipped(files)).text == PARAGRAPHS[0]


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from quoth.errors import InputError
    from quoth.intake.documents.word import word_record

    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(InputError, match=r'pip install "quoth\[documents\]"'):
        word_record(word.__doc__.encode(), "a.docx", 1_000_000)
