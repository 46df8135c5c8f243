-- Reference data: what authorities publish, with the period in which it holds.
--
-- The same text serves SQLite and Postgres: integers and text only, days as ISO text ('' is before all records,
-- '9999-12-31' is still open). A Postgres database is made with the collation "C", so that text compares byte by byte
-- in both. No foreign keys: the store checks a list as a whole and names row and column, which a constraint cannot.
--
-- Every published table starts with the same columns: its key, the period, the list that says so, the publications
-- that brought and ended it, and a hash of what the row says.

-- One row a publication that changed something.
CREATE TABLE publications (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    list TEXT NOT NULL,
    publisher TEXT NOT NULL,
    decision TEXT NOT NULL,
    effective TEXT NOT NULL,
    until_day TEXT NOT NULL,
    received BIGINT NOT NULL,
    count_new BIGINT NOT NULL,
    count_changed BIGINT NOT NULL,
    count_unchanged BIGINT NOT NULL,
    count_ended BIGINT NOT NULL
);

CREATE INDEX publications_by_list ON publications (kind, list, effective);

-- How often a kind was changed.
CREATE TABLE editions (
    kind TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL
);

-- Rows that a correction removed, because it starts on the same day: what was once published stays known.
CREATE TABLE replaced (
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    from_day TEXT NOT NULL,
    publication BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (kind, item, from_day, publication)
);

CREATE TABLE units (
    code TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    list TEXT NOT NULL,
    publication BIGINT NOT NULL,
    ended_by BIGINT,
    hash TEXT NOT NULL,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT,
    folded TEXT NOT NULL,
    folded_short TEXT NOT NULL,
    parent TEXT,
    agency TEXT,
    agency_synthetic BIGINT,
    population BIGINT,
    area_ha BIGINT,
    latitude BIGINT,
    longitude BIGINT,
    PRIMARY KEY (code, from_day)
);

CREATE INDEX units_by_level ON units (level, code, from_day);

CREATE INDEX units_by_parent ON units (parent, code, from_day);

CREATE INDEX units_by_name ON units (folded);

CREATE INDEX units_by_short_name ON units (folded_short);

-- `item` is what makes a succession one: old code, new code and old name, since land without a commune has no code.
CREATE TABLE successions (
    item TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    list TEXT NOT NULL,
    publication BIGINT NOT NULL,
    ended_by BIGINT,
    hash TEXT NOT NULL,
    old_code TEXT,
    old_name TEXT NOT NULL,
    old_parent TEXT,
    new_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (item, from_day)
);

CREATE INDEX successions_by_old ON successions (old_code);

CREATE INDEX successions_by_parent ON successions (old_parent, old_code);

CREATE INDEX successions_by_new ON successions (new_code, old_code);

-- `summary` and `content` are JSON: the line for lists and the whole, each read and shown only as one.
CREATE TABLE procedures (
    code TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    list TEXT NOT NULL,
    publication BIGINT NOT NULL,
    ended_by BIGINT,
    hash TEXT NOT NULL,
    decision TEXT NOT NULL,
    summary TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (code, from_day)
);

CREATE TABLE centres (
    unit_code TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    list TEXT NOT NULL,
    publication BIGINT NOT NULL,
    ended_by BIGINT,
    hash TEXT NOT NULL,
    address TEXT,
    latitude BIGINT,
    longitude BIGINT,
    hotline TEXT,
    PRIMARY KEY (unit_code, from_day)
);
