"""Joining speakers across articles.

Each article has been read for itself, so its speakers are whole; here appearances of different
articles are joined by their names and roles. What cannot be told stays apart. The result depends
on the appearances and decisions alone, not on their order; it is worked out anew from all of them
(a hundred thousand in seconds), since one new name can make an old one ambiguous.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import get_args

from quoth.ledger.identities import persons
from quoth.ledger.identities.bodies import BodyName, parse_body, parse_document
from quoth.ledger.identities.groups import Groups
from quoth.ledger.identities.match import Matcher, Reasons
from quoth.ledger.identities.persons import PersonName
from quoth.ledger.identities.units import Unit, day_of, units_of
from quoth.ledger.identities.values import (
    Appearance,
    Decision,
    Identity,
    Member,
    Role,
    Why,
)
from quoth.records import SpeakerType

_Named = list[tuple[Appearance, PersonName]]
_TYPES: tuple[SpeakerType, ...] = get_args(SpeakerType)
_OFTEN = 5  # so many times as often a name must be read as one type to overrule the other


def join(appearances: Iterable[Appearance], decisions: Sequence[Decision] = ()) -> list[Identity]:
    """The identities of ``appearances``: each of these is in exactly one of them.

    Args:
        appearances: of all articles, in any order.
        decisions: what people decided, in the order they did; the later of two that contradict
            each other holds. Keys that no appearance has are passed over.

    Returns:
        The identities in the order of their smallest keys.

    Raises:
        ValueError: when two appearances have the same key.
    """
    everyone = sorted(appearances, key=lambda one: one.key)
    for before, after in pairwise(everyone):
        if before.key == after.key:
            raise ValueError(f"two appearances with the key {after.key}")
    groups = Groups((one.key for one in everyone), decisions)
    reasons = _Joining(everyone, groups).run()
    found: dict[int, list[Appearance]] = defaultdict(list)
    for one in everyone:
        found[groups.find(one.key)].append(one)
    return [_identity(members, reasons, groups.by_person) for members in found.values()]


class _Joining:
    def __init__(self, everyone: list[Appearance], groups: Groups) -> None:
        self.groups = groups
        self.reasons: Reasons = {}
        self.people: dict[str, _Named] = defaultdict(list)
        self.accounts: dict[str, list[Appearance]] = defaultdict(list)
        self.singles: list[tuple[Appearance, str, str]] = []
        self.authors: dict[tuple[str, str], list[Appearance]] = defaultdict(list)
        self.bodies: dict[str, list[tuple[Appearance, BodyName]]] = defaultdict(list)
        self.acronyms: dict[str, list[Appearance]] = defaultdict(list)
        self.papers: dict[str, list[Appearance]] = defaultdict(list)
        for one in everyone:
            self._sort(one)

    def _sort(self, one: Appearance) -> None:
        if not one.name:
            return
        if one.type in ("person", "author"):
            name = persons.parse(one.name)
            if name.sort == "single":
                name = persons.regal(name, one.roles)
            if name.sort == "account":
                self.accounts[name.key].append(one)
            elif one.type == "author":
                if name.sort == "full":
                    self.authors[name.key, one.outlet or ""].append(one)
            elif name.sort == "full":
                self.people[name.key].append((one, name))
            elif name.sort == "single":
                self.singles.append((one, name.tokens[0], name.title))
        elif one.type == "organisation":
            body = parse_body(one.name)
            if body.sort == "body":
                self.bodies[body.bag].append((one, body))
            elif body.sort == "acronym":
                self.acronyms[body.key].append(one)
        elif one.type == "document":
            paper = parse_document(one.name)
            if paper.sort == "body":
                self.papers[paper.key].append(one)

    def run(self) -> Reasons:
        """Joins everything; why, by key: of appearances, and of the heads of units."""
        units: list[Unit] = []
        for _, named in sorted(self.people.items()):
            units += self._units(named)
        for members in self.accounts.values():
            self._gather(members, "same account", 0.95)
        for members in self.authors.values():
            self._gather(members, "same author and outlet", 0.9)
        for members in self.papers.values():
            self._gather(members, "same title", 0.85)
        self._bodies(units)
        self._acronyms()
        matcher = Matcher(self.groups, units)
        matcher.run()
        matcher.singles(self.singles)
        self._explain(matcher)
        self._other_types(units)
        return self.reasons

    def _explain(self, matcher: Matcher) -> None:
        """Sets why each unit is where it is, looking from the name that is used most."""
        beside: dict[int, list[tuple[Unit, tuple[Why, float]]]] = defaultdict(list)
        heads: dict[int, Unit] = {}
        for one, two, reason in matcher.links:
            beside[one.head].append((two, reason))
            beside[two.head].append((one, reason))
            heads[one.head], heads[two.head] = one, two
        seen: set[int] = set()
        for unit in sorted(heads.values(), key=lambda unit: (-len(unit.members), unit.head)):
            waiting = [] if unit.head in seen else [unit]
            seen.add(unit.head)
            while waiting:
                for other, reason in beside[waiting.pop().head]:
                    if other.head not in seen:
                        seen.add(other.head)
                        self.reasons.update((one.key, reason) for one in other.members)
                        waiting.append(other)
        self.reasons.update(matcher.reasons)

    def _gather(self, members: list[Appearance], why: Why, sure: float) -> None:
        self.groups.gather([one.key for one in members])
        for one in members:
            self.reasons[one.key] = (why, sure)

    def _units(self, named: _Named) -> list[Unit]:
        units = units_of(named)
        names = {one.key: name for one, name in named}
        for unit in units:
            self.groups.gather([one.key for one in unit.members])
            for one in unit.members:
                name = names[one.key]
                if name.title:
                    self.reasons[one.key] = ("name with title", 0.9)
                elif name.raw != unit.name.raw:
                    self.reasons[one.key] = ("other spelling", 0.85)
                else:
                    self.reasons[one.key] = ("same full name", 0.95)
        return units

    def _bodies(self, units: list[Unit]) -> None:
        families = Counter(one.name.family for one in units for _ in one.members)
        for members in self.bodies.values():
            first = members[0][1]
            if first.single and len(members) <= max(
                families[first.key], families[first.key.removesuffix("s")]
            ):
                continue  # "Belić", "the Belićs" read as a body: a family name alone joins nothing
            self.groups.gather([one.key for one, _ in members])
            counts = Counter(name.key for _, name in members)
            usual = max(counts, key=lambda key: (counts[key], key))
            for one, name in members:
                if name.key == usual:
                    sure = 0.85 if name.single else 0.95
                    self.reasons[one.key] = ("same organisation name", sure)
                else:
                    self.reasons[one.key] = ("same organisation name, other order", 0.9)

    def _acronyms(self) -> None:
        """ "SDC" to the one body that an article calls so beside its name."""
        full: dict[str, set[int]] = defaultdict(set)
        for _, members in sorted(self.bodies.items()):
            for one, _ in members:
                for short in one.other_names:
                    letters = parse_body(short)
                    if letters.sort == "acronym":
                        full[letters.key].add(self.groups.find(one.key))
        for letters_, bare in self.acronyms.items():
            owners = sorted(full.get(letters_, ()))
            if len(owners) == 1:
                for one in bare:
                    if self.groups.join(owners[0], one.key):
                        self.reasons[one.key] = ("acronym given in an article", 0.85)
            elif not owners and len(letters_) > 2:
                self._gather(bare, "same organisation name", 0.8)

    def _other_types(self, units: list[Unit]) -> None:
        """A body's name that was once read as a person's, or the other way round."""
        for unit in units:
            if unit.loose or len(unit.name.tokens) < 2 or not unit.members[0].name:
                continue
            bodies = self.bodies.get(parse_body(unit.members[0].name).bag)
            if not bodies:
                continue
            few, many = sorted((len(unit.members), len(bodies)))
            if few * _OFTEN > many:
                continue
            if self.groups.join(unit.head, bodies[0][0].key):
                fewer = unit.members if len(unit.members) == few else [one for one, _ in bodies]
                for one in fewer:
                    self.reasons[one.key] = ("same full name, read as another type", 0.7)


def _identity(members: list[Appearance], reasons: Reasons, by_person: set[int]) -> Identity:
    alone = len(members) == 1
    out = []
    for one in members:
        why, sure = reasons.get(one.key, ("on its own", 1.0))
        if alone:
            why, sure = "on its own", 1.0
        elif one.key in by_person:
            why, sure = "merged by a person", 1.0
        out.append(Member(one.key, why, sure))
    names = Counter(one.name or one.label for one in members)
    # A name that joins by itself is shown before one that needed a role or an acronym to.
    own = Counter(
        one.name for one in members
        if one.name and reasons.get(one.key, ("",))[0] not in _BY_OTHER_MEANS
    )  # fmt: skip
    shown = own or names
    others = dict.fromkeys(name for one in members for name in sorted(one.other_names))
    types = Counter(one.type for one in members)
    return Identity(
        id=f"i{members[0].key}",
        name=max(shown, key=lambda name: (shown[name], len(name), name)),
        type=max(types, key=lambda type: (types[type], -_TYPES.index(type))),
        names=(
            *sorted(names, key=lambda name: (-names[name], name)),
            *(name for name in others if name not in names),
        ),
        roles=_roles(members),
        members=tuple(out),
    )


_BY_OTHER_MEANS: tuple[str, ...] = ("surname and role", "acronym given in an article", "initials",
                                    "initials and role")  # fmt: skip


def _roles(members: list[Appearance]) -> tuple[Role, ...]:
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, list[str]] = defaultdict(list)
    for one in members:
        dated = day_of(one) is not None and (one.published or "")[:10]
        for role in one.roles:
            low = " ".join(role.casefold().split())
            spelt[low][role] += 1
            if dated:
                days[low].append(dated)
    found = [
        Role(
            max(spellings, key=lambda role: (spellings[role], role)),
            min(days[low], default=None),
            max(days[low], default=None),
            sum(spellings.values()),
        )
        for low, spellings in spelt.items()
    ]
    return tuple(sorted(found, key=lambda r: (r.first or "~", r.last or "~", r.role)))
