"""The analysed text, which is the input of all stages of the reading."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from quoth.records import Article, Attribution, Block, Figure, Reading, Span, Speaker, TimeMention
from quoth.text.blocks import find_blocks
from quoth.text.characters import composed_edits, plain_edits
from quoth.text.mending import mended
from quoth.text.offsets import Offsets, rewrite
from quoth.text.quotations import Quotation, find_quotations
from quoth.text.sentences import sentences
from quoth.text.wrapping import Known, unwrapped_edits


@dataclass(frozen=True, slots=True)
class View:
    """A text normalised. ``maps`` lead from one text to the next: from that given, none where
    nothing had to change, to ``text``."""

    text: str
    maps: tuple[Offsets, ...] = ()

    def to_source(self, span: Span) -> Span:
        """The characters of the text as given from which those of ``span`` were made."""
        for one in reversed(self.maps):
            span = one.to_source(span)
        return span

    def to_view(self, span: Span) -> Span:
        """The characters of the view made from ``span`` of the text as given."""
        for one in self.maps:
            span = one.to_view(span)
        return span


@dataclass(frozen=True)
class Document:
    """An article and its normalised view.

    ``given`` is the article as given. ``article`` is the same article with its text normalised:
    composed characters, nothing invisible, plain spaces, marks and line ends, wrapped lines joined.
    Where nothing needs to change, it is the given one itself. It always has its blocks. Offsets of
    the document are into ``text``; `to_source` leads them back.
    """

    given: Article
    article: Article
    view: View

    @property
    def text(self) -> str:
        """The text of the view; all offsets of the document are into it."""
        return self.view.text

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What each line is, in order."""
        return self.article.blocks

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The stretches in quotation marks, nested ones behind those that hold them."""
        return find_quotations(self.text)

    @cached_property
    def outermost(self) -> tuple[Quotation, ...]:
        """The quotations that stand in no other one."""
        return tuple(one for one in self.quotations if one.depth == 1)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences in order; none runs over the end of a block."""
        return tuple(
            Span(start, end)
            for block in self.blocks
            for start, end in sentences(self.text, block.span.start, block.span.end)
        )

    def sentence_at(self, at: int) -> Span | None:
        """The sentence that the character at ``at`` stands in; the one before, between two."""
        found = bisect_right(self.sentences, at, key=lambda one: one.start) - 1
        return self.sentences[found] if found >= 0 else None

    def to_source(self, span: Span) -> Span:
        """The characters of the text as given from which those of ``span`` were made."""
        return self.view.to_source(span)

    def to_view(self, span: Span) -> Span:
        """The characters of the view made from ``span`` of the text as given."""
        return self.view.to_view(span)

    def reading(self, read: Reading) -> Reading:
        """A reading of the view as one of the article as given: every span led back."""
        if not self.view.maps:
            return replace(read, article=self.given)
        return replace(
            read,
            article=self.given,
            attributions=tuple(map(self._attribution, read.attributions)),
            speakers=tuple(map(self._speaker, read.speakers)),
            figures=tuple(map(self._figure, read.figures)),
            times=tuple(map(self._time, read.times)),
        )

    def _spans(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(map(self.to_source, spans))

    def _maybe(self, span: Span | None) -> Span | None:
        return None if span is None else self.to_source(span)

    def _attribution(self, one: Attribution) -> Attribution:
        return replace(
            one,
            cue=self._maybe(one.cue),
            sources=self._spans(one.sources),
            contents=self._spans(one.contents),
            addressee=self._maybe(one.addressee),
        )

    def _speaker(self, one: Speaker) -> Speaker:
        return replace(
            one, mentions=self._spans(one.mentions), anonymity=self._maybe(one.anonymity)
        )

    def _figure(self, one: Figure) -> Figure:
        return replace(one, span=self.to_source(one.span))

    def _time(self, one: TimeMention) -> TimeMention:
        return replace(one, span=self.to_source(one.span))


def normalise(text: str, known: Known | None = None) -> View:
    """``text`` mended, in composed, visible, plain characters, with its wrapped lines joined.

    ``known`` says whether a word, in lower case, is one of the language: it helps to tell words
    broken at a line's end from compounds. The time taken grows with the length of the text.
    """
    text, mends = mended(text)
    maps = list(mends)
    for edits in (
        plain_edits,
        composed_edits,
        lambda text: unwrapped_edits(text, known),
    ):
        text, offsets = rewrite(text, list(edits(text)))
        if offsets is not None:
            maps.append(offsets)
    return View(text, tuple(maps))


def analyse(article: Article, known: Known | None = None) -> Document:
    """The document of an article; see `Document` and `normalise`.

    The text as given is never changed; where it needs no change, nothing is copied.
    """
    view = normalise(article.text, known)
    changed = replace(article, authors=tuple(normalise(name).text for name in article.authors))
    if view.maps:
        changed = replace(
            changed,
            text=view.text,
            furniture=tuple(filter(len, map(view.to_view, article.furniture))),
            blocks=tuple(
                Block(block.kind, span, block.time)
                for block in article.blocks
                if len(span := view.to_view(block.span))
            ),
        )
    if not changed.blocks:
        found = find_blocks(changed.text, title=article.title, furniture=changed.furniture)
        changed = replace(changed, blocks=found)
    return Document(article, changed, view)


def as_given(article: Article) -> Document:
    """The document of an article that is read as it was given, where it cannot be analysed."""
    return Document(article, article, View(article.text))
