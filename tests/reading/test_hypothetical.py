"""Reports that are none: possible, supposed, asked about, told against the source."""

from __future__ import annotations

import pytest

from builders import article
from quoth.lang import table
from quoth.reading.manner import describe_all, without_contrary


def polarities(marked: str) -> list[str]:
    built = article(marked)
    return [one.polarity for one in describe_all(built.article, built.attributions)]


@pytest.mark.parametrize(
    "marked",
    [
        # possible
        "[The minister] {might say} next week <that the tax will rise>.",
        "[Ana Brix] may {announce} <a new quay>.",
        "[The board] {could argue} <that the quay was safe>.",
        "[She] {may have said} <so>.",
        "[He] might, on Friday, even {claim} <that nobody paid>.",
        "[The clerk] {could have warned} us <that it leaked>.",
        # what should or would have been said
        "[The mayor] {should have told} us <that the dam was weak>.",
        "[The harbour] {ought to say} <when it opens>.",
        "[She] {would have objected} <to the sale>.",
        # supposed
        "If [the mayor] {says} <the quay is safe>, we will go.",
        "Unless [the bank] {agrees} <to wait>, they must sell.",
        "Nobody knows whether [Ana Brix] {said} <the quay was safe>.",
        "Had [Ana Brix] {said} <the quay was shut>, we would have stayed.",
        "Even if [he] {claimed} <that it rained>, it was dry.",
        "They would go if {told} <that the road was open>.",
        "What would you do if [the army] {refused} <to obey>?",
        "Supposing [she] {admits} <it>, what then?",
        "Should [the court] {find} <that the vote was unfair>, it will be held again.",
        "Were [the bank] to {say} <the loan is lost>, it would fall.",
        "Perhaps [the minister] {will say} <that the tax must rise>.",
        "There is nothing to suggest that [the mayor] {claimed} <the road was shut>.",
        # asked
        "What would [Lind] {say} <if the dam broke>?",
        "Did [the minister] {say} <the road was closed>? Nobody knows.",
        "Has [Ana Brix] ever {claimed} <that she paid>?",
        "“Does [she] really {believe} <that it will hold>?” Rosk asked.",
        "And did [they] {promise} <to come back>?",
        "Is [the mayor] {saying} <that we cannot stay>?",
        "Is it true that [the mayor] {said} <the dam was safe>?",
        "Would [you] {say} <that it was late>?",
        # not borne out
        "There is no evidence that [Ana Brix] {said} <the quay was safe>.",
        "Police found no sign that [he] {threatened} <to leave>.",
        "There was nothing to show it, and no record that [she] {had asked} <for more>.",
        "It is not true that [the bank] {promised} <to wait>.",
        "It is false that [the mayor] {called} <the dam weak>.",
        "It is unlikely that [the court] {will say} <so>.",
        "There isn’t any proof that [Bo] {knew} <of the leak>.",
        "Ms Brix denied that [she] {had asked} <for money>.",
    ],
)
def test_what_nobody_says_was_said(marked: str) -> None:
    assert polarities(marked)[-1] == "hypothetical"


@pytest.mark.parametrize(
    "marked",
    [
        "[Ana Brix] {said} in May <that the quay was safe>.",
        "[The league] in May {announced} <a new quay>.",
        "[Ana Brix] {said} <it might rain>.",
        "[Ana Brix] {said} <that she could say no more>.",
        "Why did [the minister] {say} <the road was closed>?",
        "When did [she] first {claim} <that it leaked>?",
        "Are you sure that [Ana Brix] {said} <it was shut>?",
        "“Where were you?” [the clerk] {asked}, <“and who paid?”>",
        "[She] {could see} <that it leaked>.",
        "[She] {could tell} <that it leaked>.",
        "It {should be noted} <that the quay was old>.",
        "As [you] {may remember}, <the quay burned>.",
        "If it rains, [Ana Brix] {said}, <the dam will break>.",
        "Perhaps, [Ana Brix] {said}, <the dam will break>.",
        "The letters show that [the mayor] {said} <the road was shut>.",
        "Asked if it rained, [Ana Brix] {said} <it was dry>.",
        "When the ship had gone, [the mayor] {said} <it was late>.",
        "There is no evidence, [Ana Brix] {said}, <that it leaked>.",
        "[Ana Brix] {had said} <that it leaked>.",
        "[She] {would say} later <that it leaked>.",
        "[A man] {could be heard saying} <“no”>.",
        "Who {said} <that it leaked>?",
    ],
)
def test_what_was_said_all_the_same(marked: str) -> None:
    assert polarities(marked)[-1] == "said"


def test_what_is_denied_to_have_been_said() -> None:
    assert polarities("[Vale] {denied} <[she] {told} police <that it broke>>.") == [
        "denied",
        "hypothetical",
    ]
    assert polarities("[Vale] {denied} <{having said} <that it broke>>.") == [
        "denied",
        "hypothetical",
    ]


def test_what_was_not_said_stays_so() -> None:
    assert polarities("[None of the clerks] {could say} <who paid>.") == ["absent"]
    assert polarities("[She] {might not say} <who paid>.") == ["absent"]


# --- told against the source ----------------------------------------------------------------------


def kept(marked: str) -> list[str]:
    built = article(marked)
    found = without_contrary(built.text, built.attributions)
    return [built.words(span) for one in found for span in one.contents]


@pytest.mark.parametrize(
    "marked",
    [
        "Contrary to what [Lind] {said}, <the dam was not safe>.",
        "<The dam was not safe>, contrary to what [Lind] {said}.",
        "Despite what [the minister] {claims}, <nobody was paid>.",
        "Contrary to [Lind’s] {claims}, <nobody was paid>.",
        "In spite of [the mayor’s] {denial}, <the dam leaks>.",
        "Whatever [Lind] {says}, <the road is shut>.",
        "No matter what [Lind] {says}, <the road is shut>.",
        "Regardless of how [the board] {sees} it, <the road is shut>.",
        "Unlike [Lind] {suggested}, <the road is shut>.",
        "Contrary to all that [the mayor] {promised}, <the pool stays shut>.",
    ],
)
def test_what_is_told_against_a_source_is_not_its_word(marked: str) -> None:
    assert kept(marked) == []


@pytest.mark.parametrize(
    ("marked", "contents"),
    [
        ("Despite [Lind’s] {claim} <that it was safe>, the dam broke.", ["that it was safe"]),
        ("Despite the rain, [Lind] {said}, <the dam was safe>.", ["the dam was safe"]),
        ("Unlike the mayor, [Lind] {said} <the dam was safe>.", ["the dam was safe"]),
        (
            "Contrary to what [Lind] {said} <about the dam>, <it was not safe>.",
            ["about the dam"],
        ),
        (
            "[Lind] {said} <that, contrary to the report, it held>.",
            ["that, contrary to the report, it held"],
        ),
    ],
)
def test_what_the_source_did_say_is_kept(marked: str, contents: list[str]) -> None:
    assert kept(marked) == contents


def test_every_group_says_why_and_where_from() -> None:
    for name, group in table("polarity").items():
        assert group["reason"].endswith("."), name
        assert group["source"], name
