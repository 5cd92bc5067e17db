"""Converts ranges of word pieces to attributions: character spans, at word boundaries, sorted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from quoth.reading.confidence import UNCALIBRATED, Calibration, content_score
from quoth.reading.parts import Parts
from quoth.reading.pieces import Pieces
from quoth.reading.words import word_set
from quoth.records import Article, Attribution, Kind, Span

KINDS: tuple[Kind, Kind, Kind] = ("speech", "thought", "intent")
_OPENING = "\"“„«»‘'‚‹"
_PAIRS = {
    '"': '"', "“": "”", "„": '“”"', "«": "»", "»": "«", "‘": "’", "'": "'", "‚": "‘’'", "‹": "›",
}  # fmt: skip
_STOPS = ",.!?…"
# A cue of nothing but these says nothing: it is the rest of one that was not made out.
_EMPTY = word_set(
    """
    am are be been being is was were 'm 're 's has have had 've 'd do does did will would shall
    should may might can ca could must 'll wo sha not n't also always now often publicly still then
    """
)
_AS = re.compile(r"\s+(?:(?:among|by|to)\s[^.;:,\n]{1,40}\s)?as\b")  # "known to her friends as"
_AND = re.compile(r"(?:and|but|or)\s+(?=\S)")
_TOLL = re.compile(
    r"(?!that\b)(?:[\w,.'’-]+\s+){0,5}?(?:life|lives)\b"
    r"(?!\s+(?:is|was|are|were|will|would|has|have|had|can|could|may|might|matter)\b)"
)
_CUE_WORD = re.compile(r"n['’]t\b|['’]\w+|\w+?(?=n['’]t\b)|\w+")


def to_attributions(
    article: Article, pieces: Pieces, parts: list[Parts], calibration: Calibration = UNCALIBRATED
) -> list[Attribution]:
    """The attributions of a section of ``article``, not numbered yet.

    A cue in the page's furniture is nobody's; one without content or without a word of weight
    ("was", "have also") says nothing, and what somebody is known as is a name. Contents that would
    take in a mark's other half take the mark too.
    """
    found: list[Attribution] = []
    for part in parts:
        cue = _span(article.text, pieces, part.cue)
        if cue is None:
            continue
        cue = _whole(article.text, cue)
        if any(cue.overlaps(f) for f in article.furniture) or _says_nothing(article.text, cue):
            continue
        contents = _beside(article.text, cue, _spans(article, pieces, part.contents))
        if not contents or _is_toll(article.text, cue, contents[0]):
            continue
        contents = tuple(_with_marks(article.text, c) for c in contents)
        sources = _beside(article.text, cue, _spans(article, pieces, part.sources))
        sources = tuple(_without_and(article.text, source) for source in sources)
        kind = KINDS[max(range(3), key=lambda k: part.kinds[k])]
        found.append(
            Attribution(
                "",
                cue,
                sources,
                contents,
                kind=kind,
                confidence=round(calibration.cue.at(part.probability), 4),
                content_confidence=round(
                    calibration.content.at(content_score(part.probability, part.certainty)), 4
                ),
            )
        )
    return found


def _says_nothing(text: str, cue: Span) -> bool:
    """Whether a cue has no word of weight ("was", "have also"), or tells what one is known as."""
    words = _CUE_WORD.findall(cue.of(text).lower().replace("’", "'"))
    if words and words[-1] == "known" and _AS.match(text, cue.end):
        return True
    return bool(words) and all(word in _EMPTY for word in words)


def _whole(text: str, span: Span) -> Span:
    """``span`` with all of the words of which it has a part: pieces of words are no words."""
    start, end = span.start, span.end
    if text[start].isalnum():
        while start and text[start - 1].isalnum():
            start -= 1
    if text[end - 1].isalnum():
        while end < len(text) and text[end].isalnum():
            end += 1
    return Span(start, end)


def _beside(text: str, cue: Span, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """``spans`` as whole words, without those of the cue."""
    out: list[Span] = []
    for span in spans:
        whole = _whole(text, span)
        start, end = whole.start, whole.end
        if start < cue.end <= span.end and span.start > cue.start:
            start = cue.end
        if span.start <= cue.start < end and span.end < cue.end:
            end = cue.start
        if kept := _trim(text, start, end):
            out.append(kept)
    return tuple(out)


def _without_and(text: str, source: Span) -> Span:
    """``source`` without the conjunction that joins its sentence to the one before."""
    joined = _AND.match(text, source.start, source.end)
    return Span(joined.end(), source.end) if joined else source


def _is_toll(text: str, cue: Span, content: Span) -> bool:
    """Whether what is "claimed" are lives: "the storm claimed about 3,000 lives"."""
    claims = cue.of(text).lower().rsplit(None, 1)[-1] in ("claimed", "claim", "claims", "claiming")
    return claims and content.start >= cue.end and bool(_TOLL.match(text, content.start))


def in_order(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """The attributions in reading order, outer before inner, numbered "a1", "a2", … and nested."""
    return nest(numbered(found))


def numbered(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """The attributions in reading order, outer before inner, numbered "a1", "a2", …."""
    ordered = sorted(found, key=lambda a: (a.start, -max(s.end for s in a.spans), a.spans))
    return tuple(replace(a, id=f"a{i}") for i, a in enumerate(ordered, 1))


def _span(text: str, pieces: Pieces, bounds: tuple[int, int]) -> Span | None:
    start, end = int(pieces.starts[bounds[0]]), int(pieces.ends[bounds[1] - 1])
    # Accents written as signs of their own belong to the letter before them.
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return _trim(text, start, end)


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _spans(
    article: Article, pieces: Pieces, ranges: tuple[tuple[int, int], ...]
) -> tuple[Span, ...]:
    out: list[Span] = []
    for bounds in ranges:
        span = _span(article.text, pieces, bounds)
        if span is not None:
            out.extend(_outside(article, span))
    return tuple(out)


def _outside(article: Article, span: Span) -> list[Span]:
    """``span`` without the page's furniture that stands in it."""
    out: list[Span] = []
    start = span.start
    for furniture in sorted(article.furniture):
        if furniture.end <= start or furniture.start >= span.end:
            continue
        if furniture.start > start and (part := _trim(article.text, start, furniture.start)):
            out.append(part)
        start = furniture.end
    if start < span.end and (part := _trim(article.text, start, span.end)):
        out.append(part)
    return out


def _with_marks(text: str, span: Span) -> Span:
    """``span`` with the quotation mark that opens it or closes it, when only one half is inside,
    or with both when it stands right between them; a comma before the mark comes with it."""
    start, end = span.start, span.end
    first, last, inner = text[start], text[end - 1], text[start:end]
    before = text[start - 1] if start else ""
    if before and before not in _OPENING:
        before = ""
    if before and last in _PAIRS[before] and before not in inner[:-1]:
        return Span(start - 1, end)
    closing = _PAIRS.get(first, "")
    if closing and not any(mark in inner[1:] for mark in closing):
        return Span(start, _mark_behind(text, end, closing) or end)
    behind = before and _mark_behind(text, end, _PAIRS[before])
    return Span(start - 1, behind) if behind else span


def _mark_behind(text: str, end: int, marks: str) -> int | None:
    """Where the closing mark at ``end`` ends, if one stands there or behind a comma or stop."""
    at = end + 1 if text[end : end + 1] in _STOPS and text[end : end + 1] else end
    return at + 1 if text[at : at + 1] and text[at] in marks else None


def nest(attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The attributions with ``within``: the nearest one inside whose content each stands.

    One stands within another when its cue lies in the other's content and the other's cue does
    not lie in its own; of several holders the one with the shortest content is nearest. No chain
    leads back to where it began: a holder that stands within what it holds is passed over.
    """
    sizes = {a.id: sum(len(c) for c in a.contents) for a in attributions}
    outer_of: dict[str, str] = {}

    def leads_to(start: Attribution, goal: Attribution) -> bool:
        current: str | None = start.id
        while current is not None and current != goal.id:
            current = outer_of.get(current)
        return current is not None

    for inner, holders in _holders(attributions):
        for outer in sorted(holders, key=lambda a: (sizes[a.id], a.start, a.id)):
            if not _holds(inner, outer) and not leads_to(outer, inner):
                outer_of[inner.id] = outer.id
                break
    return tuple(replace(a, within=outer_of.get(a.id)) for a in attributions)


def _holders(
    attributions: tuple[Attribution, ...],
) -> Iterator[tuple[Attribution, list[Attribution]]]:
    """Each attribution with those in whose contents its cue lies, in the order of the cues.

    One sweep over the text, since a long one has many thousands.
    """
    contents = sorted(
        ((c.start, c.end, i) for i, a in enumerate(attributions) for c in a.contents), reverse=True
    )
    cues = sorted((a.cue, i) for i, a in enumerate(attributions) if a.cue is not None)
    begun: list[tuple[int, int]] = []  # end and owner of the contents that may reach the cue
    for cue, i in cues:
        while contents and contents[-1][0] <= cue.start:
            _, end, owner = contents.pop()
            begun.append((end, owner))
        begun = [content for content in begun if content[0] > cue.start]
        held = sorted({owner for end, owner in begun if end >= cue.end and owner != i})
        yield attributions[i], [attributions[owner] for owner in held]


def _holds(outer: Attribution, inner: Attribution) -> bool:
    cue = inner.cue
    return cue is not None and any(content.covers(cue) for content in outer.contents)
