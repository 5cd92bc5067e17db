"""PDF files: columns, wrapped lines, running heads; scans and damages."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import pytest
from document_samples import STORY, drawn, pdf
from intake_samples import PARAGRAPHS, TITLE, error, one

from quoth.errors import InputError
from quoth.intake import IntakeOptions

pytest.importorskip("pdfminer")
pytest.importorskip("reportlab")


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_one_after_the_other_and_lines_joined(
    tmp_path: Path, columns: int
) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf(columns))
    article = one(path)
    lines = article.text.split("\n")
    assert [line for line in lines if line in STORY] == STORY
    assert [line for line in lines if line not in STORY] == [
        *(TITLE, "What the engineers found", "What the engineers found")
    ]
    assert article.title == TITLE
    kinds = {block.span.of(article.text): block.kind for block in article.blocks}
    assert kinds[TITLE] == "headline"
    assert kinds["What the engineers found"] == "heading"


def test_running_heads_and_page_numbers_are_gone() -> None:
    text = one(pdf()).text
    assert "The Brask Courier" not in text
    assert "Page 1" not in text


def _lines(*texts: str, x: float = 60, y: float = 700) -> list[tuple[float, float, str]]:
    return [(x, y - 12 * i, text) for i, text in enumerate(texts)]


def test_a_word_cut_at_the_end_of_a_line_is_closed() -> None:
    article = one(
        drawn(
            _lines(
                "The self-employed pilot told the harbour commis-",
                "sion on Monday that the bridge is not safe and that self-",
                "employed pilots will not pass below it, said Anglo-",
                "Saxon engineers.",
            )
        )
    )
    assert article.text == (
        "The self-employed pilot told the harbour commission on Monday that the bridge is not safe "
        "and that self-employed pilots will not pass below it, said Anglo-Saxon engineers."
    )


def test_a_scan_is_told() -> None:
    assert "a scan" in error(drawn([], []))
    assert "ocrmypdf" in error(drawn([]))


def test_a_page_without_text_is_a_warning() -> None:
    lines = _lines("The bridge stays closed, the mayor said on Monday.", "Nobody else spoke.")
    article = one(drawn(lines, [], _lines("On Tuesday the council met.", "It decided nothing.")))
    (warning,) = article.warnings
    assert warning.startswith(
        "no text on page 2 (a scan or a picture?); what stands there is not read"
    )


def test_a_title_that_the_page_does_not_show_is_none() -> None:
    assert one(pdf(title="Microsoft Word - final3.doc", author="admin")).title == TITLE


def test_a_file_locked_with_a_password_says_so() -> None:
    data = drawn(_lines("The bridge stays closed, the mayor said."), password="brask")
    assert "locked with a password" in error(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 9])
def test_a_damaged_file_is_one_line(data: bytes) -> None:
    message = error(data)
    assert "PDF" in message or "scan" in message


def test_a_file_that_is_cut_off_is_one_line_or_what_is_left_of_it() -> None:
    whole = pdf(1)
    for size in (1_000, len(whole) // 2, len(whole) - 40):
        from intake_samples import take

        assert len(take(whole[:size])) == 1


def test_a_bomb_does_not_take_the_memory_of_the_machine() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(130)) + packer.flush()
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    head += b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    head += b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>endobj\n"
    stream = b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    data = head + stream + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    message = error(data, IntakeOptions(seconds=60))
    assert "memory" in message or "scan" in message or "longer than" in message


def test_a_text_named_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bridge.pdf"
    path.write_text(PARAGRAPHS[0], encoding="utf-8")
    assert "named as PDF file, but it is not" in error(path)


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from quoth.intake.documents.pdf import pdf_record

    monkeypatch.setitem(sys.modules, "pdfminer.converter", None)
    with pytest.raises(InputError, match=r'a PDF file needs an extra: pip install "quoth'):
        pdf_record(drawn([]), "a.pdf")
