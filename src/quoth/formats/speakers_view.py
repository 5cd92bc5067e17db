"""Speakers over all articles, for a terminal and as JSON."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from rich.style import Style
from rich.text import Text

from quoth.formats.console import fixed_console
from quoth.formats.output import Sink
from quoth.ledger.joined import Heard, Place
from quoth.wording import count, shortened, visible

COLUMNS = (
    *("id", "name", "type", "names", "roles", "statements", "articles", "outlets"),
    *("words", "direct_words", "paraphrased_words", "first", "last"),
)
"""The columns of the CSV form."""

_WHO = Style(bold=True, color="cyan")
_QUIET = Style(dim=True)
_ROLES = 3


def speaker_to_dict(one: Heard, places: Sequence[Place] = ()) -> dict[str, Any]:
    """The JSON form of a speaker; ``places``: where they appear, and why each was joined."""
    out: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "type": one.type,
        "names": list(one.names),
        "roles": [role for role, *_ in one.roles],
        "statements": one.statements,
        "articles": one.articles,
        "outlets": one.outlets,
        "words": one.words,
        "direct_words": one.direct_words,
        "paraphrased_words": one.paraphrased_words,
        "first": one.first,
        "last": one.last,
    }
    if places:
        out["places"] = [
            {
                "speaker": place.speaker,
                "article": place.version,
                "title": place.title,
                "outlet": place.outlet,
                "published": place.published,
                "label": place.label,
                "roles": list(place.roles),
                "why": place.why,
                "confidence": place.confidence,
            }
            for place in places
        ]
    return out


def write_speakers(
    found: Sequence[Heard],
    places: Sequence[Sequence[Place]],
    sink: Sink,
    *,
    width: int | None = None,
    color: bool = False,
) -> None:
    """Shows speakers, those with most statements first."""
    out = io.StringIO()
    console = fixed_console(out, width=width, color=color)

    def add(text: Text, indent: int = 0) -> None:
        for line in text.wrap(console, console.width - indent, overflow="fold"):
            line.rstrip()
            console.print(Text(" " * indent) + line, no_wrap=True, overflow="ignore", crop=False)

    for one, where in zip(found, places, strict=True):
        head = Text(visible(one.name), _WHO)
        roles = [visible(role) for role, *_ in one.roles[:_ROLES]]
        head.append("  " + " · ".join([one.type, *roles]), _QUIET)
        add(head)
        others = [visible(name) for name in one.names if name != one.name]
        if others:
            add(Text(f"also {', '.join(others[:8])}", _QUIET), 2)
        days = " to ".join(dict.fromkeys(day[:10] for day in (one.first, one.last) if day))
        add(
            Text(
                f"{count(one.statements, 'statement')} in {count(one.articles, 'article')} of "
                f"{count(one.outlets, 'outlet')} · {count(one.words, 'word')}, "
                f"{one.direct_words:,} direct" + (f" · {days}" if days else "")
            ),
            2,
        )
        for place in where:
            parts = [place.outlet, (place.published or "")[:10], place.title]
            shown = " · ".join(shortened(visible(part), 80) for part in parts if part)
            add(Text(f"{visible(place.label)}: {place.why} · {shown}", _QUIET), 4)
    if not found:
        add(Text("no speaker found", _QUIET))
    sink.write(out.getvalue())
