"""GUM's attribution relations as cues: the words that its annotators say a clause is told by.

GUM (Zeldes 2017; CC BY, each genre's licence in the corpus) marks relations between clauses in the
style of rhetorical structure: ``Discourse=attribution-positive:12->13:…`` with the words that
signal it (``lex-indwd``) and those of its source (``sem-atsrc``). Where its contents end it does
not say, so these texts teach the cue tagger alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer

from quoth.reading.pieces import cut_pieces
from training.corpora import Example, GoldAttribution, span_to_range

_DISCOURSE = re.compile(r"Discourse=([^|]*)")
_INDICATING = re.compile(r"lex-indwd-([\d,-]+?)-(?:_|gold)")
_REPORTS = frozenset(("VERB", "ADP", "ADJ", "NOUN"))
# Relations that count as attribution there and tell of nobody's saying or thinking here.
_OTHER = frozenset(("ensure", "make", "see", "prove", "determine", "decide", "sure", "like"))
# What is not marked as a relation may all the same be an attribution (a noun, a phrase).
BLANKS = 0.3


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    lemma: str
    kind: str
    misc: str


def load_gum(folder: Path, tokenizer: Tokenizer) -> list[Example]:
    """One example for each text of GUM that has a usable attribution relation."""
    out: list[Example] = []
    for path in sorted(folder.glob("*.conllu")):
        text, tokens = _text(path)
        cues = sorted(set(_cues(tokens)))
        pieces = cut_pieces(text, tokenizer)
        gold = []
        for at in cues:
            token = tokens[at]
            found = span_to_range(pieces, text, {"start": token.start, "end": token.end})
            if found:
                gold.append(GoldAttribution(found[0], found[1], (), (), whole=False))
        if gold:
            example = Example(path.stem, pieces, tuple(gold), weight=0.5)
            out.append(replace(example, blanks=BLANKS))
    return out


def _text(path: Path) -> tuple[str, list[_Token]]:
    text = ""
    tokens: list[_Token] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and text:
            text = text.rstrip() + "\n"
        cells = line.split("\t")
        if len(cells) != 10 or not cells[0].isdigit():
            continue
        start = len(text)
        text += cells[1]
        tokens.append(_Token(start, len(text), cells[2], cells[3], cells[9]))
        if "SpaceAfter=No" not in cells[9]:
            text += " "
    return text, tokens


def _cues(tokens: list[_Token]) -> Iterator[int]:
    """The places of the words that report."""
    for token in tokens:
        found = _DISCOURSE.search(token.misc)
        for relation in found[1].split(";") if found else ():
            if not relation.startswith("attribution"):
                continue
            words = [i for part in _INDICATING.findall(relation) for i in _places(part)]
            for i in words:
                if tokens[i].kind in _REPORTS and tokens[i].lemma not in _OTHER:
                    yield i
                    break


def _places(listed: str) -> Iterator[int]:
    """ "112" or "586-588,591", counted from 1, as places counted from 0."""
    for part in listed.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first) - 1, int(last or first))
