"""Counting quotations that a reading lost."""

import json

from evaluation import quotations

TEXT = (
    "“The pumps were checked twice before the first train left,” Ada Brandt said.\n"
    "“Nobody at the depot had seen the water rise that fast before.”\n"
    "“We ran,” she said."
)


def quote(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"contents": [{"start": start, "end": start + len(words)}]}


IN_A_LINE = quote("“The pumps were checked twice before the first train left,”")
ON_ITS_OWN = quote("“Nobody at the depot had seen the water rise that fast before.”")


def test_a_quotation_that_no_content_covers_is_lost():
    found = list(quotations.covered(TEXT, [IN_A_LINE, ON_ITS_OWN], [IN_A_LINE]))
    assert [(one.place, one.kept) for one in found] == [("in a line", True), ("on its own", False)]


def test_half_a_quotation_is_not_lost_and_short_ones_do_not_count():
    half = quote("The pumps were checked twice before the")
    gold = [IN_A_LINE, quote("“We ran,”")]
    assert [one.kept for one in quotations.covered(TEXT, gold, [half])] == [True]


def test_a_quotation_that_goes_on_over_paragraphs_stands_on_its_own():
    text = "She said: “We had no warning of any kind that night.\n“And nobody rang us until noon.”"
    whole = {"contents": [{"start": text.index("“"), "end": len(text)}]}
    (first, *_) = quotations.covered(text, [whole], [])
    assert first.place == "on its own"


def test_shares_by_place():
    gold = {"a": [{"text": TEXT, "quotes": [IN_A_LINE, ON_ITS_OWN]}]}
    read = {"a": [{"quotes": [IN_A_LINE]}]}
    assert quotations.kept(gold, read) == {"in a line kept": 1.0, "on its own kept": 0.0}


def test_the_command_names_what_is_lost(tmp_path, capsys):
    gold, read = tmp_path / "gold.jsonl", tmp_path / "read.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": TEXT, "quotes": [IN_A_LINE, ON_ITS_OWN]}))
    read.write_text(json.dumps({"id": "a", "quotes": [IN_A_LINE]}))
    quotations.main([str(gold), str(read), "--lost"])
    out = capsys.readouterr().out
    assert "on its own: 1 of 1 lost, 100.0%" in out
    assert "in a line: 0 of 1 lost" in out
