//! Why a call cannot be served: each operation says so with the same fault.

use std::collections::HashMap;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};

use motcua_tests::{database, postgres, root, variables};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::feedback;
use crate::money::{GATEWAY, call, case, decided, order, promised, refund, statement};
use crate::papers::{AGENCY, NOW, chunk, draft, file, filing, id, step};
use crate::rows::{DAY, centre, form, heading, procedure, succession, unit};
use crate::store::Store;

/// Every operation of the contract, with arguments that it takes.
fn calls() -> Vec<(&'static str, Value)> {
    [of_reference_data(), of_dossiers(), of_payments(), of_feedback()].concat()
}

fn of_reference_data() -> Vec<(&'static str, Value)> {
    let filter = json!({ "level": null, "parent": null, "name": null, "as_of": DAY });
    let list = |row: Value| json!([heading("a", "", ""), [row]]);
    vec![
        ("units/read", json!(["01", DAY])),
        ("units/readings", json!(["01"])),
        ("units/listed", json!([filter, null, 10])),
        ("units/named", json!(["ha noi"])),
        ("units/successors", json!(["01"])),
        ("units/successors-of-district", json!(["001"])),
        ("units/predecessors", json!(["01"])),
        ("units/centre-of", json!(["01", DAY])),
        ("procedures/read", json!(["1", DAY])),
        ("procedures/versions", json!(["1"])),
        ("procedures/catalogue-of", json!([DAY, null])),
        ("publication/publish-units", list(unit("01", "Hà Nội", ""))),
        ("publication/publish-successions", list(succession("02", "Hà Tây", "", "01"))),
        ("publication/publish-procedures", list(procedure("1", "Khai sinh"))),
        ("publication/publish-centres", list(centre("01", "Phố Huế"))),
        ("publication/publish-forms", list(form("1", "{}"))),
        ("publication/is-published", json!(["units", "a"])),
        ("forms/read", json!(["1", DAY])),
    ]
}

fn of_dossiers() -> Vec<(&'static str, Value)> {
    vec![
        ("drafts/create", json!([draft(&id(1)), "scope", null])),
        ("drafts/read", json!([AGENCY, id(1), NOW])),
        ("drafts/save", json!([AGENCY, id(1), 1, [], NOW, NOW])),
        ("drafts/remove-ended", json!([AGENCY, NOW, 10])),
        ("files/begin", json!([AGENCY, id(1), file(&id(2), 3), 60, null])),
        ("files/append", json!([AGENCY, id(1), id(2), chunk(0, "one")])),
        ("files/finish", json!([AGENCY, id(1), id(2), [], null])),
        ("files/remove", json!([AGENCY, id(1), id(2)])),
        ("files/read", json!([AGENCY, id(1), id(2)])),
        ("files/of-draft", json!([AGENCY, id(1)])),
        ("files/chunks", json!([AGENCY, id(1), id(2), 0, 8])),
        ("filing/file", json!([filing(&id(1))])),
        ("dossiers/read", json!([AGENCY, "1"])),
        ("dossiers/referred", json!(["1"])),
        ("dossiers/version", json!([AGENCY, "1"])),
        ("dossiers/events", json!([AGENCY, "1", 0])),
        ("dossiers/of-owner", json!(["1", null, 10])),
        ("casework/append", json!([step("1", 1)])),
        ("outbox/waiting", json!([AGENCY, null, 10])),
        ("outbox/sent", json!([AGENCY, "1", NOW])),
        ("attempts/failed", json!([["1"], 1])),
        ("attempts/count", json!([["1"], 1, 0])),
    ]
}

fn of_payments() -> Vec<(&'static str, Value)> {
    vec![
        ("orders/open", json!([order(1, "1")])),
        ("orders/append", json!([promised(1, 1, 1)])),
        ("orders/read", json!([AGENCY, id(1)])),
        ("orders/named", json!([GATEWAY, "1"])),
        ("orders/of-dossier", json!([AGENCY, "1"])),
        ("orders/events", json!([AGENCY, id(1), 0])),
        ("orders/entries", json!([AGENCY, id(1)])),
        ("orders/booked", json!([GATEWAY, "1", "payment"])),
        ("orders/due", json!([GATEWAY, NOW, 10])),
        ("orders/bookings", json!([GATEWAY, 0, NOW, null])),
        ("calls/keep", json!([call(1, NOW)])),
        ("calls/settle", json!([GATEWAY, id(1), "paid", NOW])),
        ("calls/waiting", json!([GATEWAY, NOW, 10])),
        ("calls/forget", json!([GATEWAY, "refused", NOW, 10])),
        ("calls/verdict", json!([GATEWAY, id(1)])),
        ("refunds/propose", json!([refund(2, 1, 1), promised(1, 1, 1)])),
        ("refunds/advance", json!([decided(2, 1, "approved"), null])),
        ("refunds/read", json!([AGENCY, id(2)])),
        ("refunds/of-order", json!([AGENCY, id(1)])),
        ("settlements/put", json!([statement(&["1"])])),
        ("settlements/lines", json!([GATEWAY, "2025-07-01", "gateway", null])),
        ("settlements/open-cases", json!([[case("1", NOW)]])),
        ("settlements/cases", json!([GATEWAY, true, null, 10])),
        ("settlements/case-of", json!([GATEWAY, "1"])),
        ("settlements/change-case", json!([GATEWAY, "1", 1, "an", null, NOW])),
    ]
}

fn of_feedback() -> Vec<(&'static str, Value)> {
    vec![
        ("feedback/read", json!([AGENCY, "1"])),
        ("feedback/of-draft", json!([AGENCY, id(1)])),
        ("feedback/events", json!([AGENCY, "1", 0])),
        ("feedback/alike", json!([AGENCY, "00118", "conduct", "", NOW, 10])),
        ("feedback/of-desk", json!(["H29.101", null, 10])),
        ("feedback/from-desk", json!(["H29", null, 10])),
        ("feedback/supporters", json!([AGENCY, "1", null, 10])),
        ("feedback/supported-by", json!([AGENCY, "1", id(1)])),
        ("intake/receive", json!([feedback::reception(1)])),
        ("intake/known", json!([{ "key": "key", "hash": "hash" }])),
        ("intake/support", json!([AGENCY, "1", feedback::supporter(1)])),
        ("handling/append", json!([feedback::step("1", 1)])),
        ("register/found", json!([["a", "b", "c"], null, 10])),
        ("register/read", json!([AGENCY, "1"])),
        ("register/figures", json!(["Field", "2025-01", "2025-12"])),
    ]
}

/// The operations that the contract's files declare, so that none of them is forgotten here or in the driver.
#[test]
fn every_operation_is_called() {
    let mut declared = Vec::new();
    for file in fs::read_dir(root().join("wit/store")).expect("the contract") {
        let path = file.expect("a file").path();
        let interface = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a text");
        let operations = text.lines().filter_map(|line| line.split_once(": async func(")).map(|(name, _)| name.trim());
        declared.extend(operations.map(|operation| format!("{interface}/{operation}")));
    }
    let mut called: Vec<&str> = calls().into_iter().map(|(operation, _)| operation).collect();
    declared.sort_unstable();
    called.sort_unstable();
    assert_eq!(called, declared);
}

/// Insists that every operation fails with this fault.
#[track_caller]
fn every_call_fails(store: &Store, fault: &str) {
    for (operation, arguments) in calls() {
        assert_eq!(named(&store.call(operation, arguments)), fault, "{operation}");
    }
}

/// The name of the fault; what damage is like, only the log wants to know.
fn named(answer: &Result<Value, Value>) -> String {
    let Err(error) = answer else { return format!("{answer:?}") };
    match error.get("Failed").unwrap_or(error) {
        Value::Object(fault) => fault.keys().cloned().collect(),
        fault => fault.as_str().map_or(fault.to_string(), str::to_owned),
    }
}

/// A portal whose address of Postgres was changed.
fn misled(mislead: impl FnOnce(&mut HashMap<String, String>)) -> Store {
    let mut variables = variables(postgres(), database());
    mislead(&mut variables);
    Store::postgres_at(variables)
}

/// Changes the address in the variables.
fn change(name: &str, from: &str, to: &str) -> impl FnOnce(&mut HashMap<String, String>) {
    move |variables| {
        let address = variables.get_mut(&format!("SPIN_VARIABLE_{name}")).expect("the variable");
        assert!(address.contains(from), "{address}");
        *address = address.replace(from, to);
    }
}

#[test]
fn tables_of_a_newer_sqlite_part_are_not_touched() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let file = Connection::open(state.path().join("sqlite_db.db")).expect("a file");
    file.pragma_update(None, "user_version", 1_000).expect("a version");
    every_call_fails(&Store::sqlite_in(state), "OutdatedSchema");
}

#[test]
fn a_file_that_is_no_database_is_damage() {
    let state = tempfile::tempdir().expect("a temporary folder");
    fs::write(state.path().join("sqlite_db.db"), "không phải cơ sở dữ liệu\n".repeat(1_000)).expect("a file");
    every_call_fails(&Store::sqlite_in(state), "Damaged");
}

#[test]
fn tables_that_nobody_migrated_are_not_touched() {
    let address = postgres().create_database("without_tables").expect("a database");
    every_call_fails(&Store::postgres_at(variables(postgres(), address)), "OutdatedSchema");
}

#[test]
fn tables_of_an_older_or_a_much_newer_part_are_not_touched() {
    for change in
        ["DELETE FROM migrations WHERE version > 1", "UPDATE migrations SET version = version + 1000, serves = 1000"]
    {
        every_call_fails(&after(change), "OutdatedSchema");
    }
}

#[test]
fn tables_that_still_serve_an_older_part_are_used() {
    let newer = "INSERT INTO migrations SELECT 1000, max(serves), '', 0 FROM migrations";
    assert_eq!(after(newer).ok("units/read", json!(["01", DAY])), Value::Null);
}

/// A portal on tables whose record of migrations was changed.
fn after(change: &str) -> Store {
    let address = database();
    let name = address.rsplit('/').next().expect("a name");
    postgres().connect(name).expect("a connection").batch_execute(change).expect("a change");
    Store::postgres_at(variables(postgres(), address))
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).expect("a port");
    let (host, nobody) = (postgres().host(), format!("postgres://{free}"));
    let there = host.trim_start_matches("postgres://").to_owned();
    let store = misled(|variables| {
        change("POSTGRES", &there, &free.to_string())(variables);
        change("POSTGRES_HOST", &host, &nobody)(variables);
    });
    every_call_fails(&store, "Unavailable");
}

#[test]
fn an_address_that_was_not_granted_is_denied() {
    every_call_fails(&misled(change("POSTGRES_HOST", "127.0.0.1", "127.0.0.2")), "Denied");
}

#[test]
fn an_address_that_is_missing_is_denied() {
    every_call_fails(&misled(|variables| drop(variables.remove("SPIN_VARIABLE_POSTGRES"))), "Denied");
}

#[test]
fn a_wrong_password_and_a_wrong_database_are_denied() {
    every_call_fails(&misled(change("POSTGRES", "motcua:", "motcua:wrong")), "Denied");
    every_call_fails(&misled(change("POSTGRES", "/test_", "/nothing_")), "Denied");
}
