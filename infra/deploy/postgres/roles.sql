-- The roles and the database. Once, as a superuser: psql -f roles.sql postgres, then \password for each role.

-- Changes tables, and owns them. Only `xtask migrate` uses it.
CREATE ROLE motcua_migrator LOGIN;

-- Reads and writes rows: the portal.
CREATE ROLE motcua_app LOGIN;

-- Reads rows: hosts that only look up, on the primary or on a replica.
CREATE ROLE motcua_reader LOGIN;

-- Text compares byte by byte, as in SQLite and in our cursors; `xtask migrate` refuses any other order.
CREATE DATABASE motcua OWNER motcua_migrator TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';

-- Our host asks for the same limits itself. PgBouncer does not pass them on, and Spin does not ask.
ALTER ROLE motcua_app SET statement_timeout = '30s';

ALTER ROLE motcua_app SET idle_in_transaction_session_timeout = '60s';

ALTER ROLE motcua_reader SET statement_timeout = '30s';

ALTER ROLE motcua_reader SET idle_in_transaction_session_timeout = '60s';
