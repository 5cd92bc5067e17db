"""Figures of many articles that count the same thing, drawn over time."""

from __future__ import annotations

from markupsafe import Markup

from quoth.ledger.compare import FigureGroup
from quoth.ledger.compare.moments import NEVER, moment
from quoth.records import Figure, Span
from quoth.web.plots import Point, over_time
from quoth.wording import bounds, day_in_words


def figures_plot(group: FigureGroup) -> Markup:
    """The figures of a group over time, with their ranges and sources."""
    points = []
    for one in group.members:
        number = one.number
        told = number.said_on or number.published
        at = moment(told)[0]
        shown = bounds(Figure("", Span(0, 0), number.low, number.high, number.unit))
        place = f"/statement/{number.statement}" if number.statement else None
        points.append(
            Point(
                None if at == NEVER else at,
                day_in_words((told or "").partition("/")[0][:10]),
                one.low,
                one.high,
                shown,
                " ← ".join(number.chain) or "the article itself",
                number.outlet or "",
                place or f"/article/{number.article}",
            )
        )
    return over_time(group.of, points, group.unit)
