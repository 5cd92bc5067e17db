"""Quotations of a draft against what is kept: word for word, shortened, altered, not found.

Each quotation of the draft is looked for by the phrases it shares with kept statements, and what
is found is compared word by word. It is said how the words stand to those kept, and whether the
draft gives them to the same speaker; nothing is said of which of the two is right.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy.engine import Connection

from quoth.ledger.compare.align import Change, Opcode, changes, likeness, opcodes
from quoth.ledger.compare.tokens import STOP_WORDS, Tokens, spoken, tokens
from quoth.ledger.compare.values import Said
from quoth.ledger.compare.voices import Bond, Voices, bond
from quoth.ledger.phrases import Found, sharing_phrases
from quoth.ledger.search import load
from quoth.ledger.statement import Statement
from quoth.records import Attribution, Reading, Span
from quoth.text.quotations import find_quotations

#: How the words of a draft stand to those kept, the nearest first.
Verdict = Literal["word for word", "typography only", "shortened", "partly kept", "altered"]
_ORDER = {verdict: at for at, verdict in enumerate(get_args(Verdict))}
_SPEAKERS: dict[Bond, int] = {"same": 0, "open": 1, "different": 2}

FEWEST = 3  # words of a quotation that is looked for
_CANDIDATES = 60  # statements compared with one quotation
_LEAST = 0.6  # likeness of what is shown as altered
_LEAST_WORDS = 3  # with a subject, in common
_LEAST_PART = 0.4  # of a quotation of which only a part is kept
_LONGEST = 200  # words looked for of a text without quotation marks
_OMITTED = ("…", "...", ". .", "[")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a draft: its place, its words without the marks, and whose the draft says
    they are ("" when it does not say)."""

    span: Span
    words: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Match:
    """A kept statement with like words.

    ``verdict`` is how the draft's words stand to it: "word for word" and "typography only" also
    where the draft has a part of it; "shortened": words are left out where the draft says so;
    "partly kept": the draft has more at an end than is kept; "altered": words were left out without
    a mark, put in, or changed. ``speaker`` says whether the draft gives them to the same speaker.
    ``changes`` lead from the kept words to the draft's, ``left_out`` are the words that an ellipsis
    of the draft hides. ``likeness`` is from 0 to 1.
    """

    statement: Statement
    verdict: Verdict
    speaker: Bond
    likeness: float
    changes: tuple[Change, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft and the kept statements with like words, the nearest first; of those
    that are alike the earliest. ``looked``: it was looked for, which takes time."""

    quoted: Quoted
    matches: tuple[Match, ...]
    looked: bool = True

    @property
    def verdict(self) -> Verdict | Literal["not found", "not looked for"]:
        """How the words stand to the nearest statement."""
        if not self.looked:
            return "not looked for"
        return self.matches[0].verdict if self.matches else "not found"

    @property
    def other_speaker(self) -> bool:
        """Whether every match that is as near gives the words to another speaker."""
        return bool(self.matches) and all(
            one.speaker == "different" for one in self.matches if one.verdict == self.verdict
        )


def quotations_of(draft: Reading) -> tuple[Quoted, ...]:
    """The outermost quotations of a draft of three words or more; the whole text where it has no
    quotation marks and no more than 200 words."""
    text = draft.article.text
    found = []
    for one in find_quotations(text):
        words = one.inner.of(text)
        if one.depth == 1 and len(tokens(words)) >= FEWEST:
            place = Span(one.start, one.end)
            found.append(Quoted(place, words, _speaker(draft, place)))
    if not found and FEWEST <= len(tokens(text)) <= _LONGEST:
        whole = Span(0, len(text))
        found.append(Quoted(whole, text.strip(), _speaker(draft, whole)))
    return tuple(found)


def check(
    connection: Connection,
    quotations: Sequence[Quoted],
    *,
    limit: int = 5,
    seconds: float | None = None,
) -> tuple[Checked, ...]:
    """Each quotation with the kept statements whose words are alike, at most ``limit``; those whose
    turn does not come within ``seconds`` are not looked for."""
    checked = []
    end = math.inf if seconds is None else time.monotonic() + seconds
    known: dict[str, list[_Near]] = {}  # the same words may stand in a draft many times
    for quoted in quotations:
        if quoted.words not in known:
            if time.monotonic() >= end:
                checked.append(Checked(quoted, (), looked=False))
                continue
            found = sorted(_near(connection, quoted), key=lambda one: one.rank)
            known[quoted.words] = found[: 4 * limit]
        near = known[quoted.words]
        rows = [(one.found.id, one.found.version, 0.0) for one in near]
        by_id = {one.id: one for one in load(connection, rows)}
        matches = [
            _match(quoted, one, by_id[one.found.id]) for one in near if one.found.id in by_id
        ]
        matches = sorted(_outermost(matches), key=_nearness)
        checked.append(Checked(quoted, tuple(matches[:limit])))
    return tuple(checked)


@dataclass(frozen=True, slots=True)
class _Near:
    """A statement that is near a quotation, with its words and those of the draft."""

    found: Found
    kept: Tokens
    said: Tokens
    verdict: Verdict
    likeness: float

    @property
    def rank(self) -> tuple[int, float, int]:
        return _ORDER[self.verdict], -self.likeness, self.found.id


def _near(connection: Connection, quoted: Quoted) -> Iterator[_Near]:
    said = spoken(quoted.words, "direct")
    for found in sharing_phrases(connection, quoted.words, limit=_CANDIDATES):
        kept = spoken(found.content, found.form)
        codes = opcodes(kept.words, said.words)
        alike = likeness(kept.words, said.words, codes)
        verdict = _verdict(kept, found.content, said, quoted.words, codes)
        subject = sum(word not in STOP_WORDS for word in said.words)
        enough = alike.words >= min(_LEAST_WORDS, subject)
        if enough and (verdict != "altered" or alike.score >= _LEAST):
            yield _Near(found, kept, said, verdict, alike.score)


def _verdict(
    kept: Tokens, content: str, said: Tokens, words: str, codes: Sequence[Opcode]
) -> Verdict:
    shared = [code for code in codes if code[0] == "equal"]
    if not shared:
        return "altered"
    first, last = codes.index(shared[0]), codes.index(shared[-1])
    inner, ends = codes[first : last + 1], [*codes[:first], *codes[last + 1 :]]
    if any(op in ("insert", "replace") for op, *_ in inner):
        return "altered"
    if any(op == "replace" for op, *_ in ends):  # the kept quotation goes on otherwise
        return "altered"
    if any(op != "delete" for op, *_ in ends):
        part = sum(d - c for _, _, _, c, d in shared) / len(said)
        return "partly kept" if part >= _LEAST_PART and len(inner) == 1 else "altered"
    gaps = [code for code in inner if code[0] == "delete"]
    if gaps:
        marked = all(
            any(mark in words[said.ends[c - 1] : said.starts[c]] for mark in _OMITTED)
            for _, _, _, c, _ in gaps
        )
        return "shortened" if marked else "altered"
    (_, a, b, _, _) = shared[0]
    same = content[kept.starts[a] : kept.ends[b - 1]] == words[said.starts[0] : said.ends[-1]]
    return "word for word" if same else "typography only"


def _match(quoted: Quoted, near: _Near, statement: Statement) -> Match:
    told = changes(near.kept, near.found.content, near.said, quoted.words)
    hidden = tuple(
        near.found.content[one.reference_span[0] : one.reference_span[1]]
        for one in told[1:-1]
        if one.op == "delete"
    )
    mine = Voices.of([Said(0, 0, "", label=quoted.speaker)])
    theirs = Voices.of([Said(0, 0, "", label=who.label) for who in statement.speakers])
    return Match(
        statement,
        near.verdict,
        bond(mine, theirs),
        round(near.likeness, 3),
        told,
        hidden if near.verdict == "shortened" else (),
    )


def _outermost(matches: Sequence[Match]) -> Iterator[Match]:
    """The matches without those that stand in the words of another one that is as near: what
    somebody says that another said is first what somebody says."""
    verdicts = {
        (one.statement.version, one.statement.attribution.id): _ORDER[one.verdict]
        for one in matches
    }
    for one in matches:
        outer = (one.statement.version, one.statement.attribution.within or "")
        if outer not in verdicts or verdicts[outer] > _ORDER[one.verdict]:
            yield one


def _nearness(one: Match) -> tuple[int, int, float, str, int]:
    statement = one.statement
    return (
        _ORDER[one.verdict],
        _SPEAKERS[one.speaker],
        -one.likeness,
        statement.published or "9999",
        statement.id,
    )


def _speaker(draft: Reading, place: Span) -> str:
    """Whose words the draft says stand at ``place``: those of the innermost attribution that has
    the place from its first mark on. What is said within the marks is told by who says it."""
    best: tuple[int, int, Attribution] | None = None
    for at, one in enumerate(draft.attributions):
        overlap = sum(
            max(0, min(span.end, place.end) - max(span.start, place.start)) for span in one.contents
        )
        if overlap * 2 > len(place) and any(span.start <= place.start for span in one.contents):
            size = sum(map(len, one.contents))
            best = min(best, (size, at, one)) if best else (size, at, one)
    labels = {who.id: who.label for who in draft.speakers}
    found = best[2].speakers if best else ()
    return ", ".join(labels[ref.speaker] for ref in found)
