"""From a reading to the appearances of its speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.ledger.identities.values import Appearance
from quoth.records import Reading, Speaker

_ACRONYM = re.compile(r"(?:[A-Z]\.?&?){2,7}")


def appearances(reading: Reading, article: int, keys: Sequence[int]) -> list[Appearance]:
    """The speakers of ``reading`` as appearances, under ``keys`` in the order of its speakers.

    Raises:
        ValueError: when there are not as many keys as speakers.
    """
    return [
        Appearance(
            key=key,
            article=article,
            name=speaker.name,
            label=speaker.label,
            type=speaker.type,
            roles=speaker.roles,
            published=reading.article.published,
            outlet=reading.article.outlet,
            other_names=acronyms(reading.article.text, speaker),
        )
        for speaker, key in zip(reading.speakers, keys, strict=True)
    ]


def acronyms(text: str, speaker: Speaker) -> tuple[str, ...]:
    """The acronyms by which the article ``text`` calls an organisation beside its name."""
    if speaker.type != "organisation" or not speaker.name or " " not in speaker.name:
        return ()
    found = dict.fromkeys(span.of(text) for span in speaker.mentions if 2 <= len(span) <= 14)
    own = speaker.name.split()  # "PAC" is no short form of "Harbour PAC"
    return tuple(words for words in found if _ACRONYM.fullmatch(words) and words not in own)
