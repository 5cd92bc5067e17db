"""What quoth knows of a language: words with what they do in a text, as TOML files.

A file of ``lang/en/`` holds groups. Each has a ``reason`` (what its words have in common, and why
that matters) and a ``source`` (where they are from), and its words under other names, as a list
or as one string with spaces:

    [conditions]
    reason = "What follows is not said to be so."
    source = "Quirk et al. 1985, 15.33"
    words = "if unless whether"
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str, language: str = "en") -> dict[str, Any]:
    """The groups of one file; read once, not to be changed.

    Args:
        name: the file without its ending: "polarity" is ``lang/en/polarity.toml``.
        language: the folder.

    Raises:
        FileNotFoundError: when the language has no such file.
    """
    text = (files("quoth.lang") / language / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def listed(name: str, group: str, key: str = "words") -> list[str]:
    """The entries of a group in their order. In one string, spaces part them.

    Raises:
        KeyError: when the file has no such group.
    """
    found = table(name)[group][key]
    return found.split() if isinstance(found, str) else list(found)


@cache
def words(name: str, group: str, key: str = "words") -> frozenset[str]:
    """The entries of a group as a set.

    Raises:
        KeyError: when the file has no such group.
    """
    return frozenset(listed(name, group, key))
