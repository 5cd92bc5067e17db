"""Of two people of one surname it is neither's where nothing tells them apart; of very many, each
keeps what is said."""

from __future__ import annotations

import pytest

from quoth.reading.speakers import resolve_speakers
from quoth.records import Article, Attribution, Span


def speakers_of(text: str, *sources: str) -> list[str | None]:
    """The names of who is meant by each source, in the order of the text, each behind "said"."""
    attributions: list[Attribution] = []
    at = 0
    for number, source in enumerate(sources, 1):
        start = text.index(source, text.index(" said", at) - len(source))
        at = start + len(source)
        cue = Span(at + 1, at + 5)
        attributions.append(
            Attribution(f"a{number}", cue, (Span(start, at),), (Span(at + 6, at + 8),))
        )
        at = cue.end
    speakers, refs = resolve_speakers(Article("a", text), tuple(attributions))
    names = {one.id: one.name for one in speakers}
    return [names[refs[a.id][0].speaker] if refs[a.id] else None for a in attributions]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Erik Lund and Ivar Lund run the yard. Lund said no.", "Lund"),
        ("Nils Berg and Ola Berg own the farm. Berg said so.", "Berg"),
        ("Erik Lund runs the yard. Lund said no.", "Erik Lund"),
    ],
)
def test_a_bare_surname(text: str, who: str) -> None:
    assert speakers_of(text, text.split(" said")[0].split()[-1]) == [who]


def test_of_thousands_of_one_surname_each_keeps_its_own() -> None:
    names = [f"{a}{b}{c}a Smith" for a in "BDFGK" for b in "aeiou" for c in "lmnrsvzw"]
    text = " ".join(f"{name} said no." for name in names)
    assert speakers_of(text, *names) == names
