"""Who and what one composed example is about: people, bodies, statements, verbs.

A `Cast` answers the slots of the templates. People are ``a`` to ``d``, bodies ``o`` and ``u``,
groups ``g`` and ``h``, outlets ``r`` and ``s``; phrases of one subject do not repeat within an
example while there are others.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words"
TOGGLE = re.compile(r"([\w’]+)~([\w’]+)")
MALE_TITLES = ("Mr", "Mr.", "Dr", "Prof", "Dr.", "Professor")
FEMALE_TITLES = ("Ms", "Ms.", "Mrs", "Dr", "Prof", "Dr.", "Professor")
POOLS = {
    "quote": "quotes",
    "act": "acts",
    "inf": "infs",
    "of": "ofs",
    "about": "abouts",
    "frag": "frags",
    "head": "heads",
    "question": "questions",
    "aud": "told",
    "group": "groups",
    "body": "bodies",
    "role": "roles",
}
PLACES = {"town": "towns", "capital": "capitals", "agency": "agencies"}
NUMBERS = {
    "yy": (10, 29),
    "n2": (100, 9999),
    "age": (18, 90),
    "year0": (1961, 2024),
    "year": (1998, 2031),
    "daynumber": (1, 28),
}
WIDE = 0.45  # how often a phrase is one for any subject


@cache
def words() -> dict[str, Any]:
    """All word material by file; the subjects of all topic files together."""
    read: dict[str, Any] = {}
    topics: dict[str, Any] = {}
    for path in sorted(WORDS.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8").replace("'", "’"))
        if path.stem.startswith("topics"):
            topics |= content
        else:
            read[path.stem] = content
    return {**read, "topics": topics}


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a text may name them."""

    full: str
    family: str
    female: bool
    role: str

    @property
    def he(self) -> str:
        """The pronoun."""
        return "she" if self.female else "he"


class Cast:
    """The answers to the slots of one example.

    Args:
        rng: where all chance comes from.
        topic: the subject, one of the keys of the topic files; by chance when None.
    """

    def __init__(self, rng: random.Random, topic: str | None = None) -> None:
        self.rng = rng
        every = words()
        self.topic: dict[str, list[str]] = every["topics"][
            topic or rng.choice(sorted(every["topics"]))
        ]
        self.wide: dict[str, list[str]] = every["wide"]
        self.verbs: dict[str, list[str]] = every["verbs"]
        self.phrases: dict[str, list[str]] = every["phrases"]
        self.places: dict[str, list[str]] = every["names"]["places"]
        self.regions: list[dict[str, Any]] = every["names"]["region"]
        self.home = rng.choice(self.regions)
        self.used: dict[str, set[str]] = {}
        self.people: dict[str, Person] = {}
        self.introduced: set[str] = set()
        self.bodies: dict[str, str] = {}

    # Who speaks

    def person(self, key: str) -> Person:
        """The person ``key`` stands for, made up when first asked for."""
        if key not in self.people:
            region = self.home if self.rng.random() < 0.6 else self.rng.choice(self.regions)
            taken = {p.family for p in self.people.values()}
            female = self.rng.random() < 0.5
            given = self.rng.choice(region["f" if female else "m"])
            free = [f for f in region["family"] if f not in taken]
            family = self.rng.choice(free or region["family"])
            full = f"{family} {given}" if region.get("family_first") else f"{given} {family}"
            self.people[key] = Person(full, family, female, self._of_topic("roles"))
        return self.people[key]

    def body(self, key: str) -> str:
        """The words for the body, group, or outlet ``key``."""
        if key not in self.bodies:
            if key in "rs":
                taken = self.bodies.values()
                free = [o for o in self.places["outlets"] if o not in taken]
                self.bodies[key] = self.rng.choice(free)
            else:
                self.bodies[key] = self._of_topic("bodies" if key in "ou" else "groups")
        return self.bodies[key]

    def speakers(self) -> dict[str, dict[str, Any]]:
        """Everybody asked for so far, as speakers of the interchange format."""
        found: dict[str, dict[str, Any]] = {
            key: {"name": one.full, "type": "person", "roles": [one.role]}
            for key, one in self.people.items()
        }
        for key, name in self.bodies.items():
            proper = re.sub(r"^(the|The|a) ", "", name)
            if name == "police":
                found[key] = {"name": None, "type": "organisation", "roles": [], "label": name}
            elif key in "gh" or name.startswith("a "):
                found[key] = {"name": None, "type": "unnamed", "roles": [], "label": name}
            elif proper[0].isupper():
                found[key] = {"name": proper, "type": "organisation", "roles": []}
            else:
                found[key] = {"name": None, "type": "organisation", "roles": [], "label": name}
        return found

    # Slots

    def slot(self, name: str) -> str:
        """What stands for ``$name`` in a template.

        Raises:
            KeyError: when there is no such slot.
        """
        head, _, tail = name.partition(".")
        if head in ("a", "b", "c", "d"):
            return self._of_person(head, tail or "full")
        if head in ("o", "u", "g", "h", "r", "s"):
            return self._of_body(head, tail or "full")
        if head in ("said", "q", "inv", "part"):
            return self._cue(head, tail)
        for pool in (self.verbs, self.phrases):
            if head in pool:
                return self.rng.choice(pool[head])
        return self._statement(head)

    def _of_person(self, key: str, form: str) -> str:
        one = self.person(key)
        titled = f"{self.rng.choice(FEMALE_TITLES if one.female else MALE_TITLES)} {one.family}"
        plain = {
            "full": one.full,
            "fam": one.family,
            "he": one.he,
            "him": "her" if one.female else "him",
            "his": "her" if one.female else "his",
            "role": one.role,
            "up": one.family.upper(),
            "upfull": one.full.upper(),
            "titled": titled,
            "handle": re.sub(r"\W", "", one.full) + self.rng.choice(["", "", "_", "News", "7"]),
        }
        if form in plain:
            return plain[form]
        known = key in self.introduced
        self.introduced.add(key)
        if form == "intro" and not known:
            return self._introduction(one)
        choices = {
            "again": [one.family, one.family, one.he, one.he, f"the {one.role}", titled],
            "intro": [one.family, one.family, one.full, titled, f"the {one.role}"],
            "name": [one.full, one.family, titled],
        }
        return self.rng.choice(choices[form])

    def _introduction(self, one: Person) -> str:
        """A person's first mention; ``¸`` closes what needs a comma before the verb."""
        article = "an" if one.role[0] in "aeio" else "a"
        return self.rng.choice(
            [
                one.full,
                one.full,
                f"{one.role[0].upper()}{one.role[1:]} {one.full}",
                f"{one.role} {one.full}",
                f"the {one.role}, {one.full}¸",
                f"{one.full}, the {one.role}¸",
                f"{one.full}, {article} {one.role} from $town¸",
                f"{one.full}, {article} {one.role} with {self._of_topic('bodies')}¸",
                f"{one.full}, {self.rng.randint(19, 88)}¸",
                f"{one.full}, {self.rng.randint(19, 88)}, {article} {one.role}¸",
                f"{self.rng.choice(['Dr', 'Prof', 'Dr.', 'Professor', 'Judge'])} {one.full}",
                f"(Sen.|Rep.|Gov.|Lt. Col.|Capt.|Sgt.|Justice|Lord|Father|Sheikh) {one.full}",
                f"{one.full} \\(pictured\\)",
                f"(acting|deputy|retired|outgoing) {one.role} {one.full}",
                f"former {one.role} {one.full}",
                f"{one.full} of {self._of_topic('bodies')}",
                f"$town’s {one.role}, {one.full}¸",
                f"{one.full}, who (lives|works) in $town¸",
                f"(another|a second|one) {one.role}, {one.full}¸",
            ]
        )

    def _of_body(self, key: str, form: str) -> str:
        full = self.body(key)
        if form == "full":
            return full
        if form == "bare":
            return re.sub(r"^(the|The|a) ", "", full)
        if form == "again":
            return self.rng.choice([full, "they" if key in "gh" else "it"])
        raise KeyError(form)

    def _cue(self, head: str, number: str) -> str:
        """A marked cue; who is told stands behind it, outside the mark."""
        if head == "said" and self.rng.random() < 0.2:
            return f"{{{number}:$told_that}} $aud1"
        if head == "q" and self.rng.random() < 0.2:
            return f"{{{number}:told}} $aud1"
        pools = {
            "said": "that_past",
            "q": "quote_past",
            "inv": "inverted",
            "part": "participle",
        }
        return f"{{{number}:${pools[head]}}}"

    def _statement(self, head: str) -> str:
        rng = self.rng
        if head in ("fact", "factp"):
            return self._fact(past=head == "fact" and rng.random() < 0.75)
        if head == "quotes":
            several = [self._fresh("quotes") for _ in range(rng.choice([1, 2, 2, 3]))]
            return ". |".join(several)
        if head in ("quote_l", "act_l"):
            return "\ue010" + self._fresh("quotes" if head == "quote_l" else "acts")
        if head == "nestquote":
            pool = [q for q in (*self.topic["quotes"], *self.wide["quotes"]) if "{" in q]
            return rng.choice(pool)
        if head == "act0":  # as a heading
            return self._fresh("acts").rstrip(".")
        if head in ("subj", "pred"):
            words_ = rng.choice(self.wide["subjects" if head == "subj" else "predicates"])
            return TOGGLE.sub(r"\2", words_)
        if head in POOLS:
            return self._fresh(POOLS[head])
        if head in PLACES:
            return rng.choice(self.places[PLACES[head]])
        if head in NUMBERS:
            return str(rng.randint(*NUMBERS[head]))
        if head == "aud1":
            return rng.choice(["$listener", "$listener", "$r", self._of_topic("told")])
        raise KeyError(head)

    def _fact(self, *, past: bool) -> str:
        fact = self._clause()
        chance = self.rng.random()
        joints = {
            0.1: " and ",
            0.15: " because ",
            0.2: ", but ",
            0.23: " when ",
            0.26: " and that ",
        }
        for limit, joint in joints.items():
            if chance < limit:
                fact += joint + self._clause()
                break
        else:
            if chance < 0.4:
                fact += self.rng.choice(self.wide["tails"])
        return TOGGLE.sub(lambda m: m[2 if past else 1], fact)

    def _clause(self) -> str:
        rng = self.rng
        if rng.random() > WIDE:
            return self._of_topic("facts")
        if rng.random() < 0.35:
            return (
                f"{rng.choice(self.wide['plurals'])} {rng.choice(self.wide['plural_predicates'])}"
            )
        return f"{rng.choice(self.wide['subjects'])} {rng.choice(self.wide['predicates'])}"

    def _fresh(self, pool: str) -> str:
        if pool in self.wide and self.rng.random() < WIDE:
            return self._unused(pool + "*", self.wide[pool])
        return self._of_topic(pool)

    def _of_topic(self, pool: str) -> str:
        return self._unused(pool, self.topic[pool])

    def _unused(self, name: str, pool: list[str]) -> str:
        """One of the pool, none twice while there are others."""
        used = self.used.setdefault(name, set())
        free = [w for w in pool if w not in used]
        if not free:
            used.clear()
            free = pool
        one = self.rng.choice(free)
        used.add(one)
        return one
