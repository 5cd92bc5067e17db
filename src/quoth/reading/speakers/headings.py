"""Names in headings and shouted lines, where capitals tell nothing: known ones, and sources."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.reading.speakers.names import Name, Tagged, named
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.sources import Namer
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import DETERMINERS, OPENERS
from quoth.records import Span


def name_headings(words: Words, found: Tagged, sources: Sequence[Span]) -> list[Name]:
    """The names outside headings with those added that headings repeat, and sources that no name
    covers yet."""
    every = words.words
    spans = [[i for i in words.within(s.start, s.end) if every[i].alpha] for s in sources]
    spans = [indices for indices in spans if indices]
    names = [_person(words, i, found) for i in spans if _is_label(words, i)]
    labels = {i for name in names for i in range(name.first, name.last + 1)}
    names += [n for n in found.names if not every[n.first].heading and n.last not in labels]
    short = {name.key[0] for name in names if len(name.key) == 1}
    full = {name.key[-1] for name in names if len(name.key) > 1}
    names += [
        name  # a person in full whom the text calls by the surname alone
        for name in found.names
        if every[name.first].heading and name.kind == "person" and name.sure
        if 1 < len(name.key) < 4 and name.key[-1] in short - full and name.last not in labels
    ]
    names.sort(key=lambda name: (name.first, name.last))
    added = _repeated(words, names)
    known = Namer(sorted([*names, *added], key=lambda name: (name.first, name.last)))
    covered = {i for name in known.names for i in range(name.lead, name.last + 1)}
    for indices in spans:
        if any(i in covered for i in indices):
            continue
        inside = [n for n in found.names if indices[0] <= n.first and n.last <= indices[-1]]
        run = _capitals(words, indices) if not inside else []
        if run and (every[run[0]].heading or every[run[0]].text.isupper()):
            inside = [_person(words, run, found)]
        elif run:
            inside = [named(words, run[0], run[-1], found.scores)]
        added.extend(inside)
        covered.update(i for name in inside for i in range(name.lead, name.last + 1))
    return sorted([*names, *added], key=lambda name: (name.first, name.last))


def _person(words: Words, indices: list[int], found: Tagged) -> Name:
    name = named(words, indices[0], indices[-1], found.scores)
    name.kind, name.shares = "person", {"person": 1.0}
    return name


def _repeated(words: Words, names: list[Name]) -> list[Name]:
    """Names that stand elsewhere and were not seen: in headings, parts of them too."""
    every = words.words
    forms: dict[str, set[tuple[str, ...]]] = {}
    kinds: dict[tuple[str, ...], Name] = {}
    for name in names:
        if name.kind == "people":
            continue
        kinds.setdefault(name.key, name)
        forms.setdefault(name.key[0], set()).add(name.key)
        if name.kind == "person" and len(name.key) > 1:
            for key in {name.key[-1:], name.key[1:]}:
                forms.setdefault(key[0], set()).add(key)
                kinds.setdefault(key, name)
    longest = {low: sorted(keys, key=lambda k: (-len(k), k)) for low, keys in forms.items()}
    taken = {i for name in names for i in range(name.lead, name.last + 1)}
    added: list[Name] = []
    for index, word in enumerate(every):
        common = not word.heading and (word.low in words.lower or word.low in OPENERS)
        if not word.cap or index in taken or common:
            continue
        for key in longest.get(word.low, ()):
            end = index + len(key)
            if tuple(w.low.rstrip(".") for w in every[index:end]) != key:
                continue
            like = kinds[key]
            part = key != like.key and not word.heading
            if len(key) == 1 and (part or like.kind == "thing"):
                break
            if taken.isdisjoint(range(index, end)):
                added.append(Name(index, index, end - 1, like.kind, key, False, like.gender))
                taken.update(range(index, end))
                break
    return added


def _is_label(words: Words, indices: list[int]) -> bool:
    """Whether a source is who speaks in a transcript: in capitals, at the beginning of a
    paragraph, with a colon behind."""
    every = words.words
    first, behind = indices[0], indices[-1] + 1
    opens = first == 0 or every[first - 1].paragraph != every[first].paragraph
    shouted = all(every[at].text.isupper() for at in indices)
    return opens and shouted and behind < len(every) and every[behind].text == ":"


def _capitals(words: Words, indices: list[int]) -> list[int]:
    """The words with capitals that a source begins with, where they can be nothing but a name."""
    every = words.words
    while indices and every[indices[0]].low in DETERMINERS:
        indices = indices[1:]
    run: list[int] = []
    for at in indices:
        if not every[at].cap or (run and at != run[-1] + 1):
            break
        run.append(at)
    behind = every[run[-1] + 1].text if run and run[-1] + 1 < len(every) else ","
    if not 0 < len(run) < 4 or (run[-1] != indices[-1] and behind not in ",(["):
        return []
    first, last = every[run[0]], every[run[-1]]
    if first.low in OPENERS or classify(last.low)[0] != "thing":
        return []
    opening = first.first and not first.heading and first.low.endswith("s")
    plain = first.low in words.lower or (opening and behind != ":")
    return [] if len(run) == 1 and plain else run
