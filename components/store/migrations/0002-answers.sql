-- The first answer to each request that carried a key, so that its repetition gets the same one.
--
-- Also the pattern of every table that grows with use: the province's agency code (`H26`; '' where no province is in
-- charge) is the first column of the key and stands in every statement, so that Postgres looks into one partition, and a
-- cluster at one node. The comment at the end is for Postgres: see `for_postgres` in src/migrations.rs.
CREATE TABLE answers (
    agency TEXT NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (agency, scope, key)
) /* PARTITION BY LIST (agency) */;
