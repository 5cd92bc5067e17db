"""Readings built by hand, a case a line: ``article("[The minister] {said} <taxes would rise>.")``.

The marks
---------
``[source]``, ``{cue}`` and ``<content>`` are taken out of the text and become spans:

>>> built = article("[The minister] {said} <taxes would rise>.")
>>> built.text
'The minister said taxes would rise.'
>>> [built.words(span) for span in built.attributions[0].contents]
['taxes would rise']

* Marks on one line and on the same level belong to one attribution; pieces are written by
  marking twice: ``"<“No,> [she] {said}, <never.”>"``.
* Marks inside a content are another attribution, ``within`` the outer one, as deep as you like:
  ``"<[The ministry] {said} <two people were hurt>>, [the agency] {reports}."``.
* A line break begins a new attribution. Where that is not enough (two on one line, one over
  several lines), number the marks: ``"[1:Ana] {1:said} <1:yes> and [2:Bo] {2:said} <2:no>."``
* ``\\[ \\{ \\< \\] \\} \\> \\\\`` are the characters themselves.

Ids are "a1", "a2", … in reading order. The form is told from the quotation marks in the content;
anything else comes from ``changes``: ``article("…", changes={"a1": {"tone": "distancing"}})``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, get_args

from hypothesis import strategies as st

from quoth.records import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Figure,
    Form,
    Kind,
    Polarity,
    Pronoun,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    SpeakerType,
    TimeMention,
    Tone,
)

_OPEN = {"[": "source", "{": "cue", "<": "content"}
_CLOSE = {"]": "source", "}": "cue", ">": "content"}
_LABEL = re.compile(r"(\d+):")
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*»|„[^“”]*[“”]")


@dataclass(frozen=True)
class Built:
    """What `article` gives: the article, its attributions, and short ways to the rest."""

    article: Article
    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...] = ()
    figures: tuple[Figure, ...] = ()
    model: str = "hand"

    @property
    def text(self) -> str:
        """The text without the marks."""
        return self.article.text

    @property
    def reading(self) -> Reading:
        """All of it as a `Reading`."""
        return Reading(
            article=self.article,
            attributions=self.attributions,
            speakers=self.speakers,
            figures=self.figures,
            model=self.model,
        )

    def words(self, *spans: Span) -> str:
        """The words at ``spans``, pieces joined by " … "."""
        return " … ".join(span.of(self.text) for span in spans)

    def span(self, words: str, nth: int = 0) -> Span:
        """Where ``words`` stand in the text, for the ``nth`` time (from 0).

        Raises:
            ValueError: when they do not stand there so often.
        """
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def figure(
        self,
        words: str,
        low: float | None,
        high: float | None,
        *,
        unit: str | None = None,
        of: str | None = None,
        attribution: str | None = None,
        nth: int = 0,
    ) -> Built:
        """The same with one more figure, at ``words``."""
        figure = Figure(
            id=f"f{len(self.figures) + 1}",
            span=self.span(words, nth),
            low=low,
            high=high,
            unit=unit,
            of=of,
            attribution=attribution,
        )
        return replace(self, figures=(*self.figures, figure))


@dataclass
class _Draft:
    order: int
    label: str
    parent: _Draft | None
    parts: dict[str, list[Span]]


def article(
    marked: str,
    *,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    speakers: Mapping[str, str | Speaker | Sequence[str | Speaker]] | None = None,
    **fields: Any,
) -> Built:
    """Build an article and its attributions from a text with marks (see the module's text).

    Args:
        marked: the text with ``[source]``, ``{cue}`` and ``<content>``.
        changes: for an attribution's id, the fields of `Attribution` to set.
        speakers: for an attribution's id, its speaker or speakers: a name stands for a person of
            that name, the same name for the same person; others are given as a `Speaker`.
        fields: the article's other fields (``title="…"``, ``outlet="…"``, ``id="…"``).

    Raises:
        ValueError: when marks are left open, closed wrongly, or an attribution has two cues.
    """
    text, drafts = _parse(marked)
    drafts.sort(key=lambda draft: (_extent(draft)[0], -_extent(draft)[1], draft.order))
    ids = {id(draft): f"a{number}" for number, draft in enumerate(drafts, 1)}
    attributions = tuple(_finish(draft, text, ids) for draft in drafts)
    for name, new in (changes or {}).items():
        if name not in ids.values():
            raise ValueError(f"no attribution {name} to change")
        attributions = tuple(replace(a, **new) if a.id == name else a for a in attributions)
    people, refs = _cast(speakers or {})
    attributions = tuple(replace(a, speakers=refs.get(a.id, a.speakers)) for a in attributions)
    fields.setdefault("id", "article")
    fields.setdefault("language", "en")
    return Built(Article(text=text, **fields), attributions, people)


def _parse(marked: str) -> tuple[str, list[_Draft]]:
    out: list[str] = []
    drafts: list[_Draft] = []
    labelled: dict[str, _Draft] = {}
    # One frame for each level: the attribution its unlabelled marks belong to, if any yet.
    frames: list[_Draft | None] = [None]
    open_marks: list[tuple[str, int, _Draft]] = []
    position = 0

    def owner(label: str) -> _Draft:
        found = labelled.get(label) if label else frames[-1]
        if found is None:
            parent = next((d for role, _, d in reversed(open_marks) if role == "content"), None)
            found = _Draft(len(drafts), label, parent, {"source": [], "cue": [], "content": []})
            drafts.append(found)
            if label:
                labelled[label] = found
            else:
                frames[-1] = found
        return found

    while position < len(marked):
        character = marked[position]
        position += 1
        if character == "\\" and position < len(marked):
            out.append(marked[position])
            position += 1
        elif character in _OPEN:
            label = _LABEL.match(marked, position)
            if label:
                position = label.end()
            open_marks.append((_OPEN[character], len(out), owner(label[1] if label else "")))
            frames.append(None)
        elif character in _CLOSE:
            if not open_marks or open_marks[-1][0] != _CLOSE[character]:
                raise ValueError(f"{character!r} closes nothing at {position - 1} of {marked!r}")
            role, start, draft = open_marks.pop()
            frames.pop()
            draft.parts[role].append(Span(start, len(out)))
        else:
            if character == "\n":
                frames[-1] = None
            out.append(character)
    if open_marks:
        raise ValueError(f"a {open_marks[-1][0]} is never closed in {marked!r}")
    return "".join(out), drafts


def _extent(draft: _Draft) -> tuple[int, int]:
    spans = [span for part in draft.parts.values() for span in part]
    return min(span.start for span in spans), max(span.end for span in spans)


def _finish(draft: _Draft, text: str, ids: dict[int, str]) -> Attribution:
    if len(draft.parts["cue"]) > 1:
        cues = ", ".join(span.of(text) for span in draft.parts["cue"])
        raise ValueError(f"one attribution has several cues ({cues}): number the marks")
    return Attribution(
        id=ids[id(draft)],
        cue=next(iter(draft.parts["cue"]), None),
        sources=tuple(draft.parts["source"]),
        contents=tuple(draft.parts["content"]),
        form=_form(" ".join(span.of(text) for span in draft.parts["content"])),
        within=ids[id(draft.parent)] if draft.parent else None,
    )


def _form(content: str) -> Form:
    rest = _QUOTED.sub("", content)
    if rest == content:
        return "indirect"
    return "mixed" if any(character.isalnum() for character in rest) else "direct"


def _cast(
    given: Mapping[str, str | Speaker | Sequence[str | Speaker]],
) -> tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]:
    people: dict[str, Speaker] = {}
    refs: dict[str, tuple[SpeakerRef, ...]] = {}
    for attribution, who in given.items():
        several = [who] if isinstance(who, str | Speaker) else list(who)
        for one in several:
            key = one if isinstance(one, str) else one.id
            if isinstance(one, Speaker):
                people[key] = one
            elif key not in people:
                people[key] = Speaker(f"s{len(people) + 1}", one, one, "person")
        keys = [one if isinstance(one, str) else one.id for one in several]
        refs[attribution] = tuple(SpeakerRef(people[key].id, "same name", 1.0) for key in keys)
    return tuple(people.values()), refs


# Any characters, and many of those that mean something to HTML, CSV, JSON or a terminal.
HOSTILE_TEXT = st.text(
    st.one_of(
        st.sampled_from(
            "ab .\n\r\t\"'<>&;,=+-@/\\\0\x07\x1b\x85\x9b\u2028\u202e\u2066\u2069\ud800é漢"
        ),
        st.characters(exclude_categories=[]),
    ),
    max_size=60,
)


@st.composite
def readings(draw: st.DrawFn, text: st.SearchStrategy[str] = HOSTILE_TEXT) -> Reading:
    """Any sound reading: every field, spans that overlap and nest, ids that point where they may.

    For property tests: ``@given(readings())``.
    """
    words = draw(text)
    maybe = st.none() | HOSTILE_TEXT
    chance = st.floats(0, 1)
    bound = st.none() | st.floats(allow_nan=False, allow_infinity=False)

    def spans(most: int) -> st.SearchStrategy[tuple[Span, ...]]:
        one = st.tuples(st.integers(0, len(words)), st.integers(0, len(words)))
        return st.lists(one.map(sorted).map(lambda ends: Span(*ends)), max_size=most).map(tuple)

    def span() -> Span | None:
        return next(iter(draw(spans(1))), None)

    def some_span() -> Span:
        return span() or Span(0, len(words))

    people = tuple(
        Speaker(
            id=f"s{number}",
            name=draw(maybe),
            label=draw(HOSTILE_TEXT),
            type=draw(st.sampled_from(get_args(SpeakerType))),
            roles=tuple(draw(st.lists(HOSTILE_TEXT, max_size=2))),
            mentions=draw(spans(3)),
            anonymity=span(),
            pronouns=tuple(draw(st.lists(st.sampled_from(get_args(Pronoun)), unique=True))),
            body=draw(maybe),
            place=draw(maybe),
        )
        for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    count = draw(st.integers(0, 4))
    attributions = []
    for number in range(1, count + 1):
        refs = st.builds(
            SpeakerRef, st.sampled_from([who.id for who in people] or [""]), HOSTILE_TEXT, chance
        )
        # Each stands within an earlier one or none, so that no chain is a loop.
        outer = [None, *(f"a{earlier}" for earlier in range(1, number))]
        attributions.append(
            Attribution(
                id=f"a{number}",
                cue=some_span() if draw(st.booleans()) else None,
                sources=draw(spans(2)),
                contents=draw(spans(2)) or (some_span(),),
                form=draw(st.sampled_from(get_args(Form))),
                kind=draw(st.sampled_from(get_args(Kind))),
                tone=draw(st.sampled_from(get_args(Tone))),
                polarity=draw(st.sampled_from(get_args(Polarity))),
                future=draw(st.booleans()),
                addressee=span(),
                said_on=draw(maybe),
                within=draw(st.sampled_from(outer)),
                confidence=draw(chance),
                speakers=tuple(draw(st.lists(refs, max_size=2))) if people else (),
            )
        )
    owners = st.sampled_from([None, *(one.id for one in attributions)])
    return Reading(
        article=Article(
            id=draw(HOSTILE_TEXT),
            text=words,
            title=draw(maybe),
            outlet=draw(maybe),
            url=draw(maybe),
            published=draw(
                st.none() | st.dates().map(str) | st.datetimes().map(datetime.isoformat)
            ),
            language=draw(st.sampled_from((None, "en", "en-GB", "grc"))),
            authors=tuple(draw(st.lists(HOSTILE_TEXT, max_size=2))),
            furniture=draw(spans(2)),
            blocks=tuple(
                Block(draw(st.sampled_from(get_args(BlockKind))), span) for span in draw(spans(2))
            ),
        ),
        attributions=tuple(attributions),
        speakers=people,
        figures=tuple(
            Figure(f"f{n}", some_span(), draw(bound), draw(bound), draw(maybe), draw(maybe), owner)
            for n, owner in enumerate(draw(st.lists(owners, max_size=2)), 1)
        ),
        times=tuple(
            TimeMention(f"t{n}", one, draw(maybe), draw(maybe))
            for n, one in enumerate(draw(spans(2)), 1)
        ),
        warnings=tuple(draw(st.lists(HOSTILE_TEXT, max_size=2))),
        model=draw(HOSTILE_TEXT),
    )
