"""The kinds of composed examples: their templates, a file for each family.

In a file, ``[parts]`` are pieces that templates name as ``%PART``, and ``[kinds]`` the kinds with
their templates, as `training.compose.grammar` and `training.compose.markup` read them. Names that
begin with ``_`` are no kinds but sentences that other templates ask for.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

HEADED = {"told_headline", "headline", "dateline", "press_release", "transcript", "letter", "lines"}
TOPICS = {"sport": "football", "heard": "court"}
PART = re.compile(r"%([A-Z]\w*)")


@cache
def _all() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8").replace("'", "’"))
        parts: dict[str, str] = content.get("parts", {})
        for name, templates in content["kinds"].items():
            found[name] = tuple(_whole(t, parts) for t in templates)
    return found


def _whole(template: str, parts: dict[str, str]) -> str:
    while PART.search(template):
        template = PART.sub(lambda m: parts[m[1]], template)
    return template


def kinds() -> tuple[str, ...]:
    """The names of all kinds, sorted."""
    return tuple(sorted(name for name in _all() if not name.startswith("_")))


def templates(name: str) -> tuple[str, ...]:
    """The templates of a kind or of a group of sentences.

    Raises:
        KeyError: when there is none of that name.
    """
    return _all()[name]
