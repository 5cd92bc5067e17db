"""What a run tells while it goes on."""

from __future__ import annotations

from typing import Protocol

from quoth.dataset.options import ShardReport


class Told(Protocol):
    """Hears what a run tells on its way; `quoth.cli` shows it."""

    def planned(self, shards: int, words: int) -> None:
        """So many shards, of about so many words, are known to be there."""

    def done(self, report: ShardReport, before: bool) -> None:
        """A shard is done, or was ``before`` this run."""

    def say(self, line: str) -> None:
        """Something that the user is to know."""


class Silent:
    """Tells nobody."""

    def planned(self, shards: int, words: int) -> None:
        """Nothing."""

    def done(self, report: ShardReport, before: bool) -> None:
        """Nothing."""

    def say(self, line: str) -> None:
        """Nothing."""
