"""The marks that other tests are written in mean what they say."""

from __future__ import annotations

import doctest

import pytest

import builders
from builders import Built, article


def parts(built: Built) -> list[tuple[str, str, str, str | None]]:
    return [
        (
            built.words(*one.sources),
            built.words(one.cue) if one.cue else "",
            built.words(*one.contents),
            one.within,
        )
        for one in built.attributions
    ]


def test_the_examples_in_its_documentation_hold() -> None:
    assert doctest.testmod(builders).failed == 0


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Nobody spoke.", []),
        ("[She] {said} <it rained>.", [("She", "said", "it rained", None)]),
        ("“<No>,” [she] {said}. “<Never>.”", [("she", "said", "No … Never", None)]),
        (
            "[Ana] {said} <yes>.\n[Bo] {said} <no>.",
            [("Ana", "said", "yes", None), ("Bo", "said", "no", None)],
        ),
        (
            "[1:Ana] {1:said} <1:yes>, [2:Bo] {2:said} <2:no>. <1:Yes!>",
            [("Ana", "said", "yes … Yes!", None), ("Bo", "said", "no", None)],
        ),
        (
            "<[The town] {said} <all is well>>, [the paper] {reports}.",
            [
                ("the paper", "reports", "The town said all is well", None),
                ("The town", "said", "all is well", "a1"),
            ],
        ),
        (
            "[A] {says} <[B] {says} <[C] {says} <so>>>.",
            [
                ("A", "says", "B says C says so", None),
                ("B", "says", "C says so", "a1"),
                ("C", "says", "so", "a2"),
            ],
        ),
        (r"\[sic\] {said} <a \< b>", [("", "said", "a < b", None)]),
    ],
)
def test_marks_become_attributions(
    marked: str, expected: list[tuple[str, str, str, str | None]]
) -> None:
    assert parts(article(marked)) == expected


@pytest.mark.parametrize(
    ("content", "form"),
    [("“It rained.”", "direct"), ("it “rained” again", "mixed"), ("it rained", "indirect")],
)
def test_the_form_follows_the_quotation_marks(content: str, form: str) -> None:
    assert article(f"[She] {{said}} <{content}>").attributions[0].form == form


@pytest.mark.parametrize("marked", ["[She said", "She] said", "[She} said", "{said} and {said}"])
def test_wrong_marks_are_refused(marked: str) -> None:
    with pytest.raises(ValueError, match=r"closes nothing|never closed|several cues"):
        article(marked)


def test_the_same_name_is_the_same_speaker() -> None:
    built = article("[Ana] {said} <yes>.\n[She] {said} <no>.", speakers={"a1": "Ana", "a2": "Ana"})
    assert [one.speakers[0].speaker for one in built.attributions] == ["s1", "s1"]
    assert len(built.speakers) == 1
