"""Rows of tables and of JSON: given exactly as they are, one at a time, whatever their names."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_samples import TEXT, one, shown, take

from quoth.errors import InputError
from quoth.intake import IntakeOptions, article_from_bytes, articles
from quoth.intake.columns import find_columns
from quoth.intake.fields import language_code, record_of
from quoth.records import Article

# What is no text to quoth: nothing, NUL, other controls, and half characters.
_SIGNS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"
) | st.sampled_from("\n\r\t\"',;|<{[#")
# What exports write where there is no value.
_NOTHING = ("", "nan", "none", "null", "n/a", "nat", "<na>", "\\n", "[]", "{}")
_TEXTS = st.text(_SIGNS, min_size=1, max_size=200).filter(
    lambda text: (
        text.strip().lower() not in _NOTHING
        and not text.lower().lstrip().startswith(("<html", "<!doctype html", "['", '["'))
    )
)


def texts_of(data: bytes) -> list[str]:
    found = take(data)
    assert all(isinstance(item, Article) for item in found), found
    return [item.text for item in found if isinstance(item, Article)]


@settings(deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=5), st.sampled_from(",\t;|"))
def test_the_cells_of_a_table_are_given_exactly(texts: list[str], separator: str) -> None:
    stream = io.StringIO(newline="")
    table = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL)
    table.writerows([["id", "text"], *([n, text] for n, text in enumerate(texts))])
    assert texts_of(stream.getvalue().encode()) == texts


@settings(deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=5), st.booleans())
def test_the_values_of_json_are_given_exactly(texts: list[str], ascii: bool) -> None:
    rows = [{"text": text} for text in texts]
    lines = "\n".join(json.dumps(row, ensure_ascii=ascii) for row in rows)
    assert texts_of(lines.encode()) == texts
    assert texts_of(json.dumps(rows, ensure_ascii=ascii, indent=1).encode()) == texts


@settings(deadline=None)
@given(_TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_texts_are_given_exactly(text: str, name: str) -> None:
    assert article_from_bytes(text.encode(), name).text == text


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300), st.integers(1, 400))
def test_a_list_is_parsed_alike_wherever_it_is_cut(text: str, filling: int) -> None:
    rows = [{"id": str(n), "text": "x" + text * (n % 3)} for n in range(filling)]
    data = json.dumps(rows).encode()
    ids = [item.id for item in take(data) if isinstance(item, Article)]
    bad = [item for item in take(data) if isinstance(item, InputError)]
    assert len(ids) + len(bad) == filling
    if not bad:
        assert ids == [row["id"] for row in rows]


def test_rows_are_read_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        """JSON lines without end, as from a pipe."""

        def __init__(self) -> None:
            self.given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += 1
            return b'{"text": "One."}\n' * 1_000

    class Stdin:
        buffer = Endless()

    monkeypatch.setattr("sys.stdin", Stdin())
    found = articles(["-"])
    assert len(list(itertools.islice(found, 20_000))) == 20_000
    assert Stdin.buffer.given < 60


@pytest.mark.parametrize("start", [b"id,text\n", b'[{"text": "x"}'])
def test_tables_and_lists_are_read_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    row = b"1,One.\n" if start.startswith(b"id") else b', {"text": "One."}'
    pieces: Iterator[bytes] = itertools.chain([start], itertools.repeat(row * 1_000, 1_000))

    class Stdin:
        class buffer:  # noqa: N801
            @staticmethod
            def read(size: int = -1) -> bytes:
                return next(pieces)

    monkeypatch.setattr("sys.stdin", Stdin())
    assert len(list(itertools.islice(articles(["-"]), 5_000))) == 5_000
    assert next(pieces)  # the rest has not been asked for


@pytest.mark.parametrize(
    ("row", "part", "value"),
    [
        ({"Body": TEXT}, "text", TEXT),
        ({"article_text": TEXT}, "text", TEXT),
        ({"text": None, "maintext": TEXT}, "text", TEXT),
        ({"text": "", "raw_text": TEXT}, "text", TEXT),
        ({"text": TEXT, "ID": 12}, "id", "12"),
        ({"text": TEXT, "id": " a "}, "id", " a "),
        ({"text": TEXT, "Link": "https://c.example/1"}, "url", "https://c.example/1"),
        ({"text": TEXT, "link": "not an address"}, "url", None),
        ({"text": TEXT, "source": "The Courier"}, "outlet", "The Courier"),
        ({"text": TEXT, "source": "https://c.example/1"}, "url", "https://c.example/1"),
        ({"text": TEXT, "source": {"name": "The Courier"}}, "outlet", "The Courier"),
        (
            {"text": TEXT, "pubDate": "Mon, 08 Nov 2021 07:15:00 GMT"},
            "published",
            "2021-11-08T07:15:00+00:00",
        ),
        (
            {"text": TEXT, "date": "soon", "timestamp": 1636355700},
            "published",
            "2021-11-08T07:15:00+00:00",
        ),
        ({"text": TEXT, "author": "Ida Holm; Jon Brekke"}, "authors", ("Ida Holm", "Jon Brekke")),
        ({"text": TEXT, "author": "Holm, Ida"}, "authors", ("Holm, Ida",)),
        (
            {"text": TEXT, "authors": "['Ida Holm', 'Jon Brekke']"},
            "authors",
            ("Ida Holm", "Jon Brekke"),
        ),
        ({"text": TEXT, "authors": '["Ida Holm"]'}, "authors", ("Ida Holm",)),
        ({"text": TEXT, "authors": "[broken"}, "authors", ("[broken",)),
        ({"text": TEXT, "author": {"name": "Ida Holm"}}, "authors", ("Ida Holm",)),
        ({"text": TEXT, "authors": [{"name": "Ida Holm"}, None]}, "authors", ("Ida Holm",)),
        ({"text": TEXT, "language": "en-GB"}, "language", "en"),
        ({"text": TEXT, "lang": "English"}, "language", "en"),
        ({"text": TEXT, "lang": "simlish"}, "language", None),
        ({"text": TEXT.encode()}, "text", TEXT),
    ],
)
def test_names_in_use_are_known(row: dict[str, object], part: str, value: object) -> None:
    record = record_of(row, find_columns(row, IntakeOptions(), "x"), "x")
    assert getattr(record, part) == value


def test_two_rows_of_one_id_keep_it() -> None:
    assert shown(take(b"id,text\na,One.\na,Two.\n")) == ["a", "a"]


def test_a_flood_of_metadata_is_not_taken_over() -> None:
    row = {"text": "One.", "title": "T" * 10_000, "authors": [f"A {n}" for n in range(5_000)]}
    article = one(json.dumps(row).encode())
    assert article.title is None
    assert len(article.authors) == 100


def test_a_title_is_one_line() -> None:
    assert one(b'{"text": "One.", "title": " A\\n  bridge "}').title == "A bridge"


def test_languages_by_their_codes() -> None:
    assert [language_code(code) for code in ("EN", "pt_BR", "German", "", None, "e", "12")] == [
        "en",
        "pt",
        "de",
        None,
        None,
        None,
        None,
    ]


def test_answers_of_services_are_looked_into() -> None:
    hits = b'{"hits": {"total": 1, "hits": [{"_id": "7", "_source": {"body": "She left."}}]}}'
    guardian = (
        b'{"response": {"status": "ok", "results": [{"webTitle": "Bridge", "webPublicationDate":'
        b' "2020-03-04T10:15:00Z", "fields": {"bodyText": "She left."}}]}}'
    )
    assert one(hits).text == "She left."
    article = one(guardian)
    assert (article.title, article.published) == ("Bridge", "2020-03-04T10:15:00+00:00")


def test_a_list_of_paragraphs_is_joined() -> None:
    assert one(b'{"text": ["She left.", "He stayed."]}').text == "She left.\nHe stayed."


def test_the_line_that_names_the_separator_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\ntitle;text\nBridge;She left, he stayed.\n")
    article = one(path)
    assert (article.title, article.text) == ("Bridge", "She left, he stayed.")


@pytest.mark.parametrize(
    ("row", "part", "value"),
    [
        ({"content": {"rendered": TEXT}, "title": {"rendered": "Bridge"}}, "title", "Bridge"),
        ({"content": [{"type": "text/html", "value": TEXT}]}, "text", TEXT),
        ({"text": "['She left.', 'He stayed.']"}, "text", "She left.\nHe stayed."),
        ({"text": "nan", "body": TEXT}, "text", TEXT),
        ({"text": TEXT, "url": "nan", "outlet": "nan", "author": "None"}, "outlet", None),
        ({"text": TEXT, "dc:date": "2020-03-04"}, "published", "2020-03-04"),
        ({"text": TEXT, "_source.date": "2020-03-04"}, "published", "2020-03-04"),
        ({"text": TEXT, "date": {"$date": "2020-03-04T10:15:00Z"}}, "published",
         "2020-03-04T10:15:00+00:00"),
        ({"text": TEXT, "SQLDATE": 20200304}, "published", "2020-03-04"),
        ({"text": TEXT, "DATEADDED": "20200304101500"}, "published", "2020-03-04T10:15:00"),
        ({"text": TEXT, "seendate": "20200304T101500Z"}, "published", "2020-03-04T10:15:00+00:00"),
        ({"text": TEXT, "pubtime": "2020-03-04 10:15 PM EST"}, "published",
         "2020-03-04T22:15:00-05:00"),
        ({"text": TEXT, "published_utc": "1583316900"}, "published", "2020-03-04T10:15:00+00:00"),
        ({"text": TEXT, "ts": 1, "time": 1583316900000000000}, "published",
         "2020-03-04T10:15:00+00:00"),
        ({"text": TEXT, "date": "4-Mar-20"}, "published", "2020-03-04"),
        ({"text": TEXT, "date": "2020-03"}, "published", "2020-03"),
        ({"text": TEXT, "year": 2020, "month": "March", "day": 4.0}, "published", "2020-03-04"),
        ({"text": TEXT, "year": "2020", "month": "3"}, "published", "2020-03"),
        ({"text": TEXT, "medium_name": "The Courier"}, "outlet", "The Courier"),
        ({"text": TEXT, "byline": {"original": "By Ida Holm"}}, "authors", ("Ida Holm",)),
        ({"text": TEXT, "author": "By Ida Holm and Jon Brekke, staff writer"}, "authors",
         ("Ida Holm", "Jon Brekke")),
        ({"text": TEXT, "author": "Holm, Ida"}, "authors", ("Holm, Ida",)),
        ({"text": TEXT, "authors": ["Ida Holm", "ida holm", "ida@courier.example"]}, "authors",
         ("Ida Holm",)),
        ({"text": TEXT, "headline": {"main": "Bridge"}}, "title", "Bridge"),
    ],
)  # fmt: skip
def test_forms_that_services_and_archives_give_are_known(
    row: dict[str, object], part: str, value: object
) -> None:
    record = record_of(row, find_columns(row, IntakeOptions(), "x"), "x")
    assert getattr(record, part) == value
