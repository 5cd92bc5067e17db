"""Finding an article by what is known of it: words of its title, its outlet, its day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.errors import OptionError
from quoth.ledger.schema import articles, attributions, versions
from quoth.query import StatementQuery
from quoth.wording import headline, publisher

_MOST_WORDS = 32
OPENING = 400  # characters of a text that its first words are taken from


def known_by(
    words: str = "", *, outlet: str | None = None, since: str | None = None,
    until: str | None = None,
) -> list[sa.ColumnElement[bool]]:  # fmt: skip
    """The conditions on ``versions`` and ``articles`` of what is asked for.

    Args:
        words: each must stand in the title or the address, in any case.
        outlet: words of the outlet's name; of a page without one, of its address.
        since, until: days (ISO dates, months or years) of publication, both included.

    Raises:
        OptionError: for a day that is none.
    """
    days = StatementQuery(since=since, until=until)  # checks them
    out = [
        sa.or_(_holds(versions.c.title, word), _holds(articles.c.address, word))
        for word in _words(words)
    ]
    out += [
        sa.or_(
            _holds(versions.c.outlet, word),
            sa.and_(versions.c.outlet.is_(None), _holds(versions.c.url, word)),
        )
        for word in _words(outlet or "")
    ]
    if days.since is not None:
        out.append(versions.c.published >= days.since)
    if days.until is not None:
        out.append(versions.c.published < days.until + "~")  # comes after all days that begin so
    return out


def listed(
    connection: Connection, asked: Sequence[sa.ColumnElement[bool]], *, limit: int, offset: int
) -> list[dict[str, Any]]:
    """The newest texts of articles that meet conditions, as `quoth.Ledger.articles` gives them."""
    said = (
        sa.select(sa.func.count())
        .where(attributions.c.version_id == versions.c.id)
        .scalar_subquery()
    )
    question = (
        sa.select(
            versions.c.id,
            articles.c.address,
            versions.c.title,
            versions.c.outlet,
            versions.c.url,
            versions.c.published,
            versions.c.added_at,
            versions.c.number.label("version"),
            sa.func.substr(versions.c.text, 1, OPENING).label("opening"),
            said.label("statements"),
        )
        .join(articles, articles.c.id == versions.c.article_id)
        .where(versions.c.is_current, *asked)
        .order_by(versions.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    found = [dict(row._mapping) for row in connection.execute(question)]
    for one in found:
        one["headline"] = headline(one["title"], one.pop("opening")) or one["address"]
        one["publisher"] = publisher(one["outlet"], one["url"])
    return found


def _words(text: str) -> list[str]:
    if "\x00" in text or any("\ud800" <= one <= "\udfff" for one in text):
        raise OptionError("words to find an article by are text, without NUL characters")
    return text.split()[:_MOST_WORDS]


def _holds(column: sa.Column[Any], word: str) -> sa.ColumnElement[bool]:
    """Whether a text holds a word; SQLite itself ignores the case of ASCII letters only, so that
    the word is looked for in its usual writings."""
    writings = dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))
    return sa.or_(*(column.icontains(one, autoescape=True) for one in writings))
