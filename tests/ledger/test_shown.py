"""What pages show of a statement: the printed sentence, titles, persons without a name, dates."""

from __future__ import annotations

import pytest

from quoth.ledger.nameless import is_person
from quoth.ledger.printed import bounds_of, pieces_of
from quoth.ledger.titles import title_in, titles
from quoth.records import Attribution, Span
from quoth.wording import day_in_words, headline, publisher


@pytest.mark.parametrize(
    "label",
    ["the researchers", "a spokeswoman for the port", "traders", "a group of experts", "others",
     "hundreds of former members of the navy", "a 45-year-old", "her family", "The judge",
     "Lawyers representing the town", "one former officer", "several activists"],
)  # fmt: skip
def test_persons_without_a_name(label: str) -> None:
    assert is_person(label)


@pytest.mark.parametrize(
    "label",
    ["years of research", "the proposed new test", "a photo of the sign", "this", "The Greens",
     "the depth and condition of the tracks", "the council", "a report by two lawyers", "", "of"],
)  # fmt: skip
def test_what_is_no_person_is_not_one_without_a_name(label: str) -> None:
    assert not is_person(label)


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("mayor of Holt", "mayor of Holt"),
        ("president and CEO of the Ferry Company", "president and CEO of the Ferry Company"),
        ("former Defence Minister", "former Defence Minister"),
        ("hopes Arcadian President", "Arcadian President"),
        ("said Olaf's father", "Olaf's father"),
        ("When the paper said he'd never been a broker", None),
        ("mother of", None),
        ("in the end", None),
        ("", None),
    ],
)
def test_roles_are_titles_and_no_pieces_of_sentences(role: str, title: str | None) -> None:
    assert title_in(role) == title


def test_a_title_stands_once_over_all_of_its_time() -> None:
    told = [("Mayor", "2030-02-01", "2030-02-01", 1), ("hopes", None, None, 1),
            ("mayor", "2029-01-01", "2031-05-01", 3)]  # fmt: skip
    assert titles(told) == (("Mayor", "2029-01-01", "2031-05-01", 4),)


TEXT = (
    "Rain in Holt\n\nThe bridge is old. “We checked,” Ada Roth told\nreporters, “every bolt of it, "
    "twice,” before she left. Nobody asked why.\n\nThe end."
)


def said(*parts: str, source: str = "Ada Roth", cue: str = "told") -> Attribution:
    def at(words: str) -> Span:
        start = TEXT.index(words)
        return Span(start, start + len(words))

    return Attribution("a1", at(cue), (at(source),), tuple(map(at, parts)))


def test_the_printed_sentence_is_shown_whole() -> None:
    pieces = pieces_of(TEXT, said("“We checked,”", "“every bolt of it, twice,”"))
    assert [(one.role, one.text) for one in pieces] == [
        ("content", "“We checked,”"), ("", " "), ("source", "Ada Roth"), ("", " "),
        ("cue", "told"), ("", "\nreporters, "), ("content", "“every bolt of it, twice,”"),
        ("", " before she left."),
    ]  # fmt: skip


def test_a_sentence_is_never_cut_by_a_count_of_characters() -> None:
    long = "He said that " + ", ".join(f"pier {n} is closed" for n in range(60)) + "."
    at = long.index("pier 30")
    assert bounds_of(f"One. {long} Two.", at + 5, at + 12) == (5, 5 + len(long))


def test_a_source_inside_its_content_is_shown_once() -> None:
    pieces = pieces_of(TEXT, said("Ada Roth told\nreporters", source="Ada Roth", cue="told"))
    assert "".join(one.text for one in pieces) == TEXT[TEXT.index("“We") : TEXT.index(" Nobody")]


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("2019-09-14T08:30:00Z", "14 September 2019, 08:30 UTC"),
        ("2019-09-04", "4 September 2019"),
        ("2019-09", "September 2019"),
        ("2019", "2019"),
        ("2019-09-04/2019-09-07", "4 September 2019 to 7 September 2019"),
        ("2019-09-04/2019-09-04", "4 September 2019"),
        ("2019-13-04", "2019-13-04"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_dates_are_written_as_people_write_them(told: str | None, shown: str) -> None:
    assert day_in_words(told) == shown


def test_texts_have_a_headline_and_a_publisher() -> None:
    assert headline("Rain", TEXT) == "Rain"
    assert headline(None, TEXT) == "Rain in Holt The bridge is old. “We checked,” Ada Roth told…"
    assert headline(None, "The bridge is old\n\nAda Roth said so.") == "The bridge is old"
    assert headline("", "") == ""
    assert publisher("The Herald", "https://www.herald.example/a") == "The Herald"
    assert publisher(None, "https://www.herald.example/a") == "herald.example"
    assert publisher(None, "https://[bad") == ""
    assert publisher(None, None) == ""
