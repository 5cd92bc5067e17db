"""Fills the pages that are made from the program: the command line's help, the ledger's schema.

    python docs/fill.py [--check]

``--check`` writes nothing and fails when a page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quoth.cli import cli
from quoth.ledger import desk_tables, people_tables  # noqa: F401 (tables of the metadata)
from quoth.ledger.schema import metadata

FOLDER = Path(__file__).parent
PAGE = FOLDER / "cli.md"
SCHEMA_PAGE = FOLDER / "ledger.md"
BEGIN, END = "<!-- help: filled by docs/fill.py -->\n", "<!-- end of help -->\n"
SCHEMA_BEGIN, SCHEMA_END = "<!-- schema: filled by docs/fill.py -->\n", "<!-- end of schema -->\n"


def help_of(command: click.Command, name: str) -> str:
    """What ``--help`` of a command prints, as a block."""
    settings = {**cli.context_settings, "terminal_width": 96, "max_content_width": 96}
    context = click.Context(command, info_name=name, **settings)
    return f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"


def commands(group: click.Group, name: str) -> list[str]:
    """The help of each command of a group, and of theirs."""
    out = []
    for word, command in sorted(group.commands.items()):
        out.append(help_of(command, f"{name} {word}"))
        if isinstance(command, click.Group):
            out += commands(command, f"{name} {word}")
    return out


def filled(page: str) -> str:
    """The page with the help of each command in its place."""
    blocks = [help_of(cli, "quoth"), *commands(cli, "quoth")]
    return _between(page, BEGIN, "\n" + "\n".join(blocks) + "\n", END)


def schema_filled(page: str) -> str:
    """The page with every table and column of a ledger in its place."""
    out = []
    for table in metadata.sorted_tables:
        out.append(f"\n### {table.name}\n\n| column | type | what |\n|---|---|---|\n")
        for column in table.columns:
            key = next(iter(column.foreign_keys), None)
            kind = f"→ {key.column.table.name}" if key else str(column.type).lower()
            out.append(f"| {column.name} | {kind} | {column.comment} |\n")
    return _between(page, SCHEMA_BEGIN, "".join(out) + "\n", SCHEMA_END)


def _between(page: str, begin: str, middle: str, end: str) -> str:
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return before + begin + middle + end + after


def main() -> int:
    """Fills the pages, or tells whether one is stale."""
    stale = 0
    for page, fill in ((PAGE, filled), (SCHEMA_PAGE, schema_filled)):
        old = page.read_text(encoding="utf-8")
        new = fill(old)
        if old == new:
            continue
        if "--check" in sys.argv[1:]:
            print(f"{page.name} is stale; run: make docs", file=sys.stderr)
            stale = 1
        else:
            page.write_text(new, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
