"""The versions of an article and what changed between them, for a terminal and as JSON."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from rich.style import Style
from rich.text import Text

from quoth.formats.console import fixed_console
from quoth.formats.differences import differences
from quoth.formats.output import Sink
from quoth.records import Attribution, Figure, Reading
from quoth.wording import Words, bounds, count, shortened, visible

#: (number, when it was kept, its reading, (what changed, before, after) from the one before)
Versions = Sequence[
    tuple[int, str, Reading, Sequence[tuple[str, Attribution | Figure | None, Any]]]
]

_TITLE = Style(bold=True)
_QUIET = Style(dim=True)
_GONE = Style(color="red", strike=True)
_COME = Style(color="green", underline=True)
_WHO = Style(bold=True, color="cyan")
_LONGEST = 300


def write_history(
    address: str, found: Versions, sink: Sink, *, width: int | None = None, color: bool = False
) -> None:
    """Shows every version with what changed; words that went stand in [-…-], new ones in {+…+}."""
    out = io.StringIO()
    console = fixed_console(out, width=width, color=color)
    console.print(Text(visible(address), _TITLE))
    before: Reading | None = None
    for number, added_at, reading, changed in found:
        console.print()
        said = count(len(reading.attributions), "statement")
        head = f"version {number} · stored {added_at} · {said}"
        console.print(Text(head, _TITLE))
        if before is not None and number > 1:
            if not changed:
                console.print(Text("  no statement has changed", _QUIET))
            for what, old, new in changed:
                console.print(_line(what, old, new, before, reading))
        before = reading
    sink.write(out.getvalue())


def _line(
    what: str,
    old: Attribution | Figure | None,
    new: Attribution | Figure | None,
    before: Reading,
    after: Reading,
) -> Text:
    line = Text(f"  {what}: ", _QUIET)
    old_words = _told(old, before) if old else None
    new_words = _told(new, after) if new else None
    if old_words and new_words:
        for piece in differences(" ".join(old_words), " ".join(new_words)):
            marked = {"same": "{}", "gone": "[-{}-]", "come": "{{+{}+}}"}[piece.kind]
            style = {"same": Style(), "gone": _GONE, "come": _COME}[piece.kind]
            line.append(marked.format(piece.text), style).append(" ")
    else:
        who, said = old_words or new_words or ("", "")
        line.append(who, _WHO).append(f" {said}")
    line.rstrip()
    return line


def _told(one: Attribution | Figure, reading: Reading) -> tuple[str, str]:
    words = Words(reading)
    if isinstance(one, Figure):
        counted = f" {one.of}" if one.of else ""
        return bounds(one), visible(f"({one.span.of(reading.article.text)}{counted})")
    who = f"{words.who(one)} {words.cue(one)}".strip()
    return visible(who), visible(shortened(words.content(one), _LONGEST))


def history_to_dict(address: str, found: Versions) -> dict[str, Any]:
    """The JSON form: versions, and for each change what it is and the words before and after."""
    out = []
    before: Reading | None = None
    for number, added_at, reading, changed in found:
        changes = [
            {
                "what": what,
                "before": _side(old, before) if before else None,
                "after": _side(new, reading),
            }
            for what, old, new in changed
        ]
        out.append(
            {
                "version": number,
                "added_at": added_at,
                "title": reading.article.title,
                "model": reading.model,
                "statements": len(reading.attributions),
                "changes": changes,
            }
        )
        before = reading
    return {"address": address, "versions": out}


def _side(one: Attribution | Figure | None, reading: Reading) -> dict[str, Any] | None:
    if one is None:
        return None
    if isinstance(one, Figure):
        return {
            "id": one.id,
            "start": one.span.start,
            "end": one.span.end,
            "text": one.span.of(reading.article.text),
            "low": one.low,
            "high": one.high,
            "unit": one.unit,
            "of": one.of,
        }
    words = Words(reading)
    return {
        "id": one.id,
        "start": one.start,
        "speaker": words.who(one),
        "cue": words.cue(one),
        "content": words.content(one),
        "form": one.form,
    }
