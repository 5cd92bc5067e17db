"""Letters and comments set one below the other, each signed with a line of its own."""

from __future__ import annotations

from bisect import bisect_right

from quoth.reading.speakers.entities import Entities
from quoth.reading.speakers.names import Name
from quoth.reading.speakers.tokens import Words

_FEWEST = 2  # signatures: a name alone in a line may be anything
_BELOW = 2  # paragraphs that may follow the last of them: a place, a note


class Letters:
    """Who signed what stands above: "I" outside quotations is theirs.

    Only where several lines are nothing but a person's name or account, and the last of them
    ends the article; otherwise such a line may as well head what stands below it.
    """

    def __init__(self, words: Words, names: list[Name], entities: Entities) -> None:
        lines = words.words
        found: list[tuple[int, int]] = []
        for name in names:
            if name.entity < 0 or not entities.all[name.entity].person:
                continue
            here = lines[name.first].paragraph
            behind = name.last + 1
            if behind < len(lines) and lines[behind].text == ".":
                behind += 1
            above = name.lead == 0 or lines[name.lead - 1].paragraph < here
            below = behind == len(lines) or lines[behind].paragraph > here
            if above and below and name.lead > 0:
                found.append((name.lead, name.entity))
        last = lines[-1].paragraph if lines else 0
        ends = bool(found) and last - lines[found[-1][0]].paragraph <= _BELOW
        self._signed = found if len(found) >= _FEWEST and ends else []

    def signer(self, word: int) -> int:
        """The entity that signed what stands at ``word``; -1 where nobody did."""
        at = bisect_right(self._signed, word, key=lambda signed: signed[0])
        return self._signed[at][1] if at < len(self._signed) else -1
