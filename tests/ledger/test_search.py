"""Searching what is kept: words, phrases, filters; and no search string is an error."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import article
from quoth.errors import OptionError
from quoth.ledger import Ledger, as_readings
from quoth.query import FILTERS, StatementQuery
from quoth.records import Figure, Reading, Span, Speaker, SpeakerRef
from quoth.text.fold import stem


def reading(
    marked: str, url: str, *cast: Speaker, outlet: str = "The Herald", day: str = "2031-03-04",
    figure: str | None = None,
) -> Reading:  # fmt: skip
    """A reading whose attributions have the speakers of ``cast``, one each."""
    built = article(marked)
    text = built.text
    said = tuple(
        replace(one, speakers=(SpeakerRef(cast[i].id, "own words", 0.9),) if i < len(cast) else ())
        for i, one in enumerate(built.attributions)
    )
    page = replace(
        built.article, url=f"https://{url}", outlet=outlet, published=day, title=f"Story {url}"
    )
    at = text.find(figure) if figure else -1
    figures = ()
    if figure:
        span = Span(at, at + len(figure))
        figures = (Figure("f1", span, 20.0, 20.0, None, "bolts", said[0].id),)
    return replace(
        built.reading, article=page, attributions=said, speakers=tuple(cast), figures=figures
    )


LINDQVIST = Speaker("s1", "Maria Lindqvist", "Maria Lindqvist", "person", ("chief engineer",))
OFFICIAL = Speaker("s1", None, "a harbour official", "unnamed")
OFFICE = Speaker("s1", None, "the harbour office", "organisation")
AGENCY = Speaker("s2", "Northern News", "Northern News", "organisation")


def some() -> list[Reading]:
    """Four articles of two outlets."""
    return [
        reading("[Maria Lindqvist] {said} <“we checked 20 bolts of the bridge”>.", "a.example/1",
                LINDQVIST, figure="20"),
        reading("[A harbour official] {claims} <the bridges were never closed>.", "b.example/2",
                OFFICIAL, outlet="The Courier", day="2031-04-05"),
        reading("<[The harbour office] {denied} <any café closing>>, [Northern News] {reported}.",
                "b.example/3", AGENCY, OFFICE, outlet="The Courier", day="2030-12-31"),
        reading("[She] {said} <rain is rain>.", "a.example/4", day="2031-03-05"),
    ]  # fmt: skip


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add(*some())
    return ledger


def contents(found: list) -> list[str]:  # type: ignore[type-arg]
    return [one.content for one in found]


def test_words_are_found_in_any_inflection_and_marked(filled: Ledger) -> None:
    found = filled.search("bridge")
    assert sorted(contents(found)) == [
        "the bridges were never closed",
        "“we checked 20 bolts of the bridge”",
    ]
    assert {one.content[a:b] for one in found for a, b in one.marks} == {"bridge", "bridges"}


def test_all_words_must_be_there_and_minus_takes_away(filled: Ledger) -> None:
    assert contents(filled.search("bridge bolts")) == ["“we checked 20 bolts of the bridge”"]
    assert contents(filled.search("bridge -bolts")) == ["the bridges were never closed"]
    assert len(filled.search("-bridge")) == 3


def test_words_in_quotation_marks_stand_side_by_side(filled: Ledger) -> None:
    assert len(filled.search('"were never closed"')) == 1
    assert filled.search('"never were closed"') == []


def test_the_name_of_who_speaks_is_found_too(filled: Ledger) -> None:
    assert contents(filled.search("lindqvist bolts")) == ["“we checked 20 bolts of the bridge”"]


def test_accents_and_case_do_not_matter(filled: Ledger) -> None:
    assert len(filled.search("CAFE")) == len(filled.search("café")) == 2


def test_words_are_found_however_they_are_written_down(ledger: Ledger) -> None:
    ledger.add(
        reading(
            "[Jose\u0301 Iba\u0301n\u0303ez] {said} <the pump sta-\ntion needs 40 mil\u00adlion>.",
            "a.example/5",
            Speaker("s1", "José Ibáñez", "José Ibáñez", "person"),
        )
    )
    for asked in ("Ibáñez", "Ibanez", "Iba\u0301n\u0303ez", "million", "mil\u00adlion", "station"):
        assert len(ledger.search(asked)) == 1, asked
    [found] = ledger.search("station million")
    assert [found.content[a:b] for a, b in found.marks] == ["sta-\ntion", "mil\u00adlion"]


def test_a_beginning_finds_what_it_begins(filled: Ledger) -> None:
    (found,) = filled.search("bol", prefix=True)
    assert [found.content[a:b] for a, b in found.marks] == ["bolts"]
    assert filled.search("bol") == []


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({"speaker": "Lindqvist"}, 1),
        ({"speaker": "maria lindqvist"}, 1),
        ({"speaker": "engineer"}, 0),
        ({"role": "engineer"}, 1),
        ({"outlet": "the courier"}, 3),
        ({"outlet": "courier"}, 0),
        ({"since": "2031-03-05"}, 2),
        ({"since": "2031", "until": "2031-03"}, 2),
        ({"until": "2030"}, 2),
        ({"form": "direct"}, 1),
        ({"kind": "thought"}, 0),
        ({"unnamed": True}, 1),
        ({"unnamed": False}, 4),
        ({"within": True}, 1),
        ({"within": False}, 4),
        ({"has_figure": True}, 1),
        ({"has_figure": False}, 4),
        ({"address": "https://a.example/4"}, 1),
        ({"outlet": "The Courier", "within": True}, 1),
    ],
)
def test_filters(filled: Ledger, filters: dict[str, object], number: int) -> None:
    assert len(filled.search(**filters)) == number
    assert filled.count(**filters) == number
    assert len(list(filled.statements(**filters))) == number


def test_an_earlier_version_is_found_no_more(filled: Ledger) -> None:
    newer = "[Maria Lindqvist] {said} <“we checked 20 cables of the bridge”>."
    filled.add(reading(newer, "a.example/1", LINDQVIST))
    assert filled.search("bolts") == []
    assert len(filled.search("bridge", speaker="Lindqvist")) == 1


def test_a_statement_brings_its_chain_figures_and_surroundings(filled: Ledger) -> None:
    (inner,) = filled.search(within=True)
    assert inner.chain == ("Northern News reported", "The harbour office denied")
    (first,) = filled.search("bolts")
    assert [figure.of for figure in first.figures] == ["bolts"]
    assert filled.statement(first.id) == replace(first, marks=(), score=0.0)
    assert filled.statement(10**6) is None


def test_surroundings_end_with_the_sentence_and_not_with_a_title(ledger: Ledger) -> None:
    marked = (
        "It was late. On Monday Sen. Roth and [Dr. Vance] {said} <it is closed>, as Mr. Holt did. "
        "Nobody else was there."
    )
    ledger.add(reading(marked, "a.example/6"))
    [found] = ledger.search("closed")
    assert found.before == "On Monday Sen. Roth and "
    assert found.after == ", as Mr. Holt did."


def test_a_statement_knows_its_place_in_the_whole_reading(filled: Ledger) -> None:
    for one in filled.search():
        whole = filled.version(one.version).reading
        assert whole.attributions[one.position - 1] == one.attribution
        assert one.reading.article == whole.article
        assert set(one.speakers) <= set(whole.speakers)
        assert set(one.reading.attributions) <= set(whole.attributions)


def test_statements_of_one_article_from_several_searches_are_one_reading(filled: Ledger) -> None:
    several = [one for at in range(9) for one in filled.search(limit=1, offset=at)]
    several.sort(key=lambda one: one.version)
    readings = list(as_readings(several))
    addresses = dict.fromkeys(one.address for one in several)
    assert [one.article.url for one in readings] == list(addresses)
    for reading in readings:
        starts = [one.start for one in reading.attributions]
        assert starts == sorted(starts)
    assert sum(len(one.attributions) for one in readings) == len(several)


def test_statements_as_readings_hold_the_chain(filled: Ledger) -> None:
    (one,) = as_readings(filled.search(within=True))
    assert [a.id for a in one.attributions] == ["a1", "a2"]


def test_pages_follow_one_another(filled: Ledger) -> None:
    whole = [one.id for one in filled.search("the")]
    pages = [filled.search("the", limit=1, offset=i) for i in range(len(whole))]
    assert [one.id for page in pages for one in page] == whole


def test_facets_count_what_is_found(filled: Ledger) -> None:
    facets = filled.facets(outlet="The Courier")
    assert facets["outlet"] == [("The Courier", 3)]
    assert ("2030", 2) in facets["year"]


def test_a_filter_that_is_none_is_told(filled: Ledger) -> None:
    with pytest.raises(OptionError, match="colour: unknown filter"):
        filled.search(colour="red")
    for name, value, expected in (
        ("since", "yesterday", "expected an ISO date, for example 2020-03-01"),
        ("until", "2031-02-30", "expected an ISO date"),
        ("form", "dierct", "expected one of direct, indirect, mixed"),
        ("status", "wrong", "expected one of confirmed, corrected, added"),
        ("unnamed", "perhaps", "expected true or false"),
        ("min_confidence", "high", "expected a number from 0 to 1"),
        ("min_confidence", 1.5, "expected a number from 0 to 1"),
    ):
        with pytest.raises(OptionError, match=f"^{name}={value!r}: {expected}"):
            filled.search(**{name: value})
    with pytest.raises(OptionError, match="type='robot': expected one of person, organisation"):
        filled.speakers(type="robot")
    with pytest.raises(
        OptionError, match="parts='songs': expected one of quotations, copies, figures"
    ):
        filled.compare(parts=("songs",))


def test_what_is_empty_is_not_given(filled: Ledger) -> None:
    everything = {one.name: "" for one in FILTERS}
    assert StatementQuery("", **everything) == StatementQuery()
    assert filled.count("", **everything) == filled.count()


def test_a_query_is_the_same_however_it_is_given(filled: Ledger) -> None:
    query = StatementQuery("the", outlet="The Courier", unnamed="false", min_confidence="0.2")
    assert query.unnamed is False
    assert filled.search(query) == filled.search(
        "the", outlet="The Courier", unnamed=False, min_confidence=0.2
    )


def test_the_least_confidence_narrows(filled: Ledger) -> None:
    unsure = article("[Bo Ek] {thought} <it may rain>.", changes={"a1": {"confidence": 0.4}})
    filled.add(replace(unsure.reading, article=replace(unsure.article, id="unsure")))
    sure = filled.search(min_confidence=0.9, limit=1000)
    assert [one for one in filled.search(limit=1000) if one.attribution.confidence >= 0.9] == sure
    assert filled.count(min_confidence=1.0) < filled.count()


HOSTILE = [
    '"', '"" ""', "'; DROP TABLE statements; --", "NEAR(a b, 5)", "a AND OR NOT", "col : x", "(((",
    "*", "^a", "{words} : x", "a:b", "-", "--", "a & | ! <-> b", "'bolts':*A", "\\", "%", "_",
    "\x00", "bolts\x00", "\ud800", "\u202ebolts", "😀", "tags : xall", "xall", "x" * 10_000,
    "a " * 5_000, "OR", "OR OR", "a OR " * 2_000, "* OR *", "-* OR -", '"*"*', "a* OR b* c*",
]  # fmt: skip


EITHER = [
    # asked, and what must be found by it
    ("rain OR snow", {"rain today", "snow later"}),
    ("snow OR rain OR hail", {"rain today", "snow later", "hail and wind"}),
    ("rain OR snow later", {"snow later"}),
    ('"hail and wind" OR snow', {"hail and wind", "snow later"}),
    ("rai* OR win*", {"rain today", "hail and wind"}),
    ('"and win"*', {"hail and wind"}),
    ("Ada -la*", {"rain today", "hail and wind"}),
    ("OR snow", {"snow later"}),
    ("snow OR", {"snow later"}),
    ("-rain OR snow", {"snow later"}),
    ("rain or snow", set()),
    ("ain*", set()),
]


@pytest.mark.parametrize(("words", "found"), EITHER)
def test_one_of_several_words_and_beginnings_of_words(
    ledger: Ledger, words: str, found: set[str]
) -> None:
    said = ("rain today", "snow later", "hail and wind")
    ledger.add(article("\n".join(f"[Ada Roth] {{said}} <{one}>." for one in said)).reading)
    assert {one.content for one in ledger.search(words)} == found
    assert ledger.count(words) == len(found)
    marked = [one.content[a:b] for one in ledger.search("rai* OR snow") for a, b in one.marks]
    assert sorted(marked) == ["rain", "snow"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_search_string_is_an_error(filled: Ledger, words: str) -> None:
    assert filled.count(words) == len(filled.search(words, limit=100))
    filled.search(words, prefix=True)
    filled.search(speaker=words or "x")
    filled.search(outlet=words)
    filled.search(address=words.replace("\x00", ""))


def test_marks_of_filters_are_no_words(filled: Ledger) -> None:
    assert filled.search("xall") == []


@pytest.fixture(scope="module")
def sqlite_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder: Path = tmp_path_factory.mktemp("search")
    with Ledger(folder / "news.db") as ledger:
        ledger.add(*some())
        yield ledger


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_any_text_is_a_query(sqlite_ledger: Ledger, words: str, prefix: bool) -> None:
    for one in sqlite_ledger.search(words, prefix=prefix):
        assert all(0 <= a < b <= len(one.content) for a, b in one.marks)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_name(sqlite_ledger: Ledger, name: str) -> None:
    sqlite_ledger.search(speaker=name, role=name)


def test_threads_do_not_mix_their_words_up() -> None:
    words = ["".join(pair) for pair in itertools.product(
        ("nation", "relat", "hope", "defin", "organ", "gener"),
        ("ally", "ionality", "fulness", "itively", "izations", "alizing"))]  # fmt: skip
    alone = [stem(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        for together in threads.map(lambda _: [stem(word) for word in words], range(200)):
            assert together == alone


def test_a_filter_changes_no_rank(filled: Ledger) -> None:
    everything = {one.id: one.score for one in filled.search("bridge", limit=100)}
    direct = filled.search("bridge", form="direct", limit=100)
    assert direct
    assert {one.id: one.score for one in direct}.items() <= everything.items()


def test_what_another_program_keeps_is_found_at_once(tmp_path: Path) -> None:
    first, _, second, _ = some()
    with Ledger(tmp_path / "news.db") as ours, Ledger(tmp_path / "news.db") as theirs:
        ours.add(first)
        before = ours.speakers(limit=1000)
        assert ours.speakers(limit=1000) == before
        theirs.add(second)
        assert len(ours.speakers(limit=1000)) > len(before)


def test_facets_of_speakers_count_what_they_lead_to(filled: Ledger) -> None:
    filled.join_speakers()
    counted = filled.facets()["identity"]
    assert counted
    names = filled.names_of([id for id, _ in counted])
    assert set(names) == {id for id, _ in counted}
    for id, number in counted:
        assert filled.count(identity=id) == number


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"words": "bridge"}, {"words": "the"}, {"form": "direct"}, {"words": "-bridge"},
        {"speaker": "lindqvist"}, {"words": '"'}, {"outlet": "The Courier", "since": "2031"},
    ],
)  # fmt: skip
def test_a_first_page_is_what_search_facets_and_count_give(
    filled: Ledger, asked: dict[str, str]
) -> None:
    found, counted, total = filled.first_page(**asked, limit=3)
    assert found == filled.search(**asked, limit=3)
    days = counted.pop("day", [])  # for the chart over time
    assert counted == filled.facets(**asked)
    assert sum(number for _, number in days) <= total
    assert total == filled.count(**asked)
