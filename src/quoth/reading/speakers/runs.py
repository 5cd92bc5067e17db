"""Runs of capitals: the stretches of words in which names are looked for.

A run goes on over particles ("van der"), over "of" and "for" behind a body or a title, and over
"and" where what stands around it can only be one name ("Securities and Exchange Commission").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from quoth.reading.speakers import places
from quoth.reading.speakers.given import is_given
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.tokens import Word, Words
from quoth.reading.speakers.words import (
    CALENDAR,
    DETERMINERS,
    DOCUMENTS,
    NAME_BODIES,
    NAME_DOCUMENTS,
    OPENERS,
    PARTICLES,
    PRONOUNS,
    TITLES,
    word_set,
)

_LEFT_PARTICLES = word_set("de van von der al bin ben du del della el da dos ter ten")
_TAKES_ON = word_set("committee council conference commission group caucus panel center")
_TAKES_TO = frozenset(["ambassador", "envoy", "committee", "alliance", "representative", "adviser"])
_NOT_IN_NAMES = word_set("i he she we they it you who what him")
# Words of a body's name that more can follow: "Citizenship and Immigration Services".
_OPEN_ENDED = word_set(
    "securities citizenship immigration customs security intelligence defence defense justice "
    "enforcement house national international federal united oil gas energy food science "
    "technology arts letters statistics planning budget policy integrity oversight central "
    "trade foreign"
)
# Bodies named for a topic, which may be two: "Department of Food and Fisheries".
_JOINS_TOPICS = word_set(
    "department ministry institute office agency commission committee bureau board council "
    "association society federation service services centre center centers academy faculty "
    "directorate division secretary minister"
)
_OWNING = word_set(
    "people workers women children farmers teachers veterans nurses drivers men students "
    "citizens king queen prime"
)
IN_PARTICLES = PARTICLES - {"do", "ad", "ap", "i", "as", "mac"}
OF = frozenset({"of", "for"})
_LINKS = word_set("of and for the on in to")
# Universities of US states with several are told apart by a comma and a town.
_CAMPUSES = word_set(
    "amherst arlington austin baltimore berkeley boston champaign chapel_hill charlotte chicago "
    "college_park dallas davis dearborn el_paso flint irvine knoxville lincoln los_angeles lowell "
    "madison merced milwaukee omaha riverside san_antonio san_diego san_francisco santa_barbara "
    "santa_cruz springfield twin_cities urbana-champaign"
)
_PARTY = re.compile(r"(?:[RDI]|Lab|Con|Lib)-\w")
_PLACES = places.COUNTRIES | places.CAPITALS | places.US_STATES


def find_runs(words: Words) -> Iterator[list[int]]:
    """The word indices of each run of capitals outside headings, in order."""
    all_words = words.words
    index, end = 0, len(all_words)
    spelt = dict(_spelt_out(words))
    while index < end:
        word = all_words[index]
        if index in spelt:
            yield list(range(index, spelt[index]))
            index = spelt[index]
            continue
        if not word.cap or word.heading or not _may_begin(words, index):
            index += 1
            continue
        run = _run(words, index)
        yield run
        index = run[-1] + 1


def _spelt_out(words: Words) -> Iterator[tuple[int, int]]:
    """Where names begin and end that have commas in them and their letters in brackets behind:
    "Institute of Soils, Plants and Water (ISPW)" (in the manner of Schwartz & Hearst 2003)."""
    all_words = words.words
    for at in range(2, len(all_words) - 1):
        letters = all_words[at].text
        bracketed = all_words[at - 1].text == "(" and all_words[at + 1].text == ")"
        if not bracketed or not letters.isupper() or not 2 < len(letters) < 12:
            continue
        first, left, comma = at - 1, letters.lower(), False
        while left and first:
            word = all_words[first - 1]
            comma = comma or word.text == ","
            if word.cap and word.low[:1] == left[-1]:
                left = left[:-1]
            elif word.cap or (word.text not in ",&" and word.low not in _LINKS):
                break
            first -= 1
        if not left and comma:
            yield first, at - 1


def _may_begin(words: Words, index: int) -> bool:
    word = words.words[index]
    if word.low in PRONOUNS or word.low in DETERMINERS or len(word.text) == 1:
        return False
    if _PARTY.match(word.text) and index and words.words[index - 1].text == "(":
        return False  # "Sen. R. Halvard (R-Wis.)"
    if word.low in CALENDAR and not (word.low in ("april", "june", "may", "august") and
                                     _next_cap(words, index)):  # fmt: skip
        return False
    if not word.first:
        return True
    following = _next_cap(words, index)
    if following is not None and (is_given(word.low) or word.low in TITLES):
        return word.low not in ("so", "do", "an", "in", "my", "see", "many")
    if word.low in OPENERS:
        return following is not None and f"{word.low} {following.low}" in _PLACES
    after = words.words[index + 1].low if index + 1 < len(words.words) else ""
    if (after in OF or after == "to") and (word.low in TITLES or word.low in NAME_BODIES):
        return True
    if following is None:
        if word.low in words.capital or word.text.isupper():
            return True
        if word.low in words.lower and not is_given(word.low):
            return False
        if classify(word.low)[0] != "thing" or word.low in DOCUMENTS:
            return False
        if word.low.endswith(("ed", "ing", "ly")) and not is_given(word.low):
            return False
    return True


def _next_cap(words: Words, index: int) -> Word | None:
    if index + 1 >= len(words.words) or words.words[index].owns:
        return None
    following = words.words[index + 1]
    if following.cap and words.joined(index, index + 1) and following.low not in PRONOUNS:
        return following if not following.first else None
    return None


def _run(words: Words, index: int) -> list[int]:
    """The indices of the words of one run of capitals that begins at ``index``."""
    all_words = words.words
    run = [index]
    before = index - 1
    particle = before >= 0 and all_words[before].low in _LEFT_PARTICLES
    if particle and words.joined(before, index) and not all_words[before].cap:
        run.insert(0, before)
    while True:
        last = run[-1]
        more = _extension(words, run, last)
        if not more:
            return run
        run.extend(more)


def _campus(words: Words, comma: int) -> list[int]:
    """The comma and the town behind "University of California"; nothing where none stands."""
    if words.words[comma - 1].low not in places.US_STATES:
        return []
    for size in (2, 1):
        town = words.words[comma + 1 : comma + 1 + size]
        if "_".join(word.low for word in town) in _CAMPUSES and all(word.cap for word in town):
            return list(range(comma, comma + 1 + size))
    return []


def _extension(words: Words, run: list[int], last: int) -> list[int]:
    all_words = words.words
    next_ = last + 1
    if next_ >= len(all_words) or len(run) > 14:
        return []
    if all_words[next_].text == "," and all_words[run[0]].low == "university":
        return _campus(words, next_)
    if not words.joined(last, next_):
        return []
    word = all_words[next_]
    current = all_words[last]
    sheriffs_office = current.low in TITLES and word.low in NAME_BODIES
    if current.owns and current.low not in _OWNING and not sheriffs_office:
        return []
    if word.sentence != current.sentence or word.heading:
        return []
    if word.cap:
        if word.low in _NOT_IN_NAMES or (word.low in CALENDAR and not is_given(word.low)):
            return []
        if word.low == "the":
            return []
        return [next_]
    if current.text == ",":
        return []
    low = word.low
    after = next_ + 1
    if low == "et" and after < len(all_words) and all_words[after].low.startswith("al"):
        return []

    def capital(at: int) -> bool:
        return (
            at < len(all_words)
            and all_words[at].cap
            and words.joined(at - 1, at)
            and not all_words[at].heading
            and all_words[at].low not in _NOT_IN_NAMES
            and all_words[at].low not in CALENDAR
        )

    if low in IN_PARTICLES:
        if capital(after):
            return [next_, after]
        if after < len(all_words) and all_words[after].low in IN_PARTICLES and capital(after + 1):
            return [next_, after, after + 1]
        return []
    if low == "&" or word.text == "&":
        return [next_, after] if capital(after) else []
    lows = [all_words[i].low for i in run]
    if low in OF or low in ("on", "to", "against", "in"):
        body = current.low in NAME_BODIES or current.low in NAME_DOCUMENTS
        title = current.low in TITLES
        courts = any(low in ("court", "courts") for low in lows) or current.low == "district"
        # "Federation of Chambers of Commerce": within a body's name another "of" is of it too.
        body = body or any(a in NAME_BODIES and b in OF for a, b in itertools.pairwise(lows))
        if low in OF and not (body or title or courts):
            return []
        if low == "for" and title and current.low not in ("representative", "envoy", "minister"):
            return []
        if low in ("on", "against") and current.low not in _TAKES_ON:
            return []
        if low == "in" and current.low not in ("embassy", "consulate"):
            return []
        if low == "to" and current.low not in _TAKES_TO:
            return []
        if capital(after) and all_words[after].low != "the":
            return [next_, after]
        if after < len(all_words) and all_words[after].low in ("the", "a") and capital(after + 1):
            return [next_, after, after + 1]
        return []
    if low == "and" and lows == ["islamic", "state", "of", "iraq"]:
        more = after + 1 if all_words[after].low == "the" else after
        return [*range(next_, more + 1)] if capital(more) else []
    if low == "and" and capital(after):
        following = after
        tail = [after]
        while len(tail) < 5 and not all_words[following].owns and capital(following + 1):
            following += 1
            tail.append(following)
        right = [all_words[i].low for i in tail]
        if is_given(right[0]) or all_words[after].text.isupper() or right[0] in _PLACES:
            return []
        open_end = current.low not in NAME_BODIES or current.low in _OPEN_ENDED
        person = is_given(lows[0]) or lows[0] in TITLES or " ".join(lows) in _PLACES
        whole = len(right) > 1 or right[0] in ("electric", "prevention", "sons", "company")
        if right[-1] in NAME_BODIES and len(lows) <= 3 and open_end and not person and whole:
            return [next_, *tail]
        if current.low == "police" and any(low in TITLES for low in right[1:-1]):
            return [next_, *tail]
        titled = any(low in TITLES for low in (*lows, right[0]))
        if lows[0] in places.DEMONYMS and not titled and any(r in TITLES for r in right[1:-1]):
            return [next_, *tail]
        if right == ["rescue"] and current.low == "fire":
            return [next_, *tail]
        topics = any(low in OF for low in lows) and any(low in _JOINS_TOPICS for low in lows)
        ends = current.low in _PLACES or current.low in TITLES
        begins = right[0] in TITLES or right[0] in NAME_BODIES
        short = len(right) <= 2 or right[-1] in NAME_BODIES
        if topics and short and not ends and not begins:
            return [next_, *tail]
    return []
