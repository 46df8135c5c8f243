-- The forms of procedures, published as lists like the rest of the reference data.
CREATE TABLE forms (
    procedure_code TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    list TEXT NOT NULL,
    publication BIGINT NOT NULL,
    ended_by BIGINT,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (procedure_code, from_day)
);
