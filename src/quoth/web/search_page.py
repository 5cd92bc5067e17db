"""The page of a search: asked and made in a process of its own.

Finding, counting and writing the page take tens of milliseconds of one core, so that a server which
does it in its own process answers some thirty of them a second however many cores there are.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from quoth.ledger import Ledger
from quoth.ledger.search import ORDERS, RANKED, Order
from quoth.query import FILTERS, StatementQuery
from quoth.web.answers import cursor as cursor_of
from quoth.web.asked import shown
from quoth.web.markup import Frame, address, html_of
from quoth.web.over_time import Period, chart, periods
from quoth.wording import day_in_words

PAGE = 20  # statements
_FEWEST = 2  # periods that make a chart


def search_page(
    ledger: Ledger,
    frame: Frame,
    query: StatementQuery,
    *,
    at: int,
    part: bool,
    prefix: bool,
    order: Order = "best",
) -> bytes:
    """The page of a search, as UTF-8.

    Args:
        ledger: what is searched.
        frame: of the page.
        query: what is asked for.
        at: how many statements to pass over.
        part: the results alone.
        order: in which order the statements come.
        prefix: the last word may be the beginning of one; the links of the page say so too.

    Raises:
        LedgerError: when the database fails.
    """
    rows, facets, total = ledger.first_page(
        query, limit=PAGE + 1, offset=at, prefix=prefix, order=order
    )
    asked = {
        **shown(query),
        "order": None if order == "best" else order,
        "prefix": "true" if prefix and query.words else None,
    }
    several = [id for id, _ in facets.get("identity", ())]
    names = ledger.names_of([*several, *([query.identity] if query.identity else [])])
    spans = periods(facets.get("day", ()))
    return html_of(
        "results.html" if part else "statements.html",
        frame,
        query=asked,
        narrowed=bool(query.given) or order != "best",
        at=at,
        statements=rows[:PAGE],
        next=cursor_of(at + PAGE) if len(rows) > PAGE else None,
        total=total,
        facets=facets,
        names=names,
        ranked=RANKED,
        orders=ORDERS,
        chosen=_chosen(query, asked, names),
        spans=spans,
        chart=_chart(spans, asked),
    )


def _chosen(
    query: StatementQuery, asked: dict[str, Any], names: dict[str, str]
) -> list[tuple[str, str, str]]:
    """What narrows a search: what it is called, its value in words, the search without it."""
    fields = {one.name: one for one in FILTERS}
    out = []
    for name, value in query.given.items():
        one = fields[name]
        told = str(value)
        if one.kind == "flag":
            told = one.shown[0] if value else one.shown[1]
        elif one.kind == "day":
            told = day_in_words(told)
        elif name == "identity":
            told = names.get(told, told)
        label = "Speaker" if name == "identity" else one.label
        label = "Published to" if name == "until" else label
        out.append((label, told, address("/statements", **{**asked, name: None})))
    return out


def _chart(spans: list[Period], asked: dict[str, Any]) -> Markup:
    """The statements over time, where there is a time to speak of."""
    if len(spans) < _FEWEST:
        return Markup("")
    return chart(
        "Statements over time",
        spans,
        lambda one: (
            address("/statements", **{**asked, "since": one.name, "until": one.name})
            if one.number
            else None
        ),
    )
