"""Times in the text, and on which day something was said."""

from __future__ import annotations

from quoth.reading.times.grammar import Found, scan
from quoth.reading.times.resolve import has_year, published_on, resolve
from quoth.reading.times.said import said_on
from quoth.records import Article, Span, TimeMention

__all__ = ["find_times", "said_on"]

_SAME_SENTENCE = 80  # characters within which a year stands for the day beside it


def find_times(article: Article) -> tuple[TimeMention, ...]:
    """The times that an article names, in reading order, with ids "t1", "t2", ….

    A mention's span has no preposition ("Monday" of "on Monday"). Resolved are those that can be
    told from the article's date of publication or from their own words; the others, and all
    relative ones when the article has no date of publication, have neither start nor end.
    """
    text = article.text
    published = published_on(article.published)
    found = [f for f in scan(text) if not any(_inside(f, span) for span in article.furniture)]
    out = []
    for i, mention in enumerate(found):
        days = resolve(mention, text, published, _year_beside(found, i, text))
        out.append(
            TimeMention(
                id=f"t{i + 1}",
                span=Span(mention.start, mention.end),
                start=days[0].isoformat() if days else None,
                end=days[1].isoformat() if days else None,
            )
        )
    return tuple(out)


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
