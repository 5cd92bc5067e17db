"""What press archives say of an article, in English, French and German."""

from __future__ import annotations

import bundle_languages as more
import bundle_samples as samples
import pytest
from intake_samples import one, take

from quoth.intake.documents.bundles.lines import authors_in
from quoth.records import Article

FRENCH = ("Le vieux pont reste fermé", "Le Courrier de Brask", "2021-11-08", ("Ida Holm",))
GERMAN = ("Alte Brücke bleibt zu", "Brasker Bote", "2021-11-08", ("Ida Holm",))


@pytest.mark.parametrize(
    ("download", "known", "section"),
    [
        (samples.NEXIS_FRENCH, FRENCH, "VILLE"),
        (samples.NEXIS_GERMAN, GERMAN, "LOKALES"),
        (more.NEXIS_UNI_FRENCH, FRENCH, "VILLE"),
        (more.NEXIS_UNI_GERMAN, GERMAN, "LOKALES"),
        (more.FACTIVA_FRENCH, FRENCH, "Ville"),
        (more.FACTIVA_GERMAN, GERMAN, "LOKALES"),
        (samples.FACTIVA_CODES.replace("HD\n", "SE Ville\nHD\n", 1), FRENCH, "Ville"),
        (more.PROQUEST_FRENCH, FRENCH, "Ville"),
        (more.PROQUEST_GERMAN, GERMAN, "Lokales"),
    ],
)
def test_the_fields_of_an_archive(
    download: str, known: tuple[str, str, str, tuple[str]], section: str
) -> None:
    article = one(download.encode())
    assert (article.title, article.outlet, article.published, article.authors) == known
    assert article.section == section
    assert article.text.startswith(("Le vieux pont restera", "Die alte Brücke bleibt"))
    assert article.text.endswith(("a dit la maire lundi.", "a-t-elle dit.", "am Montag."))


@pytest.mark.parametrize(
    ("header", "published", "section", "length"),
    [
        ("World, Friday, November 13, 2015", "2015-11-13", "World", None),
        ("France, mercredi 11 septembre 2024 134 mots, p. 11", "2024-09-11", "France", 134),
        ("Seine-Saint-Denis, lundi 28 janvier 2013, p. 93_T_17", "2013-01-28",
         "Seine-Saint-Denis", None),
        ("Tuesday, November 9, 2021, 120 words", "2021-11-09", None, 120),
        ("lundi 1er mars 2021 1 240 mots", "2021-03-01", None, 1240),
        ("Politik, Montag, 8. November 2021, 1.134 Wörter, S. 3", "2021-11-08", "Politik", 1134),
        ("Samstag, 6. November 2021", "2021-11-06", None, None),
        ("Économie, 12 mots, p. 4", "2021-11-08", "Économie", None),  # the day of its number
    ],
)  # fmt: skip
def test_the_header_of_europresse(
    header: str, published: str, section: str | None, length: int | None
) -> None:
    download = samples.EUROPRESSE.replace("Ville, lundi 8 novembre 2021, p. 3", header)
    first, _ = take(download.encode())
    assert isinstance(first, Article)
    assert (first.published, first.section, first.title) == (published, section, FRENCH[0])
    told = [one for one in first.warnings if one.startswith("Europresse gives the length")]
    assert [f"as {length:,} words" in one for one in told] == ([True] if length else [])


def test_older_pages_of_europresse_hold_an_article_in_a_cell() -> None:
    first, second = take(more.EUROPRESSE_OLDER.encode())
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.outlet, first.published, first.authors) == FRENCH
    assert (first.section, first.id) == ("Ville", "news·20211108·CB·0031")
    assert first.text.split("\n") == [
        "Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.",
        "« Nous ne l'ouvrirons pas », a-t-elle dit.",
    ]
    assert (second.title, second.authors) == ("Fishermen want a ferry", ())


def test_boxes_of_the_service_are_no_text() -> None:
    box = '<div class="apd-wrapper">À lire aussi : un autre pont</div></div></div></section>'
    download = samples.EUROPRESSE.replace("</div></div></section>", box, 1)
    assert "À lire" not in one_text(download)


def one_text(download: str) -> str:
    first = take(download.encode())[0]
    assert isinstance(first, Article)
    return first.text


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ida Holm and Jon Brekke", ("Ida Holm", "Jon Brekke")),
        ("By Ida Holm, Staff Writer", ("Ida Holm",)),
        ("Von Ida Holm und Jon Brekke", ("Ida Holm", "Jon Brekke")),
        ("Ida Holm; Jon Brekke, Economics Correspondent", ("Ida Holm", "Jon Brekke")),
    ],
)
def test_the_names_of_a_byline(byline: str, names: tuple[str, ...]) -> None:
    assert authors_in(byline) == names
