"""Which amounts of a text are figures: first the rules, then the weights."""

from __future__ import annotations

from collections.abc import Iterator

from quoth.reading.figures.amounts import Amount, amounts
from quoth.reading.figures.sieve import Use, other_use
from quoth.reading.figures.tokens import Tokens
from quoth.reading.figures.weigh import likelihood

# Chosen by cross-validation on news_train.jsonl, where F1 is flat between 0.4 and 0.6.
_LIKELY = 0.5


def open_amounts(tokens: Tokens, *, pounds: bool = False) -> Iterator[Amount]:
    """The amounts that no rule takes for a date, an age, a name or the like.

    A number once seen as a name ("Boeing 707") is the same name where it stands alone later.
    """
    before: Amount | None = None
    use: Use | None = None
    names: set[float | None] = set()
    for amount in amounts(tokens, pounds=pounds):
        use = other_use(tokens, amount, before, use)
        before = amount
        alone = amount.written == "digits" and amount.unit is None and not amount.hedged
        if use in ("name", "code") and alone and (amount.low or 0) >= 100:
            names.add(amount.low)
        elif use is None and alone and amount.low in names and tokens.word(amount.last) != "people":
            use = "name"
        if use is None:
            yield amount


def figure_amounts(tokens: Tokens, *, pounds: bool = False) -> Iterator[Amount]:
    """The amounts that are figures, in text order.

    ``pounds``: the article writes the sign of the pound sterling, so "pounds" are money there.
    """
    for amount in open_amounts(tokens, pounds=pounds):
        if likelihood(tokens, amount) >= _LIKELY:
            yield amount
