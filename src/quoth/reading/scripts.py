"""Layout rules: statements that are marked only by layout. The model has priority over them.

Three layouts, each with a form of its own that a sentence hardly ever has by chance:

- a transcript, ``MAYOR ROSK: We have no money.``: the cue is the colon, the content the line;
- a quotation signed with a dash, ``“We were not told.” — Commissioner Petra Vance``, also one that
  runs on over paragraphs, each of which opens it again;
- a quotation introduced by a line of its own, ``And from Chairwoman Odile Brandt:``, or by a name
  alone on its line.

Where a rule and the model speak of the same words, the model's answer stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from quoth.lang import words
from quoth.records import Attribution, Span
from quoth.text import Document
from quoth.text.quotations import Quotation

# What a rule is right in, about, where the model has no answer of its own.
CONFIDENCE = 0.75

_BREAKS = "\n\r\u2028\u2029"
_MARKS = "\"“„«‘'‚‹"
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TURN = re.compile(r"\s*([^\s:][^:]{0,78}?)\s?(:)\s+(\S.*)")
_ASIDE = re.compile(r"\s*\([^()]{1,40}\)\Z|\s*\(\(\(.{1,40}\)\)\)\Z")
_SMALL_IN_CAPITALS = re.compile(r"\bMa?c(?=[A-Z])")  # McCOY
_SIGNED = re.compile(r"\s*(—|―|–|--|-)\s*([^\s—–].*)")
_LABELS = words("layout", "labels")
_TITLES = words("layout", "titles")
_PARTICLES = words("layout", "particles")
_VERBS = words("layout", "verbs")
_INTRODUCED = re.compile(
    r"\s*(?:[\"“]?(?:And|Then|But|Also|Next|Last|This|Here[’']s one|Here is one)\b[\w ,]{0,30}?\s)?"
    r"(?:[Ff]rom|[Bb]y)\s+(\S.{1,90}?)\s?(:)\s*\Z"
)
_NAMED = re.compile(r"\s*(\S[^:]{1,90}?)\s?(:)\s*\Z")
_LONGEST_SIGNATURE = 12  # words
_FAR = 250  # characters, within which a quotation is signed or introduced


def scripted(document: Document, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` and what the layout of ``document`` says beside it, not numbered yet.

    An attribution by a rule has the confidence `CONFIDENCE`; it is given only where the model has
    nothing, or has what lies wholly inside its content.
    """
    article, text = document.article, document.text
    quotations = list(document.outermost)
    places = _Places(found)
    out = list(found)
    begun: set[int] = set()
    for new in (*_turns(text), *_signed(text, quotations), *_introduced(text, quotations)):
        if any(f.overlaps(span) for f in article.furniture for span in new.spans):
            continue
        others = {i for span in new.spans for i in places.at(span)}
        if new.contents[0].start not in begun and all(
            any(_lies_in(found[i], content) for content in new.contents) for i in others
        ):
            begun.add(new.contents[0].start)
            out.append(new)
    return out


def _new(cue: Span, source: Span, contents: tuple[Span, ...]) -> Attribution:
    return Attribution(
        "", cue, (source,), contents, confidence=CONFIDENCE, content_confidence=CONFIDENCE
    )


def _lies_in(one: Attribution, span: Span) -> bool:
    return all(span.covers(part) for part in one.spans)


def _begins_line(text: str, at: int) -> bool:
    while at and text[at - 1].isspace() and text[at - 1] not in _BREAKS:
        at -= 1
    return not at or text[at - 1] in _BREAKS


# --- transcripts ----------------------------------------------------------------------------------


def _turns(text: str) -> Iterator[Attribution]:
    """Lines ``NAME: words``, where enough of them show that the article is a transcript."""
    capitals: list[tuple[Span, int, Span, str]] = []
    mixed: list[tuple[Span, int, Span, str]] = []
    for line in _LINE.finditer(text):
        match = _TURN.fullmatch(text, *line.span())
        if not match:
            continue
        name = _ASIDE.sub("", match[1]).lstrip(_MARKS)
        parts = name.replace(",", " ").split()
        if not 0 < len(parts) <= 6 or not all(_is_name_word(word) for word in parts):
            continue
        # “Q:” and “A:” name nobody, and “Kole: 1,769.” is a count.
        if len(parts[-1]) < 2 or not any(c.isalpha() for c in match[3]):
            continue
        if any(word.lower().strip(".") in _LABELS for word in parts):
            continue
        first = match.start(1) + len(match[1]) - len(match[1].lstrip(_MARKS))
        source = Span(first, first + len(name))
        content = Span(match.start(3), match.start(3) + len(match[3].rstrip()))
        turn = (source, match.start(2), content, parts[-1].upper())
        if _is_capitals(parts[-1]):
            capitals.append(turn)
        elif len(parts) <= 4:
            mixed.append(turn)
    yield from _if_spoken(text, capitals, repeated=1)
    yield from _if_spoken(text, mixed, repeated=2)


def _if_spoken(
    text: str, turns: list[tuple[Span, int, Span, str]], *, repeated: int
) -> Iterator[Attribution]:
    """The turns, when ``repeated`` speakers come back: a list of places or facts names each once.

    One that has a title is a speaker without coming back.
    """
    often = sum(count > 1 for count in Counter(key for *_, key in turns).values())
    titled = any(
        word.lower().strip(".") in _TITLES
        for source, *_ in turns
        for word in source.of(text).split()
    )
    if len(turns) > 1 and (often >= repeated or (titled and repeated == 1)):
        for source, colon, content, _ in turns:
            yield _new(Span(colon, colon + 1), source, (content,))


def _is_name_word(word: str) -> bool:
    bare = word.strip("().’'\"“”")
    if bare.lower() in _PARTICLES:
        return True
    return bare[:1].isupper() and not any(c.isdigit() for c in bare)


def _is_capitals(word: str) -> bool:
    letters = [c for c in _SMALL_IN_CAPITALS.sub("", word) if c.isalpha()]
    return len(letters) > 1 and "".join(letters).isupper()


# --- signed and introduced quotations -------------------------------------------------------------


def _signed(text: str, quotations: list[Quotation]) -> Iterator[Attribution]:
    """Paragraphs that are a quotation, a dash and a name."""
    for i, quotation in enumerate(quotations):
        if quotation.end == quotation.inner.end:
            continue
        match = _SIGNED.match(text, quotation.end, quotation.end + _FAR)
        if not match or match.end() == quotation.end + _FAR or _blank_lines(match, quotation.end):
            continue
        name = match[2].rstrip().rstrip(".")
        contents = _contents_back(text, quotations, i)
        if contents and _is_signature(name):
            start = match.start(2)
            cue = Span(match.start(1), match.end(1))
            yield _new(cue, Span(start, start + len(name)), contents)


def _contents_back(text: str, quotations: list[Quotation], i: int) -> tuple[Span, ...]:
    """The quotation and those that run on into it, where each begins its line; else nothing."""
    contents: list[Span] = []
    while True:
        quotation = quotations[i]
        if not _begins_line(text, quotation.start):
            return ()
        contents.insert(0, Span(quotation.start, quotation.end))
        if not i or not _runs_on(text, quotations[i - 1], quotation):
            return tuple(contents)
        i -= 1


def _blank_lines(match: re.Match[str], end: int) -> bool:
    """True when the signature stands too far below the quotation to be its own."""
    return sum(c == "\n" for c in match.string[end : match.start(1)]) > 2


def _is_signature(name: str) -> bool:
    """A name in capitalised words, with what they are behind a comma: no sentence."""
    if not 0 < len(name.split()) <= _LONGEST_SIGNATURE or not _VERBS.isdisjoint(
        re.findall(r"\w+", name)
    ):
        return False
    if name[-1:] in ':;!?”"' or re.search(r"[a-z]{3}[.!?] ", name):
        return False
    first = name.split(",")[0].split()
    capitalised = [word for word in first if word[0].isupper() or word[0] == "@"]
    rest_fits = all(word in capitalised or word.lower() in _PARTICLES for word in first)
    return bool(first) and first[0] in capitalised and rest_fits


def _runs_on(text: str, this: Quotation, following: Quotation) -> bool:
    """True when ``this`` is left open at the end of its paragraph and ``following`` begins the
    next one."""
    between = text[this.end : following.start]
    return (
        this.end == this.inner.end
        and following.inner.start > following.start
        and "\n" in between
        and not between.strip()
    )


def _introduced(text: str, quotations: list[Quotation]) -> Iterator[Attribution]:
    """Quotations whose paragraph comes behind a line such as ``And from Chairwoman Brandt:``."""
    for quotation in quotations:
        if not _begins_line(text, quotation.start):
            continue
        above = text[max(0, quotation.start - _FAR) : quotation.start].rstrip()
        if not above.endswith(":"):
            continue
        end = max(0, quotation.start - _FAR) + len(above)
        line = re.split(f"[{_BREAKS}]", above)[-1]
        match = _INTRODUCED.fullmatch(text, end - len(line), end)
        if not match and "\n" in text[end : quotation.start]:
            match = _NAMED.fullmatch(text, end - len(line), end)
            match = match if match and _is_full_name(match[1]) else None
        if match and _is_signature(match[1]):
            content = Span(quotation.start, quotation.end)
            yield _new(Span(match.start(2), match.end(2)), Span(*match.span(1)), (content,))


def _is_full_name(words: str) -> bool:
    """Whether words are more than a label: two of them capitalised or more, none of the page's."""
    name = [word.lower().strip(".") for word in words.split(",")[0].split()]
    heavy = [word for word in name if word not in _PARTICLES]
    return len(heavy) > 1 and not any(word in _LABELS or not word.isalpha() for word in heavy)


# --- places ---------------------------------------------------------------------------------------


class _Places:
    """Which attributions have a part that overlaps a span; they are known by their number."""

    def __init__(self, found: Sequence[Attribution]) -> None:
        self._spans = sorted((s.start, s.end, i) for i, one in enumerate(found) for s in one.spans)
        self._starts = [start for start, _, _ in self._spans]
        self._furthest = list(accumulate((end for _, end, _ in self._spans), max))

    def at(self, span: Span) -> set[int]:
        """The numbers of those that share a character with ``span``."""
        out: set[int] = set()
        i = bisect_left(self._starts, span.end) - 1
        while i >= 0 and self._furthest[i] > span.start:
            _, end, number = self._spans[i]
            if end > span.start:
                out.add(number)
            i -= 1
        return out
