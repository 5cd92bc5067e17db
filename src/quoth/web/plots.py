"""Plots as SVG with a table behind each: what the eye gets from one, a reader gets from the other.

Colours and fonts come from the page's style sheet; nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def _figure(title: str, tall: int, drawn: str, table: str) -> Markup:
    name = escaped(title)
    role = "group" if "<a " in drawn else "img"  # a picture is one thing, and no links
    return Markup(
        f'<figure class="plot"><figcaption>{name}</figcaption>'
        f'<svg viewBox="0 0 {_WIDE} {tall}" role="{role}" '
        f'aria-label="{name}; the numbers are in the table below" preserveAspectRatio="xMinYMin">'
        f"{drawn}</svg><details><summary>{name}, as a table</summary>"
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
