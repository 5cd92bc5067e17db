"""RTF documents: what is read of them, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from document_samples import rtf
from intake_samples import PARAGRAPHS, TEXT, TITLE, error, one

from quoth.errors import InputError

pytest.importorskip("striprtf")


def test_the_paragraphs_of_an_rtf_document_are_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "bridge.rtf"
    path.write_bytes(rtf(TITLE, "", *PARAGRAPHS))
    article = one(path)
    assert article.text == f"{TITLE}\n{TEXT}"
    assert article.blocks[0].kind == "headline"
    assert article.id == str(path)


def test_letters_are_read_in_the_code_page_that_the_document_names() -> None:
    data = rtf("M\\'fcller said: \\ldblquote It is safe.\\rdblquote")
    assert one(data).text == "Müller said: “It is safe.”"
    assert one(data.replace(b"1252", b"1251").replace(b"\\'fc", b"\\'e0")).text.startswith("Mа")


def test_a_link_is_its_words_and_a_picture_is_set_aside() -> None:
    field = (
        '{\\field{\\*\\fldinst{HYPERLINK "https://courier.example/bridge"}}{\\fldrslt{the report}}}'
    )
    picture = "{\\pict\\pngblip 89504e470d0a1a0a0000000d}"
    assert one(rtf(f"She read {field} aloud.{picture}")).text == "She read the report aloud."


@pytest.mark.parametrize("data", [b"{\\rtf1\\ansi }", b"{\\rtf1{\\*\\x " + b"{" * 500])
def test_an_rtf_document_without_text_is_one_line(data: bytes) -> None:
    assert "no text" in error(data)


def test_a_page_named_rtf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bridge.rtf"
    path.write_text("Nothing but text.", encoding="utf-8")
    assert "named as RTF document, but it is not" in error(path)


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from quoth.intake.documents.rtf import rtf_text

    monkeypatch.setitem(sys.modules, "striprtf", None)
    monkeypatch.setitem(sys.modules, "striprtf.striprtf", None)
    with pytest.raises(InputError, match=r'an RTF document needs an extra: pip install "quoth'):
        rtf_text(rtf("A line."), "a.rtf")
