"""Dates as the comparisons order them: from the earliest a thing can have been to the latest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
#: What sorts after every known moment.
NEVER = float("inf")


@lru_cache(maxsize=65_536)
def moment(text: str | None) -> tuple[float, float]:
    """The first and the last second that an ISO 8601 date, date-time or range of dates can mean.

    Seconds since 1970 in UTC; a date-time without a zone is taken as UTC. What is no date is
    (`NEVER`, `NEVER`).
    """
    if not text:
        return NEVER, NEVER
    first, _, last = text.strip().partition("/")
    start = _one(first)
    end = _one(last) if last else start
    if start is None or end is None:
        return NEVER, NEVER
    return start[0], max(start[1], end[1])


def day_of(text: str | None) -> int | None:
    """Days since 1970 of the first day that ``text`` means, or None when it means none."""
    start = moment(text)[0]
    return None if start == NEVER else int(start // _DAY)


def _one(text: str) -> tuple[float, float] | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        start = float((day.toordinal() - _EPOCH) * _DAY)
        return start, start + _DAY - 1
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        # Not timestamp(): the first and last days of the calendar are dates like any other.
        offset = when.utcoffset()
        seconds = float((when.toordinal() - _EPOCH) * _DAY)
        seconds += when.hour * 3600 + when.minute * 60 + when.second + when.microsecond / 1e6
        seconds -= offset.total_seconds() if offset is not None else 0.0
    except ValueError:
        return None
    return seconds, seconds
