"""What a common noun stands for: a person, a body, a paper or another thing."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from quoth.reading.speakers.words import (
    BODIES,
    DOCUMENTS,
    PLURAL_PERSONS,
    ROLES,
    TITLES,
)

Sort = Literal["pronoun", "name", "person", "body", "paper", "thing"]

_MASS = frozenset(["police", "media", "press", "staff"])


def singular(low: str) -> str:
    """A word for a person, body or paper without the ending of its plural."""
    if low.endswith("men") and low[:-2] + "an" in ROLES:
        return low[:-2] + "an"
    if low.endswith("women"):
        return low[:-2] + "an"
    for known in (ROLES, BODIES, DOCUMENTS):
        if low in known and not low.endswith("s"):
            return low
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith("sses"):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is", "news")):
        return low[:-1]
    return low


@lru_cache(maxsize=8192)
def classify(low: str) -> tuple[Sort, bool]:
    """What a noun stands for, and whether it is a plural."""
    last = low.rsplit("-", 1)[-1] if low not in ROLES else low
    one = singular(last)
    plural = one != last
    if low in _MASS:
        return "body" if low not in ("staff",) else "person", low == "staff"
    if last in ROLES or (last in TITLES and one not in TITLES):
        return "person", False
    if last in PLURAL_PERSONS or (plural and (one in ROLES or one in TITLES)):
        return "person", True
    if last in DOCUMENTS or one in DOCUMENTS:
        return "paper", plural
    if last in BODIES or one in BODIES:
        return "body", plural
    return "thing", plural
