"""Entities as the speakers of a reading: name, type, pronouns, kind and place of a body."""

from __future__ import annotations

from typing import get_args

from quoth.reading.speakers.belonging import kind_of_body, place_of_body
from quoth.reading.speakers.entities import Entities, Entity
from quoth.records import Pronoun, Span, Speaker, SpeakerType


def described(entities: Entities, entity: Entity, id_: str, mentions: tuple[Span, ...]) -> Speaker:
    """The speaker ``id_`` that an entity is, with the places that speak of it."""
    name = entities.full_name(entity)
    type_ = type_of(entity, name)
    label = name or entity.label
    if name is not None and entities.names[entity.best].composed:
        name = None  # "the Norwegian government": no name of its own
    body = type_ == "organisation"
    return Speaker(
        id=id_,
        name=name,
        label=label,
        type=type_,
        roles=tuple(entity.roles),
        mentions=mentions,
        anonymity=entity.anonymity if name is None else None,
        pronouns=_pronouns(entity) if type_ in ("person", "unnamed") else (),
        body=kind_of_body(entity, label) if body else None,
        place=place_of_body(entities, entity, label) if body else None,
    )


def _pronouns(entity: Entity) -> tuple[Pronoun, ...]:
    """By what the article speaks of a person, the one used most first; those that are used less
    than half as often are taken for slips of the reading."""
    if entity.plural or entity.members:
        return ()
    counts = entity.pronouns
    most = max(counts.values(), default=0)
    found: list[Pronoun] = [p for p in get_args(Pronoun) if counts[p] and 2 * counts[p] >= most]
    return tuple(sorted(found, key=lambda pronoun: -counts[pronoun]))


def type_of(entity: Entity, name: str | None) -> SpeakerType:
    """What an entity is to the reader of a reading; ``name``: its full name, if it has one."""
    if entity.kind == "paper":
        return "document"
    if entity.kind in ("body", "place"):
        return "organisation"
    if name is None:
        return "unnamed"
    return "person" if entity.kind == "person" else "organisation"
