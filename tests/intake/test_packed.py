"""What comes packed: zip archives, bzip2, xz, Excel workbooks; and what a folder holds besides."""

from __future__ import annotations

import bz2
import datetime
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_samples import TEXT, error, one, page, shown, take

from quoth.errors import LeftOutError
from quoth.intake import IntakeOptions
from quoth.records import Article


def zipped(files: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(("suffix", "pack"), [(".bz2", bz2.compress), (".xz", lzma.compress)])
def test_bzip2_and_xz(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    table = b"id,text\na,She left and said that she would not be back before spring.\n"
    path = tmp_path / f"a.csv{suffix}"
    path.write_bytes(pack(table[:40]) + pack(table[40:]))  # of several streams
    assert shown(take(path))[0] == "a"
    whole = pack(TEXT.encode())
    (tmp_path / f"b.txt{suffix}").write_bytes(whole[:-9])
    assert "cut off before its end" in error(tmp_path / f"b.txt{suffix}")
    (tmp_path / f"c.txt{suffix}").write_bytes(whole[:30] + b"\xff" * 30 + whole[60:])
    assert "is damaged" in error(tmp_path / f"c.txt{suffix}")


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_bombs_of_bzip2_and_xz(
    tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.intake.streams._BOMB_BYTES", 100_000)
    path = tmp_path / "a.txt"
    path.write_bytes(pack(b"a" * 1_000_000))
    assert "200 times its size" in error(path)


def test_a_zip_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    files = {
        "news/b.html": page().encode(),
        "a.csv": b"id,text\nx,She left.\n",
        "photo.png": b"\x89PNG\r\n",
        "__MACOSX/a.csv": b"?",
        "bad.json": b"{",
    }
    path = zipped(files, tmp_path / "a.zip")
    found = take(path)
    assert [item.id for item in found if isinstance(item, Article)] == ["x", f"{path}/news/b.html"]
    bad, left_out = (item for item in found if not isinstance(item, Article))
    assert bad.name == f"{path}/bad.json"
    assert isinstance(left_out, LeftOutError)
    assert left_out.reason == "left out: 1 png; --skip-unknown if that is right"
    assert shown(take(path.read_bytes()))[0] == "x"


def test_a_member_whose_name_leads_out_of_the_archive_is_read_and_written_nowhere(
    tmp_path: Path,
) -> None:
    path = zipped({"../out.txt": TEXT.encode(), ".hidden.txt": b"x"}, tmp_path / "a.zip")
    (article,) = take(path)
    assert isinstance(article, Article)
    assert article.text == TEXT
    assert not (tmp_path.parent / "out.txt").exists()


def test_dates_in_a_zipped_table_are_settled_too(tmp_path: Path) -> None:
    table = b"date,text\n03/04/2020,She left.\n25/03/2020,He left.\n"
    found = take(zipped({"a.csv": table}, tmp_path / "a.zip"))
    assert [item.published for item in found if isinstance(item, Article)] == [
        "2020-04-03",
        "2020-03-25",
    ]


def test_zip_archives_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a damaged zip archive" in error(b"PK\3\4" + b"x" * 100)
    assert "without files" in error(zipped({"__MACOSX/a": b"x"}, tmp_path / "a.zip"))
    inner = zipped({"a.txt": TEXT.encode()}, tmp_path / "b.zip").read_bytes()
    assert "a zip archive in a zip archive" in error(zipped({"b.zip": inner}, tmp_path / "c.zip"))
    monkeypatch.setattr("quoth.intake.zipped._BOMB_BYTES", 100_000)
    bomb = zipped({"a.txt": b"a" * 1_000_000}, tmp_path / "d.zip")
    assert "200 times its size" in error(bomb)
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    assert "an e-book" in error(tmp_path / "e.zip")


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_excel_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    day = datetime.datetime(2020, 3, 4, 10, 15)
    rows: list[list[object]] = [[], ["id", "text", "date"], [7, TEXT, day], [], [None, TEXT, None]]
    path.write_bytes(workbook({"News": rows}))
    first, second = take(path)
    assert isinstance(first, Article)
    assert (first.id, first.text, first.published) == ("7", TEXT, "2020-03-04T10:15:00")
    assert isinstance(second, Article)
    assert second.id == f"{path}#5"


def test_sheets_without_a_text_are_passed_over() -> None:
    sheets: dict[str, list[list[object]]] = {"Notes": [["a", "b"]], "News": [["text"], ["One."]]}
    assert one(workbook(sheets)).text == "One."
    assert "no column known to hold the text" in error(workbook({"Notes": [["a", "b"], [1, 2]]}))
    assert "only a header" in error(workbook({"News": [["text"]]}))
    assert "an empty workbook" in error(workbook({"News": []}))


def test_a_damaged_workbook() -> None:
    data = workbook({"News": [["text"], ["One."]]})
    assert "damaged" in error(data[: len(data) // 2])


def test_excel_without_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook({"News": [["text"], ["One."]]})
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert 'pip install "quoth[excel]"' in error(data)


def test_what_a_folder_holds_besides_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for name in ("b.jpg", "c.JPG", "d.mp3", "README"):
        (tmp_path / name).write_bytes(b"?")
    article, left_out = take(tmp_path)
    assert isinstance(article, Article)
    assert isinstance(left_out, LeftOutError)
    assert left_out.reason.startswith("left out: 2 jpg, 1 mp3, 1 without an extension;")
    assert not left_out.excused
    assert shown(take(f"{tmp_path}/*"))[1] == f"{tmp_path}/*: {left_out.reason}"
    *_, told = take(tmp_path, options=IntakeOptions(skip_unknown=True))
    assert isinstance(told, LeftOutError)
    assert told.excused


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"SQLite format 3\0", "export its table as CSV"),
        (b"\x80\4\x95\x10\0\0\0", "save its table as Parquet or CSV"),
        (b"\x89HDF\r\n\x1a\n", "save its table as Parquet or CSV"),
        (b"Obj\1\4", "save its records as JSON lines"),
    ],
)
def test_a_wrong_file_is_told_how_to_get_it_in(data: bytes, what: str) -> None:
    assert what in error(data)


def test_a_zip_archive_that_says_it_lists_more_files_than_are_read() -> None:
    end = b"PK\5\6" + b"\0" * 4 + b"\xff" * 4 + (60_000_000).to_bytes(4, "little") + b"\0" * 6
    data = b"PK\3\4" + b"\0" * 200 + end
    assert "a zip archive of more than 100,000 files" in error(data)
