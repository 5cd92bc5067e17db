"""The pipeline of stages: each declares its inputs and outputs, and errors are isolated.

A `Draft` goes through the stages in order. If a stage fails, only its part of the result is
missing, with a warning in the reading; the other stages still run. The order of
the stages is checked when the pipeline is built, not when an article is read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from quoth.errors import QuothError, StageOrderError
from quoth.reading.states import States
from quoth.records import Article, Attribution, Figure, Reading, Speaker, TimeMention, check_spans
from quoth.text import Document

_log = logging.getLogger(__name__)

Fact = Literal[
    "article",
    "spans",
    "layout",
    "edges",
    "contrary",
    "quotations",
    "numbers",
    "nesting",
    "manner",
    "times",
    "said_on",
    "speakers",
    "figures",
]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of an article so far; each stage gives a fuller one.

    Stages read the ``document`` and nothing else; all spans are into its text. ``states``: what the
    encoder made of its word pieces, where it ran; every stage can do without them.
    """

    document: Document
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[TimeMention, ...] = ()
    warnings: tuple[str, ...] = ()
    states: States | None = None

    @property
    def article(self) -> Article:
        """The article with its text normalised, as the stages read it."""
        return self.document.article

    def warned(self, *warnings: str) -> Draft:
        """This draft with warnings for the user."""
        return replace(self, warnings=(*self.warnings, *warnings))

    def reading(self, model: str) -> Reading:
        """The draft as a reading, made by ``model``.

        Raises:
            ValueError: when a part of it points outside the text.
        """
        return Reading(
            self.article,
            self.attributions,
            self.speakers,
            self.figures,
            self.times,
            self.warnings,
            model,
        )


class Stage(Protocol):
    """One step of the reading.

    ``needs`` are the facts that stages before it have given, ``gives`` those that it adds.
    ``failed`` says what a reader of the article misses when the stage fails, as the first half of
    a sentence: "speakers could not be resolved".
    """

    @property
    def needs(self) -> frozenset[Fact]:
        """What must have been given before."""

    @property
    def gives(self) -> frozenset[Fact]:
        """What the stage adds."""

    @property
    def failed(self) -> str:
        """What is missing when it fails."""

    def run(self, draft: Draft) -> Draft:
        """``draft`` with what the stage adds."""

    def without(self, draft: Draft) -> Draft:
        """``draft`` as it goes on when the stage has failed."""


def _unchanged(draft: Draft) -> Draft:
    return draft


@dataclass(frozen=True)
class Step:
    """A `Stage` made of functions."""

    does: Callable[[Draft], Draft]
    failed: str
    needs: frozenset[Fact]
    gives: frozenset[Fact]
    instead: Callable[[Draft], Draft] = _unchanged

    def run(self, draft: Draft) -> Draft:
        """``draft`` with what the step adds."""
        return self.does(draft)

    def without(self, draft: Draft) -> Draft:
        """``draft`` as it goes on when the step has failed."""
        return self.instead(draft)


def fault(failed: str, error: Exception) -> str:
    """The warning that ``error`` has cost a part of the reading, as one line."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"{failed}: {what} (internal error in quoth; please report it)"


class Pipeline:
    """Stages in an order in which each finds what it needs.

    Raises:
        StageOrderError: when a stage needs what none before it gives, or gives what one before it
            has given.
    """

    def __init__(self, stages: Iterable[Stage], given: Iterable[Fact] = ("article",)) -> None:
        self.stages: Sequence[Stage] = tuple(stages)
        known = set(given)
        for number, stage in enumerate(self.stages, 1):
            if missing := sorted(stage.needs - known):
                raise StageOrderError(number, stage.failed, f"needs {', '.join(missing)}")
            if twice := sorted(stage.gives & known):
                raise StageOrderError(number, stage.failed, f"gives {', '.join(twice)} again")
            known |= stage.gives

    def run(self, draft: Draft, told: Callable[[int], None] | None = None) -> Draft:
        """``draft`` after all stages. Errors that quoth raises on purpose and a lack of memory
        are passed on; any other fault of a stage becomes a warning. ``told`` hears after each
        stage how many are done."""
        for number, stage in enumerate(self.stages, 1):
            draft = _guarded(stage, draft)
            if told is not None:
                told(number)
        return draft


def _guarded(stage: Stage, draft: Draft) -> Draft:
    try:
        done = stage.run(draft)
        # Spans outside the text are a fault of the stage that gave them.
        check_spans(done.article, done.attributions)
    except (QuothError, MemoryError):
        raise
    except Exception as error:  # whatever it is, it must not cost more than this stage's part
        _log.debug("%s (%s)", stage.failed, draft.article.id, exc_info=True)
        return stage.without(draft).warned(fault(stage.failed, error))
    return done
