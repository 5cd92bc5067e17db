"""Bad input: one clear line that names it, and all other inputs are read."""

from __future__ import annotations

import gzip
import json
import os
import socket
import sys
from pathlib import Path

import pytest
import zstandard
from intake_samples import PARAGRAPHS, TEXT, error, one, page, shown, take

from quoth.intake import IntakeOptions
from quoth.records import Article

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"


def test_a_bad_input_does_not_take_the_rest_down(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "b.html").write_bytes(PNG)
    (tmp_path / "c.txt").write_text("Two.", encoding="utf-8")
    assert shown(take(tmp_path, "gone.csv", b"Three.")) == [
        str(tmp_path / "a.txt"),
        f"{tmp_path / 'b.html'}: not text but a PNG image",
        str(tmp_path / "c.txt"),
        "gone.csv: no such file",
        "bytes",
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n\t\n", "no text in it (it is empty or blank)"),
        ("a.html", b" \n", "no article found in the page"),
        ("a.csv", b"\n\n", "an empty table"),
        ("a.csv", b"id,text\n", "only a header and no rows"),
        ("a.jsonl", b"\n", None),
        ("a.html", PNG, "not text but a PNG image"),
        ("a.html", b"\xff\xd8\xff\xe0\0\x10JFIF", "not text but a JPEG image"),
        ("a.txt", b"GIF89a\1\0", "not text but a GIF image"),
        ("a.md", b"RIFF\x24\0\0\0WEBPVP8 ", "not text but a WebP image, sound or video"),
        ("a.html", b"\0\0\0\x1cftypavif", "not text but an AVIF or HEIC image, or a video"),
        ("a.txt", b"%PDF-1.7\n", "a damaged PDF file"),
        (
            "a.txt",
            b"PK\3\4\x14\0",
            "a damaged zip archive",
        ),
        ("a.jsonl", b"\x7fELF\2\1\1\0", "not text but a program"),
        ("a.txt", bytes(range(256)) * 4, "a binary file, not text"),
        ("a.txt", b"A text with \0 in it." * 9, "a binary file, not text"),
        ("a.txt", b"x" * 5000 + b"\0", "a binary file, not text (a NUL byte at 5,000)"),
        (
            "a.html",
            b"<html>" + b"x" * 5000 + b"\0" * 101,  # fewer are passed over, as browsers do
            "a binary file, not text (a NUL byte at 5,006)",
        ),
        ("a.txt", "né".encode() + b"\xff", "broken UTF-8 at byte 3, and no other encoding plainly"),
        ("a.txt", "“No,” she said.".encode()[1:], "broken UTF-8 at byte 0"),
        ("a.txt", b"\xff\xfea\0b", "broken UTF-16-LE at byte 4"),
        ("a.txt", b"\xff\xfe\0\xd8a\0", "broken UTF-16-LE at byte 2"),
        ("a.svg", b'<?xml version="1.0"?><svg xmlns="x"/>', "not a page but an SVG image"),
        ("a.html", b"<svg><text>a</text></svg>", "not a page but an SVG image"),
        ("a.xml", b"<rss><channel/></rss>", "an empty feed"),
        ("a.json", b"{", "not JSON (Expecting property name"),
        ("a.json", b'"just a string"', "not a JSON object with the fields of an article"),
        ("a.json", b"[1]", "not a JSON object with the fields of an article"),
        ("a.json", b'[{"text": "One."', "not JSON (Expecting ',' delimiter)"),
        ("a.json", b"[" * 100_000, "JSON nested too deeply"),
        ("a.json", b'{"a":' * 100_000, "JSON nested too deeply"),
        ("a.json", b'{"text": ' + b"1" * 5000 + b"}", "not JSON (a number too long)"),
        ("a.jsonl", b'{"text": 3}\n', "'text' holds no text but a number"),
        ("a.jsonl", b'{"text": [1]}\n', "'text' holds no text but a list"),
        ("a.jsonl", b'{"text": " "}\n', "no text in 'text'"),
        ("a.jsonl", b'{"text": "a\\u0000b"}\n', "not text (a NUL at character 1)"),
        ("a.jsonl", b'{"text": "ab\\ud800"}\n', "not text (half a character, U+D800, at char"),
        ("a.parquet", b"PAR1" + b"x" * 100, "damaged or not Parquet"),
        ("a.parquet", b"not at all", "named as Parquet, but it is not; it may be damaged"),
        ("a.csv", b'id,text\n1,"One.\n', "not a row of a table (unexpected end of data)"),
        ("a.csv", b'id,text\n1,"One" and more\n', "not a row of a table (',' expected after '\"')"),
        ("a.csv", b"id,text\n1,One.,Two.\n", "3 cells where the header has 2"),
    ],
)
def test_each_bad_file_gives_one_line(
    tmp_path: Path, name: str, data: bytes, reason: str | None
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    path = tmp_path / name
    path.write_bytes(data)
    if reason is None:  # a table may be empty: nothing is wrong, nothing comes of it
        assert take(path) == []
        return
    message = error(path)
    assert message.startswith(str(path))
    assert reason in message


def test_a_table_without_a_text_column_lists_its_columns_and_says_what_to_do() -> None:
    reason = "no column known to hold the text; it has the columns 'key', 'story': name it with"
    rows = b"".join(b'{"key": %d, "story": "One."}\n' % n for n in range(5))
    assert error(rows) == f"bytes: {reason} --text-column"


def test_a_table_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"key,story\nb1,One.\n")
    reason = "it has the columns 'key', 'story'"
    assert error(path) == (
        f"{path}: no column known to hold the text; {reason}: name it with --text-column"
    )
    assert error(path, IntakeOptions(text_column="x")) == f"{path}: no column 'x'; {reason}"
    options = IntakeOptions(text_column="story", id_column="y")
    assert error(path, options) == f"{path}: no column 'y'; {reason}"


def test_a_file_of_many_rows_without_a_text_is_given_up_early() -> None:
    rows = b'{"story": "One."}\n' * 1_000
    assert error(rows).endswith("name it with --text-column (in its first 100 rows)")


def test_rows_without_a_text_column_are_named_where_others_have_one() -> None:
    rows = b'{"story": "One."}\n{"text": "Two."}\n{"story": "Three."}\n'
    first, second, third = shown(take(rows))
    assert first.startswith("bytes line 1: no column known to hold the text")
    assert second == "bytes#2"
    assert third.startswith("bytes line 3: no column known to hold the text")


def test_broken_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"id": "a", "text": "One."}\n'
        b'{"id": "b", "text": "Two."\n'
        b"\xff\xfe\n"
        b"[1, 2]\n"
        b'{"id": "c", "text": ""}\n'
        b'{"id": "d", "text": "Four."}'
    )
    assert shown(take(path)) == [
        "a",
        f"{path} line 2: not JSON (Expecting ',' delimiter at line 2, column 1)",
        f"{path} line 3: broken UTF-8 at byte 0",
        f"{path} line 4: not a JSON object with the fields of an article",
        f"{path} line 5: no text in 'text'",
        "d",
    ]


def test_broken_rows_of_a_table_are_named_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "id,text\na,Één.\nb\nc,\n".encode()
        + b'd,\xff\ne,"x" y\n'
        + "f,“Ja”, zei zij.\ng,Zes.\n".encode()
    )
    missing = "is a quotation mark or a separator missing?"
    assert shown(take(path)) == [
        "a",
        f"{path} row 2 (line 3): 1 cells where the header has 2; {missing}",
        f"{path} row 3: no text in 'text'",
        f"{path} row 4: broken UTF-8",
        f"{path} row 5 (line 6): not a row of a table (',' expected after '\"')",
        f"{path} row 6 (line 7): 3 cells where the header has 2; {missing}",
        "g",
    ]


def test_a_page_without_an_article() -> None:
    links = "".join(f'<li><a href="/{n}">Sport and weather</a></li>' for n in range(30))
    for body in (
        "",
        f"<nav><ul>{links}</ul></nav>",
        f"<div><ul>{links}</ul></div>",
        "<form>Log in <input name=user> <input type=password> <button>Go</button></form>",
        "<div><p>Sorry, the page you are looking for could not be found.</p></div>",
        "<div><p>We use cookies so that this site works as you expect it to.</p></div>",
        "<script>var text = 'She said that it is safe, they said.';</script>",
    ):
        assert error(page(body).encode()) == "bytes: no article found in the page"


def test_a_short_article_is_an_article() -> None:
    assert PARAGRAPHS[1] in one(page(f"<p>{PARAGRAPHS[1]}</p>").encode()).text


def test_a_page_of_endless_depth_or_size() -> None:
    for depth in ("<div>", "<p><b>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<svg><g>"):
        found = take(page(depth * 30_000 + TEXT).encode())
        assert len(found) == 1
    assert "more than 100,000 elements" in error(page("<br>" * 100_001).encode())
    assert error(page("x" * 10_000_000).encode()) == (
        "bytes: larger than 10 MB, the most for one page"
    )


def test_a_flood_of_attributes_does_not_hold_the_page_up() -> None:
    flood = " ".join(f"a{n}='>'" for n in range(200_000))  # takes hours when each is compared
    assert PARAGRAPHS[0] in one(page(f"<p {flood}></p><p>{TEXT}</p>").encode()).text


def test_broken_characters_in_a_page_matter_only_in_its_article() -> None:
    in_menu = page().encode().replace(b"Sport", b"Sp\xc3rt")
    assert PARAGRAPHS[0] in one(in_menu).text
    in_text = page().encode().replace(b"tell us", b"t\xc3ll us")
    assert error(in_text).startswith("bytes: broken characters in the article's text")


def test_what_is_no_plain_file_is_never_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "c.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "d.txt"))
        assert shown(take(tmp_path)) == [
            f"{pipe}: a pipe, not a file; to read from a pipe, give -",
            f"{tmp_path / 'b.txt'}: a link to a file that is not there",
            f"{tmp_path / 'c.txt'}: a link that leads back to itself",
            f"{tmp_path / 'd.txt'}: a device or socket, not a file; to read from a pipe, give -",
        ]


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Two.", encoding="utf-8")
    listdir, open_path = os.listdir, Path.open

    def no_listing(path: str) -> list[str]:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return listdir(path)

    def no_opening(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return open_path(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "listdir", no_listing)
    monkeypatch.setattr(Path, "open", no_opening)
    assert shown(take(tmp_path)) == [
        f"{tmp_path / 'a.txt'}: no permission to read it",
        str(tmp_path / "b.txt"),
        f"{tmp_path / 'locked'}: no permission to read it",
    ]


def test_a_disk_that_fails_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    class Stdin:
        buffer = Failing()

    monkeypatch.setattr("sys.stdin", Stdin())
    assert error("-") == "standard input: cannot be read (input/output error)"
    monkeypatch.setattr("sys.stdin", None)
    assert error("-") == "standard input: it is closed"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("gone.txt", "gone.txt: no such file"),
        ("gone/*.txt", "gone/*.txt: no file matches this pattern"),
        ("ftp://courier.example/a", "ftp://courier.example/a: only http and https addresses are"),
        ("file:///etc/passwd", "file:///etc/passwd: only http and https addresses are read"),
        ("", "'': not the name of a file"),
        ("a\0b", "'a\\x00b': not the name of a file"),
        ("x" * 300 + ".txt", "the name is too long for a file"),
    ],
)
def test_names_that_lead_nowhere(given: str, message: str) -> None:
    assert message in error(given)


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_data_that_is_cut_off_or_damaged(tmp_path: Path, suffix: str) -> None:
    pack = gzip.compress if suffix == ".gz" else zstandard.ZstdCompressor().compress
    how = "gzip" if suffix == ".gz" else "zstd"
    rows = b"".join(
        b'{"id": "%d", "text": "%s"}\n' % (n, os.urandom(40).hex().encode()) for n in range(9)
    )
    packed = pack(rows)
    path = tmp_path / f"a.jsonl{suffix}"
    for cut in (len(packed) - 1, len(packed) // 2, 20, 6):
        path.write_bytes(packed[:cut])
        assert shown(take(path))[-1] == (
            f"{path}: its {how} data is cut off before its end; compress or copy it again"
        )
    path.write_bytes(packed[:30] + bytes(40) + packed[70:])
    last = shown(take(path))[-1]
    assert last.startswith(f"{path}: its {how} data is ")
    path.write_bytes(pack(pack(rows)))
    assert shown(take(path)) == [f"{path}: compressed twice; unpack it once and try again"]
    path.write_bytes(pack(b""))
    assert shown(take(path)) == [f"{path}: the file is empty"]


def _bomb(kind: str) -> bytes:
    """Some 300 MB of a text, packed to some 30 kB."""
    start = {"txt": b"", "jsonl": b"", "csv": b'id,text\n1,"', "json": b"["}[kind]
    piece = (b" " * 999 + b"\n") * 1_000
    packer = zstandard.ZstdCompressor().compressobj()
    packed = packer.compress(start) + b"".join(packer.compress(piece) for _ in range(300))
    return packed + packer.flush()


@pytest.mark.parametrize("kind", ["txt", "jsonl", "csv", "json"])
def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}.zst"
    path.write_bytes(_bomb(kind))
    messages = [message for message in shown(take(path)) if "unfolds" in message]
    assert messages == [
        f"{path}: unfolds to more than 200 times its size, as no text does;"
        " unpack it yourself if it is to be read"
    ]


def test_a_bomb_of_gzip_members(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"She said no. " * 800_000) * 9)
    assert "unfolds to more than 200 times its size" in error(path)


def test_one_article_may_not_be_larger_than_the_options_say(tmp_path: Path) -> None:
    options = IntakeOptions(max_bytes=1_000_000)
    long = b"She said no. " * 100_000
    assert error(long, options) == "bytes: larger than 1 MB, the most for one article"
    rows = b'{"id": "a", "text": "One."}\n{"text": "%s"}\n{"id": "c", "text": "Three."}\n' % long
    assert shown(take(rows, options=options)) == [
        "a",
        "bytes line 2: larger than 1 MB, the most for one article",
        "c",
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\na,One.\nb,"%s\n' % long.replace(b". ", b".\n"))
    assert shown(take(path, options=options)) == [
        "a",
        f"{path} row 2 (line 3): larger than 1 MB, the most for one article",
    ]
    listed = tmp_path / "a.json"
    listed.write_bytes(b'[{"id": "a", "text": "One."}, {"text": "%s"}]' % long)
    assert shown(take(listed, options=options)) == [
        "a",
        f"{listed} item 2: larger than 1 MB, the most for one article; the rest of the list is not"
        " read",
    ]


def test_parquet_without_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert error(b"PAR1 and more") == 'bytes: Parquet needs an extra: pip install "quoth[parquet]"'


def test_long_texts_and_long_lines_are_read_whole() -> None:
    line = "The mayor said that she would go, and then she said that she would not. " * 75_000
    assert one(line.encode()).text == line  # one line of 5 MB
    rows = json.dumps({"text": line}) + "\n" + json.dumps({"text": "Two."})
    texts = [len(article.text) for article in take(rows.encode()) if isinstance(article, Article)]
    assert texts == [len(line), 4]


def test_what_cannot_be_written_never_gets_into_an_article(tmp_path: Path) -> None:
    row = '{"id": "a\\udc80", "title": "T\\ud800", "author": ["\\udfff x"], "text": "One."}'
    article = one(row.encode())
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("One.", encoding="utf-8")
    (named,) = take(tmp_path)
    assert isinstance(named, Article)
    for value in (article.id, article.title, *article.authors, named.id):
        assert value
        value.encode("utf-8")
