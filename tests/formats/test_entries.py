"""The entries of a live blog are shown with their times."""

from quoth.formats.html import section
from quoth.formats.marked import MarkedText
from quoth.records import Article, Attribution, Block, Reading, Span
from quoth.wording import Words

TEXT = "Rain fell.\nThe ferry will not sail, Ida Holm said."
BLOCKS = (
    Block("paragraph", Span(0, 10)),
    Block("paragraph", Span(11, len(TEXT)), "2021-11-08T17:40:00+01:00"),
)
SAID = Attribution(
    id="a1", cue=Span(46, 50), sources=(Span(37, 45),), contents=(Span(11, 35),), form="indirect"
)
READING = Reading(Article("a", TEXT, blocks=BLOCKS, section="Harbour"), (SAID,), model="quoth-en")


def test_a_statement_tells_the_entry_it_stands_in() -> None:
    assert Words(READING).when(SAID) == ["in the entry of 2021-11-08T17:40:00+01:00"]


def test_the_time_stands_at_the_entry_and_not_in_its_text() -> None:
    first, second = MarkedText(Words(READING), "").paragraphs()
    assert "data-entry" not in first
    assert second.startswith('<p dir="auto" data-entry="8 November 2021, 17:40 +01:00">')
    assert "17:40" not in second.partition(">")[2]


def test_the_section_stands_in_the_head() -> None:
    assert "Harbour" in section(READING)
