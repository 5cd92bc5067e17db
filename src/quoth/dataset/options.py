"""The plain values that go from process to process: options, shards and what became of them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from quoth.errors import OptionError
from quoth.intake import IntakeOptions

SCHEMA_VERSION = 1
How = Literal["files", "lines", "rows", "archive"]
Status = Literal["read", "failed", "skipped", "foreign"]


@dataclass(frozen=True, slots=True)
class ShardOptions:
    """How a dataset is made. Everything here is part of the fingerprint of the run.

    ``intake`` says how inputs are taken in, ``model`` names a model folder in place of the shipped
    one. A shard holds about ``shard_words`` words. An article that takes longer than ``seconds``
    becomes a failed row. ``keep_text`` keeps the texts of what was read, ``keep_foreign`` those of
    articles in other languages too.

    Raises:
        OptionError: when ``shard_words`` or ``seconds`` is not above zero.
    """

    intake: IntakeOptions = field(default_factory=IntakeOptions)
    model: str | None = None
    shard_words: int = 1_000_000
    seconds: float = 60.0
    keep_text: bool = True
    keep_foreign: bool = False

    def __post_init__(self) -> None:
        if self.shard_words <= 0:
            raise OptionError(f"shard_words must be above zero, not {self.shard_words}")
        if self.seconds <= 0:
            raise OptionError(f"seconds must be above zero, not {self.seconds:g}")


class Source(NamedTuple):
    """One file of the inputs, or one address.

    ``name`` is its path below what the user named, the same on every machine; ``place`` is where
    this machine finds it; ``size`` is in bytes. ``reason`` is why it cannot be read, where that is
    known from its name alone.
    """

    name: str
    place: str
    size: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """A range of records: whole ``files``, or records ``start`` to ``stop`` (excluded; None: to the
    end) of the one file there is.

    ``how`` is "files" for whole ones; "lines" and "rows" count records from 1; of an "archive"
    the range is in bytes, and the records are those that begin in it. ``words`` is an estimate.
    """

    id: str
    files: tuple[Source, ...]
    how: How = "files"
    start: int = 0
    stop: int | None = None
    words: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The shard as JSON values; `from_dict` is the inverse."""
        return {**dataclasses.asdict(self), "files": [list(one) for one in self.files]}

    @classmethod
    def from_dict(cls, form: dict[str, Any]) -> Shard:
        """The shard that `to_dict` wrote."""
        return cls(**{**form, "files": tuple(Source(*one) for one in form["files"])})


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What became of a shard.

    ``counts`` are records by `Status`; ``reasons`` say how often what kept records from being read.
    ``parts`` are the size in bytes, SHA-256 and rows of both parts.
    """

    shard: str
    counts: dict[str, int]
    statements: int = 0
    words: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def records(self) -> int:
        """How many records the shard holds."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a whole dataset; ``missing`` are the shards that are not done."""

    shards: int
    missing: tuple[str, ...]
    counts: dict[str, int]
    statements: int
    words: int
    reasons: dict[str, int]

    @property
    def records(self) -> int:
        """How many records are done."""
        return sum(self.counts.values())

    @property
    def status(self) -> int:
        """The exit status: 0 all read, 1 some records failed, 75 shards are missing."""
        if self.missing:
            return 75
        return 1 if self.counts.get("failed") else 0


def digest(*parts: Any) -> str:
    """SHA-256 of JSON values, in hexadecimal."""
    form = json.dumps(parts, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(form.encode("ascii")).hexdigest()


def article_key(input: str, record: int) -> str:
    """The key of a record, the same in every run: of its input and its place in it."""
    return digest(input, record)[:32]
