"""Times in the text, resolved against the day of publication, and the day something was said."""

from __future__ import annotations

import json
import sys
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import article
from quoth.reading.times import find_times, said_on
from quoth.records import Article, Span

WEDNESDAY = "2020-03-11"


def times(text: str, published: str | None = WEDNESDAY) -> list[tuple[str, str | None, str | None]]:
    found = find_times(Article("a", text, published=published))
    return [(time.span.of(text), time.start, time.end) for time in found]


def day(text: str, published: str | None = WEDNESDAY) -> str | None:
    """The one time of a text: a day, "first/last" of a range, None when unresolved."""
    ((_, start, end),) = times(text, published)
    return start if start == end else f"{start}/{end}"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        # weekdays: the last one up to publication, or the next of what is to come
        ("It burned on Monday.", "Monday", "2020-03-09"),
        ("It burned on Wednesday.", "Wednesday", "2020-03-11"),
        ("It burned on Thursday.", "Thursday", "2020-03-05"),
        ("It burned on Monday night.", "Monday night", "2020-03-09"),
        ("It burned last Wednesday.", "last Wednesday", "2020-03-04"),
        ("The quay will open on Monday.", "Monday", "2020-03-16"),
        ("On Friday, the council will meet.", "Friday", "2020-03-13"),
        ("She said it would open on Friday.", "Friday", "2020-03-13"),
        ("It will open, the clerk said on Friday.", "Friday", "2020-03-06"),
        ("It is closed until Friday.", "Friday", "2020-03-13"),
        ("next Wednesday", "next Wednesday", "2020-03-18"),
        ("It burned on Tuesday last week.", "Tuesday last week", "2020-03-03"),
        # words that point from the day of publication
        ("It burned yesterday.", "yesterday", "2020-03-10"),
        ("It burned the day before yesterday.", "the day before yesterday", "2020-03-09"),
        ("It opens tomorrow.", "tomorrow", "2020-03-12"),
        ("It burned today.", "today", "2020-03-11"),
        ("It burned last night.", "last night", "2020-03-10"),
        ("It burned this morning.", "this morning", "2020-03-11"),
        # weeks begin on Monday
        ("It burned last week.", "last week", "2020-03-02/2020-03-08"),
        ("It opens next week.", "next week", "2020-03-16/2020-03-22"),
        ("It burned earlier this week.", "earlier this week", "2020-03-09/2020-03-11"),
        ("It burned over the weekend.", "the weekend", "2020-03-07/2020-03-08"),
        ("It will open this weekend.", "this weekend", "2020-03-14/2020-03-15"),
        ("It burned last month.", "last month", "2020-02-01/2020-02-29"),
        ("It burned last year.", "last year", "2019-01-01/2019-12-31"),
        ("this year's harvest", "this year", "2020-01-01/2020-12-31"),
        ("in the past three days", "the past three days", "2020-03-08/2020-03-11"),
        ("over the next two weeks", "the next two weeks", "2020-03-11/2020-03-25"),
        ("It burned two days ago.", "two days ago", "2020-03-09"),
        ("It burned two weeks ago.", "two weeks ago", "2020-02-24/2020-03-01"),
        ("It burned a year ago.", "a year ago", "2019-01-01/2019-12-31"),
        # full dates
        ("Monday, September 9, 2019", "Monday, September 9, 2019", "2019-09-09"),
        ("on Monday 9 September 2019", "Monday 9 September 2019", "2019-09-09"),
        ("the 9th of September 2019", "9th of September 2019", "2019-09-09"),
        ("LUND, Sept. 9, 2019 —", "Sept. 9, 2019", "2019-09-09"),
        ("since 2019-09-09", "2019-09-09", "2019-09-09"),
        ("on 09.12.2019", "09.12.2019", "2019-12-09"),
        ("on 23/12/2019", "23/12/2019", "2019-12-23"),
        # days and months without a year
        ("It burned on 7 October.", "7 October", "2019-10-07"),
        ("It burned on March 7.", "March 7", "2020-03-07"),
        ("It will open on October 7.", "October 7", "2020-10-07"),
        ("It burned on 30 December.", "30 December", "2019-12-30"),
        ("It burned in October.", "October", "2019-10-01/2019-10-31"),
        ("It will open in October.", "October", "2020-10-01/2020-10-31"),
        ("It burned last May.", "last May", "2019-05-01/2019-05-31"),
        ("It burned in early February.", "early February", "2020-02-01/2020-02-10"),
        ("It burned in mid-February.", "mid-February", "2020-02-11/2020-02-20"),
        ("from 3 to 5 May 2011", "3 to 5 May 2011", "2011-05-03/2011-05-05"),
        ("on May 3–5, 2011", "May 3–5, 2011", "2011-05-03/2011-05-05"),
        # months, years and more
        ("in March 2020", "March 2020", "2020-03-01/2020-03-31"),
        ("It was built in 1987.", "1987", "1987-01-01/1987-12-31"),
        ("the 2016 election", "2016", "2016-01-01/2016-12-31"),
        ("in 2015-16", "2015-16", "2015-01-01/2016-12-31"),
        ("in the 1960s", "the 1960s", "1960-01-01/1969-12-31"),
        ("the third quarter of 2019", "the third quarter of 2019", "2019-07-01/2019-09-30"),
        ("in the 19th century", "the 19th century", "1800-01-01/1899-12-31"),
    ],
)
def test_times_are_found_and_resolved(text: str, words: str, expected: str) -> None:
    assert [found for found, _, _ in times(text)] == [words]
    assert day(text) == expected


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        # the turn of the year, of the month, and of the week
        ("2020-01-02", "It burned on Tuesday.", "2019-12-31"),
        ("2020-01-02", "It burned on 30 December.", "2019-12-30"),
        ("2020-01-02", "It burned last month.", "2019-12-01/2019-12-31"),
        ("2019-12-28", "It will open on January 3.", "2020-01-03"),
        ("2020-03-01", "It burned yesterday.", "2020-02-29"),
        ("2020-03-08", "It burned last week.", "2020-02-24/2020-03-01"),
        ("2020-03-08", "It burned on Sunday.", "2020-03-08"),
        # a time of day and a zone are left aside
        ("2020-03-11T23:30:00-05:00", "It burned today.", "2020-03-11"),
    ],
)
def test_turns_of_the_calendar(published: str, text: str, expected: str) -> None:
    assert day(text, published) == expected


def test_without_a_day_of_publication_only_full_dates_are_resolved() -> None:
    text = "On Monday, 7 October, last week, in May and yesterday; on 9 May 2011 and in 1987."
    assert times(text, None) == [
        ("Monday, 7 October", None, None),
        ("last week", None, None),
        ("May", None, None),
        ("yesterday", None, None),
        ("9 May 2011", "2011-05-09", "2011-05-09"),
        ("1987", "1987-01-01", "1987-12-31"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It reopened the next day.",
        "It closed two days later.",
        "It closed several years ago.",
        "It closed the following Monday.",
        "It closed in summer 2019.",
        "It closed last summer.",
        "on 3/4/2019",
        "on 31 February 2019",
    ],
)
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    (time,) = times(text)
    assert time[1:] == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "You may march with April Brix.",
        "June Ode and Augusta will sing, and May Brix too.",
        "He reads the Sunday Times and USA Today.",
        "It was Black Friday.",
        "They met 2000 people and 1,987 dogs.",
        "It rose from 2012 points to 2,050 metres.",
        "At 10.30 the 5-4 score stood.",
        "Flight 2019 landed at gate 12.",
        "the second chapter of the book",
        "The week was long.",
    ],
)
def test_names_verbs_and_counts_are_no_times(text: str) -> None:
    assert times(text) == []


def test_a_year_holds_for_both_ends_of_a_range() -> None:
    assert times("from January 23 to March 9, 2014") == [
        ("January 23", "2014-01-23", "2014-01-23"),
        ("March 9, 2014", "2014-03-09", "2014-03-09"),
    ]


def test_ids_and_furniture() -> None:
    text = "Today. Related: Monday. On Tuesday."
    found = find_times(Article("a", text, furniture=(Span(7, 23),)))
    assert [(time.id, time.span.of(text)) for time in found] == [("t1", "Today"), ("t2", "Tuesday")]


# From Wikinews (https://en.wikinews.org, CC BY 2.5), resolved by hand: day of publication, title,
# words of the article, days meant.
CHECKED = """
2019-10-10|UK urges US to waive immunity for diplomat's wife involved in fatal collision|On Monday, Prime Minister Boris Johnson joined the calls|2019-10-07
2019-01-10|Wikinews investigates disappearance of Indonesian cargo ship Namse Bangdzod|on Tuesday told The Jakarta Post|2019-01-08
2019-01-10|Wikinews investigates disappearance of Indonesian cargo ship Namse Bangdzod|AirAsia Flight 8501 vanished in December 2014.|2014-12-01/2014-12-31
2019-01-07|President Trump says he 'can' and 'may' put US into state of emergency to build border wall|President Donald Trump said on Friday he can|2019-01-04
2020-12-26|Chilean authorities report first COVID-19 outbreak in Antarctica|The Chilean Armed Forces said on Sunday, the 36 people|2020-12-20
2020-12-26|Chilean authorities report first COVID-19 outbreak in Antarctica|On Thursday officials reported the number of cases|2020-12-24
2019-02-02|Report indicates Mexican monarch butterfly population at ten-year high, reasons unclear|announced on Wednesday the monarch butterfly population|2019-01-30
2020-11-26|US federal agency announces plans to begin presidential transition process|He was projected on November 7 to have won|2020-11-07
2020-11-26|US federal agency announces plans to begin presidential transition process|and would be sworn into office on January 20.|2021-01-20
2020-05-24|Japanese professional wrestler and Netflix star Hana Kimura dies aged 22|announced yesterday. No cause|2020-05-23
2019-12-07|Samoan government temporarily shuts down for nationwide measles vaccination drive|Earlier this week, an official government Twitter account|2019-12-02/2019-12-07
2019-01-05|Florida highway pileup, fire kills five children, two truck drivers|official Troy Roberts said yesterday morning the road itself|2019-01-04
2020-06-21|British supermarket chain Tesco to sell its Polish branch to Salling Group A/S|stores to Charoen Pokphand in March;|2020-03-01/2020-03-31
2019-10-16|Hong Kong's Carrie Lam delivers speech on video after protests in legislature|In mid-August, the government lowered the economic growth|2019-08-11/2019-08-20
2020-03-13|Stores in Australia lower toilet paper limits per transaction|said on last Wednesday they'd run out of stock.|2020-03-11
2019-10-17|Hundreds arrested for 'dark web' child porn by international task force|Yesterday, authorities in the United Kingdom|2019-10-16
2019-09-30|U.S. House issues subpoena to secretary of state|a poll published by NBC News last week, over 220 members|2019-09-23/2019-09-29
2019-08-08|Gunman opens fire in El Paso, Texas superstore; more than 20 dead|the El Paso mayor, Dee Margo, during the weekend, police|2019-08-03/2019-08-04
2019-05-06|Students compete in second international Neurosurgery Olympiad in Tyumen, Russia|This year, the jury decided two participants|2019-01-01/2019-12-31
2015-05-07|New Zealand begins process to consider changing national flag design|The first referendum is to be held from November 20|2015-11-20
2020-07-09|Seoul city Mayor Park Won-soon found dead, South Korean police confirm|home a quarter before 11 a.m. on Thursday with a backpack.|2020-07-09
2019-10-08|US President Trump announces troop withdrawal from Syria|Late on Sunday, the United States President|2019-10-06
2020-03-04|Argentine president Fernández to send bill legalising abortion to National Congress|to send a bill to the congress in the next ten days|2020-03-04/2020-03-14
2019-11-07|Hungarian state-owned enterprise acquires Hirtenberger Defence Group|revealed a deal whereby, on October 29, Hungarian|2019-10-29
2020-04-05|SARS-CoV-2 surpasses one million infections worldwide|the state had extended its stay-at-home order until May 1.|2020-05-01
2019-09-11|UK Prime Minister Johnson suspends parliament for five weeks as Brexit deadline approaches|because the UK must come out [...] by October 31st, or else|2019-10-31
"""  # noqa: E501


@pytest.mark.parametrize("row", CHECKED.strip().splitlines())
def test_times_as_news_writes_them(row: str) -> None:
    published, _, text, expected = row.split("|")
    assert day(text, published) == expected


# --- said on --------------------------------------------------------------------------------------


def days_said(marked: str, published: str | None = WEDNESDAY) -> list[str | None]:
    built = article(marked, published=published)
    result = said_on(built.article, built.attributions, find_times(built.article))
    return [attribution.said_on for attribution in result]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Ana Brix] {said} on Monday <it was late>.", "2020-03-09"),
        ("<It was late>, [Ana Brix] {said} yesterday.", "2020-03-10"),
        ("<It was late>, {said} [Ana Brix] on Monday.", "2020-03-09"),
        ("[Ana Brix] {told} the paper in Lund on Monday <it was late>.", "2020-03-09"),
        ("[Ana Brix] on Monday {said} <it was late>.", "2020-03-09"),
        ("On Monday, [Ana Brix] {said} <it was late>.", "2020-03-09"),
        ("LUND, 10 March — On Monday, [Ana Brix] {said} <it was late>.", "2020-03-09"),
        ("Tuesday, March 10, 2020 On Monday, [she] {said} <it was late>.", "2020-03-09"),
        ("Also on Monday [the clerk] {said} <it was late>.", "2020-03-09"),
        ("Speaking in Lund on Monday, [Ana Brix] {said} <it was late>.", "2020-03-09"),
        ("{According to} [a statement issued on Monday], <it was late>.", "2020-03-09"),
        ("[Ana Brix] {said Monday} <it was late>.", "2020-03-09"),
        ("[Ana Brix] {said} <it was late> on Monday.", "2020-03-09"),
        ("[Ana Brix] {said} last week <it was late>.", "2020-03-02/2020-03-08"),
        ("[Ana Brix] {wrote} in 1987 <it was late>.", "1987-01-01/1987-12-31"),
        # what was said to happen on a day was not said on that day
        ("[Ana Brix] {said} <the quay opened on Monday>.", None),
        ("[Ana Brix] {said} <it was late>. It burned on Monday.", None),
        ("[Ana Brix] {asks} <for more>\nMonday\nIt was late.", None),
        ("Last year it burned and this year [the town] {fears} <it will>.", None),
        ("It burned on Monday. [Ana Brix] {said} <it was late>.", None),
        ("[Ana Brix], who came on Monday because of the fire, {said} <it was late>.", None),
        ("[Ana Brix] {said} <it was late>.", None),
        ("[Ana Brix] {said} the next day <it was late>.", None),
    ],
)
def test_said_on_is_the_day_beside_the_cue(marked: str, expected: str | None) -> None:
    assert days_said(marked) == [expected]


def test_the_day_belongs_to_the_nearest_cue() -> None:
    marked = "[The police] {said} on Monday <[they] {believe} <it was late>>."
    assert days_said(marked) == ["2020-03-09", None]


def test_no_day_of_publication_no_day_said() -> None:
    assert days_said("[Ana Brix] {said} on Monday <it was late>.", None) == [None]


# --- what always holds ----------------------------------------------------------------------------

PARTS = (
    "on Monday in May 31 32 February 2019 2020 , . the last next week year years ago 1960s 3 from "
    "to - until Sept. 9 12/12/2012 yesterday two Q3 quarter of Fri winter '90s ’s [Ten] century "
    "19th late mid- and will burned"
)
TEXTS = st.lists(st.sampled_from([*PARTS.split(), "\n"]), max_size=25).map(" ".join)


@given(TEXTS | st.text(max_size=60), st.none() | st.dates().map(str))
def test_spans_and_ranges_are_sound(text: str, published: str | None) -> None:
    end = 0
    for time in find_times(Article("a", text, published=published)):
        assert end <= time.span.start < time.span.end <= len(text)
        end = time.span.end
        assert (time.start is None) == (time.end is None)
        if time.start and time.end:
            assert time.start <= time.end


def test_finding_times_loads_no_heavy_library() -> None:
    code = (
        "import sys, json; from quoth.reading.times import find_times; from quoth import records;"
        "find_times(records.Article('a', 'on Monday 9 May 2011', published='2020-03-11'));"
        "print(json.dumps([m for m in ('dateparser', 'torch', 'trafilatura') if m in sys.modules]))"
    )
    result = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout) == []
