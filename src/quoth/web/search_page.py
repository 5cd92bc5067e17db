"""The page of a search: asked and made in a process of its own.

Finding, counting and writing the page take tens of milliseconds of one core, so that a server which
does it in its own process answers some thirty of them a second however many cores there are.
"""

from __future__ import annotations

from quoth.ledger import Ledger
from quoth.ledger.facets import Facets
from quoth.ledger.search import RANKED
from quoth.query import StatementQuery
from quoth.web.answers import cursor as cursor_of
from quoth.web.asked import shown
from quoth.web.markup import Frame, html_of

PAGE = 20  # statements


def search_page(
    ledger: Ledger,
    frame: Frame,
    query: StatementQuery,
    *,
    at: int,
    part: bool,
    prefix: bool,
) -> bytes:
    """The page of a search, as UTF-8.

    Args:
        ledger: what is searched.
        frame: of the page.
        query: what is asked for.
        at: how many statements to pass over; facets stand on the first page only.
        part: the results alone.
        prefix: the last word may be the beginning of one; the links of the page say so too.

    Raises:
        LedgerError: when the database fails.
    """
    total: int | None = None
    facets: Facets = {}
    if at == 0:
        rows, facets, total = ledger.first_page(query, limit=PAGE + 1, prefix=prefix)
    else:
        rows = ledger.search(query, limit=PAGE + 1, offset=at, prefix=prefix)
    return html_of(
        "results.html" if part else "statements.html",
        frame,
        query={**shown(query), "prefix": "true" if prefix and query.words else None},
        narrowed=bool(query.given),
        at=at,
        statements=rows[:PAGE],
        next=cursor_of(at + PAGE) if len(rows) > PAGE else None,
        total=total,
        facets=facets,
        names=ledger.names_of([id for id, _ in facets.get("identity", ())]),
        ranked=RANKED,
    )
