"""Downloads of press archives are split, with what the archive says of each article."""

from __future__ import annotations

from pathlib import Path

import bundle_samples as samples
import pytest
from document_samples import rtf, word
from intake_samples import one, take

from quoth.errors import InputError
from quoth.intake.documents.bundles import bundle_parts, is_bundle
from quoth.intake.documents.bundles.words import press_date
from quoth.records import Article

BRIDGE = (
    "The old bridge at Brask will stay closed until spring, Mayor Anna Lindqvist said on Monday."
)
FERRY = '"We need a ferry," said Per Sund, who speaks for the fishermen of Holm.'


def _articles(given: bytes | Path) -> list[Article]:
    found = take(given)
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def _known(article: Article) -> tuple[str | None, ...]:
    return (article.title, article.outlet, article.published, *article.authors)


def test_nexis_as_text(tmp_path: Path) -> None:
    path = tmp_path / "nexis.txt"
    path.write_text(samples.NEXIS, encoding="utf-8")
    first, second = _articles(path)
    assert _known(first) == (
        *("Old bridge to stay closed until spring", "The Brask Courier", "2021-11-08"),
        *("Ida Holm", "Jon Brekke"),
    )
    assert first.text in samples.NEXIS
    assert first.text.startswith("The old bridge at Brask")
    assert first.text.endswith("she told\nreporters.")
    assert (first.id, second.id) == (f"{path}#1", f"{path}#2")
    assert second.text == FERRY
    assert (second.published or "").startswith("2021-11-09T09:15")


@pytest.mark.parametrize("form", ["docx", "rtf"])
def test_nexis_as_a_document_without_blank_lines(tmp_path: Path, form: str) -> None:
    lines = [line.strip() for line in samples.NEXIS.split("\n") if line.strip()]
    title = lines.index("Old bridge to stay closed")
    lines[title : title + 2] = ["Old bridge to stay closed until spring"]
    data = word(*((line, "Normal") for line in lines)) if form == "docx" else rtf(*lines)
    path = tmp_path / f"nexis.{form}"
    path.write_bytes(data)
    first, second = _articles(path)
    assert _known(first) == (
        *("Old bridge to stay closed until spring", "The Brask Courier", "2021-11-08"),
        *("Ida Holm", "Jon Brekke"),
    )
    assert first.text.startswith("The old bridge at Brask")
    assert first.text.endswith("reporters.")
    assert (second.title, second.text) == ("Fishermen want a ferry", FERRY)


def test_a_text_that_is_far_shorter_than_the_archive_says_is_a_warning() -> None:
    _, second = _articles(samples.NEXIS.encode())
    (warning,) = second.warnings
    assert warning.startswith("Nexis gives the length as 900 words; 14 are in the text")


@pytest.mark.parametrize(
    ("download", "title", "outlet", "begins"),
    [
        (samples.NEXIS_GERMAN, "Alte Brücke bleibt zu", "Brasker Bote", "Die alte Brücke"),
        (
            samples.NEXIS_FRENCH,
            "Le vieux pont reste fermé",
            "Le Courrier de Brask",
            "Le vieux pont restera",
        ),
    ],
)
def test_nexis_in_german_and_french(download: str, title: str, outlet: str, begins: str) -> None:
    article = one(download.encode())
    assert _known(article) == (title, outlet, "2021-11-08", "Ida Holm")
    assert article.text.startswith(begins)
    assert "UPDATE" not in article.text
    assert "CHARGEMENT" not in article.text


@pytest.mark.parametrize("form", ["txt", "docx", "rtf"])
def test_nexis_uni(tmp_path: Path, form: str) -> None:
    lines = samples.NEXIS_UNI.split("\n")
    data = {
        "txt": samples.NEXIS_UNI.encode(),
        "docx": word(*((line, "Normal") for line in lines)),
        "rtf": rtf(*lines),
    }[form]
    path = tmp_path / f"nexis.{form}"
    path.write_bytes(data)
    first, second = _articles(path)
    assert _known(first) == (
        *("Old bridge to stay closed until spring", "The Brask Courier", "2021-11-08", "Ida Holm"),
    )
    assert first.text.split("\n")[0] == BRIDGE
    assert "Classification" not in first.text
    assert (second.title, second.text) == ("Fishermen want a ferry", FERRY)


@pytest.mark.parametrize("form", ["txt", "rtf"])
def test_factiva_as_displayed(tmp_path: Path, form: str) -> None:
    data = samples.FACTIVA.encode() if form == "txt" else rtf(*samples.FACTIVA.split("\n"))
    path = tmp_path / f"factiva.{form}"
    path.write_bytes(data)
    first, second = _articles(path)
    assert _known(first) == (
        *("Old bridge to stay closed until spring", "The Brask Courier", "2021-11-08", "Ida Holm"),
    )
    assert first.text.split("\n")[0] == BRIDGE
    assert first.id == "BRASKC0020211108ehb80003m"
    assert _known(second) == ("Fishermen want a ferry", "Holm Evening News", "2021-11-09")
    assert second.text == FERRY


def test_factiva_with_field_codes() -> None:
    article = one(samples.FACTIVA_CODES.encode())
    assert _known(article) == (
        *("Le vieux pont reste fermé", "Le Courrier de Brask", "2021-11-08", "Ida Holm"),
    )
    assert article.text.split("\n") == [
        "Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.",
        "« Nous ne l'ouvrirons pas », a-t-elle dit.",
    ]


def test_factiva_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "factiva.html"
    path.write_text(samples.FACTIVA_PAGE, encoding="utf-8")
    first, second = _articles(path)
    assert _known(first) == (
        *("Old bridge to stay closed until spring", "The Brask Courier", "2021-11-08", "Ida Holm"),
    )
    assert first.text.split("\n") == [BRIDGE, '"We need a ferry," said Per Sund.']
    assert _known(second) == ("Fishermen want a ferry", "Holm Evening News", "2021-11-09")
    assert second.text.split("\n")[1:] == ["He speaks for the fishermen.", "They number 40."]


def test_proquest(tmp_path: Path) -> None:
    path = tmp_path / "proquest.txt"
    path.write_text(samples.PROQUEST, encoding="utf-8")
    first, second = _articles(path)
    assert _known(first) == (
        *("Old bridge to stay closed until spring", "The Brask Courier", "2021-11-08"),
        *("Ida Holm", "Jon Brekke"),
    )
    assert first.text.startswith("The old bridge at Brask")
    assert first.text.endswith("she told reporters.")
    assert (first.id, first.url) == ("2594000001", "https://proquest.example/docview/2594000001")
    assert (second.title, second.text) == ("Fishermen want a ferry", FERRY)


def test_europresse(tmp_path: Path) -> None:
    path = tmp_path / "europresse.html"
    path.write_text(samples.EUROPRESSE, encoding="utf-8")
    first, second = _articles(path)
    assert _known(first) == (
        *("Le vieux pont reste fermé", "Le Courrier de Brask", "2021-11-08", "Ida Holm"),
    )
    assert first.text.split("\n")[0].endswith("printemps, a dit la maire lundi.")
    assert _known(second) == ("Fishermen want a ferry", "Holm Evening News", "2021-11-09")


def test_an_article_that_is_only_a_picture_is_an_error_in_its_place() -> None:
    download = samples.NEXIS_UNI.replace(FERRY, "")
    first, second = take(download.encode())
    assert isinstance(first, Article)
    assert isinstance(second, InputError)
    assert "article 2: no text in it (Fishermen want a ferry)" in str(second)


@pytest.mark.parametrize(
    "text",
    [
        "He read the document.\nDocument 1 of 10 was missing, she said.\nLENGTH: 3 m",
        "Body\nThe body of the text says that all rights are reserved.\n",
        "The words HD and PD stand for nothing.\nHD PD SN\n",
        "<html><body><p>ProQuest document ID: said nobody.</p></body></html>",
    ],
)
def test_an_ordinary_text_is_no_download(text: str) -> None:
    assert not is_bundle(text)
    assert bundle_parts(text) == []


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("January 11, 2010 Monday", "2010-01-11"),
        ("11. Jänner 2010 Montag", "2010-01-11"),
        ("lundi 1er août 2010", "2010-08-01"),
        ("Nov 8, 2021", "2021-11-08"),
        ("8 Sept 2021", "2021-09-08"),
        ("08.11.2021", "2021-11-08"),
        ("31 février 2021", None),
        ("Copyright 2010 Guardian", None),
        ("a long line " * 20 + "8 November 2021", None),
    ],
)
def test_dates_of_three_languages(line: str, date: str | None) -> None:
    assert press_date(line, day_first=True) == date


@pytest.mark.parametrize(
    ("download", "sections"),
    [
        (samples.NEXIS, ["NEWS", None]),
        (samples.NEXIS_GERMAN, ["LOKALES"]),
        (samples.NEXIS_FRENCH, ["VILLE"]),
        (samples.NEXIS_UNI, ["NEWS", None]),
        (samples.FACTIVA, ["News", None]),
    ],
)
def test_the_section_is_kept(download: str, sections: list[str | None]) -> None:
    assert [article.section for article in _articles(download.encode())] == sections
