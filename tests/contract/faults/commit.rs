//! The connection is lost between a commit and its answer: the one moment at which nobody knows whether it was kept.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::SeqCst};
use std::thread;

use motcua_tests::checker::in_order;
use motcua_tests::{database, postgres};
use serde_json::{Value, json};

use crate::feedback;
use crate::money::{
    call, case, change, decided, opened, order, order_of, paid, payment, promised, refund, refund_of, statement,
};
use crate::papers::{
    self, AGENCY, NOW, PREFIX, begun, bytes, chunk, draft, filed, filing, finished, id, request, step,
};
use crate::rows::{DAY, heading, units, with};
use crate::store::Store;

/// What stands between the portal and Postgres does what it should.
const WHOLE: u8 = 0;
/// It swallows the answer to the next commit, with the connection.
const CUTS: u8 = 1;
/// The same, and then it takes no further connection.
const CUTS_AND_CLOSES: u8 = 2;
const CLOSED: u8 = 3;

/// How Postgres says that a commit is done.
const COMMITTED: &[u8] = b"COMMIT\0";

/// A store that reaches its database through this.
struct Between {
    store: Store,
    state: Arc<AtomicU8>,
}

fn between() -> Between {
    let address = database();
    let server = postgres().host().rsplit(':').next().expect("a port").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    let state = Arc::new(AtomicU8::new(WHOLE));
    let (seen, target) = (state.clone(), format!("127.0.0.1:{server}"));
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            if seen.load(SeqCst) != CLOSED {
                pass(client, TcpStream::connect(&target).expect("Postgres"), seen.clone());
            }
        }
    });
    let variables = HashMap::from([
        ("SPIN_VARIABLE_POSTGRES".to_owned(), address.replace(&format!(":{server}/"), &format!(":{port}/"))),
        ("SPIN_VARIABLE_POSTGRES_HOST".to_owned(), format!("postgres://127.0.0.1:{port}")),
    ]);
    Between { store: Store::postgres_at(variables), state }
}

fn pass(client: TcpStream, server: TcpStream, state: Arc<AtomicU8>) {
    let clone = |stream: &TcpStream| stream.try_clone().expect("the same stream");
    let (from_client, to_server) = (clone(&client), clone(&server));
    thread::spawn(move || carry(from_client, to_server, |_| true));
    thread::spawn(move || {
        carry(server, client, |bytes| {
            let is_commit = bytes.windows(COMMITTED.len()).any(|part| part == COMMITTED);
            let is_cut = is_commit && state.load(SeqCst) != WHOLE;
            if is_cut {
                let next = if state.load(SeqCst) == CUTS { WHOLE } else { CLOSED };
                state.store(next, SeqCst);
            }
            !is_cut
        });
    });
}

/// Carries bytes as long as they may pass; then both sides are closed.
fn carry(mut from: TcpStream, mut to: TcpStream, may_pass: impl Fn(&[u8]) -> bool) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if !may_pass(&buffer[..count]) || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

impl Between {
    fn publish(&self, key: Option<&str>) -> Result<Value, Value> {
        let mut heading = heading("a", DAY, "");
        heading["request"] = key.map_or(Value::Null, |key| json!({ "key": key, "hash": "h" }));
        self.store.publish("units", &heading, &units(&["01", "02"]))
    }

    fn is(&self, state: u8) {
        self.state.store(state, SeqCst);
    }
}

const NEW: [u64; 4] = [2, 0, 0, 0];
const UNCHANGED: [u64; 4] = [0, 0, 2, 0];

#[track_caller]
fn counts(answer: Result<Value, Value>) -> [u64; 4] {
    crate::client::counts(&answer.expect("a publication"))
}

#[test]
fn a_request_with_a_key_finds_its_own_commit() {
    let between = between();
    between.is(CUTS);
    assert_eq!(counts(between.publish(Some("k"))), NEW);
    assert_eq!(counts(between.publish(None)), UNCHANGED);
}

#[test]
fn one_without_is_told_that_nobody_knows() {
    let between = between();
    between.is(CUTS);
    assert_eq!(between.publish(None), Err(json!({ "Failed": "InDoubt" })));
    assert_eq!(counts(between.publish(None)), UNCHANGED);
}

#[test]
fn what_was_in_doubt_is_never_called_unwritten() {
    let between = between();
    between.is(CUTS_AND_CLOSES);
    assert_eq!(between.publish(Some("k")), Err(json!({ "Failed": "InDoubt" })));
    assert_eq!(between.publish(Some("k")), Err(json!({ "Failed": "Unavailable" })));
    between.is(WHOLE);
    assert_eq!(counts(between.publish(Some("k"))), NEW);
}

/// Every operation that makes a dossier, each losing the answer to its commit.
#[test]
fn each_step_of_a_dossier_finds_its_own_commit() {
    let between = between();
    begun(&between.store, &id(2));
    finished(&between.store, &id(2), &id(10), &["one"]);
    let file = with(filing(&id(2)), json!({ "files": [id(10)] }));
    let code = format!("{PREFIX}0001");
    let again = with(step(&code, 1), json!({ "request": request("key", "hash") }));
    for (operation, arguments) in [
        ("drafts/create", json!([draft(&id(1)), "scope", request("key", "hash")])),
        ("drafts/create", json!([draft(&id(3)), "scope", null])),
        ("files/begin", json!([AGENCY, id(1), papers::file(&id(10), 3), 60, request("key", "hash")])),
        ("files/append", json!([AGENCY, id(1), id(10), chunk(0, "one")])),
        ("files/finish", json!([AGENCY, id(1), id(10), bytes("known"), [chunk(0, "two")]])),
        ("files/remove", json!([AGENCY, id(1), id(10)])),
        ("filing/file", json!([file])),
        ("casework/append", json!([again])),
    ] {
        between.is(CUTS);
        let answer = between.store.ok(operation, arguments.clone());
        assert_eq!(between.state.load(SeqCst), WHOLE, "nothing was cut: {operation}");
        assert_eq!(between.store.ok(operation, arguments), answer, "{operation}");
    }
    let holdings = in_order(&mut between.store.kept());
    assert_eq!(holdings.dossiers.into_iter().collect::<Vec<_>>(), [(code, 2)]);
    assert_eq!((holdings.drafts, holdings.files), (3, 1));
}

/// Every operation that makes an item, each losing the answer to its commit.
#[test]
fn each_step_of_an_item_finds_its_own_commit() {
    let between = between();
    begun(&between.store, &id(1));
    finished(&between.store, &id(1), &id(10), &["one"]);
    let code = format!("{}0001", feedback::PREFIX);
    let said = with(feedback::reception(1), json!({ "draft_version": 1, "files": [id(10)] }));
    let published = json!({
        "request": request("key", "hash"), "publication": feedback::publication("{}", &["a"]),
        "tallies": [feedback::tally("land", "2025-07", "received", 1)],
    });
    for (operation, arguments) in [
        ("intake/receive", json!([said])),
        ("intake/support", json!([AGENCY, code, feedback::supporter(1)])),
        ("handling/append", json!([with(feedback::step(&code, 1), published)])),
    ] {
        between.is(CUTS);
        let answer = between.store.ok(operation, arguments.clone());
        assert_eq!(between.state.load(SeqCst), WHOLE, "nothing was cut: {operation}");
        assert_eq!(between.store.ok(operation, arguments), answer, "{operation}");
    }
    assert_eq!(feedback::item_of(&between.store, &code)["supporters"], 1);
    assert_eq!(feedback::counted(&between.store, "2025-07"), [("land".to_owned(), "received".to_owned(), 2)]);
    assert_eq!(in_order(&mut between.store.kept()).items.into_iter().collect::<Vec<_>>(), [(code, 2)]);
}

#[test]
fn a_reception_in_doubt_has_one_code() {
    let between = between();
    let receive = || feedback::receive(&between.store, &feedback::reception(1));
    between.is(CUTS_AND_CLOSES);
    assert_eq!(receive(), Err(json!({ "Failed": "InDoubt" })));
    assert_eq!(receive(), Err(json!({ "Failed": "Unavailable" })));
    between.is(WHOLE);
    for _ in 0..2 {
        assert_eq!(receive(), Ok(format!("{}0001", feedback::PREFIX).into()));
    }
    assert_eq!(in_order(&mut between.store.kept()).items.len(), 1);
}

/// Every operation with money, each losing the answer to its commit, and none with a key.
#[test]
fn each_change_of_money_finds_its_own_commit() {
    let between = between();
    let code = filed(&between.store, &id(1));
    between.store.ok("calls/keep", json!([call(1, NOW)]));
    let booked = with(payment(1, 1, "140"), json!({ "step": step(&code, 2), "call": [id(1), "paid"] }));
    for (operation, arguments) in [
        ("orders/open", json!([with(order(1, &code), json!({ "step": step(&code, 1) }))])),
        ("orders/append", json!([booked])),
        ("refunds/propose", json!([refund(10, 1, 3_000), promised(1, 2, 3_000)])),
        ("settlements/put", json!([statement(&["1", "2"])])),
        ("settlements/open-cases", json!([[case("a", NOW)]])),
    ] {
        between.is(CUTS);
        let answer = between.store.ok(operation, arguments.clone());
        assert_eq!(between.state.load(SeqCst), WHOLE, "nothing was cut: {operation}");
        assert_eq!(between.store.ok(operation, arguments), answer, "{operation}");
    }
    assert_eq!(order_of(&between.store, 1)["version"], 3);
    let holdings = in_order(&mut between.store.kept());
    assert_eq!(holdings.dossiers[&code], 3);
}

/// Nobody may ask a gateway for a refund on an answer that may have been meant for another.
#[test]
fn a_refund_in_doubt_is_told_that_nobody_knows() {
    let between = between();
    paid(&between.store, 1, "140");
    between.store.ok("refunds/propose", json!([refund(10, 1, 3_000), promised(1, 2, 3_000)]));
    let asked = || between.store.call("refunds/advance", json!([decided(10, 1, "asked"), promised(1, 3, 3_000)]));
    between.is(CUTS);
    assert_eq!(asked(), Err(json!({ "Failed": "InDoubt" })));
    assert_eq!(asked(), Err(json!({ "Changed": 2 })));
    assert_eq!(
        (&refund_of(&between.store, 10)["version"], &order_of(&between.store, 1)["version"]),
        (&json!(2), &json!(4))
    );
    in_order(&mut between.store.kept());
}

/// Whoever lost his answer finds it again; whoever decided otherwise on the same version is told how the order stands.
#[test]
fn a_change_in_doubt_is_not_taken_for_that_of_another() {
    let between = between();
    opened(&between.store, 1);
    let asked = || between.store.call("orders/append", json!([change(1, 1)]));
    between.is(CUTS_AND_CLOSES);
    assert_eq!(asked(), Err(json!({ "Failed": "InDoubt" })));
    assert_eq!(asked(), Err(json!({ "Failed": "Unavailable" })));
    between.is(WHOLE);
    assert_eq!(between.store.call("orders/append", json!([payment(1, 1, "140")])), Err(json!({ "Changed": 2 })));
    assert_eq!(asked(), Ok(2.into()));
    in_order(&mut between.store.kept());
}

#[test]
fn a_filing_in_doubt_has_one_code() {
    let between = between();
    begun(&between.store, &id(1));
    let file = || between.store.call("filing/file", json!([filing(&id(1))]));
    between.is(CUTS_AND_CLOSES);
    assert_eq!(file(), Err(json!({ "Failed": "InDoubt" })));
    assert_eq!(file(), Err(json!({ "Failed": "Unavailable" })));
    between.is(WHOLE);
    for _ in 0..2 {
        assert_eq!(file().expect("a dossier")["code"], format!("{PREFIX}0001"));
    }
    assert_eq!(in_order(&mut between.store.kept()).dossiers.len(), 1);
}

#[test]
fn a_step_without_a_key_is_told_that_nobody_knows() {
    let between = between();
    let code = filed(&between.store, &id(1));
    let item = feedback::received(&between.store, 2, json!({}));
    for (operation, step) in [("casework/append", step(&code, 1)), ("handling/append", feedback::step(&item, 1))] {
        let append = || between.store.call(operation, json!([step]));
        between.is(CUTS);
        assert_eq!(append(), Err(json!({ "Failed": "InDoubt" })), "{operation}");
        assert_eq!(append(), Err(json!({ "Changed": 2 })), "{operation}");
    }
    in_order(&mut between.store.kept());
}
