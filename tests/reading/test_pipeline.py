"""The line of stages: checked when it is built, and a fault in one costs that one's part only."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quoth.errors import ModelError, StageOrderError
from quoth.reading import reader as reader_module
from quoth.reading import stages as stages_module
from quoth.reading import states as states_module
from quoth.reading.pieces import sections
from quoth.reading.pipeline import Draft, Pipeline, Step
from quoth.reading.reader import Reader
from quoth.reading.stages import stages
from quoth.records import Article, Attribution, Span, TimeMention
from quoth.text import analyse
from quoth.text import document as document_module
from samples import BRIDGE

PUBLISHED = "2024-05-14"


def same(draft: Draft) -> Draft:
    return draft


def broken(*_: Any, **__: Any) -> Any:
    raise IndexError("list index\nout of range")


def step(needs: str, gives: str, does: Callable[[Draft], Draft] = same) -> Step:
    return Step(does, f"no {gives}", frozenset(needs.split()), frozenset(gives.split()))  # type: ignore[arg-type]


# --- the order ------------------------------------------------------------------------------------


def test_the_stages_of_the_reading_stand_in_order() -> None:
    given = [fact for stage in Pipeline(stages(same)).stages for fact in sorted(stage.gives)]
    assert len(given) == len(set(given))
    assert given.index("spans") < given.index("manner") < given.index("speakers")


def test_every_other_order_of_stages_that_hang_together_is_found_when_built() -> None:
    line = list(stages(same))
    with pytest.raises(StageOrderError, match="needs"):
        Pipeline(reversed(line))
    for number, stage in enumerate(line):
        if stage.gives & frozenset().union(*(other.needs for other in line)):
            with pytest.raises(StageOrderError, match="needs"):
                Pipeline([*line[:number], *line[number + 1 :]])


def test_a_stage_without_what_it_needs_is_named() -> None:
    with pytest.raises(StageOrderError, match=r"stage 2 \(without it: no said_on\) needs times"):
        Pipeline([step("article", "spans"), step("spans times", "said_on")])


def test_a_fact_is_given_once() -> None:
    with pytest.raises(StageOrderError, match=r"stage 2 .* gives times again"):
        Pipeline([step("article", "times"), step("article", "times")])


def test_the_error_can_be_sent_from_a_worker() -> None:
    error = StageOrderError(2, "no times", "needs spans")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


# --- the guard ------------------------------------------------------------------------------------

WITHOUT = {
    "scripted": "statements marked by layout alone could not be found",
    "numbered": "statements could not be sorted, so there are none",
    "nest": "nested statements could not be found",
    "describe_all": "form, kind, tone, polarity and addressee could not be determined",
    "find_times": "times could not be found",
    "said_on": "the dates of statements could not be determined",
    "resolve_speakers": "speakers could not be resolved",
    "find_figures": "figures could not be found",
}


def counts(reading: Any) -> dict[str, int]:
    found = reading.attributions
    return {
        "numbered": len(found),
        "nest": sum(one.within is not None for one in found),
        "describe_all": sum(one.form != "indirect" for one in found),
        "find_times": len(reading.times),
        "said_on": sum(one.said_on is not None for one in found),
        "resolve_speakers": len(reading.speakers),
        "find_figures": len(reading.figures),
    }


TEXT = f"{BRIDGE}\nThe ministry said on Monday that Ada Roth thinks 12 people were hurt."


@pytest.mark.parametrize("name", WITHOUT)
def test_a_fault_in_a_stage_costs_its_own_part(
    name: str, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = Article("a", TEXT, published=PUBLISHED, language="en")
    whole = reader.read(article)
    assert whole.warnings == ()
    assert all(counts(whole).values())
    monkeypatch.setattr(stages_module, name, broken)
    reading = reader.read(article)
    assert reading.warnings == (
        f"{WITHOUT[name]}: IndexError: list index out of range "
        "(internal error in quoth; please report it)",
    )
    assert reading.article == article
    left = {what: n for what, n in counts(reading).items() if not n}
    hangs_on_it = {"numbered": ["nest", "describe_all", "said_on", "resolve_speakers"]}
    hangs_on_it["find_times"] = ["said_on"]
    wanted = {name, *hangs_on_it.get(name, [])} & counts(whole).keys()
    assert left.keys() == wanted


def test_a_fault_of_the_model_in_a_section_costs_that_section(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_parts, calls = reader_module.find_parts, []

    def once_broken(*given: Any) -> Any:
        calls.append(given)
        return broken() if len(calls) == 1 else read_parts(*given)

    monkeypatch.setattr(reader_module, "sections", lambda text: sections(text, 400))
    monkeypatch.setattr(reader_module, "find_parts", once_broken)
    reading = reader.read(Article("a", f"{BRIDGE}\n" * 3, language="en"))
    (warning,) = reading.warnings
    assert warning.startswith("statements of characters 0 to ")
    assert reading.attributions[0].start > 0


def test_speakers_are_told_without_states_of_the_encoder(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = Article("a", BRIDGE, language="en")
    given: list[Any] = []
    resolve = stages_module.resolve_speakers

    def seen(*args: Any, states: Any) -> Any:
        given.append(states)
        return resolve(*args, states=states)

    monkeypatch.setattr(stages_module, "resolve_speakers", seen)
    reader.read(article)
    assert len(given[0].vectors) == len(given[0].starts) > 0
    monkeypatch.setattr(states_module, "MOST", 10)  # the text is longer than that
    assert reader.read(article).speakers
    assert given[1] is None


def test_a_text_that_cannot_be_normalised_is_read_as_it_is(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "analyse", broken)
    reading = reader.read(Article("a", BRIDGE, language="en"))
    assert reading.attributions
    (warning,) = reading.warnings
    assert warning.startswith("the text could not be normalised: IndexError")


def test_places_that_cannot_be_found_again_leave_the_article(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_module.Document, "reading", broken)
    reading = reader.read(Article("a", BRIDGE, language="en"))
    assert (reading.article.text, reading.attributions) == (BRIDGE, ())
    (warning,) = reading.warnings
    assert warning.startswith("the results could not be mapped back to the given text")


def test_spans_outside_the_text_are_a_fault_of_the_stage_that_gave_them() -> None:
    far = Attribution("a1", Span(90, 95), (), (Span(2, 4),))
    line = Pipeline(
        [
            step("article", "spans", lambda draft: replace(draft, attributions=(far,))),
            step(
                "article",
                "times",
                lambda d: replace(d, times=(TimeMention("t1", Span(0, 2), None, None),)),
            ),
        ]
    )
    draft = line.run(Draft(analyse(Article("a", "So it is."))))
    assert draft.attributions == ()
    assert len(draft.times) == 1
    (warning,) = draft.warnings
    assert warning.startswith("no spans: ValueError: a1 points outside the text")


@pytest.mark.parametrize("error", [ModelError("damaged"), MemoryError()])
def test_a_damaged_model_and_a_lack_of_memory_are_passed_on(error: Exception) -> None:
    def raising(draft: Draft) -> Draft:
        raise error

    with pytest.raises(type(error)):
        Pipeline([step("article", "times", raising)]).run(Draft(analyse(Article("a", "So it is."))))
