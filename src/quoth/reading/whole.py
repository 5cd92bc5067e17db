"""A quotation is whole: one outermost attribution has it, from mark to mark, and none is lost.

The model tags pieces one by one and each cue for itself, so a content may stop within a quotation,
two neighbours may claim the same one, and one in a paragraph of its own may be nobody's. What
the marks say settles all three, whatever the words are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quoth.reading.attributions import in_order
from quoth.records import Attribution, Span
from quoth.text import Document
from quoth.text.quotations import Quotation

# Words of a quotation that somebody says: shorter ones are mostly scare quotes and titles.
SAID = 6
CLAIMED = 4
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
                contents[k] = _to_marks(content, quotation)
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
    for quotation in quotations:
        words = text[quotation.start : quotation.end]
        span = Span(quotation.end - len(words.lstrip()), quotation.start + len(words.rstrip()))
        if len(quotation.inner.of(text).split()) < SAID or not _stands_alone(text, span):
            continue
        at = bisect_left(taken, (span.end, 0))
        shared = sum(
            max(0, min(e, span.end) - max(s, span.start)) for s, e in taken[max(0, at - 8) : at]
        )
        # Where no mark closes it, the rest of its paragraph may be anybody's words.
        closed = quotation.inner.end < quotation.end
        if 2 * shared > len(span) or (shared and not closed):
            continue
        number = _before(text, out, span)
        if number is not None:
            one = out[number]
            out[number] = replace(one, contents=(*one.contents, span))
        else:
            out.append(
                Attribution(
                    "", None, (), (span,), confidence=CONFIDENCE, content_confidence=CONFIDENCE
                )
            )
    return out


def _stands_alone(text: str, span: Span) -> bool:
    start = max(text.rfind(mark, 0, span.start) for mark in "\n\r\u2028\u2029") + 1
    ends = [i for mark in "\n\r\u2028\u2029" if (i := text.find(mark, span.end)) >= 0]
    beside = text[start : span.start] + text[span.end : min(ends, default=len(text))]
    return not any(c.isalnum() for c in beside)


def _before(text: str, found: list[Attribution], span: Span) -> int | None:
    """Who speaks in the paragraph before, last and outside of what others say."""
    best: tuple[int, int] | None = None
    for number, one in enumerate(found):
        if one.within is not None or one.kind != "speech" or one.cue is None:
            continue
        end = (
            max(s.end for s in one.spans if s.end <= span.start)
            if any(s.end <= span.start for s in one.spans)
            else -1
        )
        if end < 0 or (best is not None and best[0] >= end):
            continue
        between = text[end : span.start]
        if len(between) < 400 and between.strip("\n\r ").count("\n") == 0:
            best = (end, number)
    return None if best is None else best[1]
