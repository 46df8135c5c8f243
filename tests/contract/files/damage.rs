//! A chunk that is not what was written is never handed out.

use serde_json::{Value, json};

use super::{DRAFT, FILE};
use crate::papers::{AGENCY, begun, chunk, finished, id};
use crate::store::Store;

on_each_store![
    a_chunk_with_one_other_byte_is_damaged,
    a_chunk_cut_short_is_damaged,
    a_chunk_of_another_place_is_damaged,
    a_chunk_whose_hash_was_lost_is_damaged,
];

/// Damages the second chunk of three, and insists that nobody is given it.
fn damaged(store: &Store, damage: &str) {
    begun(store, &id(DRAFT));
    finished(store, &id(DRAFT), &id(FILE), &["one", "two", "six"]);
    let chunks =
        |offset: u64, limit: u32| store.call("files/chunks", json!([AGENCY, id(DRAFT), id(FILE), offset, limit]));
    assert_eq!(chunks(0, 8), Ok(json!([chunk(0, "one"), chunk(3, "two"), chunk(6, "six")])));
    store.kept().execute(&format!("UPDATE chunks SET {damage} WHERE begins = 3"));
    for found in [chunks(0, 8), chunks(3, 1), chunks(0, 2)] {
        assert!(matches!(&found, Err(Value::Object(fault)) if fault.contains_key("Damaged")), "{found:?}");
    }
    assert_eq!((chunks(0, 1), chunks(6, 8)), (Ok(json!([chunk(0, "one")])), Ok(json!([chunk(6, "six")]))));
}

/// Bytes as both databases write them.
fn literal(store: &Store, content: &str) -> String {
    let digits: String = content.bytes().map(|byte| format!("{byte:02x}")).collect();
    if store.is_postgres() { format!("'\\x{digits}'") } else { format!("x'{digits}'") }
}

fn a_chunk_with_one_other_byte_is_damaged(store: &Store) {
    damaged(store, &format!("sealed = {}", literal(store, "twotah")));
}

fn a_chunk_cut_short_is_damaged(store: &Store) {
    damaged(store, &format!("sealed = {}", literal(store, "twota")));
}

fn a_chunk_of_another_place_is_damaged(store: &Store) {
    damaged(store, "sealed = (SELECT sealed FROM chunks WHERE begins = 0)");
}

fn a_chunk_whose_hash_was_lost_is_damaged(store: &Store) {
    damaged(store, "hash = ''");
}
