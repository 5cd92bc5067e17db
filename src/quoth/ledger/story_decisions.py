"""What people decide about stories: an article moved, stories joined or split, one renamed.

Each decision keeps the articles that the stories had once it was made (see `quoth.ledger.stories`),
so that it can be undone, and means the same whatever else is kept later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.errors import OptionError, TooLargeError
from quoth.ledger.corrections.entries import write
from quoth.ledger.schema import stories, story_members, versions
from quoth.ledger.stories import story_now
from quoth.wording import headline, shortened

_LONGEST = 300  # characters of a name
_SHOWN = 120


def move(
    connection: Connection,
    version: int,
    to: int | None,
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Says that an article belongs to the story ``to``, or to one of its own (None); gives the
    number of the decision.

    Raises:
        OptionError: when there is no such article or story, or it is there already.
    """
    article = _article(connection, version)
    old = _story(connection, _member(connection, article))
    rest = [one for one in _articles(connection, old.id) if one != article]
    if to is None:
        if not rest:
            raise OptionError(f"article {version} is alone in its story already")
        groups, after = [[article], rest], "a story of its own"
    else:
        new = _story(connection, to)
        if new.id == old.id:
            raise OptionError(f"article {version} is in story {to} already")
        groups, after = [[*_articles(connection, new.id), article], rest], _called(new)
    title = shortened(_title(connection, version), _SHOWN)
    details = {
        "groups": [one for one in groups if one],
        "before": f"{title}: in {_called(old)}",
        "after": f"{title}: in {after}",
    }
    return write(connection, "move article", None, details, by, why)


def join(
    connection: Connection,
    ids: Sequence[int],
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Says that several stories are one; gives the number of the decision.

    Raises:
        OptionError: when there are fewer than two, or one of them is not there.
    """
    told = {row.id: row for row in (_story(connection, id) for id in ids)}
    if len(told) < 2:
        raise OptionError("name two stories or more to join")
    members = [one for id in told for one in _articles(connection, id)]
    details = {
        "groups": [members],
        "before": "; ".join(_called(row) for row in told.values()),
        "after": _called(next(iter(told.values()))),
    }
    return write(connection, "join stories", None, details, by, why)


def split(
    connection: Connection,
    id: int,
    apart: Sequence[int],
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Says that some articles of a story (by their versions) are another one; gives the number of
    the decision.

    Raises:
        OptionError: when the story or an article is not there, or none would be left.
    """
    old = _story(connection, id)
    every = _articles(connection, old.id)
    chosen = {_article(connection, version): version for version in apart}
    for article, version in chosen.items():
        if article not in every:
            raise OptionError(f"article {version} is not in story {id}")
    rest = [one for one in every if one not in chosen]
    if not chosen or not rest:
        raise OptionError("name some of the story's articles, and not all")
    titles = "; ".join(shortened(_title(connection, one), 60) for one in chosen.values())
    details = {
        "groups": [list(chosen), rest],
        "before": _called(old),
        "after": f"{_called(old)}, without: {titles}",
    }
    return write(connection, "split story", None, details, by, why)


def rename(
    connection: Connection, id: int, name: str, *, by: str | None = None, why: str | None = None
) -> int:
    """Gives a story a name; an empty one takes it away. Gives the number of the decision.

    Raises:
        OptionError: when there is no such story, or the name cannot be kept.
        TooLargeError: when the name has more than 300 characters.
    """
    line = " ".join(name.split())
    if "\x00" in line or any("\ud800" <= c <= "\udfff" for c in line):
        raise OptionError("a name has no NUL characters and no lone surrogates")
    if len(line) > _LONGEST:
        raise TooLargeError("name", f"it has more than {_LONGEST} characters")
    old = _story(connection, id)
    details = {
        "articles": _articles(connection, old.id),
        "name": line,
        "before": _called(old),
        "after": f"“{line}”" if line else f"“{shortened(old.headline, _SHOWN)}”",
    }
    return write(connection, "rename story", None, details, by, why)


def _story(connection: Connection, id: int) -> Any:
    now = story_now(connection, id)
    row = None
    if now is not None:
        row = connection.execute(sa.select(stories).where(stories.c.id == now)).one_or_none()
    if row is None:
        raise OptionError(f"there is no story {id}; quoth stories shows their numbers")
    return row


def _article(connection: Connection, version: int) -> int:
    found = connection.scalar(
        sa.select(versions.c.article_id).where(versions.c.id == version, versions.c.is_current)
    )
    if found is None:
        raise OptionError(f"there is no current article {version}; quoth articles shows them")
    return int(found)


def _member(connection: Connection, article: int) -> int:
    found = connection.scalar(
        sa.select(story_members.c.story_id).where(story_members.c.article_id == article)
    )
    return int(found or 0)


def _articles(connection: Connection, story: int) -> list[int]:
    return list(
        connection.scalars(
            sa.select(story_members.c.article_id)
            .where(story_members.c.story_id == story)
            .order_by(story_members.c.ordinal)
        )
    )


def _title(connection: Connection, version: int) -> str:
    row = connection.execute(
        sa.select(versions.c.title, sa.func.substr(versions.c.text, 1, 300).label("opening")).where(
            versions.c.id == version
        )
    ).one()
    return headline(row.title, row.opening) or f"article {version}"


def _called(row: Any) -> str:
    return f"“{shortened(row.name or row.headline, _SHOWN)}”"
