"""The reading without one rule, from what the model said once: seconds a rule, no encoder.

`Found` keeps what the model found in each article, in a file. `survey` reads every article from
that with all rules, and notes in which each rule does anything at all. `read_without` runs the
stages from a rule's first one on and tells which readings change.
"""

from __future__ import annotations

import hashlib
import inspect
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from evaluation.rules import Rule, neutral_of, patched, switch_off_function, words_of
from quoth.codec import reading_to_dict
from quoth.formats import to_citron
from quoth.reading import decode, layout, parts, pieces, states, windows
from quoth.reading.attributions import to_attributions
from quoth.reading.bundle import Bundle, OnnxScorer
from quoth.reading.parts import Parts, find_parts
from quoth.reading.pieces import Pieces, sections
from quoth.reading.pipeline import Draft, Stage
from quoth.reading.speakers.tagger import Tagger
from quoth.reading.speakers.tokens import Words
from quoth.reading.stages import stages
from quoth.reading.states import States, encode_section
from quoth.records import Article
from quoth.text import analyse

Answer = dict[str, Any]
Tags = tuple[list[tuple[int, int, str]], NDArray[np.float32]]  # of the name tagger
Sections = tuple[tuple[Pieces, list[Parts], States | None], ...]
# Stages that a file's words reach besides the first: all up to this one are run.
_REACH = {"contrary": "manner", "times": "said_on"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One article as read with all rules: what the model found in its sections, the draft before
    each stage and at the end, and the reading in the two forms that are scored."""

    corpus: str
    sections: Sections
    drafts: tuple[Draft, ...]
    citron: Answer
    reading: Answer
    tags: Tags | None


@dataclass(slots=True)
class Base:
    """All articles as read with all rules. ``fires``: the articles in which a function of a rule
    answers anything but its neutral answer, by the rule's place."""

    model: str
    calibration: Any
    articles: dict[str, Kept] = field(default_factory=dict)
    fires: dict[str, set[str]] = field(default_factory=dict)

    def reached_by(self, rule: Rule) -> set[str]:
        """The articles that a rule may change: where it fires, or which have a word of it."""
        if not rule.is_words:
            return self.fires.get(rule.place, set())
        stems = [word.lower()[: max(2, len(word) - 3)] for word in words_of(rule)]
        return {
            id_
            for id_, kept in self.articles.items()
            if not stems or any(stem in kept.drafts[0].document.text.lower() for stem in stems)
        }


def _code() -> str:
    """The digest of the code between a text and what the model finds in it."""
    told = hashlib.sha256()
    for module in (decode, layout, parts, pieces, states, windows):
        told.update(inspect.getsource(module).encode())
    return told.hexdigest()


class Found:
    """What the model found in articles, kept in a file; read again only what is not there, or was
    found by another model or other code."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.bundle = Bundle.open()
        self.tokenizer = self.bundle.tokenizer()
        self._model = (_code(), self.bundle.description["files"])
        self._scorer: OnnxScorer | None = None
        self._known: dict[str, tuple[str, Sections]] = {}
        if store.exists():
            model, known = pickle.loads(store.read_bytes())
            self._known = known if model == self._model else {}

    def sections(self, id_: str, text: str) -> Sections:
        """The word pieces of each section of a text with the parts found in it."""
        if id_ not in self._known or self._known[id_][0] != text:
            self._scorer = self._scorer or OnnxScorer(self.bundle)
            found = []
            for start, end in sections(text):
                pieces, encoded, states = encode_section(
                    text, start, end, self.tokenizer, self._scorer, self.bundle.encoder
                )
                found.append((pieces, find_parts(pieces, self._scorer, encoded), states))
            self._known[id_] = text, tuple(found)
        return self._known[id_][1]

    def save(self) -> None:
        """Write the file, when anything is new."""
        if self._scorer is not None:
            self.store.parent.mkdir(parents=True, exist_ok=True)
            self.store.write_bytes(pickle.dumps((self._model, self._known)))


def _stages(found: Sections, base: Base) -> tuple[Stage, ...]:
    def spans(draft: Draft) -> Draft:
        made = [
            one
            for pieces, parts, _ in found
            for one in to_attributions(draft.article, pieces, parts, base.calibration)
        ]
        states = States.joined([one for *_, one in found if one is not None])
        return replace(draft, attributions=tuple(made), states=states)

    return stages(spans)


def _forms(draft: Draft, model: str) -> tuple[Answer, Answer]:
    reading = draft.document.reading(draft.reading(model))
    return to_citron(reading), reading_to_dict(reading)


def survey(corpora: dict[str, list[Article]], store: Path, rules: Iterable[Rule]) -> Base:
    """Read all articles with all rules.

    Args:
        corpora: the articles of each corpus, by its name.
        store: where what the model finds is kept.
        rules: those of which is noted where they fire.
    """
    known = Found(store)
    base = Base(known.bundle.name, known.bundle.calibration)
    base.fires = {rule.place: set() for rule in rules if not rule.is_words}
    now = ""
    tagged: dict[str, Tags] = {}
    tag = Tagger.tag

    def tags(tagger: Tagger, words: Words) -> Tags:
        tagged[now] = tag(tagger, words)
        return tagged[now]

    def seen(place: str) -> None:
        base.fires[place].add(now)

    documents = {
        f"{corpus} {article.id}": (
            corpus, analyse(article, lambda word: known.tokenizer.token_to_id(word) is not None)
        )
        for corpus, articles in corpora.items()
        for article in articles
    }  # fmt: skip
    for id_, (_, document) in documents.items():
        known.sections(id_, document.article.text)
    known.save()
    functions = [rule for rule in rules if not rule.is_words]
    with _watched(functions, seen), patch.object(Tagger, "tag", tags):
        for id_, (corpus, document) in documents.items():
            now = id_
            found = known.sections(id_, document.article.text)
            drafts = [Draft(document)]
            for stage in _stages(found, base):
                drafts.append(stage.run(drafts[-1]))
            forms = _forms(drafts[-1], base.model)
            base.articles[id_] = Kept(corpus, found, tuple(drafts), *forms, tagged.get(id_))
    return base


@contextmanager
def _watched(rules: list[Rule], seen: Callable[[str], None]) -> Iterator[None]:
    """Tell ``seen`` of every rule that answers anything but its neutral answer."""
    undo = [patched(rule, partial(_telling, rule, seen)) for rule in rules]
    try:
        yield
    finally:
        for back in reversed(undo):
            back()


def _telling(
    rule: Rule, seen: Callable[[str], None], known: Callable[..., Any]
) -> Callable[..., Any]:
    neutral = neutral_of(rule)
    # What works on what it was given answers nothing and may always have done something.
    always = known.__annotations__.get("return") == "None"

    def told(*given: Any, **named: Any) -> Any:
        answer = known(*given, **named)
        if inspect.isgenerator(answer):
            answer = list(answer)
            same = answer == list(neutral(*given, **named))
        else:
            same = answer == neutral(*given, **named)
        if always or not same:
            seen(rule.place)
        return answer

    return told


def read_without(rule: Rule, base: Base) -> dict[str, tuple[Answer, Answer]]:
    """The readings that change when a rule is switched off, by the keys of ``base.articles``.

    The words of a rule must have been emptied before this module was imported.
    """
    if not rule.is_words:
        switch_off_function(rule)
    names: list[str] = [next(iter(stage.gives)) for stage in _stages((), base)]
    first = names.index(rule.stage)
    last = names.index(_REACH.get(rule.stage, rule.stage))
    changed: dict[str, tuple[Answer, Answer]] = {}
    # The words of the article stay as they are, but for these rules: so do the tags of its names.
    tagged_anew = rule.is_words or rule.place.startswith("speakers.tokens")
    for id_ in sorted(base.reached_by(rule)):
        kept = base.articles[id_]
        with _tagged(None if tagged_anew else kept.tags):
            forms = _without(kept, base, first, last)
        if forms is not None and forms != (kept.citron, kept.reading):
            changed[id_] = forms
    return changed


def _without(kept: Kept, base: Base, first: int, last: int) -> tuple[Answer, Answer] | None:
    """An article read from stage ``first`` on; None when nothing is new after stage ``last``."""
    draft = kept.drafts[first]
    for at, stage in enumerate(_stages(kept.sections, base)):
        if at >= first:
            draft = stage.run(draft)
            if at >= last and draft == kept.drafts[at + 1]:
                return None
    return _forms(draft, base.model)


@contextmanager
def _tagged(tags: Tags | None) -> Iterator[None]:
    """Give the tags of names that are known already, where there are any."""
    if tags is None:
        yield
    else:
        with patch.object(Tagger, "tag", lambda *_: tags):
            yield
