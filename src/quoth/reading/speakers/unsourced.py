"""Who says what has no source of its own: the speaker beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoth.reading.speakers.memory import Said
from quoth.reading.speakers.parties import UNKNOWN, Found
from quoth.reading.speakers.tokens import Words
from quoth.records import Attribution

_FAR = 3  # sentences


def beside(
    words: Words, attribution: Attribution, by_paragraph: Mapping[int, Sequence[Said]]
) -> Found:
    """The speaker whose subject the cue shares, or that of the quotation beside it; else unknown.

    ``by_paragraph``: who spoke in each paragraph, in order.
    """
    shared = _sharing(words, attribution, by_paragraph)
    if shared:
        return Found(shared, "context", 0.6)
    if not attribution.contents or attribution.form == "indirect":
        return UNKNOWN
    start = attribution.start
    if attribution.cue and not words.words[words.at(start)].quoted:
        return UNKNOWN
    word = words.words[words.at(start)]
    best: tuple[int, tuple[int, ...]] | None = None
    for said in by_paragraph.get(word.paragraph, ()):
        distance = abs(words.words[said.word].sentence - word.sentence)
        if best is None or distance <= best[0]:
            best = (distance, said.entities)
    if best is None or best[0] > _FAR:
        return UNKNOWN
    return Found(best[1], "context", 0.5)


def _sharing(
    words: Words, attribution: Attribution, by_paragraph: Mapping[int, Sequence[Said]]
) -> tuple[int, ...]:
    """Who spoke before in the sentence, for a participle that shares its subject: "Ana Belić told
    the council …, adding that …"."""
    if attribution.cue is None:
        return ()
    at = words.at(attribution.cue.start)
    cue = words.words[at]
    if not cue.low.endswith("ing") or not at or words.words[at - 1].text != ",":
        return ()
    for said in reversed(by_paragraph.get(cue.paragraph, ())):
        if said.word < at and words.words[said.word].quoted == cue.quoted:
            return said.entities if said.sentence == cue.sentence else ()
    return ()
