"""The figures of an article: numbers with bounds, unit, counted object and source.

    tokens ──▶ numerals, bounds, units ──▶ amounts ──▶ selection ──▶ counted, sources ──▶ Figure

`amounts` reads every number; `selection` keeps those that are figures (rules in `sieve`, weights
in `weigh`); `counted` says what is counted and `sources` on whose word it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from quoth.reading.figures.counted import counted
from quoth.reading.figures.selection import figure_amounts
from quoth.reading.figures.sources import innermost
from quoth.reading.figures.tokens import Tokens
from quoth.records import Article, Attribution, Figure, Span

__all__ = ["find_figures"]

_SENTENCE_ENDS = frozenset(".!?")


def find_figures(article: Article, attributions: tuple[Attribution, ...]) -> tuple[Figure, ...]:
    """The figures of the article, in text order, with ids "f1", "f2", ….

    A figure's span covers the number with the words that bound it and its unit ("at least 20 km").
    Its ``attribution`` is the innermost one whose content covers the number. Dates, ages, times,
    names and the like are no figures; none is found in ``article.furniture``. The time taken
    grows with the length of the text, whatever is written in it.
    """
    found: list[Figure] = []
    pounds = "£" in article.text
    holder = innermost(attributions)
    for start, end in _body(article):
        tokens = Tokens(article.text, start, end)
        noun: str | None = None
        reached = 0
        for amount in figure_amounts(tokens, pounds=pounds):
            if _sentence_ended(tokens, reached, amount.first):
                noun = None
            what = counted(tokens, amount, noun)
            noun, reached = what.noun, amount.last
            number = Span(tokens.starts[amount.number], tokens.ends[amount.end - 1])
            found.append(
                Figure(
                    id=f"f{len(found) + 1}",
                    span=Span(tokens.starts[amount.first], tokens.ends[amount.last - 1]),
                    low=amount.low,
                    high=amount.high,
                    unit=amount.unit,
                    of=what.phrase,
                    attribution=holder(number),
                )
            )
    return tuple(found)


def _body(article: Article) -> Iterator[tuple[int, int]]:
    """The stretches of the text that are not furniture."""
    start = 0
    for span in sorted(article.furniture):
        if start < span.start:
            yield start, span.start
        start = max(start, span.end)
    if start < len(article.text):
        yield start, len(article.text)


def _sentence_ended(tokens: Tokens, start: int, end: int) -> bool:
    """True when a sentence ends between the two tokens, or too much lies between them."""
    if end - start > 60:
        return True
    return any(
        tokens.line_break(k) or (tokens.word(k) in _SENTENCE_ENDS and tokens.capital(k + 1))
        for k in range(start, end)
    )
