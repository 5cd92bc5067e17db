"""A reading with people's decisions put in: over plain records, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from quoth.codec import attribution_to_dict, speaker_to_dict
from quoth.errors import OptionError
from quoth.reading.attributions import nest
from quoth.reading.figures.sources import innermost
from quoth.records import (
    Attribution,
    Form,
    Kind,
    Polarity,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    SpeakerType,
    Tone,
    is_date,
)

Action = Literal["confirm", "correct", "reject", "add"]
_DONE: dict[str, str] = {"confirm": "confirmed", "correct": "corrected", "add": "added"}
_BY_PERSON = "a person's word"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person says of a statement; None leaves a part as it is.

    ``speaker`` is a name (or a description, with ``type`` "unnamed"); "" says that nobody is
    named as the speaker. ``said_on`` "" takes the day away.
    """

    speaker: str | None = None
    type: SpeakerType | None = None
    roles: tuple[str, ...] | None = None
    cue: Span | None = None
    sources: tuple[Span, ...] | None = None
    contents: tuple[Span, ...] | None = None
    form: Form | None = None
    kind: Kind | None = None
    tone: Tone | None = None
    polarity: Polarity | None = None
    future: bool | None = None
    said_on: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one statement, as the log keeps it.

    ``target``: the spans by which the statement is found in any reading of the text: its cue, or
    its contents where it has none. ``left``: the attribution as the person left it with the
    speakers it names, in the JSON form; None when it was rejected.
    """

    action: Action
    target: dict[str, Any]
    left: dict[str, Any] | None


def decide(reading: Reading, one: Attribution, action: Action, changes: Changes) -> Decision:
    """The decision that a person makes about a statement of a reading.

    Raises:
        OptionError: when what they say cannot be: a span outside the text, no content, ….
    """
    if action == "reject":
        return Decision(action, target_of(one), None)
    left, cast = _changed(reading, one, changes)
    whole = replace(reading, attributions=(left,), speakers=cast, figures=())
    form = {
        "attribution": attribution_to_dict(whole, left),
        "speakers": [speaker_to_dict(whole, who) for who in cast],
    }
    return Decision(action, target_of(one), form)


def target_of(one: Attribution) -> dict[str, Any]:
    """By what a statement is found again."""
    return {
        "cue": [one.cue.start, one.cue.end] if one.cue else None,
        "contents": [[span.start, span.end] for span in one.contents],
    }


def apply(reading: Reading, decisions: Sequence[Decision]) -> tuple[Reading, dict[str, str]]:
    """The reading as people left it, and what was done to which attribution.

    A statement that people decided about is as they left it, whatever the reading says of that
    place: one that it does not have is put back, others with the same cue make way. Attributions
    that nobody touched keep their ids; added ones are "p1", "p2", ….
    """
    if not decisions:
        return reading, {}
    said = list(reading.attributions)
    cast = list(reading.speakers)
    statuses: dict[str, str] = {}
    used = {one.id for one in said}
    for decision in decisions:
        places = [decision.target]
        if decision.left is not None:
            places.append(_place(decision.left["attribution"]))
        gone = [one for one in said if any(_is(one, place) for place in places)]
        said = [one for one in said if one not in gone]
        for one in gone:
            statuses.pop(one.id, None)
        if decision.left is None:
            continue
        first = next((one.id for one in gone if not one.id.startswith("p")), None)
        id = first or next((one.id for one in gone), None) or _fresh("p", used)
        used.add(id)
        said.append(_put_back(decision.left, id, cast, reading))
        statuses[id] = _DONE[decision.action]
    ordered = sorted(said, key=lambda a: (a.start, -max(s.end for s in a.spans), a.spans, a.id))
    nested = nest(tuple(ordered))
    holder = innermost(nested)
    figures = {
        figure.id: holder(figure.span) for figure in sorted(reading.figures, key=lambda f: f.span)
    }
    return (
        replace(
            reading,
            attributions=nested,
            speakers=tuple(cast),
            figures=tuple(replace(f, attribution=figures[f.id]) for f in reading.figures),
        ),
        statuses,
    )


def _changed(
    reading: Reading, one: Attribution, changes: Changes
) -> tuple[Attribution, tuple[Speaker, ...]]:
    end = len(reading.article.text)
    for span in (*(changes.sources or ()), *(changes.contents or ()), changes.cue):
        if span is not None and (span.end > end or not len(span)):
            raise OptionError(
                f"{span.start}:{span.end} is not a valid span in a text of {end} characters"
            )
    named = {
        "cue": changes.cue,
        "sources": changes.sources,
        "contents": changes.contents,
        "form": changes.form,
        "kind": changes.kind,
        "tone": changes.tone,
        "polarity": changes.polarity,
        "future": changes.future,
    }
    known: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    for name, words in (("form", Form), ("kind", Kind), ("tone", Tone), ("polarity", Polarity)):
        if name in known and known[name] not in get_args(words):
            raise OptionError(f"{name}: {known[name]!r} is not one of {', '.join(get_args(words))}")
    left = replace(one, **known)
    if not left.contents:
        raise OptionError("a statement needs a content: give --content START:END")
    if changes.type is not None and changes.type not in get_args(SpeakerType):
        raise OptionError(
            f"type: {changes.type!r} is not one of {', '.join(get_args(SpeakerType))}"
        )
    if changes.said_on is not None:
        days = changes.said_on.split("/")
        if changes.said_on and not (len(days) <= 2 and all(map(is_date, days))):
            raise OptionError(
                f"said_on: {changes.said_on!r} is not an ISO date or range; "
                "write 2020-03-01 or 2020-03-01/2020-03-07"
            )
        left = replace(left, said_on=changes.said_on or None)
    people = {who.id: who for who in reading.speakers}
    cast = tuple(people[ref.speaker] for ref in left.speakers if ref.speaker in people)
    if changes.speaker is not None:
        cast = _speaker(reading, changes) if changes.speaker else ()
    elif cast and (changes.type or changes.roles is not None):
        first = replace(
            cast[0],
            type=changes.type or cast[0].type,
            roles=cast[0].roles if changes.roles is None else changes.roles,
        )
        cast = (first, *cast[1:])
    if changes.speaker is not None:
        left = replace(left, speakers=tuple(SpeakerRef(w.id, _BY_PERSON, 1.0) for w in cast))
    return left, cast


def _speaker(reading: Reading, changes: Changes) -> tuple[Speaker, ...]:
    """The speaker of that name that the article has, or a new one."""
    name = " ".join((changes.speaker or "").split())
    for who in reading.speakers:
        if name.casefold() in ((who.name or "").casefold(), who.label.casefold()):
            return (
                replace(
                    who,
                    type=changes.type or who.type,
                    roles=who.roles if changes.roles is None else changes.roles,
                ),
            )
    type = changes.type or "person"
    full = None if type in ("unnamed", "unknown") else name
    id = _fresh("q", {who.id for who in reading.speakers})
    return (Speaker(id, full, name, type, changes.roles or ()),)


def _place(form: dict[str, Any]) -> dict[str, Any]:
    cue = form["cue"]
    return {
        "cue": [cue["start"], cue["end"]] if cue else None,
        "contents": [[span["start"], span["end"]] for span in form["contents"]],
    }


def _is(one: Attribution, place: dict[str, Any]) -> bool:
    """Whether an attribution is the one of that place: their cues overlap, or, where one of them
    has none, the contents are equal."""
    if one.cue is not None and place["cue"] is not None:
        return one.cue.overlaps(Span(*place["cue"]))
    return bool([[s.start, s.end] for s in one.contents] == place["contents"])


def _put_back(left: dict[str, Any], id: str, cast: list[Speaker], reading: Reading) -> Attribution:
    """The attribution of a decision, with its speakers among those of the reading."""
    form = left["attribution"]
    refs = []
    whys = {ref["speaker"]: (ref["why"], ref["confidence"]) for ref in form["speakers"]}
    for given in left["speakers"]:
        who = next((w for w in cast if (w.name, w.label) == (given["name"], given["label"])), None)
        told = Speaker(
            id=who.id if who else _fresh("q", {w.id for w in cast}),
            name=given["name"],
            label=given["label"],
            type=given["type"],
            roles=tuple(given["roles"]),
            mentions=who.mentions if who else _spans(given["mentions"], reading),
            anonymity=who.anonymity if who else _maybe(given["anonymity"]),
            pronouns=who.pronouns if who else tuple(given.get("pronouns", ())),
            body=who.body if who else given.get("body"),
            place=who.place if who else given.get("place"),
        )
        if who is None:
            cast.append(told)
        else:
            cast[cast.index(who)] = told
        why, sure = whys.get(given["id"], (_BY_PERSON, 1.0))
        refs.append(SpeakerRef(told.id, why, sure))
    return Attribution(
        id=id,
        cue=_maybe(form["cue"]),
        sources=_spans(form["sources"], reading),
        contents=_spans(form["contents"], reading),
        form=form["form"],
        kind=form["kind"],
        tone=form["tone"],
        polarity=form["polarity"],
        future=form["future"],
        addressee=_maybe(form["addressee"]),
        said_on=form["said_on"],
        confidence=float(form["confidence"]),
        speakers=tuple(refs),
        content_confidence=float(form.get("content_confidence", 1.0)),
    )


def _maybe(form: dict[str, Any] | None) -> Span | None:
    return None if form is None else Span(form["start"], form["end"])


def _spans(forms: Iterable[dict[str, Any]], reading: Reading) -> tuple[Span, ...]:
    end = len(reading.article.text)
    return tuple(Span(f["start"], f["end"]) for f in forms if f["end"] <= end)


def _fresh(letter: str, used: set[str]) -> str:
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"
