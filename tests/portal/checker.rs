//! Whether a whole store is in order: read from its database, past the store, by laws that are written here once more
//! from the words of `wit/store` and not taken from the store's code.

mod database;
mod dossiers;
mod feedback;
mod files;
mod histories;
mod numbers;
mod payments;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

pub use database::{Cell, Kept};
pub use payments::{Happened, chained_order};

use dossiers::Dossiers;
use feedback::Items;
use histories::Lives;

/// What was found in a store that is in order.
pub struct Holdings {
    /// The version of each dossier, by its code.
    pub dossiers: BTreeMap<String, u32>,
    /// The version of each feedback item, by its code.
    pub items: BTreeMap<String, u32>,
    /// How many drafts there are, filed ones too.
    pub drafts: usize,
    /// How many files there are, whole or not.
    pub files: usize,
    /// The version of each payment order, by its id.
    pub orders: BTreeMap<String, u32>,
}

/// What is out of order, in words; empty where nothing is.
///
/// It may be called inside a transaction, for example after damage that is taken back later.
pub fn flaws(kept: &mut Kept) -> Vec<String> {
    let mut flaws = Flaws(Vec::new());
    let (dossiers, items) = (dossiers::read(kept), feedback::read(kept));
    let lives = lives(&dossiers, &items, &mut flaws);
    numbers::look(kept, &lives, &mut flaws);
    histories::look(kept, &lives, &mut flaws);
    files::look(kept, &lives, &mut flaws);
    dossiers::look(kept, &dossiers, &items, &mut flaws);
    feedback::look(kept, &items, &mut flaws);
    let orders = payments::read(kept);
    payments::look(kept, &orders, &mut flaws);
    flaws.0
}

/// All that has a history. Nothing else tells a dossier's events from an item's, so that no code is one of both.
fn lives(dossiers: &Dossiers, items: &Items, flaws: &mut Flaws) -> Lives {
    let mut lives: Lives = dossiers.iter().map(|(name, dossier)| (name.clone(), dossier.life.clone())).collect();
    for (name, item) in items {
        let other = lives.insert(name.clone(), item.life.clone());
        flaws.unless(other.is_none(), || format!("{name:?} is a dossier and an item"));
    }
    lives
}

/// Insists that a store is in order, at one moment of it: it may be at work.
#[track_caller]
pub fn in_order(kept: &mut Kept) -> Holdings {
    let (flaws, holdings) = kept.at_one_moment(|kept| (flaws(kept), held(kept)));
    let shown = flaws.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(flaws.is_empty(), "{} flaws in the store:\n{shown}", flaws.len());
    holdings
}

fn held(kept: &mut Kept) -> Holdings {
    let count = |kept: &mut Kept, table: &str| {
        usize::try_from(kept.rows(&format!("SELECT count(*) FROM {table}"))[0][0].integer()).expect("a count")
    };
    Holdings {
        dossiers: dossiers::read(kept).into_iter().map(|((_, code), dossier)| (code, dossier.life.version)).collect(),
        items: feedback::read(kept).into_iter().map(|((_, code), item)| (code, item.life.version)).collect(),
        drafts: count(kept, "drafts"),
        files: count(kept, "files"),
        orders: payments::read(kept).into_iter().map(|((_, id), order)| (id, order.version)).collect(),
    }
}

/// What was found out of order.
struct Flaws(Vec<String>);

impl Flaws {
    /// Notes what is wrong unless it is as it should be.
    fn unless(&mut self, is_so: bool, wrong: impl FnOnce() -> String) {
        if !is_so {
            self.0.push(wrong());
        }
    }
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that a step of a history has to have: `types.event` says of what.
pub fn chained(previous: &str, code: &str, step: &Step<'_>) -> String {
    let Step { number, at, event, actor, day, sealed } = step;
    let sealed = sha256(sealed);
    let fields = [previous, code, &number.to_string(), &at.to_string(), event, actor, day.unwrap_or(""), &sealed];
    let lines: String = fields.iter().map(|field| format!("{field}\n")).collect();
    sha256(lines.as_bytes())
}

/// What the hash of a step is made of, beside the step before and the code.
pub struct Step<'a> {
    /// Counted from 1.
    pub number: u32,
    /// In milliseconds.
    pub at: u64,
    /// The rules' word for it.
    pub event: &'a str,
    /// In whose right.
    pub actor: &'a str,
    /// The new date.
    pub day: Option<&'a str>,
    /// What goes with it.
    pub sealed: &'a [u8],
}
