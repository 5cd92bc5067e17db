"""The page of one statement with all that is known of it, the sheet of it to print, and how it is
cited: asked and made in the processes that make pages of searches (`quoth.web.search_page`)."""

from __future__ import annotations

from collections.abc import Mapping

from quoth.errors import NotFoundError
from quoth.formats.citations import STYLES, UNSTYLED, citations, has_styles
from quoth.formats.dossier_view import WORDS
from quoth.formats.html import section_pieces
from quoth.ledger import Ledger
from quoth.web.access import may
from quoth.web.figure_plots import figures_plot
from quoth.web.markup import Frame, html_of, safe


def dossier_page(
    ledger: Ledger,
    frame: Frame,
    id: int,
    *,
    link: str,
    sheet: bool = False,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> bytes | None:
    """The page of a statement, as UTF-8; None where it stands no more, or never did.

    Args:
        ledger: what it is kept in.
        frame: of the page.
        id: its number.
        link: its address.
        sheet: the sheet to print.
        error: of a form on the page.
        given: in that form.

    Raises:
        LedgerError: when the database fails.
    """
    try:
        d = ledger.dossier(id)
    except NotFoundError:
        return None
    one = d.statement
    values = {
        "one": one,
        "d": d,
        "fate": d.fate,
        "plots": [figures_plot(group) for group in d.rivals],
        "names": {what: words.capitalize() for what, words in WORDS.items()},
        "address_here": link,
    }
    if sheet:
        return html_of("evidence.html", frame, citations=citations(one, link), **values)
    section: list[str] = []
    if may(frame.role, "edit"):  # who corrects selects words of the article
        section = list(map(safe, section_pieces(ledger.version(one.version).reading)))
    return html_of(
        "statement.html",
        frame,
        # Setting the styles of journals takes as long as all the rest; they have their own page.
        citations=citations(one, link, UNSTYLED),
        styled=has_styles(),
        marks=ledger.marks_of("statement", id),
        section=section,
        error=error,
        given=given or {},
        **values,
    )


def citations_page(ledger: Ledger, frame: Frame, id: int, *, link: str) -> bytes | None:
    """The page with every citation of a statement, as UTF-8; None where it stands no more.

    Raises:
        LedgerError: when the database fails.
    """
    one = ledger.statement(id)
    if one is None:
        return None
    styles = STYLES if has_styles() else UNSTYLED
    return html_of(
        "cite.html", frame, one=one, citations=citations(one, link, styles), address_here=link
    )
