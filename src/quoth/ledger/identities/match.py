"""Names that differ and mean one speaker: units joined by what stands in them, never by all pairs.

Every step looks names up (family name with given name, initial, part, spelling); a name that could
be two speakers' joins neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, pairwise

from quoth.ledger.identities.groups import Groups
from quoth.ledger.identities.persons import fits
from quoth.ledger.identities.units import Unit, day_of, roles_of
from quoth.ledger.identities.values import Appearance, Why
from quoth.reading.speakers.given import is_given
from quoth.reading.speakers.words import REGAL

_TERM = 2 * 366  # days over which one surname with one office is taken to be one holder

_SLIP = 10
_TOO_MANY = 200  # namesakes: of so many, one cannot be told

Reasons = dict[int, tuple[Why, float]]


class Matcher:
    """Joins units of persons; ``links`` say which with which and why, ``reasons`` the same for
    single appearances, by key."""

    def __init__(self, groups: Groups, units: list[Unit]) -> None:
        self.groups = groups
        self.reasons: Reasons = {}
        self.links: list[tuple[Unit, Unit, tuple[Why, float]]] = []
        self.units = [unit for unit in units if not unit.loose]
        self._families: dict[tuple[str, str], dict[str, list[Unit]]] = defaultdict(dict)
        self._initials: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
        self._tokens: dict[tuple[str, tuple[str, ...]], list[Unit]] = defaultdict(list)
        self._keys: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            name = unit.name
            self._keys[name.key].append(unit)
            if len(name.tokens) < 2:
                continue
            block = self._families[name.suffix, name.family]
            block.setdefault(name.given, []).append(unit)
            self._tokens[name.suffix, name.tokens].append(unit)
            if len(name.tokens[0]) > 1:
                for letter in sorted({name.tokens[0][0], name.given[0]}):
                    self._initials[name.suffix, name.family, letter].append(unit)

    def run(self) -> None:
        """All steps, the surest first."""
        self._spellings()
        self._middles()
        self._numerals()
        self._first_initials()
        self._parts()

    def _one(self, others: Iterable[Unit]) -> Unit | None:
        """The one speaker among ``others``, or None where there are none or several."""
        found: Unit | None = None
        for other in others:
            if found is None:
                found = other
            elif self.groups.find(other.head) != self.groups.find(found.head):
                return None
        return found

    def _join(self, unit: Unit, other: Unit, why: Why, confidence: float) -> bool:
        if self.groups.find(unit.head) == self.groups.find(other.head):
            return True
        if not self.groups.join(unit.head, other.head):
            return False
        self.links.append((unit, other, (why, confidence)))
        return True

    def _spellings(self) -> None:
        """ "Jörg Müller" and "Joerg Mueller"."""
        for unit in self.units:
            if unit.name.umlauts:
                other = self._one(self._keys.get(unit.name.umlauts, ()))
                if other is not None and unit.may_be(other):
                    self._join(other, unit, "other spelling", 0.85)

    def _middles(self) -> None:
        """Middle names and their initials, and short given names."""
        for block in self._families.values():
            for given, units in block.items():
                if len(units) > 1 and len(given) > 1:
                    self._nest(units)

    def _nest(self, units: list[Unit]) -> None:
        """Joins each name to the one fuller name it can stand for."""

        def fullness(unit: Unit) -> tuple[int, int, int, str, int]:
            middles = unit.name.middles
            return (-len(middles), -sum(map(len, middles)), -len(unit.members), unit.name.key,
                    unit.head)  # fmt: skip

        roots: list[Unit] = []
        by_letter: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(units, key=fullness):
            middles = unit.name.middles
            known = by_letter[middles[0][0]] if middles else roots
            if middles and len(known) > _TOO_MANY:
                continue
            candidates = iter(_fuller(unit, known))
            first = next(candidates, None)
            other = self._one(chain((first,), candidates)) if first else None
            if other is not None and self._join(
                unit, other, *_MIDDLE if _same_given(unit, other) else _SHORT_GIVEN
            ):
                continue
            if first is None:
                roots.append(unit)
                for letter in sorted({middle[0] for middle in middles}):
                    by_letter[letter].append(unit)

    def _numerals(self) -> None:
        """ "Queen Ilse" and "Queen Ilse II", when no other Queen Ilse is spoken of."""
        numbered: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.name.suffix and unit.name.tokens[0] in REGAL:
                numbered[unit.name.tokens].append(unit)
        for tokens, units in sorted(numbered.items()):
            for unit in self._tokens.get(("", tokens), ()):
                other = self._one(units)
                if other is not None and unit.may_be(other):
                    self._join(unit, other, *_PART)

    def _first_initials(self) -> None:
        """ "J. K. Osei" and "Jude Kofi Osei"; with one initial alone, only where roles agree."""
        for unit in self.units:
            tokens = unit.name.tokens
            if len(tokens) < 2 or len(tokens[0]) > 1:
                continue
            block = self._initials.get((unit.name.suffix, unit.name.family, tokens[0]), ())
            fitting = [
                other for other in _few(unit, block) if fits(tokens[:-1], other.name.tokens[:-1])
            ]
            sure = self._one(fitting) if len(tokens) > 2 else None
            if sure is not None:
                self._join(unit, sure, "initials", 0.8)
                continue
            if len(tokens) == 2 or not fitting:
                # "J. K. Osei" for "Jude Osei" leaves an initial over: the role must tell.
                fitting = [other for other in _few(unit, block)
                           if len(tokens) == 2 or len(other.name.tokens) == 2]  # fmt: skip
            agreeing = self._one(each for each in fitting if unit.shares_role(each))
            if agreeing is not None:
                self._join(unit, agreeing, "initials and role", 0.7)

    def _parts(self) -> None:
        """A part of a long name, or its words in another order, where roles agree."""
        longer: dict[int, list[Unit]] = defaultdict(list)
        turned: dict[int, list[Unit]] = defaultdict(list)
        short: dict[int, Unit] = {}
        for unit in self.units:
            tokens = unit.name.tokens
            parts = [tokens[:end] for end in range(2, len(tokens))]
            parts += [tokens[start:] for start in range(1, len(tokens) - 1)]
            for part in parts[:8]:
                for other in self._tokens.get((unit.name.suffix, part), ()):
                    if unit.may_be(other) and unit.shares_role(other):
                        longer[other.head].append(unit)
                        short[other.head] = other
            if len(tokens) == 2 and tokens[0] != tokens[1]:
                for other in self._tokens.get((unit.name.suffix, tokens[::-1]), ()):
                    fewer = (len(unit.members), tokens) < (len(other.members), other.name.tokens)
                    if fewer and unit.may_be(other) and unit.shares_role(other):
                        turned[unit.head].append(other)
                        short[unit.head] = unit
        for found, why in ((longer, _PART), (turned, _ORDER)):
            for head in sorted(found):
                one = self._one(found[head])
                if one is not None:
                    self._join(short[head], one, *why)

    def singles(self, appearances: list[tuple[Appearance, str, str]]) -> None:
        """Appearances with one name and an office: to the one full name that holds it, else to
        each other. ``appearances`` are with their name and title."""
        holders: dict[tuple[str, str], dict[int, list[int | None]]] = defaultdict(dict)
        for unit in self.units:
            tokens = unit.name.tokens
            names = {unit.name.family}
            if len(tokens) > 1 and not is_given(tokens[0]) and tokens[0] not in REGAL:
                names.add(tokens[0])  # the family name may come first
            for anchor, days in unit.anchors.items():
                for name in sorted(names):
                    group = holders[name, anchor]
                    group.setdefault(self.groups.find(unit.head), []).extend(days)
        pools: dict[tuple[str, str], list[Appearance]] = defaultdict(list)
        for one, name, title in appearances:
            anchors = {role.anchor: role.sole for role in roles_of(one) if role.anchor}
            if title in ("president", "chancellor", "taoiseach"):
                anchors.setdefault(title, True)
            day = day_of(one)
            known = [anchor for anchor in sorted(anchors) if (name, anchor) in holders]
            for anchor in known:
                head = _holder(holders[name, anchor], day)
                if head is not None:
                    if self.groups.join(one.key, head):
                        sure = 0.6 if anchors[anchor] else 0.7
                        self.reasons[one.key] = ("surname and role", sure)
                    break
            if anchors and not known:
                pools[name, min(anchors)].append(one)
        for _, pool in sorted(pools.items()):
            self._chain(pool)

    def _chain(self, pool: list[Appearance]) -> None:
        """Joins those of one name and office that follow each other within a term."""
        dated = sorted((day, one.key) for one in pool if (day := day_of(one)) is not None)
        for (before, first), (after, second) in pairwise(dated):
            if after - before <= _TERM and self.groups.join(first, second):
                self.reasons[first] = self.reasons[second] = ("surname and role", 0.6)


_MIDDLE: tuple[Why, float] = ("middle name", 0.85)
_SHORT_GIVEN: tuple[Why, float] = ("short given name and role", 0.75)
_PART: tuple[Why, float] = ("part of the name and role", 0.75)
_ORDER: tuple[Why, float] = ("other order of the name and role", 0.75)


def _fuller(unit: Unit, others: Iterable[Unit]) -> Iterable[Unit]:
    """Those whose name ``unit`` can be a shorter way of writing."""
    return (
        other
        for other in _few(unit, others)
        if fits(unit.name.middles, other.name.middles)
        and (_same_given(unit, other) or unit.shares_role(other, 1))
    )


def _same_given(unit: Unit, other: Unit) -> bool:
    return unit.name.tokens[0] == other.name.tokens[0]


def _few(unit: Unit, others: Iterable[Unit]) -> Iterable[Unit]:
    return (other for other in others if unit.may_be(other))


def _holder(group: dict[int, list[int | None]], day: int | None) -> int | None:
    """The one who holds an office around ``day``. Another who is said to hold it far more seldom
    is a slip of some article."""
    serving = {head: len(days) for head, days in group.items() if _in_term(day, days)}
    if not serving:
        return None
    first, *others = sorted(serving, key=lambda head: (-serving[head], head))
    return None if any(serving[head] * _SLIP > serving[first] for head in others) else first


def _in_term(day: int | None, days: list[int | None]) -> bool:
    """Whether an article of ``day`` can speak of the holder of an office on ``days``."""
    known = [other for other in days if other is not None]
    if day is None or not known:
        return True
    return min(abs(day - other) for other in known) <= _TERM
