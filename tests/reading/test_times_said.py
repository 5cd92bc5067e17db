"""When it was said, and which way a time lies: everyday sentences, read on Tuesday 14 May 2024."""

from __future__ import annotations

import pytest

from builders import article
from quoth.lang import table
from quoth.reading.times import find_times, said_on
from quoth.records import Article

TUESDAY = "2024-05-14"


def days(text: str) -> dict[str, str | None]:
    found = find_times(Article("a", text, published=TUESDAY))
    return {time.span.of(text): time.start for time in found}


def said(marked: str) -> str | None:
    built = article(marked)
    published = Article("a", built.text, published=TUESDAY)
    times = find_times(published)
    return said_on(published, built.attributions, times)[0].said_on


@pytest.mark.parametrize(
    ("text", "time", "start"),
    [
        ("The panel asked for answers no later than May 20.", "May 20", "2024-05-20"),
        ("A ban taking effect July 1 was signed on Monday.", "July 1", "2024-07-01"),
        ("The law, effective July 1, was passed in April.", "July 1", "2024-07-01"),
        ("The law comes into force on 1 July and was passed in April.", "1 July", "2024-07-01"),
        ("A hearing was scheduled for June 3.", "June 3", "2024-06-03"),
        ("The hearing was moved to May 20.", "May 20", "2024-05-20"),
        ("The board asked for a report before May 20.", "May 20", "2024-05-20"),
        ("The order was extended through May 31.", "May 31", "2024-05-31"),
        ("He was told to reply by Friday.", "Friday", "2024-05-17"),
        ("The council will meet on Thursday.", "Thursday", "2024-05-16"),
        ("The court ordered him to appear on Wednesday.", "Wednesday", "2024-05-15"),
        ("They agreed to meet again on Friday.", "Friday", "2024-05-17"),
        ("The bank promised to pay on 3 June.", "3 June", "2024-06-03"),
        ("He gave himself up and faces a hearing on Monday.", "Monday", "2024-05-20"),
        ("The trial begins on Thursday.", "Thursday", "2024-05-16"),
        ("The show opens on Friday.", "Friday", "2024-05-17"),
        ("Tickets go on sale Friday.", "Friday", "2024-05-17"),
        ("The talks resume Thursday.", "Thursday", "2024-05-16"),
        ("A strike called for Friday was dropped.", "Friday", "2024-05-17"),
        ("Elections are in November.", "November", "2024-11-01"),
        # what is past stays past
        ("Last Monday the mayor left.", "Last Monday", "2024-05-13"),
        ("The mayor left last Friday.", "last Friday", "2024-05-10"),
        ("The fire broke out on May 20.", "May 20", "2023-05-20"),
        ("He went to the bank to pay on Friday.", "Friday", "2024-05-10"),
        ("Sales opened on May 3.", "May 3", "2024-05-03"),
    ],
)
def test_which_way_a_time_lies(text: str, time: str, start: str) -> None:
    assert days(text)[time] == start


@pytest.mark.parametrize(
    ("text", "time", "start"),
    [
        (
            "Rosk is on trial over the riots of July 2021. She had been seen long before July 8.",
            "July 8",
            "2021-07-08",
        ),
        (
            "The fire broke out in October 2019. On October 12 the roof fell.",
            "October 12",
            "2019-10-12",
        ),
        (
            "It began on 3 March 2020, he said. By then, on 9 March, two had died.",
            "9 March",
            "2020-03-09",
        ),
        # a recent day, a day to come and another month keep their own year
        ("The club was sold in May 2021. On May 3 it was sold again.", "May 3", "2024-05-03"),
        (
            "The club was sold in June 2021. It will be sold again on June 3.",
            "June 3",
            "2024-06-03",
        ),
        ("The club was sold in July 2021. On August 3 the roof fell.", "August 3", "2023-08-03"),
    ],
)
def test_the_year_of_the_story(text: str, time: str, start: str) -> None:
    assert days(text)[time] == start


@pytest.mark.parametrize(
    "marked",
    [
        "<“It will hold,”> {said} [Olaf Brandt, who was born in 1961].",
        "<“It will hold,”> {said} [Olaf Brandt], born in 1961.",
        "<“It will hold,”> {said} [Olaf Brandt, elected in May 2019].",
        "<The bridge is safe>, {said} [Olaf Brandt, whose firm was founded in 1985].",
        "[Olaf Brandt, who was elected in May 2019], {said} <the bridge was safe>.",
        "[The Lund Institute, founded] in 1985, {said} <the bridge was safe>.",
        "<The bridge is safe>, {said} [the Lund Institute], founded in 1985.",
        "[Ana Brix, mayor since 2019], {said} <the bridge was safe>.",
        "<“We paid,”> {said} [Ana Brix, mayor of Lund since 2019].",
        "[Ana Brix], mayor from 2015 to 2019, {said} <the bridge was safe>.",
        "[The man arrested] on Friday {said} <he was innocent>.",
        "[Ana Brix], arrested on Friday, {said} <she was innocent>.",
        "After the fire on Friday, [Ana Brix] {said} <the bridge was safe>.",
        "{According to} [Ana Brix, who took office in March], <the bridge is safe>.",
        "<The bridge is safe>, {according to} [the 2019 champion Ana Brix].",
        "<“Yes,”> {said} [Brix, who will testify Thursday].",
        "In May 2019 Brix was elected. [She] {said} <the bridge was safe>.",
    ],
)
def test_a_time_of_another_clause_is_not_when_it_was_said(marked: str) -> None:
    assert said(marked) is None


@pytest.mark.parametrize(
    ("marked", "day"),
    [
        ("<The bridge is shut>, [the mayor] {said} on Monday.", "2024-05-13"),
        ("Last Monday, [the mayor] {said} <the bridge was shut>.", "2024-05-13"),
        ("[The mayor] {said} last Monday <that the bridge was shut>.", "2024-05-13"),
        ("[Ana Brix] {told} a rally on Saturday <that the bridge was safe>.", "2024-05-11"),
        ("[Ana Brix], speaking on Saturday, {said} <the bridge was safe>.", "2024-05-11"),
        ("<“We paid,”> [Ana Brix, who joined in 2019], {said} Monday.", "2024-05-13"),
        ("On Monday, [Ana Brix, who joined in 2019], {said} <the bank paid>.", "2024-05-13"),
        ("In a statement on Friday, [Ana Brix] {said} <the bridge was safe>.", "2024-05-10"),
        ("In a statement, Friday, [Ana Brix] {said} <the bridge was safe>.", "2024-05-10"),
        ("In a May 3 letter, [Ana Brix] {said} <the bridge was safe>.", "2024-05-03"),
        ("In a letter sent on May 3, [Ana Brix] {said} <the bridge was safe>.", "2024-05-03"),
        ("However, on Friday, [Ana Brix] {said} <the bridge was safe>.", "2024-05-10"),
        ("LUND: On Friday, [Ana Brix] {said} <the bridge was safe>.", "2024-05-10"),
        ("{According to} [figures released on Friday], <the bridge is safe>.", "2024-05-10"),
        ("{According to} [a May 3 press release], <the bridge is safe>.", "2024-05-03"),
        (
            "{According to} [a report into the fire published on Friday], <it was safe>.",
            "2024-05-10",
        ),
    ],
)
def test_a_time_of_the_cue_s_own_clause_is(marked: str, day: str) -> None:
    assert said(marked) == day


def test_every_group_says_why_and_where_from() -> None:
    for name, group in table("times").items():
        assert group["reason"].endswith("."), name
        assert group["source"], name
