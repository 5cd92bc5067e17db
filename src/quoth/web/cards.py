"""Where the card of a statement in a marked article leads."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from quoth.formats.marked import escaped
from quoth.ledger import Ledger, Version


def links_of(ledger: Ledger, version: Version, may_edit: bool) -> Callable[[str], str]:
    """Gives, for the id of an attribution of a kept article, links as HTML: to the statement's own
    page, its speaker, the same quotation elsewhere, the audit of the article, its correction."""
    numbers = ledger.statement_ids(version.id)
    speakers = ledger.speakers_in(version.id)
    audit = "/audit?" + urlencode({"by": "article", "address": ledger.address_of(version.id)})
    reading = version.reading

    def links(aid: str) -> str:
        number = numbers.get(aid)
        if number is None:
            return ""
        said = reading.attribution(aid)
        who = next((speakers[r.speaker] for r in said.speakers if r.speaker in speakers), None)
        places = [
            ("Statement", f"/statement/{number}"),
            *([("Speaker", f"/speaker/{who}")] if who else []),
            ("Elsewhere", f"/compare?statement={number}"),
            ("Audit", audit),
            *([("Correct…", f"/statement/{number}#correct")] if may_edit else []),
        ]
        shown = " · ".join(f'<a href="{escaped(to)}">{label}</a>' for label, to in places)
        return f'<p class="go">{shown}</p>'

    return links
