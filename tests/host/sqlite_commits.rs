//! Many who write at once: they take turns, share syncs, and what they were told is kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use motcua_tests::{Ask, Process, ProcessOptions};
use serde_json::{Value, json};

use crate::gate::Gate;
use crate::given::{Started, given, meanwhile, probe, until};

const GRANTED: &str = "sqlite_databases = [\"default\"]\nallowed_outbound_hosts = [\"http://127.0.0.1:*\"]
    tool.motcua.instances_max = 40";
const COMMITS: &str = "motcua_sqlite_commits_total{database=\"default\"}";
const SYNCS: &str = "motcua_sqlite_syncs_total{database=\"default\"}";
const WRITERS: u64 = 32;
const EACH: u64 = 20;

fn granted() -> Started {
    let application = given(&probe("a", GRANTED)).start();
    run(&application, &["CREATE TABLE t (x PRIMARY KEY)"]);
    application
}

fn steps<'a>(statements: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let statements = statements.iter().map(|statement| ("sql", *statement));
    [("label", "default")].into_iter().chain(statements).collect()
}

#[track_caller]
fn run(application: &Started, statements: &[&str]) -> Value {
    let answer = application.does("/a/sqlite/async", &steps(statements));
    assert_eq!(answer["error"], json!(null), "{statements:?}");
    answer["rows"].clone()
}

fn database(application: &Started) -> PathBuf {
    let file = run(application, &["SELECT file FROM pragma_database_list WHERE name = 'main'"]);
    PathBuf::from(file[0][0].as_str().expect("a path"))
}

/// What SQLite says to a program of its own.
fn is_whole(database: &Path) -> bool {
    let connection = rusqlite::Connection::open(database).expect("a database");
    connection.query_row("PRAGMA integrity_check", (), |row| row.get::<_, String>(0)).expect("an answer") == "ok"
}

#[test]
fn many_writers_are_all_there_and_share_their_syncs() {
    let application = given(&[probe("a", GRANTED), probe("b", GRANTED)].concat()).start();
    run(&application, &["CREATE TABLE t (x PRIMARY KEY)"]);
    let (commits, syncs) = (application.metric(COMMITS), application.metric(SYNCS));
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let application = &application;
            scope.spawn(move || {
                for number in 0..EACH {
                    let insert = format!("INSERT INTO t VALUES ({})", writer * EACH + number);
                    // In a transaction and without one. Who waits in the synchronous interface stops his instance, so
                    // these are apart from those who hold the turn over several calls.
                    match writer % 4 {
                        0 => run(application, &[&insert]),
                        1 => application.does("/b/sqlite/sync", &steps(&[&insert]))["rows"].clone(),
                        _ => run(application, &["BEGIN IMMEDIATE", "SELECT max(x) FROM t", &insert, "COMMIT"]),
                    };
                }
            });
        }
    });
    assert_eq!(run(&application, &["SELECT count(*) FROM t"]), json!([[WRITERS * EACH]]));
    let (commits, syncs) = (application.metric(COMMITS) - commits, application.metric(SYNCS) - syncs);
    assert_eq!(commits, WRITERS * EACH);
    // How many share one depends on how slow the disk is beside the processor: in memory a sync is over before the next comes.
    assert!(syncs > 0 && syncs < commits, "{syncs} syncs for {commits} commits");
}

#[test]
fn a_lone_writer_syncs_each_commit() {
    let application = granted();
    for path in ["/a/sqlite/sync", "/a/sqlite/async"] {
        for statements in [
            &["INSERT INTO t VALUES (random())"][..],
            &["BEGIN", "INSERT INTO t VALUES (random())", "COMMIT"],
            &["SAVEPOINT s", "INSERT INTO t VALUES (random())", "RELEASE s"],
            // Nothing was written, but what was found may not be on disk yet.
            &["BEGIN IMMEDIATE", "SELECT max(x) FROM t", "COMMIT"],
            &["BEGIN IMMEDIATE", "SELECT max(x) FROM t", "ROLLBACK"],
            &["INSERT INTO t SELECT x FROM t LIMIT 0"],
        ] {
            let (commits, syncs) = (application.metric(COMMITS), application.metric(SYNCS));
            let answer = application.does(path, &steps(statements));
            assert_eq!(answer["error"], json!(null), "{statements:?}");
            let now = (application.metric(COMMITS), application.metric(SYNCS));
            assert_eq!(now, (commits + 1, syncs + 1), "{statements:?}");
        }
        let before = (application.metric(COMMITS), application.metric(SYNCS));
        application.does(path, &steps(&["BEGIN", "SELECT max(x) FROM t", "COMMIT"]));
        application.does(path, &steps(&["BEGIN", "SELECT max(x) FROM t", "ROLLBACK"]));
        application.does(path, &steps(&["SELECT max(x) FROM t"]));
        application.does(path, &steps(&["CREATE TABLE IF NOT EXISTS t (x)"]));
        assert_eq!((application.metric(COMMITS), application.metric(SYNCS)), before, "who only looks does not sync");
    }
}

#[test]
fn writers_are_served_in_the_order_in_which_they_came() {
    let (application, gate) = (granted(), Gate::new());
    let held = [steps(&["BEGIN IMMEDIATE"]), vec![("wait", gate.url.as_str())], steps(&["COMMIT"])].concat();
    let first = meanwhile(application.query("/a/sqlite/async", &held));
    let visitor = gate.visitor();
    let others: Vec<_> = (0..12)
        .map(|number| {
            let insert = format!("INSERT INTO t SELECT {number} + 100 * count(*) FROM t");
            let other = meanwhile(application.query("/a/sqlite/async", &steps(&[&insert])));
            application.await_metric("motcua_sqlite_waiting{database=\"default\"}", number + 1);
            other
        })
        .collect();
    visitor.pass();
    for writer in others.into_iter().chain([first]) {
        let answer = writer.join().expect("an answer");
        assert_eq!(answer.json()["error"], json!(null), "{}", answer.text());
    }
    let in_order: Vec<Value> = (0..12).map(|number| json!([number + 100 * number])).collect();
    assert_eq!(run(&application, &["SELECT x FROM t ORDER BY rowid"]), Value::from(in_order));
}

#[test]
fn the_turn_goes_on_when_a_transaction_fails_is_left_open_or_traps() {
    let application = granted();
    run(&application, &["INSERT INTO t VALUES (1)"]);
    for path in ["/a/sqlite/sync", "/a/sqlite/async"] {
        for left in [
            &["INSERT INTO t VALUES (1)"][..],
            &["BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)"],
            &["BEGIN", "INSERT INTO t VALUES (2)"],
            &["BEGIN IMMEDIATE", "BEGIN IMMEDIATE"],
            &["BEGIN IMMEDIATE", "INSERT OR ROLLBACK INTO t VALUES (1)"],
        ] {
            application.does(path, &steps(left));
            // Whoever had to wait for the turn in vain would be told after fifteen seconds.
            run(&application, &["UPDATE t SET x = x"]);
        }
        let trap = [steps(&["BEGIN IMMEDIATE", "INSERT INTO t VALUES (3)"]), vec![("trap", "")]].concat();
        application.query(path, &trap).expect(500);
        run(&application, &["UPDATE t SET x = x"]);
    }
    assert_eq!(run(&application, &["SELECT x FROM t"]), json!([[1]]));
}

#[test]
fn a_program_beside_the_portal_is_waited_for() {
    let application = granted();
    let beside = rusqlite::Connection::open(database(&application)).expect("a database");
    beside.execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)").expect("a transaction");
    let writer = meanwhile(application.query("/a/sqlite/async", &steps(&["INSERT INTO t VALUES (2)"])));
    application.await_metric("motcua_requests_in_flight{component=\"a\"}", 1);
    assert_eq!(run(&application, &["SELECT count(*) FROM t"]), json!([[0]]));
    assert!(!writer.is_finished());
    beside.execute_batch("COMMIT").expect("a commit");
    assert_eq!(writer.join().expect("an answer").json()["error"], json!(null));
    assert_eq!(run(&application, &["SELECT count(*) FROM t"]), json!([[2]]));
}

#[test]
fn the_log_may_start_again_or_be_cut_meanwhile() {
    let (application, next) = (granted(), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    run(&application, &[&format!("INSERT INTO t VALUES ({})", next.fetch_add(1, Relaxed))]);
                }
            });
        }
        for mode in ["RESTART", "TRUNCATE", "PASSIVE", "FULL"].iter().cycle().take(20) {
            run(&application, &[&format!("PRAGMA wal_checkpoint({mode})")]);
        }
    });
    assert_eq!(run(&application, &["SELECT count(*) FROM t"]), json!([[next.into_inner()]]));
    assert!(is_whole(&database(&application)));
}

#[test]
fn a_log_that_was_made_anew_is_the_one_that_is_synced() {
    let application = granted();
    let log = database(&application).with_extension("db-wal");
    for number in 0..5 {
        // A connection with a setting of its own is not kept, and the last that closes removes the log.
        run(&application, &["PRAGMA query_only(0)", &format!("INSERT INTO t VALUES ({number})")]);
        until("the log is gone", || !log.exists());
    }
    assert_eq!(run(&application, &["SELECT count(*) FROM t"]), json!([[5]]));
}

#[test]
fn a_sync_that_fails_is_told_and_nothing_is_written_after_it() {
    let application = granted();
    run(&application, &["INSERT INTO t VALUES (1)"]);
    // A log that is gone cannot be put on disk, and nobody would find it there.
    std::fs::remove_file(database(&application).with_extension("db-wal")).expect("a log");
    for statements in [
        &["BEGIN IMMEDIATE", "INSERT INTO t VALUES (2)", "COMMIT"][..],
        &["INSERT INTO t VALUES (3)"],
        &["BEGIN IMMEDIATE"],
        &["BEGIN", "INSERT INTO t VALUES (4)"],
    ] {
        for path in ["/a/sqlite/async", "/a/sqlite/sync"] {
            let error = application.fails(path, &steps(statements));
            assert!(error.contains("cannot sync to disk"), "{statements:?}: {error}");
        }
    }
    assert_eq!(application.metric(SYNCS), 3, "after the first that failed, none is tried");
    assert_eq!(run(&application, &["SELECT x FROM t WHERE x <> 2"]), json!([[1]]), "reads go on");
}

#[test]
fn killed_between_any_two_syncs_it_loses_nothing_that_it_acknowledged() {
    let application = given(&probe("a", GRANTED));
    let state = application.folder().join("state");
    let options = ProcessOptions {
        manifest: application.manifest(),
        profile: None,
        state: state.clone(),
        environment: std::collections::HashMap::new(),
        within: Vec::new(),
    };
    let mut portal = Process::start(options);
    let sql = |url: &str, sql: &str| Ask::new("GET", &format!("{url}/a/sqlite/async?label=default&sql={sql}"));
    sql(&portal.url, "CREATE+TABLE+t+(x+PRIMARY+KEY)").expect(200);
    let (next, acknowledged) = (AtomicU64::new(0), Mutex::new(BTreeSet::new()));
    for _ in 0..3 {
        let (is_over, before) = (AtomicBool::new(false), acknowledged.lock().expect("a list").len());
        std::thread::scope(|scope| {
            for _ in 0..16 {
                let (url, next, acknowledged, is_over) = (portal.url.clone(), &next, &acknowledged, &is_over);
                scope.spawn(move || {
                    while !is_over.load(Relaxed) {
                        let number = next.fetch_add(1, Relaxed);
                        let insert = format!("{url}/a/sqlite/async?label=default&sql=INSERT+INTO+t+VALUES+({number})");
                        if was_done(&insert) {
                            acknowledged.lock().expect("a list").insert(number);
                        }
                    }
                });
            }
            until("some writes", || acknowledged.lock().expect("a list").len() > before + 100);
            portal.kill();
            is_over.store(true, Relaxed);
        });
        portal.start_again();
        let rows = sql(&portal.url, "SELECT+x+FROM+t").expect(200).json()["rows"].clone();
        let kept = rows.as_array().expect("rows").iter().filter_map(|row| row[0].as_u64()).collect::<BTreeSet<_>>();
        assert!(acknowledged.lock().expect("a list").is_subset(&kept));
    }
    portal.kill();
    assert!(is_whole(&state.join("sqlite_db.db")));
}

/// Whether an answer came, and says that it is done: the other side may be killed at any time.
fn was_done(url: &str) -> bool {
    let asked = ureq::get(url).call();
    asked
        .ok()
        .and_then(|mut answer| answer.body_mut().read_to_string().ok())
        .is_some_and(|text| !text.contains("error"))
}
