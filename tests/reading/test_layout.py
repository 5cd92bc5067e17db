"""How pieces stand to a cue: paragraphs, sentences, quotations, from the real tokenizer."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from quoth.reading.bundle import default_folder
from quoth.reading.layout import PLACES, QUOTATIONS, SENTENCES, lay_out
from quoth.reading.pieces import Pieces, cut_pieces


@pytest.fixture(scope="module")
def cut() -> object:
    tokenizer = Tokenizer.from_file(str(default_folder() / "tokenizer.json"))
    return lambda text: cut_pieces(text, tokenizer)


def words_by(numbers: np.ndarray, text: str, pieces: Pieces) -> list[str]:
    """The text of each run of pieces of one number."""
    out: list[str] = []
    for number in dict.fromkeys(numbers.tolist()):
        at = np.flatnonzero(numbers == number)
        out.append(text[pieces.starts[at[0]] : pieces.ends[at[-1]]])
    return out


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. Nobody came.", ["It rained.", "Nobody came."]),
        ("“No!” he said. “Go.” She left.", ["“No!” he said.", "“Go.”", "She left."]),
        ("Mr. Brandt spoke. He left.", ["Mr. Brandt spoke.", "He left."]),
        ("J. Brandt of the U.S. Senate spoke.", ["J. Brandt of the U.S. Senate spoke."]),
        (
            "Prices rose 3.5 per cent... but not here.",
            ["Prices rose 3.5 per cent... but not here."],
        ),
        ("A heading\nA sentence.", ["A heading", "A sentence."]),
    ],
)
def test_sentences(cut, text: str, sentences: list[str]) -> None:
    pieces = cut(text)
    assert words_by(lay_out(pieces).sentence, text, pieces) == sentences


def test_quotations_are_counted_and_parted(cut) -> None:
    text = "“One,” he said, “two.” “Three.”\n“Four.”"
    pieces = cut(text)
    layout = lay_out(pieces)
    inside = layout.quotation > 0
    found = words_by(layout.quotation[inside], text, Pieces(
        pieces.ids[inside], pieces.starts[inside], pieces.ends[inside],
        pieces.features[inside], pieces.breaks[inside],
    ))  # fmt: skip
    assert found == ["“One,”", "“two.”", "“Three.”", "“Four.”"]


def test_each_piece_is_told_how_it_stands_to_the_cue(cut) -> None:
    text = "Ada left. “It is late,” said Bo. “Go.”\nNobody spoke."
    pieces = cut(text)
    layout = lay_out(pieces)
    cue = int(np.searchsorted(pieces.starts, text.index("said")))
    places = layout.places(np.array([cue]), np.arange(len(pieces))[None])[0]
    assert places.min() >= 0
    assert places.max() < PLACES

    def of(word: str) -> tuple[int, int, int]:
        place = int(places[np.searchsorted(pieces.starts, text.index(word))])
        paragraph, rest = divmod(place, QUOTATIONS * SENTENCES)
        return (paragraph - 3, *divmod(rest, SENTENCES))

    assert of("said") == (0, 0, 0)  # this paragraph, no quotation, this sentence
    assert of("late") == (0, 1, 0)  # the nearest quotation before
    assert of("Go") == (0, 2, 2)  # the nearest behind, the sentence behind
    assert of("Ada") == (0, 0, 1)  # the sentence before
    assert of("Nobody") == (1, 0, 3)  # the next paragraph


def test_a_text_without_pieces_has_a_layout(cut) -> None:
    assert len(lay_out(cut("   "))) == 0
