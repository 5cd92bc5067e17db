"""How much an answer may hold: an assistant pays for each word, and clients cut long answers."""

from __future__ import annotations

import json
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError

#: The most characters of an answer, as the text that goes over the line.
MOST = 20_000
#: What of these is for lists; the rest is for what frames them.
ROOM = MOST - 1_000
_CUTS = (2_000, 800, 300, 100, 40)


def place_of(cursor: str | None) -> int:
    """The place that a cursor stands for.

    Raises:
        ToolError: when it is none of ours.
    """
    if cursor is None or cursor == "":
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise ToolError('cursor: expected the "next" value of the previous answer')
    return int(cursor)


def page(
    form: dict[str, Any], key: str, at: int, total: int, *, room: int = ROOM
) -> dict[str, Any]:
    """``form`` with as much of its list ``key`` as there is room for, and ``next`` where there is
    more of ``total``; the list begins at the ``at``-th. The first of it is always there, its texts
    cut where it alone is too long."""
    kept: list[Any] = []
    used = _size({**form, key: []})
    for one in form[key]:
        size = _size(one, deeper=2)
        if used + size > room:
            if not kept:
                kept.append(_cut(one, max(room - used, 1_000)))
            break
        kept.append(one)
        used += size
    out = {**form, key: kept}
    if kept and at + len(kept) < total:
        out["next"] = str(at + len(kept))
    return out


def bounded(form: dict[str, Any]) -> dict[str, Any]:
    """``form``, with long texts and lists cut until it is an answer; ``cut`` says so."""
    return form if _size(form) <= ROOM else _cut(form, ROOM)


def _cut(form: Any, room: int) -> Any:
    for most in _CUTS:
        shorter = _shortened(form, most)
        if _size(shorter) <= room:
            break
    return {**shorter, "cut": True} if isinstance(shorter, dict) else shorter


def _shortened(form: Any, most: int) -> Any:
    if isinstance(form, str):
        return form if len(form) <= most else f"{form[:most]}…"
    if isinstance(form, list):
        return [_shortened(one, most) for one in form[: most // 4]]
    if isinstance(form, dict):
        return {key: _shortened(value, most) for key, value in list(form.items())[: most // 2]}
    return form


def _size(form: Any, *, deeper: int = 0) -> int:
    """Characters of the text of an answer, which has each value in a line of its own."""
    text = json.dumps(form, ensure_ascii=False, indent=2)
    return len(text) + deeper * 2 * (text.count("\n") + 1) + 2
