"""Words that tell persons, bodies and documents apart, read from ``lang/en/speakers.toml``."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from quoth.lang import listed, table, words

_FILE = "speakers"
_LONGER = 7  # letters: "holder" and "human" are no ending


def word_set(words: str) -> frozenset[str]:
    """The words of ``words``, parted by white space."""
    return frozenset(words.split())


def _set(group: str) -> frozenset[str]:
    return words(_FILE, group)


class Endings(frozenset[str]):
    """Words, and with them all longer ones that end in one of ``endings``."""

    endings: tuple[str, ...] = ()

    def __contains__(self, word: object) -> bool:
        if super().__contains__(word):
            return True
        return isinstance(word, str) and len(word) > _LONGER and word.endswith(self.endings)

    def _like(self, words: frozenset[str]) -> Endings:
        found = Endings(words)
        found.endings = self.endings
        return found

    def __or__(self, others: AbstractSet[Any]) -> Endings:
        """These and others; the endings stay."""
        return self._like(frozenset.__or__(self, others))

    __ror__ = __or__

    def __sub__(self, others: AbstractSet[Any]) -> Endings:
        """These without others that are listed; the endings stay."""
        return self._like(frozenset.__sub__(self, others))


def _groups(group: str) -> tuple[frozenset[str], ...]:
    found: list[Any] = table(_FILE)[group]["groups"]
    return tuple(word_set(one) for one in found)


HE, SHE, IT, THEY = _set("he"), _set("she"), _set("it"), _set("they")
I, WE, YOU = _set("i"), _set("we"), _set("you")  # noqa: E741 - the pronoun
RELATIVE = _set("relative")
PRONOUNS = HE | SHE | IT | THEY | I | WE | YOU | RELATIVE

DETERMINERS = _set("determiners")
QUANTIFIERS = _set("quantifiers")
PREPOSITIONS = _set("prepositions")
CONJUNCTIONS = _set("conjunctions")
AUXILIARIES = _set("auxiliaries")
# Words that open a sentence with a capital and are no part of a name.
OPENERS = (
    DETERMINERS | QUANTIFIERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PRONOUNS
    | _set("openers")
)  # fmt: skip
CALENDAR = _set("calendar")

PARTICLES = _set("particles")
SUFFIXES = _set("suffixes")
MR = {
    title: gender
    for key, gender in (("male", "m"), ("female", "f"), ("either", ""))
    for title in listed(_FILE, "polite", key)
}
SHORT_TITLES: dict[str, str] = table(_FILE)["short_titles"]["of"]
REGAL = _set("regal")
TITLES = frozenset(MR) | _set("titles")

FEMALE_ROLES = _set("female_roles")
MALE_ROLES = _set("male_roles")
ROLES = Endings(FEMALE_ROLES | MALE_ROLES | _set("neutral_roles"))
ROLES.endings = tuple(listed(_FILE, "role_endings"))
PLURAL_PERSONS = _set("plural_persons")
ROLE_GROUPS = _groups("role_groups")
ANYONE = _set("anyone")

BODIES = _set("bodies")
NAME_BODIES = BODIES | _set("name_bodies")
BARE_BODIES = _set("bare_bodies")
MEDIA = _set("media")
STATE_BODIES = _set("state_bodies")
FIRM_BODIES = _set("firm_bodies")
# What somebody does, by the heads of their roles, and the feature that says so of a speaker.
CALLINGS = tuple(
    (f"around {group.replace('_', ' ')}", _set(group))
    for group in ("holds_office", "plays", "manages", "studies")
)

DOCUMENTS = _set("documents")
NAME_DOCUMENTS = _set("name_documents")
BODY_GROUPS = _groups("body_groups")
PAPER_GROUPS = _groups("paper_groups")
