"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.records import Article, Span
from quoth.text import analyse
from quoth.text.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "He came. | She left.",
        "“We were not told,” said Mr. Roth. | “Why? | Nobody knows.” | He left.",
        "The U.S. Senate met Sen. Vance of Harrow Bay, Calif. on Jan. 5. | It was late.",
        "It was built by Acme Inc. | The firm left in 1990.",
        "He lives in the U.S. | But she does not.",
        "J. R. Holt won. | 200 people came.",
        "It cost 4.5 million. | No. 7 was closed… | Then it rained!",
        "It opens at 9 a.m. on Monday.",
        "(It was late.) | “No!” she said.",
    ],
)
def test_sentences(text: str):
    plain = text.replace("| ", "")
    assert [plain[a:b] for a, b in sentences(plain)] == text.split(" | ")


def test_no_sentence_runs_over_the_end_of_a_line():
    document = analyse(Article("a", "Old Bridge Closes\nIt was late. Nobody came\n\nto see it."))
    said = [one.of(document.text) for one in document.sentences]
    assert said == ["Old Bridge Closes", "It was late.", "Nobody came", "to see it."]
    assert document.sentence_at(31) == document.sentences[2]
    assert analyse(Article("a", " \n")).sentence_at(0) is None


@given(st.text(st.sampled_from("Aa. !?”“(\n1"), max_size=60))
def test_every_word_is_in_one_sentence(text: str):
    found = [Span(*one) for one in sentences(text)]
    assert found == sorted(found)
    assert "".join("".join(one.of(text).split()) for one in found) == "".join(text.split())
    assert all(one.of(text).strip() == one.of(text) != "" for one in found)
