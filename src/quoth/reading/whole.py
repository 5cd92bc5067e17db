"""Completes quotations: each belongs entirely to one outermost attribution, and none is lost.

The model tags pieces one by one and each cue for itself, so a content may stop within a quotation,
two neighbours may claim the same one, and one in a paragraph of its own may be nobody's. What
the marks say settles all three, whatever the words are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import replace

from quoth.reading.attributions import in_order
from quoth.records import Attribution, Span
from quoth.text import Document
from quoth.text.quotations import Quotation

# Words of a quotation that somebody says: shorter ones are mostly scare quotes and titles.
SAID = 6
CLAIMED = 4
_BREAK = re.compile("[\n\r\u2028\u2029]")
_NEAR = 400  # characters between who spoke and a quotation that goes on
# How sure one may be of a quotation that goes on, or whose speaker nobody tells.
CONFIDENCE = 0.5


def whole_quotations(document: Document, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` with every quotation whole, given to one and none left out, not numbered yet."""
    text, furniture = document.article.text, document.article.furniture
    quotations = [
        quotation
        for quotation in document.outermost
        if not any(f.overlaps(Span(quotation.start, quotation.end)) for f in furniture)
    ]
    if not quotations:
        return list(found)
    numbered = list(in_order(list(found)))
    numbered = _led_to_the_marks(quotations, numbered)
    numbered = _of_one_each(text, quotations, numbered)
    whole = _covered(text, quotations, numbered)
    return [replace(one, id="", within=None) for one in whole]


def _outside(one: Attribution, quotation: Quotation) -> bool:
    """Whether who reports a quotation stands outside it."""
    cue = one.cue
    return cue is not None and (cue.end <= quotation.start or cue.start >= quotation.end)


def _held(one: Attribution, quotations: Sequence[Quotation], starts: list[int]) -> list[int]:
    """The quotations of which ``one`` has a part in its contents."""
    out: set[int] = set()
    for content in one.contents:
        first = max(0, bisect_right(starts, content.start) - 1)
        for i in range(first, bisect_left(starts, content.end)):
            if quotations[i].end > content.start:
                out.add(i)
    return sorted(out)


def _led_to_the_marks(
    quotations: Sequence[Quotation], found: list[Attribution]
) -> list[Attribution]:
    """``found`` with contents that have most of a quotation led to its marks."""
    starts = [q.start for q in quotations]
    cues = sorted(a.cue.start for a in found if a.cue is not None and a.within is None)
    out: list[Attribution] = []
    for one in found:
        contents = list(one.contents)
        for i in _held(one, quotations, starts):
            quotation = quotations[i]
            if not _outside(one, quotation):
                continue
            # A quotation in two parts, the cue of which it is said between them.
            if bisect_left(cues, quotation.start) != bisect_left(cues, quotation.end):
                inside = cues[bisect_left(cues, quotation.start)]
                if one.within is None and inside < quotation.end:
                    continue
            for k, content in enumerate(contents):
                led = _to_marks(content, quotation)
                if not any(led.overlaps(span) for span in (one.cue, *one.sources) if span):
                    contents[k] = led
        out.append(replace(one, contents=_merged(contents)))
    return out


def _to_marks(content: Span, quotation: Quotation) -> Span:
    """``content`` with all of a quotation of which it has one end and at least a half."""
    if content.end <= quotation.inner.start or content.start >= quotation.inner.end:
        return content
    shared = min(content.end, quotation.end) - max(content.start, quotation.start)
    if 2 * shared < quotation.end - quotation.start:
        return content
    # Where a mark is missing, nobody knows where the quotation begins or ends.
    opened, closed = quotation.start < quotation.inner.start, quotation.inner.end < quotation.end
    return Span(
        min(content.start, quotation.start) if opened else content.start,
        max(content.end, quotation.end) if closed else content.end,
    )


def _merged(contents: list[Span]) -> tuple[Span, ...]:
    """Spans that overlap as one."""
    out: list[Span] = []
    for span in sorted(contents):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def _of_one_each(
    text: str, quotations: Sequence[Quotation], found: list[Attribution]
) -> list[Attribution]:
    """``found`` where a quotation that two claim is left to whose cue stands next to it."""
    starts = [q.start for q in quotations]
    owners: dict[int, list[int]] = {}
    for number, one in enumerate(found):
        if one.within is not None:
            continue
        for i in _held(one, quotations, starts):
            if (
                _outside(one, quotations[i])
                and len(quotations[i].inner.of(text).split()) >= CLAIMED
            ):
                owners.setdefault(i, []).append(number)
    lost: dict[int, list[Span]] = {}
    for i, several in owners.items():
        if len(several) < 2:
            continue
        span = Span(quotations[i].start, quotations[i].end)
        keeper = min(several, key=lambda n: _distance(text, found[n], span))
        for number in several:
            if number != keeper:
                lost.setdefault(number, []).append(span)
    out: list[Attribution] = []
    for number, one in enumerate(found):
        contents = tuple(
            part
            for content in one.contents
            for part in _without(text, content, lost.get(number, []))
        )
        if contents:
            out.append(replace(one, contents=contents))
    return out


def _distance(text: str, one: Attribution, span: Span) -> tuple[int, int, float]:
    """How far a cue stands from a quotation: paragraphs, then characters."""
    assert one.cue is not None
    low, high = sorted([(one.cue.start, one.cue.end), (span.start, span.end)])
    between = text[low[1] : high[0]]
    return between.count("\n"), len(between), -one.confidence


def _without(text: str, content: Span, spans: list[Span]) -> list[Span]:
    parts = [content]
    for span in spans:
        parts = [
            Span(low, high)
            for part in parts
            for low, high in (
                ((part.start, min(part.end, span.start)), (max(part.start, span.end), part.end))
                if part.overlaps(span)
                else ((part.start, part.end),)
            )
            if any(c.isalnum() for c in text[low:high])
        ]
    trimmed = [_trim(text, part) for part in parts] if spans else parts
    return [part for part in trimmed if len(part)]


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _covered(
    text: str, quotations: Sequence[Quotation], found: list[Attribution]
) -> list[Attribution]:
    """``found`` with the quotations in paragraphs of their own that nobody was given.

    One that follows what somebody says goes on with it; another is kept without a speaker.
    """
    out = list(found)
    taken = sorted((c.start, c.end) for a in found for c in a.contents)
    breaks = [match.start() for match in _BREAK.finditer(text)]
    speaking = sorted(
        (span.end, number)
        for number, one in enumerate(found)
        if one.within is None and one.kind == "speech" and one.cue is not None
        for span in one.spans
    )
    for quotation in quotations:
        words = text[quotation.start : quotation.end]
        span = Span(quotation.end - len(words.lstrip()), quotation.start + len(words.rstrip()))
        if len(words.split()) < SAID or not _stands_alone(text, span, breaks):
            continue
        at = bisect_left(taken, (span.end, 0))
        shared = sum(
            max(0, min(e, span.end) - max(s, span.start)) for s, e in taken[max(0, at - 8) : at]
        )
        # Where no mark closes it, the rest of its paragraph may be anybody's words.
        closed = quotation.inner.end < quotation.end
        if 2 * shared > len(span) or (shared and not closed):
            continue
        last = bisect_right(speaking, (span.start, len(out))) - 1
        if last >= 0 and _right_before(text[speaking[last][0] : span.start]):
            number = speaking[last][1]
            contents = _merged([*out[number].contents, span])
            out[number] = replace(out[number], contents=contents)
            insort(speaking, (span.end, number))
        else:
            out.append(
                Attribution(
                    "", None, (), (span,), confidence=CONFIDENCE, content_confidence=CONFIDENCE
                )
            )
    return out


def _stands_alone(text: str, span: Span, breaks: list[int]) -> bool:
    at = bisect_left(breaks, span.start)
    start = breaks[at - 1] + 1 if at else 0
    behind = bisect_left(breaks, span.end)
    end = breaks[behind] if behind < len(breaks) else len(text)
    return not any(c.isalnum() for c in text[start : span.start] + text[span.end : end])


def _right_before(between: str) -> bool:
    """Whether what ends before ``between`` ends in the paragraph before the one behind it."""
    return len(between) < _NEAR and "\n" not in between.strip("\n\r ")
