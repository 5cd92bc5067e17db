CREATE TABLE articles (
    id SERIAL NOT NULL,
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_articles PRIMARY KEY (id),
    CONSTRAINT uq_articles_key UNIQUE (key)
)
--
CREATE INDEX ix_articles_address ON articles (address)
--
COMMENT ON COLUMN articles.id IS 'the article'
--
COMMENT ON COLUMN articles.key IS 'what makes it this article'
--
COMMENT ON COLUMN articles.address IS 'its URL, or the id it came with'
--
COMMENT ON COLUMN articles.added_at IS 'when it was first kept (UTC)'
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
COMMENT ON COLUMN identities.id IS 'the same as long as its first member is'
--
COMMENT ON COLUMN identities.name IS 'the name most often given'
--
COMMENT ON COLUMN identities.type IS 'as in speakers'
--
COMMENT ON COLUMN identities.names IS 'all names, the most frequent first'
--
COMMENT ON COLUMN identities.name_words IS 'all names as search reads them'
--
COMMENT ON COLUMN identities.roles IS 'list of [role, first day, last day, articles]'
--
CREATE TABLE facts (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_facts PRIMARY KEY (name)
)
--
COMMENT ON COLUMN facts.name IS 'what it is'
--
COMMENT ON COLUMN facts.value IS 'its value'
--
CREATE TABLE versions (
    id SERIAL NOT NULL,
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
COMMENT ON COLUMN versions.id IS 'the version: one text of an article'
--
COMMENT ON COLUMN versions.article_id IS 'its article'
--
COMMENT ON COLUMN versions.number IS '1 is the first text kept'
--
COMMENT ON COLUMN versions.is_current IS 'whether it is the newest'
--
COMMENT ON COLUMN versions.digest IS 'SHA-256 of the text, hex'
--
COMMENT ON COLUMN versions.given_id IS 'the id the article came with'
--
COMMENT ON COLUMN versions.title IS 'as the article gives it'
--
COMMENT ON COLUMN versions.outlet IS 'who published it'
--
COMMENT ON COLUMN versions.url IS 'where it was found'
--
COMMENT ON COLUMN versions.published IS 'ISO 8601 date or date-time'
--
COMMENT ON COLUMN versions.language IS 'ISO 639-1'
--
COMMENT ON COLUMN versions.authors IS 'list of names'
--
COMMENT ON COLUMN versions.furniture IS 'spans that belong to the page'
--
COMMENT ON COLUMN versions.text IS 'the text, exactly as read'
--
COMMENT ON COLUMN versions.added_at IS 'when it was kept (UTC)'
--
COMMENT ON COLUMN versions.model IS 'the model that read it'
--
COMMENT ON COLUMN versions.quoth_version IS 'the quoth that read it'
--
COMMENT ON COLUMN versions.read_at IS 'when it was read (UTC)'
--
COMMENT ON COLUMN versions.warnings IS 'what quoth said of it'
--
COMMENT ON COLUMN versions.machine IS 'the reading before people corrected it, else null'
--
CREATE TABLE attributions (
    id SERIAL NOT NULL,
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
COMMENT ON COLUMN attributions.id IS 'the statement'
--
COMMENT ON COLUMN attributions.version_id IS 'the text it stands in'
--
COMMENT ON COLUMN attributions.aid IS 'its id in the reading'
--
COMMENT ON COLUMN attributions.ordinal IS 'its place in reading order, from 0'
--
COMMENT ON COLUMN attributions.start IS 'where it begins in the text'
--
COMMENT ON COLUMN attributions.cue_start IS 'where the cue begins, or null'
--
COMMENT ON COLUMN attributions.cue_end IS 'where the cue ends'
--
COMMENT ON COLUMN attributions.cue IS 'the words of the cue'
--
COMMENT ON COLUMN attributions.sources IS 'spans of the source'
--
COMMENT ON COLUMN attributions.source IS 'the words of the source'
--
COMMENT ON COLUMN attributions.contents IS 'spans of the content'
--
COMMENT ON COLUMN attributions.content IS 'the words of the content'
--
COMMENT ON COLUMN attributions.speaker IS 'labels of its speakers, joined'
--
COMMENT ON COLUMN attributions.form IS 'direct, indirect or mixed'
--
COMMENT ON COLUMN attributions.kind IS 'speech, thought or intent'
--
COMMENT ON COLUMN attributions.tone IS 'neutral, distancing or endorsing'
--
COMMENT ON COLUMN attributions.polarity IS 'said, denied, absent, refused or hypothetical'
--
COMMENT ON COLUMN attributions.future IS 'whether it is yet to be said'
--
COMMENT ON COLUMN attributions.unnamed IS 'every speaker is a never-named party'
--
COMMENT ON COLUMN attributions.addressee_start IS 'where the addressee begins'
--
COMMENT ON COLUMN attributions.addressee_end IS 'where it ends'
--
COMMENT ON COLUMN attributions.addressee IS 'to whom, in words'
--
COMMENT ON COLUMN attributions.said_on IS 'ISO date or range'
--
COMMENT ON COLUMN attributions.within IS 'aid of the attribution it stands within'
--
COMMENT ON COLUMN attributions.depth IS 'attributions in its chain; 1: first hand'
--
COMMENT ON COLUMN attributions.chain IS 'on whose word, outermost first'
--
COMMENT ON COLUMN attributions.confidence IS 'the model''s probability of the cue'
--
COMMENT ON COLUMN attributions.status IS 'what a person did: confirmed, corrected, added'
--
COMMENT ON COLUMN attributions.words IS 'the content as search reads it, or empty'
--
COMMENT ON COLUMN attributions.who IS 'the source as search reads it'
--
COMMENT ON COLUMN attributions.names IS 'names of the speakers as search reads them'
--
COMMENT ON COLUMN attributions.roles IS 'their roles as search reads them'
--
COMMENT ON COLUMN attributions.tags IS 'marks for filters: xformdirect, xfigure, …'
--
CREATE TABLE speakers (
    id SERIAL NOT NULL,
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
COMMENT ON COLUMN speakers.id IS 'the speaker in one text'
--
COMMENT ON COLUMN speakers.version_id IS 'the text'
--
COMMENT ON COLUMN speakers.sid IS 'its id in the reading'
--
COMMENT ON COLUMN speakers.ordinal IS 'its place in the reading, from 0'
--
COMMENT ON COLUMN speakers.name IS 'the fullest name the article gives, or null'
--
COMMENT ON COLUMN speakers.label IS 'what to show'
--
COMMENT ON COLUMN speakers.type IS 'person, organisation, document, unnamed, author or unknown'
--
COMMENT ON COLUMN speakers.roles IS 'titles and roles the article gives'
--
COMMENT ON COLUMN speakers.acronyms IS 'by which its article calls it too'
--
COMMENT ON COLUMN speakers.mentions IS 'spans that refer to the speaker'
--
COMMENT ON COLUMN speakers.anonymity_start IS 'where the stated reason begins'
--
COMMENT ON COLUMN speakers.anonymity_end IS 'where it ends'
--
COMMENT ON COLUMN speakers.anonymity IS 'the stated reason for not being named'
--
CREATE TABLE times (
    id SERIAL NOT NULL,
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
COMMENT ON COLUMN times.id IS 'the time'
--
COMMENT ON COLUMN times.version_id IS 'the text'
--
COMMENT ON COLUMN times.tid IS 'its id in the reading'
--
COMMENT ON COLUMN times.ordinal IS 'its place in the reading, from 0'
--
COMMENT ON COLUMN times.start IS 'where it begins in the text'
--
COMMENT ON COLUMN times."end" IS 'where it ends'
--
COMMENT ON COLUMN times.time IS 'the words'
--
COMMENT ON COLUMN times.first_day IS 'ISO date, or null where it cannot be told'
--
COMMENT ON COLUMN times.last_day IS 'ISO date, included'
--
CREATE TABLE corrections (
    id SERIAL NOT NULL,
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
COMMENT ON COLUMN corrections.id IS 'in the order they were made'
--
COMMENT ON COLUMN corrections.made_at IS 'when (UTC)'
--
COMMENT ON COLUMN corrections.made_by IS 'by whom, if told'
--
COMMENT ON COLUMN corrections.why IS 'why, if told'
--
COMMENT ON COLUMN corrections.action IS 'what was decided'
--
COMMENT ON COLUMN corrections.version_id IS 'null: joins of speakers'
--
COMMENT ON COLUMN corrections.details IS 'the decision'
--
COMMENT ON COLUMN corrections.undoes IS 'the decision it takes back'
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
COMMENT ON COLUMN attribution_speakers.attribution_id IS 'the statement'
--
COMMENT ON COLUMN attribution_speakers.ordinal IS '0 for the first speaker'
--
COMMENT ON COLUMN attribution_speakers.speaker_id IS 'who it refers to'
--
COMMENT ON COLUMN attribution_speakers.why IS 'why quoth thinks so'
--
COMMENT ON COLUMN attribution_speakers.confidence IS '0 to 1'
--
CREATE TABLE figures (
    id SERIAL NOT NULL,
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
COMMENT ON COLUMN figures.id IS 'the figure'
--
COMMENT ON COLUMN figures.version_id IS 'the text'
--
COMMENT ON COLUMN figures.fid IS 'its id in the reading'
--
COMMENT ON COLUMN figures.ordinal IS 'its place in the reading, from 0'
--
COMMENT ON COLUMN figures.start IS 'where it begins in the text'
--
COMMENT ON COLUMN figures."end" IS 'where it ends'
--
COMMENT ON COLUMN figures.figure IS 'the words'
--
COMMENT ON COLUMN figures.low IS 'lower bound, included, or null'
--
COMMENT ON COLUMN figures.high IS 'upper bound, included, or null'
--
COMMENT ON COLUMN figures.unit IS '%%, ISO 4217 code, measure, or null'
--
COMMENT ON COLUMN figures."of" IS 'what is counted'
--
COMMENT ON COLUMN figures.attribution_id IS 'on whose word it stands, or null'
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
COMMENT ON COLUMN identity_members.speaker_id IS 'the speaker of one text'
--
COMMENT ON COLUMN identity_members.identity_id IS 'who that is'
--
COMMENT ON COLUMN identity_members.why IS 'why they were joined (docs/speakers.md)'
--
COMMENT ON COLUMN identity_members.confidence IS '0 to 1'
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
ALTER TABLE attributions ADD COLUMN search tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', words), 'A') || setweight(to_tsvector('simple', who), 'B') || setweight(to_tsvector('simple', names), 'B') || setweight(to_tsvector('simple', roles), 'C') || setweight(to_tsvector('simple', tags), 'D')) STORED
--
CREATE INDEX ix_attributions_search ON attributions USING gin (search)
