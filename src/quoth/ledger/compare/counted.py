"""What figures count, so that it can be compared: words in one form, units that convert."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from quoth.ledger.compare.tokens import STOP_WORDS, plain, word_set
from quoth.text.fold import stem

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

# One word for each thing that news count in many words. "death toll" and "people killed" are one.
_CONCEPTS = {
    "dead": "dead death deaths died dies killed killing kills fatality fatalities toll "
    "bodies body corpses perished slain lives",
    "injured": "injured injuries injury hurt wounded wounds",
    "missing": "missing unaccounted disappeared",
    "arrested": "arrested arrests arrest detained detentions detainees custody",
    "evacuated": "evacuated evacuees evacuations evacuation displaced",
    "protester": "demonstrators demonstrator protesters protester protestors protestor marchers "
    "marched demonstration demonstrated rally rallied march",
    "cost": "cost costs costing costed price priced value valued worth bill",
    "infected": "cases infections infected case infection",
    "home": "homes houses house home dwellings",
    "destroyed": "destroyed razed demolished ruined flattened",
    "burned": "burned burnt scorched charred",
    "jobless": "unemployment unemployed jobless joblessness",
    "job": "jobs job posts positions",
    "lost": "lost loss losses cut cuts axed shed losing",
    "vote": "votes vote voted ballots",
}
_CONCEPT = {word: concept for concept, words in _CONCEPTS.items() for word in words.split()}
# What says nothing of what is counted beside another word.
_GENERIC = word_set(
    """
    people person persons individual individuals human humans total number numbers figure figures
    count rate percentage confirmed reported latest official overall altogether part took taken
    taking estimated estimate least around nearly almost risen rise rose reached far
    """
)
# Units that convert: (dimension, factor to its base, added before the factor).
_UNITS: dict[str, tuple[str, float, float]] = {
    "%": ("%", 1, 0),
    "km": ("length", 1000, 0),
    "m": ("length", 1, 0),
    "cm": ("length", 0.01, 0),
    "mm": ("length", 0.001, 0),
    "miles": ("length", 1609.344, 0),
    "nautical miles": ("length", 1852, 0),
    "feet": ("length", 0.3048, 0),
    "inches": ("length", 0.0254, 0),
    "yards": ("length", 0.9144, 0),
    "km2": ("area", 1e6, 0),
    "m2": ("area", 1, 0),
    "square miles": ("area", 2_589_988.110336, 0),
    "square feet": ("area", 0.09290304, 0),
    "hectares": ("area", 1e4, 0),
    "acres": ("area", 4046.8564224, 0),
    "m3": ("volume", 1, 0),
    "cubic feet": ("volume", 0.028316846592, 0),
    "liters": ("volume", 0.001, 0),
    "ml": ("volume", 1e-6, 0),
    "gallons": ("volume", 0.003785411784, 0),
    "imperial gallons": ("volume", 0.00454609, 0),
    "barrels": ("volume", 0.158987294928, 0),
    "kg": ("mass", 1, 0),
    "g": ("mass", 0.001, 0),
    "mg": ("mass", 1e-6, 0),
    "µg": ("mass", 1e-9, 0),
    "tonnes": ("mass", 1000, 0),
    "pounds": ("mass", 0.45359237, 0),
    "ounces": ("mass", 0.028349523125, 0),
    "kilotons": ("yield", 1, 0),
    "megatons": ("yield", 1000, 0),
    "km/h": ("speed", 1 / 3.6, 0),
    "mph": ("speed", 0.44704, 0),
    "m/s": ("speed", 1, 0),
    "knots": ("speed", 1852 / 3600, 0),
    "°C": ("temperature", 1, 0),
    "°F": ("temperature", 5 / 9, -32),
    "kW": ("power", 1e3, 0),
    "MW": ("power", 1e6, 0),
    "GW": ("power", 1e9, 0),
    "watts": ("power", 1, 0),
    "kWh": ("energy", 1e3, 0),
    "MWh": ("energy", 1e6, 0),
    "GWh": ("energy", 1e9, 0),
    "TWh": ("energy", 1e12, 0),
    "kB": ("data", 1e3, 0),
    "MB": ("data", 1e6, 0),
    "GB": ("data", 1e9, 0),
    "TB": ("data", 1e12, 0),
    "Hz": ("frequency", 1, 0),
    "MHz": ("frequency", 1e6, 0),
    "seconds": ("time", 1, 0),
    "minutes": ("time", 60, 0),
    "hours": ("time", 3600, 0),
    "days": ("time", 86_400, 0),
    "weeks": ("time", 604_800, 0),
}
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|nearly|almost|approximately|approx|circa|estimated|close to)\b"
    r"|~|≈",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts. ``words`` are the words that matter, ``names`` those of them written
    with a capital or after a preposition: in an article on the matter they go without saying."""

    words: frozenset[str]
    names: frozenset[str]

    def same(self, other: Counted, known: frozenset[str]) -> bool:
        """Whether both count the same thing in a story of which the words ``known`` are plain."""
        if self.words == other.words:
            return True
        common = self.words & other.words
        if not common - self.names - other.names:
            return False
        extra = (self.words - other.words, self.names), (other.words - self.words, other.names)
        return all(words <= names and words <= known for words, names in extra)


# Stems; another period is another count, wherever it is told.
_MONTHS = word_set(
    """
    januari februari march april may june juli august septemb octob novemb decemb
    """
)
_PREPOSITIONS = word_set(
    """
    in at near by from on of for against during across inside outside
    """
)


@lru_cache(maxsize=65_536)
def counted(of: str | None) -> Counted | None:
    """What ``of`` counts, or None when it names nothing."""
    words: dict[str, bool] = {}
    tail = False
    generic: list[str] = []
    for place, match in enumerate(_WORD.finditer(of or "")):
        written = match[0]
        word = plain(written.removesuffix("'s").removesuffix("’s"))
        if word in _PREPOSITIONS:
            tail = bool(words)
            continue
        if not word or (word in STOP_WORDS and word not in ("other", "more", "each", "every")):
            continue
        if word in _GENERIC:
            generic.append(_stem(word))
            continue
        name = tail or (written[0].isupper() and place > 0)
        word = _CONCEPT.get(word) or _stem(word)
        words[word] = words.get(word, True) and name
    if "dead" in words:
        words.pop("lost", None)  # "lives lost"
    if not words:
        words = dict.fromkeys(generic, False)
    if not words:
        return None
    # A year, a month or a number is never plain from the story.
    names = frozenset(w for w, name in words.items() if name and not w[0].isdigit())
    return Counted(frozenset(words), names - _MONTHS)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return stem(word) if word.isascii() else word


def roots(words: Iterable[str]) -> frozenset[str]:
    """Words in the form that `Counted` has them in."""
    return frozenset(_CONCEPT.get(word) or _stem(word) for word in words)


def dimension(unit: str | None) -> str:
    """Units of one dimension convert into each other; a currency only into itself."""
    if unit is None:
        return ""
    return _UNITS[unit][0] if unit in _UNITS else f"unit {unit}"


def in_base(value: float | None, unit: str | None) -> float | None:
    """A value in the base of its unit's dimension."""
    if value is None or unit is None or unit not in _UNITS:
        return value
    _, factor, added = _UNITS[unit]
    return (value + added) * factor


def bounds(
    low: float | None, high: float | None, unit: str | None, words: str, *, rounded: bool
) -> tuple[float | None, float | None]:
    """The figure's range in the base of its dimension, in order.

    "About 3,000" reaches half a unit of its last digit that is not nought to both sides, 2,500 to
    3,500; so does every figure where ``rounded``, since units are rounded when they are converted.
    What is no finite number is no bound.
    """
    low = low if low is not None and math.isfinite(low) else None
    high = high if high is not None and math.isfinite(high) else None
    if low is not None and high is not None and low > high:
        low, high = high, low
    if rounded or _ABOUT.search(words):
        low = None if low is None else low - _half_unit(low)
        high = None if high is None else high + _half_unit(high)
    return in_base(low, unit), in_base(high, unit)


def _half_unit(value: float) -> float:
    """Half a unit of the last digit that is not nought, of six digits at most."""
    if value == 0:
        return 0.0
    digits = f"{abs(value):.5e}"
    mantissa, exponent = digits.split("e")
    decimals = len(mantissa.rstrip("0").partition(".")[2])
    try:
        return float(0.5 * 10.0 ** (int(exponent) - decimals))
    except OverflowError:
        return 0.0
