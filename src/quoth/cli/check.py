"""``quoth check``: the quotations of a draft against a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from quoth.cli.options import intake_options, reads, takes_inputs
from quoth.cli.progress import Progress
from quoth.cli.target import target_of, writes

_FORMATS = ("view", "json")


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFTS...")
@click.option("--limit", type=click.IntRange(1, 50), default=3, show_default=True,
              help="Number of stored statements to show for each quotation.")  # fmt: skip
@writes(_FORMATS, "json")
@takes_inputs
@reads
def check(
    ledger: str, drafts: tuple[str, ...], limit: int, workers: int | None, model: Path | None,
    max_seconds: float | None, quiet: bool, **given: Any,
) -> int:  # fmt: skip
    """Check the quotations of a draft against a ledger.

    DRAFTS are files, or - for standard input: a sentence, a paragraph or a whole text. Each
    quotation of three words or more is searched in the stored statements. The result is word for
    word, typography only, shortened (with the words that the ellipsis replaces), partly kept,
    altered (with the changes) or not found, and whether the draft names the same speaker. A short
    text without quotation marks is searched as a whole.
    """
    from quoth.codec import dumps
    from quoth.formats.check_view import check_to_dict, write_check
    from quoth.formats.output import Sink
    from quoth.intake import articles
    from quoth.jobs.many import read_articles
    from quoth.ledger import Ledger

    target = target_of(given, _FORMATS, "json")
    options = intake_options(given)
    found = []
    with Ledger(ledger, create=False) as book, Progress(shown=not quiet) as progress:
        readings = read_articles(
            articles(drafts, options), model=model, workers=workers or 1, max_seconds=max_seconds
        )
        for reading in progress.follow(readings):
            found.append((reading.article, book.check(reading, limit=limit)))

    def fill(stream: Any) -> None:
        sink = Sink(stream)
        if target.format == "json":
            forms = [{"draft": one.id, "quotations": check_to_dict(of)} for one, of in found]
            sink.write(dumps({"drafts": forms}, indent=1) + "\n")
            return
        for article, checked in found:
            if len(found) > 1:
                sink.write(f"{article.title or article.id}\n\n")
            write_check(checked, sink, width=target.width, color=target.color)

    target.write(fill)
    return 1 if progress.errors else 0
