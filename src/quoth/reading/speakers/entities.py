"""The found of an article: names that mean the same person, body or place joined to one entity.

Full names are joined first, over the whole article; then each short name goes to the entity that
it can stand for, the nearest one where there are several.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from quoth.reading.speakers import places
from quoth.reading.speakers.given import Gender, gender_of, is_given
from quoth.reading.speakers.keys import (
    CORPORATE,
    abbreviates,
    initials,
    one_letter_off,
    same_body,
    same_person,
)
from quoth.reading.speakers.names import Kind, Name, is_thing
from quoth.reading.speakers.nouns import singular
from quoth.reading.speakers.tokens import Words, fold
from quoth.reading.speakers.words import HE, MR, PARTICLES, SHE, SHORT_TITLES, word_set
from quoth.records import Span

_PLACE_PREPOSITIONS = frozenset({"in", "at", "from", "to", "near", "outside", "across", "into"})
# What stands between a body's name and its short form.
_OPENED = (["("], ["(", "the"], ["(", "“"], ["(", '"'])
_OR = ([",", "or"], ["or"])
# In brackets behind a name these are where the news is from.
_CREDITED = word_set("afp ap upi dpa pa tass bbc cnn nbc abc cbs pbs npr cnbc itv")


@dataclass(slots=True)
class Entity:
    """One person, body, work or place of the article. ``names`` are indices into its names, in
    text order; an entity without any is a party that the article never names."""

    id: int
    kind: Kind
    key: tuple[str, ...]
    names: list[int] = field(default_factory=list)
    forms: set[tuple[str, ...]] = field(default_factory=set)
    votes: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    pronouns: Counter[str] = field(default_factory=Counter)
    gender: Gender = ""
    given: str = ""  # the first word of its fullest name, as written
    suffix: str = ""
    best: int = -1  # the name that shows it in full
    roles: list[str] = field(default_factory=list)
    role_words: frozenset[str] = frozenset()
    last: int = -1  # the word where it was last named, while names are gone through
    label: str = ""
    # Only for speakers without a name:
    head: str = ""
    plural: bool = False
    members: tuple[int, ...] = ()
    anonymity: Span | None = None

    @property
    def person(self) -> bool:
        """Whether it can be "he" or "she"."""
        return self.kind == "person"


_PLAINLY = 0.03  # by which the likelier of two namesakes leads, or neither is meant
_SURE_LETTERS = 2  # letters of a short form above which it needs no other sign
_OFTENER = 2  # times that a shorter name stands as often as the longer, which is none then
_NAMESAKES = 48  # entities of one name that are compared with a new one


@dataclass(slots=True)
class Entities:
    """All entities, and the names of the article with their entity filled in."""

    words: Words
    names: list[Name]
    all: list[Entity] = field(default_factory=list)
    by_token: dict[str, list[int]] = field(default_factory=dict)
    by_role: dict[str, list[int]] = field(default_factory=dict)

    def text_of(self, name: Name) -> str:
        """The name as written, in one line."""
        return clean(self.words.span(name.first, name.last).of(self.words.text))

    def full_name(self, entity: Entity) -> str | None:
        """The fullest name the article gives, or None."""
        return self.text_of(self.names[entity.best]) if entity.best >= 0 else None

    def add(self, entity: Entity) -> Entity:
        """Take in an entity; its ``id`` is where it stands."""
        self.all.append(entity)
        return entity

    def add_role(self, entity: Entity, text: str) -> None:
        """Give ``entity`` a role in the article's words, once."""
        if text and text not in entity.roles and len(text) < 160:
            entity.roles.append(text)
            self.index_roles(entity, text)

    def index_roles(self, entity: Entity, text: str) -> None:
        """Make ``entity`` found by the words of ``text``."""
        words = description_words(text)
        for word in sorted(words - entity.role_words):
            self.by_role.setdefault(word, []).append(entity.id)
        entity.role_words |= words

    def sharing(self, token: str, word: int) -> list[int]:
        """The entities that have ``token`` in a name; of very many, those first named nearest to
        ``word``, since one text may hold thousands of one surname."""
        ids = self.by_token.get(token, [])
        if len(ids) <= _NAMESAKES:
            return list(ids)
        at = bisect_left(ids, word, key=self._first_word)
        return ids[max(0, at - _NAMESAKES * 3 // 4) : at + _NAMESAKES // 4]

    def _first_word(self, id_: int) -> int:
        names = self.all[id_].names
        return self.names[names[0]].first if names else -1

    def names_after(self, word: int) -> Iterator[Name]:
        """The names that begin at or behind a word, in order."""
        for at in range(bisect_left(self.names, word, key=lambda n: n.first), len(self.names)):
            yield self.names[at]


@lru_cache(maxsize=4096)
def description_words(text: str) -> frozenset[str]:
    """The folded words of a role or description, in the singular too."""
    found: set[str] = set()
    for word in text.split():
        low = fold(word.strip(".,;:'\"’()“”")).removesuffix("'s")
        found.update((SHORT_TITLES.get(low, low), singular(low), *low.split("-")))
    found.discard("")
    return frozenset(found)


def clean(text: str) -> str:
    """``text`` on one line, without soft hyphens and joiners."""
    for char in "\u200d\u00ad\u200b\ufeff":
        text = text.replace(char, "")
    return " ".join(text.split())


def cluster(words: Words, names: list[Name]) -> Entities:
    """Join ``names`` to entities; fills each name's ``entity``."""
    found = Entities(words, names)
    shorts: list[int] = []
    for index, name in enumerate(names):
        if name.kind in ("title", "people"):
            continue
        if len(name.key) > 1:
            _add_full(found, index)
        else:
            shorts.append(index)
    _join_forms(found)
    _add_shorts(found, shorts)
    _read_acronyms(found)
    _settle(found)
    return found


def _new(found: Entities, index: int) -> Entity:
    name = found.names[index]
    entity = Entity(len(found.all), name.kind, name.key, suffix=name.suffix)
    found.all.append(entity)
    for token in dict.fromkeys(name.key):
        found.by_token.setdefault(token, []).append(entity.id)
    _join(found, entity, index)
    return entity


def _join(found: Entities, entity: Entity, index: int) -> None:
    name = found.names[index]
    name.entity = entity.id
    entity.names.append(index)
    if name.key not in entity.forms:
        entity.forms.add(name.key)
        for token in name.key:
            ids = found.by_token.setdefault(token, [])
            if entity.id not in ids:
                ids.append(entity.id)
    if len(name.key) > 1 or len(entity.key) == 1 or name.kind == "person":
        for kind, share in (name.shares or {name.kind: 0.5}).items():
            entity.votes[kind] += 3 * share
    if len(name.key) > len(entity.key) or (
        len(name.key) == len(entity.key) and sum(map(len, name.key)) > sum(map(len, entity.key))
    ):
        entity.key = name.key
    if entity.key == name.key:
        entity.given = found.words.words[name.first].text
    entity.suffix = entity.suffix or name.suffix
    entity.last = max(entity.last, name.last)
    if name.gender:
        entity.votes["gender " + name.gender] += 1


def _add_full(found: Entities, index: int) -> None:
    name = found.names[index]
    for token in (name.key[-1], name.key[0]):
        for id_ in found.sharing(token, name.first):
            entity = found.all[id_]
            if same_full(name, entity):
                _join(found, entity, index)
                return
    _new(found, index)


def same_full(name: Name, entity: Entity) -> bool:
    """Whether a name of several words is another form of a full name already met."""
    if name.key in entity.forms:
        return True
    bodies = ("body", "place", "paper")
    if (name.kind in bodies) != (entity.kind in bodies):
        return False
    if name.kind in bodies:
        return same_body(name.key, entity.key)
    if name.suffix and entity.suffix and name.suffix != entity.suffix:
        return False
    return same_person(name.key, entity.key)


def _join_forms(found: Entities) -> None:
    """Join bodies that a longer name, met later, shows to be one."""
    for entity in list(found.all):
        if not entity.names:
            continue
        for id_ in found.sharing(entity.key[-1], found.names[entity.names[0]].first):
            other = found.all[id_]
            if other is entity or not other.names or len(other.key) < len(entity.key):
                continue
            bodies = other.kind in ("body", "paper") and entity.kind in ("body", "paper", "thing")
            same = same_body(entity.key, other.key) or _same_composed(found, entity, other)
            if bodies and same:
                _merge(found, entity, other)
                break


def _same_composed(found: Entities, entity: Entity, other: Entity) -> bool:
    """Whether a name and a common noun mean a body that the article names in full: "Holt police",
    the Holt Police Department."""
    if not found.names[entity.names[0]].composed or found.names[other.names[0]].composed:
        return False
    *where, head = entity.key
    return list(other.key[: len(where)]) == where and head in other.key[len(where) :]


def _merge(found: Entities, gone: Entity, kept: Entity) -> None:
    for index in gone.names:
        _join(found, kept, index)
    kept.names.sort()
    gone.names = []


def _add_shorts(found: Entities, shorts: list[int]) -> None:
    for entity in found.all:
        entity.last = -1
    order = sorted(
        [(found.names[i].first, i, False) for e in found.all for i in e.names]
        + [(found.names[i].first, i, True) for i in shorts]
    )
    by_place: dict[str, int] = {}
    surnames: dict[str, list[int]] = {}
    for entity in found.all:
        if entity.names and entity.votes["person"]:
            surnames.setdefault(entity.key[-1][0], []).append(entity.id)
        if entity.names:
            by_place.setdefault(" ".join(entity.key), entity.id)
    for _, index, short in order:
        name = found.names[index]
        if short:
            owner = _owner(found, name, by_place) or _misspelt(found, name, surnames)
            if owner is None:
                entity = _new(found, index)
                by_place.setdefault(name.key[0], entity.id)
            else:
                _join(found, owner, index)
                owner.names.sort()
        found.all[name.entity].last = name.last


def _owner(found: Entities, name: Name, by_place: dict[str, int]) -> Entity | None:
    token = name.key[0]
    if name.kind == "place" or token in places.SAME_PLACE:
        before = found.words.words[name.lead - 1].low if name.lead else ""
        long = places.SAME_PLACE.get(token, token)
        for known in (long, token, *(k for k, v in places.SAME_PLACE.items() if v == long)):
            if known in by_place:
                return found.all[by_place[known]]
        if before in _PLACE_PREPOSITIONS or "." in token:
            return None
    best: tuple[float, int] | None = None
    second: tuple[float, int] | None = None
    fits = [
        (score, id_)
        for id_ in found.sharing(token, name.first)
        if found.all[id_].names and (score := _fit(found, name, found.all[id_])) > 0
    ]
    gender = _gender_near(found.words, name) if len(fits) > 1 else ""
    for score, id_ in fits:
        entity = found.all[id_]
        if entity.key[-1] == token and (entity.key[0],) in entity.forms:
            score -= 0.8  # called by the given name elsewhere: the surname is another's
        if gender:
            own = _gender(entity)
            score += 0.4 if own == gender else -0.4 if own else 0.0
        # Recency decides between namesakes; ahead of any mention, the first one to come.
        if entity.last >= 0:
            score += 0.5 / (1 + (name.first - entity.last) / 200)
        score += min(len(entity.names), 8) * 0.05
        if best is None or score > best[0]:
            best, second = (score, id_), best
        elif second is None or score > second[0]:
            second = (score, id_)
    if best is None or (second is not None and _even(found, best, second)):
        return None
    return found.all[best[1]]


def _even(found: Entities, one: tuple[float, int], two: tuple[float, int]) -> bool:
    """Whether nothing tells two people of one surname apart: a bare surname is neither's then."""
    several = [found.all[one[1]], found.all[two[1]]]
    return one[0] - two[0] < _PLAINLY and all(
        entity.kind == "person" and len(entity.key) > 1 for entity in several
    )


def _gender_near(words: Words, name: Name) -> Gender:
    """The gender of the next pronoun in the sentence behind a name, when it comes soon; else of
    one ahead of it, when nobody is named between: "In her last book, Vance wrote …"."""
    sentence = words.words[name.last].sentence
    for word in words.words[name.last + 1 : name.last + 9]:
        if word.sentence != sentence or (word.cap and not word.first):
            break
        if gender := _gender_of_pronoun(word.low):
            return gender
    for word in reversed(words.words[max(0, name.lead - 24) : name.lead]):
        if word.sentence != sentence or (word.cap and is_given(word.low)) or word.quoted:
            break
        if gender := _gender_of_pronoun(word.low):
            return gender
    return ""


def _gender_of_pronoun(low: str) -> Gender:
    return "m" if low in HE else "f" if low in SHE else ""


def _misspelt(found: Entities, name: Name, surnames: dict[str, list[int]]) -> Entity | None:
    """The one person whose surname is a letter away from a name that fits nobody."""
    token = name.key[0]
    if (
        len(token) < 5
        or is_given(token)
        or name.kind in ("place", "body")
        or (name.the and not name.sure)
    ):
        return None
    near: Entity | None = None
    for id_ in surnames.get(token[0], ()):
        entity = found.all[id_]
        if one_letter_off(token, entity.key[-1]):
            if near is not None:
                return None
            near = entity
    return near


def _fit(found: Entities, name: Name, entity: Entity) -> float:
    """How well a name of one word can stand for ``entity``: 0 when it cannot."""
    token = name.key[0]
    key = entity.key
    if (token,) in entity.forms and len(key) == 1:
        return 2.9
    if entity.kind in ("body", "paper"):
        if name.kind == "person" and name.sure:
            return 0.0
        return _fit_of_body(name, key)
    if entity.kind == "place" or (is_thing(key) and token != key[-1]):
        return 0.0
    if name.kind == "body" and name.sure:
        return 0.0
    titled = name.lead < name.first
    other = "gender " + ("m" if name.gender == "f" else "f")
    polite = titled and MR.get(found.words.words[name.lead].low.rstrip("."))
    if polite and name.gender and entity.votes[other]:
        return 0.0  # "Mrs. Rossi" is not Paolo Rossi
    if any(form[-1] == token and len(form) > 1 for form in entity.forms):
        return 3.0
    if token == key[0]:
        sure = entity.votes["person"] > 2
        if not is_given(token):
            return 2.6 if len(key) == 2 and sure else 1.2 * sure
        return 0.8 if titled else 1.2
    if token in key:
        return 1.6 if is_given(token) else 2.4
    return 0.0


def _fit_of_body(name: Name, key: tuple[str, ...]) -> float:
    """How well a name of one word can stand for a body: "the Council", "the Bank", "Acme"."""
    token = name.key[0]
    if key[-1] == token and name.the:
        return 3.0
    if name.the and token in key[:-1] and key[key.index(token) + 1] in ("of", "in", "for"):
        return 2.5
    return 3.0 if key[0] == token and len(key) < 4 and key[-1].rstrip(".") in CORPORATE else 0.0


def _read_acronyms(found: Entities) -> None:
    """Join "SDF" to "Syrian Democratic Forces", by the brackets behind it or by its letters."""
    by_letters: dict[str, int] = {}
    nearly: dict[str, int] = {}
    for entity in found.all:
        if (
            entity.names
            and len(entity.key) > 1
            and entity.kind in ("body", "thing", "paper", "place")
        ):
            for form in sorted(entity.forms):
                by_letters.setdefault(initials(form), entity.id)
                by_letters.setdefault("".join(token[0] for token in form), entity.id)
                for letters in _nearly(form):
                    nearly.setdefault(letters, entity.id)
    _read_introduced(found)
    for entity in list(found.all):
        if not entity.names or len(entity.key) > 1:
            continue
        text = found.text_of(found.names[entity.names[0]])
        letters = text.replace(".", "").replace("&", "")
        if not (letters.isupper() and len(letters) > 1):
            continue
        target = by_letters.get(letters.lower())
        if entity.kind == "person":
            target = target if len(letters) > _SURE_LETTERS else None
        elif target is None and len(letters) > _SURE_LETTERS:
            target = nearly.get(letters.lower())
        if target is not None and target != entity.id and found.all[target].names:
            _merge(found, entity, found.all[target])


def _read_introduced(found: Entities) -> None:
    """Join a body's name with the short form in brackets behind it: the surest sign."""
    all_words = found.words.words
    for left, right in zip(found.names, found.names[1:], strict=False):
        between = [word.text for word in all_words[left.last + 1 : right.first]]
        closed = right.last + 1 < len(all_words) and all_words[right.last + 1].text == ")"
        if not (closed and between in _OPENED) and between not in _OR:
            continue
        if left.entity < 0 or right.entity < 0 or left.entity == right.entity:
            continue
        one, two = found.all[left.entity], found.all[right.entity]
        if len(two.key) > len(one.key):
            one, two = two, one
        if one.kind != "person" and (
            abbreviates("".join(two.key), one.key) or (closed and _is_introduced(found, one, two))
        ):
            _merge(found, two, one)


def _nearly(form: tuple[str, ...]) -> Iterator[str]:
    """The letters of a body's name without the country before it, and without its last word:
    "FDA" of the U.S. Food and Drug Administration."""
    for size in (1, 2):
        where = " ".join(form[:size])
        if where in places.COUNTRIES or where in places.DEMONYMS:
            form = form[size:]
            yield initials(form)
            break
    if letters := initials(form)[:-1]:
        yield letters


def _is_introduced(found: Entities, body: Entity, short: Entity) -> bool:
    """Whether a short form in brackets behind a body's name comes again, and so is its own: its
    letters may be those of another language ("Federal Security Service (FSB)")."""
    letters = found.text_of(found.names[short.names[0]])
    again = len(short.names) > 1 and letters.isupper() and letters.isalpha()
    return again and body.kind == "body" and len(body.key) > 1 and letters.lower() not in _CREDITED


def _settle(found: Entities) -> None:
    """Choose each entity's kind, gender and fullest name."""
    for entity in found.all:
        if not entity.names:
            continue
        kinds: tuple[Kind, ...] = ("person", "body", "place", "paper", "thing")
        kind = entity.kind = max(kinds, key=lambda one: entity.votes[one])
        entity.best = max(entity.names, key=lambda i: (_weight(found.names[i]), -i))
        if kind == "person":
            entity.best = _plain(found, entity)
            entity.gender = _gender(entity)


def _plain(found: Entities, entity: Entity) -> int:
    """The name that shows a person in full: the longest one, without words that stand beside it
    seldom and are no part of it ("Salvadoran Ana Petrova", "Ana Petrova Warns Holt")."""
    seen = Counter(found.names[index].key for index in entity.names)
    best = entity.best
    while True:
        long = found.names[best].key
        better = [
            key
            for key, often in seen.items()
            if 1 < len(key) < len(long) and often >= _OFTENER * seen[long]
            and (_is_preceded(long, key) or _is_followed(long, key, entity))
        ]  # fmt: skip
        if not better:
            return best
        key = max(better, key=lambda one: (len(one), one))
        best = next(index for index in entity.names if found.names[index].key == key)


def _is_preceded(long: tuple[str, ...], key: tuple[str, ...]) -> bool:
    """Whether what stands before a name is no given name of its own."""
    return long[-len(key) :] == key and not is_given(long[0]) and key[0] not in PARTICLES


def _is_followed(long: tuple[str, ...], key: tuple[str, ...], entity: Entity) -> bool:
    """Whether what stands behind a name is more than a surname of its own."""
    surname = len(long) == len(key) + 1 and long[-1:] in entity.forms
    return long[: len(key)] == key and not surname


def _weight(name: Name) -> tuple[int, int, int]:
    key = name.key
    return (len(key) + bool(name.suffix), sum(map(len, key)), 0)


def _gender(entity: Entity) -> Gender:
    male, female = entity.votes["gender m"], entity.votes["gender f"]
    if male > female:
        return "m"
    if female > male:
        return "f"
    return gender_of(entity.given)
