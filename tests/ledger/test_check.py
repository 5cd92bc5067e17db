"""Quotations of a draft against what a ledger keeps."""

from __future__ import annotations

import pytest

from builders import article
from quoth.errors import InputError
from quoth.formats.check_view import check_to_dict, summary
from quoth.ledger import Checked, Ledger
from quoth.ledger.phrases import phrases_of

KEPT = (
    "[Ada Brandt] {said}: <“The pumps at the old depot were checked twice before the first train "
    "left, and nobody saw any water on the northern platform that night.”>"
)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger that keeps one long quotation, and an indirect statement."""
    first = article(
        KEPT, id="one", outlet="Holt Courier", published="2031-03-02",
        speakers={"a1": "Ada Brandt"},
    )  # fmt: skip
    ledger.keep(first.reading)
    second = article(
        "[The railway] {said} <the signal box at Westmark would be rebuilt by the summer>.",
        id="two", outlet="Westmark Post", published="2031-03-05",
    )  # fmt: skip
    ledger.keep(second.reading)
    return ledger


def checked(ledger: Ledger, draft: str) -> Checked:
    """The one quotation of a draft, checked."""
    (one,) = ledger.check(article(draft, id="draft").reading)
    return one


def test_a_part_of_a_quotation_is_word_for_word(filled: Ledger) -> None:
    one = checked(filled, "[Brandt] {said} <“the first train left, and nobody saw any water”>.")
    assert (one.verdict, one.other_speaker) == ("word for word", False)
    assert one.matches[0].statement.outlet == "Holt Courier"


def test_marks_and_case_are_typography(filled: Ledger) -> None:
    one = checked(filled, "[Brandt] {said} <“The first train left – and nobody saw any water”>.")
    assert one.verdict == "typography only"


def test_what_an_ellipsis_hides_is_told(filled: Ledger) -> None:
    one = checked(filled, "[Brandt] {said} <“The pumps at the old depot … nobody saw any water”>.")
    assert one.verdict == "shortened"
    (hidden,) = one.matches[0].left_out
    assert hidden == "were checked twice before the first train left, and"


def test_words_left_out_without_a_mark_are_altered(filled: Ledger) -> None:
    one = checked(filled, "[Brandt] {said} <“The pumps at the old depot nobody saw any water”>.")
    assert one.verdict == "altered"


def test_a_changed_word_is_shown_in_its_place(filled: Ledger) -> None:
    one = checked(filled, "[Brandt] {said} <“the pumps at the new depot were checked twice”>.")
    assert one.verdict == "altered"
    (change,) = [c for c in one.matches[0].changes if c.op == "replace"]
    assert (change.reference, change.member) == (("old",), ("new",))


def test_more_than_is_kept_is_told(filled: Ledger) -> None:
    draft = (
        "[Brandt] {said} <“nobody saw any water on the northern platform that night. We were all "
        "at home by then”>."
    )
    assert checked(filled, draft).verdict == "partly kept"


def test_another_end_is_no_part_that_is_not_kept(filled: Ledger) -> None:
    one = checked(filled, "[Brandt] {said} <“the pumps at the old depot were checked hourly”>.")
    assert one.verdict == "altered"


def test_who_is_quoted_within_the_quotation_is_not_its_speaker(filled: Ledger) -> None:
    draft = article(
        "<“Nobody here was asked, <the pumps at the old depot were checked twice>, [they] {say}”>, "
        "[Ada Brandt] {said}.",
        id="draft", speakers={"a1": "Ada Brandt", "a2": "the neighbours"},
    )  # fmt: skip
    (one,) = filled.check(draft.reading)
    assert one.quoted.speaker == "Ada Brandt"


def test_the_same_quotation_many_times_is_looked_for_once(filled: Ledger) -> None:
    text = "“the pumps at the old depot were checked twice” " * 500
    found = filled.check(article(text, id="draft").reading)
    assert len(found) == 500
    assert {one.verdict for one in found} == {"typography only"}


def test_the_same_words_under_another_name_are_told(filled: Ledger) -> None:
    draft = article(
        "[Rudi Marsh] {said} <“nobody saw any water on the northern platform that night”>.",
        id="draft", speakers={"a1": "Rudi Marsh"},
    )  # fmt: skip
    (one,) = filled.check(draft.reading)
    assert one.verdict == "word for word"
    assert one.other_speaker


def test_words_that_are_kept_as_a_paraphrase_are_found(filled: Ledger) -> None:
    one = checked(filled, "[It] {said} <“the signal box at Westmark would be rebuilt”>.")
    assert one.matches[0].statement.attribution.form == "indirect"


def test_what_is_not_kept_is_not_found(filled: Ledger) -> None:
    one = checked(filled, "[It] {said} <“the county closed both bridges for three weeks”>.")
    assert (one.verdict, one.matches) == ("not found", ())


def test_short_scare_quotes_are_passed_over(filled: Ledger) -> None:
    text = "She called it “a farce” and said “the pumps at the old depot were checked twice”."
    found = filled.check(article(text, id="draft").reading)
    assert [one.quoted.words for one in found] == ["the pumps at the old depot were checked twice"]


def test_a_text_without_marks_is_looked_for_as_a_whole(filled: Ledger) -> None:
    (one,) = filled.check("Nobody saw any water on the northern platform that night")
    assert one.verdict == "typography only"


def test_an_empty_draft_is_refused(filled: Ledger) -> None:
    with pytest.raises(InputError, match="no text"):
        filled.check("  ")


def test_a_quotation_of_syntax_is_looked_for_as_words(filled: Ledger) -> None:
    text = 'She said “AND OR NOT "pumps* (old:depot) NEAR”.'
    assert all(one.verdict == "not found" for one in filled.check(article(text, id="d").reading))


def test_phrases_come_from_all_parts_of_a_text() -> None:
    found = phrases_of(KEPT)
    assert len(found) <= 12
    assert any("pump" in phrase for phrase in found)
    assert any("platform" in phrase for phrase in found)


def test_no_words_have_no_phrases() -> None:
    assert phrases_of("…") == []


def test_what_stands_around_a_part_is_no_change_of_it(filled: Ledger) -> None:
    (form,) = check_to_dict(
        [checked(filled, "[Brandt] {said} <“the first train left, and nobody saw any water”>.")]
    )
    assert form["matches"][0]["changes"] == []
    (form,) = check_to_dict(
        [checked(filled, "[Brandt] {said} <“before the first train left … saw any water”>.")]
    )
    assert [one["kept_words"] for one in form["matches"][0]["changes"]] == ["and nobody"]


def test_what_is_not_looked_for_in_time_is_told(filled: Ledger) -> None:
    draft = article(
        "[Brandt] {said} <“the first train left, and nobody saw any water”>.", id="draft"
    ).reading
    (one,) = filled.check(draft, seconds=0)
    assert (one.verdict, one.looked, one.matches) == ("not looked for", False, ())
    assert summary([one]) == "1 quotation: 1 not looked for"
    (one,) = filled.check(draft, seconds=60)
    assert one.looked
