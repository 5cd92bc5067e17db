"""What is compared: statements, texts and figures as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.ledger.compare.circumstances import NOTHING_NEAR, Circumstances
from quoth.records import Form


@dataclass(frozen=True, slots=True)
class Said:
    """One statement. Ids are unique among those compared together.

    ``article`` is the id of its article, ``published`` that article's date or date-time in
    ISO 8601. ``content`` are its words, pieces joined by " … ". ``speaker`` is who says it across
    articles, None where nobody knows; ``label`` what the article calls them. ``within`` is the id
    of the statement in whose content it stands.
    """

    id: int
    article: int
    content: str
    form: Form = "direct"
    published: str | None = None
    outlet: str | None = None
    speaker: str | None = None
    label: str = ""
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one article. ``skip`` are stretches (start, end) that belong to its page."""

    id: int
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    skip: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """One figure: ``low`` to ``high`` in ``unit`` (None: open on that side), counting ``of``.

    ``words`` is the figure as written. ``statement`` is the statement on whose word it stands,
    None for the article's own; ``speaker`` and ``label`` say whose, ``chain`` on whose word we
    have it, outermost first. ``said_on`` is an ISO date or range. ``near`` tells for whom, where
    and up to when it counts.
    """

    id: int
    article: int
    low: float | None
    high: float | None
    unit: str | None = None
    of: str | None = None
    words: str = ""
    published: str | None = None
    outlet: str | None = None
    statement: int | None = None
    speaker: str | None = None
    label: str = ""
    chain: tuple[str, ...] = ()
    said_on: str | None = None
    near: Circumstances = NOTHING_NEAR
