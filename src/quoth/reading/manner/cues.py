"""Analyses a cue: its words, the preceding words that belong to it, and their meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoth.lang import words
from quoth.reading.manner.lexicon import Aspect, Lexicon, Match, words_of
from quoth.records import Attribution, Kind, Tone

_REACH = 60  # characters before and after a cue that are looked at
_CLAUSE_END = re.compile(r"[.!?;:\n\"“”„«»()]")
_LIGHT = words("cue_words", "light")


_BEFORE_NOUN = words("cue_words", "before_noun")


@dataclass(frozen=True, slots=True)
class CueWords:
    """A cue in words, lower case: ``before`` and ``after`` stand beside it in the same clause.

    ``before`` holds nothing of the source: with "he did not {say}" it is "did not". Where the
    source stands right before the cue, ``ahead`` is what stands before that ("nor did").
    ``source`` and ``content`` are the first words of the source and of what follows the cue.
    """

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    raw_source: str = ""
    content_follows: bool = False


def words_at(text: str, attribution: Attribution) -> CueWords:
    """The words of an attribution's cue with what stands beside it; no words where it has none."""
    cue = attribution.cue
    if cue is None:
        return CueWords(())
    before_from = max(0, cue.start - _REACH)
    ahead: tuple[str, ...] = ()
    for source in attribution.sources:
        if before_from < source.end <= cue.start:
            before_from = source.end
            ahead = tuple(_last_clause(text[max(0, source.start - _REACH) : source.start]))
    for content in attribution.contents:
        if before_from < content.end <= cue.start:
            before_from = content.end
    stop = min(len(text), cue.end + _REACH)
    break_ = _CLAUSE_END.search(text, cue.end, stop)
    source_text = attribution.sources[0].of(text) if attribution.sources else ""
    return CueWords(
        words=tuple(words_of(cue.of(text))),
        before=tuple(_last_clause(text[before_from : cue.start])),
        after=tuple(words_of(text[cue.end : break_.start() if break_ else stop])),
        ahead=ahead,
        source=tuple(words_of(source_text)),
        raw_source=source_text,
        content_follows=any(c.start >= cue.end for c in attribution.contents),
    )


def _last_clause(text: str) -> list[str]:
    end = 0
    for match in _CLAUSE_END.finditer(text):
        end = match.end()
    return words_of(text[end:])


def kind_of(cue: CueWords, lexicon: Lexicon) -> Kind:
    """Speech, thought or intent, by the last word of the cue that tells; speech if none does."""
    found = _within_cue(cue, lexicon, "kind")
    if not found:
        return "speech"
    verbs = [m for m in found if m.word_class != "noun"]
    last = max(verbs or found, key=lambda m: (m.end, m.start))
    return last.group.value  # type: ignore[return-value]


def tone_of(cue: CueWords, lexicon: Lexicon, *, unasserted: bool = False) -> Tone:
    """What the cue does to the content: distancing goes over endorsing, endorsing over neutral.

    An adverb right before or after the cue counts as part of it ("falsely {claimed}"). With
    ``unasserted`` (a negated cue, an intent) nothing is endorsed.
    """
    found = [m for m in _within_cue(cue, lexicon, "tone") if not _is_noun(cue, m)]
    beside = [*cue.before[-1:], *cue.after[:1]]
    found += [m for word in beside for m in lexicon.find([word]) if m.word_class == "word"]
    values = {m.group.value for m in found if m.group.aspect == "tone"}
    if "distancing" in values:
        return "distancing"
    return "endorsing" if "endorsing" in values and not unasserted else "neutral"


def _is_noun(cue: CueWords, match: Match) -> bool:
    """Whether what is listed as a verb is a noun here: "a brief {note}", "{her note}"."""
    word = cue.words[match.start] if match.start < len(cue.words) else ""
    if match.word_class != "verb" or word not in (match.entry, match.entry + "s"):
        return False
    ahead = cue.words[: match.start][-2:]
    if not ahead and cue.before:
        ahead = cue.before[-1:]
    elif not ahead:  # "[Rosk’s] {note}"
        raw = cue.raw_source.rstrip().replace("’", "'")
        return raw.endswith(("'s", "s'")) or cue.source[-1:] in (("his",), ("her",), ("their",))
    return any(w in _BEFORE_NOUN or w.endswith("'s") for w in ahead)


def _within_cue(cue: CueWords, lexicon: Lexicon, aspect: Aspect) -> list[Match]:
    words = [*cue.words, *cue.after[:3]]
    found = lexicon.find(words, limit=len(cue.words))
    found = [m for m in found if m.group.aspect == aspect]
    longest = {m.start: m.end for m in sorted(found, key=lambda m: m.end)}
    return [m for m in found if m.end == longest[m.start]]


def is_light(word: str) -> bool:
    """True for auxiliaries and verbs that mean little by themselves ("had", "made")."""
    return word in _LIGHT
