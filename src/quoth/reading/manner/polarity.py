"""The polarity (said, denied, absent or refused), and whether a statement is in the future."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from quoth.lang import words
from quoth.reading.manner.cues import CueWords, is_light
from quoth.reading.manner.lexicon import Lexicon
from quoth.records import Form, Kind, Polarity

_NEGATIVE = words("cue_words", "negative")
_NOBODY = words("cue_words", "nobody")
_MODAL = words("cue_words", "modal")
_WILL = words("cue_words", "will")
# Adverbs that stand between "not" or "will" and the verb, beside all in -ly.
_BETWEEN = words("cue_words", "between")
_FIRST_PERSON = words("cue_words", "first_person")
_LATER = words("cue_words", "later")
_PLANS = words("cue_words", "plans")
_EXPECTED = words("cue_words", "expected")


def negated(cue: CueWords) -> bool:
    """True when "not", "never", "no" or the like stands over the cue's own verb or noun."""
    if _negates(cue.words, own=True) or _negates(helpers_at_end(cue.before), own=False):
        return True
    if cue.ahead and not cue.before and _turned(cue.ahead):
        return True
    first = cue.source[:1]
    if first and first[0] in _NOBODY:
        return True
    if cue.source[:2] == ("no", "one"):
        return True
    # "no official", but not a party or an address called "No …"
    rest = cue.raw_source[3:4]
    return first == ("no",) and len(cue.source) > 1 and rest.islower()


def polarity_of(
    cue: CueWords, lexicon: Lexicon, *, kind: Kind, form: Form, is_negated: bool | None = None
) -> Polarity:
    """Whether the saying took place.

    "denied" when the source says that it is not so ("denied that"), or thinks so with the "not"
    on the thinking ("does not believe that"); "refused" when it would not speak ("declined to
    comment", "would not say"); "absent" when nothing was said ("did not say"); else "said".
    """
    words = [*cue.words, *cue.after[:3]]
    found = [
        m.group for m in lexicon.find(words, limit=len(cue.words)) if m.group.aspect == "polarity"
    ]
    led = [  # "declined to {comment}": the verb that decides stands before the cue
        m.group
        for m in lexicon.find([*cue.before[-4:], *cue.words])
        if m.group.aspect == "polarity"
        and m.start < len(cue.before[-4:])
        and all(is_light(w) or w in _BETWEEN for w in cue.before[-4:][m.end :])
    ]
    values = {group.value for group in (*found, *led)}
    if "refused" in values and not _is_passive(cue.words):
        return "refused"
    is_negated = negated(cue) if is_negated is None else is_negated
    if "absent" in values:
        return "absent"
    if "denied" in values and _really_denied(cue, found or led, form):
        return "absent" if is_negated else "denied"
    if not is_negated:
        return "said"
    if kind == "thought" and any(word in lexicon.neg_raising for word in cue.words):
        return "denied"
    will_not = _WILL & {*cue.before[-4:], *cue.words}
    first_person = bool(_FIRST_PERSON.intersection(cue.source[:1]))
    could_speak = kind == "speech" and any(word in lexicon.refusable for word in cue.words)
    return "refused" if will_not and could_speak and not first_person else "absent"


def is_future(cue: CueWords, *, kind: Kind, nested: bool) -> bool:
    """True when the saying is yet to come: "will tell", "is expected to announce".

    "Would" counts only where somebody tells of it (``nested``): "she said he would announce".
    An intention is there already, and "I will say this" is said with these words.
    """
    if kind == "intent" or negated(cue):
        return False
    words = (*cue.before[-5:], *cue.words)
    lead = list(words[:-1])
    for i, word in enumerate(lead):
        between = lead[i + 1 :]
        if word in ("will", "shall", "'ll", "won't"):
            if cue.source[:1] and cue.source[0] in _FIRST_PERSON:
                return False
            return _only_helpers(between)
        if word == "would" and nested and kind == "speech" and not _LATER & set(words):
            own = cue.source[:1] and cue.source[0] in _FIRST_PERSON
            return not own and "if" not in cue.after and _only_helpers(between)
        if word in _EXPECTED and between[:1] == ["to"]:
            ruled = i == 0 or is_light(lead[i - 1]) or word in _PLANS
            return ruled and _only_helpers(between[1:])
    return False


def _only_helpers(words: Sequence[str]) -> bool:
    return all(is_light(w) or w in _BETWEEN or w.endswith("ly") for w in words)


def helpers_at_end(before: Sequence[str]) -> tuple[str, ...]:
    """The words right before a cue that belong to its verb: auxiliaries, adverbs, "not"."""
    out: list[str] = []
    for word in reversed(before):
        if not (_is_helper(word) or _is_negative(word)):
            break
        out.append(word)
        if len(out) == 7:
            break
    return tuple(out[::-1])


def _is_negative(word: str) -> bool:
    return word in _NEGATIVE or word.endswith("n't")


def _is_helper(word: str) -> bool:
    return is_light(word) or word in _MODAL or word in _BETWEEN or word.endswith("ly")


def _negates(words: Sequence[str], *, own: bool) -> bool:
    """A negative with nothing but auxiliaries and adverbs before it and a verb or noun behind."""
    for i, word in enumerate(words):
        if _is_negative(word):
            following = words[i + 1 : i + 2]
            if following and following[0] in ("only", "just", "least", "doubt", "longer"):
                return following[0] == "longer"
            return not own or i + 1 < len(words) or word == "without"
        if own and not _is_helper(word):
            return False
    return False


def _turned(ahead: Sequence[str]) -> bool:
    """ "Nor did {source}", "never has {source}"."""
    if len(ahead) < 2 or not (is_light(ahead[-1]) or ahead[-1] in _MODAL):
        return False
    return ahead[-2] in ("nor", "never", "neither", "not") or ahead[-3:-1] == ("not", "once")


def _is_passive(words: Sequence[str]) -> bool:
    """ "was refused", "were declined": then it is not the source who refuses."""
    return any(
        a in ("was", "were", "been", "being") and b in ("refused", "declined")
        for a, b in pairwise(words)
    )


def _really_denied(cue: CueWords, groups: Sequence[object], form: Form) -> bool:
    """Turning down denies what was claimed, not what the claim was dismissed *as*."""
    if not all(getattr(group, "unless_as", False) for group in groups):
        return True
    if "as" in cue.words or "as" in cue.after[:12]:
        return False
    return form != "direct"
