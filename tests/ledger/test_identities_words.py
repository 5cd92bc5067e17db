"""Words that are no names, whatever they are joined to."""

from __future__ import annotations

from quoth.ledger.identities import bodies, persons


def test_words_for_persons_are_known_by_their_endings_in_every_list_they_are_part_of() -> None:
    assert "politician" in persons._NO_NAMES
    assert "geologist" in bodies._GENERIC
