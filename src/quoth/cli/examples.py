"""Examples for the help of every command, each of which the tests run against ``examples/``."""

from __future__ import annotations

import click

EXAMPLES: dict[str, tuple[str, ...]] = {
    "read": (
        "quoth read examples/k2-18b-water-vapour.html",
        "quoth read examples/articles.csv --to csv -o quotes.csv",
        "quoth read examples/buffalo.txt --to html -o marked.html",
    ),
    "add": (
        "quoth add news.db examples/",
        "quoth read examples/buffalo.txt -o one.jsonl",
        "quoth add news.db one.jsonl",
    ),
    "search": (
        "quoth search news.db water",
        "quoth search news.db 'vapo* OR methane' --count",
        "quoth search news.db --form direct --since 2019-09 --limit 5",
        "quoth search news.db --unnamed --to csv -o unnamed.csv",
        "quoth search news.db --review --limit 5",
    ),
    "show": ("quoth show news.db 1", "quoth show news.db 1 --to json"),
    "dossier": ("quoth dossier news.db 1", "quoth dossier news.db 1 --cite markdown"),
    "articles": (
        "quoth articles news.db",
        "quoth articles news.db --since 2010",
        "quoth articles news.db --to csv -o articles.csv",
    ),
    "article edit": (
        'quoth article edit news.db 1 --outlet "The Herald" --published 2020-03-01 --by Mia',
    ),
    "article delete": ('quoth article delete news.db 2 --why "added twice"',),
    "speakers": ("quoth speakers news.db", "quoth speakers news.db --why --limit 3"),
    "stories": ("quoth stories news.db --least 1", "quoth stories news.db water --least 1"),
    "story": ("quoth story news.db 1", "quoth search news.db --story 1 --form direct"),
    "compare": ("quoth compare news.db", "quoth compare news.db --what figures --to json"),
    "check": ("quoth check news.db examples/buffalo.txt",),
    "audit": ("quoth audit news.db --by outlet", "quoth audit examples/ --to csv -o counts.csv"),
    "history": ("quoth history news.db examples/buffalo.txt",),
    "reread": ("quoth reread news.db --all",),
    "export": ("quoth export news.db --to jsonl -o all.jsonl",),
    "config": ("quoth config",),
    "serve": ("quoth serve news.db",),
    "mcp": ("quoth mcp news.db",),
    "mark add": (
        "quoth mark add news.db --statement 1 --tag checked --note 'asked the author' --by Mia",
        "quoth mark add news.db --article 1 --collection 'Water on other worlds'",
        "quoth search news.db --collection 'Water on other worlds' --limit 3",
    ),
    "mark list": ("quoth mark list news.db", "quoth mark list news.db --to csv -o marks.csv"),
    "mark remove": (
        "quoth mark add news.db --statement 1 --tag checked",
        "quoth mark remove news.db 1",
    ),
    "user add": ("quoth user add news.db Mia --role admin --password-stdin < password.txt",),
    "user list": ("quoth user list news.db",),
    "user role": (
        "quoth user add news.db Ida --password-stdin < password.txt",
        "quoth user role news.db Ida reader",
    ),
    "user password": (
        "quoth user add news.db Ida --password-stdin < password.txt",
        "quoth user password news.db Ida --password-stdin < password.txt",
    ),
    "user remove": (
        "quoth user add news.db Ida --password-stdin < password.txt",
        "quoth user remove news.db Ida",
    ),
    "log": (
        "quoth log news.db --kind decision --limit 20",
        "quoth log news.db --user Mia --since 2031-03-01 --to csv -o log.csv",
    ),
    "watch": (
        "quoth watch news.db examples/",
        "quoth watch news.db --list",
    ),
    "saved add": ('quoth saved add news.db "water, quoted" water --form direct',),
    "saved list": ("quoth saved list news.db",),
    "saved change": (
        "quoth saved add news.db water water",
        "quoth saved change news.db water --tells figure --hook https://desk.example/in",
    ),
    "saved remove": ("quoth saved add news.db water water", "quoth saved remove news.db water"),
    "saved alerts": ("quoth saved alerts news.db", "quoth saved alerts news.db --to atom"),
    "saved send": ("quoth saved send news.db",),
    "correct confirm": ("quoth correct confirm news.db 1 --by Mia",),
    "correct change": (
        'quoth correct change news.db 1 --speaker "Mara Lund" --why "the agency corrected it"',
    ),
    "correct reject": ("quoth correct reject news.db 2",),
    "correct add": ("quoth correct add news.db examples/buffalo.txt --content 120:160",),
    "correct import": (
        "quoth export news.db --to labelstudio -o tasks.labelstudio.json",
        "quoth export news.db --to brat -o tasks.brat.zip",
        "quoth correct import news.db tasks.brat.zip --by Mia",
    ),
    "correct story move": ("quoth correct story move news.db 2 --to 1 --by Mia",),
    "correct story join": ("quoth correct story join news.db 1 3",),
    "correct story split": ("quoth correct story split news.db 1 2",),
    "correct story rename": ('quoth correct story rename news.db 1 "Water on K2-18b"',),
    "correct log": ("quoth correct log news.db",),
    "correct undo": ("quoth correct undo news.db 1",),
    "correct merge": ("quoth correct merge news.db i1 i2",),
    "correct rename": ('quoth correct rename news.db i1 --name "The study\'s authors"',),
    "correct split": ("quoth correct split news.db i1 1",),
}


def with_examples(group: click.Group, before: str = "") -> None:
    """Writes the examples of each command below its help."""
    for name, command in group.commands.items():
        path = f"{before}{name}"
        if isinstance(command, click.Group):
            with_examples(command, f"{path} ")
        elif EXAMPLES.get(path):
            lines = "\n".join(f"  {line}" for line in EXAMPLES[path])
            command.epilog = f"\b\nExamples:\n{lines}"
