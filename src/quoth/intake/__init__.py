"""Intake: from bytes, files, folders, tables, pages and addresses to articles.

`articles` takes any mix of inputs and gives an `Article` or an `InputError` for each, in order.
Nothing heavy is loaded before an input needs it.
"""

from __future__ import annotations

from quoth.intake.build import article_from_text
from quoth.intake.options import IntakeOptions
from quoth.intake.places import count_hint
from quoth.intake.take import article_from_bytes, articles, articles_from_bytes

__all__ = [
    "IntakeOptions",
    "article_from_bytes",
    "article_from_text",
    "articles",
    "articles_from_bytes",
    "count_hint",
]
