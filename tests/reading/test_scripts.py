"""Rules for what layout says; what the model found stays as it is.

The texts are marked as in `builders`: what is marked must be found by rules alone.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from builders import HOSTILE_TEXT, Built, article
from quoth.reading.scripts import CONFIDENCE, scripted
from quoth.records import Article, Attribution, Span
from quoth.text import analyse


def by_rules(text: str, *found: Attribution) -> list[tuple[str, str, list[str]]]:
    document = analyse(Article("a", text, language="en"))
    text = document.text
    return [
        (
            " … ".join(s.of(text) for s in one.sources),
            one.cue.of(text) if one.cue else "",
            [c.of(text) for c in one.contents],
        )
        for one in scripted(document, found)
    ]


def wanted(built: Built) -> list[tuple[str, str, list[str]]]:
    return [
        (
            built.words(*one.sources),
            built.words(*([one.cue] if one.cue else [])),
            [built.words(c) for c in one.contents],
        )
        for one in built.attributions
    ]


FIRES = [
    pytest.param(
        "[MAYOR TILDA ROSK]{:} <We have no money.>\n[MORAN]{:} <Then why promise it?>\n"
        "[ROSK]{:} <I never did.>",
        id="transcript",
    ),
    pytest.param(
        "[ROSK]{:} <We have no money.>\n\n[MORAN] (laughing){:} <Then why promise it?>\n\n"
        "[ROSK]{:} <I never did.>",
        id="transcript with an aside",
    ),
    pytest.param(
        '"[ROSK]{:} <We have no money.>\n\n"[O’BRIEN-McCOY]{:} <Then why promise it?>\n\n'
        '"[ROSK]{:} <I never did.>',
        id="transcript within quotation marks",
    ),
    pytest.param("[SEN. ADA ROTH]{:} <No.>\n[KOLE]{:} <Yes.>", id="transcript with a title"),
    pytest.param(
        "[Ada Roth]{:} <Is it safe?>\n[Jan Kole]{:} <It is.>\n[Roth]{:} <And dry?>\n"
        "[Kole]{:} <Mostly.>",
        id="transcript in small letters, both come back",
    ),
    pytest.param(
        "[Ada] (((Roth))){:} <Is it safe?>\n[Kole]{:} <It is.>\n[Ada] (((Roth))){:} <And dry?>\n"
        "[Kole]{:} <Mostly.>",
        id="names in brackets",
    ),
    pytest.param("<“We were not told.”> {—} [Commissioner Petra Vance]", id="signed"),
    pytest.param("<“We were not told.”>{—}[Petra Vance], mayor of Holt", id="signed with a role"),
    pytest.param('<"We were not told."> {--} [Maria de la Cruz]', id="signed with two hyphens"),
    pytest.param(
        "<1:“We were not told.”>\n\n{1:—} [1:Petra Vance]\n\nThe rest.", id="signed below"
    ),
    pytest.param(
        "<1:“We were not told.>\n\n<1:“Nobody was.”> {1:—} [1:Petra Vance]", id="signed at the end"
    ),
    pytest.param(
        "And from [1:Chairwoman Odile Brandt]{1::}\n\n<1:“It will be repaired.”>", id="introduced"
    ),
    pytest.param(
        "[1:Commissioner Odile Brandt]{1::}\n\n<1:“It will be repaired.”>", id="a name alone"
    ),
]


@pytest.mark.parametrize("marked", FIRES)
def test_what_the_layout_says(marked: str) -> None:
    built = article(marked)
    found = by_rules(built.text)
    expected = [(s.split(", mayor")[0], cue, contents) for s, cue, contents in wanted(built)]
    assert [(s.split(", mayor")[0], cue, contents) for s, cue, contents in found] == expected


QUIET = [
    "READ: What the council decided.\nWATCH: The mayor at the bridge.\nREAD: More of it.",
    "LONDON: Twelve degrees and rain.\nPARIS: Fourteen degrees.\nROME: Twenty degrees.",
    "HOLT: The bridge is shut.",  # one line makes no transcript
    "Roth: 1,769.\nKole: 1,501.\nRoth: 547.\nKole: 46.",
    "Q: Is it safe?\nA: It is.\nQ: And dry?\nA: Mostly.",
    "Time: 12:30\nPlace: the old hall\nPrice: five crowns",
    "Pros: It is cheap.\nCons: It is far away.",
    "Room 5: It is cheap.\nRoom 5: It is far away.",
    "it was late: the bridge was shut.\nit was late: nobody came.",
    "“We were not told” — the words of a man who was told — is what the play is called.",
    "“We were not told.” — he said so twice",
    "“We were not told.” — The mayor has said so twice",
    "The sign says “Keep out” — Petra Vance",
    "“We were not told.”\n\n\n\nA line of its own.\n\n— Petra Vance",
    "“We were not told — Petra Vance",
    "And from Chairwoman Odile Brandt: “It will be repaired.”",  # for the model
    "The money came from three sources:\n\n“Rivers and Roads” brought most of it.",
    "Key Quotes:\n\n“It will be repaired.”",
    "Verdict:\n\n“It will be repaired.”",
    "Odile Brandt: “It will be repaired.”",  # for the model
    "From Monday the following shall apply:\n\nNo dogs.",
    "“It is safe.\n\nThe river was calm.",
    "“It is safe.\n\n“It is dry.”",  # nobody's yet: there is nothing to run on from
]


@pytest.mark.parametrize("text", QUIET)
def test_what_the_layout_does_not_say(text: str) -> None:
    assert by_rules(text) == []


# --- beside the model -----------------------------------------------------------------------------


def test_what_a_rule_finds_says_how_sure_it_is() -> None:
    text = "“We were not told.” — Petra Vance"
    (found,) = scripted(analyse(Article("a", text)), [])
    assert (found.id, found.kind, found.confidence) == ("", "speech", CONFIDENCE)


@pytest.mark.parametrize(
    "marked",
    [
        "<“We were not told.”> — Petra {Vance}",
        "“We were not told.” {—} Petra Vance <and others>\n",
        "<“We were not told.” — Petra Vance>, he {said}.",
    ],
)
def test_where_the_model_has_an_answer_it_stays(marked: str) -> None:
    built = article(marked)
    assert scripted(analyse(built.article), built.attributions) == list(built.attributions)


def test_what_the_model_found_within_is_kept_within() -> None:
    built = article("“[I] {think} <we were not told>.” — Petra Vance")
    inner, outer = scripted(analyse(built.article), built.attributions)
    assert inner == built.attributions[0]
    assert built.words(*outer.contents) == "“I think we were not told.”"


def test_nothing_is_read_from_furniture() -> None:
    text = "“We were not told.” — Petra Vance"
    furniture = (Span(0, len(text)),)
    assert scripted(analyse(Article("a", text, furniture=furniture)), []) == []


# --- hostile texts --------------------------------------------------------------------------------


@given(HOSTILE_TEXT)
def test_any_text(text: str) -> None:
    document = analyse(Article("a", text))
    for one in scripted(document, []):
        assert all(s.of(document.text).strip() for s in one.spans)


@pytest.mark.parametrize(
    "text",
    [
        "“a” — " * 60_000,
        "“" * 100_000,
        "A: b\n" * 60_000,
        "ROSK: “a\n" * 40_000,
        " " * 300_000 + ":",
        "“a\n\n" * 60_000,
        "\n" * 300_000,
    ],
    ids=["signed", "marks", "turns", "open turns", "blanks", "open", "lines"],
)
def test_long_texts_take_a_time_that_grows_with_them_only(text: str) -> None:
    started = time.process_time()
    scripted(analyse(Article("a", text)), [Attribution("", None, (), (Span(0, 2),))])
    assert time.process_time() - started < 20
