"""Names in headings and shouted lines, where capitals tell nothing: known ones, and sources."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.reading.speakers.names import Name, cut_run
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.sources import Namer
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import DETERMINERS, PRONOUNS
from quoth.records import Span


def name_headings(words: Words, names: list[Name], sources: Sequence[Span]) -> list[Name]:
    """``names`` with those added that headings repeat, and sources that no name covers yet."""
    all_words = words.words
    forms: dict[str, set[tuple[str, ...]]] = {}
    kinds: dict[tuple[str, ...], Name] = {}
    for name in names:
        if name.kind in ("title", "people"):
            continue
        kinds.setdefault(name.key, name)
        forms.setdefault(name.key[0], set()).add(name.key)
        if name.kind == "person" and len(name.key) > 1:
            for key in {name.key[-1:], name.key[1:]}:
                forms.setdefault(key[0], set()).add(key)
                kinds.setdefault(key, name)
    longest = {low: sorted(keys, key=lambda k: (-len(k), k)) for low, keys in forms.items()}
    added: list[Name] = []
    taken: set[int] = set()
    for index, word in enumerate(all_words):
        if not word.heading or not word.cap or index in taken:
            continue
        for key in longest.get(word.low, ()):
            end = index + len(key)
            if (
                end <= len(all_words)
                and tuple(w.low.rstrip(".") for w in all_words[index:end]) == key
            ):
                like = kinds[key]
                if len(key) == 1 and like.kind == "thing":
                    break
                added.append(Name(index, index, end - 1, like.kind, key, False, like.gender))
                taken.update(range(index, end))
                break
    known = Namer(sorted([*names, *added], key=lambda name: (name.first, name.last)))
    covered = {i for name in known.names for i in range(name.lead, name.last + 1)}
    ending: dict[int, list[Name]] = {}
    for name in names:
        ending.setdefault(name.last, []).append(name)
    for span in sources:
        indices = [i for i in words.within(span.start, span.end) if all_words[i].alpha]
        if not indices:
            continue
        if any(i in covered for i in indices):
            _part_names(words, ending, indices, added)
            continue
        if not all_words[indices[0]].heading:
            continue
        if classify(all_words[indices[-1]].low)[0] != "thing":
            continue
        if len(indices) > 5 or not all(all_words[i].cap for i in indices):
            continue
        if all_words[indices[0]].low in DETERMINERS | PRONOUNS:
            continue
        found = cut_run(words, indices)
        single = len(indices) == 1 and all_words[indices[0]].low not in words.lower
        if single or all(name.kind in ("person", "body", "place") for name in found):
            added.extend(found)
            covered.update(indices)
    return sorted([*names, *added], key=lambda name: (name.first, name.last))


def _part_names(
    words: Words, ending: dict[int, list[Name]], indices: list[int], added: list[Name]
) -> None:
    """Part a name that begins before a source and ends with it ("… the Post Weber said").

    ``ending``: the names by their last word.
    """
    last = indices[-1]
    for name in ending.get(last, ()):
        if name.first < indices[0] and name.last == last and len(indices) <= 3 and name.key:
            if not all(words.words[i].cap for i in indices):
                return
            size = indices[0] - name.first
            name.last = indices[0] - 1
            ending.setdefault(name.last, []).append(name)
            name.key = name.key[:size]
            added.extend(cut_run(words, indices))
            return
