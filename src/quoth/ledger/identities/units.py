"""Units: appearances under one and the same name, namesakes of plainly different lives apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from quoth.ledger.identities.persons import PersonName
from quoth.ledger.identities.roles import RoleWords, conflict, read_role
from quoth.ledger.identities.values import Appearance

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Two lives are lived at once when articles speak of both within so many days.
_AT_ONCE = 5 * 366
#: A namesake who is spoken of so many times as often gets the appearances without a role.
_FAR_MORE = 5


@dataclass(slots=True)
class Unit:
    """Appearances of one name that are one speaker. ``loose``: it cannot be told which of several
    namesakes it is, so it joins nothing."""

    name: PersonName
    members: list[Appearance]
    loose: bool = False
    fields: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    anchors: dict[str, list[int | None]] = field(default_factory=dict)
    articles: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        words: set[str] = set()
        fields: set[str] = set()
        for member in self.members:
            day = day_of(member)
            for role in roles_of(member):
                words |= role.words
                fields |= role.fields
                if role.anchor:
                    self.anchors.setdefault(role.anchor, []).append(day)
        self.words, self.fields = frozenset(words), frozenset(fields)
        self.articles = frozenset(member.article for member in self.members)

    @property
    def head(self) -> int:
        """The smallest key."""
        return self.members[0].key

    def may_be(self, other: Unit) -> bool:
        """Whether nothing tells the two apart: lives that go together, and no article (or hardly
        one) that has both as two speakers."""
        if self.loose or other.loose or conflict(self.fields, other.fields):
            return False
        both = len(self.articles & other.articles)
        return both * 10 < min(len(self.articles), len(other.articles)) or not both

    def shares_role(self, other: Unit, words: int = 2) -> bool:
        """Whether the two hold the same post, or their roles share so many telling words."""
        if not self.anchors.keys().isdisjoint(other.anchors):
            return True
        return len(self.words & other.words) >= words


def roles_of(one: Appearance) -> list[RoleWords]:
    """The roles of an appearance, read."""
    return [read_role(role) for role in one.roles]


def day_of(one: Appearance) -> int | None:
    """The day of its article as a number, or None when there is none."""
    found = _DAY.match(one.published or "")
    if not found:
        return None
    try:
        return date.fromisoformat(found[0]).toordinal()
    except ValueError:
        return None


def main_name(names: Sequence[PersonName]) -> PersonName:
    """The way of writing a name that is used most."""
    counts = Counter(names)
    return max(counts, key=lambda name: (counts[name], name.tokens, name.raw, name.umlauts))


def units_of(named: list[tuple[Appearance, PersonName]]) -> list[Unit]:
    """The units of appearances under one name, in the order of their keys."""
    name = main_name([parsed for _, parsed in named])
    members = [one for one, _ in named]
    lives = _lives(members)
    if len(lives) < 2:
        return [Unit(name, members)]
    rest = [one for one in members if not _fields(one)]
    first, second = lives[0], lives[1]
    if len(first) >= _FAR_MORE * len(second):
        lives[0] = sorted([*first, *rest], key=lambda one: one.key)
        rest = []
    units = [Unit(name, life) for life in lives]
    return units + [Unit(name, [one], loose=True) for one in rest]


def _fields(one: Appearance) -> frozenset[str]:
    return frozenset().union(*(role.fields for role in roles_of(one)))


def _lives(members: list[Appearance]) -> list[list[Appearance]]:
    """The appearances that tell a walk of life, by person: the most often spoken of first.

    An appearance that tells of two walks of life shows that one person walks both.
    """
    told = [(one, fields) for one in members if (fields := _fields(one))]
    if len({fields for _, fields in told}) < 2:
        return [[one for one, _ in told]] if told else []
    bridged: list[frozenset[str]] = []
    for fields in sorted({fields for _, fields in told}, key=sorted):
        joined = fields
        apart = []
        for other in bridged:
            if joined & other:
                joined |= other
            else:
                apart.append(other)
        bridged = [*apart, joined]
    lives: list[tuple[frozenset[str], list[Appearance]]] = [
        (walks, [one for one, fields in told if fields <= walks]) for walks in bridged
    ]
    lives.sort(key=lambda life: (-len(life[1]), life[1][0].key))
    out: list[tuple[frozenset[str], list[Appearance]]] = []
    for walks, people in lives:
        for at, (other, known) in enumerate(out):
            if not (conflict(walks, other) and _at_once(people, known)):
                out[at] = (walks | other, sorted([*known, *people], key=lambda one: one.key))
                break
        else:
            out.append((walks, people))
    return sorted((people for _, people in out), key=lambda life: (-len(life), life[0].key))


def _at_once(some: list[Appearance], others: list[Appearance]) -> bool:
    """Whether two lives overlap in time, or nearly; where a day is not known they are taken to."""
    one = [day for each in some if (day := day_of(each)) is not None]
    two = [day for each in others if (day := day_of(each)) is not None]
    if not one or not two:
        return True
    return min(one) - max(two) < _AT_ONCE and min(two) - max(one) < _AT_ONCE
