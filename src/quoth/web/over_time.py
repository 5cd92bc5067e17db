"""How much was found when: days counted by day, month or year, as a chart and for a slider."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from quoth.records import is_date
from quoth.web.plots import Bar, columns
from quoth.wording import day_in_words

_DAYS = 45  # up to which each day has a bar
_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year (``name`` in ISO 8601), its first and last day, and how much."""

    name: str
    first: str
    last: str
    number: int

    @property
    def label(self) -> str:
        """The period as people write it."""
        return day_in_words(self.name)


def periods(counts: Iterable[tuple[str, int]]) -> list[Period]:
    """Counted days (ISO dates; months and years count for their first day) as periods without a
    gap, of a length at which there are not too many; where only months are told, no days."""
    days: Counter[date] = Counter()
    by_days = False
    for told, number in counts:
        text = told[:10]
        by_days = by_days or len(text) == 10
        text += "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else ""
        if is_date(text) and len(text) == 10:
            days[date.fromisoformat(text)] += number
    if not days:
        return []
    first, last = min(days), max(days)
    if by_days and (last - first).days < _DAYS:
        every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [Period(str(day), str(day), str(day), days[day]) for day in every]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MONTHS:
        totals: Counter[str] = Counter()
        for day, number in days.items():
            totals[f"{day:%Y-%m}"] += number
        out = []
        for n in range(months):
            year, month = divmod(first.month - 1 + n, 12)
            year, month = first.year + year, month + 1
            name = f"{year:04}-{month:02}"
            end = monthrange(year, month)[1]
            out.append(Period(name, f"{name}-01", f"{name}-{end:02}", totals[name]))
        return out
    years: Counter[int] = Counter()
    for day, number in days.items():
        years[day.year] += number
    return [
        Period(f"{year:04}", f"{year:04}-01-01", f"{year:04}-12-31", years[year])
        for year in range(first.year, last.year + 1)
    ]


def chart(title: str, found: Iterable[Period], link: Callable[[Period], str | None]) -> Markup:
    """Periods as upright bars, each with a way to what it counts."""
    several = list(found)
    most = max((one.number for one in several), default=0) or 1
    return columns(
        title,
        [Bar(one.label, one.number / most, f"{one.number:,}", link(one)) for one in several],
        "Published",
    )
