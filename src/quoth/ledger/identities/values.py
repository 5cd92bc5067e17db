"""What goes into the joining of speakers across articles, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoth.records import SpeakerType

Why = Literal[
    "on its own",
    "same full name",
    "name with title",
    "other spelling",
    "middle name",
    "short given name and role",
    "initials",
    "initials and role",
    "part of the name and role",
    "other order of the name and role",
    "surname and role",
    "same account",
    "same author and outlet",
    "same full name, read as another type",
    "same organisation name",
    "same organisation name, other order",
    "acronym given in an article",
    "same title",
    "merged by a person",
]
"""Why an appearance belongs to its identity. docs/speakers.md says what each one asks for."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker as one article has them: the unit that is joined and never taken apart.

    ``key`` names the appearance and is unique; ``article`` is the key of its article. ``name`` to
    ``roles`` are those of `quoth.records.Speaker`. ``published`` is an ISO 8601 date or date-time,
    or None. ``other_names`` are names that the article uses beside ``name``; its acronyms are read.
    """

    key: int
    article: int
    name: str | None
    label: str
    type: SpeakerType
    roles: tuple[str, ...] = ()
    published: str | None = None
    outlet: str | None = None
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """A person's word that these appearances are one speaker."""

    keys: frozenset[int]


@dataclass(frozen=True, slots=True)
class Apart:
    """A person's word that no appearance of ``keys`` is the same speaker as one of ``others``."""

    keys: frozenset[int]
    others: frozenset[int]


Decision = Together | Apart


@dataclass(frozen=True, slots=True)
class Member:
    """One appearance in an identity. ``confidence`` (0 to 1) is set by hand for each reason."""

    key: int
    why: Why
    confidence: float


@dataclass(frozen=True, slots=True)
class Role:
    """A role with the days (ISO) of the first and last dated article that gives it, and in how
    many appearances it is given."""

    role: str
    first: str | None
    last: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Identity:
    """One speaker over all articles.

    ``id`` is "i" and the smallest key of its members. ``name`` is what to show: the name most
    often given. ``names`` are all names, the most frequent first; ``roles`` in order of time.
    """

    id: str
    name: str
    type: SpeakerType
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    members: tuple[Member, ...]
