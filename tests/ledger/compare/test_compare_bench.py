"""The synthetic readings and the benchmark of comparing, small."""

from __future__ import annotations

from bench import compare, synthetic
from bench.synthetic_words import BUILT_IN, Vocabulary


def test_the_same_seed_gives_the_same_readings_and_another_seed_others() -> None:
    assert list(synthetic.readings(40, 5)) == list(synthetic.readings(60, 5))[:40]
    assert list(synthetic.readings(5, 5)) != list(synthetic.readings(5, 6))


def test_ids_and_addresses_are_unique() -> None:
    articles = [reading.article for reading in synthetic.readings(300, 1)]
    assert len({article.id for article in articles}) == 300
    assert len({article.url for article in articles}) == 300


def test_offsets_are_exact() -> None:
    for one in synthetic.made(120, 2):
        reading, text = one.reading, one.reading.article.text
        for attribution in reading.attributions:
            assert attribution.cue is not None
            assert attribution.cue.of(text).split()[0] in {
                *("said", "told", "added", "stressed", "insisted", "argued", "claimed"),
                *("warned", "believes", "reported"),
            }
            if attribution.form == "direct":
                assert all(span.of(text)[0] in '“"' for span in attribution.contents)
            if attribution.within:
                outer = reading.attribution(attribution.within)
                assert outer.contents[0].covers(attribution.contents[0])
        for speaker in reading.speakers:
            if speaker.name is not None:
                assert all(speaker.name.split()[-1] in span.of(text) for span in speaker.mentions)
            if speaker.anonymity is not None:
                assert speaker.anonymity.of(text) == "who asked not to be named"
        for figure in reading.figures:
            digits = "".join(c for c in figure.span.of(text) if c.isdigit() or c == ".")
            assert figure.low is not None
            assert float(digits) in (figure.low, figure.low / 1e6)
        for time in reading.times:
            assert time.span.of(text).endswith("day")


def test_a_vocabulary_of_texts_adds_to_the_built_in_one() -> None:
    words = Vocabulary.of_texts(["They wanted to refurbish the carousel of the town."])
    assert {"refurbish"} == set(words.verbs) - set(BUILT_IN.verbs)
    assert {"carousel"} == set(words.nouns) - set(BUILT_IN.nouns)


def test_variants_are_joined_as_well_as_promised() -> None:
    result = compare.score(compare.variants(1, BUILT_IN, 300))
    assert result["pairs"] > 1000
    assert result["precision"] >= compare.PRECISION
    assert result["recall"] >= compare.RECALL


def test_what_the_synthetic_articles_hold_is_found() -> None:
    result = compare.timed(400, 3)
    assert result["quality"]["quotations, precision"] > 0.99
    assert result["quality"]["copies, precision"] > 0.9
    assert result["quality"]["copies, recall"] > 0.95
    assert result["quality"]["figures, precision"] > 0.95
