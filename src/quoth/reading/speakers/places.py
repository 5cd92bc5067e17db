"""Countries, their capitals and their peoples, read from ``lang/en/places.toml``."""

from __future__ import annotations

from quoth.lang import table, words

COUNTRIES = words("places", "countries")
CAPITALS = words("places", "capitals")
US_STATES = words("places", "states")
PARTY_WORDS = words("places", "party_words")
# The country of a people: "norwegian" → "norway".
COUNTRY_OF: dict[str, str] = table("places")["peoples"]["of"]
DEMONYMS = frozenset(COUNTRY_OF) | words("places", "other_peoples")
# The long name of a short one, so that both are one speaker when an article uses both.
SAME_PLACE: dict[str, str] = table("places")["same_place"]["long"]
# The country for which a capital speaks: "moscow" → "russia".
SEAT_OF: dict[str, str] = table("places")["seats"]["of"]


def country_of(low: str) -> str | None:
    """The country that a folded word names, or whose people it is of: "norwegian" is "norway"."""
    if low in COUNTRY_OF:
        return COUNTRY_OF[low]
    return SAME_PLACE.get(low, low) if low in COUNTRIES else None
