"""The form, direct, indirect or mixed: how much of a content is in quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from quoth.reading.quotation_marks import Quotation
from quoth.records import Attribution, Form, Span


def form_of(text: str, contents: Sequence[Span], quotations: Sequence[Quotation]) -> Form:
    """Direct when every letter and digit of ``contents`` is quoted, indirect when none is.

    Args:
        text: the article's text.
        contents: the pieces of one content.
        quotations: the article's outermost quotations, in order.
    """
    outer = quotations
    quoted = unquoted = False
    for content in contents:
        at = content.start
        i = max(0, bisect_right(outer, at, key=attrgetter("start")) - 1)
        while at < content.end:
            while i < len(outer) and outer[i].end <= at:
                i += 1
            inside = i < len(outer) and outer[i].start <= at
            if inside:
                end = min(content.end, outer[i].end)
            else:
                end = min(content.end, outer[i].start) if i < len(outer) else content.end
            if any(character.isalnum() for character in text[at:end]):
                quoted, unquoted = quoted or inside, unquoted or not inside
            at = end
    if quoted:
        return "mixed" if unquoted else "direct"
    return "indirect"


def quoted_cues(
    attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> frozenset[str]:
    """The ids of the attributions whose cue stands inside a quotation, with more than the cue.

    Args:
        attributions: those of an article.
        quotations: the article's outermost quotations, in order.
    """
    found: set[str] = set()
    for one in attributions:
        if one.cue is None:
            continue
        i = bisect_right(quotations, one.cue.start, key=attrgetter("start")) - 1
        if i < 0 or quotations[i].end < one.cue.end:
            continue
        # He “claimed” that …: marks round the cue alone are the article's.
        if quotations[i].end - quotations[i].start > len(one.cue) + 4:
            found.add(one.id)
    return frozenset(found)
