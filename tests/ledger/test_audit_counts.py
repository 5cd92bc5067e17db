"""Counts over readings: each is checked against an article small enough to count by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import article, readings
from quoth.formats.audit_view import COLUMNS, audit_rows, audit_to_dict, write_audit
from quoth.ledger.audit import Audit, By, Ref, audit_readings
from quoth.records import Reading, Span, Speaker, SpeakerType

COUNCIL = Speaker("s2", "Holt Council", "Holt Council", "organisation")
RESIDENT = Speaker("s3", None, "a resident", "unnamed", anonymity=Span(0, 3))
OFFICIAL = Speaker("s4", None, "an official", "unnamed")

BRIDGE = article(
    "The bridge of Holt was shut on Friday after an inspection.\n"
    "[Ana Belić] {said} <“It is not safe”>.\n"
    "[Holt Council] {claimed} <[Ana Belić] {knew} <of the cracks>>.\n"
    "[A resident] {said} <it creaked>.\n"
    "[An official] {said} <nothing had changed>.\n"
    "[They] {said} <so>.",
    speakers={"a1": "Ana Belić", "a2": COUNCIL, "a3": "Ana Belić", "a4": RESIDENT, "a5": OFFICIAL},
    changes={"a2": {"tone": "distancing"}},
    id="bridge",
    outlet="The Holt Herald",
    authors=("Mia Ash", "Tom Rye"),
).reading
MAYOR = article(
    "[Mayor Ana Belić] {said} <“The bridge will open,”> on Monday.",
    speakers={"a1": "Ana Belić"},
    id="mayor",
    outlet="The Arenal Times",
    authors=("Mia Ash",),
).reading
SILENT = article("Nobody was asked.", id="silent").reading


def audit(*several: Reading) -> Audit:
    (found,) = audit_readings(several)
    return found


def ids(refs: Sequence[Ref]) -> list[str]:
    return [ref.attribution for ref in refs]


def test_articles_words_and_statements() -> None:
    found = audit(BRIDGE, MAYOR, SILENT)
    assert found.articles == ("bridge", "mayor", "silent")
    assert found.statements.count == 7
    assert found.statements.statements[-1] == Ref("mayor", "a1")
    assert audit(SILENT).words == 3
    assert audit(MAYOR).words == 10


def test_who_speaks_is_one_speaker_over_all_articles() -> None:
    found = audit(BRIDGE, MAYOR)
    kinds: tuple[SpeakerType, ...] = ("person", "organisation", "document", "unnamed", "author")
    assert [len(found.speakers_of(kind)) for kind in kinds] == [1, 1, 0, 2, 0]
    (ana,) = found.speakers_of("person")
    assert ana.statements == (Ref("bridge", "a1"), Ref("bridge", "a3"), Ref("mayor", "a1"))
    assert ana.articles == ("bridge", "mayor")
    assert ids(found.untold.statements) == ["a6"]


def test_words_inside_anothers_words_are_the_inner_speakers() -> None:
    found = audit(BRIDGE)
    shares = {one.name: (one.words, one.word_share) for one in found.speakers}
    # “It is not safe” · Ana Belić knew · of the cracks · it creaked · nothing had changed · so
    assert found.attributed_words == 4 + 3 + 3 + 2 + 3 + 1
    assert shares == {
        "Ana Belić": (7, 0.4375),
        "Holt Council": (3, 0.1875),
        "an official": (3, 0.1875),
        "a resident": (2, 0.125),
    }


def test_a_statement_of_two_counts_for_both() -> None:
    both = article("[They] {said} <it rained>.", speakers={"a1": ["Ana Belić", "Ivo Ash"]}).reading
    assert [(one.words, one.word_share) for one in audit(both).speakers] == [(2, 1.0), (2, 1.0)]
    assert audit(both).single_source == ()


def test_words_that_stand_in_two_statements_of_one_speaker_count_once() -> None:
    one = article("[Ana] {said} <it rained>.", speakers={"a1": "Ana Belić"}).reading
    (said,) = one.attributions
    twice = replace(one, attributions=(said, replace(said, id="a2")))
    (ana,) = audit(twice).speakers
    assert (ana.words, ana.word_share, len(ana.statements)) == (2, 1.0, 2)


def test_forms_tones_and_chains() -> None:
    found = audit(BRIDGE)
    assert {form: ids(one.statements) for form, one in found.forms.items()} == {
        "direct": ["a1"], "indirect": ["a2", "a3", "a4", "a5", "a6"], "mixed": [],
    }  # fmt: skip
    assert found.forms["direct"].share == pytest.approx(1 / 6, abs=1e-4)
    assert ids(found.tones["distancing"].statements) == ["a2"]
    assert {depth: one.count for depth, one in found.depths.items()} == {"1": 5, "2": 1, "3+": 0}
    (council,) = found.speakers_of("organisation")
    assert council.tones == {"neutral": 0, "distancing": 1, "endorsing": 0}


def test_a_chain_of_four_is_third_hand_or_more_and_one_that_turns_back_ends() -> None:
    deep = article("[A] {a} <[B] {b} <[C] {c} <[D] {d} <rain>>>>.").reading
    assert [one.count for one in audit(deep).depths.values()] == [1, 1, 2]
    first, second, *_ = deep.attributions
    turned = replace(deep, attributions=(replace(first, within="a2"), second))
    assert [one.count for one in audit(turned).depths.values()] == [0, 2, 0]


def test_the_never_named_with_and_without_a_reason() -> None:
    found = audit(BRIDGE)
    assert ids(found.unnamed_stated.statements) == ["a4"]
    assert ids(found.unnamed_unstated.statements) == ["a5"]
    assert [one.anonymity_stated for one in found.speakers_of("unnamed")] == [False, True]


def test_statements_of_persons_by_how_the_articles_speak_of_them() -> None:
    she, he, _ = (replace(one, pronouns=told) for one, told in zip(
        BRIDGE.speakers, (("she",), ("he", "they"), ()), strict=False))  # fmt: skip
    cast = {one.id: one for one in (she, he)}
    told = replace(BRIDGE, speakers=tuple(cast.get(one.id, one) for one in BRIDGE.speakers))
    found = audit(told)
    said = {p: ids(one.statements) for p, one in found.pronouns.items()}
    by = {one.id: [a.id for a in told.attributions if one.id in {r.speaker for r in a.speakers}]
          for one in (she, he)}  # fmt: skip
    assert said == {"she": by[she.id], "he": by[he.id], "they": by[he.id]}
    assert audit_to_dict(found)["pronouns"]["she"]["count"] == len(by[she.id]) > 0


def test_articles_of_one_speaker_or_none() -> None:
    found = audit(BRIDGE, MAYOR, SILENT)
    assert (found.single_source, found.no_source) == (("mayor",), ("silent",))


def test_the_longest_stretch_without_a_source_passes_over_furniture() -> None:
    stretch = audit(BRIDGE).longest_unsourced
    assert stretch is not None
    assert (stretch.article, stretch.words) == ("bridge", 11)
    assert stretch.span.of(BRIDGE.article.text).startswith("The bridge of Holt")
    text = BRIDGE.article.text
    aside = Span(text.index("on Friday"), text.index(" after"))
    changed = replace(BRIDGE, article=replace(BRIDGE.article, furniture=(aside,)))
    shorter = audit(changed).longest_unsourced
    assert shorter is not None
    assert (shorter.words, audit(changed).words) == (9, audit(BRIDGE).words - 2)


def test_groups() -> None:
    def groups(by: By) -> dict[str, tuple[str, ...]]:
        found = audit_readings([BRIDGE, MAYOR, SILENT], by=by)
        return {one.group: one.articles for one in found}

    assert groups("outlet") == {
        "The Arenal Times": ("mayor",), "The Holt Herald": ("bridge",), "": ("silent",),
    }  # fmt: skip
    assert groups("reporter") == {
        "Mia Ash": ("bridge", "mayor"), "Tom Rye": ("bridge",), "": ("silent",),
    }  # fmt: skip
    assert list(groups("article")) == ["bridge", "mayor", "silent"]
    assert groups("all") == {"": ("bridge", "mayor", "silent")}
    same = audit_readings([SILENT, SILENT], by="article")
    assert [one.articles for one in same] == [("silent",), ("silent",)]


def test_nothing_to_count() -> None:
    (found,) = audit_readings([])
    assert (found.articles, found.statements.count, found.longest_unsourced) == ((), 0, None)
    assert audit_readings([], by="outlet") == []


def test_identities_can_be_given() -> None:
    def everyone(article: str, speaker: str) -> str | None:
        return "one" if speaker != "s2" else None

    (found,) = audit_readings([BRIDGE, MAYOR], identity=everyone)
    assert [one.speaker for one in found.speakers] == ["one", "article 0 speaker 1"]


# --- shown ----------------------------------------------------------------------------------------


def shown(to: str, *several: Reading, by: By = "all", width: int | None = None) -> str:
    out = io.StringIO()
    write_audit(audit_readings(several, by=by), out, to=to, width=width)
    return out.getvalue()


def test_json_leads_back_to_the_statements() -> None:
    (one,) = json.loads(shown("json", BRIDGE, MAYOR))["audits"]
    assert one["forms"]["direct"]["statements"] == [
        {"article": "bridge", "attribution": "a1"},
        {"article": "mayor", "attribution": "a1"},
    ]
    assert one["speakers"][0]["name"] == "Ana Belić"
    assert one["longest_unsourced"]["article"] == "bridge"


def test_csv_has_one_count_a_row() -> None:
    rows = list(csv.DictReader(io.StringIO(shown("csv", BRIDGE, MAYOR, by="outlet"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    (row,) = [r for r in rows if r["measure"] == "form direct" and r["group"] == "The Holt Herald"]
    assert (row["count"], row["share"], row["statements"]) == ("1", "0.1667", "bridge a1")
    speaker = [r for r in rows if r["of"] == "Ana Belić" and r["measure"] == "words of speaker"]
    assert [r["count"] for r in speaker] == ["4", "7"]


@pytest.mark.parametrize("width", [24, 60, 80, 120])
def test_the_view_fits_its_width(width: int) -> None:
    out = shown("view", BRIDGE, MAYOR, SILENT, by="outlet", width=width)
    assert max(map(len, out.splitlines())) <= width
    assert "The Holt Herald" in out
    assert "no outlet known" in out


def test_the_view_names_what_it_counts() -> None:
    out = shown("view", BRIDGE, width=100)
    assert "1 direct (17 %)" in out
    assert "first hand 5 · second hand 1 · third hand or more 0" in out
    assert "4 · 1 named person · 1 organisation · 2 never named" in out
    assert "longest unsourced  11 words at 0–57 of bridge" in out
    many = article(
        "\n".join(f"[P{n}] {{said}} <rain>." for n in range(20)),
        speakers={f"a{n + 1}": f"Ana Belić{chr(97 + n)}" for n in range(20)},
    )
    assert "and 5 more speakers, 5 words" in shown("view", many.reading)


def test_no_such_format() -> None:
    with pytest.raises(ValueError, match="no format of an audit: xml"):
        write_audit([], io.StringIO(), to="xml")


# --- what always holds ----------------------------------------------------------------------------


@given(st.lists(readings(), max_size=3), st.sampled_from(get_args(By)))
def test_any_readings_can_be_counted_and_shown(several: list[Reading], by: By) -> None:
    for one in audit_readings(several, by=by):
        total = one.statements.count
        assert sum(form.count for form in one.forms.values()) == total
        assert sum(tone.count for tone in one.tones.values()) == total
        assert sum(depth.count for depth in one.depths.values()) == total
        assert one.attributed_words <= one.words
        assert one.attributed_characters <= one.characters
        assert all(0 <= who.word_share <= 1 for who in one.speakers)
        assert all(len(who.statements) > 0 for who in one.speakers)
        json.dumps(audit_to_dict(one))
        assert {len(row) for row in audit_rows(one)} == {len(COLUMNS)}
        write_audit([one], io.StringIO(), width=40)


@given(st.lists(readings(), min_size=1, max_size=3))
def test_articles_add_up_to_all(several: list[Reading]) -> None:
    whole = audit(*several)
    parts = audit_readings(several, by="article")
    assert whole.words == sum(one.words for one in parts)
    assert whole.statements.count == sum(one.statements.count for one in parts)
    assert whole.untold.count == sum(one.untold.count for one in parts)
