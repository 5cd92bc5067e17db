"""Selects the amounts that are figures: first by rules, then by the classifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quoth.reading.figures.amounts import Amount, amounts
from quoth.reading.figures.sieve import Use, other_use
from quoth.reading.figures.tokens import Tokens
from quoth.reading.figures.weigh import likelihood

# F1 on web_dev and in cross-validation is flat between 0.4 and 0.55.
_LIKELY = 0.5
# Uses that the words around a number can speak against: "cut by {half}", "{+0.7%}".
_OPEN = frozenset({"part", "score", "code"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amount that may be a figure.

    ``use`` is what a rule takes it for, if one does. ``named`` is true when the article has the
    number as a name elsewhere ("Boeing 707").
    """

    amount: Amount
    use: Use | None
    named: bool


def candidates(tokens: Tokens, *, pounds: bool = False) -> Iterator[Candidate]:
    """The amounts of the text but those that are surely dates and the like, in text order.

    A number once seen as a name ("Boeing 707") is the same name where it stands alone later.
    """
    before: Amount | None = None
    use: Use | None = None
    names: set[float | None] = set()
    for amount in amounts(tokens, pounds=pounds):
        use = other_use(tokens, amount, before, use)
        before = amount
        alone = amount.written == "digits" and amount.unit is None and not amount.hedged
        if use in ("name", "code", "token") and alone and (amount.low or 0) >= 100:
            names.add(amount.low)
        elif use is None and alone and amount.low in names and tokens.word(amount.last) != "people":
            use = "name"
        if use is None or use in _OPEN:
            yield Candidate(amount, use, amount.low in names)


def figure_amounts(tokens: Tokens, *, pounds: bool = False) -> Iterator[Amount]:
    """The amounts that are figures, in text order.

    ``pounds``: the article writes the sign of the pound sterling, so "pounds" are money there.
    """
    for one in candidates(tokens, pounds=pounds):
        if likelihood(tokens, one.amount, one.use, named=one.named) >= _LIKELY:
            yield one.amount
