"""Statements of many articles, one by one: a terminal view, JSON, JSON lines and CSV.

A statement is anything with the fields of `Said`; the ledger's are such.
"""

from __future__ import annotations

import csv
import io
from typing import Any, BinaryIO, Protocol, TextIO

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from quoth._version import __version__
from quoth.codec import attribution_to_dict, dumps, figure_to_dict, speaker_to_dict
from quoth.formats.console import fixed_console
from quoth.formats.output import Sink
from quoth.formats.table import COLUMNS, row_of
from quoth.records import Attribution, Figure, Reading, Speaker
from quoth.wording import Words, bounds, shortened, tags, visible

_QUIET = Style(dim=True)
_WHO = Style(bold=True, color="cyan")
_CUE = Style(italic=True, color="yellow")
_TAG = Style(color="magenta")
_MARK = Style(bold=True, reverse=True)
_FIGURE = Style(color="green")
_INDENT = 5
_AROUND = 700  # characters of a content that are shown around its first mark


class Said(Protocol):
    """What is shown of a statement; see `quoth.ledger.Statement` for what each field means."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def reading(self) -> Reading: ...  # noqa: D102
    @property
    def attribution(self) -> Attribution: ...  # noqa: D102
    @property
    def speakers(self) -> tuple[Speaker, ...]: ...  # noqa: D102
    @property
    def figures(self) -> tuple[Figure, ...]: ...  # noqa: D102
    @property
    def identities(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def who(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def cue(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> str: ...  # noqa: D102
    @property
    def chain(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def marks(self) -> tuple[tuple[int, int], ...]: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str | None: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102


class StatementWriter(Protocol):
    """Takes statements and writes each at once."""

    def write(self, one: Said) -> None:
        """Write one statement."""

    def close(self) -> None:
        """Write what ends the document."""


def open_statement_writer(
    format: str, stream: TextIO | BinaryIO, *, width: int | None = None, color: bool = False
) -> StatementWriter | None:
    """A writer of statements one by one, or None for a format that only knows whole readings."""
    sink = Sink(stream)
    if format == "view":
        return _View(sink, width, color)
    if format == "csv":
        return _Csv(sink)
    if format in ("json", "jsonl"):
        return _Json(sink, lines=format == "jsonl")
    return None


def statement_to_dict(one: Said) -> dict[str, Any]:
    """The JSON form of a statement: its article, the attribution as in a reading, its speakers and
    figures, the words, the chain, the marks in the content, and what stands around it."""
    article = one.reading.article
    return {
        "id": one.id,
        "article": {
            "id": article.id,
            "address": one.address,
            "version": one.number,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published,
            "language": article.language,
            "authors": list(article.authors),
        },
        "who": one.who,
        "source": one.source,
        "cue": one.cue,
        "content": one.content,
        "chain": list(one.chain),
        "attribution": attribution_to_dict(one.reading, one.attribution),
        "speakers": [speaker_to_dict(one.reading, speaker) for speaker in one.speakers],
        "identities": list(one.identities),
        "figures": [figure_to_dict(one.reading, figure) for figure in one.figures],
        "marks": [list(mark) for mark in one.marks],
        "before": one.before,
        "after": one.after,
        "status": one.status,
        "score": round(one.score, 6),
        "model": one.reading.model,
    }


class _Json:
    def __init__(self, sink: Sink, *, lines: bool) -> None:
        self._sink = sink
        self._lines = lines
        self._before = "\n"
        if not lines:
            sink.write(f'{{\n  "quoth": {dumps(__version__)},\n  "statements": [')

    def write(self, one: Said) -> None:
        form = dumps(statement_to_dict(one))
        self._sink.write(f"{form}\n" if self._lines else f"{self._before}    {form}")
        self._before = ",\n"

    def close(self) -> None:
        if not self._lines:
            self._sink.write(("]" if self._before == "\n" else "\n  ]") + "\n}\n")


class _Csv:
    """The columns of `quoth.formats.table`, with the statement's id in the ledger before them."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._row(("statement", *COLUMNS))

    def write(self, one: Said) -> None:
        self._row((str(one.id), *row_of(Words(one.reading), one.attribution)))

    def close(self) -> None:
        pass

    def _row(self, cells: tuple[str, ...]) -> None:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerow(cells)
        self._sink.write(out.getvalue())


class _View:
    def __init__(self, sink: Sink, width: int | None, color: bool) -> None:
        self._sink = sink
        self._width, self._color = width, color
        self._number = 0

    def write(self, one: Said) -> None:
        self._number += 1
        out = io.StringIO()
        console = fixed_console(out, width=self._width, color=self._color)
        wide = console.width
        margin = " " * _INDENT

        def add(text: Text, first: str = margin, rest: str | None = None) -> None:
            rest = first if rest is None else rest
            for i, line in enumerate(text.wrap(console, wide - cell_len(first), overflow="fold")):
                whole = Text.assemble((rest if i else first, _QUIET), line)
                whole.rstrip()
                console.print(whole, no_wrap=True, overflow="ignore", crop=False)

        head = Text.assemble((visible(one.who), _WHO), " ", (visible(one.cue), _CUE))
        facts = tags(one.attribution) + ([one.status] if one.status else [])
        head.append(f"  {' · '.join(facts)}", _TAG)
        if self._number > 1:
            console.print()
        add(head, f"{self._number:>{_INDENT - 2}}  ", margin)
        add(_marked(one), margin + "│ ")
        if len(one.chain) > 1:
            add(Text(" ← ".join(map(visible, one.chain)), _WHO), margin + "↳ ", margin + "  ")
        for figure in one.figures:
            counted = f" {visible(figure.of)}" if figure.of else ""
            add(Text(f"{bounds(figure)}{counted}", _FIGURE), margin + "# ", margin + "  ")
        article = one.reading.article
        known = [article.outlet, article.published, article.title]
        place = [shortened(visible(part), 120) for part in known if part]
        add(Text(" · ".join([*place, visible(one.address)]), _QUIET))
        self._sink.write(out.getvalue())

    def close(self) -> None:
        if not self._number:
            self._sink.write("no statement found\n")


def _marked(one: Said) -> Text:
    """The content with its marks, cut around the first of them when it is long."""
    low = max(0, one.marks[0][0] - _AROUND // 2) if one.marks else 0
    high = min(len(one.content), low + _AROUND)
    out = Text("… " if low else "")
    at = low
    for start, end in one.marks:
        if end > high:
            break
        out.append(_plain(one.content[at:start])).append(_plain(one.content[start:end]), _MARK)
        at = end
    out.append(_plain(one.content[at:high]))
    return out.append(" …") if high < len(one.content) else out


def _plain(text: str) -> str:
    """As `visible`, with the white space at its ends kept as one space."""
    if not text.strip():
        return " " if text else ""
    lead = " " if text[0].isspace() else ""
    return f"{lead}{visible(text)}{' ' if text[-1].isspace() else ''}"
