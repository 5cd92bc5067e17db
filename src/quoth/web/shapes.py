"""What the interface answers, as types: the description of it is made from them.

Readings and their parts have the shape of `quoth.codec`, which derives it from the records; `Part`
names one, and `described` puts its schema in. Answers are written by `quoth.formats` and not by
these models; that both agree is tested, a field too many included.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from quoth.codec import reading_schema
from quoth.ledger.audit import Audit, Counted, Ref, SpeakerCount
from quoth.ledger.checking import Verdict
from quoth.ledger.compare.align import Op, Relation
from quoth.ledger.compare.voices import Bond
from quoth.ledger.corrections import Correction
from quoth.ledger.keep import Outcome
from quoth.ledger.logbook import Entry
from quoth.ledger.users import User
from quoth.records import Form, SpeakerType
from quoth.web.uploads import JobState

_MARK = "x-quoth-part"
_DEFINED = "#/components/schemas/"

Reading = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Reading"})]
Attribution = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Attribution"})]
Speaker = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Speaker"})]
Figure = Annotated[dict[str, Any], WithJsonSchema({_MARK: "Figure"})]
Pair = Annotated[
    list[int],
    WithJsonSchema(
        {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2,
         "description": "Start and end, end excluded."}
    ),
]  # fmt: skip


# Records of the ledger that answers hold as they are.
DecisionLogged = Correction
LogEntry = Entry
UserKnown = User
StatementRef = Ref
Share = Counted
SpeakerShare = SpeakerCount
_RECORDS = {
    *("AuditOf", "Correction", "Counted", "Entry", "Mark", "Ref", "SpeakerCount", "Trouble"),
    *("User", "Watched", "WatchedWhole"),
}


class Shape(BaseModel):
    """An object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Health(Shape):
    """What the server is, and how busy."""

    quoth: str
    ledger: bool
    workers: int
    jobs: int


class KeptText(Shape):
    """What became of an article that was to be kept; ``id`` is that of its text."""

    address: str
    outcome: Outcome
    id: int
    version: int
    statements: int
    learnt: list[str]
    warning: str | None


class Listed(Shape):
    """An article of the ledger; ``id`` is that of its current text."""

    id: int
    address: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    added_at: str
    version: int
    statements: int
    headline: str
    publisher: str | None


class SaidThen(Shape):
    """A statement of a version of an article."""

    id: str
    start: int
    speaker: str
    cue: str
    content: str
    form: Form


class FigureThen(Shape):
    """A figure of a version of an article."""

    id: str
    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str | None
    of: str | None


class VersionChange(Shape):
    """What changed from the version before."""

    what: str
    before: SaidThen | FigureThen | None
    after: SaidThen | FigureThen | None


class VersionOf(Shape):
    """One text that an article had."""

    version: int
    added_at: str
    title: str | None
    model: str
    statements: int
    changes: list[VersionChange]


class History(Shape):
    """The versions of an article, the first one first."""

    address: str
    versions: list[VersionOf]


class ArticleKnown(Shape):
    """What is known of an article."""

    id: str
    address: str
    version: int
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    language: str | None
    authors: list[str]


class StatementKept(Shape):
    """A statement of the ledger; ``marks`` are the words of the search in ``content``;
    ``tags`` and ``collections`` those that it, its article or a speaker of it has."""

    id: int
    article: ArticleKnown
    who: str
    source: str
    cue: str
    content: str
    chain: list[str]
    attribution: Attribution
    speakers: list[Speaker]
    identities: list[str]
    figures: list[Figure]
    marks: list[Pair]
    before: str
    after: str
    status: str | None
    score: float
    model: str
    tags: list[str]
    collections: list[str]


class DecisionMade(Shape):
    """The number of a decision, the statement it hit, and that statement in words before and
    after."""

    decision: int
    statement: int | None
    before: str
    after: str


class UploadFailure(Shape):
    """What of a file could not be kept, and why."""

    file: str
    why: str


class UploadState(Shape):
    """Files that are taken in, read and kept behind the scenes, and how far that is. ``outcomes``
    counts articles as ``KeptText.outcome`` does; ``failures`` names the first 500 of ``failed``."""

    id: str
    state: JobState
    by: str | None
    files: int
    files_done: int
    articles_kept: int
    outcomes: dict[str, int]
    failed: int
    failures: list[UploadFailure]
    seconds_left: int | None


class SpeakerHeard(Shape):
    """A speaker over all articles."""

    id: str
    name: str
    type: SpeakerType
    names: list[str]
    roles: list[str]
    statements: int
    articles: int
    outlets: int
    words: int
    direct_words: int
    paraphrased_words: int
    first: str | None
    last: str | None


class PlaceHeard(Shape):
    """An article in which a speaker appears, and why it is that speaker; ``speaker`` is the number
    of that appearance, by which it is split off."""

    speaker: int
    article: int
    title: str | None
    outlet: str | None
    published: str | None
    label: str
    roles: list[str]
    why: str
    confidence: float


class Beside(Shape):
    """Who else is heard in the same articles."""

    id: str
    name: str
    articles: int


class SpeakerWhole(SpeakerHeard):
    """A speaker with where they appear."""

    places: list[PlaceHeard]
    beside: list[Beside]


class WordChange(Shape):
    """Words of both, and where they stand in the content of each, in characters (``_span``)."""

    op: Op
    reference: list[str]
    member: list[str]
    reference_span: Pair
    member_span: Pair


class QuotationMember(Shape):
    """A statement that gives the quotation."""

    statement: int
    article: int
    speaker: str | None
    label: str
    content: str
    relation: Relation
    first: bool
    changes: list[WordChange]


class QuotationIn(Shape):
    """One quotation in several articles; ``reference`` is the fullest statement."""

    reference: int
    members: list[QuotationMember]


class Shared(Shape):
    """A stretch of text that two articles share, in words."""

    reference: Pair
    copied: Annotated[Pair, Field(alias="copy")]


class CopyOf(Shape):
    """An article that shares text with the reference: which share of each."""

    article: int
    of_reference: float
    of_copy: float
    whole: bool
    stretches: list[Shared]


class Copies(Shape):
    """Articles that are copies of one text, whole or in part."""

    reference: int
    earliest: int | None
    copies: list[CopyOf]


class FigureMember(Shape):
    """A figure, and on whose word it stands."""

    figure: int
    article: int
    words: str
    low: float | None
    high: float | None
    statement: int | None
    speaker: str | None
    label: str | None
    chain: list[str]
    said_on: str | None
    copies: list[int]


class FiguresOf(Shape):
    """Figures of one story that count the same thing, in order of time."""

    of: str | None
    unit: str | None
    disjoint: bool
    disjoint_on_a_day: bool
    members: list[FigureMember]


class Unsourced(Shape):
    """A stretch of an article without a statement."""

    article: str
    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True)
class AuditOf(Audit):
    """Counts of one group (``by``); no verdict."""

    longest_unsourced: Unsourced | None  # type: ignore[assignment]  # a span is told by its ends


class DraftChange(Shape):
    """Words that differ between the kept statement and the draft, by characters of each."""

    op: Op
    kept: Pair
    draft: Pair
    kept_words: str
    draft_words: str


class CheckMatch(Shape):
    """A kept statement with like words."""

    statement: int
    verdict: Verdict
    speaker: Bond
    likeness: float
    left_out: list[str]
    changes: list[DraftChange]
    who: str
    content: str
    form: Form
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None


class QuotationChecked(Shape):
    """A quotation of a draft; its place is in characters of the draft."""

    start: int
    end: int
    words: str
    speaker: str | None
    verdict: Verdict | Literal["not found", "not looked for"]
    other_speaker: bool
    matches: list[CheckMatch]


class CitronSpan(Shape):
    """Characters of the text, end excluded, and the words there."""

    start: int
    end: int
    text: str


class CitronQuote(Shape):
    """A quote as Citron's server gives it."""

    sources: list[CitronSpan]
    coreferences: list[CitronSpan]
    cue: CitronSpan
    contents: list[CitronSpan]
    confidence: str


class CitronSource(Shape):
    """What answered."""

    application: str
    model: str


class CitronAnswer(Shape):
    """The answer of Citron's server."""

    quotes: list[CitronQuote]
    source: CitronSource


@cache
def examples() -> dict[str, Any]:
    """An answer of each operation by "METHOD path", as docs/make_examples.py had it."""
    text = (files("quoth.web") / "examples.json").read_text("utf-8")
    form: dict[str, Any] = json.loads(text)
    return form


def described(form: dict[str, Any]) -> None:
    """Puts into the description of the interface what its types cannot say: the shapes of readings,
    an example of each answer, and the media type of errors."""
    reading = reading_schema()
    parts = {**reading.pop("$defs"), "Reading": reading}
    reading.pop("$schema")
    schemas = form["components"]["schemas"] | parts
    for name in _RECORDS & set(schemas):  # each field is there, and no other
        schemas[name] |= {
            "required": list(schemas[name]["properties"]),
            "additionalProperties": False,
        }
    form["components"]["schemas"] = {
        _called(name): _referring(one) for name, one in schemas.items()
    }
    form["paths"] = _referring(form["paths"])
    known = examples()
    for path, operations in form["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation.get("responses", {}).items():
                content = answer.get("content", {})
                if status[:1] in "45" and "application/json" in content:
                    content["application/problem+json"] = content.pop("application/json")
                elif status[:1] == "2" and "application/json" in content:
                    example = known.get(f"{method.upper()} {path}")
                    if example is not None:
                        content["application/json"]["example"] = example


def _called(name: str) -> str:
    """The name of a shape as people write it: "Answer_list_Listed__" is "AnswerOfListListed"."""
    if not name.startswith("Answer_"):
        return name
    if "Annotated" in name:  # a part of a reading, which is always the whole of it
        return "AnswerOfReading"
    words = [one for one in name.split("_") if one]
    return "AnswerOf" + "".join(word[0].upper() + word[1:] for word in words[1:])


def _referring(form: Any) -> Any:
    """A schema with references to where the shapes of readings stand here."""
    if isinstance(form, list):
        return [_referring(one) for one in form]
    if not isinstance(form, dict):
        return form
    if _MARK in form:
        return {"$ref": _DEFINED + form[_MARK]}
    out = {name: _referring(one) for name, one in form.items()}
    if isinstance(out.get("$ref"), str):
        out["$ref"] = _DEFINED + _called(out["$ref"].rpartition("/")[2])
    return out
