"""What each line of a text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.records import Article, Span
from quoth.text import analyse
from quoth.text.blocks import find_blocks

STORY = (
    "The old bridge at Harrow Bay will close for two years, the harbour authority told the town. "
    "Nobody spoke against it at the meeting."
)


def kinds(text: str, **more: object) -> list[tuple[str, str]]:
    found = find_blocks(text, **more)  # type: ignore[arg-type]
    return [(block.kind, block.span.of(text)) for block in found]


def test_the_top_of_a_story():
    text = f"Old Bridge Closes\nBy Ada Roth and Ben Holt\n3 March 2031\nHARROW BAY (AP) — {STORY}"
    assert kinds(text) == [
        ("headline", "Old Bridge Closes"),
        ("byline", "By Ada Roth and Ben Holt"),
        ("dateline", "3 March 2031"),
        ("dateline", "HARROW BAY (AP) —"),
        ("paragraph", STORY),
    ]


def test_a_line_of_the_title_is_the_headline():
    text = f"The bridge closes, at last.\n{STORY}"
    assert kinds(text, title="The bridge closes – at last")[0][0] == "headline"
    assert kinds(text)[0][0] == "paragraph"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What happens to the ferry?", "heading"),
        ("FERRY WORKERS PLAN STRIKE", "heading"),
        ("Photo: the bridge in winter", "caption"),
        ("- a new ferry", "list item"),
        ("2. A new ferry", "list item"),
        ("> They told us nothing.", "block quotation"),
        ("By Ada Roth, Harrow Bay", "byline"),
        ("“We were not told,” he said.", "paragraph"),
        ("He said no.", "paragraph"),
        ("By the end of March it was over.", "paragraph"),
        ("The mayor had this to say:", "paragraph"),
        ("Commissioner Petra Vance,", "paragraph"),
        ("and so on", "paragraph"),
    ],
)
def test_a_line_between_paragraphs(line: str, kind: str):
    assert kinds(f"{STORY}\n{line}\n{STORY}")[1] == (kind, line)


def test_lines_behind_a_colon_are_a_list():
    text = "The union asks for:\nnew boats by 2030;\nshorter shifts;\na pay rise.\n" + STORY
    assert [kind for kind, _ in kinds(text)] == ["paragraph", *["list item"] * 3, "paragraph"]


def test_a_transcript():
    text = "ROSK: We have no money.\nREPORTER: And the bridge?\nROSK: It will close."
    assert {kind for kind, _ in kinds(text)} == {"transcript turn"}
    assert kinds("WARNING: no bridge.\n" + STORY)[0][0] == "paragraph"


def test_a_quotation_set_apart_and_standing_in_the_text_too():
    quoted = "“We cannot keep it open another winter”"
    text = f"{quoted}\n{STORY}\n{quoted}, the mayor said to the council on Tuesday evening."
    assert kinds(text)[0][0] == "pull quote"


def test_what_the_page_tells_comes_first():
    text = f"{STORY}\nnew boats.\n{STORY}"
    at = text.index("new boats")
    assert kinds(text, known={at: "caption"})[1][0] == "caption"


def test_furniture_is_boilerplate():
    text = f"Advertisement\n{STORY}"
    assert kinds(text, furniture=(Span(0, 13),))[0] == ("boilerplate", "Advertisement")


def test_documents_have_the_blocks_of_the_article_or_find_them():
    article = Article("a", "Old Bridge Clos\u00ades\n" + STORY)
    document = analyse(article)
    [headline, _] = document.article.blocks
    assert headline.kind == "headline"
    assert document.to_source(headline.span).of(article.text) == "Old Bridge Clos\u00ades"


@pytest.mark.parametrize("text", ["A" * 200_000, "By A " * 20_000, "AB " * 50_000, "Aa: " * 50_000])
def test_long_lines_do_not_hold_it_up(text: str):
    assert [block.kind for block in find_blocks(text)] == ["paragraph"]


@given(st.text(st.sampled_from("Aab:-•>“”.\n 1"), max_size=80))
def test_every_word_is_in_a_block_and_blocks_do_not_overlap(text: str):
    blocks = find_blocks(text)
    covered = [i for block in blocks for i in range(block.span.start, block.span.end)]
    assert covered == sorted(set(covered))
    assert all(i in covered for i, char in enumerate(text) if char not in " \n")
