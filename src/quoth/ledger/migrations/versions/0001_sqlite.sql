CREATE TABLE articles (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    address TEXT NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_articles PRIMARY KEY (id),
    CONSTRAINT uq_articles_key UNIQUE ("key")
)
--
CREATE INDEX ix_articles_address ON articles (address)
--
CREATE TABLE identities (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    names JSON NOT NULL,
    name_words TEXT NOT NULL,
    roles JSON NOT NULL,
    CONSTRAINT pk_identities PRIMARY KEY (id)
)
--
CREATE TABLE facts (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_facts PRIMARY KEY (name)
)
--
CREATE TABLE versions (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    is_current BOOLEAN NOT NULL,
    digest TEXT NOT NULL,
    given_id TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    url TEXT,
    published TEXT,
    language TEXT,
    authors JSON NOT NULL,
    furniture JSON NOT NULL,
    text TEXT NOT NULL,
    added_at TEXT NOT NULL,
    model TEXT NOT NULL,
    quoth_version TEXT NOT NULL,
    read_at TEXT NOT NULL,
    warnings JSON NOT NULL,
    machine JSON,
    CONSTRAINT pk_versions PRIMARY KEY (id),
    CONSTRAINT uq_versions_article_id_number UNIQUE (article_id, number),
    CONSTRAINT fk_versions_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)
--
CREATE INDEX ix_versions_is_current_published ON versions (is_current, published)
--
CREATE INDEX ix_versions_digest ON versions (digest)
--
CREATE INDEX ix_versions_is_current_outlet ON versions (is_current, outlet)
--
CREATE TABLE attributions (
    id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    aid TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    cue TEXT NOT NULL,
    sources JSON NOT NULL,
    source TEXT NOT NULL,
    contents JSON NOT NULL,
    content TEXT NOT NULL,
    speaker TEXT NOT NULL,
    form TEXT NOT NULL,
    kind TEXT NOT NULL,
    tone TEXT NOT NULL,
    polarity TEXT NOT NULL,
    future BOOLEAN NOT NULL,
    unnamed BOOLEAN NOT NULL,
    addressee_start INTEGER,
    addressee_end INTEGER,
    addressee TEXT,
    said_on TEXT,
    within TEXT,
    depth INTEGER NOT NULL,
    chain TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    status TEXT,
    words TEXT NOT NULL,
    who TEXT NOT NULL,
    names TEXT NOT NULL,
    roles TEXT NOT NULL,
    tags TEXT NOT NULL,
    CONSTRAINT pk_attributions PRIMARY KEY (id),
    CONSTRAINT uq_attributions_version_id_aid UNIQUE (version_id, aid),
    CONSTRAINT ck_attributions_form CHECK (form in ('direct', 'indirect', 'mixed')),
    CONSTRAINT ck_attributions_kind CHECK (kind in ('speech', 'thought', 'intent')),
    CONSTRAINT fk_attributions_version_id FOREIGN KEY(version_id) REFERENCES versions (id) ON DELETE CASCADE
)
--
CREATE TABLE speakers (
    id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    sid TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT,
    label TEXT NOT NULL,
    type TEXT NOT NULL,
    roles JSON NOT NULL,
    acronyms JSON NOT NULL,
    mentions JSON NOT NULL,
    anonymity_start INTEGER,
    anonymity_end INTEGER,
    anonymity TEXT,
    CONSTRAINT pk_speakers PRIMARY KEY (id),
    CONSTRAINT uq_speakers_version_id_sid UNIQUE (version_id, sid),
    CONSTRAINT fk_speakers_version_id FOREIGN KEY(version_id) REFERENCES versions (id) ON DELETE CASCADE
)
--
CREATE TABLE times (
    id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    tid TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    time TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    CONSTRAINT pk_times PRIMARY KEY (id),
    CONSTRAINT uq_times_version_id_tid UNIQUE (version_id, tid),
    CONSTRAINT fk_times_version_id FOREIGN KEY(version_id) REFERENCES versions (id) ON DELETE CASCADE
)
--
CREATE TABLE corrections (
    id INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT,
    why TEXT,
    action TEXT NOT NULL,
    version_id INTEGER,
    details JSON NOT NULL,
    undoes INTEGER,
    CONSTRAINT pk_corrections PRIMARY KEY (id),
    CONSTRAINT fk_corrections_version_id FOREIGN KEY(version_id) REFERENCES versions (id) ON DELETE CASCADE,
    CONSTRAINT fk_corrections_undoes FOREIGN KEY(undoes) REFERENCES corrections (id)
)
--
CREATE INDEX ix_corrections_version_id ON corrections (version_id)
--
CREATE TABLE attribution_speakers (
    attribution_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    speaker_id INTEGER NOT NULL,
    why TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    CONSTRAINT pk_attribution_speakers PRIMARY KEY (attribution_id, ordinal),
    CONSTRAINT fk_attribution_speakers_attribution_id FOREIGN KEY(attribution_id) REFERENCES attributions (id) ON DELETE CASCADE,
    CONSTRAINT fk_attribution_speakers_speaker_id FOREIGN KEY(speaker_id) REFERENCES speakers (id) ON DELETE CASCADE
)
--
CREATE INDEX ix_attribution_speakers_speaker_id ON attribution_speakers (speaker_id)
--
CREATE TABLE figures (
    id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    fid TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    figure TEXT NOT NULL,
    low FLOAT,
    high FLOAT,
    unit TEXT,
    "of" TEXT,
    attribution_id INTEGER,
    CONSTRAINT pk_figures PRIMARY KEY (id),
    CONSTRAINT uq_figures_version_id_fid UNIQUE (version_id, fid),
    CONSTRAINT fk_figures_version_id FOREIGN KEY(version_id) REFERENCES versions (id) ON DELETE CASCADE,
    CONSTRAINT fk_figures_attribution_id FOREIGN KEY(attribution_id) REFERENCES attributions (id) ON DELETE SET NULL
)
--
CREATE INDEX ix_figures_attribution_id ON figures (attribution_id)
--
CREATE TABLE identity_members (
    speaker_id INTEGER NOT NULL,
    identity_id TEXT NOT NULL,
    why TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    CONSTRAINT pk_identity_members PRIMARY KEY (speaker_id),
    CONSTRAINT fk_identity_members_speaker_id FOREIGN KEY(speaker_id) REFERENCES speakers (id) ON DELETE CASCADE,
    CONSTRAINT fk_identity_members_identity_id FOREIGN KEY(identity_id) REFERENCES identities (id) ON DELETE CASCADE
)
--
CREATE INDEX ix_identity_members_identity_id ON identity_members (identity_id)
--
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
--
CREATE VIRTUAL TABLE statement_words USING fts5(words, who, names, roles, tags, content='attributions', content_rowid='id', tokenize='unicode61 remove_diacritics 0')
--
CREATE TRIGGER statement_words_add AFTER INSERT ON attributions BEGIN INSERT INTO statement_words(rowid, words, who, names, roles, tags) VALUES (new.id, new.words, new.who, new.names, new.roles, new.tags); END
--
CREATE TRIGGER statement_words_drop AFTER DELETE ON attributions BEGIN INSERT INTO statement_words(statement_words, rowid, words, who, names, roles, tags) VALUES ('delete', old.id, old.words, old.who, old.names, old.roles, old.tags); END
--
CREATE TRIGGER statement_words_change AFTER UPDATE OF words, who, names, roles, tags ON attributions BEGIN INSERT INTO statement_words(statement_words, rowid, words, who, names, roles, tags) VALUES ('delete', old.id, old.words, old.who, old.names, old.roles, old.tags); INSERT INTO statement_words(rowid, words, who, names, roles, tags) VALUES (new.id, new.words, new.who, new.names, new.roles, new.tags); END
