"""The records of quoth: plain, frozen, typed values that every room uses and none changes.

All positions are character offsets (Unicode code points) into ``Article.text``, end excluded, so
``article.text[span.start:span.end]`` is always the text shown. The words used here are those of
the field (PARC 3, PolNeAR): an *attribution* is a source, a cue and a content.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas
    import polars

Form = Literal["direct", "indirect", "mixed"]
Kind = Literal["speech", "thought", "intent"]
Tone = Literal["neutral", "distancing", "endorsing"]
Polarity = Literal["said", "denied", "absent", "refused", "hypothetical"]
BlockKind = Literal[
    "headline", "byline", "dateline", "heading", "paragraph", "list item", "caption",
    "block quotation", "pull quote", "embedded post", "transcript turn", "boilerplate",
]  # fmt: skip
Pronoun = Literal["she", "he", "they"]
SpeakerType = Literal["person", "organisation", "document", "unnamed", "author", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: characters ``start`` to ``end``, end excluded.

    Raises:
        ValueError: when the bounds are negative or out of order.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """True when ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True when the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def __len__(self) -> int:
        return self.end - self.start


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)([T ].+)?)?)?")


def is_date(text: str) -> bool:
    """Whether a text is a year, a month, a day or a moment of a day that there is (ISO 8601)."""
    parts = _DATE.fullmatch(text)
    if parts is None:
        return False
    try:
        date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
        if parts[4]:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def is_language(text: str) -> bool:
    """Whether a text has the form of a language code: "en", "en-GB"."""
    return _LANGUAGE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Block:
    """A line of an article and what it is; a paragraph and the dateline before it are two.

    ``time`` (ISO 8601) stands in the first block of an entry of a live blog: when it was written.
    """

    kind: BlockKind
    span: Span
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a live blog: its stretch of the article's text, and when it was written."""

    span: Span
    time: str


@dataclass(frozen=True, slots=True)
class Article:
    """One news text with what is known of it.

    ``text`` is exactly what was given (for HTML: what was extracted); nothing is rewritten.
    ``published`` is an ISO 8601 date or date-time as found, or None. ``language`` is an ISO 639-1
    code. ``furniture`` are the spans of ``text`` that belong to the page and not to the article
    ("Advertisement", "READ: …"): they are kept, so that offsets hold, and never read. ``blocks``
    are the headings, paragraphs, list items and so on, in order; an article made by hand may leave
    them to the reading. ``section`` is the part of the outlet it stood in ("Business"), as given.
    ``warnings`` say what may be missing or wrong in what was taken in; its reading repeats them.

    Raises:
        TypeError: when a field is of another type (authors are a tuple).
        ValueError: when ``published`` is no date there is, ``language`` no code of a language, or
            a span lies outside the text.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    furniture: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = field(default=(), compare=False)
    section: str | None = None

    def __post_init__(self) -> None:
        for name in ("id", "text", "title", "outlet", "url", "published", "language", "section"):
            value = getattr(self, name)
            if not isinstance(value, str) and (value is not None or name in ("id", "text")):
                raise TypeError(f"{name}: expected a str, not {type(value).__name__}")
        for name, kind in (("authors", str), ("furniture", Span), ("blocks", Block)):
            value = getattr(self, name)
            if not isinstance(value, tuple) or any(not isinstance(one, kind) for one in value):
                raise TypeError(f"{name}: expected a tuple of {kind.__name__}, not {value!r}")
        if self.published is not None and not is_date(self.published):
            raise ValueError(
                f"published: {self.published!r} is not a valid date; expected ISO 8601, for "
                "example 2020-03-01"
            )
        if self.language is not None and not is_language(self.language):
            raise ValueError(
                f"language: {self.language!r} is not a language code; expected for example en"
            )
        for span in self.furniture:
            if span.end > len(self.text):
                raise ValueError(f"furniture {span} lies outside the text of {self.id}")
        for block in self.blocks:
            if block.span.end > len(self.text):
                raise ValueError(f"{block.kind} {block.span} lies outside the text of {self.id}")
            if block.time is not None and not is_date(block.time):
                raise ValueError(
                    f"{block.kind} {block.span}: {block.time!r} is not a valid time (ISO 8601)"
                )

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of a live blog, in the order of the text; none in another article."""
        found: list[Entry] = []
        for block in self.blocks:
            if block.time is not None:
                found.append(Entry(block.span, block.time))
            elif found:
                last = found.pop()
                found.append(Entry(Span(last.span.start, block.span.end), last.time))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """Who an attribution's source refers to, and why quoth thinks so.

    ``speaker`` is the id of a `Speaker` of the same reading. ``why`` is a short word such as
    "same name", "surname", "description", "pronoun", "first person", "context", "own words".
    ``confidence`` is between 0 and 1.
    """

    speaker: str
    why: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Told:
    """In what the attributions of a reading are told in words.

    ``links`` are the attributions as they were given: those of the reading, which hold this, are
    not in it, so that nothing holds itself.
    """

    text: str
    people: dict[str, Speaker]
    links: dict[str, Attribution]

    def at(self, spans: tuple[Span, ...]) -> str:
        return " … ".join(span.of(self.text) for span in spans)

    def who(self, one: Attribution) -> str:
        return told_speaker(one, self.people, self.at(one.sources))

    def chain(self, one: Attribution) -> tuple[str, ...]:
        links: dict[str, str] = {}
        current: Attribution | None = one
        while current is not None and current.id not in links:  # ends even on a damaged chain
            cue = current.cue.of(self.text) if current.cue else ""
            links[current.id] = told_link(self.who(current) or "no source", cue)
            current = self.links.get(current.within) if current.within else None
        return tuple(links.values())[::-1]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One reported saying, thought or intent: source + cue + content.

    ``id`` is unique in the reading ("a1", "a2", … in reading order). ``within`` is the id of the
    nearest attribution inside whose content this one stands, or None. ``confidence`` is how likely
    the cue is one, ``content_confidence`` how likely its source and content are right too, both
    calibrated (docs/reading.md). ``polarity`` "hypothetical" is a report that nobody says took
    place: "might say", "had X said", "did X say?", "no evidence that X said". ``tone`` is the
    article's: a cue inside what somebody says is that speaker's word, and neutral here.
    ``addressee`` are the words that say to whom. ``said_on`` is
    an ISO date or range ("2020-03-01" or "2020-03-01/2020-03-07") where the text gives it.
    """

    id: str
    cue: Span | None
    sources: tuple[Span, ...]
    contents: tuple[Span, ...]
    form: Form = "indirect"
    kind: Kind = "speech"
    tone: Tone = "neutral"
    polarity: Polarity = "said"
    future: bool = False
    addressee: Span | None = None
    said_on: str | None = None
    within: str | None = None
    confidence: float = 1.0
    speakers: tuple[SpeakerRef, ...] = ()
    content_confidence: float = 1.0
    _told: _Told | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def source(self) -> str:
        """The words of the source, pieces joined by " … "; "" when none is expressed."""
        return self._words.at(self.sources)

    @property
    def content(self) -> str:
        """The words of the content, pieces joined by " … "."""
        return self._words.at(self.contents)

    @property
    def speaker(self) -> str:
        """Who speaks, in the fullest words there are: names, else the source as written, else what
        the article calls them; "" when there is nobody."""
        return self._words.who(self)

    @property
    def chain(self) -> tuple[str, ...]:
        """On whose word we have it, outermost first: ("the agency reports", "Ana Belić said")."""
        return self._words.chain(self)

    @property
    def _words(self) -> _Told:
        if self._told is None:
            raise ValueError(
                f"attribution {self.id} is not part of a reading; take it from Reading.attributions"
            )
        return self._told

    def __reduce__(self) -> tuple[Any, ...]:
        return Attribution, tuple(getattr(self, name) for name in _PLAIN)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of the three parts, in the order of the text."""
        cue = (self.cue,) if self.cue else ()
        return tuple(sorted((*self.sources, *cue, *self.contents)))

    @property
    def start(self) -> int:
        """Where the attribution begins in the text, in characters."""
        return min(span.start for span in self.spans)


_PLAIN = tuple(one.name for one in fields(Attribution) if one.init)


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person, organisation, document or never-named party that sources refer to.

    ``id`` is unique in the reading ("s1", …). ``name`` is the fullest name the article gives, or
    None when it gives none. ``label`` is what to show: the name, or the party's own words, as
    they stand inside a sentence. ``roles`` are the titles and roles the article gives.
    ``mentions`` are all places that refer to the speaker. ``anonymity`` is the stated reason
    for not being named. ``pronouns`` are those by which the article speaks of a person, the one
    used most first; they are never guessed from a name. ``body`` is the kind of an organisation
    ("ministry", "police", "court") and ``place`` the country or place that it belongs to, where
    its names or the article's words for it tell.
    """

    id: str
    name: str | None
    label: str
    type: SpeakerType = "unknown"
    roles: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    anonymity: Span | None = None
    pronouns: tuple[Pronoun, ...] = ()
    body: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the article with its bounds, unit, what it counts, and on whose word it stands.

    ``low`` and ``high`` are inclusive bounds in ``unit`` (None: not bounded on that side).
    ``unit`` is "%", an ISO 4217 code, a measure such as "km", or None for plain counts. ``of`` is
    what is counted, in the article's words. ``attribution`` is the id of the innermost attribution
    whose content holds the figure, or None when the article says it itself.
    """

    id: str
    span: Span
    low: float | None
    high: float | None
    unit: str | None = None
    of: str | None = None
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time named in the text, resolved against the publication date.

    ``start`` and ``end`` are ISO dates, both included, or None when the time cannot be resolved
    (no publication date is known): it is never guessed from today's date.
    """

    id: str
    span: Span
    start: str | None
    end: str | None


def check_spans(article: Article, attributions: Iterable[Attribution]) -> None:
    """Checks that all spans are places in the text.

    Raises:
        ValueError: naming the first attribution that points outside.
    """
    end = len(article.text)
    for one in attributions:
        if any(span.end > end for span in one.spans):
            raise ValueError(f"{one.id} points outside the text of {article.id}")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with everything that was read in it, and the model and version that read it."""

    article: Article
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[TimeMention, ...] = ()
    warnings: tuple[str, ...] = ()
    model: str = ""
    _by_id: dict[str, Attribution] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        check_spans(self.article, self.attributions)
        told = _Told(self.article.text, {who.id: who for who in self.speakers}, {})
        for given in self.attributions:
            bare = given if given._told is None else replace(given)
            told.links[given.id] = bare
            self._by_id[given.id] = mine = replace(bare)
            object.__setattr__(mine, "_told", told)
        if len(self._by_id) == len(self.attributions):
            object.__setattr__(self, "attributions", tuple(self._by_id.values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return Reading, tuple(getattr(self, one.name) for one in fields(self) if one.init)

    def __str__(self) -> str:
        """The reading for people, as `quoth read` shows it."""
        return str(_door("quoth.formats.shown", "as_text")(self))

    def _repr_html_(self) -> str:
        """The marked article, as notebooks show it."""
        return str(_door("quoth.formats.shown", "as_frame")(self))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, every field of it; `from_dict` is its inverse."""
        form: dict[str, Any] = _door("quoth.codec", "reading_to_dict")(self)
        return form

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Reading:
        """The reading of a JSON form.

        Raises:
            InputError: when it is none.
        """
        found: Reading = _door("quoth.codec", "reading_from_dict")(form)
        return found

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of pandas, one attribution a row; see `quoth.to_pandas`.

        Raises:
            OptionError: when pandas is not installed (extra ``pandas``).
        """
        return _door("quoth.formats.frames", "to_pandas")(self)

    def to_polars(self) -> polars.DataFrame:
        """A data frame of polars, one attribution a row; see `quoth.to_polars`.

        Raises:
            OptionError: when polars is not installed (extra ``polars``).
        """
        return _door("quoth.formats.frames", "to_polars")(self)  # type: ignore[no-any-return]

    def at_least(self, confidence: float) -> Reading:
        """The reading with the attributions of this `Attribution.confidence` or more.

        What stood within one that is left out stands within the next one outwards; figures on the
        word of one that is left out keep no attribution; speakers whom nothing refers to any more
        are left out too.
        """
        kept = {one.id for one in self.attributions if one.confidence >= confidence}

        def outwards(id: str | None) -> str | None:
            while id is not None and id not in kept:
                id = self._by_id[id].within if id in self._by_id else None
            return id

        attributions = tuple(
            replace(one, within=outwards(one.within)) for one in self.attributions if one.id in kept
        )
        spoken = {ref.speaker for one in attributions for ref in one.speakers}
        gone = {ref.speaker for one in self.attributions for ref in one.speakers} - spoken
        return replace(
            self,
            attributions=attributions,
            speakers=tuple(who for who in self.speakers if who.id not in gone),
            figures=tuple(
                one
                if one.attribution is None
                else replace(one, attribution=outwards(one.attribution))
                for one in self.figures
            ),
        )

    def text_of(self, *spans: Span) -> str:
        """The words at ``spans``, pieces joined by " … "."""
        return " … ".join(span.of(self.article.text) for span in spans)

    def __contains__(self, id: object) -> bool:
        """Whether the reading has an attribution of that id."""
        return id in self._by_id

    def attribution(self, id: str) -> Attribution:
        """The attribution of that id.

        Raises:
            KeyError: when the reading has none of that id.
        """
        return self._by_id[id]

    def chain(self, attribution: Attribution) -> Iterator[Attribution]:
        """``attribution`` and then each one it stands within, out to the article itself."""
        current: Attribution | None = attribution
        while current is not None:
            yield current
            current = self._by_id.get(current.within) if current.within else None


# Cues that are said before the source: "according to the agency".
_BEFORE_SOURCE = frozenset(("according to", "as per", "per", "in the words of"))


def told_speaker(one: Attribution, people: Mapping[str, Speaker], source: str) -> str:
    """Who speaks in the fullest words there are: names, else ``source``, the words of the source,
    else what the article calls them; "" when there is nobody."""
    cast = [people[ref.speaker] for ref in one.speakers if ref.speaker in people]
    if any(speaker.name for speaker in cast):
        return joined([speaker.name or speaker.label for speaker in cast])
    return source or joined([speaker.label for speaker in cast])


def told_link(who: str, cue: str) -> str:
    """One link of a chain: "the agency reports", "according to the agency"."""
    if cue.casefold() in _BEFORE_SOURCE:
        return f"{cue[:1].lower()}{cue[1:]} {who}"
    return f"{who} {cue}".rstrip()


def joined(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C"; the same name once."""
    several = list(dict.fromkeys(names))
    if not several[1:]:
        return "".join(several)
    return f"{', '.join(several[:-1])} and {several[-1]}"


def _door(module: str, name: str) -> Callable[..., Any]:
    """What a room above does with a reading; looked up when it is asked for, since records know
    nothing of the rooms above them."""
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
