"""Words as the comparisons read them, with their places: marks, case and accents do not count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quoth.records import Form
from quoth.text.fold import fold

# What stands inside words and does not count: apostrophes, combining marks, invisible characters.
_INNER = "'’‘ʼ`\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[^\W_]+(?:[{_INNER}]+[^\W_]+)*")
_BRACKETS = re.compile(r"\[([^\[\]]{0,200})\]")
_LONGEST_MEND = 3  # letters in brackets that mend a word: "[w]e", "walk[ed]"
_LONGEST = 1000  # words of a quotation; more take minutes where they repeat themselves
_JOINER = "\u2060"
_MARKS = (
    ("“", "[^“”{}]*", "”"),
    ('"', '[^"{}]*', '"'),
    ("«", "[^»{}]*", "»"),
    ("„", "[^“”{}]*", "[“”]"),
    ("(?<!\\w)‘", "[^\n]*?", "’(?!\\w)"),
)


def _quoted(not_in: str) -> re.Pattern[str]:
    return re.compile("|".join(f"{a}{b.format(not_in)}(?:{c}|$)" for a, b, c in _MARKS), re.M)


_QUOTED, _QUOTED_LINE = _quoted(""), _quoted("\n")


def word_set(words: str) -> frozenset[str]:
    """The words of a string, parted by white space."""
    return frozenset(words.split())


#: Words that carry no subject; they count for little when texts are compared.
STOP_WORDS = word_set(
    """
    a about after again all also am an and any are aren as at be because been before being but
    by can cannot cant could couldnt did didnt do does doesnt doing dont down during each even
    every few for from further get go going got had hadnt has hasnt have havent having he hed
    her here hers herself hes him himself his how i id if ill im in into is isnt it its itself
    ive just know let lets like me more most much must my myself no nor not now of off on once
    only or other our ours ourselves out over own really said same say says shall she shes
    should so some such than that thats the their theirs them themselves then there theres these
    they theyd theyll theyre theyve thing things think this those through to too under until up
    upon us very want was wasnt we well went were werent weve what whats when where which while
    who whom why will with wont would wouldnt yes yet you youd youll your youre yours yourself
    youve
    """
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text in one form for all spellings, and where each starts and ends."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """A word in the one form that all its spellings share; "" when no letter or digit is left."""
    if word.isascii() and word.isalpha():
        return word.lower()
    if word[0].isdigit():
        word = word.replace(",", "")
    return "".join(c for c in fold(word) if c.isalnum() or c == ".")


def tokens(text: str) -> Tokens:
    """The words of a text."""
    return _tokens(text, [(0, len(text))])


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """The stretches of a text between quotation marks; one left open ends with its line."""
    return [match.span() for match in _QUOTED_LINE.finditer(text)]


@lru_cache(maxsize=2048)
def spoken(content: str, form: Form) -> Tokens:
    """The words of a statement that are its speaker's own: of a mixed content those between
    quotation marks, without what its writer put into brackets."""
    parts = [(0, len(content))]
    if form == "mixed":
        parts = [match.span() for match in _QUOTED.finditer(content)] or parts
    if "[" in content:
        content = _BRACKETS.sub(lambda match: _unbracketed(content, match), content)
    return _tokens(content, parts, _LONGEST)


def _unbracketed(content: str, match: re.Match[str]) -> str:
    inside = match[1]
    before, after = content[: match.start()][-1:], content[match.end() : match.end() + 1]
    if inside.isalpha() and len(inside) <= _LONGEST_MEND and (before + after).strip().isalnum():
        return _JOINER + inside + _JOINER
    return " " * len(match[0])


def _tokens(text: str, parts: list[tuple[int, int]], most: int | None = None) -> Tokens:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in parts:
        for match in _WORD.finditer(text, start, end):
            word = plain(match[0])
            if word:
                words.append(word)
                starts.append(match.start())
                ends.append(match.end())
    return Tokens(tuple(words[:most]), tuple(starts[:most]), tuple(ends[:most]))
