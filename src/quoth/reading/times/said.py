"""The date of a statement: the time expression next to the cue, outside the content."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from quoth.lang import listed, words
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
_SAYING = re.compile(rf"\b(?:{'|'.join(listed('times', 'documents'))})s?\b", re.IGNORECASE)
_DATELINE = re.compile(r"\b(?:19|20)\d\d[ \u00a0]+(?=[A-Z])|(?:[–—:]|\s-)\s+(?=[A-Z“\"])")
# "In findings published on {Wednesday}, …", "Speaking in parliament on {Monday}, …"
_OCCASION = re.compile(
    r"\s*(?:In|During|At|Speaking|Addressing|Writing|Announcing|Answering|When announcing)"
    r"(?:\s[^,;:()]{2,60}?,?)?\s(?:on|late|early|in)?\s*"
)
# "In a {Nov. 5} letter, …"
_DATED = re.compile(
    r"\s*(?:In|At|During|Through)\s(?:a|an|the|his|her|its|their|one|another)\s(?:\w+,?\s)?", re.I
)
_LEAD = re.compile(
    r"[\s\"“(]*(?:[A-Z]\w+,\s)?(?:(?:and|but|then|so|also|later|earlier|late|early|back|only|just|meanwhile)\b,?\s*){0,2}"
    r"(?:(?:on|in|by|during|over|as of|at|around)\b)?\s*(?:the\s+)?",
    re.IGNORECASE,
)
# What leads from a verb to its time: "founded {in} 1985".
_TO_TIME = re.compile(
    r"(?P<word>[\w’'-]+)\s+(?:(?:back|early|late|only|just|again|here|there)\s+)?"
    r"(?:(?:on|in|at|during|by|around|about|of)\s+)?(?:the\s+)?\Z"
)
_LASTING = re.compile(
    r"\b(?:since|from|between|until|till|through|to)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b(?:that|who|which|whose|where)\b|\bfor\s+\Z")
_NEAR = 60  # characters before a time in which the verb stands that leads to it
_SAYING_REACH = 9  # words from "report" to its time


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
        source.covers(time) and _dates_document(text, source, time)
        for source in attribution.sources
    )


def _dates_document(text: str, source: Span, time: Span) -> bool:
    """ "A statement on {Monday}", "figures released in {July}", "a {March 14} press release"."""
    before = text[source.start : time.start]
    nouns = [m.end() for m in _SAYING.finditer(before)]
    if not nouns:
        return _beside_document(text, time)
    if _RELATIVE.search(before[: nouns[-1]]):
        return False  # "trusts that submitted reports for 2019"
    between = before[nouns[-1] :].lower().replace(",", " ").split()
    if len(between) > _SAYING_REACH or _RELATIVE.search(before, nouns[-1]):
        return False
    acts = [w for w in between if w.endswith("ed") or w in words("times", "participles")]
    return all(word in words("times", "uttered") for word in acts)


def _beside_document(text: str, time: Span) -> bool:
    """ "A {March 14} NATO press release": the noun right behind, or one word away."""
    behind = text[time.end : time.end + 40]
    noun = _SAYING.search(behind)
    return (
        noun is not None
        and len(behind[: noun.start()].split()) <= 2
        and "," not in behind[: noun.start()]
    )


def _of_another_verb(text: str, start: int, time: Span) -> bool:
    """Whether the time is that of a participle or a stretch: "founded in 1985", "mayor since 2019".

    Looked for from ``start`` on; what is published or sent is said then.
    """
    before = text[max(start, time.start - _NEAR) : time.start]
    if _LASTING.search(before):
        return True
    led = _TO_TIME.search(before)
    if led is None:
        return False
    word = led["word"].lower()
    participle = word.endswith("ed") or word in words("times", "participles")
    return participle and word not in words("times", "uttered")


def _behind_cue(
    text: str, attribution: Attribution, time: Span, cue: Span, cues: Sequence[int]
) -> bool:
    """ "said on Monday", "said the minister on Monday", "told the paper in the city on Monday"."""
    if time.start < cue.end or any(source.overlaps(time) for source in attribution.sources):
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
    if any(cue.end <= other < time.start for other in cues) or _of_another_verb(text, at, time):
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
    if _of_another_verb(text, max(0, max(ends) - 30), time):
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
    opening = bool(_LEAD.fullmatch(lead) or _OCCASION.fullmatch(lead))
    opening = opening or bool(_DATED.fullmatch(lead) and _beside_document(text, time))
    gap = text[time.end : first]
    if not opening or SENTENCE_END.search(gap) or len(gap) > 100:
        return False
    if any(head <= other < first for other in cues):
        return False
    return not any(c.start < first and c.start >= time.end for c in attribution.contents) and (
        not _CLAUSE.search(gap) or "," not in gap
    )
