"""quoth as a component of spaCy (extra ``spacy``).

    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("quoth")
    doc = nlp("The bridge is safe, the ministry said.")
    for one in doc._.attributions:
        print(one.source, "·", one.content)
    for span in doc.spans["quoth"]:
        print(span.label_, span.text)

What is known of the article goes into ``doc.user_data["quoth"]`` before: a dict with any of title,
outlet, url, published and id. See `quoth.formats.spacy_docs` for what a document holds afterwards.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quoth.errors import OptionError
from quoth.formats.spacy_docs import put, spacy_module
from quoth.intake import IntakeOptions, article_from_text
from quoth.reading.reader import Reader
from quoth.records import Reading
from quoth.wording import READ_LANGUAGE

KNOWN = ("id", "title", "outlet", "url", "published")


class QuothComponent:
    """Reads each document. The model is loaded with the first; pickled, it is loaded anew."""

    def __init__(
        self, model: str | None = None, min_confidence: float = 0.0, lang: str | None = None
    ) -> None:
        self._model, self._least, self._lang = model, min_confidence, lang
        self._reader: Reader | None = None

    def __call__(self, doc: Any) -> Any:
        """Put the reading of a document's text into it.

        Raises:
            OptionError: for something in ``doc.user_data["quoth"]`` that is not known.
            ModelError: when the model is missing or altered.
        """
        put(doc, self._read(doc))
        return doc

    def _read(self, doc: Any) -> Reading:
        known = doc.user_data.get("quoth") or {}
        for name in known:
            if name not in KNOWN:
                raise OptionError(f'user_data["quoth"]: {name}: give {", ".join(KNOWN)}')
        if self._reader is None:
            self._reader = Reader.load(Path(self._model) if self._model else None)
        given = {"id": "doc", **known}
        options = IntakeOptions(lang=self._lang)
        article = article_from_text(doc.text or " ", options=options, **given)
        return self._reader.read(article).at_least(self._least)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_reader": None}


def component(
    nlp: Any,
    name: str,  # noqa: ARG001 (spaCy names each component)
    model: str | None = None,
    min_confidence: float = 0.0,
) -> QuothComponent:
    """The component for a pipeline; a pipeline of English insists that its texts are English."""
    spacy_module()
    lang = READ_LANGUAGE if nlp.lang == READ_LANGUAGE else None
    return QuothComponent(model, min_confidence, lang)


def register() -> None:
    """Makes ``nlp.add_pipe("quoth")`` known to spaCy; installing quoth does so by itself.

    Raises:
        OptionError: when spaCy is not installed.
    """
    spacy_module()
    from spacy.language import Language

    if not Language.has_factory("quoth"):
        Language.factory(
            "quoth",
            default_config={"model": None, "min_confidence": 0.0},
            assigns=["doc._.quoth"],
            func=component,
        )


register()
