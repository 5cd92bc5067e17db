"""The normalised view of a text."""

from __future__ import annotations

import textwrap
import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quoth.records import Article, Span
from quoth.text import analyse, normalise
from quoth.text.mending import mended_kinds

KNOWN = frozenset(
    ["the", "well", "known", "known", "station", "human", "half", "time", "report", "re", "port"]
).__contains__


@pytest.mark.parametrize(
    ("given_text", "view"),
    [
        ("Jose\u0301 Iba\u0301n\u0303ez", "José Ibáñez"),
        ("40 mil\u00adlion", "40 million"),
        ("a fa\u00ad\nmous bridge", "a famous bridge"),
        ("zero\u200bwidth, \u202aleft\u202c", "zerowidth, left"),
        ("the ﬁre oﬃce", "the fire office"),
        ("10\u00a0km\u2009away", "10 km away"),
        ("\x93Yes,\x94 he said\x85 it\x92s on", "“Yes,” he said… it’s on"),
        ("one line\x85the next", "one line\nthe next"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("``Yes,'' he said", '“Yes," he said'),
        ("″Yes,″ he said", '"Yes," he said'),
        ("「Yes,」 he said", "“Yes,” he said"),
        ("don´t and don`t", "don't and don't"),
        ("１００ 𝗻𝗲𝘄 ones", "100 new ones"),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_characters_become_plain(given_text, view):
    assert normalise(given_text).text == view


def test_a_plain_text_is_its_own_view():
    article = Article("a", "“We’ll go,” said José.\n\nNobody answered – yet.", authors=("Ann Lee",))
    document = analyse(article)
    assert document.text is article.text
    assert document.article.authors == article.authors
    assert document.to_source(Span(3, 9)) == Span(3, 9)


def test_spans_lead_back_to_the_text_given():
    text = "Jose\u0301 said 40 mil\u00adlion ﬁres\u200b."
    view = normalise(text)
    for word, written in (
        ("José", "Jose\u0301"),
        ("40 million", "40 mil\u00adlion"),
        ("fires", "ﬁres"),
    ):
        at = view.text.index(word)
        assert view.to_source(Span(at, at + len(word))).of(text) == written


def test_furniture_and_authors_are_those_of_the_view():
    text = "Ad\u00advertisement\nThe mayor spoke."
    document = analyse(Article("a", text, authors=("Jose\u0301",), furniture=(Span(0, 14),)))
    assert document.article.furniture[0].of(document.text) == "Advertisement"
    assert document.article.authors == ("José",)
    assert document.given.text == text


PROSE = (
    "The council of Harrow Bay voted on Tuesday to close the old swing bridge for two years, and "
    "the well-known ferry will take its place until the repairs are done. Nobody spoke against it."
)


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_wrapped_paragraphs_are_joined(width):
    text = "\n\n".join(textwrap.fill(PROSE, width) for _ in range(3))
    assert normalise(text, KNOWN).text == "\n\n".join([PROSE] * 3)


def test_wrapped_paragraphs_without_blank_lines_stay_apart():
    text = "\n".join(textwrap.fill(PROSE, 60) for _ in range(3))
    assert normalise(text, KNOWN).text == "\n".join([PROSE] * 3)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("“The pump sta-\ntion is broken,” Petra Ko-\nváč said.",
         "“The pump station is broken,” Petra Kováč said."),
        ("It is a well-\nknown case.", "It is a well-known case."),
        ("The re-\nport is late.", "The report is late."),
        ("A pump-\nfed basin and a pump-fed canal", "A pump-fed basin and a pump-fed canal"),
        ("The CT-\nscan is late.", "The CT-scan is late."),
    ],
)  # fmt: skip
def test_words_broken_at_line_ends_are_closed_and_compounds_kept(text, view):
    assert normalise(text, KNOWN).text == view


@pytest.mark.parametrize(
    "text",
    [
        # headings over paragraphs, each on its line
        "Ferry Workers Plan Strike\n" + PROSE + "\nWhat Comes Next\n" + PROSE,
        # a poem
        "The tide comes in, the tide goes out,\nand gulls are all it talks about.\n"
        "The bridge is up, the bridge is down,\nand no one ever leaves the town.",
        # a list
        "The union asks for:\n- a pay rise of 4%\n- shorter shifts at night\n- new boats by 2030",
        "apples\npears and plums\nquinces\na box of nuts",
        # a transcript
        "MAYOR ROSK: We have no money.\nREPORTER: And the bridge?\nMAYOR ROSK: It will be closed "
        "until the spring of next year.\nREPORTER: Thank you.",
        # an address
        "Harbour Office\n12 Quay Street\nHarrow Bay",
    ],
)
def test_what_is_set_in_lines_stays_so(text):
    assert normalise(text, KNOWN).text == text


def test_a_wrapped_list_keeps_its_items():
    item = "- the council shall pay for two more ferries until the swing bridge is open to traffic"
    text = "\n".join(textwrap.fill(item, 50, subsequent_indent="  ") for _ in range(4))
    assert normalise(text, KNOWN).text == "\n".join([item] * 4)


@pytest.mark.parametrize(
    "text",
    ["e" + "\u0301" * 50_000, "\u00ad" * 100_000, "a-\n" * 20_000, "x\n" * 20_000, "`" * 100_001,
     "\u1112\u1161" * 20_000, "ab-\ncd " * 10_000],
)  # fmt: skip
def test_hostile_texts_do_not_hold_it_up(text):
    view = normalise(text, KNOWN)
    assert view.to_source(Span(0, len(view.text))).end <= len(text)


_SIGNS = st.sampled_from("aé“”’'`″\n\r- .́\u00ad\u200bﬁ\u00a0\x93\x85Ko한\u1161\u11a8\ud800")


@given(st.text(_SIGNS, max_size=60))
def test_views_are_composed_and_their_spans_exact(text):
    view = normalise(text)
    assert unicodedata.is_normalized("NFC", view.text)
    assert not set("\u00ad\u200b\r") & set(view.text)
    for start in range(len(view.text)):
        back = view.to_source(Span(start, start + 1))
        assert 0 <= back.start < back.end <= len(text)
    whole = view.to_source(Span(0, len(view.text)))
    assert normalise(whole.of(text)).text.strip() == view.text.strip()


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_but_lines(text):
    once = normalise(text).text
    assume(not mended_kinds(once))  # what was broken twice is mended in as many steps
    again = normalise(once).text
    assert again.replace("\n", " ").split() == once.replace("\n", " ").split()


def test_endless_marks_take_time_that_grows_with_their_number() -> None:
    """Marks out of their order: putting 200,000 of them in order takes minutes."""
    text = "caf" + "e\u0301 " + "a" + "\u0301\u0323" * 100_000 + " e\u0301 said no."
    started = time.process_time()
    view = normalise(text)
    assert time.process_time() - started < 5
    assert view.text.startswith("caf\u00e9 a\u0301\u0323")
    assert view.text.endswith(" \u00e9 said no.")


def test_as_many_marks_as_writing_has_are_composed() -> None:
    assert normalise("o\u0323\u0302" + "\u0316" * 20).text[0] == "\u1ed9"
