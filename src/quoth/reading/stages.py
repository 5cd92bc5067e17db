"""The reading: the list of its stages, in the order in which they run.

Each adds its part to the `Draft`; `quoth.reading.pipeline` checks the order and guards each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from quoth.reading.attributions import nest, numbered
from quoth.reading.edges import within_blocks
from quoth.reading.figures import find_figures
from quoth.reading.lists import with_lists
from quoth.reading.manner import describe_all, without_contrary
from quoth.reading.pipeline import Draft, Stage, Step
from quoth.reading.scripts import scripted
from quoth.reading.speakers import resolve_speakers
from quoth.reading.times import find_times, said_on
from quoth.reading.whole import whole_quotations


def stages(spans: Callable[[Draft], Draft]) -> tuple[Stage, ...]:
    """All stages of a reading; ``spans`` finds the statements with the model."""
    return (
        Step(
            spans,
            "statements could not be found",
            needs=frozenset({"article"}),
            gives=frozenset({"spans"}),
        ),
        Step(
            _layout,
            "statements marked by layout alone could not be found",
            needs=frozenset({"spans"}),
            gives=frozenset({"layout"}),
        ),
        Step(
            _contrary,
            "contradicted sources could not be corrected",
            needs=frozenset({"spans", "layout"}),
            gives=frozenset({"contrary"}),
        ),
        Step(
            _whole,
            "quotations could not be completed",
            needs=frozenset({"spans", "layout", "contrary"}),
            gives=frozenset({"quotations"}),
        ),
        Step(
            _edges,
            "statements could not be limited to their blocks",
            needs=frozenset({"spans", "layout", "quotations"}),
            gives=frozenset({"edges"}),
        ),
        Step(
            _numbers,
            "statements could not be sorted, so there are none",
            needs=frozenset({"spans", "layout", "contrary", "quotations", "edges"}),
            gives=frozenset({"numbers"}),
            instead=lambda draft: replace(draft, attributions=()),
        ),
        Step(
            _nesting,
            "nested statements could not be found",
            needs=frozenset({"numbers"}),
            gives=frozenset({"nesting"}),
        ),
        Step(
            _manner,
            "form, kind, tone, polarity and addressee could not be determined",
            needs=frozenset({"numbers", "nesting"}),
            gives=frozenset({"manner"}),
        ),
        Step(
            _times,
            "times could not be found",
            needs=frozenset({"article"}),
            gives=frozenset({"times"}),
        ),
        Step(
            _said_on,
            "the dates of statements could not be determined",
            needs=frozenset({"numbers", "times"}),
            gives=frozenset({"said_on"}),
        ),
        Step(
            _speakers,
            "speakers could not be resolved",
            needs=frozenset({"numbers", "nesting", "manner"}),
            gives=frozenset({"speakers"}),
        ),
        Step(
            _figures,
            "figures could not be found",
            needs=frozenset({"numbers", "nesting"}),
            gives=frozenset({"figures"}),
        ),
    )


def _layout(draft: Draft) -> Draft:
    return replace(draft, attributions=tuple(scripted(draft.document, draft.attributions)))


def _contrary(draft: Draft) -> Draft:
    kept = without_contrary(draft.article.text, draft.attributions)
    return replace(draft, attributions=tuple(kept))


def _edges(draft: Draft) -> Draft:
    article, found = draft.article, draft.attributions
    return replace(draft, attributions=within_blocks(article, with_lists(article, found)))


def _whole(draft: Draft) -> Draft:
    return replace(draft, attributions=tuple(whole_quotations(draft.document, draft.attributions)))


def _numbers(draft: Draft) -> Draft:
    return replace(draft, attributions=numbered(draft.attributions))


def _nesting(draft: Draft) -> Draft:
    return replace(draft, attributions=nest(draft.attributions))


def _manner(draft: Draft) -> Draft:
    return replace(draft, attributions=describe_all(draft.article, draft.attributions))


def _times(draft: Draft) -> Draft:
    return replace(draft, times=find_times(draft.article))


def _said_on(draft: Draft) -> Draft:
    return replace(draft, attributions=said_on(draft.article, draft.attributions, draft.times))


def _speakers(draft: Draft) -> Draft:
    speakers, refs = resolve_speakers(draft.article, draft.attributions, states=draft.states)
    attributions = tuple(replace(a, speakers=refs.get(a.id, ())) for a in draft.attributions)
    return replace(draft, attributions=attributions, speakers=speakers)


def _figures(draft: Draft) -> Draft:
    return replace(draft, figures=find_figures(draft.article, draft.attributions))
