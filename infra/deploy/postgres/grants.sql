-- Who may what. Once, before the first migration, as a superuser: psql -f grants.sql motcua. Tables to come are included.

REVOKE ALL ON DATABASE motcua FROM PUBLIC;

GRANT CONNECT ON DATABASE motcua TO motcua_app, motcua_reader;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA public TO motcua_app, motcua_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE motcua_migrator IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO motcua_app;

ALTER DEFAULT PRIVILEGES FOR ROLE motcua_migrator IN SCHEMA public
    GRANT SELECT ON TABLES TO motcua_reader;
