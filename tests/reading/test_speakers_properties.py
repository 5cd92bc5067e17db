"""What holds for every article, however odd."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import article
from quoth.reading.speakers import resolve_speakers
from quoth.records import Article, Attribution, Span

_WORDS = (
    "Ana|Petrova|Weber|Mr.|the|The|minister|of|and|,|.|\n|“|”|he|She|they|who|said|(ACME)|’s|'|U.S.|"
    "-|de|la|Jr.|report|I|I’d|Ministry|\u00a0|é|5|A|Council|officials|because|anonymity|:|their|his|X"
)


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, tuple[Attribution, ...]]:
    text = " ".join(
        draw(
            st.lists(
                st.one_of(st.sampled_from(_WORDS.split("|")), st.text(max_size=4)), max_size=40
            )
        )
    )
    spot = st.integers(0, len(text))
    spans = st.tuples(spot, spot).map(lambda pair: Span(min(pair), max(pair)))
    found = []
    for number in range(draw(st.integers(0, 5))):
        sources = tuple(draw(st.lists(spans, max_size=2)))
        contents = tuple(draw(st.lists(spans, min_size=1, max_size=2)))
        within = draw(st.sampled_from([None, "a0", "a1", "a9"]))
        found.append(Attribution(f"a{number}", draw(spans), sources, contents, within=within))
    return Article("x", text), tuple(found)


@given(articles())
@settings(max_examples=300, deadline=None)
def test_any_article_gives_sound_speakers(case: tuple[Article, tuple[Attribution, ...]]) -> None:
    text, attributions = case
    speakers, refs = resolve_speakers(text, attributions)
    ids = [speaker.id for speaker in speakers]
    assert len(set(ids)) == len(ids)
    if attributions:
        assert list(refs) == [attribution.id for attribution in attributions]
    for found in refs.values():
        assert all(ref.speaker in ids and 0 <= ref.confidence <= 1 for ref in found)
    for speaker in speakers:
        assert speaker.label
        assert all(span.end <= len(text.text) for span in speaker.mentions)
        assert list(speaker.mentions) == sorted(set(speaker.mentions))
    assert (speakers, refs) == resolve_speakers(text, attributions)


def test_a_source_without_a_letter_is_nobody() -> None:
    said = Attribution("a0", Span(0, 1), (Span(1, 1),), (Span(2, 3),))
    speakers, refs = resolve_speakers(Article("x", "Petrova"), (said,))
    assert speakers == ()
    assert refs["a0"] == ()


def test_time_grows_with_the_text_and_no_faster() -> None:
    story = (
        "[Mayor Ana Petrova] {said} <the Lund City Council met Thomas Weber>.\n"
        "[She] {said} <no>.\n"
        "[The mayor] {said} <it rained>.\n[The council] {said} <it poured>.\n"
    )

    def seconds(times: int) -> float:
        built = article(story * times)
        start = time.process_time()
        resolve_speakers(built.article, built.attributions)
        return time.process_time() - start

    seconds(5)
    assert seconds(400) < 60 * max(seconds(40), 0.01)
