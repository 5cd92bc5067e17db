"""Composed training examples: short documents for kinds of attribution that corpora hold few of.

    python -m training.compose --out composed.jsonl --per-kind 300 --seed 1

Everything in them is made up: the people, the bodies and what they say come from the word lists in
``words``, the sentences from the templates in ``kinds``. The same seed gives the same documents.
"""

from __future__ import annotations

import random
import re
from typing import Any

from training.compose.cast import Cast
from training.compose.grammar import expand
from training.compose.kinds import HEADED, TOPICS, kinds, templates
from training.compose.markup import build

STYLES = {"curly": 10, "straight": 8, "single": 3, "plain": 2, "guillemets": 1, "german": 1}
MIXED = "mixed"
NUMBER = re.compile(r"(?<=[\[{<])(\d)(?=[sti]?(?:@\w+)?:)")
KEY = re.compile(r"(?<=@)[a-dghorsu](?=:)")
SENTENCES = {"stmt": "_statements", "neg": "_sentences", "neghead": "_headlines"}
PLURAL = re.compile(r"(\[\d*@[gh]:[^\[\]]*\]+,? \{\d*[sti]?:)(has|was|is|does|doesn’t|\w+s)\b")
INVERTED = re.compile(r"(\{\d*[sti]?:)(\w+s)(\} \[\d*@[gh]:)")
IRREGULAR = {"has": "have", "was": "were", "is": "are", "does": "do", "doesn’t": "don’t"}
LOWER = re.compile("\ue010\\^?([\\[{<]*(?:\\d*[sti]?(?:@\\w+)?:)?)(\\w+)")
KEPT = {"I", "God", "In", "Mr"}


def compose(rng: random.Random, count_per_kind: int) -> list[dict[str, Any]]:
    """``count_per_kind`` documents of every kind, in the interchange format that training reads.

    Each has ``id``, ``kind`` (of the example), ``text`` and ``quotes``. No text comes twice.
    """
    documents: list[dict[str, Any]] = []
    seen: set[str] = set()
    for kind in (*kinds(), MIXED):
        made = 0
        while made < count_per_kind:
            document = compose_one(kind, rng)
            if document["text"] in seen:
                continue
            seen.add(document["text"])
            documents.append({"id": f"composed_{kind}_{made:04d}", "kind": kind, **document})
            made += 1
    return documents


def compose_one(kind: str, rng: random.Random) -> dict[str, Any]:
    """The text and quotes of one example of ``kind``, or of several kinds in one for ``mixed``.

    Raises:
        KeyError: when there is no such kind.
    """
    composer = Composer(rng, TOPICS.get(kind))
    if kind == MIXED:
        chosen = rng.sample([k for k in kinds() if k not in TOPICS], rng.randint(3, 6))
        chosen.sort(key=lambda k: k not in HEADED)
        chosen = [k for n, k in enumerate(chosen) if not n or k not in HEADED]
    else:
        others = [k for k in kinds() if k not in HEADED and k not in TOPICS]
        chosen = [kind, *rng.sample(others, rng.choice([0, 0, 0, 1, 2]))]
        if kind not in HEADED:
            rng.shuffle(chosen)
    blocks: list[str] = []
    for one in chosen:
        if one not in HEADED and rng.random() < 0.45:
            blocks.append(composer.block(rng.choice(templates("_fillers"))))
        blocks.append(composer.block(rng.choice(templates(one))))
    while len(blocks) < 4 and rng.random() < 0.5:
        blocks.append(composer.block(rng.choice(templates("_fillers"))))
    marked = "\n".join(blocks)
    if rng.random() < 0.35:
        marked = marked.replace(",”>", "”>,")
    elif rng.random() < 0.5:
        marked = re.sub(r"”((?:>|\])+)\.", r".”\1", marked)
    marked = marked.replace("\n", rng.choice(["\n", "\n\n", "\n\n"]))
    style = rng.choices(list(STYLES), list(STYLES.values()))[0]
    return build(marked, composer.speakers(), style)


class Composer(Cast):
    """A cast that also gives whole sentences and keeps the marks of each block apart."""

    blocks = 0

    def block(self, template: str) -> str:
        """A template expanded, its marks numbered apart from those of all other blocks."""
        self.blocks += 1
        number = self.blocks
        out = expand(template, self.rng, self.slot)
        out = NUMBER.sub(lambda m: f"{number}0{m[1]}", out).replace("  ", " ")
        out = LOWER.sub(lambda m: m[1] + (m[2] if m[2] in KEPT else _lower(m[2])), out)
        for key in KEY.findall(out):
            if key in "abcd":
                self.person(key)
            else:
                self.body(key)
        return _joined(out)

    def slot(self, name: str) -> str:
        """What stands for ``$name``; a sentence of its own comes as a finished block."""
        if name == "stmt":
            return "|" + self.block(self.rng.choice(templates("_statements"))) + "|"
        if name in SENTENCES:
            return self.rng.choice(templates(SENTENCES[name]))
        return super().slot(name)


def _joined(marked: str) -> str:
    """Commas after appositions (their end is marked ``¸``), and verbs that go with groups."""
    marked = re.sub(r"¸(\]*)(?=>*\]? )", r"\1,", marked).replace("¸", "")
    marked = INVERTED.sub(lambda m: m[1] + _plural(m[2]) + m[3], marked)
    return PLURAL.sub(lambda m: m[1] + _plural(m[2]), marked)


def _plural(verb: str) -> str:
    return IRREGULAR.get(verb, verb[:-1] if verb.endswith("s") else verb)


def _lower(word: str) -> str:
    return word[0].lower() + word[1:]


__all__ = ["Composer", "compose", "compose_one"]
