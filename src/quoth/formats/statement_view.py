"""Statements of many articles for a terminal."""

from __future__ import annotations

import io

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from quoth.formats.console import fixed_console
from quoth.formats.format import Output
from quoth.formats.statements import Said
from quoth.wording import bounds, shortened, tags, visible

_QUIET = Style(dim=True)
_WHO = Style(bold=True, color="cyan")
_CUE = Style(italic=True, color="yellow")
_TAG = Style(color="magenta")
_MARK = Style(bold=True, reverse=True)
_FIGURE = Style(color="green")
_INDENT = 8
_AROUND = 700  # characters of a content that are shown around its first mark


class StatementView:
    """Shows statements one by one, numbered, the words that were searched for marked."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._width, self._color = output.width, output.color
        self._any = False

    def write(self, one: Said) -> None:
        """Show the statement."""
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

        head = Text.assemble((visible(one.shown), _WHO), " ", (visible(one.cue), _CUE))
        facts = tags(one.attribution) + ([one.status] if one.status else [])
        facts.append(f"{one.attribution.confidence:.2f}")
        head.append(f"  {' · '.join(facts)}", _TAG)
        if self._any:
            console.print()
        self._any = True
        # The number in the ledger: what quoth show and quoth correct are told.
        add(head, f"{one.id:>{_INDENT - 2}}  ", margin)
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
        """Say so when there was none."""
        if not self._any:
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
