//! The load under which things break: writers that publish small numbered lists and remember which were acknowledged,
//! readers that look at them.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

use serde_json::{Value, json};

use super::met::{Met, PATIENCE, PAUSE, RECOVERY, lock, until};
use crate::client::{Client, Outcome, counts};
use crate::rows::{heading, unit, with};
use crate::whistle::Whistle;

const WRITERS: usize = 4;
const READERS: usize = 2;
/// Rows of each list: more than the store writes with one statement, fewer than it tells at once.
const ROWS: u64 = 120;

/// What was written, and what happened meanwhile.
#[derive(Default)]
pub struct Load {
    /// Text in each row, to fill a disk with.
    padding: String,
    next: AtomicUsize,
    acknowledged: Mutex<BTreeSet<usize>>,
    reads: AtomicUsize,
    /// What calls met.
    pub met: Met,
}

impl Load {
    /// Lists with so many bytes of text in each row.
    pub fn padded(bytes: usize) -> Load {
        Load { padding: "x".repeat(bytes), ..Load::default() }
    }

    /// Writes and reads until `fault` has happened.
    pub fn during(&self, client: &Client, fault: impl FnOnce()) {
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let _whistle = Whistle(&is_over);
            for _ in 0..WRITERS {
                scope.spawn(|| self.write(client, &is_over));
            }
            for _ in 0..READERS {
                scope.spawn(|| self.read(client, &is_over));
            }
            fault();
        });
    }

    /// Waits until somebody has begun to write.
    pub fn begins(&self) {
        until("a first write", PATIENCE, || self.next.load(SeqCst) > 0);
    }

    /// Waits until calls are served that nobody had begun before: it has to come soon.
    pub fn goes_on(&self) {
        let (acknowledged, reads) = (|| lock(&self.acknowledged).len(), || self.reads.load(SeqCst));
        let (lists_before, reads_before) = (acknowledged(), reads());
        until("reads and writes go on", RECOVERY, || {
            acknowledged() > lists_before + WRITERS && reads() > reads_before + READERS
        });
    }

    /// Everything acknowledged is there, and nothing is there by half.
    pub fn check(&self, client: &Client) {
        let acknowledged = lock(&self.acknowledged).clone();
        for number in 0..self.next.load(SeqCst) {
            let rows = count(&client.ok("units/named", json!([name(number)])));
            let is_published = client.ok("publication/is-published", json!(["units", name(number)]));
            assert_eq!(is_published, rows > 0, "list {number}");
            match acknowledged.contains(&number) {
                true => assert_eq!(rows, ROWS, "list {number} was acknowledged"),
                false => assert!(rows == 0 || rows == ROWS, "{rows} rows of list {number}"),
            }
        }
    }

    fn write(&self, client: &Client, is_over: &AtomicBool) {
        while !is_over.load(SeqCst) {
            self.write_one(client, is_over, self.next.fetch_add(1, SeqCst));
        }
    }

    /// Repeats one list until it is acknowledged, as whoever publishes would. Every other one has a key.
    fn write_one(&self, client: &Client, is_over: &AtomicBool, number: usize) {
        let (heading, rows, has_key) = (heading(&name(number), "", ""), self.rows(number), number.is_multiple_of(2));
        let request = json!({ "request": has_key.then(|| json!({ "key": name(number), "hash": "hash" })) });
        let heading = with(heading, request);
        let mut possible = vec![[ROWS, 0, 0, 0]];
        while !is_over.load(SeqCst) {
            match client.attempt("publication/publish-units", &json!([heading, rows])) {
                Outcome::Ok(done) => {
                    assert!(possible.contains(&counts(&done)), "list {number}: {done}");
                    lock(&self.acknowledged).insert(number);
                    return;
                }
                other => self.met.note("write", other),
            }
            // Either the answer was lost or the work. Under a key nobody sees the difference.
            possible.extend((!has_key).then_some([0, 0, ROWS, 0]));
            thread::sleep(PAUSE);
        }
    }

    fn read(&self, client: &Client, is_over: &AtomicBool) {
        for turn in 0.. {
            if is_over.load(SeqCst) {
                return;
            }
            // Those being written now, and those just acknowledged.
            let number = self.next.load(SeqCst).saturating_sub(1 + turn % (2 * WRITERS));
            let was_acknowledged = lock(&self.acknowledged).contains(&number);
            match client.attempt("units/named", &json!([name(number)])) {
                Outcome::Ok(found) => {
                    let rows = count(&found);
                    self.reads.fetch_add(1, SeqCst);
                    assert!(rows == ROWS || rows == 0 && !was_acknowledged, "{rows} rows of list {number}");
                }
                other => {
                    self.met.note("read", other);
                    thread::sleep(PAUSE);
                }
            }
        }
    }

    fn rows(&self, number: usize) -> Value {
        let name = name(number);
        let row = |row: u64| with(unit(&format!("{name}-{row}"), &self.padding, ""), json!({ "folded": [name, name] }));
        (0..ROWS).map(row).collect()
    }
}

fn name(number: usize) -> String {
    format!("list-{number}")
}

fn count(rows: &Value) -> u64 {
    rows.as_array().map_or(0, |rows| rows.len() as u64)
}
