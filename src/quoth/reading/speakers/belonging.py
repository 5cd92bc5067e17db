"""What a body of an article is, and which country or place it belongs to."""

from __future__ import annotations

from quoth.reading.speakers.bodies import country_in, is_country, kind_of
from quoth.reading.speakers.entities import Entities, Entity

_SHARING = 8  # entities that share a word with a body's name


def kind_of_body(entity: Entity, label: str) -> str | None:
    """What a body is: by what it is called, else by what the article says that it is."""
    if is_country(label):
        return "country"
    told = sorted(entity.role_words) if entity.best >= 0 else ()
    return kind_of(label) or next(filter(None, map(kind_of, told)), None)


def place_of_body(entities: Entities, entity: Entity, label: str) -> str | None:
    """The country of a body by its names; else a place of the article that its name holds ("Holt
    police"); else a country that is said of it."""
    if found := country_in(label):
        return found
    if entity.best < 0:
        return country_in(" ".join(sorted(entity.role_words)))
    for token in entity.key[:3]:
        for id_ in entities.by_token.get(token, ())[:_SHARING]:
            other = entities.all[id_]
            if other.kind == "place" and other.names and set(other.key) < set(entity.key):
                return entities.full_name(other)
    return country_in(" ".join(sorted(entity.role_words)))
