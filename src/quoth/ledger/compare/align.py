"""Two quotations word by word: what they share, how one stands to the other, how alike they are.

Shared runs are found longest first (Ratcliff and Obershelp 1988, as in `difflib`), which keeps
phrases together where a longest common subsequence would scatter them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from quoth.ledger.compare.tokens import STOP_WORDS, Tokens

Relation = Literal["exact", "shortened", "spliced", "reworded"]
Op = Literal["equal", "insert", "delete", "replace"]
Opcode = tuple[Op, int, int, int, int]

_STOP_WEIGHT = 0.25  # what a word with no subject counts beside one with
_OMISSION = 1.0  # the most that leaving words out at one place costs, in words
_GAP = 3  # words left out at one place that make a splice even without a mark
_ELLIPSES = ("…", "...", "[", "”", "“", '"', ". .", "»", "«")


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words that two contents share or not.

    ``op`` leads from the reference to the member: "equal", "insert" (only the member has it),
    "delete" (only the reference), "replace". ``reference`` and ``member`` are the words as
    written; ``reference_span`` and ``member_span`` are their places (start, end) in characters of
    each content, empty where there are no words.
    """

    op: Op
    reference: tuple[str, ...]
    member: tuple[str, ...]
    reference_span: tuple[int, int]
    member_span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two quotations are: ``score`` from 0 to 1, ``words`` with a subject in common."""

    score: float
    words: int


@lru_cache(maxsize=4096)
def opcodes(reference: tuple[str, ...], member: tuple[str, ...]) -> tuple[Opcode, ...]:
    """How to make ``member`` of ``reference``, run by run; a lone common word like "the" between
    two replaced runs is replaced with them."""
    if reference == member:  # most are, and nothing needs to be looked for
        return (("equal", 0, len(reference), 0, len(member)),) if reference else ()
    found: list[Opcode] = [
        (op, a, b, c, d)
        for op, a, b, c, d in SequenceMatcher(None, reference, member, autojunk=False).get_opcodes()
    ]
    out: list[Opcode] = []
    for i, (op, a, b, c, d) in enumerate(found):
        lone = op == "equal" and b - a == 1 and reference[a] in STOP_WORDS
        if lone and 0 < i < len(found) - 1 and _new(found[i - 1]) and _new(found[i + 1]):
            op = "replace"
        if out and op != "equal" and out[-1][0] != "equal":
            _, first, _, third, _ = out.pop()
            out.append(("replace", first, b, third, d))
        else:
            out.append((op, a, b, c, d))
    return tuple(out)


def _new(code: Opcode) -> bool:
    return code[0] in ("insert", "replace")


def likeness(reference: Sequence[str], member: Sequence[str], codes: Sequence[Opcode]) -> Likeness:
    """How much of the member's words the reference has, in runs; what was left out before, after
    or at a join costs little, what was put in or put otherwise its full weight."""
    shared = lost = 0.0
    words = 0
    for i, (op, a, b, c, d) in enumerate(codes):
        if op == "equal":
            weights = [weight(word) for word in reference[a:b]]
            if b - a == 1 and weights[0] < 1 and len(codes) > 1:
                lost += weights[0]  # a lone "the" is in every text
                continue
            shared += sum(weights)
            words += sum(1 for each in weights if each == 1)
        elif op == "delete":
            if 0 < i < len(codes) - 1:
                lost += min(_OMISSION, sum(map(weight, reference[a:b])))
        else:
            lost += max(sum(map(weight, reference[a:b])), sum(map(weight, member[c:d])))
            if op == "replace" and i in (0, len(codes) - 1):
                # Only as many words as stand against each other: the rest was left out.
                most = sum(map(weight, member[c:d]))
                lost -= max(0.0, sum(map(weight, reference[a:b])) - most)
    return Likeness(shared / (shared + lost) if shared else 0.0, words)


def weight(word: str) -> float:
    """What a word counts for."""
    return _STOP_WEIGHT if word in STOP_WORDS else 1.0


def relation(
    reference: Sequence[str], member: Tokens, content: str, codes: Sequence[Opcode]
) -> Relation:
    """How the member's words stand to the reference's; ``content`` is the member's, for its marks.

    A gap of a word or two with no mark at the join is a rewording, a longer or a marked one a
    splice.
    """
    if "".join(reference) == "".join(member.words):
        return "exact"
    if any(op in ("insert", "replace") for op, *_ in codes):
        return "reworded"
    inner = [code for code in codes[1:-1] if code[0] == "delete"]
    if not inner:
        return "shortened"
    for _, a, b, c, _ in inner:
        between = content[member.ends[c - 1] : member.starts[c]]
        if b - a < _GAP and not any(mark in between for mark in _ELLIPSES):
            return "reworded"
    return "spliced"


def changes(
    reference: Tokens, reference_content: str, member: Tokens, member_content: str
) -> tuple[Change, ...]:
    """The difference of two contents, run by run, with places in both."""
    return tuple(
        Change(
            op,
            _written(reference, reference_content, a, b),
            _written(member, member_content, c, d),
            _span(reference, a, b),
            _span(member, c, d),
        )
        for op, a, b, c, d in opcodes(reference.words, member.words)
    )


def _written(found: Tokens, content: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(content[found.starts[i] : found.ends[i]] for i in range(first, last))


def _span(found: Tokens, first: int, last: int) -> tuple[int, int]:
    if first < last:
        return found.starts[first], found.ends[last - 1]
    at = found.ends[first - 1] if first else (found.starts[0] if len(found) else 0)
    return at, at
