"""The records of quoth: plain, frozen, typed values that every room uses and none changes.

All positions are character offsets (Unicode code points) into ``Article.text``, end excluded, so
``article.text[span.start:span.end]`` is always the text shown. The words used here are those of
the field (PARC 3, PolNeAR): an *attribution* is a source, a cue and a content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["direct", "indirect", "mixed"]
Kind = Literal["speech", "thought", "intent"]
Tone = Literal["neutral", "distancing", "endorsing"]
Polarity = Literal["said", "denied", "absent", "refused", "hypothetical"]
BlockKind = Literal[
    "headline", "byline", "dateline", "heading", "paragraph", "list item", "caption",
    "block quotation", "pull quote", "transcript turn", "boilerplate",
]  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Block:
    """A line of an article and what it is; a paragraph and the dateline before it are two."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One news text with what is known of it.

    ``text`` is exactly what was given (for HTML: what was extracted); nothing is rewritten.
    ``published`` is an ISO 8601 date or date-time as found, or None. ``language`` is an ISO 639-1
    code. ``furniture`` are the spans of ``text`` that belong to the page and not to the article
    ("Advertisement", "READ: …"): they are kept, so that offsets hold, and never read. ``blocks``
    are the headings, paragraphs, list items and so on, in order; an article made by hand may leave
    them to the reading.
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

    def __post_init__(self) -> None:
        for span in self.furniture:
            if span.end > len(self.text):
                raise ValueError(f"furniture {span} lies outside the text of {self.id}")
        for block in self.blocks:
            if block.span.end > len(self.text):
                raise ValueError(f"{block.kind} {block.span} lies outside the text of {self.id}")


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """Who an attribution's source refers to, and why quoth thinks so.

    ``speaker`` is the id of a `Speaker` of the same reading. ``why`` is a short word such as
    "same name", "surname", "title", "pronoun", "first person", "context", "own words".
    ``confidence`` is between 0 and 1.
    """

    speaker: str
    why: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """One reported saying, thought or intent: source + cue + content.

    ``id`` is unique in the reading ("a1", "a2", … in reading order). ``within`` is the id of the
    nearest attribution inside whose content this one stands, or None. ``confidence`` is the
    model's probability for the cue. ``polarity`` "hypothetical" is a report that nobody says took
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

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of the three parts, in the order of the text."""
        cue = (self.cue,) if self.cue else ()
        return tuple(sorted((*self.sources, *cue, *self.contents)))

    @property
    def start(self) -> int:
        """Where the attribution begins in the text, in characters."""
        return min(span.start for span in self.spans)


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person, organisation, document or never-named party that sources refer to.

    ``id`` is unique in the reading ("s1", …). ``name`` is the fullest name the article gives, or
    None when it gives none. ``label`` is what to show: the name, or the party's own description
    in the article's words. ``roles`` are the titles and roles the article gives. ``mentions`` are
    all places that refer to the speaker. ``anonymity`` is the stated reason for not being named.
    """

    id: str
    name: str | None
    label: str
    type: SpeakerType
    roles: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    anonymity: Span | None = None


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
        end = len(self.article.text)
        for attribution in self.attributions:
            if any(span.end > end for span in attribution.spans):
                raise ValueError(f"{attribution.id} points outside the text of {self.article.id}")
            self._by_id[attribution.id] = attribution

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
