"""The reader: an article in, its reading out. It loads the model once and keeps no other state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quoth.reading.attributions import in_order, to_attributions
from quoth.reading.bundle import Bundle, OnnxScorer
from quoth.reading.figures import find_figures
from quoth.reading.manner import describe_all
from quoth.reading.parts import Scorer, find_parts
from quoth.reading.pieces import cut_pieces, sections
from quoth.reading.scripts import scripted
from quoth.reading.speakers import resolve_speakers
from quoth.reading.times import find_times, said_on
from quoth.records import Article, Attribution, Reading

LANGUAGE = "en"


class Reader:
    """Reads articles with one loaded model.

    The same article gives the same reading, whatever was read before it and however many readers
    run at once. A reader is not shared between threads; make one for each.
    """

    def __init__(self, bundle: Bundle, scorer: Scorer) -> None:
        self.bundle = bundle
        self._scorer = scorer
        self._tokenizer = bundle.tokenizer()

    @classmethod
    def load(cls, folder: Path | str | None = None, *, threads: int = 1) -> Reader:
        """A reader with the model of ``folder``, by default the one that ships with quoth.

        ``threads`` are those of one run of the encoder; the reading is the same for any number.

        Raises:
            ModelError: when the model is missing, altered or of another format.
        """
        bundle = Bundle.open(Path(folder) if folder is not None else None)
        return cls(bundle, OnnxScorer(bundle, threads=threads))

    @property
    def model(self) -> str:
        """Name and version of the model."""
        return self.bundle.name

    def read(self, article: Article) -> Reading:
        """The reading of one article.

        An article in another language than English gives an empty reading with a warning; set
        ``article.language`` to "en" to insist.
        """
        if article.language and article.language.lower().split("-")[0] != LANGUAGE:
            return Reading(
                article,
                warnings=(
                    f"the text seems to be in another language ({article.language}); quoth reads "
                    "English only (--lang en insists)",
                ),
                model=self.model,
            )
        found: list[Attribution] = []
        for start, end in sections(article.text):
            pieces = cut_pieces(article.text[start:end], self._tokenizer, start)
            found.extend(to_attributions(article, pieces, find_parts(pieces, self._scorer)))
        return self._reading(article, in_order(scripted(article, found)))

    def _reading(self, article: Article, attributions: tuple[Attribution, ...]) -> Reading:
        """What hangs on the attributions, each step from the article and what is known by then."""
        attributions = describe_all(article, attributions)
        times = find_times(article)
        attributions = said_on(article, attributions, times)
        speakers, refs = resolve_speakers(article, attributions)
        attributions = tuple(replace(a, speakers=refs.get(a.id, ())) for a in attributions)
        figures = find_figures(article, attributions)
        return Reading(article, attributions, speakers, figures, times, model=self.model)
