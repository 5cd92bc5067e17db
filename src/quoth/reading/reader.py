"""The reader converts an article to a reading. It loads the model once and has no other state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from quoth.errors import QuothError
from quoth.reading.attributions import to_attributions
from quoth.reading.bundle import Bundle, OnnxScorer
from quoth.reading.parts import Scorer, find_parts
from quoth.reading.pieces import sections
from quoth.reading.pipeline import Draft, Pipeline, fault
from quoth.reading.stages import stages
from quoth.reading.states import States, encode_section
from quoth.reading.time_limit import seconds_for, within
from quoth.records import Article, Attribution, Reading
from quoth.text import analyse, as_given
from quoth.wording import FOREIGN, READ_LANGUAGE, foreign

#: Hears which part of a reading is done, from 0 to 1.
Progress = Callable[[float], None]
_MODEL_SHARE = 0.8  # of the time of a reading that the model takes, about; it comes first


class Reader:
    """Reads articles with one loaded model.

    The same article gives the same reading, whatever was read before it and however many readers
    run at once. Threads may share a reader: it reads one article at a time, and the others wait. To
    use several cores, take `quoth.read_many`, which has a pool of processes, or a reader for each
    thread.
    """

    def __init__(self, bundle: Bundle, scorer: Scorer, *, max_seconds: float | None = None) -> None:
        seconds_for(0, max_seconds)
        self._max_seconds = max_seconds
        self.bundle = bundle
        self._scorer = scorer
        self._tokenizer = bundle.tokenizer()
        self._pipeline = Pipeline(stages(self._spans))
        self._one_at_a_time = Lock()
        self._told: Progress | None = None  # of the article that is being read

    @classmethod
    def load(
        cls,
        folder: Path | str | None = None,
        *,
        threads: int = 1,
        max_seconds: float | None = None,
    ) -> Reader:
        """A reader with the model of ``folder``, by default the one that ships with quoth.

        ``threads`` are those of one run of the encoder; the reading is the same for any number.
        ``max_seconds`` is the time that one article may take: 0 for any, and by default 120 s and
        one more for each thousand characters.

        Raises:
            ModelError: when the model is missing, altered or of another format.
            OptionError: when ``max_seconds`` is below 0.
        """
        bundle = Bundle.open(Path(folder) if folder is not None else None)
        return cls(bundle, OnnxScorer(bundle, threads=threads), max_seconds=max_seconds)

    @property
    def model(self) -> str:
        """Name and version of the model."""
        return self.bundle.name

    def read(self, article: Article, *, told: Progress | None = None) -> Reading:
        """The reading of one article.

        ``told`` is called from time to time with the part that is done, in the thread that reads:
        a number that grows from 0 to 1. It must not raise an Exception.

        A fault in one stage costs what that stage gives, with a warning, and never the article.
        An article in another language than English gives an empty reading with a warning; set
        ``article.language`` to "en" to insist.

        Raises:
            SlowError: when it takes longer than this reader allows.
        """
        if article.language and article.language.lower().split("-")[0] != READ_LANGUAGE:
            warned = article.warnings
            if not any(one.startswith(FOREIGN) for one in warned):
                warned = (*warned, foreign(article.language))
            return Reading(article, warnings=warned, model=self.model)
        # Who sets the language insists.
        warned = tuple(one for one in article.warnings if not one.startswith(FOREIGN))
        if warned != article.warnings:
            article = replace(article, warnings=warned)
        seconds = seconds_for(len(article.text), self._max_seconds)
        with self._one_at_a_time:
            self._told = told
            try:
                return within(seconds, article.id, lambda: self._read(article))
            finally:
                self._told = None

    def _read(self, article: Article) -> Reading:
        try:
            document = analyse(article, self._is_word)
        except (QuothError, MemoryError):
            raise
        except Exception as error:  # then the text is read as it was given
            draft = Draft(as_given(article)).warned(
                *article.warnings, fault("the text could not be normalised", error)
            )
            return self._pipeline.run(draft).reading(self.model)
        draft = Draft(document).warned(*article.warnings)
        reading = self._pipeline.run(draft, self._stage_done).reading(self.model)
        try:
            return document.reading(reading)
        except (QuothError, MemoryError):
            raise
        except Exception as error:
            lost = fault("the results could not be mapped back to the given text", error)
            return Reading(article, warnings=(*reading.warnings, lost), model=self.model)

    def _stage_done(self, number: int) -> None:
        if self._told is not None:
            rest = (number - 1) / (len(self._pipeline.stages) - 1)
            self._told(_MODEL_SHARE + (1 - _MODEL_SHARE) * rest)

    def _is_word(self, word: str) -> bool:
        return self._tokenizer.token_to_id(word) is not None

    def _spans(self, draft: Draft) -> Draft:
        """What the model finds, section by section; a fault in one costs that section only."""
        article = draft.article
        found: list[Attribution] = []
        warnings: list[str] = []
        states: list[States] = []
        for start, end in sections(article.text):
            try:
                pieces, encoded, seen = encode_section(
                    article.text,
                    start,
                    end,
                    self._tokenizer,
                    self._scorer,
                    self.bundle.encoder,
                )
                if seen is not None:
                    states.append(seen)
                parts = find_parts(pieces, self._scorer, encoded)
                found.extend(to_attributions(article, pieces, parts, self.bundle.calibration))
            except (QuothError, MemoryError):
                raise
            except Exception as error:
                where = f"statements of characters {start} to {end} could not be found"
                warnings.append(fault(where, error))
            if self._told is not None and end < len(article.text):
                self._told(_MODEL_SHARE * end / len(article.text))
        joined = States.joined(states)
        return replace(draft, attributions=tuple(found), states=joined).warned(*warnings)
