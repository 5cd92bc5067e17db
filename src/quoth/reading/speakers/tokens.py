"""The words of an article with what speaker resolution asks of each: capital, sentence, quotation.

No tagger and no parser stands behind this: one pass of a regular expression, linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.reading.speakers.words import (
    CONJUNCTIONS,
    DETERMINERS,
    MR,
    OPENERS,
    PARTICLES,
    PREPOSITIONS,
)
from quoth.records import Span
from quoth.text.fold import fold as fold

# Shortened words whose full stop ends no sentence.
_SHORT = (
    "Mr|Mrs|Ms|Mx|Dr|Gov|Sen|Sens|Rep|Reps|Prof|Gen|Lt|Col|Sgt|Capt|Cmdr|Maj|Adm|Rev|Hon|St|Ste|"
    "Jr|Sr|Jnr|Snr|Supt|Det|Insp|Const|Cpl|Pvt|Fr|Msgr|Inc|Corp|Ltd|Co|Bros|vs|etc|al|"
    "Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|"
    "Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Ph\\.D"
)
_WORD = re.compile(
    # The look ahead spares most words being compared with each short form.
    r"(?=[A-Zaev])(?:"
    rf"(?:[A-Z]\.){{2,}}|\b[A-Z]\.(?=[ \u00a0]?[A-Z])|\b(?:{_SHORT})\.(?=\W)|\bNo\.(?=\s?\d))|"
    r"[@#]?\w+(?:[\u200d\u00ad]?(?:[-–'’‑&/]|\.(?=[a-z0-9]))[\u200d]?\w+)*[\u200d]?|\n|[^\w\s]"
)
_LOWER_FIRST = re.compile(r"(?:al|el|ul|as|ad|ar|at|az|ash|an|bin|d|l|o|i|e)[-'’]?[A-Z]")
_OWNS = frozenset({"'s", "’s", "'S", "’S"})
_CONTRACTED = re.compile(r"(i|he|she|it|we|you|they)['’](?:d|ve|ll|m|re)$", re.IGNORECASE)
# Words that Title Case leaves small.
_SMALL = PREPOSITIONS | DETERMINERS | CONJUNCTIONS | PARTICLES
_END = frozenset(".!?…")
_CLOSE = frozenset("\"”’'»)]")
# "Kurdish-led", "Ohio-based": a describing word with the capital of a name.
_DESCRIBING = re.compile(
    r"-(?:led|based|born|backed|old|style|era|run|owned|controlled|held|occupied|wide|trained|"
    r"language|speaking|funded|linked|affiliated|type|like|made|appointed|elected|bound|area)$"
)
# Short forms that look like pronouns once the capitals are gone.
_NOT_PRONOUNS = {"US": "u.s.", "WHO": "who.", "IT": "it."}
_OPEN = frozenset("\"“‘'«([*•―—–")


@dataclass(slots=True)
class Word:
    """One word or mark. ``end`` leaves out a possessive ending, which ``owns`` tells of."""

    text: str
    low: str
    start: int
    end: int
    sentence: int
    paragraph: int
    first: bool = False
    cap: bool = False
    alpha: bool = False
    owns: bool = False
    heading: bool = False
    quoted: bool = False


@dataclass(slots=True)
class Words:
    """The words of one article, in order, and ways to find them by character."""

    text: str
    words: list[Word]
    starts: list[int]
    lower: set[str]
    capital: set[str]

    def within(self, start: int, end: int) -> range:
        """The indices of the words that begin in characters ``start`` to ``end``."""
        first = bisect_left(self.starts, start)
        if first and self.words[first - 1].end > start:
            first -= 1
        return range(first, bisect_left(self.starts, end))

    def at(self, position: int) -> int:
        """The index of the last word that begins at or before ``position`` (0 when none does)."""
        return max(0, bisect_right(self.starts, position) - 1)

    def joined(self, left: int, right: int) -> bool:
        """Whether only white space (no blank line) stands between two neighbouring words."""
        word = self.words[left]
        begin = word.end + (2 if word.owns and self.text[word.end : word.end + 2] in _OWNS else 0)
        between = self.text[begin : self.words[right].start]
        if not between:
            return False
        return between.isspace() and between.count("\n") < 2

    def span(self, first: int, last: int) -> Span:
        """The characters of words ``first`` to ``last``, both included."""
        return Span(self.words[first].start, self.words[last].end)


def read_words(text: str, quotations: Sequence[tuple[int, int]]) -> Words:
    """Cut ``text`` into words; ``quotations`` are its stretches in quotation marks, in order."""
    words: list[Word] = []
    lower: set[str] = set()
    sentence = paragraph = 0
    fresh = True  # the next word begins a sentence
    ended = False  # a mark that ends sentences has been seen
    line_start = 0
    broken = False  # a line has ended
    quote = 0
    for match in _WORD.finditer(text):
        token = match[0]
        start, end = match.span()
        if token == "\n":
            broken = True
            continue
        if broken:
            _mark_heading(words, line_start)
            line_start = len(words)
            sentence += 1
            paragraph += 1
            fresh, ended, broken = True, False, False
        char = token[0]
        if char.isalnum() or char in "@#":
            token, end, owns, cap = _cut(token, start, end)
            if words and _begins_sentence(words[-1], token, cap, ended):
                sentence += 1
                fresh = True
            ended = False
            low = _NOT_PRONOUNS.get(token) or fold(token)
            word = Word(token, low, start, end, sentence, paragraph, fresh, cap, True, owns)
            fresh = False
            if not cap:
                lower.add(low)
        else:
            if char in _END:
                ended = True
            elif char in ",;)":
                ended = ended and char == ")"
            word = Word(token, token, start, end, sentence, paragraph)
            if char == ":" or (char in _OPEN and not fresh and words and words[-1].text in ",:"):
                fresh = True
            elif char in "’'" and words and words[-1].end == start and words[-1].text[-1] in "sSzx":
                words[-1].owns = True
        while quote < len(quotations) and quotations[quote][1] <= start:
            quote += 1
        word.quoted = quote < len(quotations) and quotations[quote][0] <= start
        words.append(word)
    _mark_heading(words, line_start)
    capital = {w.low for w in words if w.cap and not w.first and not w.heading}
    return Words(text, words, [word.start for word in words], lower, capital)


def _cut(token: str, start: int, end: int) -> tuple[str, int, bool, bool]:
    """A word without a possessive or contracted ending: the word, its end, whether it owns what
    follows, and whether it has the capital of a name."""
    owns = False
    if len(token) > 2 and token[-1] in "sS" and token[-2] in "'’":
        token, end, owns = token[:-2], end - 2, True
    elif ("'" in token or "’" in token) and (contracted := _CONTRACTED.match(token)):
        token = contracted[1]
        end = start + len(token)
    char = token[0]
    cap = token.lower() != token
    if cap and char.islower() and not _LOWER_FIRST.match(token):
        cap = any(c.isupper() for c in token[1:]) and "-" not in token and "/" not in token
    if cap and "-" in token and char.isupper() and _DESCRIBING.search(token):
        cap = False
    return token, end, owns, cap or char == "@"


def _begins_sentence(last: Word, token: str, cap: bool, ended: bool) -> bool:
    """Whether a word begins a sentence, after the word or mark ``last``; ``ended``: a mark that
    ends sentences has been seen."""
    if ended and (cap or token[0].isdigit() or last.text in '"“‘«'):
        return last.text in _END or last.text in _CLOSE or last.text in _OPEN
    # "… of Acme Inc. The firm": a short form can end a sentence too.
    return (
        cap and last.text[-1] == "." and last.alpha and len(last.text) > 2
        and last.low.rstrip(".") not in MR and token.lower() in OPENERS
    )  # fmt: skip


def _mark_heading(words: list[Word], start: int) -> None:
    """Mark the words of a line set in Title Case or capitals: there a capital tells nothing."""
    line = [word for word in words[start:] if word.alpha and word.low not in _SMALL]
    capitals = sum(word.cap or word.text.isdigit() for word in line)
    shouted = sum(word.text.isupper() for word in line)
    marked = capitals >= 0.9 * len(line) or shouted >= 0.7 * len(line)
    if marked and 4 <= len(line) <= 30:
        for word in words[start:]:
            word.heading = True
