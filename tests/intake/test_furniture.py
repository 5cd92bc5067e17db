"""What is page furniture in an article's text, and what only looks like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from furniture_lines import FURNITURE, NOT_FURNITURE
from quoth.intake.furniture import find_furniture, kind_of
from quoth.intake.furniture_patterns import PATTERNS
from quoth.records import Span

SAID = "The mayor of Oakbridge said the bridge would open in spring."


@pytest.mark.parametrize(
    ("kind", "line"), [(kind, line) for kind, lines in FURNITURE.items() for line in lines]
)
def test_furniture_is_found_and_its_kind_told(kind: str, line: str) -> None:
    assert kind_of(line) == kind
    text = f"{SAID}\n\n{line}\n\n{SAID}"
    assert [span.of(text) for span in find_furniture(text)] == [line]


@pytest.mark.parametrize("line", [line for lines in NOT_FURNITURE.values() for line in lines])
def test_a_sentence_of_the_article_stays(line: str) -> None:
    assert kind_of(line) is None
    assert find_furniture(f"{SAID}\n{line}\n{SAID}") == ()


def test_every_kind_has_examples_of_both() -> None:
    kinds = {pattern.kind for pattern in PATTERNS}
    assert kinds == set(FURNITURE) == set(NOT_FURNITURE)


def test_every_pattern_is_needed() -> None:
    lines = [line for lines in FURNITURE.values() for line in lines]
    for pattern in PATTERNS:
        assert any(pattern.regex.match(line.strip("()*-»>▶[] ")) for line in lines), pattern.regex


# Parts of a line


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("The bridge at Oakbridge in May. (AP Photo/Ana Vale)", "(AP Photo/Ana Vale)"),
        ("Boats at the pier (Ana Vale/AFP/Getty Images) in May.", "(Ana Vale/AFP/Getty Images)"),
        ("The mayor in May (Photo by Ana Vale).", "(Photo by Ana Vale)"),
        ("The mayor in May (Image: Ana Vale)", "(Image: Ana Vale)"),
        ("The mayor in May (file photo) has resigned.", "(file photo)"),
        ("The mayor has resigned. (RELATED: Who is Ana Vale?)", "(RELATED: Who is Ana Vale?)"),
        ("The mayor has resigned [Read more: Who is Vale?].", "[Read more: Who is Vale?]"),
        (f"{SAID} READ MORE: Who is Ana Vale?", "READ MORE: Who is Ana Vale?"),
        (f"{SAID} Follow Ana Vale on Twitter @anavale.", "Follow Ana Vale on Twitter @anavale."),
        (f"{SAID} Sign up for our newsletter.", "Sign up for our newsletter."),
        (f"{SAID} Subscribe here.", "Subscribe here."),
        (f"{SAID} Click here to read the letter.", "Click here to read the letter."),
        (f"{SAID} © 2019 The Courier", "© 2019 The Courier"),
        (
            f"{SAID} The Associated Press contributed to this report.",
            "The Associated Press contributed to this report.",
        ),
    ],
)
def test_furniture_inside_a_line_is_found(line: str, part: str) -> None:
    assert [span.of(line) for span in find_furniture(line)] == [part]


@pytest.mark.parametrize(
    "line",
    [
        "“It is over. Follow us on Twitter,” she said.",
        '"It is over. Sign up for our newsletter.',
        "Vale (Independent) said the bridge (the old one) was safe.",
        "He wrote (in a letter seen by Reuters) that he was ill.",
        "She reads (READ is her middle name) a lot.",
        "“The card (Photo: Ana Vale) was fake,” he said. He laughed.",
        "The mayor resigned. More than 200 people cheered. Read the letter, he told them.",
    ],
)
def test_other_parts_of_a_line_stay(line: str) -> None:
    assert find_furniture(line) == ()


# Whole texts


def test_an_article_keeps_its_own_words() -> None:
    text = (
        "Bridge to open in spring\r\n"
        "By Ana Vale\r\n"
        "Share\r\n"
        "\r\n"
        f"{SAID}\r\n"
        "  READ MORE: Ten walks near Oakbridge  \r\n"
        "“Read the report,” she told reporters.\r\n"
        "\u2028Advertisement\u2028"
        "RASK: When will it open?\r\n"
        "VALE: In spring.\r\n"
        "Copyright 2019 The Courier"
    )
    assert [span.of(text) for span in find_furniture(text)] == [
        "Share",
        "READ MORE: Ten walks near Oakbridge",
        "Advertisement",
        "Copyright 2019 The Courier",
    ]


def test_a_text_without_lines_has_no_furniture() -> None:
    assert find_furniture("") == find_furniture(" \n\t\r\n\u2028") == ()


def test_a_text_of_nothing_else_is_all_furniture() -> None:
    assert find_furniture("Advertisement\nShare") == (Span(0, 13), Span(14, 19))


def test_a_speaker_called_read_is_heard() -> None:
    talk = "".join(f"READ: We shall open it in year {n}.\nVALE: I doubt it.\n" for n in range(60))
    text = f"{talk}Share this article\n"
    assert [span.of(text) for span in find_furniture(text)] == ["Share this article"]


LINES = st.sampled_from(
    [line for lines in (*FURNITURE.values(), *NOT_FURNITURE.values()) for line in lines]
)
TEXTS = st.lists(st.one_of(LINES, st.text(), st.sampled_from(["\n", "\r\n", " ", ". ", "(", "“"])))


@given(TEXTS.map("".join))
@example("\x1cAdvertisement\x1c")
@example("Share\x85\x0cShare")
def test_spans_lie_in_order_inside_one_line_each_and_hold_something(text: str) -> None:
    spans = find_furniture(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        end = span.end
        words = span.of(text)
        assert words == words.strip()
        assert "\n" not in words
        assert "\r" not in words
    assert find_furniture(text) == spans


@given(TEXTS.map("\n".join), TEXTS.map("\n".join))
def test_lines_are_judged_each_for_itself(before: str, after: str) -> None:
    text = f"{before}\nAdvertisement\n{after}"
    if len(text) < 2_000:
        start = len(before) + 1
        assert Span(start, start + 13) in find_furniture(text)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "(",
        "(a",
        ". A",
        "A, ",
        "READ MORE: ",
        "writers contributed ",
        "Ana Vale and ",
        "share this on ",
        "May 5 at ",
        "Photo / Ana / Getty Images ",
        "watch the video here and ",
        "“",
    ],
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_huge_text_takes_no_longer_than_its_length(unit: str, end: str) -> None:
    def seconds(size: int) -> float:
        lines = [unit * (600 // len(unit)) + end] * (size // 600)
        text = "".join(lines)
        begin = time.process_time()
        find_furniture(text)
        return time.process_time() - begin

    # 200 kB in well under the second that anything quadratic would need at once.
    assert seconds(200_000) < 3
