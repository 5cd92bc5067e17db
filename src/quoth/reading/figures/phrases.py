"""Noun phrases by form: from a determiner or number to the plural noun, with its "of"."""

from __future__ import annotations

from quoth.lang import words
from quoth.reading.figures.amounts import counts_noun
from quoth.reading.figures.tokens import Tokens

_LONGEST = 7  # words of a noun phrase
_SUBJECT = 9  # words looked at before a verb
DETERMINERS = words("figures", "determiners")
THOSE = words("figures", "those")
FUNCTION = words("figures", "function")
# Past tenses that end a noun phrase though they look like nouns or adjectives.
_VERBS = words("figures", "past_tenses")
_STOPS = FUNCTION | _VERBS
_LINKS = words("figures", "phrase_links")
_NOTHING = words("figures", "empty_nouns")
# Verbs of change: "the toll rose to 20", "reduced the toll by 20".
MOVED = words("figures", "moved")


def noun_phrase(tokens: Tokens, start: int, *, plural: bool) -> tuple[str | None, int]:
    """The noun phrase at token ``start`` as written, and the token after it.

    With ``plural`` it ends at the plural noun that is counted; without, where its words end. None
    where no noun phrase begins there.
    """
    while tokens.word(start) in DETERMINERS and start < len(tokens):
        start += 1
    end, head = _words(tokens, start, plural=plural)
    if end == start:
        return None, start
    if plural and head > start:
        end = head
    elif end == start + 1 or plural:
        first = tokens.word(start)
        if first in _VERBS or first.endswith("ed") or first == "due":
            return None, start  # "20 died", "60 expressed interest"
    if tokens.word(end) == "of":
        inner = _inner(tokens, end + 1)
        if inner is not None:
            end = inner
    elif plural and head == end and tokens.word(end) == "and" and counts_noun(tokens, end + 1):
        end += 0 if tokens.capital(end + 1) else 2
    if plural and tokens.follows(end, "on", "board"):
        end += 2
    elif plural and tokens.word(end) == "aboard":
        end += 1
    phrase = tokens.text[tokens.starts[start] : tokens.ends[end - 1]]
    return (None if phrase == "other" else phrase), end


def _words(tokens: Tokens, start: int, *, plural: bool) -> tuple[int, int]:
    """The end of the words of a noun phrase, and the end of the last plural in it."""
    end = head = start
    while end - start < _LONGEST:
        word = tokens.word(end)
        if end > start and tokens.hyphen(end) and tokens.word(end + 1)[:1].isalnum():
            end += 2
            continue
        initials = _initials(tokens, end)
        if initials > end:
            end = initials
            continue
        if not word[:1].isalpha() or word in DETERMINERS:
            break
        if word in _STOPS and not (end == start and word in _VERBS):
            break
        if end > start and word.endswith("ing") and (head > start or not plural):
            break
        if plural and head > start and (word.endswith("ed") or not counts_noun(tokens, end)):
            break
        end += 1
        if counts_noun(tokens, end - 1):
            head = end
    return end, head


def _initials(tokens: Tokens, at: int) -> int:
    """The token after "U.S." and the like, or ``at``."""
    end = at
    while len(tokens.word(end)) == 1 and tokens.capital(end) and tokens.word(end + 1) == ".":
        if not tokens.glued(end):
            break
        end += 2
    return end if end > at + 2 else at


def _inner(tokens: Tokens, start: int) -> int | None:
    """The end of the noun phrase after an "of" inside another."""
    at = start + 1 if tokens.word(start) in DETERMINERS else start
    end, head = _words(tokens, at, plural=True)
    if end == at:
        return None
    end = head if head > at else min(end, at + 5)
    if tokens.capital(at):  # a name ends where its capitals end
        names = at + 1
        while names < end and (tokens.capital(names) or tokens.dash(names)):
            names += 1
        end = names
    if tokens.word(end) == "of" and tokens.capital(end - 1) and tokens.capital(end + 1):
        end += 2  # "the House of Representatives"
    return end


def subject_before(tokens: Tokens, end: int) -> str | None:
    """The noun phrase that ends before token ``end``: "the number of cases in the outbreak"."""
    start = end
    while end - start < _SUBJECT:
        word = tokens.word(start - 1)
        linking = word in _LINKS or word in DETERMINERS
        if not linking and (not word[:1].isalpha() or word in FUNCTION or word.endswith("ly")):
            break
        if word in MOVED or (word.endswith("ed") and tokens.word(start) in DETERMINERS):
            break
        start -= 1
        if word in DETERMINERS and tokens.word(start - 1) not in _LINKS:
            break  # "pays a fine": a noun phrase begins with its determiner
    while start < end and (tokens.word(start) in DETERMINERS or tokens.word(start) in _LINKS):
        start += 1
    if tokens.word(start - 1)[:1].isdigit():  # "2 kg of gold": what is measured, not the unit
        while start < end and tokens.word(start) != "of":
            start += 1
        start += 1
    if start >= end or tokens.word(end - 1) in FUNCTION or tokens.word(end - 1) in DETERMINERS:
        return None
    phrase = tokens.text[tokens.starts[start] : tokens.ends[end - 1]]
    return None if phrase.lower() in _NOTHING else phrase


def moved_before(tokens: Tokens, end: int) -> str | None:
    """What was moved, before "to", "by" or "from": "increased the death toll from 14"."""
    for start in range(end - 1, max(end - _SUBJECT, -1), -1):
        word = tokens.word(start)
        if word in MOVED:
            return subject_before(tokens, end) if start < end - 1 else None
        if not word[:1].isalpha():
            return None
    return None
