//! `infra/deploy/postgres`: the roles can do what they are for, and nothing else.

use std::path::Path;

use motcua_host::Options;
use motcua_store::migrations::{VERSION, statements};
use motcua_tests::{Ask, Running, SCALE_OUT, TOKEN, compiled, postgres, root, start, test_variables, variables};
use xtask::migrate::migrate;

const PROVINCES: &str = "code,kind,name_vi,agency_code\n01,thanh_pho,Thành phố Hà Nội,H26\n";

/// Runs a file of statements in a database, as a superuser.
fn run(file: &str, database: &str) {
    let text = std::fs::read_to_string(root().join("infra/deploy/postgres").join(file)).expect("statements");
    let mut client = postgres().connect(database).expect("a connection");
    for statement in statements(&text) {
        client.batch_execute(statement).expect(statement);
    }
}

/// The address of the database for a role, whose password is its name.
fn address(role: &str) -> String {
    postgres().host().replace("://", &format!("://{role}:{role}@")) + "/motcua"
}

fn portal(role: &str, state: &Path) -> Running {
    let mut environment = test_variables();
    environment.extend(variables(postgres(), address(role)));
    let options = Options {
        profile: Some(SCALE_OUT.to_owned()),
        state: Some(state.to_owned()),
        cache: Some(compiled()),
        environment,
        ..Options::new(root().join("spin.toml"))
    };
    start(&options).expect("the portal starts")
}

fn publish(portal: &Running) -> Ask {
    portal
        .ask("PUT", "/api/publications/units/provinces?decision=T1&effective=2025-07-01")
        .header("authorization", &format!("Bearer {TOKEN}"))
        .header("content-type", "text/csv")
        .body(PROVINCES)
}

/// What Postgres says to a statement of a role.
fn refusal(role: &str, statement: &str) -> String {
    let mut client = postgres().connect("motcua").expect("a connection");
    client.batch_execute(&format!("SET ROLE {role}")).expect("the role");
    let error = client.batch_execute(statement).expect_err(statement);
    error.code().map(|code| code.code().to_owned()).unwrap_or_default()
}

#[test]
fn each_role_can_do_its_work_and_no_other() {
    run("roles.sql", "postgres");
    let roles = ["motcua_migrator", "motcua_app", "motcua_reader"];
    for role in roles {
        let password = format!("ALTER ROLE {role} PASSWORD '{role}'");
        postgres().connect("postgres").expect("a connection").batch_execute(&password).expect("a password");
    }
    run("grants.sql", "motcua");
    assert_eq!(migrate(&address("motcua_migrator")).expect("the tables"), VERSION);

    let state = tempfile::tempdir().expect("a temporary folder");
    let (app, reader) = (portal("motcua_app", state.path()), portal("motcua_reader", state.path()));
    assert!(publish(&reader).send().status >= 500);
    reader.get("/api/units/01").expect(404);
    publish(&app).expect(200);
    reader.get("/api/units/01").expect(200);

    const INSUFFICIENT_PRIVILEGE: &str = "42501";
    for role in ["motcua_app", "motcua_reader"] {
        for statement in
            ["CREATE TABLE mine (a INT)", "DROP TABLE units", "ALTER TABLE units ADD mine INT", "TRUNCATE units"]
        {
            assert_eq!(refusal(role, statement), INSUFFICIENT_PRIVILEGE, "{role}: {statement}");
        }
    }
    for statement in ["DELETE FROM units", "INSERT INTO editions VALUES ('x', 1)"] {
        assert_eq!(refusal("motcua_reader", statement), INSUFFICIENT_PRIVILEGE, "{statement}");
    }
}
