"""Plots as SVG with a table behind each: what the eye gets from one, a reader gets from the other.

Colours and fonts come from the page's style sheet; nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from quoth.formats.marked import escaped
from quoth.wording import shortened

_WIDE = 420  # about as wide as a phone, so that its words can be read there
_ROW = 34
_LEFT = 10
_RIGHT = 96
_LABEL = 56  # characters, as many as fit


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``share`` from 0 to 1, ``shown`` beside it, ``link`` to what it was counted from."""

    label: str
    share: float
    shown: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """One range: None is open on that side; ``label`` above it, ``shown`` beside it."""

    label: str
    low: float | None
    high: float | None
    shown: str


def bars(title: str, found: Sequence[Bar]) -> Markup:
    """Horizontal bars, one a row."""
    if not found:
        return Markup("")
    tall = _ROW * len(found) + 6
    rows = []
    width = _WIDE - _LEFT - _RIGHT
    most = max((bar.share for bar in found), default=1.0) or 1.0
    for i, bar in enumerate(found):
        top = i * _ROW
        long = max(1.0, width * bar.share / most)
        rows.append(
            f"{_label(bar, top)}"
            f'<rect class="bar" x="{_LEFT}" y="{top + 19}" width="{long:.1f}" height="9" rx="2"/>'
            f'<text class="value" x="{_WIDE - 4}" y="{top + 28}" text-anchor="end">'
            f"{escaped(bar.shown)}</text>"
        )
    table = "".join(
        f"<tr><th scope=row>{_linked(bar.label, bar.link)}</th><td>{escaped(bar.shown)}</td></tr>"
        for bar in found
    )
    return _figure(title, tall, "".join(rows), table)


def ranges(title: str, found: Sequence[Range], unit: str | None = None) -> Markup:
    """Ranges on one line of numbers, one row a source, in the order given."""
    ends = [value for one in found for value in (one.low, one.high) if value is not None]
    if not ends:
        return Markup("")
    low, high = min(ends), max(ends)
    pad = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    least, most = low - pad, high + pad
    width = _WIDE - _LEFT - _RIGHT

    def at(value: float) -> float:
        return _LEFT + width * (value - least) / (most - least)

    rows = []
    for i, one in enumerate(found):
        top = i * _ROW
        start = at(one.low) if one.low is not None else float(_LEFT)
        stop = at(one.high) if one.high is not None else float(_LEFT + width)
        y = top + 23
        marks = "".join(
            f'<circle class="dot" cx="{at(value):.1f}" cy="{y}" r="5"/>'
            for value in dict.fromkeys((one.low, one.high))
            if value is not None
        )
        arrows = ""
        if one.high is None:
            arrows += f'<path class="arrow" d="M{stop - 8:.1f} {y - 5}l8 5-8 5"/>'
        if one.low is None:
            arrows += f'<path class="arrow" d="M{start + 8:.1f} {y - 5}l-8 5 8 5"/>'
        rows.append(
            f'<text class="label" x="{_LEFT}" y="{top + 12}">{_short(one.label)}</text>'
            f'<line class="axis" x1="{_LEFT}" x2="{_LEFT + width}" y1="{y}" y2="{y}"/>'
            f'<line class="range" x1="{start:.1f}" x2="{stop:.1f}" y1="{y}" y2="{y}"/>'
            f"{marks}{arrows}"
            f'<text class="value" x="{_WIDE - 4}" y="{y + 5}" text-anchor="end">'
            f"{escaped(one.shown)}</text>"
        )
    table = "".join(
        f"<tr><th scope=row>{escaped(one.label)}</th><td>{escaped(one.shown)}</td></tr>"
        for one in found
    )
    shown = f"{title} ({unit})" if unit else title
    tall = _ROW * len(found) + 24
    rows += [
        f'<text class="end" x="{at(value):.1f}" y="{tall - 6}" text-anchor="middle">'
        f"{escaped(_short_number(value))}</text>"
        for value in dict.fromkeys((low, high))
    ]
    return _figure(shown, tall, "".join(rows), table)


@dataclass(frozen=True, slots=True)
class Point:
    """One value at a time: ``at`` in seconds since 1970 (None: not known), ``day`` in words; None
    is open on that side; ``shown``: the value, ``who`` says so and ``where``; ``link`` to it."""

    at: float | None
    day: str
    low: float | None
    high: float | None
    shown: str
    who: str
    where: str = ""
    link: str | None = None


_TALL = 190  # of a plot over time
_MARGIN = 62  # left of it, for the values


def over_time(title: str, found: Sequence[Point], unit: str | None = None) -> Markup:
    """Values with their ranges over time; each has a number, by which the table names its source.

    What has no date stands in the table alone.
    """
    dated = [(i, one, one.at) for i, one in enumerate(found, 1) if one.at is not None]
    ends = [v for _, one, _ in dated for v in (one.low, one.high) if v is not None]
    rows = "".join(
        f"<tr><td>{i}</td><th scope=row>{_linked(one.shown, one.link)}</th>"
        f"<td>{escaped(one.day)}</td><td>{escaped(one.who)}</td><td>{escaped(one.where)}</td></tr>"
        for i, one in enumerate(found, 1)
    )
    head = (
        "<thead><tr><th scope=col>No.</th><th scope=col>Figure</th><th scope=col>When</th>"
        "<th scope=col>On whose word</th><th scope=col>Outlet</th></tr></thead>"
    )
    table = f"{head}<tbody>{rows}</tbody>"
    shown = f"{title} ({unit})" if unit else title
    if not ends:
        return _figure(shown, 0, "", table, open=True)
    low, high = min(ends), max(ends)
    pad = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    first, last = dated[0][2], max(at for *_, at in dated)
    first = min(at for *_, at in dated)
    top, bottom = 14, _TALL - 30

    def x(at: float) -> float:
        share = (at - first) / (last - first) if last > first else 0.5
        return _MARGIN + 12 + (_WIDE - _MARGIN - 40) * share

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low + pad) / (high - low + 2 * pad)

    drawn = [
        f'<line class="axis" x1="{_MARGIN}" x2="{_WIDE}" y1="{y(v):.1f}" y2="{y(v):.1f}"/>'
        f'<text class="end" x="{_MARGIN - 8}" y="{y(v) + 4:.1f}" text-anchor="end">'
        f"{escaped(_short_number(v))}</text>"
        for v in dict.fromkeys((low, high))
    ]
    taken: list[tuple[float, float]] = []
    for i, one, at in dated:
        here = x(at)
        # Two at one moment stand side by side.
        while any(abs(here - other) < 15 and abs(y(one.low or one.high or 0) - v) < 15
                  for other, v in taken):  # fmt: skip
            here += 15
        taken.append((here, y(one.low or one.high or 0)))
        drawn.append(_mark_of(i, one, here, y, (top, bottom)))
    drawn += [
        f'<text class="end" x="{x(at):.1f}" y="{_TALL - 8}" text-anchor="{anchor}">'
        f"{escaped(day)}</text>"
        for at, day, anchor in _days(dated, first, last)
    ]
    return _figure(shown, _TALL, "".join(drawn), table, open=True)


def _days(dated: Sequence[tuple[int, Point, float]], first: float, last: float) -> list[Any]:
    """The first and the last day of a plot, with where their words are fixed."""
    begin = next(one.day for _, one, at in dated if at == first)
    if last == first:
        return [(first, begin, "middle")]
    end = next(one.day for _, one, at in dated if at == last)
    return [(first, begin, "start"), *([(last, end, "end")] if end != begin else [])]


def _mark_of(
    number: int,
    one: Point,
    x: float,
    y: Callable[[float], float],
    edges: tuple[int, int],
) -> str:
    """A value with its range: an open side is an arrow."""
    start = y(one.low) if one.low is not None else float(edges[1])
    stop = y(one.high) if one.high is not None else float(edges[0])
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y(value):.1f}" r="4.5"/>'
        for value in dict.fromkeys((one.low, one.high))
        if value is not None
    )
    arrow = ""
    if one.high is None:
        arrow += f'<path class="arrow" d="M{x - 5:.1f} {stop + 8:.1f}l5 -8 5 8"/>'
    if one.low is None:
        arrow += f'<path class="arrow" d="M{x - 5:.1f} {start - 8:.1f}l5 8 5 -8"/>'
    middle = (start + stop) / 2
    return (
        f'<line class="range" x1="{x:.1f}" x2="{x:.1f}" y1="{start:.1f}" y2="{stop:.1f}"/>'
        f'{dots}{arrow}<text class="value" x="{x + 8:.1f}" y="{middle + 4:.1f}">{number}</text>'
    )


def columns(title: str, found: Sequence[Bar], head: str = "When") -> Markup:
    """Upright bars in order of time, the least and the most of them named below and beside."""
    if not found:
        return Markup("")
    most = max(bar.share for bar in found) or 1.0
    tall, bottom = 120, 92
    wide = (_WIDE - 8) / len(found)
    drawn = [
        f'<line class="axis" x1="0" x2="{_WIDE}" y1="{bottom}" y2="{bottom}"/>',
        f'<text class="end" x="{_WIDE - 4}" y="11" text-anchor="end">'
        f"most: {escaped(max(found, key=lambda bar: bar.share).shown)}</text>",
    ]
    for i, bar in enumerate(found):
        high = (bottom - 18) * bar.share / most
        high = max(high, 2.0) if bar.share else 0.0
        width = min(max(wide - 2, 1.0), 60.0)
        rect = (
            f'<rect class="bar" x="{4 + i * wide:.1f}" y="{bottom - high:.1f}" '
            f'width="{width:.1f}" height="{high:.1f}"><title>{escaped(bar.label)}: '
            f"{escaped(bar.shown)}</title></rect>"
        )
        drawn.append(rect)
    ends = [(4, found[0].label, "start")]
    if len(found) > 1:
        ends.append((_WIDE - 4, found[-1].label, "end"))
    drawn += [
        f'<text class="end" x="{x}" y="{tall - 10}" text-anchor="{anchor}">{_short(label)}</text>'
        for x, label, anchor in ends
    ]
    rows = "".join(
        f"<tr><th scope=row>{_linked(bar.label, bar.link)}</th><td>{escaped(bar.shown)}</td></tr>"
        for bar in found
    )
    table = (
        f"<thead><tr><th scope=col>{escaped(head)}</th><th scope=col>Statements</th></tr></thead>"
        f"<tbody>{rows}</tbody>"
    )
    return _figure(title, tall, "".join(drawn), table)


def _figure(title: str, tall: int, drawn: str, table: str, *, open: bool = False) -> Markup:
    name = escaped(title)
    role = "group" if "<a " in drawn else "img"  # a picture is one thing, and no links
    picture = (
        f'<svg viewBox="0 0 {_WIDE} {tall}" role="{role}" '
        f'aria-label="{name}; the numbers are in the table below" preserveAspectRatio="xMinYMin">'
        f"{drawn}</svg>"
    )
    return Markup(
        f'<figure class="plot"><figcaption>{name}</figcaption>{picture if drawn else ""}'
        f"<details{' open' if open else ''}><summary>{name}, as a table</summary>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>{table}'
        "</table></div></details></figure>"
    )


def _linked(label: str, link: str | None) -> str:
    shown = escaped(label)
    return f'<a href="{escaped(link)}">{shown}</a>' if link else shown


def _label(bar: Bar, top: int) -> str:
    """What stands above a bar."""
    text = f'<text class="label" x="{_LEFT}" y="{top + 14}">{_short(bar.label)}</text>'
    return f'<a href="{escaped(bar.link)}">{text}</a>' if bar.link else text


def _short_number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.6g}"


def _short(label: str) -> str:
    return escaped(shortened(label, _LABEL))
