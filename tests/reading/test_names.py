"""Names in running text: where they begin and end, and what they seem to name."""

from __future__ import annotations

import pytest

from quoth.reading.speakers.entities import clean
from quoth.reading.speakers.given import gender_of, is_given
from quoth.reading.speakers.keys import same_person
from quoth.reading.speakers.names import find_names
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.tokens import fold, read_words


def found(text: str) -> list[tuple[str, str]]:
    words = read_words(text, ())
    return [
        (words.span(name.first, name.last).of(text), name.kind)
        for name in find_names(words).names
        if name.kind not in ("title", "people")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Ana Petrova.", [("Ana Petrova", "person")]),
        ("We met foreign minister Ana Petrova.", [("Ana Petrova", "person")]),
        ("We met Foreign Minister Ana Petrova.", [("Ana Petrova", "person")]),
        ("We met Secretary of State John Marsh.", [("John Marsh", "person")]),
        ("We met Sweden's King Erik.", [("Sweden", "place"), ("King Erik", "person")]),
        ("We met Jan van den Berg.", [("Jan van den Berg", "person")]),
        ("We met María de la Cruz.", [("María de la Cruz", "person")]),
        ("We met Ali bin Rashid.", [("Ali bin Rashid", "person")]),
        ("We met J. K. Marsh.", [("J. K. Marsh", "person")]),
        ("We met Robert Marsh Jr. today.", [("Robert Marsh Jr.", "person")]),
        ("We met Jean-Luc Petit.", [("Jean-Luc Petit", "person")]),
        ("Yesterday Ana Petrova left.", [("Ana Petrova", "person")]),
        ("On Monday we left.", []),
        ("The committee met.", []),
        ("Most came. Sixty-two percent agreed.", []),
        ("It was the Ministry of Food and Fisheries.",
         [("Ministry of Food and Fisheries", "body")]),
        ("It was the Securities and Exchange Commission.",
         [("Securities and Exchange Commission", "body")]),
        ("It was General Motors.", [("General Motors", "body")]),
        ("Ana Petrova and Thomas Weber left.",
         [("Ana Petrova", "person"), ("Thomas Weber", "person")]),
        ("The Kurdish-led Northern Council met.", [("Northern Council", "body")]),
        ("We went from the United States to New Zealand.",
         [("United States", "place"), ("New Zealand", "place")]),
        ("US President Donald Marsh left.", [("US", "place"), ("Donald Marsh", "person")]),
        ("We said that I'd go.", []),
        ("Chief Executive Ruth Adeyemi spoke.", [("Ruth Adeyemi", "person")]),
        ("Prime Minister Dr the Rt Hon Keith Marsh spoke.", [("Keith Marsh", "person")]),
        ("Administrator Jim Marsh left.", [("Jim Marsh", "person")]),
        ("Alhaji Musa Bello met Sheikh Omar al-Rashid.",
         [("Musa Bello", "person"), ("Omar al-Rashid", "person")]),
        ("Sen. R. Halvard (R-Wis.) left.", [("R. Halvard", "person")]),
        ("WASHINGTON - Senator Mira Holloway left.",
         [("WASHINGTON", "place"), ("Mira Holloway", "person")]),
        ("Lena Paris spoke. Paris said so.", [("Lena Paris", "person"), ("Paris", "person")]),
        ("Kim Jae-in met Seán Ó Briain.",
         [("Kim Jae-in", "person"), ("Seán Ó Briain", "person")]),
        ("Linda Moor QC spoke.", [("Linda Moor", "person")]),
        ("We met North Koreans.", []),
        ("The Taipei Shilin District Prosecutors’ Office met.",
         [("Taipei Shilin District Prosecutors’ Office", "body")]),
        ("The Center for Soil Science and Engineering met.",
         [("Center for Soil Science and Engineering", "body")]),
        ("The Bureau of Tobacco, Firearms and Explosives (BTFE) met.",
         [("Bureau of Tobacco, Firearms and Explosives", "body"), ("BTFE", "body")]),
        ("The Foundation for Clean Rivers in Education met. The FCRE said so.",
         [("Foundation for Clean Rivers in Education", "body"), ("FCRE", "body")]),
        ("DCP Ana Petrova spoke.", [("Ana Petrova", "person")]),
        ("ANA PETROVA, MINISTER FOR TRADE: We will see.", [("ANA PETROVA", "person")]),
        ("Follow @holtmayor for more.", [("@holtmayor", "person")]),
    ],
)  # fmt: skip
def test_find_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("john marsh", "john d marsh", True),
        ("j marsh", "john marsh", True),
        ("bill marsh", "william marsh", True),
        ("ruiz ortega", "jorge ruiz ortega", True),
        ("ana marsh", "john marsh", False),
        ("john marsh", "john weber", False),
    ],
)
def test_same_person(one: str, two: str, same: bool) -> None:
    assert same_person(tuple(one.split()), tuple(two.split())) is same
    assert same_person(tuple(two.split()), tuple(one.split())) is same


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Erdoğan", "erdogan"), ("O’Neill", "o'neill"), ("Łukasz", "lukasz"), ("MARSH", "marsh")],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_given_names_have_a_gender_where_it_is_clear() -> None:
    assert (gender_of("ana"), gender_of("thomas"), gender_of("leslie")) == ("f", "m", "")
    assert is_given("jean-luc")
    assert not is_given("ministry")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Marsh left. He came back.", 2),
        ("He works for Acme Inc. The firm is old.", 2),
        ("“No.” She left.", 2),
        ("The U.S. Senate met.", 1),
        ("One\n\nTwo", 2),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    assert read_words(text, ()).words[-1].sentence + 1 == sentences


def test_what_stands_behind_a_name_tells_a_person() -> None:
    assert found("Sukarni, a rice farmer, said the river rose.") == [("Sukarni", "person")]


def test_a_soft_hyphen_is_no_part_of_a_name() -> None:
    assert clean("Ana Ros\u00adsi") == "Ana Rossi"


def test_nothing_is_found_in_nothing() -> None:
    assert found("") == found("\n\n") == found("...") == []


def test_names_end_with_their_paragraph() -> None:
    assert found("We met Ana Petrova\n\nTomas Weir left.") == [
        ("Ana Petrova", "person"), ("Tomas Weir", "person"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "sort"),
    [
        ("seismologists", "person"),
        ("policewoman", "person"),
        ("shareholder", "person"),
        ("sister-in-law", "person"),
        ("64-year-old", "person"),
        ("holder", "thing"),
        ("human", "thing"),
    ],
)
def test_what_a_noun_stands_for_is_told_by_its_ending(word: str, sort: str) -> None:
    assert classify(word)[0] == sort
