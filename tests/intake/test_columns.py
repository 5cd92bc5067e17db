"""What a user says of columns, fields and dates, and how the order of dates is settled."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import cast

import pytest
from intake_samples import TEXT, error, one, take

from quoth.errors import OptionError
from quoth.intake import IntakeOptions
from quoth.records import Article


def dates(given: str | Path | bytes, **options: str) -> list[str | None]:
    found = take(given, options=IntakeOptions.of(options))
    return [cast(Article, article).published for article in found]


def table(*days: str, header: str = "date") -> bytes:
    return f"{header},text\n".encode() + b"".join(f"{day},She left.\n".encode() for day in days)


def test_columns_of_any_name_are_taken_as_the_user_says() -> None:
    row = {"t": TEXT, "k": "7", "h": "Bridge", "d": "4 March 2020", "o": "The Courier",
           "u": "https://courier.example/7", "w": "Ida Holm"}  # fmt: skip
    options = IntakeOptions.of(
        {"text_column": "t", "id_column": "k", "title_column": "h", "date_column": "d",
         "outlet_column": "o", "url_column": "u", "author_column": "w"}
    )  # fmt: skip
    article = one(json.dumps(row).encode(), options)
    assert (article.id, article.title, article.published) == ("7", "Bridge", "2020-03-04")
    assert (article.outlet, article.url) == ("The Courier", "https://courier.example/7")
    assert article.authors == ("Ida Holm",)


def test_dots_lead_into_records_and_lists() -> None:
    row = {"id": 1, "payload": {"parts": [{"words": TEXT}], "meta": {"when": "2020-03-04"}}}
    options = IntakeOptions(text_column="payload.parts.0.words", date_column="payload.meta.when")
    article = one(json.dumps(row).encode(), options)
    assert (article.text, article.published) == (TEXT, "2020-03-04")
    inner = {"_id": "7", "_source": {"words": TEXT}}
    assert one(json.dumps(inner).encode(), IntakeOptions(text_column="_source.words")).text == TEXT


def test_a_column_that_is_not_there_is_told() -> None:
    options = IntakeOptions(title_column="headlnie")
    assert "no column 'headlnie'; it has the columns" in error(b"headline,text\na,b\n", options)
    article = one(json.dumps({"text": TEXT}).encode(), options)
    assert article.warnings == ("no field 'headlnie' in it",)


@pytest.mark.parametrize(
    ("days", "settled"),
    [
        (("03/04/2020", "25/03/2020"), ["2020-04-03", "2020-03-25"]),
        (("03/04/2020", "03/25/2020"), ["2020-03-04", "2020-03-25"]),
        (("03.04.20", "25.03.20"), ["2020-04-03", "2020-03-25"]),
        (("03/04/2020", "05/06/2020"), [None, None]),
        (("03/04/2020", "25/03/2020", "03/25/2020"), [None, "2020-03-25", "2020-03-25"]),
    ],
)
@pytest.mark.parametrize("piped", [False, True])
def test_all_values_of_a_column_settle_its_order(
    days: tuple[str, ...],
    settled: list[str | None],
    piped: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: bytes | str = table(*days)
    if piped:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(table(*days))))
        given = "-"
    assert dates(given) == settled


def test_the_order_of_json_lines_is_settled_too() -> None:
    lines = [json.dumps({"text": TEXT, "date": day}) for day in ("03/04/2020", "25/03/2020")]
    assert dates("\n".join(lines).encode()) == ["2020-04-03", "2020-03-25"]


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("day-first", "2020-04-03"),
        ("month-first", "2020-03-04"),
        ("%m/%d/%Y", "2020-03-04"),
    ],
)
def test_the_user_may_say_how_dates_are_written(form: str, day: str) -> None:
    assert dates(table("03/04/2020"), date_format=form) == [day]


def test_a_date_that_is_not_understood_is_told() -> None:
    article = one(table("03/04/2020"))
    assert article.warnings == ("date not understood: '03/04/2020' (in bytes row 1)",)
    assert one(table("")).warnings == one(table("nan")).warnings == ()


def test_what_the_user_knows_of_the_articles_fills_what_they_lack() -> None:
    options = IntakeOptions(outlet="The Courier", published="2020-03-04")
    rows = b"outlet,date,text\n,,She left.\nThe Post,5 March 2020,He left.\n,soon,They left.\n"
    found = [cast(Article, article) for article in take(rows, options=options)]
    assert [(a.outlet, a.published) for a in found] == [
        ("The Courier", "2020-03-04"),
        ("The Post", "2020-03-05"),
        ("The Courier", None),
    ]


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "%d/%m", "%Q%Y"])
def test_a_form_that_tells_no_date_is_refused(form: str) -> None:
    with pytest.raises(OptionError, match="unknown date format"):
        IntakeOptions(date_format=form)
    with pytest.raises(OptionError, match="no plain date"):
        IntakeOptions(published="03/04/2020")


def test_the_section_of_a_row_is_kept() -> None:
    rows = b"text,sectionName\nShe left.,Business\n"
    assert one(rows).section == "Business"
    assert one(b'{"fields": {"body": "She left."}, "sectionName": "Sport"}').section == "Sport"
