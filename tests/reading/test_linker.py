"""The linker of mentions: what is fitted, what ships, and how sure it says it is."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from builders import article
from quoth.reading.bundle import Bundle
from quoth.reading.speakers.affiliations import Affiliations
from quoth.reading.speakers.calibration import Calibration
from quoth.reading.speakers.linker import AT, FEATURES, Query, told_apart
from quoth.reading.speakers.ranking import OF_CANDIDATE, OF_MENTION, Linker, Views
from quoth.reading.speakers.resolve import Models, Resolver, resolve_speakers, shipped_models
from quoth.reading.speakers.sources import Part
from quoth.reading.speakers.tokens import read_words
from quoth.reading.states import States
from training.coreference.links import Heads, calibrate, choice, crossed, fitted
from training.coreference.network import Example, fit, merged
from training.coreference.pairs import TEMPLATES, compose


def states_of(text: str, width: int = 384) -> States:
    """A state for each word, made of noise."""
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter in " \n")]
    vectors = np.random.default_rng(3).normal(size=(len(starts), width)).astype(np.float16)
    at = np.array(starts, dtype=np.int64)
    return States(at, np.append(at[1:], len(text)), vectors)


def models_with_states() -> Models:
    """A linker that sees states of width 12, fitted on nothing."""
    rng = np.random.default_rng(1)

    def drawn(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return rng.normal(size=shape).astype(np.float32)

    terms = len(OF_MENTION) + len(OF_CANDIDATE) + len(OF_MENTION) * len(OF_CANDIDATE)
    weights = {
        "centre": drawn(12), "basis": drawn(12, 4), "in": drawn(len(FEATURES), 6),
        "in bias": drawn(6), "mention": drawn(len(OF_MENTION), 4, 4),
        "candidates": drawn(len(OF_CANDIDATE), 4, 4), "mix": drawn(2, 2 * terms, 3),
        "out": drawn(6, 1),
    }  # fmt: skip
    nothing = np.zeros(0, np.float32)
    return Models(Linker(weights), Calibration(nothing, nothing))


def examples_with_states(count: int) -> list[Example]:
    """Mentions of which the right candidate is the one whose state is like their own."""
    rng = np.random.default_rng(5)
    found = []
    for number in range(count):
        values = np.zeros((3, len(FEATURES)), np.float32)
        seen = rng.normal(size=(3, len(OF_CANDIDATE), 4)).astype(np.float32)
        mention = rng.normal(size=(len(OF_MENTION), 4)).astype(np.float32)
        right = np.arange(3) == np.argmax(seen[:, 0, 0] * mention[0, 0])
        views = Views(mention, seen)
        found.append(Example(values, right, "he", str(number), views=views, group="person"))
    return found


def test_what_ships_has_a_weight_for_each_feature() -> None:
    weights = shipped_models().linker.weights
    assert weights["plain in"].shape[0] == len(FEATURES)
    assert weights["in"].shape[0] == len(FEATURES)
    assert len(set(FEATURES)) == len(FEATURES)


def test_what_ships_is_fitted_to_the_encoder_that_ships() -> None:
    assert shipped_models().linker.encoder == Bundle.open().encoder


def test_the_states_of_another_encoder_are_not_looked_at() -> None:
    words = read_words("Ana Petrova said one.", ())
    states, linker = states_of(words.text, width=12), models_with_states().linker
    assert linker.vectors(words, states) is not None
    assert linker.vectors(words, replace(states, encoder="another")) is None


def test_every_mention_that_is_no_name_is_scored_against_its_candidates() -> None:
    built = article(
        "[Ana Petrova] {said} <one>.\n[She] {said} <two>.\n[The doctor] {said} <three>."
    )
    resolver = Resolver(built.article, built.attributions, shipped_models())
    resolver.run()
    assert [linked.query.sort for _, linked in resolver.log] == ["she", "person"]
    for _, linked in resolver.log:
        assert linked.values.shape == (len(linked.options), len(FEATURES))
        assert float(linked.shares.sum()) == pytest.approx(1.0, abs=1e-5)


def test_without_weights_every_candidate_is_as_likely() -> None:
    assert Linker({}).shares(np.zeros((4, len(FEATURES)), np.float32)).tolist() == [0.25] * 4


def test_fitting_learns_which_feature_decides() -> None:
    rng = np.random.default_rng(1)
    examples = []
    for number in range(200):
        values = rng.random((3, len(FEATURES))).astype(np.float32)
        right = values[:, 5] == values[:, 5].max()
        examples.append(Example(values, right, "he", str(number)))
    weights = fit(examples, epochs=30, rate=2e-2, drop=0.0)
    linker = Linker({f"plain {name}": one for name, one in weights.items()})
    assert sum(choice(linker, one)[1] for one in examples) > 150


def test_fitting_learns_from_the_states_of_the_encoder() -> None:
    examples = examples_with_states(300)
    weights = fit(examples, states=True, epochs=30, rate=6e-2, drop=0.0, hide=0.0, heavy=0.0)
    linker = Linker(merged([weights]))
    assert sum(choice(linker, one)[1] for one in examples) > 240


def test_what_a_network_says_is_judged_on_articles_it_has_not_seen() -> None:
    basis = {"centre": np.zeros(4, np.float32), "basis": np.eye(4, dtype=np.float32)}
    done = crossed(examples_with_states(90), 3, basis)
    assert len(done.judged) == done.figures["person"][""].total() == 90
    assert done.linker.weights["mix"].shape[0] == 3


def test_a_text_is_resolved_with_states_and_without() -> None:
    built = article(
        "[Ana Petrova] {said} <one>.\n[She] {said} <two>.\n[The doctor] {said} <three>."
    )
    states, models = states_of(built.article.text, width=12), models_with_states()
    resolver = Resolver(built.article, built.attributions, models, states)
    resolver.run()
    for _, linked in resolver.log:
        assert linked.views is not None
        assert linked.views.candidates.shape[:2] == (len(linked.options), len(OF_CANDIDATE))
    _, refs = resolve_speakers(built.article, built.attributions, models, states=states)
    _, without = resolve_speakers(built.article, built.attributions, models)
    assert refs.keys() == without.keys()
    assert refs["a1"] == without["a1"]  # a name needs no link


def test_states_of_another_width_than_the_linker_knows_are_not_used() -> None:
    built = article("[Ana Petrova] {said} <one>.\n[She] {said} <two>.")
    narrow = states_of(built.article.text, width=8)
    resolver = Resolver(built.article, built.attributions, models_with_states(), narrow)
    resolver.run()
    assert all(linked.views is None for _, linked in resolver.log)


def test_a_state_is_found_by_its_characters() -> None:
    at = np.array([0, 3, 10], dtype=np.int64)
    states = States(at, np.array([3, 6, 12], dtype=np.int64), np.zeros((3, 2), np.float16))
    assert states.rows([0, 2, 5, 7, 11, 12]).tolist() == [0, 0, 1, -1, 2, -1]
    assert States.joined([]) is None
    both = States.joined([states, states])
    assert both is not None
    assert len(both.vectors) == 6


def test_confidence_rises_with_the_share_that_was_right() -> None:
    pairs = [(share / 100, share % 10 < share // 10) for share in range(100)]
    calibration = calibrate(pairs)
    values = [calibration.of(share) for share in (0.1, 0.5, 0.9)]
    assert values == sorted(values)
    assert 0 < values[0] < 0.3 < values[1] < 0.7 < values[2] < 1


def test_without_a_calibration_the_share_is_the_confidence() -> None:
    nothing = np.zeros(0, np.float32)
    assert Calibration(nothing, nothing).of(0.256) == 0.26


def test_composed_pairs_are_sound_and_always_the_same() -> None:
    documents = list(compose(random.Random(4), 2))
    assert documents == list(compose(random.Random(4), 2))
    assert len(documents) == 2 * len(TEMPLATES)
    for document in documents:
        for quote in document["quotes"]:
            for span in (*quote["sources"], *quote["contents"]):
                words = document["text"][span["start"] : span["end"]]
                assert words
                assert words == words.strip()
                assert not set(words) & set("{}@~|")


def test_a_resolver_takes_the_models_it_is_given() -> None:
    nothing = np.zeros(0, np.float32)
    built = article("[Ana Petrova] {said} <one>.\n[She] {said} <two>.")
    speakers, _ = Resolver(
        built.article, built.attributions, Models(Linker({}), Calibration(nothing, nothing))
    ).run()
    assert speakers[0].name == "Ana Petrova"


def test_several_networks_are_one_whose_scores_are_their_mean() -> None:
    rng = np.random.default_rng(2)
    examples = []
    for number in range(60):
        values = rng.random((3, len(FEATURES))).astype(np.float32)
        values[:, AT["named head"]] = 0.0  # written anew when fitted
        examples.append(Example(values, values[:, 5] == values[:, 5].max(), "he", str(number)))
    values = examples[0].values

    def scores(linker: Linker) -> list[float]:
        shares = np.log(linker.shares(values))
        return [float(share) for share in shares - shares[0]]

    alone = [
        scores(Linker({f"plain {k}": v for k, v in fit(examples, seed=seed).items()}))
        for seed in (1, 2)
    ]
    assert scores(fitted(examples, 2)) == pytest.approx(np.mean(alone, axis=0), abs=1e-3)


def test_we_again_in_the_words_of_one_speaker_is_asked_as_the_same_question() -> None:
    part = Part("pronoun", 3, 3, "we")
    first, again = Query("we", 3, part, around=(7,)), Query("we", 90, part, around=(7,))
    other = Query("we", 50, part, around=(8,))
    assert told_apart(first) == told_apart(again) != told_apart(other)


def test_the_agency_again_is_asked_as_the_same_question_but_not_her_agency() -> None:
    the = Query("body", 4, Part("body", 4, 5, "agency", ("the",)))
    this = Query("body", 9, Part("body", 9, 10, "agency", ("this",)))
    her = Query("body", 9, Part("body", 9, 10, "agency", ("her",), owner=9))
    assert told_apart(the) == told_apart(this) == "agency"
    assert not told_apart(her)


def test_bodies_beside_a_person_are_those_of_one_sentence_the_nearest_first() -> None:
    built = article(
        "[Ana Petrova, an analyst at Kestrel Bank,] {said} <one>.\nThe Harbour Board met on Monday."
    )
    entities = Resolver(built.article, built.attributions, shipped_models()).entities
    by_name = {entities.full_name(entity): entity.id for entity in entities.all}
    beside = Affiliations(entities).beside(by_name["Ana Petrova"])
    assert list(beside) == [by_name["Kestrel Bank"]]


def test_heads_tell_who_is_mostly_named() -> None:
    def seen(head: str, named: int, of: int) -> list[Example]:
        values = np.zeros((2, len(FEATURES)), np.float32)
        right = np.array([True, False])
        return [
            Example(values.copy(), right, "body", str(n), f"body {head}", n < named)
            for n in range(of)
        ]

    examples = [*seen("company", 18, 20), *seen("police", 1, 20), *seen("guild", 1, 1)]
    heads = Heads(examples)
    table = heads.table()
    assert table["body company"] > 0 > table["body police"]
    assert "body guild" not in table  # once is not enough
    heads.fill(examples, own=True)
    left_out = examples[-1].values[:, AT["named head"]]
    assert left_out.tolist() == [0.0, 0.0]  # its own example tells a head nothing
    assert Heads([]).value("", "he") == 0.0
