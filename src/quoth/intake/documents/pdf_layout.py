"""From the lines on the pages of a PDF file to paragraphs in reading order.

Columns are found by cutting a page along its white space, recursively (the XY-cut of Nagy, Seth and
Viswanathan, 1992). Lines at the edges that come back page after page are running heads; a word cut
at the end of a line is closed, with the hyphen where the document writes the word so elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from quoth.intake.documents.part import Line
from quoth.records import BlockKind

_EDGE_ROWS = 3  # at the top and at the bottom of a page, among which a running head is
_SHARE_OF_PAGES = 0.3  # on which a running head stands, at least
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]{0,4}(?:(?:page|seite|p\.)\s?)?\d{1,4}(?:\s?(?:of|/|von|sur|de)\s?\d{1,4})?[-–—|\s]{0,4}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}\Z|[\"”»]\Z")
_CUT = re.compile(r"([^\W\d_]{2,40})[-‐\u00ad]\Z")
_GOES_ON = re.compile(r"[^\W\d_]{1,40}")
_HYPHENATED = re.compile(r"[^\W\d_]{1,40}[-‐][^\W\d_]{1,40}")
_WORDS = re.compile(r"[^\W\d_]+")
_BOLD = re.compile(r"bold|black|heavy|semibold", re.IGNORECASE)

_COLUMN_GAP = 0.8  # of the size of the letters, at least, between columns
_WIDE_GAP = 1.2
_COLUMN_ROWS = 3
_BLOCK_GAP = 0.5  # of the size, between blocks one above the other
_INDENT = 0.5  # of the size
_INDENTING = 0.7  # of the paragraphs, where that is how the document begins them
_LARGER = 1.15  # than the body: a heading
_LARGEST = 1.3  # than the body: a headline
_HEADING_WORDS = 14
_OPEN_WORDS = 6  # of a paragraph that goes on in the next column
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A line, or a piece of one: where it stands (points from the bottom left), and its letters."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    font: str
    text: str

    @property
    def bold(self) -> bool:
        """Whether the name of its font says so."""
        return _BOLD.search(self.font) is not None


@dataclass(slots=True)
class _Paragraph:
    """``first``: it begins its block; ``indented``: its first line stands further in."""

    rows: list[Row]
    first: bool
    indented: bool
    kind: BlockKind = "paragraph"


def paragraphs(pages: Sequence[Sequence[Row]]) -> list[Line]:
    """The paragraphs of a document in reading order, without running heads and page numbers."""
    bodies = _without_edges([_whole_rows(page) for page in pages])
    rows = [row for page in bodies for row in page]
    if not rows:
        return []
    body = _body_size(rows)
    found = [
        paragraph
        for page in bodies
        for block in _blocks(page, 0)
        for paragraph in _paragraphs(block)
    ]
    _tell_kinds(found, body)
    known = _Words(row.text for row in rows)
    return [(known.joined(one.rows), one.kind) for one in _connected(found)]


def _body_size(rows: Iterable[Row]) -> float:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    return max(sizes.items(), key=lambda one: (one[1], -one[0]))[0]


# --- running heads --------------------------------------------------------------------------------


def _whole_rows(page: Sequence[Row]) -> list[list[Row]]:
    """The pieces of a page by the height at which they stand, from the top, from left to right."""
    lines: list[list[Row]] = []
    for row in sorted(page, key=lambda row: (-(row.y0 + row.y1), row.x0)):
        middle = (row.y0 + row.y1) / 2
        if lines and lines[-1][0].y0 <= middle <= lines[-1][0].y1:
            lines[-1].append(row)
        else:
            lines.append([row])
    return [sorted(line, key=lambda row: row.x0) for line in lines]


def _without_edges(pages: list[list[list[Row]]]) -> list[list[Row]]:
    counts: Counter[str] = Counter()
    for page in pages:
        edges = [*page[:_EDGE_ROWS], *page[-_EDGE_ROWS:]]
        counts.update({_form(line) for line in edges})
    fewest = max(2, _SHARE_OF_PAGES * len(pages))

    def is_edge(line: list[Row]) -> bool:
        text = " ".join(row.text for row in line)
        return counts[_form(line)] >= fewest or _PAGE_NUMBER.fullmatch(text) is not None

    out = []
    for page in pages:
        first, last = 0, len(page)
        while first < min(_EDGE_ROWS, last) and is_edge(page[first]):
            first += 1
        while last > max(first, len(page) - _EDGE_ROWS) and is_edge(page[last - 1]):
            last -= 1
        out.append([row for line in page[first:last] for row in line])
    return out


def _form(line: list[Row]) -> str:
    return _DIGITS.sub("#", " ".join(row.text for row in line))


# --- columns --------------------------------------------------------------------------------------


def _blocks(rows: list[Row], depth: int) -> Iterator[list[Row]]:
    """The blocks of a page in reading order: lines of one column without white space between."""
    if not rows:
        return
    size = median(row.size for row in rows)
    if depth < _DEEPEST:
        cut = _column_cut(rows, size)
        if cut is not None:
            yield from _blocks([row for row in rows if row.x1 <= cut], depth + 1)
            yield from _blocks([row for row in rows if row.x1 > cut], depth + 1)
            return
        cut = _block_cut(rows, size)
        if cut is not None:
            yield from _blocks([row for row in rows if row.y0 >= cut], depth + 1)
            yield from _blocks([row for row in rows if row.y0 < cut], depth + 1)
            return
    yield [_merged(line) for line in _whole_rows(rows)]


def _column_cut(rows: list[Row], size: float) -> float | None:
    """Where the widest white space parts columns, or None."""
    spans = sorted((row.x0, row.x1) for row in rows)
    gaps = []
    reach = spans[0][1]
    for start, end in spans[1:]:
        if start - reach >= _COLUMN_GAP * size:
            gaps.append((start - reach, reach))
        reach = max(reach, end)
    for gap, at in sorted(gaps, reverse=True):
        left = [row for row in rows if row.x1 <= at]
        right = [row for row in rows if row.x1 > at]
        heights = sorted((_heights(left), _heights(right)))
        # The last column of a page may hold a line or two.
        few = 1 if gap >= _WIDE_GAP * size and _alike(left, right) else _COLUMN_ROWS
        if heights[0] >= few and heights[1] >= _COLUMN_ROWS:
            return at
    return None


def _alike(left: list[Row], right: list[Row]) -> bool:
    """Whether two columns are about as wide: the space between them is none within a line."""
    widths = [max(row.x1 for row in side) - min(row.x0 for row in side) for side in (left, right)]
    return min(widths) > 0.5 * max(widths)


def _heights(rows: list[Row]) -> int:
    return len({round(row.y0) for row in rows})


def _block_cut(rows: list[Row], size: float) -> float | None:
    """Where the highest white space lies, or None."""
    spans = sorted(((row.y1, row.y0) for row in rows), reverse=True)
    best: tuple[float, float] | None = None
    reach = spans[0][1]
    for top, bottom in spans[1:]:
        gap = reach - top
        if gap >= _BLOCK_GAP * size and (best is None or gap > best[0]):
            best = (gap, reach)
        reach = min(reach, bottom)
    return best[1] if best else None


def _merged(line: list[Row]) -> Row:
    first = max(line, key=lambda row: len(row.text))
    return Row(
        min(row.x0 for row in line),
        min(row.y0 for row in line),
        max(row.x1 for row in line),
        max(row.y1 for row in line),
        first.size,
        first.font,
        " ".join(row.text for row in line),
    )


# --- paragraphs -----------------------------------------------------------------------------------


def _paragraphs(rows: list[Row]) -> Iterator[_Paragraph]:
    left = min(row.x0 for row in rows)
    right = max(row.x1 for row in rows)
    gaps = [above.y0 - row.y1 for above, row in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    current = [rows[0]]
    first = True

    def done() -> _Paragraph:
        return _Paragraph(current, first, current[0].x0 - left > _INDENT * current[0].size)

    for above, row in pairwise(rows):
        apart = (
            above.y0 - row.y1 > usual + 0.35 * row.size
            or not 0.9 < row.size / above.size < 1.1
            or (row.bold != above.bold and _heading_like(row if row.bold else above))
            or (row.x0 - left > _INDENT * row.size and above.x0 - left <= _INDENT * row.size)
            or (_TERMINAL.search(above.text) is not None and _fits(above, row, right))
        )
        if apart:
            yield done()
            current, first = [], False
        current.append(row)
    yield done()


def _fits(above: Row, row: Row, right: float) -> bool:
    """Whether the first word of ``row`` had room behind ``above``: then a paragraph ends there."""
    width = (row.x1 - row.x0) / max(1, len(row.text))
    first = len(row.text.split(" ", 1)[0]) + 1
    return above.x1 + first * width < right - 0.5 * row.size


def _heading_like(row: Row) -> bool:
    return len(row.text.split()) <= _HEADING_WORDS and _TERMINAL.search(row.text) is None


def _tell_kinds(found: list[_Paragraph], body: float) -> None:
    headline = None
    for one in found:
        size = max(row.size for row in one.rows)
        words = sum(len(row.text.split()) for row in one.rows)
        short = words <= 2 * _HEADING_WORDS
        if short and size >= _LARGER * body:
            one.kind = "heading"
            if size >= _LARGEST * body and (
                headline is None or size > max(row.size for row in headline.rows)
            ):
                headline = one
        elif words <= _HEADING_WORDS and all(row.bold for row in one.rows):
            one.kind = "heading" if _heading_like(one.rows[-1]) else "paragraph"
    if headline is not None:
        headline.kind = "headline"


def _connected(found: list[_Paragraph]) -> list[_Paragraph]:
    """``found`` with those joined that go on in another column or on another page."""
    inner = [one for one in found if one.kind == "paragraph" and not one.first]
    indents = sum(one.indented for one in inner) > _INDENTING * len(inner)
    out: list[_Paragraph] = []
    for one in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind == one.kind == "paragraph"
            and 0.9 < last.rows[-1].size / one.rows[0].size < 1.1
            and (
                _TERMINAL.search(last.rows[-1].text) is None
                or (indents and one.first and not one.indented)
            )
            and sum(len(row.text.split()) for row in last.rows) >= _OPEN_WORDS
        ):
            last.rows.extend(one.rows)
        else:
            out.append(one)
    return out


class _Words:
    """The words of a document, by which a word cut at the end of a line is closed."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._hyphenated: set[str] = set()
        self._whole: set[str] = set()
        for text in texts:
            self._hyphenated.update(word.lower() for word in _HYPHENATED.findall(text))
            self._whole.update(word.lower() for word in _WORDS.findall(text))

    def joined(self, rows: Sequence[Row]) -> str:
        """The text of ``rows``, each put behind the one above."""
        text = rows[0].text
        for row in rows[1:]:
            cut = _CUT.search(text)
            following = _GOES_ON.match(row.text)
            if cut and following:
                word, rest = cut[1].lower(), following[0]
                whole = word + rest.lower()
                kept = not rest[0].islower() or (
                    f"{word}-{rest.lower()}" in self._hyphenated and whole not in self._whole
                )
                text = text if kept else text[: cut.end(1)]
                text += row.text
            else:
                text += " " + row.text
        return text
