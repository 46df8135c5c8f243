-- Feedback: items, who supports them, what the public register shows, and counts.
--
-- A database holds dossiers or feedback: each has a database of its own, so that the one takes items whatever becomes of the
-- other. Both have all tables, since drafts, files, histories and messages are kept in the same way; what a database does not
-- hold stays empty in it.
--
-- `feedback_terms` has no agency in front: what it answers is which agencies' entries have a term. A cluster distributes it by
-- its own key.

CREATE TABLE feedback (
    agency TEXT NOT NULL,
    code TEXT NOT NULL,
    id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    field TEXT NOT NULL,
    object TEXT NOT NULL,
    place TEXT NOT NULL,
    desk TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    received BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    due TEXT,
    facts TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    identity BYTEA NOT NULL,
    signature BYTEA NOT NULL,
    supporters BIGINT NOT NULL,
    PRIMARY KEY (agency, code)
) /* PARTITION BY LIST (agency) */;

-- A draft is sent once.
CREATE UNIQUE INDEX feedback_by_id ON feedback (agency, id);

CREATE INDEX feedback_alike ON feedback (agency, place, about, object, received, code);

CREATE INDEX feedback_of_desk ON feedback (desk, due, code);

CREATE TABLE feedback_supporters (
    agency TEXT NOT NULL,
    code TEXT NOT NULL,
    who TEXT NOT NULL,
    id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (agency, code, who)
) /* PARTITION BY LIST (agency) */;

CREATE UNIQUE INDEX feedback_supporters_in_order ON feedback_supporters (agency, code, since, id);

CREATE INDEX feedback_supporters_by_id ON feedback_supporters (agency, code, id);

CREATE TABLE feedback_entries (
    agency TEXT NOT NULL,
    code TEXT NOT NULL,
    published BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (agency, code)
) /* PARTITION BY LIST (agency) */;

CREATE TABLE feedback_terms (
    term TEXT NOT NULL,
    published BIGINT NOT NULL,
    code TEXT NOT NULL,
    agency TEXT NOT NULL,
    PRIMARY KEY (term, published, code, agency)
);

CREATE INDEX feedback_terms_of_entry ON feedback_terms (code, agency);

CREATE TABLE feedback_counts (
    agency TEXT NOT NULL,
    month TEXT NOT NULL,
    field TEXT NOT NULL,
    measure TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (agency, month, field, measure)
) /* PARTITION BY LIST (agency) */;

CREATE INDEX feedback_counts_by_month ON feedback_counts (month);
