//! Attempts: counted by subject and span, and forgotten.

use motcua_store::bindings::exports::motcua::store::attempts::Guest as Attempts;

use crate::database::{Native, connection, fresh, wait};

fn owned(subjects: &[&str]) -> Vec<String> {
    subjects.iter().map(|subject| (*subject).to_owned()).collect()
}

fn failed(subjects: &[&str], span: u64) -> Vec<u32> {
    wait(Native::failed(owned(subjects), span)).expect("numbers")
}

fn count(subjects: &[&str], span: u64, forget: u64) {
    wait(Native::count(owned(subjects), span, forget)).expect("a count");
}

#[test]
fn attempts_are_counted_by_subject_and_span() {
    fresh();
    assert_eq!(failed(&["code", "address"], 900), [0, 0]);
    count(&["code", "address"], 900, 0);
    count(&["address", "other"], 900, 0);
    count(&["address"], 1_800, 0);
    assert_eq!(failed(&["address", "nobody", "code", "other", "address"], 900), [2, 0, 1, 1, 2]);
    assert_eq!(failed(&["address", "code"], 1_800), [1, 0]);
    assert_eq!(failed(&[], 900), Vec::<u32>::new());
    count(&["twice", "twice"], 900, 0);
    assert_eq!(failed(&["twice"], 900), [1]);
    count(&[], 900, 0);
}

#[test]
fn old_spans_are_forgotten() {
    fresh();
    count(&["code"], 900, 0);
    count(&["code"], 1_800, 900);
    assert_eq!(failed(&["code"], 900), [1]);
    count(&["other"], 2_700, 1_800);
    assert_eq!([failed(&["code"], 900), failed(&["code"], 1_800)], [[0], [1]]);
    count(&[], 2_700, 9_000);
    assert_eq!(connection().query_row("SELECT count(*) FROM attempts", [], |row| row.get(0)), Ok(0_i64));
}
