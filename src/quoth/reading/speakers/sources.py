"""What the words of a source are: a pronoun, a name, a description, or several of them together."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from quoth.reading.speakers.names import Name
from quoth.reading.speakers.nouns import Sort, classify
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import (
    DETERMINERS,
    PARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    RELATIVE,
    STATE_BODIES,
    SUFFIXES,
    word_set,
)
from quoth.records import Span

_STOPS = RELATIVE | frozenset({"where", "when"})
_OWN = word_set("his her their its my our your whose")
_LEADS = word_set("by from according to for both either as even then and only but just")
_PARTICIPLES = word_set(
    "released published conducted led issued written signed obtained seen made posted sent "
    "carried commissioned produced compiled provided based called named known headed backed "
    "run filed using working living speaking wanting seeking running representing attending "
    "familiar close involved present responsible interviewed surveyed quoted cited including "
    "who delivered dated delivering handling presiding opposed such like worried elected "
    "appointed asked"
)
_WHICH = frozenset({"this", "last", "next", "earlier"})
_SPANS = word_set(
    "day week month year morning afternoon evening night spring summer autumn fall winter"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_WHEN = word_set("yesterday today tonight recently earlier later then now also")
_SUCH = frozenset({"including", "like", "as"})


@dataclass(slots=True)
class Part:
    """One party that a source speaks of. ``first`` to ``last`` are word indices, both included.

    ``head`` is the folded noun that says what it is (descriptions) or the pronoun itself; ``mods``
    are the words before it. ``names`` are names that stand inside a description without being it.
    """

    sort: Sort
    first: int
    last: int
    head: str = ""
    mods: tuple[str, ...] = ()
    name: int = -1
    names: tuple[int, ...] = ()
    definite: bool = False
    plural: bool = False
    owner: int = -1  # the word of a possessive ("his daughter", "Rossi's lawyer")
    role: Span | None = None


class Namer:
    """Finds the names inside a range of words quickly."""

    def __init__(self, names: list[Name]) -> None:
        self.names = names
        self._firsts = [name.first for name in names]

    def holds(self, comma: int) -> bool:
        """Whether a name goes on over the mark at ``comma``."""
        at = bisect_left(self._firsts, comma) - 1
        return at >= 0 and self.names[at].last > comma

    def inside(self, first: int, last: int) -> list[int]:
        """Names whose core lies in words ``first`` to ``last``, both included."""
        at = bisect_left(self._firsts, first)
        found = []
        while at < len(self.names) and self.names[at].first <= last:
            if self.names[at].last <= last:
                found.append(at)
            at += 1
        return found


def parse_source(words: Words, namer: Namer, span: Span) -> list[Part]:
    """The parties that the source at ``span`` speaks of, in order; empty when it has no words."""
    if not span.of(words.text).strip():
        return []
    indices = [i for i in words.within(span.start, span.end) if words.words[i].alpha
               or words.words[i].text in ",&()—–-"]  # fmt: skip
    while indices and not words.words[indices[-1]].alpha:
        indices.pop()
    if not indices:
        return []
    first = indices[0]
    last = _without_time(words, first, indices[-1])
    while first < last and words.words[first].low in _LEADS and words.words[first + 1].low != ",":
        first += 1
    parts: list[Part] = []
    while first <= last and len(parts) < 8:
        part, end = _one(words, namer, first, last)
        if part is None:
            break
        parts.append(part)
        following = _next_part(words, namer, part, end, last, parts)
        if following is None:
            break
        first = following
    return parts


def _without_time(words: Words, first: int, last: int) -> int:
    """The last word of a source that ends before what says when: "the court this month"."""
    all_words = words.words
    while last > first:
        word, before = all_words[last], all_words[last - 1]
        on_a_day = word.low == "on" and all_words[min(last + 1, len(all_words) - 1)].low in _DAYS
        if last - 1 > first and before.low in _WHICH and word.low in _SPANS | _DAYS:
            last -= 2
        elif on_a_day or word.low in (_DAYS if word.cap else _WHEN):
            last -= 1
        else:
            break
    return last


def _one(words: Words, namer: Namer, first: int, last: int) -> tuple[Part | None, int]:
    """The party that begins at ``first`` and the last word of its noun phrase."""
    all_words = words.words
    while first <= last and not all_words[first].alpha:
        first += 1
    if first > last:
        return None, last
    word = all_words[first]
    if word.low in PRONOUNS and not (
        word.low in _OWN and first < last and all_words[first + 1].text not in ",;"
        and all_words[first + 1].low not in ("and", "or", "own")
    ):  # fmt: skip
        return Part("pronoun", first, first, word.low), first
    phrase = _NounPhrase(words, namer, first, last)
    if phrase.at == first:
        return None, last
    if phrase.head_name >= 0 and namer.names[phrase.head_name].kind not in ("title", "people"):
        part = _by_name(words, namer, first, phrase.head_name)
        return part, part.last
    end = phrase.end
    part = _description(words, namer, first, end, last, phrase.owner, all_words[end].low)
    return part, part.last


def _by_name(words: Words, namer: Namer, first: int, index: int) -> Part:
    """The party that is called by a name, with the words before it as its role."""
    all_words, name = words.words, namer.names[index]
    begin = first + (all_words[first].low in DETERMINERS | {"then", "both"})
    role = None
    if begin < name.first:
        role = Span(all_words[begin].start, all_words[name.first - 1].end)
    before = name.lead - 1
    definite = before >= first and all_words[before].low == "the"
    return Part("name", first, name.last, name=index, role=role, definite=definite)


class _NounPhrase:
    """The noun phrase from ``first``: where it ends, who owns its head, the name that heads it."""

    def __init__(self, words: Words, namer: Namer, first: int, last: int) -> None:
        self.words, self.namer = words, namer
        self.first, self.last = first, last
        self.names = {namer.names[i].first: i for i in namer.inside(first, last)}
        self.starts = {namer.names[i].lead: i for i in self.names.values()}
        self.end = self.at = first  # the head's last word, and the word that is looked at
        self.owner = self.head_name = -1
        while self.at <= last and self._takes_next():
            pass

    def _name_at(self, at: int) -> int:
        """The index of the name that begins at a word, with or without its titles; else -1."""
        return self.names.get(at, self.starts.get(at, -1))

    def _takes_next(self) -> bool:
        at, last, word = self.at, self.last, self.words.words[self.at]
        if (index := self._name_at(at)) >= 0:
            self._takes_name(index)
            return True
        if not word.alpha:
            step = 1 if word.text in "\"“”‘’'«»" else 0
            if _brackets(self.words, at, last, self.names, self.starts):
                step = 3
            self.at += step
            return step > 0
        if word.low == "and" and at > self.first and self._joins():
            self.at += 1
            return True
        if at > self.first and self._ends():
            return False
        owns = word.owns and at < last and self.words.words[at + 1].alpha
        if (word.low in _OWN and self.owner < 0) or owns:
            self.owner = at
        self.head_name, self.end = -1, at
        self.at += 1
        return True

    def _takes_name(self, index: int) -> None:
        all_words, last, name = self.words.words, self.last, self.namer.names[index]
        self.head_name, self.end = index, name.last
        self.at = name.last + 1
        if self.at <= last and all_words[self.at].low in SUFFIXES and all_words[self.at].cap:
            self.at += 1  # "QC": letters behind the name
        if all_words[name.last].owns and self.at <= last and all_words[self.at].alpha:
            self.owner, self.head_name = name.last, -1
        elif self.at < last and all_words[self.at].low == "and":
            # "Rossi and Weber's mother": both own what follows.
            if (other := self._name_at(self.at + 1)) < 0:
                return
            ended = self.namer.names[other].last
            if all_words[ended].owns and ended < last and all_words[ended + 1].alpha:
                self.at += 1

    def _joins(self) -> bool:
        """Whether "and" here joins words of the phrase, and not two parties."""
        prenominal = _prenominal(self.words, self.namer, self.first, self.at, self.last)
        return prenominal or _adjectives(self.words, self.at, self.last)

    def _ends(self) -> bool:
        """Whether the phrase ends before the word here."""
        all_words, at, word = self.words.words, self.at, self.words.words[self.at]
        if word.low in PREPOSITIONS and word.low not in ("near", "over", "about", "around"):
            return True
        if word.low in _STOPS or word.low in ("and", "or", "but", "et", "being"):
            return True
        after = all_words[at + 1].low if at < self.last else ""
        if word.low in _PARTICIPLES:
            return at > self.first + 1 or after == "by"
        past = word.low.endswith("ed") and not word.cap and at > self.first + 1
        return past and after in PREPOSITIONS


def _brackets(
    words: Words, at: int, last: int, names: dict[int, int], starts: dict[int, int]
) -> bool:
    """Whether a short form in brackets stands at ``at``, and a name behind it."""
    all_words = words.words
    if all_words[at].text != "(" or at + 3 > last or all_words[at + 2].text != ")":
        return False
    return at + 3 in names or at + 3 in starts


def _prenominal(words: Words, namer: Namer, first: int, at: int, last: int) -> bool:
    """Whether "and" at ``at`` joins words before a name ("clinic and advocacy manager Ana")."""
    all_words = words.words
    if all_words[first].low in DETERMINERS or namer.inside(first, at - 1):
        return False
    if classify(all_words[at - 1].low)[1] or at + 1 > last:
        return False
    if all_words[at + 1].low in DETERMINERS | QUANTIFIERS or all_words[at + 1].cap:
        return False
    named = _named_at(words, namer, at + 1, last)
    return named is not None and namer.names[named].lead > at + 1


def _adjectives(words: Words, at: int, last: int) -> bool:
    """Whether "and" at ``at`` joins two adjectives ("federal and state officials")."""
    all_words = words.words
    before = all_words[at - 1]
    if at + 2 > last or classify(before.low)[0] != "thing" or before.low.endswith("s"):
        return False
    if before.cap and not before.first:
        return False
    after, noun = all_words[at + 1], all_words[at + 2]
    return not after.cap and noun.alpha and classify(noun.low) == ("person", True)


def _description(
    words: Words, namer: Namer, first: int, end: int, last: int, owner: int, low: str
) -> Part:
    all_words = words.words
    for at in range(first + 1, end):
        # "Member of Parliament" is one run of capitals: its head stands before "of".
        if all_words[at].low == "of" and low != all_words[at - 1].low:
            end, low = at - 1, all_words[at - 1].low
            break
    mods = tuple(all_words[i].low for i in range(first, end) if all_words[i].alpha)
    if low.isdigit() and end > first and classify(all_words[end - 1].low)[0] == "paper":
        low = all_words[end - 1].low  # "Article 21"
    sort, plural = classify(low)
    definite = bool(mods) and (mods[0] in ("the", "this", "that", "these", "those", "both", *_OWN))
    definite = definite or owner >= 0
    if not mods and sort in ("person", "body", "paper") and not plural:
        definite = low not in STATE_BODIES or low == "government"
    elif (
        sort == "body" and not plural and mods[0] not in QUANTIFIERS and mods[0] not in ("a", "an")
    ):
        definite = True
    if low in QUANTIFIERS or low.isdigit():
        sort, plural = "person", True
    elif mods and mods[0] in QUANTIFIERS and mods[0] not in ("one", "another", "no", "any", "every",
                                                             "each", "other"):  # fmt: skip
        plural = True
    # "one of the users", "a group of researchers", "a number of officials"
    if end + 2 <= last and all_words[end + 1].low == "of" and (
        low in QUANTIFIERS or low in ("group", "coalition", "team", "pair", "chorus", "array")
    ):  # fmt: skip
        at = end + 2
        while (
            at < last
            and all_words[at + 1].alpha
            and all_words[at + 1].low not in PREPOSITIONS | (_STOPS | {"and", "or"} | _PARTICIPLES)
        ):
            at += 1
        inner, _ = classify(all_words[at].low)
        if inner in ("person", "body") and not all_words[at].cap:
            sort, plural = inner, low not in ("one", "another", "each")
            if inner == "person":
                low = all_words[at].low
                definite = False
    inner_names = tuple(namer.inside(first, end))
    return Part(sort, first, end, low, mods, names=inner_names, definite=definite, plural=plural,
                owner=owner)  # fmt: skip


def _next_part(
    words: Words, namer: Namer, part: Part, end: int, last: int, parts: list[Part]
) -> int | None:
    """Where another party begins behind ``part``; an apposition may turn it into a name first."""
    all_words = words.words
    depth = commas = 0
    through_of = False
    for at in range(end + 1, last + 1):
        word = all_words[at]
        if word.text in "()":
            depth = depth + 1 if word.text == "(" else max(0, depth - 1)
        elif depth or namer.holds(at):
            continue
        elif word.text in ",—–":
            commas += 1
            if commas == 1 and _named_behind(words, namer, part, at, last):
                return _next_part(words, namer, part, part.last, last, parts)
            if _goes_on_as_list(words, namer, part, at, last, commas):
                return at + 1
        elif word.low in RELATIVE:
            return None
        elif word.low in PREPOSITIONS and word.low not in _SUCH:
            through_of = True
        elif word.low in _SUCH and part.plural and at + 1 <= last:
            return _first_name(namer, at + 1, last)
        elif word.low in ("and", "or", "&") and at < last:
            straight = not through_of and not commas
            if (named := _named_at(words, namer, at + 1, last)) is not None:
                person = namer.names[named].kind == "person"
                person = person and (part.sort == "name" or bool(commas) or not through_of)
                simple = part.sort in ("name", "pronoun") and straight
                if simple or person or (commas and len(parts) > 1):
                    return at + 1
            elif straight and _joined_to(words, part, at + 1, last):
                return at + 1
    return None


def _named_behind(words: Words, namer: Namer, part: Part, at: int, last: int) -> bool:
    """Turns a role into the name behind its comma: "the mayor of Arcadia, Ana Rossi"."""
    if part.sort not in ("person", "thing", "body") or part.plural:
        return False
    named = _named_at(words, namer, at + 1, last)
    if named is None or _list_ahead(words, at + 1, last):
        return False
    begin = part.first + (words.words[part.first].low in DETERMINERS)
    part.role = Span(words.words[begin].start, words.words[at - 1].end)
    part.sort, part.name = "name", named
    part.last = namer.names[named].last
    return True


def _goes_on_as_list(
    words: Words, namer: Namer, part: Part, at: int, last: int, commas: int
) -> bool:
    """Whether the comma at ``at`` parts a list of parties that goes on with a name."""
    if not _list_ahead(words, at + 1, last):
        return False
    if (named := _named_at(words, namer, at + 1, last)) is None:
        return False
    if part.sort == "name":
        return commas == 1 and namer.names[named].kind != "title"
    return part.plural


def _joined_to(words: Words, part: Part, at: int, last: int) -> bool:
    """Whether words without a name that "and" joins to ``part`` are another party."""
    if part.sort == "paper":
        return False
    if words.words[at].low in DETERMINERS | QUANTIFIERS | PRONOUNS:
        return True
    return part.sort == "name" and classify(words.words[last].low)[0] == "person"


def _named_at(words: Words, namer: Namer, at: int, last: int) -> int | None:
    """The name that heads the noun phrase beginning at word ``at``, if one does."""
    all_words = words.words
    while at <= last and (all_words[at].low in ("the", "a", "an", "both", "then", "former", "us")):
        at += 1
    limit = min(last, at + 7)
    for index in namer.inside(at, last):
        name = namer.names[index]
        if name.lead > limit:
            break
        if name.kind in ("title", "people"):
            continue
        between = all_words[at : name.lead]
        if any(not word.alpha or word.low in PREPOSITIONS or word.low in _STOPS
               or word.low in ("and", "or") for word in between):  # fmt: skip
            return None
        following = all_words[name.last + 1] if name.last + 1 <= last else None
        if (
            following is not None
            and following.alpha
            and following.low
            not in (PREPOSITIONS | _STOPS | PARTICLES | {"and", "or"} | _PARTICIPLES)
        ):
            continue  # "Acme lawyer Ana Rossi": the name is a modifier yet
        return index
    return None


def _first_name(namer: Namer, at: int, last: int) -> int | None:
    """Where the first of several begins who are given as examples: "officials such as Ana"."""
    for index in namer.inside(at, last):
        if namer.names[index].kind not in ("title", "people"):
            return namer.names[index].lead
    return None


def _list_ahead(words: Words, at: int, last: int) -> bool:
    """Whether what follows a comma is a list that ends in "and …" ("A, B and C")."""
    all_words = words.words
    for index in range(at, min(last, at + 25)):
        if all_words[index].low in RELATIVE or all_words[index].low in ("for", "of", "at"):
            return False
        if all_words[index].low in ("and", "&") and index > at:
            return True
    return False
