"""The spans of a text that are in quotation marks, for all styles of marks.

Newswire mixes curly and straight marks, loses one of a pair, sets inches and apostrophes with the
same keys, and runs a quotation over paragraphs. So marks are paired inside one paragraph only: a
stray mark can mislead its own paragraph and no other. Double marks (``" “ ” „ « »`` and doubled
single ones) are paired first, by what stands on both sides of them; single marks are then paired
between them, where they may be apostrophes. All of it takes time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from quoth.records import Span


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """A stretch in quotation marks, from character ``start`` to ``end`` (excluded), marks included.

    ``inner`` is what stands between the marks. Where the opening or closing mark is missing,
    ``inner`` begins or ends with the quotation itself. ``depth`` is 1 for an outermost quotation
    and 2 for one inside another.
    """

    start: int
    end: int
    inner: Span
    depth: int = 1


# Doubled single marks are double marks (“‘‘so’’”, “``so''”).
_MARK = re.compile(r"``|''|‘‘|’’|[\"“”„‟＂«»‹›‘’‚‛'`❝❞]")
_DOUBLE = frozenset(["“", "”", "„", "‟", '"', "＂", "``", "''", "‘‘", "’’", "❝", "❞"])
_ALWAYS_OPEN = frozenset(["“", "„", "‟", "``", "‘‘", "❝"])
_ALWAYS_CLOSE = frozenset(["”", "’’", "❞"])
_GUILLEMETS = {"«": ("«»", True), "»": ("«»", False), "‹": ("‹›", True), "›": ("‹›", False)}

_BEFORE_OPENING = frozenset("([{<>—–-/:;,*_|=‘“«„‹'\"`")
_AFTER_CLOSING = frozenset(",.;:!?)]}<>—–-/…’'”\"»›*_|“‘")
_THIN = frozenset("\u2006\u2009\u200a\u200b\u200e\u200f\u202a\u202b\u202c\u202f\u2060\ufeff")

_FEET = re.compile(r"\d ?['’′] ?\d{1,2}(?:\.\d+)? ?\Z")
_SAYING = re.compile(
    r"(?:he|she|they|it|we|i|said|says|adds|added|asked|wrote|told|according)\b", re.IGNORECASE
)
_ANNOUNCED = re.compile(
    r"(?::|\b(?:said|says|say|added|adds|asked|asks|wrote|writes|replied|that),?)\s*\Z"
)
# Words that lose their beginning to an apostrophe, and decades.
_ELISION = re.compile(
    r"(?:\d0s|em|til|till|tis|twas|twere|cause|cos|cuz|n|round|bout|neath|nuff|cept|kay|sup|ere)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d\d(?!\d)")
_SENTENCE_START = re.compile(r"[.!?]['\")”’]*\s+(?=[A-Z])|[:;]\s+|\)\s*[-–—]+\s+|\s[–—]\s")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_LOOK_BACK = 2_000  # characters searched for where a quotation without opening mark begins
_PARAGRAPHS_BETWEEN = 4  # unmarked paragraphs a quotation may run over


# Several steps of one reading ask for those of the same text.
@lru_cache(maxsize=2)
def find_quotations(text: str) -> tuple[Quotation, ...]:
    """All stretches of ``text`` in quotation marks, in order of their start, outer before inner.

    A quotation never runs over the end of its paragraph: one that is said over several
    paragraphs gives a `Quotation` for each of them, whether or not the opening mark is repeated.
    Apostrophes, marks of feet and inches, and bullets are left out. Never raises.
    """
    paragraphs = list(_paragraphs(text))
    found: list[list[Quotation]] = []
    left_open = -1  # the paragraph whose last quotation has no closing mark
    for index, (start, end) in enumerate(paragraphs):
        marks = _marks(text, start, end)
        singles = [mark for mark in marks if mark.family == "'"]
        doubles = [mark for mark in marks if mark.family != "'"]
        spans: list[Quotation] = []
        if doubles:
            running_on = left_open >= 0 and index - left_open - 1 <= _PARAGRAPHS_BETWEEN
            pairs, headless = _pair_double(text, doubles, start, end, running_on=running_on)
            if headless and running_on:
                for between in range(left_open + 1, index):
                    whole = paragraphs[between]
                    found[between].append(Quotation(*whole, Span(*whole)))
            spans = [_quotation(*pair) for pair in pairs]
            open_end = any(close is None and at == end for _, close, at in pairs)
            left_open = index if open_end else -1
        if singles:
            spans += _pair_single(text, singles, spans, start, end)
        found.append(spans)
    return tuple(quotation for spans in found for quotation in _with_depth(spans))


# --- paragraphs -----------------------------------------------------------------------------------


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Bounds of the paragraphs: lines, or blocks of lines where a text is wrapped by hand."""
    block: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        stripped = match[0].strip()
        if block and (not stripped or text.count("\n", block[-1][1], start) > 1):
            yield from _unwrapped(text, block)
            block = []
        if stripped:
            block.append((start, end))
    yield from _unwrapped(text, block)


def _unwrapped(text: str, block: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One paragraph when the lines look wrapped to a width, else each line is one."""
    if len(block) > 1 and all(40 <= end - start <= 100 for start, end in block[:-1]):
        cut = sum(text[end - 1] not in ".!?:”\"'’»" for _, end in block[:-1])
        if cut * 2 > len(block) - 1:
            return [(block[0][0], block[-1][1])]
    return block


# --- marks ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    char: str
    family: str  # '"', "«»", "‹›", "'"
    opens: bool  # by its looks: space before, text behind
    closes: bool  # text before, space or punctuation behind


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    out = []
    for match in _MARK.finditer(text, start, end):
        a, b = match.span()
        char = match[0]
        # Thin spaces and marks of direction do not part a quotation mark from its words.
        left, right = a, b
        while left > start and text[left - 1] in _THIN:
            left -= 1
        while right < end and text[right] in _THIN:
            right += 1
        before = text[left - 1] if left > start else ""
        behind = text[right] if right < end else ""
        gap_before = not before or before.isspace()
        gap_behind = not behind or behind.isspace()
        opens = not gap_behind and (gap_before or before in _BEFORE_OPENING)
        closes = not gap_before and (gap_behind or behind in _AFTER_CLOSING)
        if opens and closes and not gap_before:
            # Text on both sides is no help; a dash or colon before and a word behind is.
            if behind.isalnum() and before in _BEFORE_OPENING:
                closes = False
            elif before.isalnum() or before in ",.!?":
                opens = False
        elif opens and before in ",;" and not gap_before and char != "„":
            opens = False  # “so,”he said
        if char in _DOUBLE:
            family = '"'
        elif char in _GUILLEMETS:
            family = _GUILLEMETS[char][0]
        else:
            family = "'"
        out.append(_Mark(a, b, char, family, opens, closes))
    return out


_Pair = tuple[_Mark | int, _Mark | None, int]


def _quotation(opening: _Mark | int, closing: _Mark | None, end: int) -> Quotation:
    """The quotation between two marks; ``opening`` may be a bare position, ``closing`` missing."""
    start, inner_start = (
        (opening, opening) if isinstance(opening, int) else (opening.start, opening.end)
    )
    inner_end, last = (closing.start, closing.end) if closing else (end, end)
    inner_end = max(inner_start, inner_end)
    return Quotation(start, max(last, inner_end), Span(inner_start, inner_end))


def _pair_double(
    text: str, marks: list[_Mark], start: int, end: int, *, running_on: bool
) -> tuple[list[_Pair], bool]:
    """Pairs of double marks in a paragraph, and whether the first has no opening mark."""
    doubles = _without_bullets(text, marks, start, end)
    pairs: list[_Pair] = []
    stack: list[_Mark] = []
    tops: dict[str, list[_Mark]] = {'"': [], "«»": [], "‹›": []}
    unclosed: list[_Mark] = []
    headless = False
    last_end = start
    for i, mark in enumerate(doubles):
        same = tops[mark.family]
        following = doubles[i + 1] if i + 1 < len(doubles) else None
        role = _role(text, mark, following, same[-1] if same else None)
        if role == "open":
            stack.append(mark)
            same.append(mark)
        elif role == "close" and same:
            while stack[-1].family != mark.family:
                lost = stack.pop()
                tops[lost.family].pop()
                unclosed.append(lost)
            stack.pop()
            pairs.append((same.pop(), mark, end))
            last_end = max(last_end, mark.end)
        elif role == "close" and mark.family == '"' and not stack:
            head = _head(text, mark, start, last_end, first=not pairs, running_on=running_on)
            if head is not None:
                headless = headless or not pairs
                pairs.append((head, mark, end))
            last_end = mark.end
    unclosed += stack
    next_of = _next_of_family(doubles) if unclosed else {}
    for opening in unclosed:
        stop = next_of.get(opening.start, end)
        while stop > opening.end and text[stop - 1].isspace():
            stop -= 1
        pairs.append((opening, None, stop if opening.start in next_of else end))
    return pairs, headless


def _next_of_family(marks: list[_Mark]) -> dict[int, int]:
    """For the start of each mark, where the next of its family starts, if there is one."""
    out: dict[int, int] = {}
    ahead: dict[str, int] = {}
    for mark in reversed(marks):
        if mark.family in ahead:
            out[mark.start] = ahead[mark.family]
        ahead[mark.family] = mark.start
    return out


def _role(text: str, mark: _Mark, following: _Mark | None, top: _Mark | None) -> str:
    """Whether a double mark opens, closes or is no quotation mark ("open", "close", "")."""
    char = mark.char
    if mark.family != '"':
        opens = _GUILLEMETS[char][1]
        if top is not None:  # »so« is closed by «, as «so» is by »; »so» is seen too
            return "close" if top.char != char or mark.closes else "open"
        if opens:
            return "open"
        turned = following is not None and following.family == mark.family and mark.opens
        return "open" if turned and following is not None and following.char != char else "close"
    before = text[max(0, mark.start - 12) : mark.start]
    next_closes = following is not None and following.closes and not following.opens
    if char in ("”", "❞", "’’"):
        if top is not None:
            return "close"
        if not mark.closes:
            return "open" if mark.opens else "close"
        return "open" if next_closes and _ANNOUNCED.search(before) else "close"
    if char in _ALWAYS_OPEN:
        german = top is not None and top.char in "„‟" and char in "“‟"
        if german or (top is not None and mark.closes and not mark.opens):
            return "close"
        return "open"
    if before[-1:].isdigit() and (_FEET.search(before) or (top is None and not mark.opens)):
        return ""
    within = before[-1:].isdigit() and top is not None and next_closes
    if within and re.match(r" [a-z]", text[mark.end : mark.end + 2]):
        return ""  # a 12" pipe, within a quotation
    if top is None:
        if mark.closes and not mark.opens:
            return "open" if next_closes and _ANNOUNCED.search(before) else "close"
        if mark.opens and not mark.closes:
            return "open"
        return "open" if following is not None else ""
    if mark.closes or not mark.opens:
        return "close"
    # “So, ”he said: opens by its looks, but what follows is not said by the one quoted.
    glued = re.search(r"[,.!?…]\s\Z", before) and _SAYING.match(text[mark.end : mark.end + 12])
    return "close" if glued and not next_closes else "open"


def _head(
    text: str, mark: _Mark, start: int, last_end: int, *, first: bool, running_on: bool
) -> int | None:
    """Where the quotation begins that ``mark`` closes and nothing opens; None when unclear."""
    if mark.start <= last_end or not (text[mark.start - 1] in ",.!?…" or (running_on and first)):
        return None
    if not first or mark.start - start > _LOOK_BACK:
        since = max(last_end, mark.start - _LOOK_BACK)
        head = since
        # The last sentence or clause end before the quotation's own last mark.
        for match in _SENTENCE_START.finditer(text, since, mark.start):
            head = match.end()
        if head == since:
            return None
    else:
        head = start
        announced = None if running_on else re.search(r"[:]\s+", text[start : mark.start])
        if announced:
            head = start + announced.end()
    while head < mark.start and text[head].isspace():
        head += 1
    return head if head < mark.start else None


def _without_bullets(text: str, marks: list[_Mark], start: int, end: int) -> list[_Mark]:
    """``marks`` without » and › that begin or end a line, or stand in it with no partner."""
    families = {mark.family for mark in marks} - {'"'}
    if not families:
        return marks
    lone = {f for f in families if len({m.char for m in marks if m.family == f}) == 1}
    first = start
    while first < end and text[first].isspace():
        first += 1
    out = []
    for mark in marks:
        behind = text[mark.end : mark.end + 1]
        bullet = mark.start == first and mark.char in "»›" and (not behind or behind.isspace())
        alone = mark.family in lone and (mark.char in "»›" or not mark.opens)
        if not bullet and not alone:
            out.append(mark)
    return out


# --- single marks ---------------------------------------------------------------------------------


def _pair_single(
    text: str, marks: list[_Mark], doubles: list[Quotation], start: int, end: int
) -> list[Quotation]:
    """Single quotation marks among apostrophes; none crosses the bounds of a double quotation."""
    if not marks:
        return []
    out: list[Quotation] = []
    for group in _by_container(marks, doubles):
        i = 0
        while i < len(group):
            if not _opens_single(text, group[i], start, end):
                i += 1
                continue
            j = _closing_single(text, group, i, start, end)
            if j is not None:
                out.append(_quotation(group[i], group[j], end))
                i = j
            i += 1
    return out


def _by_container(marks: list[_Mark], doubles: list[Quotation]) -> list[list[_Mark]]:
    """The single marks grouped by the innermost double quotation that holds them."""
    spans = sorted(doubles, key=lambda q: (q.start, -q.end))
    groups: dict[int, list[_Mark]] = {}
    stack: list[int] = []
    k = 0
    for mark in marks:
        while k < len(spans) and spans[k].start <= mark.start:
            while stack and spans[stack[-1]].end <= spans[k].start:
                stack.pop()
            stack.append(k)
            k += 1
        while stack and spans[stack[-1]].end <= mark.start:
            stack.pop()
        groups.setdefault(stack[-1] if stack else -1, []).append(mark)
    return list(groups.values())


def _opens_single(text: str, mark: _Mark, start: int, end: int) -> bool:
    if not mark.opens or mark.char == "’":
        return False
    if mark.char == "‘":
        return not _ELISION.match(text, mark.end, end) or mark.end + 3 > end
    if _ELISION.match(text, mark.end, end):
        return False
    before = text[max(start, mark.start - 2) : mark.start]
    return not (_YEAR.match(text, mark.end, end) and before[:1].isalpha())


def _closing_single(text: str, group: list[_Mark], i: int, start: int, end: int) -> int | None:
    """The mark that closes ``group[i]``: the first that cannot be an apostrophe, else the last."""
    maybe = None
    opening = group[i].char
    for j in range(i + 1, len(group)):
        mark = group[j]
        if mark.char == "‘" and opening == "‚":
            return j
        if mark.char in "‘‚`":
            break
        if not mark.closes:
            if mark.opens and mark.char == "'" and _opens_single(text, mark, start, end):
                break
            continue
        if mark.start <= group[i].end:
            continue
        before = text[mark.start - 1]
        wordy = text[mark.end : mark.end + 2]
        apostrophe = before in "sSnxzo" or before.isdigit()
        if apostrophe and wordy[:1] == " " and wordy[1:].isalnum():
            maybe = j  # the boys' club, rockin' on, 6' tall
            continue
        return j
    return maybe


def _with_depth(spans: list[Quotation]) -> list[Quotation]:
    """``spans`` in order, each with its depth; one that crosses the end of another is dropped."""
    out: list[Quotation] = []
    ends: list[int] = []
    for q in sorted(spans, key=lambda q: (q.start, -q.end)):
        while ends and ends[-1] <= q.start:
            ends.pop()
        if ends and q.end > ends[-1]:
            continue
        ends.append(q.end)
        out.append(q if len(ends) == 1 else Quotation(q.start, q.end, q.inner, 2))
    return out
