"""Templates: ``(one|other)`` takes one of the choices, ``$slot`` and ``$a.slot`` ask the cast.

What a slot gives is expanded in turn. ``\\`` before a bracket writes the bracket itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

SLOT = re.compile(r"\$([a-z]\w*(?:\.\w+)?)")
PLACEHOLDERS = str.maketrans({"(": "\ue000", ")": "\ue001"})
BACK = str.maketrans({"\ue000": "(", "\ue001": ")"})


class TemplateError(ValueError):
    """A template whose brackets do not match."""


def expand(template: str, rng: random.Random, slot: Callable[[str], str]) -> str:
    """The template with every choice made and every slot filled, marks untouched.

    Raises:
        TemplateError: when a bracket has no partner.
    """
    guarded = template.replace("\\(", "\ue000").replace("\\)", "\ue001")
    return _expand(guarded, rng, slot, 0).translate(BACK)


def _expand(template: str, rng: random.Random, slot: Callable[[str], str], depth: int) -> str:
    if depth > 12:
        raise TemplateError(f"endless template {template!r}")
    out: list[str] = []
    position = 0
    while position < len(template):
        character = template[position]
        if character == "(":
            choices, position = _choices(template, position)
            out.append(_expand(rng.choice(choices), rng, slot, depth + 1))
        elif character == "$" and (match := SLOT.match(template, position)):
            value = slot(match[1]).replace("\\(", "\ue000").replace("\\)", "\ue001")
            out.append(_expand(value, rng, slot, depth + 1))
            position = match.end()
        else:
            out.append(character)
            position += 1
    return "".join(out)


def _choices(template: str, start: int) -> tuple[list[str], int]:
    """The choices of the bracket at ``start`` and where the template goes on."""
    depth, choices, begin = 0, [], start + 1
    for position in range(start, len(template)):
        character = template[position]
        if character == "(":
            depth += 1
        elif character == "|" and depth == 1:
            choices.append(template[begin:position])
            begin = position + 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return [*choices, template[begin:position]], position + 1
    raise TemplateError(f"a bracket is left open in {template!r}")
