"""What always holds of joined speakers: order is nothing, everyone is somewhere, people decide."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from builders import HOSTILE_TEXT
from quoth.ledger.identities import Apart, Appearance, Decision, Identity, Together, join
from quoth.records import SpeakerType

_NAMES = st.one_of(
    st.sampled_from(
        [
            *("Ana Belić", "Ana R. Belić", "Ana S. Belić", "A. R. Belić", "A. Belić", "Belić"),
            *("Ana Belić Jr.", "President Belić", "Dr Ana Belić", "Bob Ash", "Robert Ash"),
            *("Robert Ash Luz", "Ash Robert", "Holt Council", "Foreign Ministry", "HNC", "Holt"),
        ]
    ),
    st.none(),
    HOSTILE_TEXT,
)
_TYPES: st.SearchStrategy[SpeakerType] = st.sampled_from(
    ["person", "person", "organisation", "document", "unnamed", "author"]
)
_ROLES = st.lists(
    st.sampled_from(["Senator", "striker", "President", "mayor of Holt", "judge"]), max_size=2
)


@st.composite
def people(draw: st.DrawFn) -> list[Appearance]:
    keys = draw(st.lists(st.integers(0, 99), unique=True, max_size=12))
    return [
        Appearance(
            key=key,
            article=draw(st.integers(0, 4)),
            name=draw(_NAMES),
            label="a resident",
            type=draw(_TYPES),
            roles=tuple(draw(_ROLES)),
            published=draw(st.sampled_from([None, "2030-01-01", "2019-05-05", "soon"])),
            outlet=draw(st.sampled_from([None, "The Holt Herald"])),
            other_names=tuple(draw(st.lists(st.just("HNC"), max_size=1))),
        )
        for key in keys
    ]


def _keys() -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, 99), min_size=1, max_size=4)


_DECISIONS: st.SearchStrategy[list[Decision]] = st.lists(
    st.one_of(st.builds(Together, _keys()), st.builds(Apart, _keys(), _keys())), max_size=4
)


def owner(found: list[Identity]) -> dict[int, str]:
    return {member.key: identity.id for identity in found for member in identity.members}


@given(people(), _DECISIONS, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(
    given_people: list[Appearance], decisions: list[Decision], random: object
) -> None:
    turned = list(given_people)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert join(turned, decisions) == join(given_people, decisions)


@given(people(), _DECISIONS)
def test_everyone_is_in_exactly_one_identity(
    given_people: list[Appearance], decisions: list[Decision]
) -> None:
    found = join(given_people, decisions)
    members = [member.key for identity in found for member in identity.members]
    assert sorted(members) == sorted(one.key for one in given_people)
    assert len({identity.id for identity in found}) == len(found)
    for identity in found:
        assert identity.id == f"i{min(member.key for member in identity.members)}"
        assert all(0 <= member.confidence <= 1 for member in identity.members)


@given(people(), _DECISIONS)
def test_the_last_decision_of_a_person_holds(
    given_people: list[Appearance], decisions: list[Decision]
) -> None:
    ids = owner(join(given_people, decisions))
    if not decisions:
        return
    last = decisions[-1]
    if isinstance(last, Together):
        assert len({ids[key] for key in last.keys if key in ids}) <= 1
    else:
        for one, two in itertools.product(last.keys & ids.keys(), last.others & ids.keys()):
            assert one == two or ids[one] != ids[two]


@given(people())
def test_unnamed_speakers_stay_alone(given_people: list[Appearance]) -> None:
    ids = owner(join(given_people))
    for one in given_people:
        if one.name is None or one.type == "unnamed":
            assert list(ids.values()).count(ids[one.key]) == 1


def three() -> list[Appearance]:
    return [Appearance(key, key, "Ana Belić", "Ana Belić", "person") for key in (1, 2, 3)]


def test_a_split_takes_one_away_and_the_rest_stay() -> None:
    ids = owner(join(three(), [Apart(frozenset({2}), frozenset({1}))]))
    assert ids == {1: "i1", 2: "i2", 3: "i1"}


def test_what_is_split_off_together_stays_together() -> None:
    ids = owner(join(three(), [Apart(frozenset({2, 3}), frozenset({1}))]))
    assert ids == {1: "i1", 2: "i2", 3: "i2"}


def test_a_merge_brings_all_their_names_along_and_says_so() -> None:
    others = [Appearance(key, key, "Anna Horvat", "Anna Horvat", "person") for key in (4, 5)]
    (identity,) = join([*three(), *others], [Together(frozenset({1, 4}))])
    assert identity.names == ("Ana Belić", "Anna Horvat")
    assert [member.why for member in identity.members] == [
        "merged by a person",
        *("same full name", "same full name"),
        "merged by a person",
        "same full name",
    ]


def test_a_later_decision_undoes_an_earlier() -> None:
    merge, split = Together(frozenset({1, 2})), Apart(frozenset({1}), frozenset({2}))
    assert owner(join(three(), [merge, split]))[2] == "i2"
    assert owner(join(three(), [split, merge]))[2] == "i1"


def test_a_person_may_join_even_the_unnamed() -> None:
    unnamed = Appearance(9, 9, None, "a resident", "unnamed")
    ids = owner(join([*three(), unnamed], [Together(frozenset({3, 9}))]))
    assert ids[9] == "i1"
