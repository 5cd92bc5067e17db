"""Tables as people and programs write them: quotation, separators, repeated columns, encodings."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from intake_samples import TEXT, error, one, shown, take

from quoth.intake import IntakeOptions
from quoth.records import Article


def texts(data: bytes, options: IntakeOptions | None = None) -> list[str]:
    return [
        item.text if isinstance(item, Article) else str(item)
        for item in take(data, options=options)
    ]


def test_a_backslash_before_a_quotation_mark() -> None:
    table = b'id,text\n1,"He said \\"yes\\", then left."\n2,"C:\\\\news \\n"\n'
    assert texts(table) == ['He said "yes", then left.', "C:\\news \\n"]


def test_a_space_before_a_quoted_cell() -> None:
    assert texts(b'id, text\n1, "He said ""yes"", then left."\n2, Bye.\n') == [
        'He said "yes", then left.',
        "Bye.",
    ]


def test_the_first_filled_of_repeated_columns_counts() -> None:
    table = b"id,text,text\n1,,Second.\n2,First.,Second.\n"
    assert texts(table) == ["Second.", "First."]
    assert texts(table, IntakeOptions(text_column="text.1")) == ["Second.", "Second."]


def test_repeated_columns_of_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    columns = [pyarrow.array(["", "First."]), pyarrow.array(["Second.", "Second."])]
    parquet.write_table(pyarrow.Table.from_arrays(columns, names=["text", "text"]), path)
    assert [item.text for item in take(path) if isinstance(item, Article)] == ["Second.", "First."]


@pytest.mark.parametrize("end", ['3,"He stayed, she left."\n4,Bye.\n', "3,He stayed.\n4,Bye.\n"])
def test_an_unclosed_quotation_mark_costs_its_row(end: str) -> None:
    found = shown(take(b'id,text\n1,Hello.\n2,"She said so.\n' + end.encode()))
    assert found[0] == "1"
    assert found[1].startswith("bytes row 2 (line 3): ")
    assert "not closed" in found[1]
    assert found[2:] == ["3", "4"]


def test_an_unclosed_quotation_mark_before_more_than_an_article_may_hold() -> None:
    rows = "".join(f"{n},She left again today.\n" for n in range(3, 2_000))
    found = shown(
        take(b'id,text\n2,"Open.\n' + rows.encode(), options=IntakeOptions(max_bytes=9_000))
    )
    assert "the most for one article" in found[0]
    assert found[1:] == [str(n) for n in range(3, 2_000)]


def test_a_broken_row_is_told_with_its_line() -> None:
    assert shown(take(b'id,text\n1,"a\nb"\n2\n3,c\n'))[1].startswith(
        "bytes row 2 (line 4): 1 cells"
    )


def test_a_header_alone_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n")
    assert error(path) == f"{path}: only a header and no rows"


def test_a_table_that_names_its_separator_is_a_table_without_a_name_too() -> None:
    assert texts(b"sep=;\nid;text\n1;She left, he stayed.\n") == ["She left, he stayed."]


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "windows-1252"), ("mac_roman", "Mac Roman")]
)
def test_western_encodings_are_told_apart_and_the_guess_is_said(encoding: str, name: str) -> None:
    text = "“We don’t know who was there”; she said – the café had been closed when they came."
    article = one(f"id,text\n1,{text}\n".encode(encoding))
    assert article.text == text
    told = f"read as {name}, a guess; --encoding overrules it (in bytes row 1)"
    assert article.warnings == (told,)
    assert (
        one(f"id,text\n1,{text}\n".encode(encoding), IntakeOptions(encoding=encoding)).warnings
        == ()
    )


def test_few_odd_signs_in_english_are_western() -> None:
    text = f"{TEXT * 5} It was said that they had ¤ and Ð in them that were not there before."
    data = text.replace(",", ";").encode("cp1252")
    assert one(b"text,id\n" + data.replace(b"\n", b" ") + b",1\n").warnings


def test_the_first_sign_may_come_late(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = "".join(f"{n},She left again today and nobody saw her.\n" for n in range(10_000))
    data = f"id,text\n{plain}a,The café’s door.\n".encode("cp1252")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    *_, last = take("-", options=IntakeOptions(lang="en"))
    assert isinstance(last, Article)
    assert last.text == "The café’s door."
