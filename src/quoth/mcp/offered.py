"""What the server offers besides tools: statements and articles to refer to, and ways to ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer

Asked = Callable[..., dict[str, Any]]


def offer(server: MCPServer[Any], statement: Asked, article: Asked) -> None:
    """Adds the resources ``quoth://statement/N`` and ``quoth://article/N``, and the prompts."""

    def as_text(form: dict[str, Any]) -> str:
        return json.dumps(form, ensure_ascii=False, indent=2)

    @server.resource("quoth://statement/{number}", mime_type="application/json")
    def one_statement(number: int) -> str:
        """A statement of the ledger, with the words around it."""
        return as_text(statement(number))

    @server.resource("quoth://article/{number}", mime_type="application/json")
    def one_article(number: int) -> str:
        """An article of the ledger, with its statements."""
        return as_text(article(number))

    @server.prompt(title="Check a claim against the record")
    def fact_check(claim: str) -> str:
        """Who said such a thing, first and since, in which words, and on whose word."""
        return (
            f"Check this claim against quoth's record of who said what:\n\n{claim}\n\n"
            "1. Search for its rare words (a OR b, vot*), then for its speaker. Read each "
            "statement that fits with `statement`, not only its line in the search.\n"
            "2. Find who said it first: sort what you found by the date of publication, and ask "
            "`story` for the articles around it.\n"
            "3. Ask `compare` for the same quotation elsewhere, and for figures that differ; ask "
            "`history` whether an article was changed.\n"
            "4. Report: the words as they stand, who says them, on whose word we have it (the "
            "whole chain), when and where; what speaks against it; what the record does "
            "not hold. Name the number of each statement. The record says what "
            "was said, not what is true."
        )

    @server.prompt(title="Is this quotation right?")
    def check_quotation(quotation: str, speaker: str = "") -> str:
        """Whether words were said so, and by whom."""
        by = f" It is said to be by {speaker}." if speaker else ""
        return (
            f"Is this quotation right?{by}\n\n{quotation}\n\n"
            'Search for it in quotation marks, then for its rarest words with form "direct". '
            "Compare what you find word by word with `statement`; name every difference, who "
            "reports it so, "
            "and the earliest article. If the record does not hold it, say that, and do not guess."
        )
