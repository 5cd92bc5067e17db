"""The counts of an audit: for a terminal, as JSON, and as CSV with one count a row."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from quoth._version import __version__
from quoth.codec import dumps
from quoth.formats.console import fixed_console
from quoth.formats.output import Sink
from quoth.formats.table import csv_table
from quoth.wording import count, shortened, visible

if TYPE_CHECKING:
    from quoth.ledger.audit import Audit, Counted, Ref, SpeakerCount

COLUMNS: tuple[str, ...] = ("by", "group", "measure", "of", "type", "count", "share", "statements")
"""``measure`` is what is counted, ``of`` the speaker or article it is counted for; ``share`` is of
the group (0 to 1); ``statements`` are "article attribution" pairs, "; " between."""

_TITLE = Style(bold=True)
_QUIET = Style(dim=True)
_PERSON = Style(color="cyan")
_SHOWN = 15  # speakers of a group that the view shows
_KINDS = (
    ("person", "named person", "named persons"),
    ("organisation", "organisation", "organisations"),
    ("document", "document", "documents"),
    ("unnamed", "never named", "never named"),
    ("author", "author", "authors"),
    ("unknown", "of unknown kind", "of unknown kind"),
)
_NO_GROUP = {"outlet": "no outlet known", "reporter": "no reporter known", "all": "all articles"}


def audit_to_dict(audit: Audit) -> dict[str, Any]:
    """The JSON form of the counts of one group."""
    stretch = audit.longest_unsourced
    return {
        "by": audit.by,
        "group": audit.group,
        "name": audit.name,
        "articles": list(audit.articles),
        "words": audit.words,
        "characters": audit.characters,
        "attributed_words": audit.attributed_words,
        "attributed_characters": audit.attributed_characters,
        "statements": _counted(audit.statements),
        "forms": {form: _counted(one) for form, one in audit.forms.items()},
        "tones": {tone: _counted(one) for tone, one in audit.tones.items()},
        "depths": {depth: _counted(one) for depth, one in audit.depths.items()},
        "untold": _counted(audit.untold),
        "unnamed_stated": _counted(audit.unnamed_stated),
        "unnamed_unstated": _counted(audit.unnamed_unstated),
        "pronouns": {pronoun: _counted(one) for pronoun, one in audit.pronouns.items()},
        "speakers": [_speaker(one) for one in audit.speakers],
        "single_source": list(audit.single_source),
        "no_source": list(audit.no_source),
        "months": {month: _counted(one) for month, one in audit.months.items()},
        "longest_unsourced": stretch
        and {
            "article": stretch.article,
            "start": stretch.span.start,
            "end": stretch.span.end,
            "words": stretch.words,
        },
    }


def _counted(one: Counted) -> dict[str, Any]:
    return {"count": one.count, "share": one.share, "statements": _refs(one.statements)}


def _refs(refs: Sequence[Ref]) -> list[dict[str, str]]:
    return [{"article": ref.article, "attribution": ref.attribution} for ref in refs]


def _speaker(one: SpeakerCount) -> dict[str, Any]:
    return {
        "speaker": one.speaker,
        "name": one.name,
        "type": one.type,
        "articles": list(one.articles),
        "words": one.words,
        "characters": one.characters,
        "word_share": one.word_share,
        "character_share": one.character_share,
        "forms": dict(one.forms),
        "tones": dict(one.tones),
        "anonymity_stated": one.anonymity_stated,
        "statements": _refs(one.statements),
    }


def audit_rows(audit: Audit) -> Iterator[tuple[str, ...]]:
    """The counts of one group as rows of `COLUMNS`."""

    def row(
        measure: str, number: int, share: float | None = None, refs: Sequence[Ref] = (),
        of: str = "", type: str = "",
    ) -> tuple[str, ...]:  # fmt: skip
        shown = "" if share is None else f"{share:.4f}"
        told = "; ".join(f"{ref.article} {ref.attribution}" for ref in refs)
        return (audit.by, audit.group, measure, of, type, str(number), shown, told)

    def counted(measure: str, one: Counted) -> tuple[str, ...]:
        return row(measure, one.count, one.share, one.statements)

    yield row("articles", len(audit.articles))
    yield row("words", audit.words)
    yield row("attributed words", audit.attributed_words, _part(audit))
    yield counted("statements", audit.statements)
    for name, one in (
        *((f"form {form}", one) for form, one in audit.forms.items()),
        *((f"tone {tone}", one) for tone, one in audit.tones.items()),
        *((f"depth {depth}", one) for depth, one in audit.depths.items()),
        *((f"month {month or 'unknown'}", one) for month, one in audit.months.items()),
        ("speaker not told", audit.untold),
        ("never named, reason stated", audit.unnamed_stated),
        ("never named, no reason stated", audit.unnamed_unstated),
        *((f"pronoun {pronoun}", one) for pronoun, one in audit.pronouns.items()),
    ):
        yield counted(name, one)
    yield row("speakers", len(audit.speakers))
    for kind, *_ in _KINDS:
        yield row("speakers", sum(one.type == kind for one in audit.speakers), type=kind)
    for who in audit.speakers:
        shares = {"words of speaker": who.word_share}
        counts = {
            "statements of speaker": len(who.statements),
            "words of speaker": who.words,
            "articles of speaker": len(who.articles),
            **{f"form {form} of speaker": number for form, number in who.forms.items()},
            **{f"tone {tone} of speaker": number for tone, number in who.tones.items()},
        }
        for measure, number in counts.items():
            refs = who.statements if measure == "statements of speaker" else ()
            yield row(measure, number, shares.get(measure), refs, who.name, who.type)
    for id in audit.single_source:
        yield row("single-source article", 1, of=id)
    for id in audit.no_source:
        yield row("article without a speaker", 1, of=id)
    if audit.longest_unsourced is not None:
        stretch = audit.longest_unsourced
        place = f"{stretch.article} {stretch.span.start}-{stretch.span.end}"
        yield row("longest unsourced stretch in words", stretch.words, of=place)


def _part(audit: Audit) -> float:
    return audit.attributed_words / audit.words if audit.words else 0.0


def write_audit(
    audits: Sequence[Audit],
    stream: TextIO | BinaryIO,
    *,
    to: str = "view",
    width: int | None = None,
    color: bool = False,
    spreadsheet: bool = False,
) -> None:
    """Writes audits as ``view`` (a terminal ``width`` columns wide), ``json`` or ``csv``.

    Raises:
        ValueError: for another format.
    """
    sink = Sink(stream)
    if to == "json":
        whole = {"quoth": __version__, "audits": [audit_to_dict(one) for one in audits]}
        sink.write(dumps(whole, indent=1) + "\n")
    elif to == "csv":
        rows = (row for one in audits for row in audit_rows(one))
        sink.write(csv_table(COLUMNS, rows, spreadsheet=spreadsheet))
    elif to == "view":
        shown = io.StringIO()
        console = fixed_console(shown, width=width, color=color)
        for number, one in enumerate(audits):
            if number:
                console.print()
            _show(one, console)
        sink.write("".join(line.rstrip() + "\n" for line in shown.getvalue().splitlines()))
    else:
        raise ValueError(f"no format of an audit: {to}")


def _show(audit: Audit, console: Console) -> None:
    name = visible(audit.name) or _NO_GROUP.get(audit.by, audit.by)
    console.print(Text(shortened(name, 300), _TITLE))
    facts = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    facts.add_column(style=_QUIET, ratio=None, max_width=22)
    facts.add_column(overflow="fold")
    for label, told in _facts(audit):
        facts.add_row(Text(label), Text(told))
    console.print(facts)
    if not audit.speakers:
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style=_QUIET)
    table.add_column("speaker", overflow="fold", ratio=None, min_width=12)
    narrow = console.width < 80
    for head in (
        "words",
        "share",
        "said",
        *(() if narrow else ("in", "direct", "indir.", "mixed")),
    ):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("tone of cues", overflow="fold")
    for one in audit.speakers[:_SHOWN]:
        said = [f"{one.words:,}", _percent(one.word_share), f"{len(one.statements):,}"]
        if not narrow:
            said.append(f"{len(one.articles):,}")
            said += [f"{one.forms[form]:,}" for form in ("direct", "indirect", "mixed")]
        tones = [f"{n:,} {tone}" for tone, n in one.tones.items() if n and tone != "neutral"]
        who = Text(shortened(visible(one.name), 60), _PERSON)
        if one.type != "person":
            who.append(f" ({_SHORT.get(one.type, one.type)})", _QUIET)
        table.add_row(who, *said, Text(", ".join(tones)))
    console.print(table)
    rest = audit.speakers[_SHOWN:]
    if rest:
        words = sum(one.words for one in rest)
        console.print(
            Text(f"and {count(len(rest), 'more speaker')}, {count(words, 'word')}", _QUIET)
        )


_SHORT = {"organisation": "org.", "unnamed": "not named"}


def _facts(audit: Audit) -> Iterator[tuple[str, str]]:
    yield (
        "articles",
        f"{len(audit.articles):,} · {count(audit.words, 'word')} · "
        f"{_percent(_part(audit))} of them attributed",
    )
    yield "statements", f"{audit.statements.count:,} · " + _several(audit.forms)
    yield (
        "chain",
        " · ".join(
            f"{name} {one.count:,}"
            for name, one in zip(
                ("first hand", "second hand", "third hand or more"),
                audit.depths.values(),
                strict=True,
            )
        ),
    )
    yield "tone of cues", _several(audit.tones)
    kinds = [
        count(number, name, names)
        for kind, name, names in _KINDS
        if (number := sum(one.type == kind for one in audit.speakers))
    ]
    yield "distinct speakers", " · ".join([f"{len(audit.speakers):,}", *kinds])
    yield (
        "never named",
        f"{audit.unnamed_stated.count:,} with a reason stated · "
        f"{audit.unnamed_unstated.count:,} without (statements)",
    )
    yield "spoken of as", _several(audit.pronouns) + " of statements"
    yield "speaker not told", count(audit.untold.count, "statement")
    for label, ids in (("one speaker only", audit.single_source), ("no speaker", audit.no_source)):
        first = ", ".join(shortened(visible(id), 60) for id in ids[:5])
        more = f" and {len(ids) - 5:,} more" if len(ids) > 5 else ""
        yield label, f"{count(len(ids), 'article')}{': ' if ids else ''}{first}{more}"
    stretch = audit.longest_unsourced
    if stretch is not None:
        place = f"{stretch.span.start}–{stretch.span.end}"
        where = f" of {shortened(visible(stretch.article), 60)}" if audit.by != "article" else ""
        yield "longest unsourced", f"{count(stretch.words, 'word')} at {place}{where}"


def _several(counts: Any) -> str:
    return " · ".join(
        f"{one.count:,} {name} ({_percent(one.share)})" for name, one in counts.items()
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
