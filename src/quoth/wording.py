"""Display texts that all formats share: speakers, chains, bounds, tags, positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from quoth.records import (
    Attribution,
    Entry,
    Figure,
    Reading,
    Speaker,
    told_link,
    told_speaker,
)
from quoth.records import (
    joined as joined,
)

# A speaker's titles and roles are many over a long article: one statement shows the first.
_ROLES = 2
_FEW = 3  # words of a line
_FIRST_WORDS = 70  # characters of a text that stand for its title
_MARKS = frozenset("\"“”„«»‘'‚‹›")  # of quotations
_SPACE = re.compile(r"\s+")

#: How the warning begins that a date is not understood; whoever shows many readings counts them.
DATE_UNCLEAR = "date not understood: "

#: The language that quoth reads (ISO 639-1).
READ_LANGUAGE = "en"

#: How the warning begins that a text is not read for its language.
FOREIGN = "the text seems to be in another language"


def foreign(language: str) -> str:
    """What is said of a text in that language (ISO 639-1), which is not read."""
    return f"{FOREIGN} ({language}); quoth reads English only (--lang en reads it anyway)"


# What steers a terminal, or shows words in another order than they are written: control
# characters, line separators, bidirectional overrides and isolates, annotations, surrogates.
UNSAFE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff"
_UNSAFE = re.compile(f"[{UNSAFE}]")


def visible(text: str) -> str:
    """``text`` on one line and safe to print: white space is one space, and a character that
    could steer the terminal or turn the order of words is shown as its escape (``\\x1b``).
    """
    if text.isprintable() and "  " not in text:  # most are: no other space, nothing unsafe
        return text.strip()
    return _SPACE.sub(" ", _UNSAFE.sub(_escape, text)).strip()


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character.isspace() and not "\x1c" <= character <= "\x1f":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


@dataclass(frozen=True)
class Words:
    """Looks things up in one reading and says them in words; nothing is escaped here."""

    reading: Reading

    @cached_property
    def _people(self) -> dict[str, Speaker]:
        return {speaker.id: speaker for speaker in self.reading.speakers}

    @cached_property
    def _breaks(self) -> list[int]:
        text = self.reading.article.text
        return [match.start() for match in re.finditer("\n", text)]

    @cached_property
    def _known(self) -> dict[str, Attribution]:
        return {one.id: one for one in self.reading.attributions}

    @cached_property
    def figures(self) -> dict[str | None, list[Figure]]:
        """The figures by the id of the attribution on whose word they stand (None: nobody's)."""
        out: dict[str | None, list[Figure]] = {}
        for figure in self.reading.figures:
            owner = figure.attribution if figure.attribution in self._known else None
            out.setdefault(owner, []).append(figure)
        return out

    def line(self, start: int) -> int:
        """The number of the line, from 1, that holds character ``start`` of the text."""
        return bisect_right(self._breaks, start - 1) + 1

    def speakers(self, one: Attribution) -> list[Speaker]:
        """Who the attribution's source refers to."""
        return [self._people[ref.speaker] for ref in one.speakers if ref.speaker in self._people]

    def source(self, one: Attribution) -> str:
        """The words of the source, "" when none is expressed."""
        return self.reading.text_of(*one.sources)

    def cue(self, one: Attribution) -> str:
        """The words of the cue, "" when there are none."""
        return self.reading.text_of(one.cue) if one.cue else ""

    def content(self, one: Attribution) -> str:
        """The words of the content, pieces joined by " … "."""
        return self.reading.text_of(*one.contents)

    def who(self, one: Attribution) -> str:
        """The speaker in the fullest words there are: names, else the source as written."""
        return told_speaker(one, self._people, self.source(one)) or "no source"

    def person(self, one: Attribution) -> list[str]:
        """Name, then roles, of who speaks, as far as the source as written does not say them."""
        cast = self.speakers(one)
        source = visible(self.source(one)).casefold()
        known = [self.who(one) if source else joined([speaker.label for speaker in cast])]
        known += [role for speaker in cast for role in speaker.roles][:_ROLES]
        fresh = dict.fromkeys(words for words in known if visible(words).casefold() not in source)
        return list(fresh) if cast else []

    def when(
        self, one: Attribution, day: Callable[[str], str] = lambda iso: iso.replace("/", " to ")
    ) -> list[str]:
        """What the article says of the occasion: no name and why, to whom, when (``day`` writes
        that)."""
        cast = self.speakers(one)
        facts = []
        if cast and all(speaker.type == "unnamed" for speaker in cast):
            facts.append("not named")
        reasons = [self.reading.text_of(who.anonymity) for who in cast if who.anonymity]
        if reasons:
            facts.append(joined(reasons))
        if one.addressee:
            facts.append(f"to {self.reading.text_of(one.addressee).removeprefix('to ')}")
        if one.said_on:
            facts.append(f"on {day(one.said_on)}")
        entry = bisect_right(self._entries, one.start, key=lambda begun: begun.span.start) - 1
        if entry >= 0:
            facts.append(f"in the entry of {day(self._entries[entry].time)}")
        return facts

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return self.reading.article.entries

    def form(self, one: Attribution) -> str:
        """Direct, indirect or mixed; "paraphrase" for what one speaker says in a quotation of
        another's words without marks of their own: “The mayor told us it was safe,” Rosk said."""
        outer = self._known.get(one.within or "")
        if outer is None or one.form != "direct":
            return one.form
        who = {ref.speaker for ref in one.speakers}
        own_words = bool(who) and who == {ref.speaker for ref in outer.speakers}
        text = self.reading.article.text
        theirs = {at for span in outer.contents for at in (span.start - 1, span.start)}
        marked = any(
            at not in theirs and text[at : at + 1] in _MARKS
            for span in one.contents
            for at in (span.start, max(0, span.start - 1))
        )
        return "direct" if own_words or marked else "paraphrase"

    def outward(self, one: Attribution) -> Iterator[Attribution]:
        """``one`` and then each attribution it stands within; ends even on a damaged chain."""
        seen: set[str] = set()
        current: Attribution | None = one
        while current is not None and current.id not in seen:
            seen.add(current.id)
            yield current
            current = self._known.get(current.within) if current.within else None

    def depth(self, one: Attribution) -> int:
        """In how many attributions ``one`` stands."""
        return sum(1 for _ in self.outward(one)) - 1

    def chain(self, one: Attribution) -> list[str]:
        """On whose word we have it, outermost first: ["the agency reports", "Ana Belić said"]."""
        links = list(self.outward(one))[::-1]
        return [self._link(link) for link in links]

    def _link(self, one: Attribution) -> str:
        return told_link(self.who(one), self.cue(one))


def shortened(text: str, limit: int) -> str:
    """``text``, or its first words and "…" where it has more than ``limit`` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return head[: cut if cut > limit // 2 else None].rstrip() + "…"


def is_web_address(url: str) -> bool:
    """True for an absolute http or https address without white space or control characters."""
    if not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def publisher(outlet: str | None, url: str | None) -> str:
    """Who published an article: its outlet, or the host of its address where it gives none."""
    if outlet or not url:
        return outlet or ""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def headline(title: str | None, text: str) -> str:
    """What an article is called: its title, or the first words of its text where it has none."""
    if title:
        return title
    start = text[:400].strip()
    first = start.partition("\n")[0]
    # A first line of a word or two ("Holt", "5 May") says little by itself.
    return shortened(visible(first if len(first.split()) > _FEW else start), _FIRST_WORDS)


def bounds(figure: Figure) -> str:
    """The bounds of a figure with its unit: "≥ 20", "20–30 km", "12 %", "≤ 37,600 EUR"."""
    low, high = figure.low, figure.high
    if low is None and high is None:
        number = "?"
    elif high is None:
        number = f"≥ {_number(low)}"
    elif low is None:
        number = f"≤ {_number(high)}"
    elif low == high:
        number = _number(low)
    else:
        number = f"{_number(low)}–{_number(high)}"
    return f"{number} {figure.unit}" if figure.unit else number


def _number(value: float | None) -> str:
    assert value is not None
    if value == round(value) and abs(value) < 1e15:
        return f"{value:,.0f}"
    return f"{value:,.10g}"


def tags(one: Attribution) -> list[str]:
    """What is worth saying of an attribution: its form, and what is not the common case."""
    out: list[str] = [one.form]
    if one.kind != "speech":
        out.append(one.kind)
    if one.tone != "neutral":
        out.append(one.tone)
    if one.polarity != "said":
        out.append({"absent": "not said"}.get(one.polarity, one.polarity))
    if one.future:
        out.append("yet to come")
    return out


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 speaker", "2 speakers"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


def day_in_words(told: str | None) -> str:
    """A day, month, year, moment or range in ISO 8601 as people write it: "14 September 2019",
    "September 2019", "14 September 2019, 08:30 UTC"; what is none of them stays as it is."""
    first, _, last = (told or "").partition("/")
    if last and last != first:
        return f"{_day(first)} to {_day(last)}"
    return _day(first)


def _day(told: str) -> str:
    moment = _MOMENT.fullmatch(told)
    if moment is None or not 1 <= int(moment[2] or 1) <= 12:
        return told
    month = _MONTHS[int(moment[2]) - 1] if moment[2] else ""
    shown = " ".join(part for part in ((moment[3] or "").lstrip("0"), month, moment[1]) if part)
    if not moment[4]:
        return shown
    zone = moment[5] or ""
    zone = " UTC" if zone in ("Z", "+00:00", "+0000") else zone and f" {zone}"
    return f"{shown}, {moment[4]}{zone}"


def published_in_words(published: str | None) -> str | None:
    """When an article was published, in columns of a terminal: "2019-09-14 08:30 UTC"; else as it
    is."""
    moment = _MOMENT.fullmatch(published or "")
    if moment is None or not moment[4]:
        return published
    zone = moment[5] or ""
    zone = " UTC" if zone in ("Z", "+00:00", "+0000") else zone and f" {zone}"
    return f"{moment[1]}-{moment[2]}-{moment[3]} {moment[4]}{zone}"
