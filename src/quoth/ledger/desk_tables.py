"""Tables of what a newsroom does with a ledger: searches that are saved, and what they told."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text

from quoth.ledger.schema import metadata


def _of(table: str) -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Integer, primary_key=True, comment="the saved search"),
    Column("name", Text, nullable=False, unique=True, comment="what people call it"),
    Column("kind", Text, nullable=False, comment="statements, quotation or figure"),
    Column("asked", JSON, nullable=False, comment="words and filters of the search"),
    Column("made_at", Text, nullable=False, comment="when it was saved (UTC)"),
    Column("made_by", Text, comment="by whom, if told"),
    Column("feed", Text, nullable=False, unique=True, comment="secret part of its feed's address"),
    Column("hook", Text, comment="the address that alerts are sent to, or null"),
    Column("secret", Text, nullable=False, comment="what sent alerts are signed with"),
    Column("state", Text, nullable=False, comment="the state of the ledger it last looked at"),
    Column("looked_at", Text, nullable=False, comment="when it last looked (UTC)"),
    Column("sent", Integer, nullable=False, comment="the last alert that was sent, or 0"),
    Column("tries", Integer, nullable=False, comment="how often the next alerts were tried"),
    Column("next_try", Text, comment="when they are tried again (UTC); null: at once"),
    Column("trouble", Text, comment="why they could not be sent the last time, or null"),
)

# What a saved search found when it last looked. No statement is held: it may be gone.
search_matches = Table(
    "search_matches",
    metadata,
    Column("search_id", _of("saved_searches"), primary_key=True, comment="the saved search"),
    Column("statement_id", Integer, primary_key=True, comment="the statement"),
    Column("version_id", Integer, nullable=False, comment="the text it stood in"),
    Column("told", JSON, nullable=False, comment="it in words, as it was then"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True, comment="in the order they came up"),
    Column("search_id", _of("saved_searches"), nullable=False, comment="the saved search"),
    Column("made_at", Text, nullable=False, comment="when it came up (UTC)"),
    Column("what", Text, nullable=False, comment="new, changed, withdrawn, never said before …"),
    Column("statement_id", Integer, comment="the statement, or null where it stands no more"),
    Column("told", JSON, comment="the statement in words, or null"),
    Column("before", JSON, comment="the one before it in words, or null"),
    Column("why", Text, nullable=False, comment="what is to be said of it, or empty"),
    Index(None, "search_id", "id"),
)

watched = Table(
    "watched",
    metadata,
    Column("id", Integer, primary_key=True, comment="what is watched"),
    Column("place", Text, nullable=False, unique=True, comment="address, folder or file"),
    Column("added_at", Text, nullable=False, comment="since when (UTC)"),
    Column("added_by", Text, comment="by whom, if told"),
    Column("every", Integer, comment="minutes between two looks; null: only when asked"),
    Column("next_at", Text, comment="when it is looked at next (UTC), or null"),
    Column("looking", Text, comment="since when somebody looks at it (UTC), or null"),
    Column("looked_at", Text, comment="when it was looked at last (UTC), or null"),
    Column("trouble", Text, comment="why it could not be read the last time, or null"),
    Column("pages", Integer, nullable=False, comment="pages asked for in the last look"),
    Column("new", Integer, nullable=False, comment="articles that were new in the last look"),
    Column("changed", Integer, nullable=False, comment="articles with a new text in the last look"),
    Column("failed", Integer, nullable=False, comment="pages that could not be read in it"),
    Column("kept", Integer, nullable=False, comment="articles and new texts kept in all"),
)

watched_pages = Table(
    "watched_pages",
    metadata,
    Column("watched_id", _of("watched"), primary_key=True, comment="what is watched"),
    Column("address", Text, primary_key=True, comment="a page or file of it"),
    Column("found_at", Text, nullable=False, comment="when it was first seen (UTC)"),
    Column("asked_at", Text, nullable=False, comment="when it was last asked for (UTC)"),
    Column("parent", Text, comment="the feed, list or map it was found in, or null"),
    Column("etag", Text, comment="what its server called its state, or size and time of a file"),
    Column("last_modified", Text, comment="what its server said of its time"),
    Column("trouble", Text, comment="why it could not be read the last time, or null"),
)

# What servers said of pages that were asked for by `quoth add`, so that they are not sent twice.
asked_pages = Table(
    "asked_pages",
    metadata,
    Column("address", Text, primary_key=True, comment="a page, a feed or a site map"),
    Column("found_at", Text, nullable=False, comment="when it was first asked for (UTC)"),
    Column("parent", Text, comment="the feed or site map that led to it, or null"),
    Column("etag", Text, comment="what its server called its state"),
    Column("last_modified", Text, comment="what its server said of its time"),
    Column("given", JSON, comment="address and SHA-256 of each text it gave, or null"),
    Index(None, "parent"),
)

# Tags, collections and notes of people, on statements, articles and speakers.
marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True, comment="the mark"),
    Column("kind", Text, nullable=False, comment="tag, collection or note"),
    Column("text", Text, nullable=False, comment="the tag, the collection's name, or the note"),
    Column("about", Text, nullable=False, comment="statement, article or speaker"),
    Column("target", Integer, nullable=False, comment="statement, articles.id or speakers.id"),
    Column("made_at", Text, nullable=False, comment="when (UTC)"),
    Column("made_by", Text, comment="by whom, if told"),
    Index(None, "about", "target"),
    Index(None, "kind", "text"),
)
