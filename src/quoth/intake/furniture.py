"""Page furniture inside an article's text: links to other stories, share bars, credits, notices.

A line is furniture when it has the shape of one of the named patterns in
`quoth.intake.furniture_patterns`. What is wrongly set aside is lost to the reader, so a line that
could be a sentence of the article stays: one that opens with a quotation mark, one that reports
words, one too long for its pattern. Inside a longer line only brackets ("(AP Photo/…)",
"(RELATED: …)") and sentences at its end are looked at.

The time taken grows with the length of the text only: no pattern sees more than 700 characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from quoth.intake.furniture_patterns import IN_BRACKETS, PATTERNS
from quoth.records import Span

_LINE = re.compile(r"[^\s][^\r\n\x0b\x0c\x85\u2028\u2029]*")
_LONGEST = max(pattern.longest for pattern in PATTERNS)
# What a list, Markdown or a page puts around a line.
_BEFORE = re.compile(r"[\s#*_|(\[•·▪■►▶▸→➡👉📷🎥🔴\ufe0f\ufeff]*(?:(?:[-–]|»|>>+)\s+)?[*_(\[]*")
_AFTER = " \t\xa0*_|])»→>-–—"

_QUOTATION_MARKS = "\"“”„«»‹›‘‚'"
_QUOTATION = re.compile(r"[\"“”„«»]|''")
_SPEAKING = re.compile(
    r"\b(?:said|says?|saying|told|tells|added|adds|asked|asks|according to|wrote|writes|argue[sd]"
    r"|claim(?:s|ed)|replie[sd]|explain(?:s|ed)|warn(?:s|ed)|announce[sd]|insist(?:s|ed)|note[sd]"
    r"|state[sd]|denie[sd]|declare[sd]|believe[sd]?|thinks?|thought|promise[sd]|urge[sd]|tweeted"
    r"|testified)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,160})[)\]]")
_SENTENCE_END = re.compile(r"[.!?…)\]]\s+(?=[A-Z©])")
# How much of a line's end is looked at: characters, and sentences in them.
_TAIL = 320
_TAIL_SENTENCES = 4

# A text this long of which one kind takes more than this share uses its words for something else:
# a play with a Captain Read, an article on advertisements.
_LONG_TEXT = 2_000
_FAIR_SHARE = 0.3


def find_furniture(text: str) -> tuple[Span, ...]:
    """The spans of ``text`` that belong to the page and not to the article, in order.

    A span is a line without its line break and the white space around it, a bracket, or the last
    sentences of a line. Spans never overlap.
    """
    kinds: dict[str, list[Span]] = defaultdict(list)
    for match in _LINE.finditer(text):
        for start, end, kind in _in_line(match.group().rstrip()):
            kinds[kind].append(Span(match.start() + start, match.start() + end))
    fair = len(text) * _FAIR_SHARE if len(text) >= _LONG_TEXT else len(text)
    kept = (spans for spans in kinds.values() if sum(map(len, spans)) <= fair)
    return tuple(sorted(span for spans in kept for span in spans))


def kind_of(line: str) -> str | None:
    """Which kind of furniture all of ``line`` is ("see also", "share", …), or None.

    The kinds are those of `quoth.intake.furniture_patterns.PATTERNS`.
    """
    return _kind(line, only_ends=False)


def _kind(line: str, *, only_ends: bool) -> str | None:
    if len(line) > _LONGEST:
        return None
    before = _BEFORE.match(line)
    core = line[before.end() if before else 0 :].rstrip(_AFTER)
    if not core or core[0] in _QUOTATION_MARKS:
        return None
    reports = _SPEAKING.search(core) or _QUOTATION.search(core)
    for pattern in PATTERNS:
        if (
            len(core) <= pattern.longest
            and (pattern.ends or not only_ends)
            and not (pattern.plain and reports)
            and pattern.regex.match(core)
        ):
            return pattern.kind
    return None


def _in_line(line: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of the furniture in ``line``: all of it, or parts that do not overlap."""
    if kind := _kind(line, only_ends=False):
        yield 0, len(line), kind
        return
    end = len(line)
    if tail := _tail(line):
        end, kind = tail
        yield end, len(line), kind
    for bracket in _BRACKET.finditer(line, 0, end):
        if IN_BRACKETS.match(bracket[1].strip()) and not _is_quoted(line, bracket.start()):
            yield bracket.start(), bracket.end(), "in brackets"


def _tail(line: str) -> tuple[int, str] | None:
    """Where the furniture at the end of ``line`` starts, and its kind, or None."""
    ends = [match.end() for match in _SENTENCE_END.finditer(line, max(0, len(line) - _TAIL))]
    for start in ends[-_TAIL_SENTENCES:]:
        kind = _kind(line[start:], only_ends=True)
        if kind and not _is_quoted(line, start):
            return start, kind
    return None


def _is_quoted(line: str, position: int) -> bool:
    """True when a quotation that is open at ``position`` of ``line`` has not been closed."""
    before = line[:position]
    opened = before.count("“") + before.count("„") - before.count("”")
    return before.count('"') % 2 == 1 or opened > 0 or before.count("«") > before.count("»")
