"""The addressee of a statement: "told reporters", "confirmed to the paper", "in a letter to"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoth.lang import words
from quoth.reading.manner.lexicon import Lexicon
from quoth.reading.words import SENTENCE_END, word_set
from quoth.records import Attribution, Span

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:[’'.&/-]\w+)*(?:[’']s?(?!\w))?|[^\w\s]")
_REACH = 240  # characters searched on each side of the attribution
_MOST_WORDS = 12

_OCCASION = re.compile(r"(?<![\w-])([\w-]+)\s+(?:to|with|before)\s")
_OFTEN_EMPTY = words("addressee", "often_empty")
_DAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june"
)
_DETERMINERS = words("addressee", "determiners")
_PRONOUNS = words("addressee", "pronouns")
_JOINING = words("addressee", "joining")
# An addressee ends before these.
_STOP = words("addressee", "stop")
_AUXILIARY = words("addressee", "auxiliary")
_WITH_VERB = words("addressee", "with_verb")
_NO_SUBJECT = words("addressee", "no_subject")
_CUT = _STOP - word_set("he she it they we i to in for on")
_ADVERB = words("addressee", "adverb")


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    lower: str  # with straight apostrophes


def addressee_of(text: str, attribution: Attribution, lexicon: Lexicon) -> Span | None:
    """The words of ``text`` that say to whom, or None.

    They never overlap the attribution's source, cue or content. Looked for behind the cue ("told
    the court", "said to parliament"), before a passive cue ("residents were told") and in what
    names the occasion ("in an interview with the paper", "speaking to reporters").
    """
    cue = attribution.cue
    if cue is None:
        return None
    taken = attribution.spans
    words = lexicon.addressee
    cue_tokens = [t.lower for t in _tokens(text, cue.start, cue.end)]
    verb = _last_of(cue_tokens, words.direct | words.to)
    if verb is None:
        return _at_occasion(text, attribution, taken, lexicon)
    passive = verb in words.direct and _is_passive(text, cue, cue_tokens, verb)
    if passive:
        return _subject(text, attribution, taken)
    found = None
    if verb in words.direct:
        found = _object(text, cue, taken, lexicon, cue_tokens)
    if found is None and verb in words.to | words.direct:
        found = _behind_to(text, attribution, taken, lexicon, cue_tokens)
    return found or _at_occasion(text, attribution, taken, lexicon)


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text, start, end):
        yield _Token(match.start(), match.end(), match[0], match[0].lower().replace("’", "'"))


def _last_of(tokens: Sequence[str], wanted: frozenset[str]) -> str | None:
    return next((t for t in reversed(tokens) if t in wanted), None)


def _free_until(text: str, start: int, taken: Sequence[Span]) -> int:
    """The end of what is free from ``start`` on: the next span, or the end of the sentence."""
    limit = min(len(text), start + _REACH)
    ends = [s.start for s in taken if s.start >= start]
    if any(s.start < start < s.end for s in taken):
        return start
    match = SENTENCE_END.search(text, start, limit)
    return min([limit, *ends, *([match.start()] if match else [])])


def _object(
    text: str, cue: Span, taken: Sequence[Span], lexicon: Lexicon, cue_tokens: Sequence[str]
) -> Span | None:
    """The noun phrase right behind the verb: "told {reporters in the capital}"."""
    if cue_tokens and cue_tokens[-1] in ("to", "for", "about", "of", "that", "as"):
        return None
    start = cue.end
    # "told" may be followed by its source: “…,” told Ana Bo. Then nobody is behind it.
    end = _free_until(text, start, taken)
    tokens = list(_tokens(text, start, end))
    while tokens and tokens[0].lower in _ADVERB:
        tokens = tokens[1:]
    return _phrase(text, tokens, lexicon, complete=True)


def _behind_to(
    text: str,
    attribution: Attribution,
    taken: Sequence[Span],
    lexicon: Lexicon,
    cue_tokens: Sequence[str],
) -> Span | None:
    """What follows "to" behind the cue, or behind the source that follows the cue."""
    cue = attribution.cue
    if cue is None:
        return None
    starts = [cue.end]
    starts += [s.end for s in attribution.sources if cue.end <= s.start <= cue.end + 40]
    for start in starts:
        end = _free_until(text, start, taken)
        tokens = list(_tokens(text, start, end))
        while tokens and (tokens[0].lower in _ADVERB or tokens[0].lower.endswith("ly")):
            tokens = tokens[1:]
        if start == cue.end and cue_tokens[-1] == "to":
            return None  # "referred to", "agreed to": no one is spoken to
        if tokens and tokens[0].lower in ("to", "before"):
            found = _phrase(text, tokens[1:], lexicon, complete=False)
            if found:
                return found
    return None


def _at_occasion(
    text: str, attribution: Attribution, taken: Sequence[Span], lexicon: Lexicon
) -> Span | None:
    """In the same sentence, outside the content: "in a letter to …", "speaking to …"."""
    words = lexicon.addressee
    naming = words.occasions_to | words.occasions_with | words.speaking
    # Most attributions have no such word near them, and no sentence need be looked for.
    low = max(0, min(taken).start - _REACH)
    high = max(span.end for span in taken) + _REACH
    if not any(m[1].lower() in naming for m in _OCCASION.finditer(text, low, high)):
        return None
    for start, end in _free_parts(text, attribution, taken):
        if not any(m[1].lower() in naming for m in _OCCASION.finditer(text, start, end)):
            continue
        tokens = list(_tokens(text, start, end))
        for i, token in enumerate(tokens[:-1]):
            follow = tokens[i + 1].lower
            fits = (
                (token.lower in words.occasions_to and follow in ("to", "before"))
                or (token.lower in words.occasions_with and follow == "with")
                or (token.lower in words.speaking and follow in ("to", "with", "before"))
            )
            led = token.lower in words.speaking or any(
                t.lower in ("in", "during", "on") for t in tokens[max(0, i - 5) : i]
            )
            bare = token.lower in _OFTEN_EMPTY and tokens[i - 1].lower == "in" if i else False
            if fits and led and not bare:  # not "in response to"
                found = _phrase(text, tokens[i + 2 :], lexicon, complete=False)
                if found:
                    return found
    return None


def _free_parts(
    text: str, attribution: Attribution, taken: Sequence[Span]
) -> list[tuple[int, int]]:
    """Stretches of the attribution's sentence that belong to none of its parts."""
    anchor = attribution.cue or taken[0]
    spans = sorted(taken)
    first, last = spans[0].start, max(s.end for s in spans)
    low, high = max(0, first - _REACH), min(len(text), last + _REACH)
    begins = [m.end() for m in SENTENCE_END.finditer(text, low, first)]
    low = max([low, *begins]) if first else 0
    end = SENTENCE_END.search(text, last, high)
    high = end.start() if end else high
    if last and text[last - 1] in ".!?\n":
        high = last
    parts = []
    at = low
    for span in spans:
        if span.start > at:
            parts.append((at, span.start))
        at = max(at, span.end)
    parts.append((at, high))
    # A stretch counts only when it stands in the cue's own sentence.
    return [
        (a, b)
        for a, b in parts
        if b > a and not SENTENCE_END.search(text, min(b, anchor.end), max(a, anchor.start))
    ]


def _is_passive(text: str, cue: Span, cue_tokens: Sequence[str], verb: str) -> bool:
    """Whether the verb is passive: "were told", "has been informed"."""
    at = max(i for i, t in enumerate(cue_tokens) if t == verb)
    before = [t.lower for t in _tokens(text, max(0, cue.start - 40), cue.start)]
    lead = [*before, *cue_tokens[:at]]
    while lead and (lead[-1].endswith("ly") or lead[-1] in _WITH_VERB):
        lead.pop()
    be = {"was", "were", "is", "are", "been", "be", "get", "got"}
    return bool(lead) and lead[-1] in be and verb.endswith(("ed", "told"))


def _subject(text: str, attribution: Attribution, taken: Sequence[Span]) -> Span | None:
    """The subject of a passive: "{residents} were told"."""
    cue = attribution.cue
    if cue is None:
        return None
    floor = max([0, cue.start - 120, *(s.end for s in taken if s.end <= cue.start)])
    breaks = [m.end() for m in re.finditer(r"[.!?;:,\n\"“”()]", text[floor : cue.start])]
    floor += max(breaks, default=0)
    tokens = list(_tokens(text, floor, cue.start))
    while tokens and (tokens[-1].lower in _AUXILIARY or tokens[-1].lower.endswith("ly")):
        tokens.pop()
    cut = 0
    for i, token in enumerate(tokens):
        if token.lower == "at" and [t.lower for t in tokens[i + 1 : i + 2]] == ["least"]:
            continue
        if token.lower in _CUT or not token.text[0].isalnum():
            cut = i + 1
    tokens = tokens[cut:]
    if not tokens or len(tokens) > _MOST_WORDS or tokens[0].lower in _NO_SUBJECT:
        return None
    if tokens[-1].lower in ("and", "or", "but", "then"):
        return None  # "they were stopped and told": the subject stands elsewhere
    if tokens[-1].lower in ("he", "she", "they", "we", "i", "you", "who", "it"):
        tokens = tokens[-1:]
    return Span(tokens[0].start, tokens[-1].end)


def _phrase(
    text: str, tokens: Sequence[_Token], lexicon: Lexicon, *, complete: bool
) -> Span | None:
    """The noun phrase that ``tokens`` begin with, if it may be somebody spoken to.

    With ``complete`` it needs no capital or article when it fills all of ``tokens``.
    """
    audiences = lexicon.addressee.audiences
    if complete and len(tokens) == 1 and tokens[0].lower == "it":
        return Span(tokens[0].start, tokens[0].end)
    kept: list[_Token] = []
    for i, token in enumerate(tokens[:_MOST_WORDS]):
        lower = token.lower
        if not lower[0].isalnum() and lower not in ("&", "@", "#", "'"):
            break
        # "{Kamloops This Week}": a title goes on with a capital; a day never belongs to it.
        titled = (
            bool(kept)
            and token.text[0].isupper()
            and kept[-1].text[0].isupper()
            and tokens[i + 1 : i + 2] != []
            and tokens[i + 1].text[0].isupper()
            and not _DAYS.match(lower)
        )
        if kept and kept[-1].lower in _PRONOUNS - {"her"}:
            break
        if lower in _STOP and not titled:
            break
        determined = lower in _DETERMINERS and kept and not titled
        if determined and kept[-1].lower not in _JOINING | {"all", "both"}:
            break
        loose = lower in ("of", "and", "&")
        if loose and (not kept or i + 1 >= len(tokens)):
            break
        gap = text[kept[-1].end : token.start] if kept else ""
        if "\n" in gap:
            break
        kept.append(token)
    else:
        if len(tokens) > _MOST_WORDS:
            return None
    while kept and kept[-1].lower in _JOINING | {"'"} | _DETERMINERS - {"her", "all"}:
        kept.pop()
    if not kept:
        return None
    first = kept[0]
    fits = (
        first.lower in _DETERMINERS | _PRONOUNS
        or first.text[0].isupper()
        or any(t.lower in audiences for t in kept)
        or (complete and (len(kept) == len(tokens) or any(t.text[0].isupper() for t in kept)))
    )
    counted = first.text[0].isdigit() and not any(t.lower in audiences for t in kept)
    if not fits or counted or (len(kept) == 1 and first.lower.endswith("ing")):
        return None
    return Span(first.start, kept[-1].end)
