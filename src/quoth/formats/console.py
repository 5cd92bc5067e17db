"""A console of rich with everything fixed that could vary with the environment."""

from __future__ import annotations

from typing import IO

from rich.console import Console

DEFAULT_WIDTH = 80
NARROWEST = 24


def fixed_console(file: IO[str], *, width: int | None = None, color: bool = False) -> Console:
    """A console ``width`` columns wide: what is printed twice gives the same bytes twice."""
    return Console(
        file=file,
        width=max(width or DEFAULT_WIDTH, NARROWEST),
        height=25,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        force_interactive=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
