"""From bytes to text, whatever the encoding; a guess only where it is plain."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intake_samples import PARAGRAPHS, TEXT, error, one, page, shown, take

from quoth.errors import InputError
from quoth.intake import IntakeOptions, article_from_bytes
from quoth.intake.encodings import decode_text, guess_encoding

CAFE = "At the Café Zoë, Señor Núñez said: “It’s a naïve idea – £5 is too much.”"
RUSSIAN = (
    'Старый мост останется закрытым до весны, сообщила мэр города в понедельник. "Мы не откроем '
    'его, пока инженеры не скажут, что он безопасен", - сказала она журналистам.'
)

JAPANESE = (
    "市長は「橋は春まで閉鎖される」と述べた。記者団に対し、安全が確認されるまで開けないと語った。"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_is_honoured_and_left_out(encoding: str) -> None:
    data = ("\ufeff" + CAFE).encode(encoding)
    assert one(data).text == CAFE
    assert PARAGRAPHS[0] in one(("\ufeff" + page()).encode(encoding)).text
    rows = '\ufeffid,text\na,"Één."\nb,“Zwei”\n'.encode(encoding)
    assert shown(take(rows)) == ["a", "b"]
    lines = '\ufeff{"id": "a", "text": "Één."}\n{"id": "b", "text": "Два."}\n'.encode(encoding)
    assert shown(take(lines)) == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    assert one(CAFE.encode(encoding)).text == CAFE
    assert PARAGRAPHS[0] in one(page().encode(encoding)).text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_short_page_in_utf_16_keeps_its_zeros(encoding: str, mark: str) -> None:
    text = "Мэр Дубровска заявила в понедельник, что мост не откроют до весны."
    html = f"{mark}<p>{text}</p>"
    assert one(html.encode(encoding)).text == text


def test_windows_1252_is_told_by_where_its_signs_stand() -> None:
    assert one(CAFE.encode("cp1252")).text == CAFE
    assert guess_encoding("Le maire a dit « non » à l’école.".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_other_alphabets_are_told_where_there_is_enough(encoding: str) -> None:
    assert one((RUSSIAN * 3).encode(encoding)).text == RUSSIAN * 3


@pytest.mark.parametrize(
    "data",
    [
        b"She said \xc3\x28no\x29.",
        "She said “no”.".encode()[:-2],
        "naïve “words”".encode().replace(b"\xc3", b""),
        b"caf\xff\xfe and \x80\x81",
        b"\xe2\x80",
        "Één “twee” drie".encode() + b"\xe9",
    ],
)
def test_broken_utf_8_is_not_taken_for_something_else(data: bytes) -> None:
    assert "broken UTF-8 at byte" in error(data)


def test_the_user_may_name_the_encoding() -> None:
    data = "Ærø".encode("mac-roman")
    assert one(data, IntakeOptions(encoding="mac-roman")).text == "Ærø"
    assert one(CAFE.encode("utf-8-sig"), IntakeOptions(encoding="cp1252")).text == CAFE
    assert error(b"a\xff", IntakeOptions(encoding="ascii")) == "bytes: broken ASCII at byte 1"
    table = "id,text\nå,Ærø.\n".encode("mac-roman")
    assert shown(take(table, options=IntakeOptions(encoding="mac-roman"))) == ["å"]


def test_what_the_server_says_counts_where_the_bytes_are_not_utf_8() -> None:
    polish = "Burmistrz powiedziała: „Zażółć gęślą jaźń”."
    options = IntakeOptions()
    for text, encoding in ((polish, "cp1250"), (polish, "utf-8")):
        article = article_from_bytes(
            text.encode(encoding), "a.txt", options=options, encoding="cp1250"
        )
        assert article.text == polish


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),  # as browsers read it
        ("utf-8", "cp1252"),  # what it says is wrong, and what it is is plain
        ("windows-1251", "cp1251"),
        ("Shift_JIS", "cp932"),
        ("gb2312", "gb18030"),
        ("iso-2022-jp", "iso2022_jp"),
        ("utf-16", "utf-8"),
        ("no-such-thing", "utf-8"),
    ],
)
@pytest.mark.parametrize(
    "declaration",
    ['<meta charset="{}">', "<meta http-equiv=Content-Type content='text/html; charset={}'>"],
)
def test_a_page_says_its_charset(label: str, encoding: str, declaration: str) -> None:
    sentence = {
        "cp1251": RUSSIAN,
        "cp932": JAPANESE,
        "gb18030": "市长说：“这座桥将关闭到春天。”她对记者们说，在工程师确认安全之前不会开放。",
        "iso2022_jp": JAPANESE,
    }.get(encoding, CAFE)
    html = page(f"<article><p>{sentence}</p><p>{sentence}</p></article>", declaration.format(label))
    assert sentence in one(html.encode(encoding)).text


@pytest.mark.parametrize("label", ["hex", "zlib", "rot13", "unicode_escape", "idna", "utf-7"])
def test_what_is_no_encoding_of_text_is_not_used(label: str) -> None:
    assert PARAGRAPHS[0] in one(page(head=f'<meta charset="{label}">').encode()).text


def test_a_table_in_windows_1252_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f'{n},"{CAFE}"\n' for n in range(2_000))
    path.write_bytes(("id,text\n" + rows).encode("cp1252"))
    found = take(path)
    assert len(found) == 2_000
    assert {getattr(article, "text", None) for article in found} == {CAFE}


def test_recoding_in_steps_does_not_cut_characters() -> None:
    text = "naïve 🜁 “x”. " * 30_000
    lines = '{"text": "' + text + '"}\n'
    assert one(("\ufeff" + lines).encode("utf-16-le")).text == text


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
@example(codecs.BOM_UTF16_LE + b"\0")
@example(b"\xff\xfe\0\0\xff")
def test_any_bytes_give_a_text_or_one_error(data: bytes) -> None:
    try:
        text = decode_text(data, "x")
    except InputError as error:
        text = error.name
    text.encode("utf-8")  # never half a character


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), min_size=1))
def test_utf_8_is_never_guessed_to_be_something_else(text: str) -> None:
    assert decode_text(text.encode(), "x") == text
    assert TEXT + text == decode_text((TEXT + text).encode(), "x")
