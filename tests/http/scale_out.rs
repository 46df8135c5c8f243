//! The profile `scale-out`: the same functions on Postgres. (All other tests run on it with `MOTCUA_PROFILE=scale-out`.)

use std::collections::HashMap;
use std::path::Path;

use motcua_host::{Options, inventory};
use motcua_tests::{Running, SCALE_OUT, compiled, database, postgres, root, start, test_variables, variables};
use tempfile::TempDir;
use xtask::migrate::migrate;

#[test]
fn the_profile_swaps_parts_and_leaves_every_function_as_it_is() {
    let of = |profile: Option<&str>| inventory(&root().join("spin.toml"), profile).expect("an inventory");
    let (functions, parts): (Vec<_>, Vec<_>) = of(None).into_iter().partition(|item| item.part_for.is_none());
    let (same, others): (Vec<_>, Vec<_>) = of(Some(SCALE_OUT)).into_iter().partition(|item| item.part_for.is_none());
    assert_eq!(functions, same);
    assert!(functions.len() > 2 && parts.len() == others.len());
    for (part, other) in parts.iter().zip(&others) {
        assert_eq!((&part.component, &part.part_for), (&other.component, &other.part_for));
        let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(name(&part.path).replace("sqlite", "postgres"), name(&other.path));
        // A gateway's part knows no store.
        assert_eq!(part.sha256 == other.sha256, name(&part.path) == name(&other.path));
    }
}

fn with(variables: HashMap<String, String>) -> (Running, TempDir) {
    let state = tempfile::tempdir().expect("a temporary folder");
    let options = Options {
        profile: Some(SCALE_OUT.to_owned()),
        state: Some(state.path().to_owned()),
        cache: Some(compiled()),
        environment: test_variables().into_iter().chain(variables).collect(),
        ..Options::new(root().join("spin.toml"))
    };
    (start(&options).expect("the portal starts"), state)
}

#[test]
fn tables_that_are_missing_are_told_and_once_there_need_no_restart() {
    let address = postgres().create_database("without_tables").expect("a database");
    let (portal, _state) = with(variables(postgres(), address.clone()));
    portal.get("/api/units/01").expect(500).problem("out-of-order");
    assert_ne!(migrate(&address).expect("a migration"), 0);
    portal.get("/api/units/01").expect(404).problem("no-such-unit");
    assert_eq!(migrate(&address).expect("a migration"), 0);
}

#[test]
fn tables_of_a_version_that_does_not_serve_us_any_more_are_refused() {
    let address = postgres().create_database("of_tomorrow").expect("a database");
    migrate(&address).expect("a migration");
    let mut client = postgres().connect("of_tomorrow").expect("a connection");
    let next = |serves: i64| format!("INSERT INTO migrations SELECT max(version) + 1, {serves}, '', 0 FROM migrations");
    client.batch_execute(&next(1)).expect("a migration that still serves the version before it");
    let (portal, _state) = with(variables(postgres(), address.clone()));
    portal.get("/api/units/01").expect(404).problem("no-such-unit");
    client.batch_execute(&next(1_000)).expect("a migration that does not");
    let (portal, _state) = with(variables(postgres(), address));
    portal.get("/api/units/01").expect(500).problem("out-of-order");
}

#[test]
fn a_migration_that_was_edited_is_found() {
    let address = postgres().create_database("edited").expect("a database");
    migrate(&address).expect("a migration");
    let mut client = postgres().connect("edited").expect("a connection");
    client.batch_execute("UPDATE migrations SET hash = 'x' WHERE version = 1").expect("an update");
    let refusal = migrate(&address).expect_err("a refusal").to_string();
    assert!(refusal.contains("migration 1"), "{refusal}");
}

#[test]
fn many_migrate_at_once_and_one_does() {
    let address = postgres().create_database("migrated_by_many").expect("a database");
    let applied: Vec<usize> = std::thread::scope(|scope| {
        let many: Vec<_> = (0..8).map(|_| scope.spawn(|| migrate(&address).expect("a migration"))).collect();
        many.into_iter().map(|one| one.join().expect("an end")).collect()
    });
    assert_eq!(applied.iter().filter(|applied| **applied > 0).count(), 1, "{applied:?}");
}

#[test]
fn only_the_granted_server_is_reached() {
    let mut elsewhere = variables(postgres(), database());
    elsewhere.insert("SPIN_VARIABLE_POSTGRES_HOST".to_owned(), "postgres://127.0.0.1:1".to_owned());
    let (portal, _state) = with(elsewhere);
    portal.get("/api/units/01").expect(500).problem("out-of-order");
    let (portal, _state) = with(HashMap::new());
    portal.get("/api/units/01").expect(500).problem("out-of-order");
}

#[test]
fn tables_that_grow_start_with_the_agency_or_with_the_gateway_that_names_none() {
    /// What authorities publish is as large as the nation, not as its use; the last four answer which agency it is, or count
    /// guesses at no agency.
    const BOUNDED: [&str; 13] = [
        "centres",
        "editions",
        "forms",
        "migrations",
        "procedures",
        "publications",
        "replaced",
        "successions",
        "units",
        "attempts",
        "feedback_terms",
        "owners",
        "spoken",
    ];
    /// What leads from a gateway's own names to an order, before anybody knows whose it is.
    const OF_GATEWAYS: &[&str] = &["bookings", "calls", "cases", "lines", "names", "statements"];
    let mut client = ::postgres::Client::connect(&database(), ::postgres::NoTls).expect("a connection");
    let tables = "SELECT c.relname, c.relkind = 'p', a.attname FROM pg_class c
        JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND c.relkind IN ('r', 'p')";
    let rows = client.query(tables, &[]).expect("tables");
    assert!(rows.len() > BOUNDED.len());
    for row in rows {
        let (table, is_cut, first): (String, bool, String) = (row.get(0), row.get(1), row.get(2));
        let is_of_gateways = table.strip_prefix("payment_").is_some_and(|name| OF_GATEWAYS.contains(&name));
        let wanted = if is_of_gateways { (false, "gateway") } else { (true, "agency") };
        let is_bounded = BOUNDED.contains(&table.as_str());
        assert!(is_bounded != ((is_cut, first.as_str()) == wanted), "{table}: {is_cut} {first}");
    }
    let parts = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'answers'::regclass";
    assert_eq!(client.query_one(parts, &[]).expect("a count").get::<_, i64>(0), 35);
}
