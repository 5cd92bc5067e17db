"""Time expressions in the text, and the dates of statements."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta

from quoth.reading.times.grammar import Found, scan
from quoth.reading.times.resolve import direction, has_year, month_of, published_on, resolve
from quoth.reading.times.said import said_on
from quoth.records import Article, Span, TimeMention

__all__ = ["find_times", "said_on"]

_RECENT = timedelta(days=60)
_SAME_SENTENCE = 80  # characters within which a year stands for the day beside it


def find_times(article: Article) -> tuple[TimeMention, ...]:
    """The times that an article names, in reading order, with ids "t1", "t2", ….

    A mention's span has no preposition ("Monday" of "on Monday"). Resolved are those that can be
    told from the article's date of publication (in an entry of a live blog, from the entry's own)
    or from their own words; the others, and all relative ones when the article has no date of
    publication, have neither start nor end.
    """
    text = article.text
    day = _day_at(article)
    found = [f for f in scan(text) if not any(_inside(f, span) for span in article.furniture)]
    out = []
    told: dict[int, int] = {}  # by month, the year last given with it
    for i, mention in enumerate(found):
        published = day(mention.start)
        year = _year_beside(found, i, text)
        days = resolve(mention, text, published, year)
        month = month_of(mention)
        if month is not None and (given := has_year(mention) or year):
            told[month] = given
        elif month in told and days and published:
            days = _of_the_story(mention, text, published, days, told[month])
        out.append(
            TimeMention(
                id=f"t{i + 1}",
                span=Span(mention.start, mention.end),
                start=days[0].isoformat() if days else None,
                end=days[1].isoformat() if days else None,
            )
        )
    return tuple(out)


def _day_at(article: Article) -> Callable[[int], date | None]:
    """The day from which a place of the text looks: that of its entry, else of the article."""
    published = published_on(article.published)
    begun = [(block.span.start, published_on(block.time)) for block in article.blocks if block.time]
    starts = [start for start, _ in begun]

    def at(place: int) -> date | None:
        entry = bisect_right(starts, place) - 1
        return (begun[entry][1] or published) if entry >= 0 else published

    return at


def _of_the_story(
    mention: Found, text: str, published: date, days: tuple[date, date], year: int
) -> tuple[date, date]:
    """The days in the year that the story gave with that month: "the riots of July 2021 … July 8".

    A day of the two months before publication, or one to come, keeps its own year.
    """
    recent = timedelta(0) <= published - days[0] <= _RECENT
    if recent or year >= published.year or direction(text, mention.start, mention.end) > 0:
        return days
    return resolve(mention, text, published, year) or days


def _inside(found: Found, span: Span) -> bool:
    return span.start < found.end and found.start < span.end


def _year_beside(found: list[Found], i: int, text: str) -> int | None:
    """The year of the other end of a range: "3 May to 6 June 2011", "in May and June 2011"."""
    here = found[i]
    if here.rule not in ("mdy", "dmy", "month") or has_year(here) is not None:
        return None
    for other in found[i + 1 : i + 2]:
        between = text[here.end : other.start].strip(" \u00a0").lower()
        if between in ("to", "-", "–", "—", "through", "until", "till", "and", ",", "or", "to the"):
            return has_year(other)
    for other in found[max(0, i - 1) : i]:
        between = text[other.end : here.start]
        near = len(between) <= _SAME_SENTENCE and not any(c in between for c in ".;!?\n")
        if near and other.rule in ("mdy", "dmy", "month", "year"):
            return has_year(other)
    return None
