"""The part of `quoth.Ledger` by which people decide about statements and speakers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quoth.errors import OptionError
from quoth.ledger import story_decisions
from quoth.ledger.corrections import Action, Changes, Correction, known, log, renames
from quoth.ledger.database import Database
from quoth.ledger.joined import join_speakers, rejoin
from quoth.ledger.stories import group_stories


class Decided:
    """Decisions by people. Each is logged with when, by whom and why, may be undone, and outlives
    every new reading. All raise OptionError when what they are told cannot be."""

    database: Database

    def confirm(self, statement: int, *, by: str | None = None, why: str | None = None) -> int:
        """Says that a statement is right as it is; gives the number of the decision."""
        return self._decide(statement, "confirm", Changes(), by, why)

    def correct(
        self, statement: int, changes: Changes, *, by: str | None = None, why: str | None = None
    ) -> int:
        """Changes parts of a statement (speaker, spans, form, …); gives the decision's number."""
        return self._decide(statement, "correct", changes, by, why)

    def reject(self, statement: int, *, by: str | None = None, why: str | None = None) -> int:
        """Says that a statement is none; gives the number of the decision."""
        return self._decide(statement, "reject", Changes(), by, why)

    def add_statement(
        self, version: int, changes: Changes, *, by: str | None = None, why: str | None = None
    ) -> int:
        """Adds a statement that was missed in a kept text; gives the number of the decision."""
        with self.database.writing() as connection:
            return log.add(connection, version, changes, by=by, why=why)

    def edit_article(
        self,
        version: int,
        values: Mapping[str, Any],
        *,
        by: str | None = None,
        why: str | None = None,
    ) -> int:
        """Changes what is known of an article; gives the number of the decision.

        Args:
            version: its number, as `articles` gives it.
            values: title, outlet, url, published (ISO 8601), language (ISO 639-1) or authors (a
                list of names); None takes a value away. After a change of day or language,
                `reread` reads the text by it.
        """
        with self.database.writing() as connection:
            return known.edit(connection, version, values, by=by, why=why)

    def delete_article(self, version: int, *, by: str | None = None, why: str | None = None) -> int:
        """Takes an article out of all that is listed, searched and compared, and keeps it from
        being taken in again, until the decision is undone; gives the decision's number."""
        with self.database.writing() as connection:
            return known.delete(connection, version, by=by, why=why)

    def undo(self, number: int, *, by: str | None = None, why: str | None = None) -> int:
        """Takes a decision back; gives the number of that decision in its turn."""
        with self.database.writing() as connection:
            return log.undo(connection, number, by=by, why=why)

    def corrections(
        self, *, version: int | None = None, limit: int = 100, offset: int = 0
    ) -> list[Correction]:
        """The log of decisions, the last one first; of one kept text only, if ``version``."""
        with self.database.reading() as connection:
            return log.corrections_of(connection, version=version, limit=limit, offset=offset)

    def decision(self, number: int) -> Correction:
        """One decision of the log: what it was about, in words, and whether it was undone."""
        with self.database.reading() as connection:
            found = log.corrections_of(connection, number=number)
        if not found:
            raise OptionError(
                f"there is no correction {number}; quoth correct log shows the numbers"
            )
        return found[0]

    def merge_speakers(
        self, ids: Sequence[str], *, by: str | None = None, why: str | None = None
    ) -> int:
        """Says that speakers of different ids are one over all articles. A name stands for all who
        are called so."""
        join_speakers(self.database)
        with self.database.writing() as connection:
            several = [one for given in ids for one in renames.ids_of(connection, given)]
            number = log.merge(connection, several, by=by, why=why)
            rejoin(connection)  # only then is it known what they are called together
            log.tell_name(connection, number)
        return number

    def rename_speaker(
        self,
        speaker: str,
        *,
        name: str | None = None,
        type: str | None = None,
        by: str | None = None,
        why: str | None = None,
    ) -> int:
        """Gives a speaker (id, or name that one has alone) another name or type over all articles;
        gives the number of the decision. What the articles themselves say stays."""
        join_speakers(self.database)
        with self.database.writing() as connection:
            several = renames.ids_of(connection, speaker)
            if len(several) > 1:
                told = ", ".join(several[:5])
                raise OptionError(f"{speaker!r}: several are called so ({told}); name an id")
            return renames.rename(connection, several[0], name=name, type=type, by=by, why=why)

    def split_speaker(
        self, id: str, apart: Sequence[int], *, by: str | None = None, why: str | None = None
    ) -> int:
        """Says that in some places (`Place.speaker`) a joined speaker is somebody else."""
        join_speakers(self.database)
        with self.database.writing() as connection:
            return log.split(connection, id, apart, by=by, why=why)

    def move_article(
        self,
        version: int,
        story: int | None,
        *,
        by: str | None = None,
        why: str | None = None,
    ) -> int:
        """Says that an article belongs to a story, or to one of its own (None)."""
        group_stories(self.database)
        with self.database.writing() as connection:
            return story_decisions.move(connection, version, story, by=by, why=why)

    def join_stories(
        self, ids: Sequence[int], *, by: str | None = None, why: str | None = None
    ) -> int:
        """Says that several stories are one."""
        group_stories(self.database)
        with self.database.writing() as connection:
            return story_decisions.join(connection, ids, by=by, why=why)

    def split_story(
        self, id: int, apart: Sequence[int], *, by: str | None = None, why: str | None = None
    ) -> int:
        """Says that some articles of a story (by their versions) are a story of their own."""
        group_stories(self.database)
        with self.database.writing() as connection:
            return story_decisions.split(connection, id, apart, by=by, why=why)

    def rename_story(
        self, id: int, name: str, *, by: str | None = None, why: str | None = None
    ) -> int:
        """Gives a story a name; an empty one takes it away."""
        group_stories(self.database)
        with self.database.writing() as connection:
            return story_decisions.rename(connection, id, name, by=by, why=why)

    def _decide(
        self,
        statement: int,
        action: Action,
        changes: Changes,
        by: str | None,
        why: str | None,
    ) -> int:
        with self.database.writing() as connection:
            return log.correct(connection, statement, action, changes, by=by, why=why)
