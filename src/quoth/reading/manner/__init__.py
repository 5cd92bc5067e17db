"""Attributes of a statement: form, kind, tone, polarity, future and addressee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.reading.manner.addressee import addressee_of
from quoth.reading.manner.cues import kind_of, tone_of, words_at
from quoth.reading.manner.form import form_of, quoted_cues
from quoth.reading.manner.hypothetical import Lead, is_hypothetical, lead_of, without_contrary
from quoth.reading.manner.lexicon import load_lexicon
from quoth.reading.manner.polarity import is_future, negated, polarity_of
from quoth.reading.quotation_marks import find_quotations
from quoth.records import Article, Attribution, Kind, Polarity

__all__ = ["describe_all", "without_contrary"]


def describe_all(article: Article, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """``attributions`` with form, kind, tone, polarity, future and addressee set.

    Everything else of them, and their order, is kept. The words that decide are those of
    ``lang/en/cues.toml``; the form is told from the quotation marks alone. The tone is that of the
    article: a cue inside what somebody says is that speaker's word, and neutral here.
    """
    text = article.text
    lexicon = load_lexicon()
    outer = [q for q in find_quotations(text) if q.depth == 1] if attributions else []
    quoted = quoted_cues(attributions, outer)
    out = []
    for attribution in attributions:
        cue = words_at(text, attribution)
        form = form_of(text, attribution.contents, outer)
        kind = kind_of(cue, lexicon)
        is_negated = negated(cue)
        out.append(
            replace(
                attribution,
                form=form,
                kind=kind,
                tone="neutral"
                if attribution.within is not None or attribution.id in quoted
                else tone_of(cue, lexicon, unasserted=is_negated or kind == "intent"),
                polarity=_polarity(
                    polarity_of(cue, lexicon, kind=kind, form=form, is_negated=is_negated),
                    lead_of(text, attribution),
                    kind,
                    nested=attribution.within is not None,
                ),
                future=is_future(cue, kind=kind, nested=attribution.within is not None),
                addressee=addressee_of(text, attribution, lexicon),
            )
        )
    return tuple(out)


def _polarity(told: Polarity, lead: Lead | None, kind: Kind, *, nested: bool) -> Polarity:
    """What the cue tells, unless nobody says that there was a report at all."""
    if told == "absent" or lead is None or not is_hypothetical(lead, kind=kind, nested=nested):
        return told
    return "hypothetical"
