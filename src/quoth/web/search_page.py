"""The page of a search: asked and made in a process of its own.

Finding, counting and writing the page take tens of milliseconds of one core, so that a server which
does it in its own process answers some thirty of them a second however many cores there are.
"""

from __future__ import annotations

from typing import Any

from quoth.ledger import Ledger
from quoth.ledger.facets import Facets
from quoth.web.answers import cursor as cursor_of
from quoth.web.markup import Frame, html_of

PAGE = 20  # statements


def search_page(
    ledger: Ledger,
    frame: Frame,
    words: str,
    filters: dict[str, Any],
    shown: dict[str, Any],
    *,
    at: int,
    part: bool,
    prefix: bool,
) -> bytes:
    """The page of a search, as UTF-8.

    Args:
        ledger: what is searched.
        frame: of the page.
        words, filters: as `Ledger.search` takes them.
        shown: every filter with its value or None, for the form.
        at: how many statements to pass over; facets stand on the first page only.
        part: the results alone.
        prefix: the last word may be the beginning of one; the links of the page say so too.

    Raises:
        OptionError: for a filter with a value that is none.
        LedgerError: when the database fails.
    """
    asking = {"limit": PAGE + 1, "prefix": prefix, **filters}
    total: int | None = None
    facets: Facets = {}
    if at == 0:
        rows, facets, total = ledger.first_page(words, **asking)
    else:
        rows = ledger.search(words, offset=at, **asking)
    return html_of(
        "results.html" if part else "statements.html",
        frame,
        query={**shown, "q": words, "prefix": "true" if prefix and words else None},
        narrowed=bool(filters),
        at=at,
        statements=rows[:PAGE],
        next=cursor_of(at + PAGE) if len(rows) > PAGE else None,
        total=total,
        facets=facets,
    )
