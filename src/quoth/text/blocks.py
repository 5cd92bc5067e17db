"""The kind of each line of a text: headline, byline, heading, paragraph, list item and so on.

For a page the extractor knows most of it from the page's own elements (``known``); for plain text
the rules here go by the shape of a line and of its neighbours. All of them stand in this module.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quoth.records import Block, BlockKind, Span

#: Blocks at whose end every source, cue and content ends too.
CLOSED: frozenset[BlockKind] = frozenset(
    ("headline", "byline", "dateline", "heading", "caption", "boilerplate")
)

_LINE = re.compile(r"\S[^\n]*")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: What stands before an item of a list.
BULLET = re.compile(r"(?:[-*•‣◦▪■·–]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)|[•‣◦▪■]\s*(?=\S)")
_CITED = re.compile(r">\s?(?=\S)")
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|Written by|Reported by|Story by|Reporting by)\s+"
    r"(?:[A-Z][\w.'’-]*|and|with|for|of|de|van|von|al|bin|in|,|&|\||/|-)"
    r"(?:[\s,]+(?:[A-Z][\w.'’-]*|and|with|for|of|de|van|von|al|bin|in|&|\||/|-))*"
)
_CAPTION = re.compile(
    r"(?:(?:File )?"
    r"(?:Photo(?:graph)?|Image|Picture|Pictured|Caption|Illustration|Graphic|Map|Video)"
    r"(?: (?:by|credit|caption))?\s?[:|]|\[(?:Photo|Image))",
    re.IGNORECASE,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]{1,25}(?:[ /][A-Z][A-Z.'’-]{1,25}){0,3}"
    rf"(?:,\s(?:[A-Z][\w.]{{0,30}}\s?){{1,3}})?(?:,\s{_MONTH}\s\d{{1,2}})?"
    r"(?:\s?\([A-Z][\w &.]{1,24}\))?\s?(?:—|–|--|-)\s+(?=[\"“‘'A-Z])"
)
_DATE_ALONE = re.compile(
    r"(?:(?:Published|Updated|Posted|Last updated)\b:?\s?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
    rf"(?:{_MONTH}\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}\s{_MONTH}\s\d{{4}})"
    r"(?:,?\s(?:at\s)?\d{1,2}:\d\d\s?(?:[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?)?"
)
_TURN = re.compile(r"([A-Z][A-Z.'’ -]{1,40}|[QA]):\s+\S")
_STOPS = frozenset(".!:;,…”\"'’")
_OPENING = frozenset("\"“‘'«„([—–-")
_LONGEST_HEADING = 90  # characters
_MOST_HEADING_WORDS = 12
_FEWEST_PROSE_WORDS = 12
_LONGEST_BYLINE = 120
_LONGEST_CAPTION = 300
_PULL_WORDS = range(6, 41)  # of a quotation set apart that stands in the text too
_HEAD_LINES = 4  # from the top, among which the headline stands


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    words: int

    @property
    def prose(self) -> bool:
        """Whether it reads like a paragraph: long, or a whole sentence."""
        return self.words >= _FEWEST_PROSE_WORDS or (self.words > 3 and self.text[-1] in '.!?”"')

    @property
    def short(self) -> bool:
        """Whether it has the shape of a heading."""
        text = self.text
        return (
            0 < self.words <= _MOST_HEADING_WORDS
            and len(text) <= _LONGEST_HEADING
            and text[-1] not in _STOPS
            and text[0] not in _OPENING
            and not text[0].islower()
        )


def find_blocks(
    text: str,
    *,
    title: str | None = None,
    furniture: Sequence[Span] = (),
    known: Mapping[int, BlockKind] | None = None,
) -> tuple[Block, ...]:
    """The blocks of a normalised text, in order; every line belongs to one, some lines to two.

    Args:
        text: with wrapped lines joined (`quoth.text.normalise`).
        title: the article's; a line of just its words is the headline.
        furniture: what belongs to the page.
        known: the kind of the line that begins at a character, where the page tells it.
    """
    lines = [
        _Line(m.start(), m.start() + len(words), words, len(_WORD.findall(words)))
        for m in _LINE.finditer(text)
        if (words := m[0].rstrip())
    ]
    kinds = _Kinds(lines, title, furniture, known or {})
    return tuple(block for i, line in enumerate(lines) for block in _cut(line, kinds.of(i)))


def _cut(line: _Line, kind: BlockKind) -> Iterator[Block]:
    """The blocks of a line: two where a paragraph begins with a dateline."""
    start = line.start
    if kind == "paragraph" and (place := _DATELINE.match(line.text)):
        yield Block("dateline", Span(start, start + len(place[0].rstrip())))
        start += place.end()
    yield Block(kind, Span(start, line.end))


class _Kinds:
    def __init__(
        self,
        lines: Sequence[_Line],
        title: str | None,
        furniture: Sequence[Span],
        known: Mapping[int, BlockKind],
    ) -> None:
        self._lines = lines
        self._title = _plain(title or "")
        self._set_aside = {(span.start, span.end) for span in furniture}
        self._known = known
        self._found: dict[int, BlockKind] = {}
        self._repeated = _repeated(lines)
        turns = Counter(match[1] for line in lines if (match := _TURN.match(line.text)))
        self._speaks = {name for name in turns if len(turns) > 1 and turns.total() > 2}

    def of(self, i: int) -> BlockKind:
        """The kind of line ``i``; asked for in order."""
        kind = self._kind(i)
        self._found[i] = kind
        return kind

    def _kind(self, i: int) -> BlockKind:
        line = self._lines[i]
        if (line.start, line.end) in self._set_aside:
            return "boilerplate"
        told = self._known.get(line.start, "paragraph")
        if told not in ("paragraph", "headline"):
            return told
        if i < _HEAD_LINES and self._title and _plain(line.text) == self._title:
            return "headline"
        return self._by_shape(line) or self._by_neighbours(i, told)

    def _by_shape(self, line: _Line) -> BlockKind | None:
        text = line.text
        if BULLET.match(text):
            return "list item"
        if _CITED.match(text):
            return "block quotation"
        if len(text) <= _LONGEST_BYLINE and _BYLINE.fullmatch(text):
            return "byline"
        if len(text) <= _LONGEST_CAPTION and _CAPTION.match(text):
            return "caption"
        if _DATE_ALONE.fullmatch(text):
            return "dateline"
        turn = _TURN.match(text)
        if turn and turn[1] in self._speaks:
            return "transcript turn"
        if text[0] in '"“‘' and line.words in _PULL_WORDS and self._repeated[_plain(text)] > 1:
            return "pull quote"
        return None

    def _by_neighbours(self, i: int, told: BlockKind) -> BlockKind:
        if told == "headline":
            return told
        line = self._lines[i]
        before = self._lines[i - 1] if i else None
        if before and self._in_a_list(i, before):
            return "list item"
        behind = self._lines[i + 1] if i + 1 < len(self._lines) else None
        if not line.short or behind is None or behind.text[0].islower():
            return "paragraph"
        if before and (before.text[-1] in ":," or not (before.prose or i <= _HEAD_LINES)):
            return "paragraph"
        if i == 0:
            return "headline" if behind.prose or behind.short else "paragraph"
        return "heading" if behind.prose else "paragraph"

    def _in_a_list(self, i: int, before: _Line) -> bool:
        """Whether the line is one of several short ones behind a colon."""
        if self._found[i - 1] == "list item":
            return _unfinished(self._lines[i]) and not BULLET.match(before.text)
        behind = self._lines[i + 1 : i + 2]
        return (
            before.text[-1] == ":"
            and _unfinished(self._lines[i])
            and bool(behind)
            and _unfinished(behind[0])
        )


def _unfinished(line: _Line) -> bool:
    """Whether a line is a part of a sentence: in lower case, or ending in no full stop."""
    text = line.text
    if text[0] in _OPENING or line.words > 2 * _MOST_HEADING_WORDS:
        return False
    return text[0].islower() or text[-1] in ";,"


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _repeated(lines: Sequence[_Line]) -> Counter[str]:
    """How often the words of each line in quotation marks stand in the text."""
    out: Counter[str] = Counter()
    quoted = [
        plain
        for line in lines
        if line.text[0] in '"“‘' and line.words in _PULL_WORDS and (plain := _plain(line.text))
    ]
    if quoted and len(quoted) * sum(len(line.text) for line in lines) < 20_000_000:
        whole = " ".join(_plain(line.text) for line in lines)
        for plain in quoted:
            out[plain] = whole.count(plain)
    return out
