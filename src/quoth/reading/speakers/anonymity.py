"""The reason an article gives for not naming a source."""

from __future__ import annotations

import re

from quoth.records import Span

# "… asked not to be named because they were not authorised to speak publicly"
_UNNAMED = re.compile(
    r"anonym\w+|(?:not|n[o']t|declin\w+|refus\w+|without)\s+(?:to\s+|wish\w*\s+to\s+|want\w*\s+to\s+)?"
    r"(?:be(?:ing)?\s+)?(?:named|identified|quoted(?:\s+by\s+name)?)|on\s+background|"
    r"not\s+(?:\w+\s+)?authori[sz]ed\s+to|pseudonym|withheld|(?:give|gave|giving)\s+\w+\s+(?:full\s+)?name",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|citing|for\s+fear|fearing|out\s+of\s+fear|due\s+to|owing\s+to|given\s+the|"
    r"in\s+order\s+to|so\s+as\s+to|so\s+that|lest|as\s+(?:he|she|they|it)\s+(?:was|were|is|are)|"
    r"to\s+(?:discuss|speak|talk|describe|avoid|protect|share|disclose))\b",
    re.IGNORECASE,
)
_NOT_ALLOWED = re.compile(
    r"\b(?:was|were|is|are|wasn['’]t|weren['’]t|isn['’]t|aren['’]t)\s*(?:not\s+)?(?:\w+\s+)?"
    r"(?:authori[sz]ed|permitted|allowed|cleared)\s+to\b",
    re.IGNORECASE,
)
_END = re.compile(r"[,;:.!?](?=\s|$|[\"”’])|[\"“”—–]|\n|\s(?:said|told|added)\b|$")


def reason(text: str, start: int, end: int) -> Span | None:
    """The words of ``text`` between ``start`` and ``end`` that say why a source is not named.

    ``start`` to ``end`` is the sentence of the source. A phrase that only says that the source
    is not named ("on condition of anonymity") is no reason.
    """
    sign = _UNNAMED.search(text, start, end)
    if sign is None:
        return None
    for found in _REASON.finditer(text, start, end):
        nearby = found.start() >= sign.end() and found.start() - sign.end() < 60
        inside = found.start() < sign.start() < _stop(text, found.end(), end)
        if nearby or inside:
            return Span(found.start(), _stop(text, found.end(), end))
    bare = _NOT_ALLOWED.search(text, start, end)
    if bare is not None:
        return Span(bare.start(), _stop(text, bare.end(), end))
    return None


def _stop(text: str, position: int, end: int) -> int:
    found = _END.search(text, position, end)
    return min(end, found.start() if found else end)
