"""Names in running text: where they stand, and what kind of thing each seems to name.

Capitals are the only mark of a name that every newsroom sets, so runs of capitalised words are
cut by what is known of their words: titles before a person's name, particles inside it, bodies,
papers, places. A line in Title Case or capitals tells nothing and gives no names of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from quoth.reading.speakers import places
from quoth.reading.speakers.given import Gender, gender_of, is_given
from quoth.reading.speakers.nouns import classify, singular
from quoth.reading.speakers.runs import IN_PARTICLES, OF, find_runs
from quoth.reading.speakers.tokens import Word, Words, fold
from quoth.reading.speakers.words import (
    BODIES,
    FEMALE_ROLES,
    MALE_ROLES,
    MR,
    NAME_BODIES,
    NAME_DOCUMENTS,
    OPENERS,
    PARTICLES,
    REGAL,
    ROLES,
    SUFFIXES,
    TITLES,
    word_set,
)

Kind = Literal["person", "body", "place", "people", "paper", "title", "thing"]

_GENERATIONS = frozenset({"jr", "sr", "jnr", "snr", "ii", "iii", "iv"})
# Bodies that are surnames too: "Charlotte Church" is a person, "the Church" is not.
_SURNAMES = word_set(
    "church house bank banks court park parks street post guard palace college marshall cross "
    "power powers press day labor watch service steel gas mining foods reserve capital fund "
    "sun wire lord lords daily weekly temple rights green greens light front mission trust "
    "chambers"
)
_NOT_PERSONS = word_set(
    "hill street avenue river county city island islands valley beach mountain mountains lake "
    "airport square road bay coast day week month year war wars award awards cup game games "
    "prize medal show program programme law laws room ocean sea desert peninsula canal bridge "
    "tower building district province state states act plan deal crisis election elections "
    "debate convention summit festival pact strip zone border route highway heights springs "
    "falls center centre code language syndrome disease virus conflict revolution movement "
    "organization organisation times side series dream party campaign administration "
    "presidency"
)
_AFFILIATIONS = (
    NAME_BODIES | places.DEMONYMS | places.COUNTRIES | places.CAPITALS | places.US_STATES
)
_PLACES = places.COUNTRIES | places.CAPITALS | places.US_STATES
_TITLE_WORDS = (
    TITLES
    | FEMALE_ROLES
    | MALE_ROLES
    | word_set(
        "survivor witness resident owner winner champion veteran professor driver coordinator "
        "organizer organiser chairwoman campaigner commissioner hematologist meteorologist"
    )
)
_BANNERS = word_set("live video photos watch exclusive breaking update updated explainer opinion")
_NUMBERS = word_set(
    "one two three four five six seven eight nine twenty thirty forty fifty sixty seventy eighty "
    "ninety"
)


@dataclass(slots=True)
class Name:
    """One name as it stands in the text; positions are word indices, ends included."""

    lead: int
    first: int
    last: int
    kind: Kind
    key: tuple[str, ...]
    sure: bool = False
    gender: Gender = ""
    the: bool = False
    suffix: str = ""
    entity: int = -1


def find_names(words: Words) -> list[Name]:
    """All names of the article outside its headings, in order."""
    runs = list(find_runs(words))
    alone = Counter(tuple(words.words[i].low for i in run) for run in runs)
    found = [name for run in runs for name in cut_run(words, _known_part(words, run, alone))]
    return [name for name in found if not _is_number(name.key)]


def _known_part(words: Words, run: list[int], alone: Counter[tuple[str, ...]]) -> list[int]:
    """A run without what a sentence or headline puts around a name that stands alone elsewhere:
    "Added Acme", "Ana Petrova LIVE"."""
    lows = tuple(words.words[i].low for i in run)
    while len(run) > 1 and lows[-1] in _BANNERS and words.words[run[-1]].text.isupper():
        run, lows = run[:-1], lows[:-1]
    first = words.words[run[0]]
    if len(run) > 1 and first.first and not is_given(first.low) and alone[lows] == 1:
        opener = first.low in words.lower or first.low.endswith(("ed", "ing"))
        if opener and alone[lows[1:]] and first.low not in TITLES and first.low not in BODIES:
            return run[1:]
    return run


def _is_number(key: tuple[str, ...]) -> bool:
    """Whether a "name" is a number that begins its sentence: "Sixty-two percent agreed"."""
    return len(key) == 1 and "-" in key[0] and all(p in _NUMBERS for p in key[0].split("-"))


def cut_run(words: Words, run: list[int]) -> list[Name]:
    """The names in one run of capitals: titles off, affiliations off, the kind told."""
    all_words = words.words
    lows = [all_words[i].low for i in run]
    start = 0
    the = run[0] > 0 and all_words[run[0] - 1].low == "the"
    first = all_words[run[0]]
    if first.first and len(run) > 1 and first.low in words.lower and not is_given(first.low):
        # "Yesterday Acme …": a common word with the capital of its sentence.
        plain = first.low not in TITLES and first.low not in BODIES and is_given(lows[1])
        start = int((first.low in OPENERS or plain) and " ".join(lows[:2]) not in _PLACES)
    if first.first and len(lows) > 1 and " ".join(lows[1:]) in _PLACES:
        start = int(" ".join(lows) not in _PLACES and lows[0] not in NAME_BODIES)
    joined = " ".join(lows[start:])
    if len(lows) - start == 1 and joined not in _PLACES:
        joined = joined.rstrip(".")
    if joined in _PLACES:
        return [_name(words, run, start, start, "place", True, the)]
    suffix = ""
    stop = len(run)
    if stop - start > 1 and lows[-1].rstrip(".") in SUFFIXES:
        suffix = lows[-1].rstrip(".")
        stop -= 1
        if suffix not in _GENERATIONS:
            # "QC", "MP": letters behind a name that are no part of it.
            run, lows, suffix = run[:stop], lows[:stop], ""
    if len(lows) > 2 and first.first and start == 0 and _is_opening(words, first, lows):
        start = 1
    if _whole_body(lows[start:]):
        return [_name(words, run, start, start, "body", True, the)]
    hindu = the and all_words[run[0] - 1].cap and not all_words[run[0] - 1].first
    if hindu and len(run) == 1 and all_words[run[0] - 2].low in BODIES:
        return [_name(words, run, start, start, "body", True, the)]
    if all(_is_people(low) for low in lows[start:stop]):
        return [_name(words, run, start, start, "people", True, the)]
    core = _core(lows, start, stop)
    has_title = core > start
    titles = [low.rstrip(".") for low in lows[start:core]]
    if core >= stop:
        return [_name(words, run, start, start, "title", True, the)]
    body = _is_body(lows[core:stop])
    if body and has_title and not any(t in TITLES and is_given(lows[core]) for t in titles):
        # "Justice Department", "General Motors": the title is part of the body's name.
        return [_name(words, run, start, start, "body", True, the)]
    if has_title and titles[-1] in REGAL and stop - core == 1:
        name = _name(words, run, start, core - 1, "person", True, the, suffix)
        name.gender = MR.get(titles[-1], "")  # type: ignore[assignment]
        return [name]
    if not body:
        core = _drop_affiliation(all_words, run, lows, core, stop)
    kind, sure = _kind(all_words, run, lows, core, stop, the, has_title or bool(suffix))
    name = _name(words, run, start, core, kind, sure, the, suffix)
    if kind == "person":
        name.gender = _gender([low.rstrip(".") for low in lows[start:core]], name.key)
    found = [name]
    if core - start > 0 and kind == "person":
        affiliation = [i for i in range(start, core) if lows[i].rstrip(".") not in _TITLE_WORDS]
        if affiliation and affiliation[0] == start:
            end = start
            while end + 1 in affiliation:
                end += 1
            if _is_body(lows[start : end + 1]) or " ".join(lows[start : end + 1]) in _PLACES or (
                all_words[run[start]].text.isupper() and end == start
            ):  # fmt: skip
                found.insert(0, _sub(words, run[start : end + 1], the))
                name.lead = run[end + 1]
    return found


def _is_opening(words: Words, first: Word, lows: list[str]) -> bool:
    """Whether the first word of a sentence stands before a person's name without being of it."""
    low = lows[0]
    known = is_given(low) or low.rstrip(".") in _TITLE_WORDS or low in words.capital
    known = known or low in _AFFILIATIONS or low in places.PARTY_WORDS or first.text.isupper()
    return is_given(lows[1]) and not known


def _sub(words: Words, run: list[int], the: bool) -> Name:
    lows = [words.words[i].low for i in run]
    place = " ".join(lows) in _PLACES
    return _name(words, run, 0, 0, "place" if place else "body", True, the)


def _name(
    words: Words, run: list[int], lead: int, core: int, kind: Kind, sure: bool, the: bool,
    suffix: str = "",
) -> Name:  # fmt: skip
    stop = len(run) - (1 if suffix else 0)
    key = tuple(words.words[i].low.rstrip(".") or "." for i in run[core:stop])
    if kind in ("paper", "body", "thing") and run[core] and core == lead:
        before = words.words[run[core] - 1]
        if (
            before.text.isdigit()
            and len(before.text) == 4
            and words.joined(run[core] - 1, run[core])
        ):
            run = [run[core] - 1, *run[core:]]
            lead = core = 0
    if kind == "place" or kind == "body":
        key = tuple(words.words[i].low for i in run[core:])
        if kind == "body" and len(key) > 1 and key[0] in places.SAME_PLACE:
            key = (*places.SAME_PLACE[key[0]].split(), *key[1:])
    return Name(run[lead], run[core], run[-1], kind, key, sure, "", the, suffix)


def _is_people(low: str) -> bool:
    if low in places.DEMONYMS or low in places.PARTY_WORDS:
        return True
    return low.endswith("s") and low[:-1] in places.DEMONYMS


def _is_body(lows: list[str]) -> bool:
    if not lows:
        return False
    if len(lows) == 2 and lows[1] in _SURNAMES and is_given(lows[0]):
        return False
    last = lows[-1].rstrip(".")
    if last in NAME_BODIES and (len(lows) > 1 or last not in _SURNAMES):
        return True
    return any(
        low in NAME_BODIES and position + 1 < len(lows) and lows[position + 1] in OF
        for position, low in enumerate(lows)
    )


def _whole_body(lows: list[str]) -> bool:
    """Whether a run with titles in it is one body's name ("Directorate General of Aviation")."""
    for at, low in enumerate(lows):
        if low not in NAME_BODIES or (low in ("house",) and lows[at + 1 : at + 2] != ["of"]):
            continue
        rest = lows[at + 1 :]
        if rest and rest[0] in TITLES:
            rest = rest[1:]
        if low in ("embassy", "consulate") and rest and rest[0] in ("in", "to"):
            return True
        if rest and rest[0] in OF:
            after = rest[1:]
            if not any(r in TITLES and r != "justice" and singular(r) == r for r in after):
                return not any(is_given(r) for r in after[1:-1])
    return False


def _core(lows: list[str], start: int, stop: int) -> int:
    """Where the name itself begins behind the titles; ``stop`` when there are titles alone."""
    cut = start
    co = lows[start].startswith("co-")
    if stop - start > 2 and (co or (lows[start] in ROLES and is_given(lows[start + 1]))):
        cut = start + 1
    for at in range(start, stop):
        if lows[at].rstrip(".") in _TITLE_WORDS and (lows[at] not in _SURNAMES):
            if at > start and at == stop - 1 and is_given(lows[at - 1]):
                break  # "Stephen King", "Alicia Major"
            cut = at + 1
    if cut == start or cut >= stop:
        return cut
    if cut + 1 < stop and (lows[cut] in OF or lows[cut] == "to"):
        begin = cut + 2 if lows[cut + 1] == "the" else cut + 1
        for size in (3, 2, 1):
            if begin + size < stop and " ".join(lows[begin : begin + size]) in _PLACES:
                return begin + size
        for at in range(cut + 2, stop - 1):
            if is_given(lows[at]) and lows[at] not in ("state",):
                return at
        return stop
    return cut


def _drop_affiliation(
    all_words: list[Word], run: list[int], lows: list[str], core: int, stop: int
) -> int:
    """Past a people, place or body that stands before a person's name ("Italian Ana Rossi")."""
    if stop - core > 3 and " ".join(lows[core : core + 2]) in _PLACES:
        return core + 2
    if is_given(lows[core]) and lows[core] not in _AFFILIATIONS:
        return core
    for at in range(core + 1, stop - 1):
        if is_given(lows[at]) and all(
            low in _AFFILIATIONS or low in places.PARTY_WORDS or all_words[run[i]].text.isupper()
            for i, low in enumerate(lows[core:at], core)
        ):
            return at
    while stop - core > 2 and _is_people(lows[core]) and is_given(lows[core + 1]):
        core += 1
    linked = any(low in OF or low in IN_PARTICLES for low in lows[core:stop])
    if stop - core > 3 and lows[stop - 1] not in _NOT_PERSONS and not linked:
        for at in range(core + 1, stop - 1):
            if is_given(lows[at]):
                return at
    return core


def is_thing(key: tuple[str, ...]) -> bool:
    """Whether a name ends in a word for what is no person: "Ana Rossi Memorial Prize"."""
    return len(key) > 2 and key[-1] in _NOT_PERSONS


def _kind(
    all_words: list[Word], run: list[int], lows: list[str], core: int, stop: int, the: bool,
    titled: bool,
) -> tuple[Kind, bool]:  # fmt: skip
    tokens = lows[core:stop]
    if titled and not _is_body(tokens):
        return "person", True
    if " ".join(tokens) in _PLACES:
        return "place", True
    if _is_body(tokens):
        return "body", True
    if tokens[-1] in NAME_DOCUMENTS and len(tokens) > 1:
        return "paper", True
    word = all_words[run[core]]
    if len(tokens) == 1:
        if word.text.startswith("@"):
            return "person", True
        if _is_acronym(word.text):
            return "body", False
    before = all_words[run[0] - 1] if run[0] else None
    if before is not None and before.alpha and not before.owns:
        if before.low in ROLES or before.low in _TITLE_WORDS:
            return "person", True
        if before.low in BODIES and before.low not in ("state", "house"):
            return "body", True
    if any(low in OF for low in tokens):
        return "thing", False
    if len(tokens) > 1 and classify(tokens[-1]) == ("person", True):
        return "title", False  # "Fellow Doctors"
    if len(tokens) > 1 and tokens[-1] in _NOT_PERSONS:
        return "thing", True
    if not the:
        initials = any(len(low.rstrip(".")) == 1 and low[0].isalpha() for low in tokens[:-1])
        if len(tokens) > 1 and (is_given(tokens[0]) or initials):
            return "person", True
        if any(low in PARTICLES or low.startswith(("al-", "el-")) for low in tokens):
            return "person", True
        if _aged(all_words, run[-1] + 1):
            return "person", True
        if 2 <= len(tokens) <= 4 and not any(_is_acronym(all_words[i].text) for i in run[core:]):
            return "person", False
        if len(tokens) == 1 and is_given(tokens[0]):
            return "person", False
    return "thing", False


def _is_acronym(text: str) -> bool:
    letters = text.replace(".", "").replace("&", "")
    return 2 <= len(letters) <= 7 and letters.isupper() and letters.isalpha()


def _aged(all_words: list[Word], at: int) -> bool:
    """Whether ", 59," or ", who" follows: what is written behind a person's name."""
    if at + 1 >= len(all_words) or all_words[at].text != ",":
        return False
    following = all_words[at + 1]
    if following.low == "who":
        return True
    return following.text.isdigit() and len(following.text) == 2 and (
        at + 2 < len(all_words) and all_words[at + 2].text in ",."
    )  # fmt: skip


def _gender(titles: list[str], key: tuple[str, ...]) -> Gender:
    for title in titles:
        if MR.get(title):
            return MR[title]  # type: ignore[return-value]
        if title in FEMALE_ROLES:
            return "f"
        if title in MALE_ROLES:
            return "m"
    for low in key[:-1]:
        if len(low) > 1:
            return gender_of(fold(low))
    return ""
