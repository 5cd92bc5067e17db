"""Every kind of input, once: what a user gives and what comes of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from intake_samples import PARAGRAPHS, TEXT, TITLE, one, page, shown, take

from quoth.errors import FetchError, InputError, OptionError
from quoth.intake import (
    IntakeOptions,
    article_from_bytes,
    article_from_text,
    articles,
    count_hint,
)
from quoth.records import Article


def test_a_text_file_is_its_text(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    article = one(path)
    assert article.text == TEXT.replace("\n", "\r\n")
    assert article.id == str(path)
    assert (article.title, article.url, article.published, article.language) == (
        None,
        None,
        None,
        "en",
    )


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "bridge.html"
    head = """
      <meta property="og:site_name" content="The Brask Courier">
      <meta name="author" content="Ida Holm">
      <meta property="article:published_time" content="2021-11-08T07:15:00+01:00">
      <link rel="canonical" href="https://courier.example/bridge">
    """
    path.write_text(page(head=head), encoding="utf-8")
    article = one(path)
    assert [line for line in article.text.split("\n") if line in PARAGRAPHS] == [*PARAGRAPHS]
    assert "Sport" not in article.text
    assert "Contact" not in article.text
    assert article.title == TITLE
    assert article.outlet == "The Brask Courier"
    assert article.authors == ("Ida Holm",)
    assert article.published == "2021-11-08T07:15:00+01:00"
    assert article.url == article.id == "https://courier.example/bridge"


def test_a_page_that_says_nothing_of_itself_has_the_file_name_as_id(tmp_path: Path) -> None:
    path = tmp_path / "bridge.htm"
    path.write_text(page(), encoding="utf-8")
    article = one(path)
    assert article.id == str(path)
    assert article.published is None


def test_markdown_is_taken_as_it_stands_with_the_title_of_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "bridge.md"
    source = f"# {TITLE}\n\n*By the harbour desk*\n\n{TEXT}\n"
    path.write_text(source, encoding="utf-8")
    article = one(path)
    assert article.text == source
    assert article.title == TITLE


def test_front_matter_of_markdown_is_known_of_the_article_and_set_aside(tmp_path: Path) -> None:
    front = (
        "---\n"
        'title: "Bridge: closed"\n'
        "date: 2021-11-08\n"
        "authors:\n  - Ida Holm\n  - Jon Brekke\n"
        "link: https://courier.example/bridge\n"
        "---\n"
    )
    path = tmp_path / "bridge.markdown"
    path.write_text(front + TEXT, encoding="utf-8")
    article = one(path)
    assert article.text == front + TEXT
    assert article.title == "Bridge: closed"
    assert article.published == "2021-11-08"
    assert article.authors == ("Ida Holm", "Jon Brekke")
    assert article.furniture[0].of(article.text) == front


def test_a_json_file_of_one_object(tmp_path: Path) -> None:
    path = tmp_path / "bridge.json"
    path.write_text(json.dumps({"headline": TITLE, "body": TEXT}, indent=2), encoding="utf-8")
    article = one(path)
    assert (article.id, article.title, article.text) == (str(path), TITLE, TEXT)


def test_a_json_file_with_a_list(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text(json.dumps([{"id": "a", "text": "One."}, {"text": "Two."}]), encoding="utf-8")
    assert shown(take(path)) == ["a", f"{path}#2"]


def test_json_with_the_list_inside_an_answer_of_a_service() -> None:
    answer = {
        "status": "ok",
        "articles": [
            {"source": {"id": None, "name": "The Brask Courier"}, "title": TITLE, "content": TEXT}
        ],
    }
    article = one(json.dumps(answer, indent=1).encode())
    assert (article.outlet, article.title, article.text) == ("The Brask Courier", TITLE, TEXT)


def test_json_lines_give_an_article_a_line(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"id": 7, "text": "One."}\n\n{"text": "Two."}\n', encoding="utf-8")
    assert shown(take(path)) == ["7", f"{path}#3"]


def test_the_interchange_format_is_json_lines_with_a_text() -> None:
    row = {"id": "b1", "text": TEXT, "quotes": [{"id": "q1", "cue": {"start": 0, "end": 3}}]}
    assert one(json.dumps(row).encode()).text == TEXT


def test_news_please_as_it_comes() -> None:
    record = {
        "authors": ["Ida Holm", "Jon Brekke"],
        "date_download": "2021-11-09 10:00:00",
        "date_modify": None,
        "date_publish": "2021-11-08 07:15:00",
        "description": "The bridge stays closed.",
        "filename": "bridge.json",
        "image_url": None,
        "language": "en",
        "localpath": None,
        "maintext": TEXT,
        "source_domain": "courier.example",
        "text": None,
        "title": TITLE,
        "title_page": None,
        "title_rss": None,
        "url": "https://courier.example/bridge",
    }
    assert replace(one(json.dumps(record).encode()), blocks=()) == Article(
        id="https://courier.example/bridge",
        text=TEXT,
        title=TITLE,
        outlet="courier.example",
        url="https://courier.example/bridge",
        published="2021-11-08T07:15:00",
        language="en",
        authors=("Ida Holm", "Jon Brekke"),
    )


def test_trafilatura_json_as_it_comes() -> None:
    record = {
        "title": TITLE,
        "author": "Ida Holm; Jon Brekke",
        "hostname": "courier.example",
        "date": "2021-11-08",
        "fingerprint": "0a1b",
        "id": None,
        "license": None,
        "comments": "",
        "raw_text": TEXT.replace("\n", " "),
        "text": TEXT,
        "language": None,
        "source": "https://courier.example/bridge",
        "source-hostname": "The Brask Courier",
        "excerpt": None,
    }
    article = one(json.dumps(record).encode())
    assert article.text == TEXT
    assert article.outlet == "The Brask Courier"
    assert article.id == article.url == "https://courier.example/bridge"
    assert article.authors == ("Ida Holm", "Jon Brekke")
    assert article.published == "2021-11-08"


def test_a_table_gives_an_article_a_row(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["Title", "URL", "Published", "Text"])
        table.writerow([TITLE, "https://courier.example/1", "8 November 2021", TEXT])
        table.writerow(["", "", "", 'She said: "No, never".'])
    first, second = take(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.title) == ("https://courier.example/1", TITLE)
    assert (first.text, first.published) == (TEXT, "2021-11-08")
    assert (second.id, second.title) == (f"{path}#2", None)
    assert second.text == 'She said: "No, never".'


@pytest.mark.parametrize("separator", ["\t", ";", "|"])
def test_the_separator_of_a_table_is_told_from_its_header(separator: str) -> None:
    table = f"id{separator}text\nb1{separator}“Never, ever,” she said.\n"
    assert one(table.encode()).text == "“Never, ever,” she said."


def test_in_a_table_of_tabs_a_quotation_mark_may_be_a_sign_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "many.tsv"
    path.write_text('id\ttext\n1\t"No," she said.\n2\t"Yes," said he.\n', encoding="utf-8")
    texts = [article.text for article in take(path) if isinstance(article, Article)]
    assert texts == ['"No," she said.', '"Yes," said he.']


def test_columns_of_other_names_are_named() -> None:
    table = b"key,story\nb1,The bridge is closed.\n"
    options = IntakeOptions(text_column="story", id_column="key")
    article = one(table, options)
    assert (article.id, article.text) == ("b1", "The bridge is closed.")


def test_parquet_gives_an_article_a_row(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import datetime
    import importlib

    parquet = importlib.import_module("pyarrow.parquet")
    path = tmp_path / "many.parquet"
    noon = datetime.datetime(2021, 11, 8, 12, 0)
    rows = {
        "text": [TEXT, None, "Two."],
        "title": [TITLE, "b", "c"],
        "published": pa.array([noon, noon, None], pa.timestamp("ns")),
        "authors": [["Ida Holm"], [], None],
        "unused": [1, 2, 3],
    }
    parquet.write_table(pa.table(rows), path)
    first, second, third = take(path)
    assert isinstance(first, Article)
    assert (first.text, first.title, first.authors) == (TEXT, TITLE, ("Ida Holm",))
    assert first.published == "2021-11-08T12:00:00"
    assert str(second) == f"{path} row 2: no text in 'text'"
    assert isinstance(third, Article)
    assert third.id == f"{path}#3"
    # The same from bytes, packed or not.
    assert [type(item) for item in take(path.read_bytes(), gzip.compress(path.read_bytes()))] == [
        Article,
        InputError,
        Article,
    ] * 2


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".zst": zstandard.ZstdCompressor().compress,
    ".zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_all_of_these_packed(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.html{suffix}").write_bytes(PACKERS[suffix](page().encode()))
    (tmp_path / f"b.txt{suffix}").write_bytes(PACKERS[suffix](TEXT.encode()))
    (tmp_path / f"c.csv{suffix}").write_bytes(PACKERS[suffix](b"id,text\nc1,One.\nc2,Two.\n"))
    (tmp_path / f"d.jsonl{suffix}").write_bytes(PACKERS[suffix](b'{"id":"d1","text":"One."}\n'))
    (tmp_path / f"e{suffix}").write_bytes(PACKERS[suffix](b"What is it? It has no name."))
    assert shown(take(tmp_path)) == [
        str(tmp_path / f"a.html{suffix}"),
        str(tmp_path / f"b.txt{suffix}"),
        "c1",
        "c2",
        "d1",
        str(tmp_path / f"e{suffix}"),
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (page().encode(), None),
        (b"\n<!-- saved --><html><body><p>" + PARAGRAPHS[0].encode() + b"</p></body>", None),
        (b"<p>" + PARAGRAPHS[0].encode() + b"</p>", PARAGRAPHS[0]),
        (TEXT.encode(), TEXT),
        (b'{"text": "One."}', "One."),
        (b'{"text": "One."}\n{broken', "One."),
        (b'{\n "text": "One."\n}', "One."),
        (b'[{"text": "One."}]', "One."),
        (b"title,text\nA,One.\n", "One."),
        (b"[Update] The bridge is open, she said.", "[Update] The bridge is open, she said."),
        (b"Text, she said, is all.\nAll.", "Text, she said, is all.\nAll."),
    ],
)
def test_without_a_name_the_content_tells(data: bytes, text: str | None) -> None:
    first = take(data)[0]
    assert isinstance(first, Article), first
    if text is None:
        assert PARAGRAPHS[0] in first.text
        assert "<" not in first.text
    else:
        assert first.text == text


def test_standard_input_is_bytes_of_any_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(gzip.compress(b'{"text": "One."}\n{"text": "Two."}\n')))
    monkeypatch.setattr("sys.stdin", stdin)
    assert shown(take("-")) == ["standard input#1", "standard input#2"]
    assert not stdin.buffer.closed


def test_an_address_is_fetched_and_its_content_type_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from quoth.intake import fetch as fetching

    asked: list[object] = []

    def fetch(url: str, *, limits: object) -> fetching.Fetched:
        asked.append(limits)
        if "gone" in url:
            raise FetchError(url, "the server says 410 Gone")
        return fetching.Fetched(
            "https://courier.example/final", page().encode("cp1252"), "text/html", "cp1252"
        )

    monkeypatch.setattr(fetching, "fetch", fetch)
    found = take("https://courier.example/bridge.txt", "HTTP://courier.example/gone")
    article = found[0]
    assert isinstance(article, Article)
    assert article.id == article.url == "https://courier.example/final"
    assert PARAGRAPHS[1] in article.text
    assert str(found[1]) == "HTTP://courier.example/gone: the server says 410 Gone"
    assert [getattr(limits, "allow_private", None) for limits in asked] == [False, False]


def test_inputs_are_taken_lazily_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One.", encoding="utf-8")
    given: list[str] = []

    def inputs() -> Iterator[str]:
        for name in (str(path), "missing.txt", str(path)):
            given.append(name)
            yield name

    found = articles(inputs())
    assert given == []
    assert isinstance(next(found), Article)
    assert given == [str(path)]
    assert shown(found) == ["missing.txt: no such file", str(path)]


def test_a_row_that_holds_a_page_is_taken_as_a_page() -> None:
    row = {"id": "p1", "url": "https://courier.example/x", "title": "Mine", "text": page()}
    article = one(json.dumps(row).encode())
    assert article.text.startswith(PARAGRAPHS[0]) or article.text.startswith(TITLE)
    assert "<" not in article.text
    assert (article.id, article.title) == ("p1", "Mine")


def test_the_language_is_detected_and_may_be_insisted_on() -> None:
    swedish = (
        "Den gamla bron i Brask förblir stängd till våren, sade borgmästaren på måndagen. "
        "Vi öppnar den inte "
        "förrän ingenjörerna säger att den är säker, sade hon till reportrarna i staden."
    )
    assert one(swedish.encode()).language == "sv"
    assert one(swedish.encode(), IntakeOptions(lang="en")).language == "en"
    # What a record declares counts only where nothing is detected.
    assert one(json.dumps({"text": swedish, "language": "en"}).encode()).language == "sv"
    assert one(json.dumps({"text": "Ja.", "language": "sv_SE"}).encode()).language == "sv"


def test_one_article_from_bytes() -> None:
    article = article_from_bytes(page().encode("utf-16"), "a.html", url="https://courier.example/a")
    assert article.url == "https://courier.example/a"
    assert PARAGRAPHS[1] in article.text
    with pytest.raises(InputError, match=r"^x: holds more than one article$"):
        article_from_bytes(b'{"text": "One."}\n{"text": "Two."}\n', "x")
    with pytest.raises(InputError, match=r"^x: the file is empty$"):
        article_from_bytes(b"", "x")
    with pytest.raises(InputError, match=r"^x: no article in it$"):
        article_from_bytes(b"[]", "x")


def test_one_article_from_text() -> None:
    article = article_from_text(TEXT, id="b1", title=TITLE, published="2021-11-08")
    assert (article.text, article.published, article.language) == (TEXT, "2021-11-08", "en")
    with pytest.raises(InputError, match=r"^b1: no text in it"):
        article_from_text(" \n", id="b1")
    with pytest.raises(InputError, match=r"^b1: published: 'next week' is no plain date"):
        article_from_text(TEXT, id="b1", published="next week")


def test_furniture_is_set_aside_and_stays_in_the_text() -> None:
    text = f"{PARAGRAPHS[0]}\nAdvertisement\n{PARAGRAPHS[1]}"
    article = one(text.encode())
    assert article.text == text
    assert [span.of(text) for span in article.furniture] == ["Advertisement"]


def test_how_many_articles_there_are_is_told_where_it_is_cheap(tmp_path: Path) -> None:
    for name in ("a.txt", "b.html", "c.md"):
        (tmp_path / name).write_text("One.", encoding="utf-8")
    assert count_hint([tmp_path, b"One.", "https://courier.example/a", "gone.txt"]) == 6
    assert count_hint(["-"]) is None
    assert count_hint([str(tmp_path / "*.txt")]) is None
    (tmp_path / "d.csv").write_text("text\nOne.\n", encoding="utf-8")
    assert count_hint([tmp_path]) is None


def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(OptionError, match="unknown encoding 'klingon'"):
        IntakeOptions(encoding="klingon")
    with pytest.raises(OptionError, match="unknown encoding 'zlib'"):
        IntakeOptions(encoding="zlib")
    with pytest.raises(OptionError, match="max_bytes must be above zero"):
        IntakeOptions(max_bytes=0)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_markdown_that_begins_with_a_rule_is_read_at_once(end: str) -> None:
    text = end.join(["---", *(f"Line {n} of a story: it goes on." for n in range(60)), "# End  #"])
    article = one(text.encode())
    assert article.text == text
    assert article.title == "End"


def test_a_heading_of_many_spaces_is_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# " + " " * 8_000 + "a" + " " * 8_000 + "\n\nShe left.")
    assert one(path).title == "a"
