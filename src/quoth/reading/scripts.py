"""Layout rules: statements that are marked only by layout. The model has priority over them.

Five layouts, each with a form of its own that a sentence hardly ever has by chance:

- a transcript, ``MAYOR ROSK: We have no money.``: the cue is the colon, the content the line;
- a quotation signed with a dash, ``“We were not told.” — Commissioner Petra Vance``;
- a quotation introduced by a line of its own, ``And from Chairwoman Odile Brandt:``, or by a name
  alone on its line;
- a quotation that runs on over paragraphs, each of which opens it again;
- a quotation behind a sentence of what somebody did in place of saying it, ``Ada smiled. “…”``.

And one that looks like a statement and is none: the title of a work, ``“He Said No”``, also where
somebody is said to have played or sung it.

Where a rule and the model speak of the same words, the model's answer stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from quoth.reading.words import word_set
from quoth.records import Attribution, Span
from quoth.text import Document
from quoth.text.quotations import Quotation

# What a rule is right in, about, where the model has no answer of its own.
CONFIDENCE = 0.75

_BREAKS = "\n\r\u2028\u2029"
_MARKS = "\"“„«‘'‚‹"
_OPENING = frozenset(_MARKS + "»›")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TURN = re.compile(r"\s*([^\s:][^:]{0,78}?)\s?(:)\s+(\S.*)")
_ASIDE = re.compile(r"\s*\([^()]{1,40}\)\Z|\s*\(\(\(.{1,40}\)\)\)\Z")
_SMALL_IN_CAPITALS = re.compile(r"\bMa?c(?=[A-Z])")  # McCOY
_SIGNED = re.compile(r"\s*(—|―|–|--|-)\s*([^\s—–].*)")
_INTRODUCED = re.compile(
    r"\s*(?:[\"“]?(?:And|Then|But|Also|Next|Last|This|Here[’']s one|Here is one)\b[\w ,]{0,30}?\s)?"
    r"(?:[Ff]rom|[Bb]y)\s+(\S.{1,90}?)\s?(:)\s*\Z"
)
_NAMED = re.compile(r"\s*(\S[^:]{1,90}?)\s?(:)\s*\Z")
# What people in stories do in place of saying it: “Ada smiled. ‘…’”
_GESTURES = (
    "blinked|chuckled|frowned|gestured|glanced|grimaced|grinned|hesitated|laughed|leaned|nodded|"
    "paused|pointed|shook|shrugged|sighed|smiled|smirked|turned|waved|winced"
)
_GESTURE = re.compile(_GESTURES)
_DID = re.compile(
    r"(?:^|(?<=[.!?…\n]\s)|(?<=[”\"]\s)|(?<=\n))"
    r"((?:(?:Mr|Ms|Mrs|Dr)\.?\s)?[A-Z][\w'’-]+(?:\s(?:(?:de|van|von|al|bin)\s)?[A-Z][\w'’-]+){0,3})\s"
    rf"({_GESTURES})\b"
    r"[^.!?…\"“”\n]{0,60}[.…:]\s\Z"
)
# What is done with a work that has a title.
_PERFORMED = word_set(
    """
    play plays played playing sing sings sang sung singing perform performs performed performing
    hum hums hummed humming whistle whistles whistled whistling cover covers covered covering record
    records recorded recording release releases released releasing screen screens screened screening
    """
)
_NO_NAMES = word_set("this that these those it there what who everything nothing all both each")
_SAID = 4  # words of a quotation that somebody says in place of a scare quote
_LONGEST_SIGNATURE = 12  # words
_LAST_WORDS = 12  # of a quotation, which a content that has all the others should have too
_FAR = 250  # characters, within which a quotation is signed or introduced

# Words in capitals, or before a colon, that are labels of the page and no speakers.
_LABELS = word_set(
    """
    advertisement alert also analysis answer background boom breaking by caption claim clarification
    contact copyright correction credit credits date details developing disclaimer document
    documents edit editor editor's editors email exclusive exclusives fact facts fax file fix full
    gallery happening headline how image in-depth interactive just key last latest link links
    listen live location map medium more next note notes now opinion phone photo photos picture
    pictures place poll previous print published question quote rating read recap related reminder
    report review score scoop see share slideshow source sources spoiler story subject subscribe
    summary tag tags tel time timeline tip tips to today topics trending trivia true false tweet
    updated update updates url verdict video videos vote warning watch web website what when where
    who why wow
    """
)
_TITLES = word_set(
    """
    admiral alderman ambassador archbishop assemblyman assemblywoman attorney bishop captain chair
    chairman chairperson chairwoman chancellor chief col colonel commissioner congressman
    congresswoman councillor councilman councilwoman counsel delegate deputy detective director dr
    father gen general gov governor inspector judge justice king lady lieutenant lord maj major
    mayor minister moderator mr mrs ms mx officer pastor president presenter prince princess
    principal prof professor queen rabbi rep representative rev reverend secretary sen senator
    sergeant sgt sheriff sir sister speaker superintendent
    """
)
_PARTICLES = word_set(
    """
    of the and for de da del della der den di do dos du la le van von zu al el bin ibn y e ten ter
    af av i in at & to on
    """
)
_VERBS = re.compile(
    r"\b(?:said|says|saying|told|tells|asked|asks|wrote|writes|added|adds|is|are|was|were|has|have|"
    r"had|will|would|can|could|did|does|do|went|made|makes|got|get|goes|came|comes|read|reads)\b"
)


def scripted(document: Document, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` and what the layout of ``document`` says beside it, not numbered yet.

    Of ``found`` only titles of works are lost, and quotations given to whoever made a gesture
    behind them where another made one before. An attribution by a rule has the confidence
    `CONFIDENCE`; it is given only where the model has nothing, or has what lies wholly inside its
    content. Contents that stop within a quotation, or one that runs on, are followed to its end.
    """
    article, text = document.article, document.text
    quotations = list(document.outermost)
    turns = list(_turns(text))
    titles = [q for q in quotations if _is_title(text[q.inner.start : q.inner.end])]
    found = [
        _in_its_turn(one, turns)
        for one in found
        if not _stands_in_one(one, titles) and not _performs_one(text, one, titles)
    ]
    acted = list(_acted(text, quotations))
    answered = {new.contents for new in acted}  # “…” Bob nodded: whoever it was said to
    found = [f for f in found if f.contents not in answered or not _answers(text, f)]
    places = _Places(found)
    out = list(found)
    begun: set[int] = set()
    for new in (
        *turns,
        *_signed(text, quotations),
        *_introduced(text, quotations),
        *acted,
    ):
        if any(f.overlaps(span) for f in article.furniture for span in new.spans):
            continue
        others = {i for span in new.spans for i in places.at(span)}
        if new.contents[0].start not in begun and all(
            any(_lies_in(found[i], content) for content in new.contents) for i in others
        ):
            begun.add(new.contents[0].start)
            out.append(new)
    return _run_on(text, quotations, _to_the_mark(text, quotations, out))


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
        words = name.replace(",", " ").split()
        if not 0 < len(words) <= 6 or not all(_is_name_word(word) for word in words):
            continue
        # “Q:” and “A:” name nobody, and “Kole: 1,769.” is a count.
        if len(words[-1]) < 2 or not any(c.isalpha() for c in match[3]):
            continue
        if any(word.lower().strip(".") in _LABELS for word in words):
            continue
        first = match.start(1) + len(match[1]) - len(match[1].lstrip(_MARKS))
        source = Span(first, first + len(name))
        content = Span(match.start(3), match.start(3) + len(match[3].rstrip()))
        turn = (source, match.start(2), content, words[-1].upper())
        if _is_capitals(words[-1]):
            capitals.append(turn)
        elif len(words) <= 4:
            mixed.append(turn)
    yield from _if_spoken(text, capitals, repeated=1)
    yield from _if_spoken(text, mixed, repeated=2)


def _in_its_turn(one: Attribution, turns: list[Attribution]) -> Attribution:
    """``one`` with what it has of other turns of the transcript taken away: nobody speaks on in
    another's line."""
    at = bisect_left(turns, one.start + 1, key=lambda turn: turn.start) - 1
    if at < 0 or one.cue is None:
        return one
    line = turns[at].contents[0].end
    next_turn = turns[at + 1].start if at + 1 < len(turns) else None
    if next_turn is None or all(span.end <= next_turn for span in (*one.sources, *one.contents)):
        return one
    if turns[at].cue == one.cue:
        return replace(one, sources=turns[at].sources, contents=turns[at].contents)
    kept = [
        Span(content.start, min(content.end, line))
        for content in one.contents
        if content.start < line
    ]
    return replace(one, contents=tuple(kept)) if kept else one


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
    words = name.split()
    if not 0 < len(words) <= _LONGEST_SIGNATURE or _VERBS.search(name):
        return False
    if name[-1:] in ':;!?”"' or re.search(r"[a-z]{3}[.!?] ", name):
        return False
    first = name.split(",")[0].split()
    capitalised = [word for word in first if word[0].isupper() or word[0] == "@"]
    rest_fits = all(word in capitalised or word.lower() in _PARTICLES for word in first)
    return bool(first) and first[0] in capitalised and rest_fits


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


def _acted(text: str, quotations: list[Quotation]) -> Iterator[Attribution]:
    """Quotations of whole sentences right behind a short one of what somebody did: ``Ada turned to
    Bob. “We should have sold the mill.”``"""
    for quotation in quotations:
        said = text[quotation.inner.start : quotation.inner.end].strip()
        if len(said.split()) < _SAID or not said[:1].isupper() or said[-1:] not in ".!?…":
            continue
        match = _DID.search(text, max(0, quotation.start - _FAR), quotation.start)
        if match and match[1].split()[0].lower().strip(".") not in _NO_NAMES:
            content = Span(quotation.start, quotation.end)
            yield _new(Span(*match.span(2)), Span(*match.span(1)), (content,))


def _answers(text: str, one: Attribution) -> bool:
    """Whether the cue is a gesture behind the content: ``“…” Bob nodded.``"""
    cue = one.cue
    if cue is None or any(content.end > cue.start for content in one.contents):
        return False
    return bool(_GESTURE.fullmatch(cue.of(text)))


# --- titles of works ------------------------------------------------------------------------------


def _is_title(words: str) -> bool:
    """Whether words in quotation marks are written as a title is: every word of weight has a
    capital, and no stop parts them."""
    several = re.findall(r"[\w'’-]+", words)
    if len(several) < 2 or re.search(r"[.;:]\s|[.,;]\Z", words):
        return False
    heavy = [word for word in several if word.lower() not in _PARTICLES]
    return len(heavy) > 1 and all(word[0].isupper() or word[0].isdigit() for word in heavy)


def _stands_in_one(one: Attribution, quotations: list[Quotation]) -> bool:
    """Whether all of an attribution, and more than its content, stands in one of these."""
    at = bisect_left(quotations, one.start + 1, key=lambda quotation: quotation.start) - 1
    if at < 0 or one.cue is None:
        return False
    whole = Span(quotations[at].start, quotations[at].end)
    return _lies_in(one, whole)


def _performs_one(text: str, one: Attribution, titles: list[Quotation]) -> bool:
    """Whether what is "said" begins with a title and is played: ``The band played “…”``."""
    if one.cue is None or one.cue.of(text).lower().rsplit(None, 1)[-1] not in _PERFORMED:
        return False
    first = min(one.contents)
    return any(title.start <= first.start <= title.inner.start for title in titles)


# --- quotations that run on -----------------------------------------------------------------------


def _run_on(text: str, quotations: list[Quotation], found: list[Attribution]) -> list[Attribution]:
    """``found`` with contents followed through the paragraphs over which a quotation runs on."""
    starts = [q.start for q in quotations]
    places = _Places(found)
    out: list[Attribution] = []
    for number, one in enumerate(found):
        contents = sorted(one.contents)
        i = bisect_left(starts, contents[-1].end) - 1
        # What is said within the quotation, by another cue, does not run on with it.
        if i >= 0 and contents[-1].start > quotations[i].inner.start:
            i = -1
        while 0 <= i < len(quotations) - 1:
            this, following = quotations[i], quotations[i + 1]
            # But for a full stop or so, the content reaches the end of what is left open.
            if text[min(contents[-1].end, this.end) : this.end].strip(" .!?…,"):
                break
            span = Span(following.start, following.end)
            if text[span.start] not in _OPENING or not _runs_on(text, this, following):
                break
            others = [found[k] for k in places.at(span) if k != number]
            if not all(_lies_in(other, span) for other in others):
                break
            if any(o.start == following.inner.start and _is_turn(text, o) for o in others):
                break
            if contents[-1].start <= this.start < contents[-1].end < this.end:
                contents[-1] = Span(contents[-1].start, this.end)
            contents.append(span)
            i += 1
        out.append(replace(one, contents=tuple(contents)))
    return out


def _to_the_mark(
    text: str, quotations: list[Quotation], found: list[Attribution]
) -> list[Attribution]:
    """``found`` with contents that have a quotation but for its last words led to its end."""
    starts = [q.start for q in quotations]
    places = _Places(found)
    out: list[Attribution] = []
    for one in found:
        contents = list(one.contents)
        for k, content in enumerate(contents):
            i = bisect_left(starts, content.end) - 1
            if i < 0:
                continue
            quotation = quotations[i]
            words = text[content.end : quotation.inner.end].split()
            if (
                0 < len(words) <= _LAST_WORDS
                and quotation.inner.end < quotation.end  # a mark closes it
                and content.start <= quotation.inner.start
                and text[content.end - 1] not in ".!?…"
                and not places.at(Span(content.end, quotation.end))
            ):
                contents[k] = Span(content.start, quotation.end)
        out.append(replace(one, contents=tuple(contents)))
    return out


def _is_turn(text: str, one: Attribution) -> bool:
    return one.cue is not None and one.cue.of(text) == ":"


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
