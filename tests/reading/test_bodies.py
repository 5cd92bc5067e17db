"""Bodies that a name and a common noun name together; what a body is and where it belongs; how an
article speaks of a person."""

from __future__ import annotations

import pytest

from builders import article
from quoth.reading.speakers import resolve_speakers
from quoth.reading.speakers.bodies import country_in, kind_of
from quoth.records import Speaker


def speakers(marked: str) -> list[Speaker]:
    """The speaker of each attribution, in their order."""
    built = article(marked)
    found, refs = resolve_speakers(built.article, built.attributions)
    known = {one.id: one for one in found}
    return [known[ref.speaker] for one in built.attributions for ref in refs[one.id]]


@pytest.mark.parametrize(
    ("label", "kind", "country"),
    [
        ("Norwegian foreign ministry", "ministry", "Norway"),
        ("Ministry of Health of Peru", "ministry", "Peru"),
        ("South Korean government", "government", "South Korea"),
        ("U.S. government", "government", "United States"),
        ("Supreme Court of India", "court", "India"),
        ("Holt Sheriff's Office", "police", None),
        ("police there", "police", None),
        ("Holt University", "university", None),
        ("La Luz", None, None),
    ],
)
def test_what_a_body_is_and_its_country(label: str, kind: str | None, country: str | None) -> None:
    assert (kind_of(label), country_in(label)) == (kind, country)


def test_a_name_and_a_common_noun_are_one_body() -> None:
    first, second = speakers(
        "The Norwegian government met on Friday.\n"
        "[The Norwegian government] {said} <taxes would fall>.\n"
        "[Norway’s government] {added} <that nothing was settled>."
    )
    assert first is second
    assert (first.name, first.label, first.type) == (None, "Norwegian government", "organisation")
    assert (first.body, first.place) == ("government", "Norway")


def test_two_ministries_of_two_countries_are_two() -> None:
    one, two = speakers(
        "[The Norwegian foreign ministry] {said} <it would answer>.\n"
        "[The Peruvian foreign ministry] {said} <it had waited>."
    )
    assert one.id != two.id
    assert (one.place, two.place) == ("Norway", "Peru")
    assert one.body == two.body == "ministry"


def test_a_body_belongs_to_the_place_in_its_name() -> None:
    (one,) = speakers(
        "A bridge fell in Holt on Friday. Nobody in Holt was hurt.\n"
        "[The Holt Police Department] {said} <it had seen nothing>."
    )
    assert one.body in ("police", "ministry")
    assert one.place == "Holt"


def test_pronouns_are_those_of_the_article() -> None:
    ana, tom, kim = speakers(
        "[Ana Petrova] {said} <one>. She left.\n[Tom Weber] {said} <two>.\n"
        "[Kim Asare], her brother’s friend, {said} <three>."
    )
    assert ana.pronouns == ("she",)
    assert tom.pronouns == ()  # never guessed from a name
    assert kim.pronouns == ()


def test_bodies_have_no_pronouns() -> None:
    (one, *_) = speakers("[Acme Corp.] {said} <it was late>.\n[It] {added} <that it would pay>.")
    assert one.pronouns == ()
