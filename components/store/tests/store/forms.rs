//! Forms: published as lists like the rest, one in force on each day.

use motcua_store::bindings::exports::motcua::store::forms::{Form, Guest as Forms};
use motcua_store::bindings::exports::motcua::store::publication::{
    Counts, FormRow, Guest as Publication, Reason, Refusal,
};

use crate::data::heading;
use crate::database::{Native, fresh, wait};

fn row((procedure, body): &(&str, &str)) -> FormRow {
    FormRow { procedure: (*procedure).to_owned(), body: (*body).to_owned() }
}

fn publish(name: &str, from: &str, rows: &[(&str, &str)]) -> Result<[u32; 4], Refusal> {
    let counts = wait(Native::publish_forms(heading(name, from, ""), rows.iter().map(row).collect()))?;
    let Counts { new, changed, unchanged, ended } = counts;
    Ok([new, changed, unchanged, ended])
}

/// The first day and the body of the form in force.
fn form(procedure: &str, day: &str) -> Option<(String, String)> {
    let found = wait(<Native as Forms>::read(procedure.to_owned(), day.to_owned())).expect("a read");
    found.map(|Form { procedure: found, start, body }| {
        assert_eq!(found, procedure);
        (start, body)
    })
}

#[test]
fn a_form_holds_until_the_next_one() {
    fresh();
    assert_eq!(publish("forms", "", &[("1", "{}"), ("2", "{}")]), Ok([2, 0, 0, 0]));
    assert_eq!(publish("forms", "2026-01-01", &[("1", "{\"new\":1}")]), Ok([0, 1, 0, 1]));
    assert_eq!(publish("forms", "2026-01-01", &[("1", "{\"new\":1}")]), Ok([0, 0, 1, 0]));
    let told = |start: &str, body: &str| Some((start.to_owned(), body.to_owned()));
    assert_eq!(form("1", "2025-12-31"), told("", "{}"));
    assert_eq!(form("1", "2026-01-01"), told("2026-01-01", "{\"new\":1}"));
    assert_eq!(form("2", "2025-12-31"), told("", "{}"));
    assert_eq!([form("2", "2026-01-01"), form("3", "2026-01-01")], [None, None]);
    assert_eq!(wait(Native::is_published("forms".to_owned(), "forms".to_owned())), Ok(true));
}

#[test]
fn a_form_stands_once_and_in_one_list() {
    fresh();
    let flaws = |refusal: Result<[u32; 4], Refusal>| match refusal {
        Err(Refusal::Flawed(flaws)) => {
            flaws.into_iter().map(|flaw| (flaw.row, flaw.column, flaw.reason)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let twice = publish("a", "", &[("1", "{}"), ("1", "{}")]);
    assert_eq!(flaws(twice), [(1, "procedure".to_owned(), Reason::Duplicate)]);
    publish("a", "", &[("1", "{}")]).expect("a good list");
    let held = publish("b", "", &[("1", "{}")]);
    assert_eq!(flaws(held), [(0, "procedure".to_owned(), Reason::HeldByAnotherList)]);
}
