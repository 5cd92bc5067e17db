"""Hypothetical statements: "X might say", "had X said", "did X say?", "no evidence that X said".

Told from the words before a cue and its source in their sentence. What is said against a source
("contrary to what X said, P") is taken from it altogether.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from quoth.lang import listed, words
from quoth.reading.manner.lexicon import words_of
from quoth.reading.manner.polarity import helpers_at_end
from quoth.reading.words import SENTENCE_END
from quoth.records import Attribution, Kind, Span

_REACH = 160  # characters of a sentence that are looked at on each side of a cue
_FAR = 240  # characters behind a cue in which its sentence ends
_BREAK = re.compile(r"[;:\n\"“”„«»()]|\s[–—-]\s|, (?:and|but)\b")
_MAY = re.compile(r"\bMay\b")  # the month; the verb stands first in a question only
_INVERTED = (("had",), ("should",), ("were",))
_IS_IT = (["it", "true", "that"], ["it", "possible", "that"], ["it", "the", "case", "that"])
_WHOSE = frozenset({"his", "her", "its", "their", "my", "our", "your"})
_SUBJECT = 6  # words of an unknown subject with the verb before it
_ASIDE = re.compile(r",[^,]{1,40},")  # "might, on Friday, say"
_NOUN_REACH = 5  # words from "no" to "evidence", from "evidence" to "that"


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a cue in its clause, as words in lower case.

    ``before`` is what stands before the source too, ``helpers`` what stands between the source and
    the cue's last word. ``asked`` is true when the sentence ends with a question mark.
    """

    before: tuple[str, ...]
    helpers: tuple[str, ...]
    source: tuple[str, ...]
    last: str
    asked: bool


def lead_of(text: str, attribution: Attribution) -> Lead | None:
    """The words before an attribution's cue, or None where it has no cue."""
    cue = attribution.cue
    if cue is None:
        return None
    start = _clause_start(text, cue.start)
    ahead = [s for s in attribution.sources if start <= s.start and s.end <= cue.start]
    source = max(ahead, key=lambda s: s.end, default=None)
    said = words_of(cue.of(text)) or [""]
    if source is None:
        before: list[str] = _words(text, start, cue.start)
        between: list[str] = []
    else:
        before = _words(text, start, source.start)
        if text[start : source.start].rstrip().endswith(","):
            before.append(",")  # "if it rains, she said": the clause before is another one
        between = words_of(_MAY.sub("Maymonth", _ASIDE.sub(" ", text[source.end : cue.start])))
    return Lead(
        tuple(before),
        (*between, *said[:-1]),
        tuple(words_of(source.of(text)) if source else ()),
        said[-1],
        _asked(text, attribution, cue),
    )


def _words(text: str, start: int, end: int) -> list[str]:
    return words_of(_MAY.sub("Maymonth", text[start:end]) if start < end else "")


def _clause_start(text: str, at: int) -> int:
    low = max(0, at - _REACH)
    start = low
    for pattern in (SENTENCE_END, _BREAK):
        for match in pattern.finditer(text, low, at):
            start = max(start, match.end())
    return start


def _asked(text: str, attribution: Attribution, cue: Span) -> bool:
    """Whether the sentence of the cue, and not only one it holds in quotation marks, asks."""
    end = max([cue.end, *(s.end for s in attribution.contents)])
    if any(c.start >= cue.end and "?" in c.of(text)[-2:] for c in attribution.contents):
        inside = text[max(cue.end, end - 2) : end]
        return inside.endswith("?")
    stop = re.compile(r"[.!?\n]").search(text, end, min(len(text), end + _FAR))
    return stop is not None and stop[0] == "?"


def is_hypothetical(lead: Lead, *, kind: Kind, nested: bool) -> bool:
    """True when the report is possible, supposed, asked about or not borne out."""
    if _modal(lead, kind=kind):
        return True
    return _supposed(lead) or _questioned(lead) or _not_borne_out(lead, nested=nested)


def _modal(lead: Lead, *, kind: Kind) -> bool:
    """ "Might say", "may have said", "should have said", "would have told"."""
    helpers = helpers_at_end(lead.helpers)
    subject = lead.source[:1]
    if any(word in ("heard", "seen") for word in helpers):
        return False  # "could be heard saying"
    for i, word in enumerate(helpers):
        rest = helpers[i + 1 :]
        if any(w in ("not", "never") for w in rest[:2]):
            return False
        if word in words("polarity", "possible"):
            known = subject == ("you",) and lead.last in words("polarity", "known")
            seen = kind == "thought" or lead.last in words("polarity", "perceived")
            return not (known or (seen and word == "could"))
        if word in words("polarity", "wanted"):
            # "it should be noted that", "we should note": said with these words
            said = "be" in rest or subject in (("i",), ("we",))
            return kind == "speech" and not said
        if word in ("would", "'d") and rest[:1] == ("have",):
            return kind == "speech"
    return False


def _supposed(lead: Lead) -> bool:
    """ "If X says", "whether X believes", "had X said"."""
    conditions = words("polarity", "conditions")
    if lead.before and lead.before[-1] in conditions:
        return True
    if lead.source:  # "Had the minister said so, …", "should the court find", "perhaps X will say"
        unsure = words("polarity", "unsure")
        if lead.before[-1:] and lead.before[-1] in unsure:
            return True
        return lead.before in _INVERTED or bool(unsure & {*lead.helpers})
    return bool(lead.before) and lead.before[0] in conditions and len(lead.before) <= _SUBJECT


def _questioned(lead: Lead) -> bool:
    """ "Did X say …?", "has X said …?"; but "why did X say …?" takes the saying for granted."""
    if not lead.asked:
        return False
    if (
        lead.source
        and lead.before[-1:]
        and lead.before[-1] in words("polarity", "asked_of_the_will")
    ):
        return True  # "what would X say if …?"
    all_words = [*lead.before, *lead.source]
    while all_words and all_words[0] in words("polarity", "before_question"):
        all_words.pop(0)
    if not all_words or all_words[0] not in words("polarity", "questioned"):
        return False
    if lead.source:  # the subject follows: "did X say", "are you sure that X said" asks else
        between = all_words[1 : len(all_words) - len(lead.source)]
        return not between or between in _IS_IT
    return len(all_words) <= _SUBJECT and not words("polarity", "clauses") & {*all_words}


def _not_borne_out(lead: Lead, *, nested: bool) -> bool:
    """ "No evidence that X said", "it is not true that X said", "denied that X had said"."""
    before = list(lead.before)
    if nested and not lead.source and (lead.last.endswith("ing") or "having" in lead.helpers):
        told = [word for word in before if word != "having"][-1:]
        return bool(told) and told[0] in words("polarity", "denying")  # "denied saying"
    if nested and lead.source and before[-1:] and before[-1] in words("polarity", "denying"):
        # "denied she told them", but not "denied her mother's accusations"
        return not lead.source[-1].endswith(("'s", "s'")) and lead.source[-1] not in _WHOSE
    if before[-1:] != ["that"]:
        return False
    head = before[:-1][-2 * _NOUN_REACH :]
    if head and head[-1] in words("polarity", "denying"):
        return True
    lacking = words("polarity", "lacking")
    for i, word in enumerate(head):
        lacks = any(w in lacking or w.endswith("n't") for w in head[max(0, i - _NOUN_REACH) : i])
        near = len(head) - i <= 3
        if word in words("polarity", "showing") and i == len(head) - 1:
            return lacks or "nothing" in head[max(0, i - _NOUN_REACH) : i]
        if word in words("polarity", "evidence") and lacks and near:
            return True
        if word in words("polarity", "untrue") and i == len(head) - 1:
            return True
        if word in words("polarity", "true") and lacks and i == len(head) - 1:
            return True
    return False


# --- against the source ---------------------------------------------------------------------------


def without_contrary(text: str, attributions: Iterable[Attribution]) -> list[Attribution]:
    """``attributions`` without the contents that are told against their source.

    "Contrary to what X said, P" and "P, despite what X said" are the article's word for P. One
    that has no other content is left out.
    """
    out = []
    for attribution in attributions:
        if not _stands_against(text, attribution):
            out.append(attribution)
            continue
        kept = tuple(c for c in attribution.contents if not _set_apart(text, attribution, c))
        if kept:
            out.append(replace(attribution, contents=kept))
    return out


_AGAINST = re.compile(
    r"\b(?:"
    + "|".join(listed("polarity", "contrary", "phrases")).replace(" ", r"\s+")
    + r")(?:\s+(?:what|how|who|all|everything|that)){0,2}"
    r"(?:\s+(?:the|a|an|his|her|its|their))?\s+\Z",
    re.IGNORECASE,
)


def _stands_against(text: str, attribution: Attribution) -> bool:
    """Whether "contrary to", "despite what" or the like stands before source and cue."""
    cue = attribution.cue
    if cue is None:
        return False
    first = min([cue.start, *(s.start for s in attribution.sources if s.end <= cue.start)])
    return _AGAINST.search(text, max(0, first - 60), first) is not None


def _set_apart(text: str, attribution: Attribution, content: Span) -> bool:
    """Whether the content is the main clause: cut off from the cue by a comma, or before it."""
    cue = attribution.cue
    if cue is None:
        return False
    if content.end <= cue.start:
        return True
    return content.start >= cue.end and "," in text[cue.end : content.start + 1]
