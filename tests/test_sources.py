"""One meaning at every door: what is handed in is told apart, or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy
import pandas
import polars
import pytest

import quoth
from quoth.errors import InputError, OptionError
from quoth.jobs.sources import TableColumns, flat, taken_in
from quoth.records import Article

TEXT = "Ada Roth, the harbour master, said on Monday that the ferry would be late again."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{TEXT} ({name})", encoding="utf-8")
    return folder


def names(sources: Any, **columns: str) -> list[str]:
    return [
        Path(one.id).name if isinstance(one, Article) else f"! {one.reason}"
        for one in taken_in(sources, None, TableColumns(**columns))
    ]


def test_a_str_is_a_path_and_never_letters(news: Path) -> None:
    assert names(str(news)) == ["a.txt", "b.txt"]
    assert names(f"{news}/") == ["a.txt", "b.txt"]
    assert names(str(news / "b*")) == ["b.txt"]
    assert names("no/such/place.txt") == ["! no such file"]


@pytest.mark.parametrize(
    "form",
    [
        lambda news: news,
        lambda news: [news / "a.txt", str(news / "b.txt")],
        lambda news: (one for one in sorted(news.iterdir())),
        lambda news: [[str(news / "a.txt")], (news / "b.txt",)],
        lambda news: numpy.array([str(news / "a.txt"), str(news / "b.txt")]),
        lambda news: dict.fromkeys([news / "a.txt", news / "b.txt"]).keys(),
    ],
)
def test_lists_generators_and_paths_are_the_same(news: Path, form: Callable[[Path], Any]) -> None:
    assert names(form(news)) == ["a.txt", "b.txt"]


def test_bytes_and_articles_are_themselves() -> None:
    made = Article(id="x", text=TEXT)
    assert names(TEXT.encode()) == ["bytes"]
    assert next(iter(taken_in([made, TEXT.encode()]))) is made


@pytest.mark.parametrize("text", [TEXT, f"{TEXT}\n\nMore.", "a" * 5000])
def test_a_text_is_told_where_it_belongs(text: str) -> None:
    (told,) = taken_in(text)
    assert isinstance(told, InputError)
    assert "quoth.read_text" in str(told)
    assert len(str(told)) < 150


WRONG = {
    "None": (None, "nothing to read"),
    "NaN": (float("nan"), "nothing to read"),
    "NaT": (pandas.NaT, "nothing to read"),
    "NA": (pandas.NA, "nothing to read"),
    "a number": (42, "an int; give paths"),
    "a dict": ({"text": TEXT}, "quoth.Article"),
    "a Series": (pandas.Series([TEXT]), 'a Series of pandas, .* text="COLUMN"'),
    "a polars Series": (polars.Series([TEXT]), "a Series of polars"),
    "a lazy frame": (polars.LazyFrame({"text": [TEXT]}), "a LazyFrame of polars"),
    "a reading": (quoth.Reading(Article("x", TEXT)), "already a reading"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_nothing_to_read_is_refused_by_name(what: str) -> None:
    given, words = WRONG[what]
    for door in (quoth.read, quoth.read_many):
        with pytest.raises(OptionError, match=words):
            door(given)  # type: ignore[operator]
    (told,) = taken_in([given])
    assert isinstance(told, InputError)
    assert "\n" not in str(told)


ROWS = {
    "url": ["https://a.example/1", "https://a.example/2", None],
    "body": [TEXT, f"{TEXT} Again.", None],
    "day": [pandas.Timestamp("2020-03-01"), pandas.NaT, pandas.NaT],
    "paper": ["The Herald", float("nan"), "The Courier"],
    "number": [7, 8, 9],
}


def polars_rows() -> polars.DataFrame:
    from datetime import date

    days = [date(2020, 3, 1), None, None]
    papers = ["The Herald", None, "The Courier"]
    return polars.DataFrame({**ROWS, "day": days, "paper": papers})


@pytest.mark.parametrize("frame", [lambda: pandas.DataFrame(ROWS), polars_rows])
def test_the_rows_of_a_data_frame_are_articles(frame: Callable[[], Any]) -> None:
    columns = TableColumns(text="body", published="day", outlet="paper", id="number")
    first, second, third = taken_in(frame(), None, columns)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.outlet, first.url) == ("7", "The Herald", "https://a.example/1")
    assert (first.published or "").startswith("2020-03-01")
    assert (second.outlet, second.published, second.text) == (None, None, f"{TEXT} Again.")
    assert isinstance(third, InputError)
    assert third.name == "a data frame row 3"


def test_columns_are_known_by_their_names_or_told() -> None:
    frame = pandas.DataFrame({"text": [TEXT], "date": ["2020-03-01"]})
    (one,) = taken_in(frame)
    assert isinstance(one, Article)
    assert one.published == "2020-03-01"
    with pytest.raises(OptionError, match="no column 'body'"):
        list(taken_in(frame, None, TableColumns(text="body")))
    with pytest.raises(OptionError, match="name it with text="):
        list(taken_in(pandas.DataFrame({"x": [TEXT]})))
    with pytest.raises(OptionError, match="only for data frames, and this is a str"):
        list(taken_in("a.txt", None, TableColumns(text="body")))


def test_flat_leaves_single_things_whole() -> None:
    assert list(flat(["ab", b"cd", ["ef", ("gh",)], 3])) == ["ab", b"cd", "ef", "gh", 3]


def test_a_ledger_takes_the_same(tmp_path: Path, news: Path) -> None:
    with quoth.Ledger(tmp_path / "news.db") as ledger:
        kept = ledger.add([str(news), pandas.DataFrame({"text": [TEXT]})], workers=1)
        assert [one.outcome for one in kept] == ["new"] * 3
        with pytest.raises(ExceptionGroup) as caught:
            ledger.add(None, 3, news, workers=1)
        assert [type(one) for one in caught.value.exceptions] == [InputError, InputError]


def test_every_name_is_shown() -> None:
    assert set(quoth.__all__) <= set(dir(quoth))
    assert all(getattr(quoth, name) is not None for name in dir(quoth) if name in quoth.__all__)


@pytest.mark.parametrize(
    "several", [[TEXT], ("a.txt", "b.txt"), pandas.DataFrame({"text": [TEXT]}), iter(())]
)
def test_several_are_for_read_many(several: Any) -> None:
    with pytest.raises(OptionError, match=r"^an? \w+; for several articles use quoth\.read_many$"):
        quoth.read(several)


@pytest.mark.parametrize("nothing", [None, float("nan"), pandas.NaT, pandas.NA])
def test_what_is_nothing_is_not_known_of_a_text(nothing: Any) -> None:
    article = quoth.read_text(TEXT, title=nothing, published=nothing, url=nothing).article
    assert (article.title, article.published, article.url) == (None, None, None)
    with pytest.raises(InputError, match="no text in it"):
        quoth.read_text(nothing)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": TEXT.encode()}, "text: expected a str, not bytes; quoth.read reads"),
        ({"text": 3}, "text: expected a str, not an int"),
        ({"text": TEXT, "title": 3.5}, "title: expected a str, not a float"),
        ({"text": TEXT, "id": 7}, "id: expected a str, not an int"),
        ({"text": TEXT, "language": "klingonese"}, "'klingonese' is not a language code"),
    ],
)
def test_what_is_no_text_is_refused_by_name(given: dict[str, Any], told: str) -> None:
    with pytest.raises(OptionError, match=told):
        quoth.read_text(**given)


def test_the_language_of_an_article_is_a_code() -> None:
    assert Article("a", TEXT, language="en-GB").language == "en-GB"
    with pytest.raises(ValueError, match="language: 'English' is not a language code"):
        Article("a", TEXT, language="English")


def test_a_search_takes_dates_and_refuses_what_is_no_number(tmp_path: Path) -> None:
    with quoth.Ledger(tmp_path / "news.db") as ledger:
        ledger.add(quoth.read_text(TEXT, published="2031-03-04"))
        assert ledger.search("ferry", since=date(2031, 3, 4), until=datetime(2031, 3, 4, 12))
        assert not ledger.search("ferry", since=date(2031, 3, 5))
        with pytest.raises(OptionError, match="limit='x': expected a whole number"):
            ledger.search("ferry", limit="x")  # type: ignore[arg-type]
