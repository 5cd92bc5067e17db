"""On which day something was said: the time beside the cue, outside what was said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from quoth.reading.words import SENTENCE_END
from quoth.records import Article, Attribution, Span, TimeMention

_REACH = 120  # characters before the attribution in which "On Monday, …" may begin
_BETWEEN_WORDS = 9  # words that may stand between the cue and the time behind it
# Between the cue and its time: to whom, where, in what way; never another verb or clause.
_CLAUSE = re.compile(
    r"[;:]|\b(?:that|which|who|whom|whether|if|when|while|because|since|after|before|until"
    r"|and then|but"
    r"|is|are|was|were|will|would|has|have|had|said|says|saying|to\s+(?!the|a|an|[A-Z]|him|her|them"
    r"|us|me|reporters|journalists|parliament|congress|lawmakers))\b"
)
_SAYING = re.compile(
    r"\b(?:statement|report|letter|interview|speech|email|post|tweet|message)\b", re.IGNORECASE
)
_DATELINE = re.compile(r"\b(?:19|20)\d\d[ \u00a0]+(?=[A-Z])|[–—]\s+(?=[A-Z])")
# "In findings published on {Wednesday}, …", "Speaking in parliament on {Monday}, …"
_OCCASION = re.compile(
    r"\s*(?:In|During|At|Speaking|Addressing|Writing|Announcing|Answering|When announcing)"
    r"\s[^,;:()]{2,60}?\s(?:on|late|early|in)?\s*"
)
_LEAD = re.compile(
    r"(?:\A|[\s\"“(])(?:on|in|late|early|earlier|back in|by|since|during|over|as of|at|around)?"
    r"\s*(?:the\s+)?\Z",
    re.IGNORECASE,
)


def said_on(
    article: Article, attributions: Sequence[Attribution], times: Sequence[TimeMention]
) -> tuple[Attribution, ...]:
    """``attributions`` with `said_on` set where the text gives the day of the saying.

    It is given by a time that stands in the clause of the cue and outside the content: "said on
    Monday", "told the paper yesterday", "On Monday, the minister said", "a statement issued on
    Monday". A day is written "2020-03-01", a range "2020-03-01/2020-03-07".

    Args:
        article: the article.
        attributions: its attributions.
        times: its times, in reading order, as `find_times` gives them.
    """
    starts = [time.span.start for time in times]
    cues = sorted(a.cue.start for a in attributions if a.cue)
    out = []
    for attribution in attributions:
        time = _time_of(article.text, attribution, times, starts, cues)
        out.append(replace(attribution, said_on=_iso(time)) if time else attribution)
    return tuple(out)


def _iso(time: TimeMention) -> str | None:
    if time.start is None or time.end is None:
        return None
    return time.start if time.start == time.end else f"{time.start}/{time.end}"


def _time_of(
    text: str,
    attribution: Attribution,
    times: Sequence[TimeMention],
    starts: Sequence[int],
    cues: Sequence[int],
) -> TimeMention | None:
    cue = attribution.cue
    if cue is None or not times:
        return None
    low = max(0, attribution.start - _REACH)
    high = max(span.end for span in attribution.spans) + _REACH
    near = times[bisect_left(starts, low) : bisect_left(starts, high)]
    near = [t for t in near if not any(c.overlaps(t.span) for c in attribution.contents)]
    tests = (_in_parts, _behind_cue, _between, _before)
    for test in tests:
        if test is _before:  # of several, the one next to the cue: others are of other clauses
            first = min([cue.start, *(s.start for s in attribution.sources)])
            near = [t for t in near if t.span.end <= first][-1:]
        for time in near:
            if test(text, attribution, time.span, cue, cues):
                return time
    return None


def _in_parts(
    text: str, attribution: Attribution, time: Span, cue: Span, _cues: Sequence[int]
) -> bool:
    """Within the cue ("said Monday") or at the end of the source ("a statement on Monday")."""
    if cue.covers(time):
        return True
    return any(
        source.covers(time) and _SAYING.search(text[source.start : time.start])
        for source in attribution.sources
    )


def _behind_cue(
    text: str, attribution: Attribution, time: Span, cue: Span, cues: Sequence[int]
) -> bool:
    """ "said on Monday", "said the minister on Monday", "told the paper in the city on Monday"."""
    if time.start < cue.end:
        return False
    taken = [*attribution.sources, *attribution.contents]
    at = cue.end
    for span in sorted(s for s in taken if cue.end <= s.start < time.start):
        if span in attribution.contents:
            # Behind the content only what stands right there: "… <would rise> on Monday".
            rest = text[span.end : time.start]
            return len(rest) <= 8 and bool(
                re.fullmatch(r"[^\S\n]*(?:on|in|late|early)?[^\S\n]*", rest)
            )
        if not _plain(text[at : span.start], 4):
            return False
        at = span.end
    if any(cue.end <= other < time.start for other in cues):
        return False
    return _plain(text[at : time.start], _BETWEEN_WORDS)


def _plain(gap: str, most: int) -> bool:
    """True for a short stretch without a new clause."""
    return (
        len(gap.split()) <= most
        and not SENTENCE_END.search(gap)
        and not _CLAUSE.search(gap)
        and not any(mark in gap for mark in '"“”«»')
    )


def _between(
    text: str, attribution: Attribution, time: Span, cue: Span, _cues: Sequence[int]
) -> bool:
    """ "The minister on Monday said": between the source and the cue."""
    ends = [s.end for s in attribution.sources if s.end <= time.start]
    if not ends or time.end > cue.start:
        return False
    gap, rest = text[max(ends) : time.start], text[time.end : cue.start]
    return _plain(gap, 5) and _plain(rest, 4)


def _before(
    text: str, attribution: Attribution, time: Span, cue: Span, cues: Sequence[int]
) -> bool:
    """ "On Monday, the minister said": at the head of the sentence, before source and cue."""
    first = min([cue.start, *(s.start for s in attribution.sources)])
    if time.end > first:
        return False
    breaks = [m.end() for m in SENTENCE_END.finditer(text, max(0, time.start - 80), time.start)]
    breaks += [m.end() for m in _DATELINE.finditer(text, max(0, time.start - 80), time.start)]
    head = max(breaks, default=max(0, time.start - 80))
    lead = text[head : time.start]
    opening = len(lead.split()) <= 4 and len(lead) <= 20 and bool(_LEAD.search(" " + lead))
    opening = opening or bool(_OCCASION.fullmatch(lead))
    gap = text[time.end : first]
    if not opening or SENTENCE_END.search(gap) or len(gap) > 100:
        return False
    if any(head <= other < first for other in cues):
        return False
    return not any(c.start < first and c.start >= time.end for c in attribution.contents) and (
        not _CLAUSE.search(gap) or "," not in gap
    )
