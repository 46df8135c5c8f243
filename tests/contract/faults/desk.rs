//! The load of a desk: citizens who prepare dossiers with a file, file them and take a step, and then say how it was, which
//! is supported and answered in public; each call repeated under its key until it is answered; and what was acknowledged of
//! it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

use motcua_tests::checker::{Kept, in_order};
use serde_json::{Value, json};

use super::met::{Met, PAUSE, RECOVERY, lock, until};
use crate::client::{Client, Outcome};
use crate::feedback;
use crate::papers::{AGENCY, bytes, chunk, code, draft, file, filing, id, request, step};
use crate::rows::with;
use crate::whistle::Whistle;

/// Citizens at once.
const CITIZENS: usize = 6;
/// Desks and days among which they choose: few, so that they wait for each other.
const PREFIXES: [&str; 3] = ["H29.101-250701-", "H29.101-250702-", "H29.102-250701-"];

/// What was filed, and what happened meanwhile.
#[derive(Default)]
pub struct Desk {
    next: AtomicUsize,
    /// The code that each draft was told, and the version that its step was told.
    acknowledged: Mutex<BTreeMap<usize, (String, u32)>>,
    /// The same of what each citizen said.
    said: Mutex<BTreeMap<usize, (String, u32)>>,
    /// What calls met.
    pub met: Met,
}

impl Desk {
    /// Files dossiers until `fault` has happened.
    pub fn during(&self, client: &Client, fault: impl FnOnce()) {
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let _whistle = Whistle(&is_over);
            for _ in 0..CITIZENS {
                scope.spawn(|| while self.serve(client, &is_over, self.next.fetch_add(1, SeqCst)).is_some() {});
            }
            fault();
        });
    }

    /// Waits until dossiers are filed that nobody had begun before: it has to come soon.
    pub fn goes_on(&self) {
        let filed = || lock(&self.acknowledged).len();
        let before = filed();
        until("filing goes on", RECOVERY, || filed() > before + CITIZENS);
    }

    /// Everything acknowledged is there, under its own code, and everything that is there is in order.
    pub fn check(&self, client: &Client, kept: &mut Kept) {
        let acknowledged = lock(&self.acknowledged).clone();
        let holdings = in_order(kept);
        let codes: BTreeSet<&String> = acknowledged.values().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), acknowledged.len(), "a code was told twice");
        for (number, (told, version)) in &acknowledged {
            let there = holdings.dossiers.get(told).copied();
            assert!(there >= Some(*version), "{told} was acknowledged with version {version} and has {there:?}");
            assert_eq!(code(&client.ok("filing/file", json!([filing_of(*number)]))), *told);
        }
        self.check_what_was_said(client, &holdings.items);
    }

    /// The same of what was said.
    fn check_what_was_said(&self, client: &Client, items: &BTreeMap<String, u32>) {
        let said = lock(&self.said).clone();
        let codes: BTreeSet<&String> = said.values().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), said.len(), "a code was told twice");
        for (number, (told, version)) in &said {
            let there = items.get(told).copied();
            assert!(there >= Some(*version), "{told} was acknowledged with version {version} and has {there:?}");
            let again = client.ok("intake/receive", json!([said_of(*number)]));
            assert_eq!(again, json!({ "code": told, "is_new": false }));
            let is_public = !feedback::entry_of(client, told).is_null();
            assert!(is_public || *version == 1, "{told} was published and is not there");
        }
    }

    /// One citizen's dossier, unless it is over before.
    fn serve(&self, client: &Client, is_over: &AtomicBool, number: usize) -> Option<()> {
        let done = |operation: &str, arguments: Value| self.done(client, is_over, operation, &arguments);
        let (draft_id, known) = (id(number), request("key", "hash"));
        done("drafts/create", json!([draft(&draft_id), draft_id, known]))?;
        done("files/begin", json!([AGENCY, draft_id, file(&id(0), 6), 60, known]))?;
        for (offset, content) in [(0, "one"), (3, "two")] {
            done("files/append", json!([AGENCY, draft_id, id(0), chunk(offset, content)]))?;
        }
        done("files/finish", json!([AGENCY, draft_id, id(0), bytes("known"), null]))?;
        let told = code(&done("filing/file", json!([filing_of(number)]))?);
        lock(&self.acknowledged).insert(number, (told.clone(), 1));
        done("casework/append", json!([with(step(&told, 1), json!({ "request": known }))]))?;
        lock(&self.acknowledged).insert(number, (told, 2));
        let told = feedback::code(&done("intake/receive", json!([said_of(number)]))?);
        lock(&self.said).insert(number, (told.clone(), 1));
        done("intake/support", json!([AGENCY, told, feedback::supporter(number)]))?;
        let public = json!({ "request": known, "publication": feedback::publication("{}", &["all"]) });
        done("handling/append", json!([with(feedback::step(&told, 1), public)]))?;
        lock(&self.said).insert(number, (told, 2));
        Some(())
    }

    /// Repeats a call until it is done.
    fn done(&self, client: &Client, is_over: &AtomicBool, operation: &str, arguments: &Value) -> Option<Value> {
        while !is_over.load(SeqCst) {
            match client.attempt(operation, arguments) {
                Outcome::Ok(value) => return Some(value),
                other => self.met.note("file", other),
            }
            thread::sleep(PAUSE);
        }
        None
    }
}

fn filing_of(number: usize) -> Value {
    let columns = json!({ "files": [id(0)], "prefix": PREFIXES[number % PREFIXES.len()] });
    with(filing(&id(number)), columns)
}

fn said_of(number: usize) -> Value {
    let columns =
        json!({ "id": id(1_000_000 + number), "prefix": format!("PA.{}", PREFIXES[number % PREFIXES.len()]) });
    with(feedback::reception(number), columns)
}
