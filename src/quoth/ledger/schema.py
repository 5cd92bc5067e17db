"""The tables of a ledger, alike on SQLite and PostgreSQL. docs/ledger.md explains every column.

Times of day are ISO 8601 text in UTC, days ISO dates, so that every tool reads and sorts them
alike; spans in JSON are lists of [start, end] in characters of ``versions.text``.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

#: The revision of the newest migration; what a new ledger is stamped with.
HEAD = "0013"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of(table: str) -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True, comment="the article"),
    Column("key", Text, nullable=False, unique=True, comment="what makes it this article"),
    Column("address", Text, nullable=False, index=True, comment="its URL, or the id it came with"),
    Column("added_at", Text, nullable=False, comment="when it was first kept (UTC)"),
    Column("deleted_at", Text, comment="when a person deleted it (UTC), else null"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True, comment="the version: one text of an article"),
    Column("article_id", _of("articles"), nullable=False, comment="its article"),
    Column("number", Integer, nullable=False, comment="1 is the first text kept"),
    Column("is_current", Boolean, nullable=False, comment="whether it is the newest"),
    Column("digest", Text, nullable=False, index=True, comment="SHA-256 of the text, hex"),
    Column("given_id", Text, nullable=False, comment="the id the article came with"),
    Column("title", Text, comment="as the article gives it"),
    Column("outlet", Text, comment="who published it"),
    Column("url", Text, comment="where it was found"),
    Column("published", Text, comment="ISO 8601 date or date-time"),
    Column("language", Text, comment="ISO 639-1"),
    Column("authors", JSON, nullable=False, comment="list of names"),
    Column("section", Text, comment="the part of the outlet it stood in"),
    Column("furniture", JSON, nullable=False, comment="spans that belong to the page"),
    Column(
        "blocks",
        JSON,
        nullable=False,
        server_default="[]",
        comment="[kind, start, end] of each line: heading, paragraph, list item …",
    ),
    Column("text", Text, nullable=False, comment="the text, exactly as read"),
    Column("added_at", Text, nullable=False, comment="when it was kept (UTC)"),
    Column("model", Text, nullable=False, comment="the model that read it"),
    Column("quoth_version", Text, nullable=False, comment="the quoth that read it"),
    Column("read_at", Text, nullable=False, comment="when it was read (UTC)"),
    Column("warnings", JSON, nullable=False, comment="what quoth said of it"),
    Column("machine", JSON, comment="the reading before people corrected it, else null"),
    Column(
        "taken_in",
        JSON,
        nullable=False,
        server_default="[]",
        comment="what taking it in warned of: cut off, not free to read …",
    ),
    Column(
        "stale",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="whether what it was read by (day, language) has changed since",
    ),
    UniqueConstraint("article_id", "number"),
    Index(None, "is_current", "outlet"),
    Index(None, "is_current", "published"),
)

attributions = Table(
    "attributions",
    metadata,
    Column("id", Integer, primary_key=True, comment="the statement"),
    Column("version_id", _of("versions"), nullable=False, comment="the text it stands in"),
    Column("aid", Text, nullable=False, comment="its id in the reading"),
    Column("ordinal", Integer, nullable=False, comment="its place in reading order, from 0"),
    Column("start", Integer, nullable=False, comment="where it begins in the text"),
    Column("cue_start", Integer, comment="where the cue begins, or null"),
    Column("cue_end", Integer, comment="where the cue ends"),
    Column("cue", Text, nullable=False, comment="the words of the cue"),
    Column("sources", JSON, nullable=False, comment="spans of the source"),
    Column("source", Text, nullable=False, comment="the words of the source"),
    Column("contents", JSON, nullable=False, comment="spans of the content"),
    Column("content", Text, nullable=False, comment="the words of the content"),
    Column("speaker", Text, nullable=False, comment="labels of its speakers, joined"),
    Column("form", Text, nullable=False, comment="direct, indirect or mixed"),
    Column("kind", Text, nullable=False, comment="speech, thought or intent"),
    Column("tone", Text, nullable=False, comment="neutral, distancing or endorsing"),
    Column(
        "polarity", Text, nullable=False, comment="said, denied, absent, refused or hypothetical"
    ),
    Column("future", Boolean, nullable=False, comment="whether it is yet to be said"),
    Column("unnamed", Boolean, nullable=False, comment="every speaker is a never-named party"),
    Column("addressee_start", Integer, comment="where the addressee begins"),
    Column("addressee_end", Integer, comment="where it ends"),
    Column("addressee", Text, comment="to whom, in words"),
    Column("said_on", Text, comment="ISO date or range"),
    Column("within", Text, comment="aid of the attribution it stands within"),
    Column("depth", Integer, nullable=False, comment="attributions in its chain; 1: first hand"),
    Column("chain", Text, nullable=False, comment="on whose word, outermost first"),
    Column("confidence", Float, nullable=False, comment="the model's probability of the cue"),
    Column(
        "content_confidence",
        Float,
        nullable=False,
        server_default="1",
        comment="how likely source and content are right too, 0 to 1",
    ),
    Column("status", Text, comment="what a person did: confirmed, corrected, added"),
    Column(
        "words",
        Text,
        nullable=False,
        comment="the content as search reads it, or empty",
    ),
    Column("who", Text, nullable=False, comment="the source as search reads it"),
    Column("names", Text, nullable=False, comment="names of the speakers as search reads them"),
    Column("roles", Text, nullable=False, comment="their roles as search reads them"),
    Column("tags", Text, nullable=False, comment="marks for filters: xformdirect, xfigure, …"),
    UniqueConstraint("version_id", "aid"),
    CheckConstraint("form in ('direct', 'indirect', 'mixed')", name="form"),
    CheckConstraint("kind in ('speech', 'thought', 'intent')", name="kind"),
)

speakers = Table(
    "speakers",
    metadata,
    Column("id", Integer, primary_key=True, comment="the speaker in one text"),
    Column("version_id", _of("versions"), nullable=False, comment="the text"),
    Column("sid", Text, nullable=False, comment="its id in the reading"),
    Column("ordinal", Integer, nullable=False, comment="its place in the reading, from 0"),
    Column("name", Text, comment="the fullest name the article gives, or null"),
    Column("label", Text, nullable=False, comment="what to show"),
    Column(
        "type",
        Text,
        nullable=False,
        comment="person, organisation, document, unnamed, author or unknown",
    ),
    Column("roles", JSON, nullable=False, comment="titles and roles the article gives"),
    Column("acronyms", JSON, nullable=False, comment="by which its article calls it too"),
    Column("mentions", JSON, nullable=False, comment="spans that refer to the speaker"),
    Column("anonymity_start", Integer, comment="where the stated reason begins"),
    Column("anonymity_end", Integer, comment="where it ends"),
    Column("anonymity", Text, comment="the stated reason for not being named"),
    Column(
        "pronouns",
        JSON,
        nullable=False,
        server_default="[]",
        comment="by which the article speaks of a person: she, he, they",
    ),
    Column("body", Text, comment="what an organisation is: ministry, police, court, …"),
    Column("place", Text, comment="the country or place that it belongs to"),
    UniqueConstraint("version_id", "sid"),
)

attribution_speakers = Table(
    "attribution_speakers",
    metadata,
    Column("attribution_id", _of("attributions"), primary_key=True, comment="the statement"),
    Column("ordinal", Integer, primary_key=True, comment="0 for the first speaker"),
    Column("speaker_id", _of("speakers"), nullable=False, index=True, comment="who it refers to"),
    Column("why", Text, nullable=False, comment="why quoth thinks so"),
    Column("confidence", Float, nullable=False, comment="0 to 1"),
)

figures = Table(
    "figures",
    metadata,
    Column("id", Integer, primary_key=True, comment="the figure"),
    Column("version_id", _of("versions"), nullable=False, comment="the text"),
    Column("fid", Text, nullable=False, comment="its id in the reading"),
    Column("ordinal", Integer, nullable=False, comment="its place in the reading, from 0"),
    Column("start", Integer, nullable=False, comment="where it begins in the text"),
    Column("end", Integer, nullable=False, comment="where it ends"),
    Column("figure", Text, nullable=False, comment="the words"),
    Column("low", Float, comment="lower bound, included, or null"),
    Column("high", Float, comment="upper bound, included, or null"),
    Column("unit", Text, comment="%, ISO 4217 code, measure, or null"),
    Column("of", Text, comment="what is counted"),
    Column(
        "attribution_id",
        ForeignKey("attributions.id", ondelete="SET NULL"),
        index=True,
        comment="on whose word it stands, or null",
    ),
    UniqueConstraint("version_id", "fid"),
)

times = Table(
    "times",
    metadata,
    Column("id", Integer, primary_key=True, comment="the time"),
    Column("version_id", _of("versions"), nullable=False, comment="the text"),
    Column("tid", Text, nullable=False, comment="its id in the reading"),
    Column("ordinal", Integer, nullable=False, comment="its place in the reading, from 0"),
    Column("start", Integer, nullable=False, comment="where it begins in the text"),
    Column("end", Integer, nullable=False, comment="where it ends"),
    Column("time", Text, nullable=False, comment="the words"),
    Column("first_day", Text, comment="ISO date, or null where it cannot be told"),
    Column("last_day", Text, comment="ISO date, included"),
    UniqueConstraint("version_id", "tid"),
)

# Speakers joined across articles: worked out from `speakers`, anew whenever those have changed.
identities = Table(
    "identities",
    metadata,
    Column("id", Text, primary_key=True, comment="the same as long as its first member is"),
    Column("name", Text, nullable=False, comment="the name most often given"),
    Column("type", Text, nullable=False, comment="as in speakers"),
    Column("names", JSON, nullable=False, comment="all names, the most frequent first"),
    Column("name_words", Text, nullable=False, comment="all names as search reads them"),
    Column("roles", JSON, nullable=False, comment="list of [role, first day, last day, articles]"),
)

identity_members = Table(
    "identity_members",
    metadata,
    Column("speaker_id", _of("speakers"), primary_key=True, comment="the speaker of one text"),
    Column("identity_id", _of("identities"), nullable=False, index=True, comment="who that is"),
    Column("why", Text, nullable=False, comment="why they were joined (docs/speakers.md)"),
    Column("confidence", Float, nullable=False, comment="0 to 1"),
)

# Articles of one event: grouped by their words, anew whenever articles have changed, and as people
# decided about them.
stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False,
           comment="the article of it that was kept first"),
    Column("name", Text, comment="what people call it, else null"),
    Column("headline", Text, nullable=False, comment="title of the last that has one"),
    Column("first", Text, comment="when its first article was published"),
    Column("last", Text, comment="when its last article was published"),
    Column("articles", Integer, nullable=False, comment="how many it has"),
    Column("outlets", Integer, nullable=False, comment="how many published them"),
    Column("titles", Text, nullable=False, comment="its name and titles as search reads them"),
    Column("words", JSON, nullable=False, comment="the rare words that stand for it"),
)  # fmt: skip

story_members = Table(
    "story_members",
    metadata,
    Column("article_id", _of("articles"), primary_key=True, comment="the article"),
    Column("story_id", _of("stories"), nullable=False, index=True, comment="its story"),
    Column("ordinal", Integer, nullable=False, comment="its place in the story by date, from 0"),
    Column("by_person", Boolean, nullable=False, comment="whether a person put it there"),
)

# What people decided, in order; never changed, only undone by a later row.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True, comment="in the order they were made"),
    Column("made_at", Text, nullable=False, comment="when (UTC)"),
    Column("made_by", Text, comment="by whom, if told"),
    Column("why", Text, comment="why, if told"),
    Column("action", Text, nullable=False, comment="what was decided"),
    Column("version_id", _of("versions"), index=True, comment="null: joins of speakers"),
    Column("details", JSON, nullable=False, comment="the decision"),
    Column("undoes", ForeignKey("corrections.id"), comment="the decision it takes back"),
)

# What an audit counts in each text: worked out from its reading, anew when that has changed.
audit_counts = Table(
    "audit_counts",
    metadata,
    Column("version_id", _of("versions"), primary_key=True, comment="the text"),
    Column("state", Text, nullable=False, comment="of the reading that was counted"),
    Column("counts", Text, nullable=False, comment="JSON, for quoth itself"),
)

# Small facts of the ledger itself: when it was made, whether identities are out of date.
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True, comment="what it is"),
    Column("value", Text, nullable=False, comment="its value"),
)

STATEMENTS_VIEW = """
CREATE VIEW statements AS
SELECT a.id AS statement, v.article_id AS article, r.address AS address, v.number AS version,
       v.title AS title, v.outlet AS outlet, v.url AS url, v.published AS published,
       a.speaker AS speaker, a.source AS source, a.cue AS cue, a.content AS content,
       a.form AS form, a.kind AS kind, a.tone AS tone, a.polarity AS polarity,
       a.unnamed AS unnamed, a.said_on AS said_on, a.addressee AS addressee,
       a.depth AS depth, a.chain AS chain, a.within AS within_id, a.status AS status,
       a.start AS start, a.confidence AS confidence, v.model AS model
FROM attributions a JOIN versions v ON v.id = a.version_id JOIN articles r ON r.id = v.article_id
WHERE v.is_current
"""

# Full-text search over these columns of `attributions`, with what a word in each is worth (A, B for
# PostgreSQL): filters are words of the index too, so that a search with filters is one look-up.
SEARCHED = {"words": "A", "who": "B", "names": "B", "roles": "C", "tags": "D"}

_OLD = ", ".join(f"old.{name}" for name in SEARCHED)
_NEW = ", ".join(f"new.{name}" for name in SEARCHED)
_NAMES = ", ".join(SEARCHED)
_DROP = (
    f"INSERT INTO statement_words(statement_words, rowid, {_NAMES}) "
    f"VALUES ('delete', old.id, {_OLD});"
)
_ADD = f"INSERT INTO statement_words(rowid, {_NAMES}) VALUES (new.id, {_NEW});"
# SQLite: an FTS5 index, kept by triggers.
SQLITE_SEARCH = (
    f"CREATE VIRTUAL TABLE statement_words USING fts5({_NAMES}, content='attributions', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER statement_words_add AFTER INSERT ON attributions BEGIN {_ADD} END",
    f"CREATE TRIGGER statement_words_drop AFTER DELETE ON attributions BEGIN {_DROP} END",
    f"CREATE TRIGGER statement_words_change AFTER UPDATE OF {_NAMES} ON attributions "
    f"BEGIN {_DROP} {_ADD} END",
)
# PostgreSQL: a generated tsvector; the words are normalised already, so 'simple' it is.
_VECTORS = " || ".join(
    f"setweight(to_tsvector('simple', {name}), '{weight}')" for name, weight in SEARCHED.items()
)
POSTGRES_SEARCH = (
    f"ALTER TABLE attributions ADD COLUMN search tsvector GENERATED ALWAYS AS ({_VECTORS}) STORED",
    "CREATE INDEX ix_attributions_search ON attributions USING gin (search)",
)
