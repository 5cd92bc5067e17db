"""Speakers joined across articles: who is one, who stays apart, and why."""

from __future__ import annotations

from typing import Any

import pytest

from builders import article
from quoth.ledger.identities import Appearance, Identity, appearances, join
from quoth.records import Span, Speaker


def cast(*people: str | tuple[str, str] | dict[str, Any]) -> list[Appearance]:
    """Appearances with the keys 0, 1, …, each in an article of its own: names, names with a role,
    or fields."""
    out = []
    for key, one in enumerate(people):
        if isinstance(one, str):
            one = {"name": one}
        elif isinstance(one, tuple):
            one = {"name": one[0], "roles": (one[1],)}
        fields: dict[str, Any] = {"type": "person", "article": key, "name": None, **one}
        fields.setdefault("label", fields["name"] or "a resident")
        out.append(Appearance(key=key, **fields))
    return out


def bodies(*names: str) -> list[Appearance]:
    return cast(*({"name": name, "type": "organisation"} for name in names))


def groups(people: list[Appearance]) -> list[set[int]]:
    """The keys of each identity of several members."""
    found = ({member.key for member in one.members} for one in join(people))
    return [keys for keys in found if len(keys) > 1]


def one(people: list[Appearance]) -> Identity:
    (identity,) = join(people)
    return identity


def whys(people: list[Appearance]) -> list[str]:
    return [member.why for member in one(people).members]


# --- persons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Ana Belić", "Ana Belic"), "same full name"),
        (("Ana Belić", "ANA BELIĆ"), "same full name"),
        (("Maire O'Shane", "Máire O’Shane"), "same full name"),
        (("Kim Tae-oh", "Kim Tae Oh", "Kim Tae-Oh"), "same full name"),
        (("Juma al-Rashti", "Juma Rashti"), "other spelling"),
        (("Oleh Verbitsky", "Oleh Verbitskiy", "Oleh Verbitskyy"), "other spelling"),
        (("Jörg Küster", "Joerg Kuester"), "other spelling"),
        (("Ana Belić", "Dr. Ana Belić"), "name with title"),
        (("Ana Belić", "Ms Ana Belić"), "name with title"),
        (("Hugo Brandt", "Hugo R. Brandt"), "middle name"),
        (("Hugo Brandt", "Hugo Rolf Brandt", "Hugo R. Brandt"), "middle name"),
        (("Hugo Rolf Brandt", "H. R. Brandt"), "initials"),
        (("J. K. Osei", "JK Osei", "J.K. Osei"), "same full name"),
        (("Ursula van der Holt", "Ursula Van der Holt"), "same full name"),
        (("Pope Anselm", "Pope Anselm"), "same full name"),
        (("Queen Ilse", "Queen Ilse II"), "part of the name and role"),
        (("@holtmayor", "@HoltMayor"), "same account"),
        (("青木 花子", "青木花子"), "same full name"),
    ],
)
def test_one_person_under_several_names(names: tuple[str, ...], why: str) -> None:
    identity = one(cast(*names))
    assert why in {member.why for member in identity.members}
    assert {member.key for member in identity.members} == set(range(len(names)))


@pytest.mark.parametrize(
    "names",
    [
        ("Belić", "Belić"),  # one surname alone is nobody's
        ("Belić", "Ana Belić"),
        ("Mr. Belić", "Ana Belić"),
        ("Ana Belić", "Ivo Belić"),
        ("Hugo Brandt Jr.", "Hugo Brandt"),
        ("Hugo Brandt Jr.", "Hugo Brandt Sr."),
        ("Hugo Brandt Jr.", "Hugo Brandt III"),
        ("Hugo R. Brandt", "Hugo T. Brandt"),
        ("Hugo R. Brandt", "Hugo S. R. Brandt"),
        ("H. Brandt", "Hugo Brandt"),  # one initial fits too many
        ("Bob Lindqvist", "Robert Lindqvist"),  # common names need a role that agrees
        ("Salim bin Harun", "Harun bin Salim"),
        ("Omar Haddad", "Omar bin Haddad al-Fahri"),
        ("Prime Minister", "Prime Minister"),
        ("Press Secretary", "Press Secretary"),
        ("Tom Ash and Mia Ash", "Tom Ash"),
        ("James Thomas", "Thomas James"),
        ("", ""),
        ("…", "…"),
    ],
)
def test_names_that_join_nobody(names: tuple[str, ...]) -> None:
    assert groups(cast(*names)) == []


def test_a_name_that_can_be_two_peoples_is_neither() -> None:
    people = cast("Hugo Brandt", "Hugo R. Brandt", "Hugo T. Brandt", "Hugo T. Brandt")
    assert groups(people) == [{2, 3}]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (("Bob Lindqvist", "Senator"), ("Robert Lindqvist", "senator"), "short given name"),
        (("Bob Lindqvist", "Sen."), ("Robert A. Lindqvist", "Senator"), "short given name"),
        (("H. Brandt", "mayor of Holt"), ("Hugo Brandt", "mayor of Holt"), "initials and role"),
        (("Pedro Luz", "mayor of Arenal"), ("Pedro Luz Ibarra", "mayor of Arenal"), "part of"),
        (("Aoki Hanako", "mayor of Sanda"), ("Hanako Aoki", "Mayor of Sanda"), "other order"),
        (("Belić", "mayor of Holt"), ("Ana Belić", "Holt mayor"), "surname and role"),
        (("Belić", "President"), ("Ana Belić", "president"), "surname and role"),
        (("President Belić", ""), ("Ana Belić", "President"), "surname and role"),
        (("Belić", "President"), ("Belić", "President"), "surname and role"),
    ],
)
def test_a_role_that_agrees_joins_what_the_name_alone_does_not(
    first: tuple[str, str], second: tuple[str, str], why: str
) -> None:
    people = cast(
        {"name": first[0], "roles": (first[1],) if first[1] else (), "published": "2030-01-01"},
        {"name": second[0], "roles": (second[1],), "published": "2030-05-01"},
    )
    assert any(reason.startswith(why) for reason in whys(people))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Belić", "mayor of Holt"), ("Ana Belić", "mayor of Arenal")),
        (("Belić", "resident"), ("Ana Belić", "resident")),
        (("Belić", "spokeswoman"), ("Ana Belić", "spokeswoman")),
        (("Belić", "mayor"), ("Ana Belić", "mayor")),  # every town has one
        (("Belić", "former President"), ("Ana Belić", "former President")),
    ],
)
def test_a_role_that_many_have_joins_nobody(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert groups(cast(first, second)) == []


def test_an_office_is_one_persons_only_for_its_time() -> None:
    then = {"name": "Ivo Belić", "roles": ("President",), "published": "2001-05-01"}
    now = {"name": "Belić", "roles": ("President",), "published": "2030-05-01"}
    assert groups(cast(then, now)) == []
    assert groups(cast(then, {**now, "published": "2002-05-01"})) == [{0, 1}]


def test_two_holders_of_one_office_keep_the_surname_open() -> None:
    assert groups(cast(("Belić", "President"), ("Ana Belić", "President"),
                       ("Ivo Belić", "President"))) == []  # fmt: skip


# --- namesakes ------------------------------------------------------------------------------------


def test_namesakes_of_plainly_different_lives_are_two_people() -> None:
    people = cast(
        ("John Ashby", "Senator"),
        ("John Ashby", "striker"),
        ("John Ashby", "Senator"),
        ("John Ashby", "veteran striker"),
        "John Ashby",
    )
    assert groups(people) == [{0, 2}, {1, 3}]  # whose the last is cannot be told


def test_a_namesake_spoken_of_far_more_often_gets_what_has_no_role() -> None:
    people = cast(*[("John Ashby", "Senator")] * 6, "John Ashby", ("John Ashby", "striker"))
    assert groups(people) == [{0, 1, 2, 3, 4, 5, 6}]


def test_one_life_can_have_two_halves() -> None:
    both = {"name": "John Ashby", "roles": ("senator", "wrestler")}
    assert groups(cast(("John Ashby", "Senator"), ("John Ashby", "wrestler"), both)) == [{0, 1, 2}]
    then = {"name": "John Ashby", "roles": ("striker",), "published": "2010-01-01"}
    now = {"name": "John Ashby", "roles": ("Senator",), "published": "2030-01-01"}
    assert groups(cast(then, now)) == [{0, 1}]
    former = {"name": "John Ashby", "roles": ("former striker",)}
    assert groups(cast(former, ("John Ashby", "Senator"))) == [{0, 1}]


def test_an_article_that_has_two_speakers_keeps_their_names_apart() -> None:
    people = cast(
        {"name": "Hugo Brandt", "article": 7},
        {"name": "Hugo R. Brandt", "article": 7},
    )
    assert groups(people) == []


# --- the never-named, organisations, documents ----------------------------------------------------


def test_the_never_named_are_never_joined() -> None:
    unnamed = {"label": "a senior official", "type": "unnamed"}
    unknown = {"label": "he", "name": "Ana Belić", "type": "unknown"}
    assert groups(cast(unnamed, unnamed, unknown, unknown)) == []


@pytest.mark.parametrize(
    "names",
    [
        ("Foreign Ministry", "the Foreign Ministry"),
        ("police", "police"),
        ("Government", "government"),
        ("Supreme Court", "Supreme Court"),
        ("Department of Health", "Department of Health"),
        ("National Electoral Commission", "National Electoral Commission"),
        ("Parliament", "Parliament"),
        ("Labour Party", "Labour Party"),
        ("the company", "the company"),
        ("Republicans", "Republicans"),
        ("Foreign Affairs", "Foreign Affairs"),
        ("Belić campaign", "Belić’s campaign"),  # another Belić's, in another article
        ("Belić's office", "Belić's office"),
        ("Georgia", "Georgia"),
        ("Holt Council", "Arenal Council"),
        ("University of Holt", "Holt University"),
        ("PAC", "PAC"),
        ("HC", "HC"),  # two letters are too few
        ("Mr. Belić", "Mr. Belić"),
    ],
)
def test_labels_that_are_another_body_in_another_article(names: tuple[str, ...]) -> None:
    assert groups(bodies(*names)) == []


@pytest.mark.parametrize(
    "names",
    [
        ("The Holt Herald", "Holt Herald"),
        ("Russian Foreign Ministry", "the Russian foreign ministry"),
        ("US State Department", "United States Department of State", "U.S. State Department"),
        ("Holt Steel Inc.", "Holt Steel"),
        ("Arenal Defence Centre", "Arenal Defense Center"),
        ("Smith & Holt", "Smith and Holt"),
        ("France", "France"),
        ("US", "United States", "U.S."),
        ("N.A.T.O.", "NATO"),
        ("General Steel", "General Steel"),
        ("Ana Belić’s campaign", "Ana Belić campaign"),
        ("Holt Council", "Holt council"),
    ],
)
def test_bodies_known_by_their_name(names: tuple[str, ...]) -> None:
    assert len(one(bodies(*names)).members) == len(names)


def test_a_family_name_read_as_a_body_joins_nothing() -> None:
    family = {"name": "Brandt", "type": "organisation"}
    assert groups(cast(family, family)) == [{0, 1}]  # as far as is known a firm
    assert groups(cast(family, family, "Hugo Brandt", "Hugo Brandt")) == [{2, 3}]


def test_an_acronym_goes_to_the_body_that_an_article_calls_so() -> None:
    council = {"name": "Arenal Farming Council", "type": "organisation", "other_names": ("AFC",)}
    short = {"name": "ARFC", "type": "organisation"}
    council["other_names"] = ("ARFC",)
    assert whys(cast(council, short)) == ["same organisation name", "acronym given in an article"]
    other = {"name": "Arden Fishing Council", "type": "organisation", "other_names": ("ARFC",)}
    assert groups(cast(council, short, other)) == []


def test_documents_are_joined_by_title_and_reports_never() -> None:
    def papers(*names: str) -> list[Appearance]:
        return cast(*({"name": name, "type": "document"} for name in names))

    assert groups(papers("Holt Convention", "the Holt Convention", "The Holt Convention")) == [
        {0, 2}
    ]
    assert groups(papers("Arenal Institute poll", "Arenal Institute poll")) == []
    assert groups(papers("Annual Report", "Annual Report")) == []


def test_authors_are_joined_within_an_outlet_and_not_with_those_they_quote() -> None:
    author = {"name": "Mia Ash", "type": "author", "outlet": "The Holt Herald"}
    elsewhere = {**author, "outlet": "The Arenal Times"}
    assert groups(cast(author, author, elsewhere, "Mia Ash")) == [{0, 1}]


def test_a_body_once_read_as_a_person_is_still_the_body() -> None:
    herald = {"name": "Holt Arrow", "type": "organisation"}
    identity = one(cast(*[herald] * 5, "Holt Arrow"))
    assert identity.type == "organisation"
    assert identity.members[-1].why == "same full name, read as another type"
    assert len(join(cast(herald, "Holt Arrow"))) == 2  # as often one as the other


# --- what an identity says ------------------------------------------------------------------------


def test_names_roles_and_their_dates() -> None:
    identity = one(
        cast(
            {"name": "Ana Belić", "roles": ("Mayor",), "published": "2029-03-01T08:00:00Z"},
            {"name": "Ana R. Belić", "roles": ("mayor", "economist"), "published": "2028-01-05"},
            {"name": "Ana Belić", "roles": ("mayor",), "published": None},
        )
    )
    assert (identity.id, identity.name, identity.type) == ("i0", "Ana Belić", "person")
    assert identity.names == ("Ana Belić", "Ana R. Belić")
    told = [(role.role, role.first, role.last, role.count) for role in identity.roles]
    assert told == [
        ("economist", "2028-01-05", "2028-01-05", 1),
        ("mayor", "2028-01-05", "2029-03-01", 3),
    ]


def test_a_speaker_of_one_article_is_an_identity_too() -> None:
    (identity,) = join(cast({"label": "a senior official", "type": "unnamed"}))
    assert (identity.name, identity.members[0].why) == ("a senior official", "on its own")


def test_two_appearances_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="key 0"):
        join([*cast("Ana Belić"), *cast("Ana Belić")])


def test_appearances_of_a_reading_with_the_acronyms_it_uses() -> None:
    council = Speaker(
        "s1", "Arenal Farming Council", "Arenal Farming Council", "organisation",
        mentions=(Span(4, 26), Span(28, 31), Span(52, 55)),
    )  # fmt: skip
    built = article(
        "The [Arenal Farming Council] (AFC) {said} <it rained>. The AFC left.",
        speakers={"a1": council},
        published="2030-01-01",
        outlet="The Holt Herald",
    )
    (found,) = appearances(built.reading, 12, [40])
    assert found == Appearance(
        40, 12, council.name, council.label, "organisation", (), "2030-01-01", "The Holt Herald",
        ("AFC",),
    )  # fmt: skip
