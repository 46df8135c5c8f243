-- Drafts, their files, and the dossiers that they become.
--
-- What is personal stands in columns of bytes, sealed by whoever called; the store has no key. `BYTEA` is Postgres's name for
-- bytes, and SQLite keeps bytes as they are under any name.
--
-- Two tables have no agency in front, because what they answer is which agency it is: `spoken` and `owners`. A cluster
-- distributes them by their own keys.

-- A draft that was filed stays, empty and for ever: it is what the secret opens. Which dossier it became says the dossier,
-- whose code is not known yet when the draft is taken: see src/filing.rs.
CREATE TABLE drafts (
    agency TEXT NOT NULL,
    id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    place TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    version BIGINT NOT NULL,
    filed BIGINT NOT NULL,
    PRIMARY KEY (agency, id)
) /* PARTITION BY LIST (agency) */;

CREATE INDEX drafts_by_end ON drafts (agency, expires);

-- `dossier_event` is the number of the event with which the file became part of the dossier; 0 before.
CREATE TABLE files (
    agency TEXT NOT NULL,
    draft TEXT NOT NULL,
    id TEXT NOT NULL,
    place_in_draft BIGINT NOT NULL,
    slot TEXT NOT NULL,
    length BIGINT NOT NULL,
    length_here BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created BIGINT NOT NULL,
    finished BIGINT NOT NULL,
    dossier_event BIGINT NOT NULL,
    PRIMARY KEY (agency, draft, id)
) /* PARTITION BY LIST (agency) */;

CREATE TABLE chunks (
    agency TEXT NOT NULL,
    draft TEXT NOT NULL,
    file TEXT NOT NULL,
    begins BIGINT NOT NULL,
    length BIGINT NOT NULL,
    hash TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (agency, draft, file, begins)
) /* PARTITION BY LIST (agency) */;

-- How many codes of a beginning were given: `H29.101-250701-`. The row is the queue of those who file at one desk on one day.
CREATE TABLE code_counters (
    agency TEXT NOT NULL,
    prefix TEXT NOT NULL,
    given BIGINT NOT NULL,
    PRIMARY KEY (agency, prefix)
) /* PARTITION BY LIST (agency) */;

CREATE TABLE dossiers (
    agency TEXT NOT NULL,
    code TEXT NOT NULL,
    reference TEXT NOT NULL,
    draft TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    place TEXT NOT NULL,
    state TEXT NOT NULL,
    status BIGINT NOT NULL,
    version BIGINT NOT NULL,
    filed BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    appointed TEXT,
    facts TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    factors TEXT NOT NULL,
    PRIMARY KEY (agency, code)
) /* PARTITION BY LIST (agency) */;

-- A draft is filed once.
CREATE UNIQUE INDEX dossiers_by_draft ON dossiers (agency, draft);

CREATE TABLE events (
    agency TEXT NOT NULL,
    code TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    actor TEXT NOT NULL,
    new_day TEXT,
    sealed BYTEA NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (agency, code, number)
) /* PARTITION BY LIST (agency) */;

CREATE TABLE spoken (
    reference TEXT NOT NULL PRIMARY KEY,
    agency TEXT NOT NULL,
    code TEXT NOT NULL
);

CREATE TABLE owners (
    owner TEXT NOT NULL,
    filed BIGINT NOT NULL,
    code TEXT NOT NULL,
    agency TEXT NOT NULL,
    PRIMARY KEY (owner, filed, code)
);

-- What waits to be sent; what was sent is removed.
CREATE TABLE outbox (
    agency TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    dossier TEXT NOT NULL,
    event BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    written BIGINT NOT NULL,
    PRIMARY KEY (agency, id)
) /* PARTITION BY LIST (agency) */;

CREATE INDEX outbox_in_order ON outbox (agency, written, id);

-- Failed attempts by keyed hash and span of time; whoever counts also forgets.
CREATE TABLE attempts (
    subject TEXT NOT NULL,
    span BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    PRIMARY KEY (subject, span)
);

CREATE INDEX attempts_by_span ON attempts (span);
