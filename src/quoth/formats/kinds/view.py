"""The terminal view: an article's attributions in reading order, made to be read by a person."""

from __future__ import annotations

import io

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from quoth.formats.console import fixed_console
from quoth.formats.format import Format, Output
from quoth.formats.statement_view import StatementView
from quoth.records import Attribution, Figure, Reading
from quoth.wording import Words, bounds, count, published_in_words, shortened, tags, visible

# A content of more characters is cut, and says so; few statements in news have as many.
_LONGEST = 1600
_INDENT = 5
_DEEPEST = 4

# Named colours only: they follow the user's theme, light or dark.
_TITLE = Style(bold=True)
_QUIET = Style(dim=True)
_SOURCE = Style(bold=True, color="cyan")
_PERSON = Style(color="cyan")
_CUE = Style(italic=True, color="yellow")
_PLAIN = Style()
_TAG = Style(color="magenta")
_FIGURE = Style(color="green")
_WARNING = Style(color="yellow")


class ViewWriter:
    """Writes readings for a terminal."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._width = output.width
        self._color = output.color
        self._first = True

    def write(self, reading: Reading) -> None:
        """Show the reading."""
        out = io.StringIO()
        console = fixed_console(out, width=self._width, color=self._color)
        page = _Page(reading, console)
        for line in page.lines():
            line.rstrip()
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
        self._sink.write(out.getvalue() if self._first else "\n\n" + out.getvalue())
        self._first = False

    def close(self) -> None:
        """Nothing is left to write."""


class _Page:
    """One reading as lines of styled text, each at most as wide as the console."""

    def __init__(self, reading: Reading, console: Console) -> None:
        self._reading = reading
        self._words = Words(reading)
        self._console = console
        self._width = console.width
        self._out: list[Text] = []

    def lines(self) -> list[Text]:
        """The whole page."""
        self._head()
        for number, one in enumerate(self._reading.attributions, 1):
            self._out.append(Text())
            self._attribution(number, one)
        own = self._words.figures.get(None, [])
        if own:
            self._out.append(Text())
            self._add(Text("Figures stated by the article itself", _QUIET))
            for figure in own:
                self._figure(figure, " " * _INDENT, place=True)
        self._foot()
        return self._out

    def _add(self, text: Text, first: str = "", rest: str | None = None) -> None:
        """Wrap ``text`` under a prefix, another one from the second line on."""
        rest = first if rest is None else rest
        wrapped = text.wrap(self._console, self._width - cell_len(first), overflow="fold")
        for number, line in enumerate(wrapped):
            prefix = rest if number else first
            self._out.append(Text.assemble((prefix, _QUIET), line))

    def _rule(self) -> None:
        self._out.append(Text("─" * self._width, _QUIET))

    def _head(self) -> None:
        article = self._reading.article
        name = shortened(visible(article.id), 300)
        title = visible(article.title or "") or name or "untitled"
        known = [
            *(article.outlet, ", ".join(article.authors), published_in_words(article.published)),
            article.section,
        ]
        rest = [shortened(visible(one), 300) for one in known if one]
        address = shortened(visible(article.url or article.id), 300)
        self._add(Text(title, _TITLE))
        if rest:
            self._add(Text(" · ".join(rest), _QUIET))
        if address not in ("", title):
            self._add(Text(address, _QUIET))
        for warning in self._reading.warnings:
            self._add(Text(visible(warning), _WARNING), "! ", "  ")
        self._rule()

    def _attribution(self, number: int, one: Attribution) -> None:
        words = self._words
        depth = words.depth(one)
        deeper = " " * (3 * min(depth, _DEEPEST, max(0, (self._width - 40) // 6)))
        margin = deeper + " " * _INDENT
        start, end = one.start, max(span.end for span in one.spans)
        self._beside(
            self._saying(one),
            Text(f"line {words.line(start):,} · {start}–{end} · {one.confidence:.2f}", _QUIET),
            f"{deeper}{number:>{_INDENT - 2}}  ",
            margin,
        )
        facts = [visible(fact) for fact in words.when(one)]
        if facts:
            self._add(Text(" · ".join(facts), _QUIET), margin)
        if one.contents:
            content = visible(words.content(one))
            shown = shortened(content, _LONGEST)
            text = Text(shown, _PLAIN)
            if shown != content:
                hidden = count(len(content) - len(shown) + 1, "more character")
                text.append(f" [{hidden}]", _QUIET)
            self._add(text, margin + "│ ")
        if depth:
            chain = [shortened(visible(link), 60) for link in words.chain(one)]
            self._add(Text(" ← ".join(chain), _PERSON), margin + "↳ ", margin + "  ")
        for figure in words.figures.get(one.id, []):
            self._figure(figure, margin)

    def _saying(self, one: Attribution) -> Text:
        """Source, who that is, cue, form, and what is out of the ordinary."""
        words = self._words
        line = Text()
        source = visible(words.source(one))
        person = ", ".join(map(visible, words.person(one)))
        if source:
            line.append(source, _SOURCE)
        elif not person:
            line.append("(no explicit source)", _QUIET)
        if person:
            line.append(f"{' ' if source else ''}({person})", _PERSON)
        if one.cue:
            line.append(" · ", _QUIET)
            line.append(visible(words.cue(one)), _CUE)
        _, *unusual = tags(one)
        line.append(f" · {words.form(one)}", _QUIET)
        for tag in unusual:
            line.append(" · ", _QUIET)
            line.append(tag, _TAG)
        return line

    def _figure(self, figure: Figure, margin: str, *, place: bool = False) -> None:
        span = figure.span
        line = Text.assemble((visible(bounds(figure)), _FIGURE))
        if figure.of:
            line.append(f" {visible(figure.of)}", _PLAIN)
        written = visible(self._reading.text_of(span)).strip("\"“”„'’")
        if written.replace(" ", "") != bounds(figure).replace(" ", ""):
            line.append(f"  “{written}”", _QUIET)
        if place:
            line.append(
                f"  line {self._words.line(span.start):,} · {span.start}–{span.end}", _QUIET
            )
        self._add(line, margin + "# ", margin + "  ")

    def _beside(self, left: Text, right: Text, first: str, rest: str) -> None:
        """``left`` wrapped, with ``right`` at the end of its first line where there is room."""
        room = self._width - cell_len(first) - right.cell_len - 2
        if room < 20:
            self._add(left, first, rest)
            self._add(right, rest)
            return
        head, *more = left.wrap(self._console, room, overflow="fold")
        gap = " " * (room - head.cell_len + 2)
        self._out.append(Text.assemble((first, _QUIET), head, gap, right))
        for line in more:
            self._out.append(Text.assemble((rest, _QUIET), line))

    def _foot(self) -> None:
        reading = self._reading
        said = reading.attributions
        people = {ref.speaker for one in said for ref in one.speakers}
        counts = [count(len(said), "attribution")]
        if said:
            counts += [
                count(len(people), "speaker"),
                f"{sum(one.form == 'direct' for one in said):,} direct",
            ]
        if any(one.within for one in said):
            counts.append(f"{sum(one.within is not None for one in said):,} nested")
        if reading.figures:
            counts.append(count(len(reading.figures), "figure"))
        aside = reading.article.furniture
        if aside:
            counts.append(f"{count(len(aside), 'passage')} of boilerplate")
        self._out.append(Text())
        self._rule()
        self._add(Text(" · ".join(counts)))
        if reading.model:
            self._add(Text(f"read by {visible(reading.model)}", _QUIET))


FORMAT = Format(
    media_type="text/plain; charset=utf-8",
    suffixes=(".txt",),
    writer=ViewWriter,
    statements=StatementView,
)
