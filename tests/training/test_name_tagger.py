"""Fitting the tagger of names, on a few sentences about invented people."""

from __future__ import annotations

import numpy as np

from quoth.reading.speakers.tagger import TAGS, Tagger
from training import names

PEOPLE = ("Ana Petrova", "Tomas Weir", "Ruth Adeyemi", "Keith Marsh", "Mira Holloway")
BODIES = ("Harbour Council", "Moor Council", "River Council", "Field Council", "Hill Council")


def texts() -> list[names.Text]:
    made = []
    for at, (person, body) in enumerate((p, b) for p in PEOPLE for b in BODIES):
        text = f"We heard that {person} spoke to the {body} today."
        first, second = text.index(person), text.index(body)
        mentions = [(first, first + len(person), "person"), (second, second + len(body), "body")]
        words = names.words_of(text)
        made.append(names.Text(str(at), words, names.indexed(words, mentions), False))
    return made


def test_what_is_fitted_finds_the_names_it_was_shown_and_is_kept_in_few_bytes() -> None:
    made = texts()
    table = np.zeros((1, names.WIDTH), np.float32)
    tagger = names.fit(names.examples_of(made, {}, 1.0), (), table, epochs=60, batch=16)
    assert tagger.tag(made[0].words)[0] == made[0].names
    assert "person recall 1.000" in names.score(tagger, made)
    kept = names.stored(tagger)
    assert kept["in"].dtype == np.int8
    assert kept["out"].shape == (names.HIDDEN, len(TAGS))


def test_a_name_is_its_words_without_article_and_ending() -> None:
    words = names.words_of("We asked the Harbour Council’s clerk.")
    assert names.indexed(words, [(9, 31, "body")]) == [(3, 4, "body")]


def test_annotated_names_overrule_those_that_were_guessed() -> None:
    guessed = [(0, 2, "body"), (5, 6, "place")]
    assert names.overruled(guessed, [(1, 2, "person")]) == [(1, 2, "person"), (5, 6, "place")]


def test_descriptions_are_no_names_to_learn_from() -> None:
    quotes: list[dict[str, object]] = [{"speaker": {"type": "organisation", "name": name}}
              for name in ("Harbour Council", "harbour council", "council of Arcadia")]  # fmt: skip
    quotes.append({"speaker": {"type": "unnamed", "name": None}})
    assert names.speakers_of({"quotes": quotes}) == {"Harbour Council": "body"}


def test_words_that_stand_alike_have_like_vectors() -> None:
    text = " ".join(f"the {word} sat by a {word} ." for word in ("cat", "dog", "cat", "dog") * 9)
    known, table = names.vectors([text], width=3)
    cat, dog, by = (table[known.index(word) + 1] for word in ("cat", "dog", "by"))
    assert np.abs(cat - dog).sum() < np.abs(cat - by).sum()
    assert not table[0].any()


def test_an_empty_article_has_no_tags() -> None:
    assert Tagger({"follows": np.zeros((len(TAGS), len(TAGS)), np.float32)}, ()).tag(
        names.words_of("")
    )[0] == []  # fmt: skip
