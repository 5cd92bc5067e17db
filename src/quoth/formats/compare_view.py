"""Comparisons for a terminal, and as JSON: quotations, copies, figures that differ."""

from __future__ import annotations

import io
from typing import Any

from rich.style import Style
from rich.text import Text

from quoth.formats.console import fixed_console
from quoth.formats.output import Sink
from quoth.ledger.compare import Change, CopyGroup, FigureGroup, QuotationGroup
from quoth.ledger.comparing import About, Comparison
from quoth.records import Figure, Span
from quoth.wording import bounds, count, shortened, visible

_TITLE = Style(bold=True)
_QUIET = Style(dim=True)
_WHO = Style(bold=True, color="cyan")
_GONE = Style(color="red", strike=True)
_COME = Style(color="green", underline=True)
_FIGURE = Style(color="green", bold=True)
_LONGEST = 400


def write_comparison(
    found: Comparison, sink: Sink, *, width: int | None = None, color: bool = False
) -> None:
    """Shows a comparison; words a member lacks stand in [-…-], words of its own in {+…+}."""
    out = io.StringIO()
    console = fixed_console(out, width=width, color=color)

    def add(text: Text, indent: int = 0) -> None:
        for line in text.wrap(console, console.width - indent, overflow="fold"):
            line.rstrip()
            console.print(Text(" " * indent) + line, no_wrap=True, overflow="ignore", crop=False)

    for quotation in found.quotations:
        add(Text(f"Said in {count(len(quotation.articles), 'article')}", _TITLE))
        for member in quotation.members:
            said = member.said
            first = " · first" if said in quotation.first else ""
            head = Text.assemble((visible(said.label) or "no speaker told", _WHO), "  ")
            head.append(
                f"{member.relation}{first} · {_place(found.articles[said.article])}", _QUIET
            )
            add(head, 2)
            add(_changed(quotation, member), 4)
        console.print()
    for group in found.copies:
        add(Text(f"One text in {count(len(group.articles), 'article')}", _TITLE))
        earliest = " · first" if group.earliest == group.reference else ""
        add(Text(f"{_place(found.articles[group.reference])}{earliest}"), 2)
        for copy in group.copies:
            first = " · first" if group.earliest == copy.article else ""
            share = f"has {copy.of_reference:.0%} of it, {copy.of_copy:.0%} of its own text{first}"
            add(Text.assemble(_place(found.articles[copy.article]), (f" · {share}", _QUIET)), 2)
        console.print()
    for figures in found.figures:
        told = "figures with no number in common" if figures.disjoint else "figures"
        add(Text(f"{visible(figures.of)}: {told}", _TITLE))
        for one in figures.members:
            number = one.number
            line = Text(f"{_bounds(number)}  ", _FIGURE)
            line.append(visible(" ← ".join(number.chain)) or "the article itself", _WHO)
            when = f"said {number.said_on} · " if number.said_on else ""
            copies = f" · and {count(len(one.copies), 'copy', 'copies')}" if one.copies else ""
            line.append(f"  {when}{_place(found.articles[number.article])}{copies}", _QUIET)
            add(line, 2)
        console.print()
    if not (found.quotations or found.copies or found.figures):
        add(Text("no matches found", _QUIET))
    sink.write(out.getvalue())


def _place(about: About) -> str:
    parts = [about.outlet, (about.published or "")[:10], about.title or about.url]
    return " · ".join(shortened(visible(part), 100) for part in parts if part)


def _bounds(number: Any) -> str:
    return bounds(Figure("", Span(0, 0), number.low, number.high, number.unit))


def _changed(group: QuotationGroup, member: Any) -> Text:
    if member.said == group.reference:
        return Text(visible(shortened(member.said.content, _LONGEST)))
    line = Text()
    for change in group.changes(member):
        before, after = " ".join(change.reference), " ".join(change.member)
        if change.op == "equal":
            line.append(f"{visible(after)} ")
            continue
        if before:
            line.append(f"[-{visible(before)}-]", _GONE).append(" ")
        if after:
            line.append(f"{{+{visible(after)}+}}", _COME).append(" ")
    line.rstrip()
    return line


def comparison_to_dict(found: Comparison) -> dict[str, Any]:
    """The JSON form; statements and articles are rows of the ledger."""
    return {
        "quotations": [quotation_to_dict(group) for group in found.quotations],
        "copies": [copies_to_dict(group) for group in found.copies],
        "figures": [figures_to_dict(group) for group in found.figures],
        "articles": {
            str(id): {
                "title": about.title,
                "outlet": about.outlet,
                "url": about.url,
                "published": about.published,
            }
            for id, about in sorted(found.articles.items())
            if id in _named(found)
        },
    }


def _named(found: Comparison) -> set[int]:
    out = {id for group in found.quotations for id in group.articles}
    out |= {id for group in found.copies for id in group.articles}
    return out | {one.number.article for group in found.figures for one in group.members}


def quotation_to_dict(group: QuotationGroup) -> dict[str, Any]:
    """One quotation, the statements that give it, and what changed from the fullest of them."""
    first = {one.id for one in group.first}
    return {
        "reference": group.reference.id,
        "members": [
            {
                "statement": member.said.id,
                "article": member.said.article,
                "speaker": member.said.speaker,
                "label": member.said.label,
                "content": member.said.content,
                "relation": member.relation,
                "first": member.said.id in first,
                "changes": [_change(change) for change in group.changes(member)]
                if member.said.id != group.reference.id
                else [],
            }
            for member in group.members
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "op": change.op,
        "reference": list(change.reference),
        "member": list(change.member),
        "reference_span": list(change.reference_span),
        "member_span": list(change.member_span),
    }


def copies_to_dict(group: CopyGroup) -> dict[str, Any]:
    """Articles that share a text, with the stretches they share."""
    return {
        "reference": group.reference,
        "earliest": group.earliest,
        "copies": [
            {
                "article": copy.article,
                "of_reference": round(copy.of_reference, 4),
                "of_copy": round(copy.of_copy, 4),
                "whole": copy.whole,
                "stretches": [
                    {"reference": list(one.reference), "copy": list(one.copy)}
                    for one in copy.stretches
                ],
            }
            for copy in group.copies
        ],
    }


def figures_to_dict(group: FigureGroup) -> dict[str, Any]:
    """Figures that count the same thing, in order of time."""
    return {
        "of": group.of,
        "unit": group.unit,
        "disjoint": group.disjoint,
        "disjoint_on_a_day": group.disjoint_on_a_day,
        "members": [
            {
                "figure": one.number.id,
                "article": one.number.article,
                "words": one.number.words,
                "low": one.low,
                "high": one.high,
                "statement": one.number.statement,
                "speaker": one.number.speaker,
                "label": one.number.label,
                "chain": list(one.number.chain),
                "said_on": one.number.said_on,
                "copies": [number.id for number in one.copies],
            }
            for one in group.members
        ],
    }
