"""Rules for what layout says; what the model found stays as it is.

The texts are marked as in `builders`: what is marked must be found by rules alone.
"""

from __future__ import annotations

import time
from dataclasses import replace

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
    pytest.param(
        "And this from [1:Odile Brandt of Holt]{1::}\n<1:“It will be repaired.>\n\n<1:“And paid.”>",
        id="introduced, over paragraphs",
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


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("[The band] {played} <“He Said No”> to a full hall.", False),
        ("[The choir] {sang} <“We Are Home” at the end>.", False),
        ("[The choir] {sang} <“we are home again”>.", True),
        ("[The crowd] {chanted} <“We Are Home”>.", True),
    ],
)
def test_a_work_that_is_played_is_no_statement(marked: str, kept: bool) -> None:
    built = article(marked)
    assert scripted(analyse(built.article), built.attributions) == list(built.attributions) * kept


def test_what_the_model_found_within_is_kept_within() -> None:
    built = article("“[I] {think} <we were not told>.” — Petra Vance")
    inner, outer = scripted(analyse(built.article), built.attributions)
    assert inner == built.attributions[0]
    assert built.words(*outer.contents) == "“I think we were not told.”"


def test_nothing_is_read_from_furniture() -> None:
    text = "“We were not told.” — Petra Vance"
    furniture = (Span(0, len(text)),)
    assert scripted(analyse(Article("a", text, furniture=furniture)), []) == []


# --- quotations that run on -----------------------------------------------------------------------


def run_on(marked: str) -> list[list[str]]:
    built = article(marked)
    found = scripted(analyse(built.article), built.attributions)
    assert [replace(a, contents=()) for a in found] == [
        replace(a, contents=()) for a in built.attributions
    ]
    return [[c.of(built.text) for c in one.contents] for one in found]


def test_a_quotation_is_followed_through_the_paragraphs_that_open_again() -> None:
    marked = (
        "[She] {said}, <“It is safe.>\n\n“It is dry.\n\n“It is ours.”\n\n“It is theirs,” he said."
    )
    assert run_on(marked) == [["“It is safe.", "“It is dry.", "“It is ours.”"]]


@pytest.mark.parametrize("mark", ['"', "“", "«", "„"])
def test_it_runs_on_under_any_mark(mark: str) -> None:
    close = {'"': '"', "“": "”", "«": "»", "„": "“"}[mark]
    marked = f"[She] {{said}}: <{mark}It is safe.>\n\n{mark}It is dry.{close}"
    assert run_on(marked) == [[f"{mark}It is safe.", f"{mark}It is dry.{close}"]]


def test_a_full_stop_that_was_left_out_is_taken_on_the_way() -> None:
    marked = "[She] {said}, <“It is safe>.\n\n“It is dry.”"
    assert run_on(marked) == [["“It is safe.", "“It is dry.”"]]


@pytest.mark.parametrize(
    "marked",
    [
        "[She] {said}, <“It is safe.”>\n\n“It is dry.”",  # closed: another may speak now
        "[She] {said}, <“It is safe>, as we know.\n\n“It is dry.”",  # stops before the end
        "[She] {said}, <“It is safe.>\n\nThe river was calm.\n\n“It is dry.”",
        "[She] {said}, <“It is safe.>\n\nIt is dry.",
        "“[She] {said} <it is safe>.\n\n“It is dry.”",  # said within the quotation
        "[1:She] {1:said}, <1:“It is safe.>\n\n<2:“It is dry,”> [2:he] {2:said}.",
        "[1:She] {1:said}, <1:“It is safe.>\n\n“[2:ROSK]{2::} <2:It is dry.>",
    ],
)
def test_it_does_not_run_on(marked: str) -> None:
    built = article(marked)
    assert run_on(marked) == [[c.of(built.text) for c in a.contents] for a in built.attributions]


def test_what_stands_within_the_next_paragraph_does_not_stop_it() -> None:
    marked = "[1:She] {1:said}, <1:“It is safe.>\n\n“[2:I] {2:know} <2:it is dry>.”"
    assert run_on(marked)[0] == ["“It is safe.", "“I know it is dry.”"]


@pytest.mark.parametrize(
    ("marked", "whole"),
    [
        ("[She] {said}: <“It is safe> for years.”", ["“It is safe for years.”"]),
        ("[She] {said} <it was dry. “It is> safe,” at last.", ["it was dry. “It is safe,”"]),
    ],
)
def test_the_last_words_of_a_quotation_are_not_left_out(marked: str, whole: list[str]) -> None:
    assert run_on(marked) == [whole]


@pytest.mark.parametrize(
    "marked",
    [
        "[1:She] {1:said}: <1:“It is dry> and [2:he] {2:says} <2:it is safe>.”",  # others' words
        "[She] {said}: <“It is safe.> And it is dry.”",  # a sentence of its own
        "“[She] {said} <it is safe> to Ada.”",  # said within the quotation
        f"[She] {{said}}: <“It is safe> {'and dry ' * 20}.”",  # much is left
    ],
)
def test_a_content_that_stops_within_a_quotation_for_a_reason_stays(marked: str) -> None:
    built = article(marked)
    assert run_on(marked) == [[c.of(built.text) for c in a.contents] for a in built.attributions]


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


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("Gerd Halvorsen smiled. “It will sail again.”", "Gerd Halvorsen", "smiled"),
        ("The boat was old.\n\nMs. Vance shook her head. “It was never mine to sell.”", "Ms. Vance",
         "shook"),
    ],
)  # fmt: skip
def test_what_somebody_did_stands_for_saying_it(text: str, source: str, cue: str) -> None:
    (one,) = scripted(analyse(Article("a", text)), [])
    assert one.cue is not None
    assert (one.sources[0].of(text), one.cue.of(text)) == (source, cue)
    assert one.contents[0].of(text).startswith("“It w")


@pytest.mark.parametrize(
    "text",
    [
        "Nothing smiled. “It will sail again.”",
        "Gerd smiled. He called it “the boat”.",  # a scare quote
        "Gerd smiled and went home, since it was late. The “Old Anna” was sold.",
    ],
)
def test_other_quotations_behind_a_deed_are_left_alone(text: str) -> None:
    assert scripted(analyse(Article("a", text)), []) == []


def test_who_nods_when_somebody_else_turned_to_them_did_not_say_it() -> None:
    found = article("Alice turned to Bob. <“We sold the mill.”> [Bob] {nodded}.")
    (one,) = scripted(analyse(found.article), found.attributions)
    assert one.sources[0].of(found.text) == "Alice"
    alone = article("It was late. <“We sold the mill.”> [Bob] {nodded}.")
    assert scripted(analyse(alone.article), alone.attributions) == list(alone.attributions)


def test_a_title_is_no_statement() -> None:
    text = "The band played “He Said No” and then said nothing."
    at = text.index("He Said")
    found = Attribution("", Span(at + 3, at + 7), (Span(at, at + 2),), (Span(at + 8, at + 10),))
    assert scripted(analyse(Article("a", text)), [found]) == []
