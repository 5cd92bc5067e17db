"""The rules of the reading, one by one, each with what it answers when it is switched off.

A rule is a named function of `quoth.reading`, or a group of words of ``lang/en``. Switched off, a
function gives its neutral answer ("no", nothing, or what it was given, unchanged) and a group has
no words.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from quoth.lang import table

_TOLD = ("name", "value", "reason", "source")  # of a group, beside its words
Neutral = Callable[..., Any]

# The stage, by what it gives, in which the functions of a module or the words of a file are used.
STAGE_OF_WORDS = {
    "addressee": "manner", "bodies": "speakers", "cue_words": "manner", "cues": "manner",
    "figures": "figures", "layout": "layout", "numbers": "figures", "places": "speakers",
    "polarity": "contrary", "speakers": "speakers", "times": "times", "units": "figures",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``place`` is "module:function" below `quoth.reading`, or "lang/FILE:group";
    ``stage``: what the first stage gives that it takes part in; ``neutral``: a key of `NEUTRAL`."""

    place: str
    stage: str
    neutral: str = "no words"

    @property
    def is_words(self) -> bool:
        """Whether it is a group of words."""
        return self.place.startswith("lang/")


def _constant(value: Any) -> Neutral:
    def answer(*_: Any, **__: Any) -> Any:
        return value

    return answer


def _argument(at: int) -> Neutral:
    def answer(*given: Any, **_: Any) -> Any:
        return given[at]

    return answer


NEUTRAL: dict[str, Neutral] = {
    "None": _constant(None),
    "no": _constant(False),
    "yes": _constant(True),
    "nobody": _constant(-1),
    "nothing": _constant(()),
    "no list": lambda *_, **__: [],
    "empty": _constant(""),
    "no role": _constant((1, 0)),
    "unchanged": _argument(0),
    "unchanged 2": _argument(1),
    "unchanged 3": _argument(2),
    "pair unchanged": lambda *given, **_: (given[1], given[2]),
}

# Stage, neutral answer: the functions. Those of "speakers" are of the package of that name.
_FUNCTIONS = """
spans       no           attributions:_says_nothing attributions:_is_toll
spans       unchanged 2  attributions:_whole attributions:_without_and attributions:_with_marks
spans       unchanged 3  attributions:_beside
layout      nothing      scripts:_turns scripts:_signed scripts:_introduced
contrary    no           manner.hypothetical:_stands_against
quotations  unchanged 2  whole:_led_to_the_marks
quotations  unchanged 3  whole:_of_one_each whole:_covered
edges       unchanged 2  lists:with_lists edges:_cut
edges       nothing      lists:_listed
edges       no           edges:_is_topic
manner      None         manner.addressee:_object manner.addressee:_behind_to
manner      None         manner.addressee:_at_occasion manner.addressee:_subject
manner      no           manner.addressee:_is_passive manner.cues:_is_noun
manner      nothing      manner.form:quoted_cues manner.polarity:helpers_at_end
manner      no           manner.polarity:negated manner.polarity:_negates manner.polarity:_turned
manner      no           manner.polarity:_is_passive manner.polarity:is_future
manner      yes          manner.polarity:_really_denied
manner      no           manner.hypothetical:_modal manner.hypothetical:_supposed
manner      no           manner.hypothetical:_questioned manner.hypothetical:_not_borne_out
figures     None         figures.sieve:_code figures.sieve:_clock figures.sieve:_date
figures     None         figures.sieve:_age figures.sieve:_name figures.sieve:_score
figures     no           figures.sieve:_time_of_life figures.sieve:_said_aged
figures     no           figures.sieve:_somebody_was figures.sieve:_beside_a_person
figures     None         figures.sieve:_part figures.sieve:_year
figures     no           figures.sieve:_after_name figures.sieve:_people_named
figures     no           figures.sieve:_paired
figures     unchanged 2  figures.amounts:_compound figures.amounts:_short_scale
figures     unchanged 2  figures.amounts:_negative figures.amounts:_bounded
figures     None         figures.amounts:_below_zero figures.amounts:_range
figures     None         figures.numerals:_vague figures.numerals:_share figures.numerals:_half
figures     None         figures.numerals:_fraction_of_amount figures.numerals:_ratio
figures     no           figures.units:_championship
figures     None         figures.bounds:bound_after figures.counted:_fate_after
figures     None         figures.counted:_fate_before figures.counted:_noun_before
figures     no           figures.counted:_conversion
speakers    unchanged 2  speakers.bodies:with_composed
speakers    no list      speakers.bodies:told_as
speakers    None         speakers.anonymity:reason speakers.bodies:country_in
speakers    no           speakers.entities:_even speakers.entities:_is_introduced
speakers    empty        speakers.entities:_gender_near
speakers    None         speakers.entities:_misspelt speakers.entities:_read_acronyms
speakers    None         speakers.entities:_read_introduced
speakers    None         speakers.entities:_join_forms
speakers    no           speakers.entities:_same_composed
speakers    no           speakers.entities:_is_preceded speakers.entities:_is_followed
speakers    no list      speakers.entities:_nearly
speakers    unchanged    speakers.affiliations:Affiliations.speaks_for
speakers    None         speakers.roles:read_roles speakers.roles:_read_body
speakers    no role      speakers.roles:before speakers.roles:behind speakers.roles:ahead
speakers    no list      speakers.headings:_repeated
speakers    no           speakers.headings:_is_label
speakers    no list      speakers.headings:_capitals
speakers    nobody       speakers.letters:Letters.signer
speakers    no           speakers.relatives:Relatives._reaches
speakers    None         speakers.names:_cut_known speakers.names:_agree
speakers    nothing      speakers.names:_spelt_out speakers.names:_abbreviated
speakers    no           speakers.names:_is_described speakers.names:_goes_on
speakers    no           speakers.names:is_thing
speakers    unchanged 2  speakers.names:_parted speakers.names:_lead
speakers    pair unchanged speakers.names:_person
speakers    no           speakers.sources:_brackets speakers.sources:_prenominal
speakers    no           speakers.sources:_adjectives speakers.sources:_list_ahead
speakers    None         speakers.sources:_first_name
speakers    no           speakers.sources:_named_behind speakers.sources:_goes_on_as_list
speakers    no           speakers.sources:_joined_to
speakers    unchanged 3  speakers.sources:_without_time
speakers    None         speakers.relatives:Relatives.resolve
speakers    nobody       speakers.relatives:Relatives.joined_with
speakers    no           speakers.unnamed:Unnamed.by_somebody
speakers    None         speakers.roles:of_source
speakers    None         speakers.resolve:Resolver._name_leads
speakers    None         speakers.tokens:_mark_heading
"""


def _functions() -> Iterator[Rule]:
    for line in _FUNCTIONS.strip().splitlines():
        stage, rest = line.split(None, 1)
        words = rest.split()
        first = next(at for at, word in enumerate(words) if ":" in word)
        for place in words[first:]:
            yield Rule(place, stage, " ".join(words[:first]))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule: the functions by stage, then the groups of words by file."""
    return (*_functions(), *_groups())


def _groups() -> Iterator[Rule]:
    for file, stage in STAGE_OF_WORDS.items():
        for group, told in table(file).items():
            # Some files hold several groups of one purpose, each with a name: "tone.claims".
            several = told if isinstance(told, list) else ()
            names = [f"{group}.{one['name']}" for one in several] or [group]
            yield from (Rule(f"lang/{file}:{name}", stage) for name in names)


def rule_at(place: str) -> Rule:
    """The rule at ``place``.

    Raises:
        KeyError: when there is none.
    """
    for rule in all_rules():
        if rule.place == place:
            return rule
    raise KeyError(place)


def describe(rule: Rule) -> str:
    """What a rule does, by the first sentence of its docstring, or its words' reason."""
    if rule.is_words:
        return str(_group(rule)["reason"])
    module, name = rule.place.split(":")
    owner: Any = importlib.import_module(f"quoth.reading.{module}")
    for part in name.split("."):
        owner = getattr(owner, part)
    return " ".join((owner.__doc__ or "").split("\n\n")[0].split())


def _group(rule: Rule) -> dict[str, Any]:
    file, group = rule.place.removeprefix("lang/").split(":")
    group, _, name = group.partition(".")
    told = table(file)[group]
    found: dict[str, Any] = next(one for one in told if one["name"] == name) if name else told
    return found


def switch_off_words(rule: Rule) -> None:
    """Empty a group of words; to be called before anything of `quoth.reading` is imported.

    Raises:
        RuntimeError: when it is too late.
    """
    if "quoth.reading.stages" in sys.modules:
        raise RuntimeError("the words of the reading are in use already")
    group = _group(rule)
    for key, value in group.items():
        if key not in _TOLD and isinstance(value, dict | list | str):
            group[key] = type(value)()


def words_of(rule: Rule) -> frozenset[str]:
    """The words of a group, those of its phrases each for itself."""
    return frozenset(
        word for key, value in _group(rule).items() if key not in _TOLD for word in _words(value)
    )


def _words(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from (*key.split(), *_words(value))
    elif isinstance(told, list):
        for value in told:
            yield from _words(value)
    elif isinstance(told, str):
        yield from told.split()


def neutral_of(rule: Rule) -> Neutral:
    """What stands in for a function that is switched off; that of a method is given its object."""
    neutral = NEUTRAL[rule.neutral]
    if "." not in rule.place.split(":")[1]:
        return neutral
    return lambda _self, *given, **named: neutral(*given, **named)


def switch_off_function(rule: Rule) -> None:
    """Put the neutral answer in the place of a function, wherever it is imported.

    Raises:
        AttributeError: when the rule names no function.
    """
    patched(rule, lambda _: neutral_of(rule))


def patched(rule: Rule, other: Callable[[Neutral], Neutral]) -> Callable[[], None]:
    """Put what ``other`` makes of a function in its place, wherever it is imported.

    Returns:
        What puts the function back.

    Raises:
        AttributeError: when the rule names no function.
    """
    module, name = rule.place.split(":")
    owner: Any = importlib.import_module(f"quoth.reading.{module}")
    *classes, last = name.split(".")
    for one in classes:
        owner = getattr(owner, one)
    known = getattr(owner, last)
    new = other(known)
    holders = [owner] if classes else [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("quoth.reading") and getattr(module, last, None) is known
    ]  # fmt: skip
    for holder in holders:
        setattr(holder, last, new)

    def back() -> None:
        for holder in holders:
            setattr(holder, last, known)

    return back
