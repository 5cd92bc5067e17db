"""In which language is a text? Only to tell what quoth reads from what it does not.

Most texts are English, so a count of English function words answers first, in well under a
millisecond. Only when it does not is py3langid asked (after Lui and Baldwin, "langid.py", ACL
2012), whose model takes half a second and about 120 MB to load. No answer is better than a wrong
one.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The sample: this many characters of the start, the middle and the end.
_PART = 4_000
# Fewer letters than this say nothing. A sign of Chinese, Japanese or Korean counts for three.
_FEWEST_LETTERS = 40
_SYLLABLES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")

# Words frequent in English and rare in other languages: not "in", "was", "on" or "die".
_ENGLISH = frozenset(
    re.findall(
        r"[a-z']+",
        """the and that with this from which were have has been they their would there who what said
        not by are its after about when will more than she her his him them you your our into could
        should because while these those then where how why other some such many both before since
        until between under against during without also being through only it's don't didn't isn't
        """,
    )
)
_ENGLISH_SHARE = 0.15
_FEWEST_WORDS = 25
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_SURE = 0.6
# When English is this unlikely, the best of two or three near relatives is told all the same.
_NOT_ENGLISH = 0.02
_BEST_OF_SOME = 0.3
_LONG = 100
# The model's labels without an ISO 639-1 code, where a wider language has one.
_WIDER = {
    "ary": "ar",
    "arz": "ar",
    "fuv": "ff",
    "gug": "gn",
    "hbo": "he",
    "kik": "ki",
    "sdh": "ku",
    "uzs": "uz",
    "wuu": "zh",
    "yue": "zh",
}


def detect(text: str) -> str | None:
    """The language that most of ``text`` is in, or None when it is too short or unsure.

    The answer is an ISO 639-1 code ("en"), or an ISO 639-3 code for the few languages that have
    none of two letters (Kabyle: "kab"). Long texts are judged by their start, middle and end.
    """
    words = [word for word in _sample(text).split() if "://" not in word and "@" not in word]
    sample = " ".join(words)
    letters = sum(map(str.isalpha, sample)) + 2 * len(_SYLLABLES.findall(sample))
    if letters < _FEWEST_LETTERS:
        return None
    if is_plainly_english(sample):
        return "en"
    if sum(map(str.isupper, sample)) > letters / 2:
        sample = sample.lower()  # the model has seen little text in capitals
    chances: dict[str, float] = {}
    for label, chance in _identifier().rank(sample):
        code = _WIDER.get(label, label)
        chances[code] = chances.get(code, 0.0) + float(chance)
    # Pidgin is where the model puts English headlines: only a sure answer counts.
    english = chances.get("en", 0.0) + chances.get("pcm", 0.0)
    best = max(chances, key=lambda code: (chances[code], code))
    if best == "zxx" or (best == "pcm" and chances[best] < 0.9):
        return None
    other = english < _NOT_ENGLISH and letters >= _LONG and chances[best] >= _BEST_OF_SOME
    return best if other or chances[best] >= _SURE else None


def _sample(text: str) -> str:
    """All of a short text; the start, the middle and the end of a long one."""
    if len(text) <= 3 * _PART:
        return text
    middle = (len(text) - _PART) // 2
    return " ".join((text[:_PART], text[middle : middle + _PART], text[-_PART:]))


def is_plainly_english(sample: str) -> bool:
    """True when English function words are as frequent as in English, and only in English."""
    words = _WORD.findall(sample.lower())
    if len(words) < _FEWEST_WORDS:
        return False
    found = sum(word.replace("’", "'") in _ENGLISH for word in words)
    return found >= _ENGLISH_SHARE * len(words)


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
