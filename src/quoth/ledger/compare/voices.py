"""Whether two statements are the same speaker's, as far as can be known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from quoth.ledger.compare.tokens import plain
from quoth.ledger.compare.values import Said

Bond = Literal["same", "open", "different"]


@dataclass(frozen=True, slots=True)
class Voices:
    """The speakers of one or several statements: identities, and last words of names."""

    identities: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, said: Iterable[Said]) -> Voices:
        """The speakers of ``said``."""
        several = list(said)
        return cls(
            frozenset(one.speaker for one in several if one.speaker),
            frozenset(name for name in map(surname, several) if name),
        )


def surname(one: Said) -> str:
    """The last word of the speaker's name, "" when the label holds no name."""
    return _surname(one.label)


@lru_cache(maxsize=65_536)
def _surname(label: str) -> str:
    words = [word for word in label.split(",")[0].split() if word[:1].isupper()]
    # "The minister" begins with a capital and is no name.
    if not words or (len(words) == 1 and label.split()[0] in ("The", "A", "An")):
        return ""
    return plain(words[-1])


def bond(a: Voices, b: Voices) -> Bond:
    """Whether two sets of statements are of one speaker; "open": nobody can tell."""
    if a.identities & b.identities:
        return "same"
    named_alike = bool(a.names & b.names)
    if a.identities and b.identities:
        return "open" if named_alike else "different"
    if named_alike:
        return "same"
    return "different" if a.names and b.names else "open"
