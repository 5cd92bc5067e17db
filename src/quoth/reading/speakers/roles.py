"""Titles and roles that an article gives a person: before the name, behind it, and by "is"."""

from __future__ import annotations

from quoth.reading.speakers.bodies import told_as
from quoth.reading.speakers.entities import Entities, Entity, clean
from quoth.reading.speakers.given import is_given
from quoth.reading.speakers.names import Name
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MR,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    ROLES,
    TITLES,
    word_set,
)
from quoth.records import Span

_SAID = word_set("said says told tells added adds asked asks wrote writes")
_NO_ROLE = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | PRONOUNS
    | _SAID
    | word_set(
        "that then also who whom where "
        "both mr mrs ms miss met made saw gave took held left put sent led won lost beat hit quit "
        "began felt found got knew thought spoke stood went came ran fell heard kept let paid "
        "read sued sees meets calls urges backs wants warns joins"
    )
)
_KEPT_ED = word_set(
    "retired acting leading appointed elected disgraced convicted accused sitting ruling "
    "visiting rising managing operating united outgoing incoming departing serving embattled "
    "jailed exiled renowned shadow running presiding founding"
)
_BODY_NAMES = 12  # names of a body beside which is read what it is
_BEHIND = 24  # words looked through for the end of "Ana Rossi, the head of …,"


def read_roles(entities: Entities) -> None:
    """Fill the ``roles`` of every person in the entities, in text order, each once."""
    for entity in entities.all:
        if entity.kind in ("body", "thing", "paper"):
            _read_body(entities, entity)
        if entity.kind != "person":
            continue
        for index in entity.names:
            name = entities.names[index]
            for first, last in (
                before(entities.words, name),
                behind(entities.words, name),
                ahead(entities.words, name),
            ):
                if first <= last:
                    add_role(entities, entity, first, last)


def _read_body(entities: Entities, entity: Entity) -> None:
    """Keep what the article says that a body is, to know it again by: "the newspaper La Luz"."""
    words = entities.words
    for index in entity.names[:_BODY_NAMES]:
        for first, last in told_as(words, entities.names[index]):
            entities.index_roles(entity, clean(words.span(first, last).of(words.text)))


def add_role(entities: Entities, entity: Entity, first: int, last: int) -> None:
    """Give ``entity`` the role written at words ``first`` to ``last``."""
    words = entities.words.words
    while first < last and words[first].low in DETERMINERS | {"then", "both", "then-"}:
        first += 1
    if words[last].low.rstrip(".") in MR and first == last:
        return
    entities.add_role(entity, clean(entities.words.span(first, last).of(entities.words.text)))


def of_source(entities: Entities, entity: Entity, role: Span) -> None:
    """Keep the role that stands before a name in a source."""
    words, heads = entities.words, []
    for at in words.within(role.start, role.end):
        if words.words[at].low in PREPOSITIONS:
            break
        heads.append(words.words[at].low)
    polite = all(low.rstrip(".") in ("mr", "mrs", "ms", "miss") for low in heads)
    text = clean(role.of(words.text))
    role_like = not polite and any(classify(low)[0] == "person" for low in heads)
    if role_like and not any(text in known for known in entity.roles):
        entities.add_role(entity, text)


def before(words: Words, name: Name) -> tuple[int, int]:
    """The words of a role right before a name; an empty range (first > last) when none is there."""
    all_words = words.words
    none = (1, 0)
    last = name.first - 1
    first = name.lead
    at = name.lead - 1
    if first == name.first:
        if at < 0 or not all_words[at].alpha or all_words[at].owns or not words.joined(at, at + 1):
            return none
        low = all_words[at].low
        if low not in ROLES and low not in TITLES:
            return none
    while at >= 0 and last - at < 9:
        word = all_words[at]
        if not word.alpha or word.low in _NO_ROLE or word.sentence != all_words[last].sentence:
            break
        if not words.joined(at, at + 1) or word.text.isdigit():
            break
        low = word.low
        if word.cap and at < name.lead and is_given(low) and low not in TITLES:
            break  # another person's name
        if low.endswith(("ed", "ing", "ly")) and low not in _KEPT_ED and not word.cap:
            break
        first = at
        at -= 1
    while first <= last and all_words[first].low.rstrip(".") in MR and first == last:
        return none
    return (first, last) if first <= last else none


def behind(words: Words, name: Name) -> tuple[int, int]:
    """The words of a role behind a name and a comma ("Ana Rossi, head of the bank, …")."""
    all_words = words.words
    none = (1, 0)
    comma = name.last + 1
    if comma + 1 >= len(all_words):
        return none
    first = comma + 1
    sentence = all_words[name.last].sentence
    if all_words[comma].text != ",":
        low = all_words[comma].low
        if low not in ("is", "was") or all_words[first].low not in ("the", "a", "an"):
            return none
    age = all_words[comma].text == "," and all_words[first].text.isdigit()
    if age and first + 2 < len(all_words) and all_words[first + 1].text == ",":
        first += 2  # "Ana Rossi, 59, a nurse, …"
    head = role = -1
    at = first
    stop = min(len(all_words), first + _BEHIND)
    while at < stop and all_words[at].alpha and all_words[at].low not in PREPOSITIONS:
        low = all_words[at].low
        if low in PRONOUNS - {"its", "his", "her", "their"} or low in AUXILIARIES:
            break
        if low in ("and", "or") or low in _SAID:
            break
        head = at
        if classify(low) == ("person", False):
            role = at
        at += 1
    if role < first or head - role > 1 or head - first > 8:
        return none
    end = head
    while end + 1 < stop:
        following = all_words[end + 1]
        if following.sentence != sentence or (not following.alpha and following.text not in "&'’"):
            break
        if following.low in PRONOUNS or following.low in AUXILIARIES:
            break
        if following.low in ("said", "says", "told", "added", "when", "after", "before"):
            break
        end += 1
    while end > first and all_words[end].low in QUANTIFIERS:
        end -= 1
    return first, end


def ahead(words: Words, name: Name) -> tuple[int, int]:
    """The words of a role ahead of a name and a comma ("The head of the bank, Ana Rossi, …")."""
    all_words = words.words
    none = (1, 0)
    comma = name.lead - 1
    if comma < 1 or all_words[comma].text != ",":
        return none
    first = comma - 1
    sentence = all_words[comma].sentence
    while first >= 0 and comma - first < 16:
        word = all_words[first]
        if not word.alpha or word.sentence != sentence:
            return none
        if word.low in ("the", "its", "his", "her", "their") or word.first:
            head = first
            if word.low in DETERMINERS:
                head += 1
            at = head
            while at < comma and all_words[at].low not in PREPOSITIONS:
                at += 1
            if at > head and classify(all_words[at - 1].low) == ("person", False):
                return head, comma - 1
            if word.first:
                return none
        first -= 1
    return none
