"""Quotations of a draft checked against a ledger, for a terminal and as JSON."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from rich.style import Style
from rich.text import Text

from quoth.formats.console import fixed_console
from quoth.formats.output import Sink
from quoth.wording import count, shortened, visible

_VERDICTS = {
    "word for word": Style(color="green", bold=True),
    "typography only": Style(color="green"),
    "shortened": Style(color="yellow"),
    "partly kept": Style(color="yellow"),
    "altered": Style(color="red", bold=True),
    "not found": Style(bold=True),
    "not looked for": Style(dim=True),
}
_QUIET = Style(dim=True)
_WHO = Style(bold=True, color="cyan")
_GONE = Style(color="red", strike=True)
_COME = Style(color="green", underline=True)
_LONGEST = 300
_ENDS = 6  # words shown of what the kept quotation has before and after those of the draft


Part = Literal["equal", "gone", "come", "beside"]
_PARTS: dict[Part, Style] = {"equal": Style(), "gone": _GONE, "come": _COME, "beside": _QUIET}


def write_check(
    checked: Sequence[Any], sink: Sink, *, width: int | None = None, color: bool = False
) -> None:
    """Shows what `quoth.ledger.Ledger.check` gives; words that the draft lacks stand in [-…-],
    words of its own in {+…+}."""
    out = io.StringIO()
    console = fixed_console(out, width=width, color=color)

    def add(text: Text, indent: int = 0) -> None:
        for line in text.wrap(console, console.width - indent, overflow="fold"):
            line.rstrip()
            console.print(Text(" " * indent) + line, no_wrap=True, overflow="ignore", crop=False)

    for one in checked:
        add(Text.assemble((one.verdict, _VERDICTS[one.verdict]), (_whose(one), _QUIET)))
        add(Text(f"“{visible(shortened(one.quoted.words, _LONGEST))}”"), 2)
        for match in one.matches:
            statement = match.statement
            head = Text.assemble((visible(statement.who) or "no speaker told", _WHO), "  ")
            head.append(f"{match.verdict} · {_place(statement)}", _QUIET)
            add(head, 4)
            if match.verdict not in ("word for word", "typography only"):
                add(_difference(match, one.quoted.words), 6)
        console.print()
    add(Text(summary(checked), _QUIET))
    sink.write(out.getvalue())


def summary(checked: Sequence[Any]) -> str:
    """The counts of verdicts in a line: "3 quotations: 2 word for word, 1 not found"."""
    if not checked:
        return "contains no quotation of three words or more"
    found = Counter(one.verdict for one in checked)
    told = ", ".join(f"{number} {verdict}" for verdict, number in found.most_common())
    other = sum(one.other_speaker for one in checked)
    end = f"; {other} by another speaker" if other else ""
    return f"{count(len(checked), 'quotation')}: {told}{end}"


def check_to_dict(checked: Sequence[Any]) -> list[dict[str, Any]]:
    """The JSON form; ``start`` and ``end`` are characters of the draft, statements are rows of the
    ledger."""
    return [
        {
            "start": one.quoted.span.start,
            "end": one.quoted.span.end,
            "words": one.quoted.words,
            "speaker": one.quoted.speaker or None,
            "verdict": one.verdict,
            "other_speaker": one.other_speaker,
            "matches": [_match(match, one.quoted.words) for match in one.matches],
        }
        for one in checked
    ]


def _within(match: Any) -> Sequence[Any]:
    """The changes of a match without what stands around the words that the draft has a part of."""
    told = list(match.changes)
    if match.verdict in ("word for word", "typography only", "shortened"):
        for at in (0, -1):
            if told and told[at].op == "delete":
                del told[at]
    return told


def _match(match: Any, words: str) -> dict[str, Any]:
    statement = match.statement
    return {
        "statement": statement.id,
        "verdict": match.verdict,
        "speaker": match.speaker,
        "likeness": match.likeness,
        "left_out": list(match.left_out),
        "changes": [
            {
                "op": one.op,
                "kept": list(one.reference_span),
                "draft": list(one.member_span),
                "kept_words": statement.content[slice(*one.reference_span)],
                "draft_words": words[slice(*one.member_span)],
            }
            for one in _within(match)
            if one.op != "equal"
        ],
        "who": statement.who,
        "content": statement.content,
        "form": statement.attribution.form,
        "outlet": statement.outlet,
        "published": statement.published,
        "title": statement.title,
        "url": statement.url,
    }


def _whose(one: Any) -> str:
    if one.other_speaker:
        return f" · kept by another speaker than {visible(one.quoted.speaker)}"
    return f" · {visible(one.quoted.speaker)}" if one.quoted.speaker else ""


def _place(statement: Any) -> str:
    form = statement.attribution.form
    parts = [
        statement.outlet,
        (statement.published or "")[:10],
        "" if form == "direct" else form,
        f"statement {statement.id}",
    ]
    return " · ".join(shortened(visible(part), 100) for part in parts if part)


def difference(match: Any, draft: str) -> list[tuple[Part, str]]:
    """What leads from the kept words of a match to those of the draft, with their punctuation.

    Args:
        match: a `quoth.ledger.checking.Match`.
        draft: the draft's words.

    Returns:
        Runs of words: "equal", "gone" (only kept), "come" (only in the draft), "beside" (what the
        kept quotation has before or behind, cut short).
    """
    kept, changes = match.statement.content, match.changes
    parts: list[tuple[Part, str]] = []
    kept_at = draft_at = 0
    for at, change in enumerate(changes):
        end = at in (0, len(changes) - 1)
        before = kept[max(kept_at, change.reference_span[0]) : change.reference_span[1]]
        after = draft[change.member_span[0] : change.member_span[1]]
        if change.op == "equal":
            parts.append(("equal", draft[draft_at : change.member_span[1]].strip()))
        elif change.op == "delete" and end:
            parts.append(("beside", _cut(before, _ENDS, at_end=at == 0)))
        else:
            most = len(after.split()) + _ENDS if end else _LONGEST
            parts += [("gone", _cut(before, most, at_end=at == 0)), ("come", after)]
        kept_at, draft_at = change.reference_span[1], change.member_span[1]
    return [(part, words) for part, words in parts if words]


def _difference(match: Any, draft: str) -> Text:
    line = Text()
    for part, words in difference(match, draft):
        shown = {"gone": f"[-{words}-]", "come": f"{{+{words}+}}"}.get(part, words)
        line.append(visible(shown), _PARTS[part]).append(" ")
    line.rstrip()
    return line


def _cut(text: str, most: int, *, at_end: bool) -> str:
    words = text.split()
    if len(words) <= most:
        return " ".join(words)
    return "… " + " ".join(words[-most:]) if at_end else " ".join(words[:most]) + " …"
