"""Joins hard-wrapped lines and closes words that are hyphenated at line ends.

Whether a text was wrapped shows in its line lengths: whoever wraps takes the next word along
unless it does not fit, so every line but the last of a paragraph is *full*, which the lines of
lists, poems, transcripts and headings are only by chance. A word broken by a hyphen is evidence
for its own line, whatever the rest looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quoth.text.offsets import Edit

#: Says whether a word, in lower case, is one of the language.
Known = Callable[[str], bool]

_NARROWEST, _WIDEST = 30, 130  # columns that texts are wrapped at
_LONG_SHARE = 0.2  # of the lines may be longer, as addresses and tables are
_FULL_SHARE = 0.9  # of the breaks inside sentences are where the next word does not fit
_LOWER_SHARE = 0.5  # of them go on in lower case: in capitals it is a list
_STOPPED_SHARE = 0.6  # of all lines may end in a mark: in a poem most do
_QUANTILES = (1.0, 0.98, 0.95)  # of the line lengths, tried as the width

_BREAK = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*(?=\S)")
_LINE = re.compile(r"\S[^\n]*")
_FIRST = re.compile(r"\S+")
_BROKEN = re.compile(r"(\w*[^\W\d_]{2})-\Z")  # of a cut-off end of a line
_BOUND = re.compile(r"[^\s\-‐‑–—/][-‐‑–—/]{1,3}\Z")  # no space comes behind: "Franco-"
_GOES_ON = re.compile(r"([^\W\d_]+)(?:['’]s\b)?")
_ENDED = re.compile(r"[.!?:…]['\"”’»)\]]*\Z|[\"”»]\Z")
_ITEM = re.compile(r"(?:[-*•‣◦▪■·>#|]|\(?\d{1,3}[.)])\s|[•‣◦▪■]")
_TURN = re.compile(r"[A-Z][^:.!?\n]{0,40}:\s")
_LONGEST_WORD = 40
_SHORTEST_FIRST = 3  # letters of a compound's first word


@dataclass(frozen=True, slots=True)
class _Break:
    """A single line break between two lines with words.

    ``start``, ``end``: from the end of the first line to the start of the next. ``indents``: the
    next line stands further in. ``full``: the width of the line with one word more. ``inside``: no
    sentence ends with the line. ``broken``: the part of a word before a hyphen at its end, where
    the next line goes on in lower case.
    """

    start: int
    end: int
    line: str
    next: str
    indents: bool
    full: int
    inside: bool
    broken: str | None

    @classmethod
    def between(cls, start: int, end: int, line: str, following: str, *, indents: bool) -> _Break:
        cut = _BROKEN.search(line[-_LONGEST_WORD:])
        word = _FIRST.match(following)
        full = len(line) + (0 if cut else 1) + (word.end() if word else 0)
        lower = following[0].islower()
        inside = lower or not _ENDED.search(line[-8:])
        broken = cut[1] if cut and lower else None
        return cls(start, end, line, following, indents, full, inside, broken)


def unwrapped_edits(text: str, known: Known | None = None) -> Iterator[Edit]:
    """The edits that join the lines of ``text`` where it was wrapped, closing broken words.

    ``known`` tells a broken word ("sta-", "tion") from a compound ("well-", "known") where the
    text itself does not; without it, what the text does not show is closed.
    """
    if "\n" not in text:
        return
    breaks = list(_breaks(text))
    width = _width(breaks)
    broken = _broken_words(text, breaks, known)
    blank = "\n\n" in text
    for one in breaks:
        if one.start in broken:
            if broken[one.start]:
                yield one.start - 1, one.end, ""
            else:
                yield one.start, one.end, ""
        elif width and _joins(one, width, blank=blank):
            yield one.start, one.end, "" if _BOUND.search(one.line[-_LONGEST_WORD:]) else " "


def _breaks(text: str) -> Iterator[_Break]:
    last: tuple[int, int, str] | None = None  # indent, end, line
    for match in _LINE.finditer(text):
        line = match[0].rstrip()
        start = match.start()
        indent = start - (text.rfind("\n", 0, start) + 1)
        if last is not None and text.count("\n", last[1], start) == 1:
            yield _Break.between(last[1], start, last[2], line, indents=indent > last[0] + 1)
        last = indent, start + len(line), line


def _width(breaks: list[_Break]) -> int:
    """The width that a text was wrapped at, in characters; 0 where it was not."""
    inside = [one for one in breaks if one.inside and not _ITEM.match(one.next)]
    if not inside:
        return 0
    lengths = sorted(len(one.line) for one in breaks)
    fitting = [length for length in lengths if length <= _WIDEST]
    if len(lengths) - len(fitting) > _LONG_SHARE * len(lengths) or not fitting:
        return 0
    lower = sum(one.next[0].islower() for one in inside)
    if lower < _LOWER_SHARE * len(inside):
        return 0
    if sum(not one.line[-1].isalnum() for one in breaks) > _STOPPED_SHARE * len(breaks):
        return 0
    for share in _QUANTILES:
        width = fitting[round(share * (len(fitting) - 1))]
        full = sum(one.full > width for one in inside)
        if width >= _NARROWEST and full >= _FULL_SHARE * len(inside):
            return width
    return 0


def _joins(one: _Break, width: int, *, blank: bool) -> bool:
    if one.full <= width or (one.indents and not _ITEM.match(one.line)) or _ITEM.match(one.next):
        return False
    if one.inside:
        return True
    # Where no blank lines part the paragraphs, one may end with a full line.
    return blank or not (one.next[0] in "\"“‘'«„" or _TURN.match(one.next))


def _broken_words(text: str, breaks: list[_Break], known: Known | None) -> dict[int, bool]:
    """The ends of the lines where a word goes on behind a hyphen, and whether it is one word.

    What neither the text nor the language tells is one word where others are broken for certain.
    """
    cut = {one.start: (one.broken, one.next) for one in breaks if one.broken}
    if not cut:
        return {}
    words = frozenset(re.findall(r"\b[^\W\d_]+(?:-[^\W\d_]+)?\b", text.lower()))
    verdicts = {at: _is_one_word(*halves, words, known) for at, halves in cut.items()}
    breaks_words = True in verdicts.values() or known is None
    return {at: breaks_words if one is None else one for at, one in verdicts.items()}


def _is_one_word(left: str, behind: str, words: frozenset[str], known: Known | None) -> bool | None:
    """Whether a word was broken; False for a compound, None where it cannot be told."""
    match = _GOES_ON.match(behind)
    first, second = left.lower(), match[1].lower() if match else ""
    if f"{first}-{second}" in words:
        return False
    if first + second in words or (known is not None and known(first + second)):
        return True
    if left.isupper():
        return False
    if known is None:
        return None
    begins = len(first) >= _SHORTEST_FIRST and known(first)
    ends = known(second)
    return (False if begins and ends else None) if begins or ends else True
