"""The terminal view, line by line, and what a hostile text may not do to a terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from builders import Built, article, readings
from quoth.formats import open_writer
from quoth.records import Attribution, Reading, Span, Speaker, SpeakerRef
from quoth.wording import published_in_words, visible

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def view(*several: Reading, width: int | None = None, color: bool = False) -> str:
    stream = io.StringIO()
    writer = open_writer("view", stream, width=width, color=color)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue()


def with_first(built: Built, **changes: object) -> Reading:
    first, *rest = built.attributions
    changed: Attribution = replace(first, **changes)  # type: ignore[arg-type]
    return replace(built, attributions=(changed, *rest)).reading


def test_a_whole_page() -> None:
    built = article(
        "The wall will stand.\n\n“<We shall not raise it>,” [harbour master Ana Belić] {said}.\n"
        "<[The port] {said} <at least 20 boats were damaged>>, [the Courier] {reports}.",
        title="Velmora wall to stay",
        outlet="The Lantern",
        published="2031-03-11",
        url="https://lantern.example/wall",
        speakers={"a1": "Ana Belić"},
    ).figure("at least 20", 20, None, of="boats damaged", attribution="a3")
    assert view(built.reading) == (
        "Velmora wall to stay\n"
        "The Lantern · 2031-03-11\n"
        "https://lantern.example/wall\n"
        "────────────────────────────────────────────────────────────────────────────────\n"
        "\n"
        "  1  harbour master Ana Belić · said · indirect            line 3 · 23–76 · 1.00\n"
        "     │ We shall not raise it\n"
        "\n"
        "  2  the Courier · reports · indirect                     line 4 · 78–143 · 1.00\n"
        "     │ The port said at least 20 boats were damaged\n"
        "\n"
        "     3  The port · said · indirect                        line 4 · 78–122 · 1.00\n"
        "        │ at least 20 boats were damaged\n"
        "        ↳ the Courier reports ← The port said\n"
        "        # ≥ 20 boats damaged  “at least 20”\n"
        "\n"
        "────────────────────────────────────────────────────────────────────────────────\n"
        "3 attributions · 1 speaker · 0 direct · 1 nested · 1 figure\n"
        "read by hand\n"
    )


SAID = article("[She] {said} to reporters <the wall would stand>.", speakers={"a1": "Ana Belić"})


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "She (Ana Belić) · said · indirect  "),
        ({"kind": "thought"}, "said · indirect · thought"),
        ({"tone": "distancing"}, "said · indirect · distancing"),
        ({"polarity": "absent"}, "said · indirect · not said"),
        ({"polarity": "refused"}, "said · indirect · refused"),
        ({"future": True}, "said · indirect · yet to come"),
        ({"addressee": SAID.span("to reporters")}, "     to reporters\n"),
        ({"said_on": "2031-03-01/2031-03-07"}, "     on 2031-03-01 to 2031-03-07\n"),
        ({"sources": ()}, "(Ana Belić) · said"),
        ({"sources": (), "speakers": ()}, "(no explicit source) · said"),
        ({"cue": None}, "She (Ana Belić) · indirect"),
    ],
)
def test_what_is_not_the_common_case_is_shown(changes: dict[str, object], shown: str) -> None:
    assert shown in view(with_first(SAID, **changes))


@pytest.mark.parametrize(
    ("marked", "speakers", "shown"),
    [
        (
            "<“[The mayor] {told} us <it was safe>,”> {said} [Rosk].",
            ("Vale", "Rosk"),
            "told · paraphrase",
        ),
        (
            "<“<It is safe>, [the mayor] {told} us,”> {said} [Rosk].",
            ("Vale", "Rosk"),
            "told · paraphrase",
        ),
        (
            "<“[The mayor] {told} us: <‘It is safe’>,”> {said} [Rosk].",
            ("Vale", "Rosk"),
            "told · direct",
        ),
        ("<“[I] {think} <it is safe>,”> {said} [Rosk].", ("Rosk", "Rosk"), "think · direct"),
        (
            "[Rosk] {said} <[the mayor] {told} her <it was safe>>.",
            ("Rosk", "Vale"),
            "told · indirect",
        ),
    ],
)
def test_what_one_speaker_tells_of_another_is_a_paraphrase(
    marked: str, speakers: tuple[str, str], shown: str
) -> None:
    plain = article(marked)
    inner = next(one.id for one in plain.attributions if one.within)
    outer = next(one.id for one in plain.attributions if not one.within)
    direct = {inner: {"form": "direct"}} if "“" in marked else {}
    who = dict(zip((inner, outer) if "“" in marked else (outer, inner), speakers, strict=True))
    assert shown in view(article(marked, speakers=who, changes=direct).reading)


def test_roles_and_the_reason_for_no_name() -> None:
    built = article("[Two officials] {said} <no>, because they were not authorised to speak.")
    reason = built.span("because they were not authorised to speak")
    who = Speaker("s1", None, "two officials", "unnamed", ("engineers",), (), reason)
    built = replace(built, speakers=(who,))
    shown = view(with_first(built, speakers=(SpeakerRef("s1", "own words", 1.0),)))
    assert "Two officials (engineers) · said" in shown
    assert "not named · because they were not authorised to speak\n" in shown


def test_an_article_where_nobody_speaks() -> None:
    shown = view(article("Nobody spoke.", id="quiet.txt").reading)
    assert shown.startswith("quiet.txt\n")
    assert "0 attributions\n" in shown


def test_warnings_and_furniture_are_mentioned() -> None:
    built = article("READ: more", title="Walks")
    aside = replace(built.article, furniture=(Span(0, 10),))
    shown = view(Reading(aside, warnings=("the text is not English",)))
    assert "\n! the text is not English\n" in shown
    assert "1 passage of boilerplate\n" in shown


def test_figures_of_the_article_itself_stand_at_the_end() -> None:
    built = article("[She] {said} <no>.\nTen boats sank.").figure("Ten", 10, 10, of="boats sunk")
    assert "Figures stated by the article itself\n     # 10 boats sunk  “Ten”" in view(
        built.reading
    )


def test_a_very_long_content_is_cut_and_says_so() -> None:
    shown = view(article(f"[She] {{said}} <{'never ' * 500}>").reading)
    assert re.search(r"…\s+(│ )?\[1,\d\d\d\s+(│ )?more\s+(│ )?characters\]", shown)


def test_several_readings_are_set_apart() -> None:
    one, two = article("x", title="One").reading, article("x", title="Two").reading
    assert "\n\n\nTwo\n" in view(one, two)


@given(readings(), st.integers(1, 120))
def test_no_line_is_wider_than_the_terminal(reading: Reading, width: int) -> None:
    for line in view(reading, width=width).split("\n"):
        assert cell_len(line) <= max(width, 24)


@given(readings())
def test_nothing_that_steers_a_terminal_comes_through(reading: Reading) -> None:
    plain = view(reading)
    steering = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
    assert not steering.search(plain)
    assert not steering.search(ANSI.sub("", view(reading, color=True)))


@given(readings())
def test_colours_change_no_character(reading: Reading) -> None:
    colored = ANSI.sub("", view(reading, color=True))
    assert colored == view(reading)


def test_colours_are_there_when_asked_for() -> None:
    assert "\x1b[1;36mShe\x1b[0m" in view(SAID.reading, color=True)
    assert "\x1b" not in view(SAID.reading)


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = view(SAID.reading, color=True)
    for name, value in {"COLUMNS": "30", "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    assert view(SAID.reading, color=True) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("ring\x07", r"ring\x07"),
        ("abc\u202edef", r"abc\u202edef"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("a \t\n\r\n b\u2028c\x85d", "a b c d"),
        ("x\x9b31m", r"x\x9b31m"),
        ("half \ud800", r"half \ud800"),
        ("Ana\u00a0Belić 漢字 👩‍🚀", "Ana Belić 漢字 👩‍🚀"),
    ],
)
def test_odd_characters_are_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2019-09-14T08:30:00+00:00", "2019-09-14 08:30 UTC"),
        ("2019-09-14T08:30:00Z", "2019-09-14 08:30 UTC"),
        ("2019-09-14T08:30-05:00", "2019-09-14 08:30 -05:00"),
        ("2019-09-14", "2019-09-14"),
        (None, None),
    ],
)
def test_the_time_of_publication_is_written_for_people(
    published: str | None, shown: str | None
) -> None:
    assert published_in_words(published) == shown
