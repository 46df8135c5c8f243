//! A list with one bad row changes nothing and says which.

use motcua_store::bindings::exports::motcua::store::publication::{
    CentreRow, Flaw, Guest as Publication, Reason, Refusal,
};
use motcua_store::bindings::exports::motcua::store::units::Guest as Units;

use crate::data::{heading, succession, unit};
use crate::database::{Native, connection, fresh, wait};

fn flaws<T>(result: Result<T, Refusal>) -> Vec<(u32, String, Reason)> {
    match result {
        Err(Refusal::Flawed(flaws)) => {
            flaws.into_iter().map(|Flaw { row, column, reason }| (row, column, reason)).collect()
        }
        _ => panic!("the list should be refused for its rows"),
    }
}

fn flaw(row: u32, column: &str, reason: Reason) -> (u32, String, Reason) {
    (row, column.to_owned(), reason)
}

#[test]
fn a_malformed_list_changes_nothing() {
    fresh();
    let good = vec![unit("01", "A", "")];
    wait(Native::publish_units(heading("a", "2020", ""), good)).expect("a good list");
    let before = connection().query_row("SELECT count(*) FROM publications", [], |row| row.get::<_, i64>(0));
    let bad = vec![unit("02", "B", ""), unit("001", "X", "09"), unit("02", "B again", "")];
    let found = flaws(wait(Native::publish_units(heading("a", "2020", ""), bad)));
    assert_eq!(found, [flaw(1, "parent", Reason::UnknownUnit), flaw(2, "code", Reason::Duplicate)]);
    assert_eq!(wait(Native::readings("02".to_owned())).expect("readings"), []);
    assert_eq!(wait(Native::readings("01".to_owned())).expect("readings").len(), 1);
    let after = connection().query_row("SELECT count(*) FROM publications", [], |row| row.get::<_, i64>(0));
    assert_eq!(before, after);
}

#[test]
fn a_parent_that_the_list_itself_ends_is_unknown() {
    fresh();
    wait(Native::publish_units(heading("a", "2020", ""), vec![unit("01", "A", "")])).expect("a good list");
    let orphan = || vec![unit("00001", "X", "01")];
    let found = flaws(wait(Native::publish_units(heading("a", "2021", ""), orphan())));
    assert_eq!(found, [flaw(0, "parent", Reason::UnknownUnit)]);
    wait(Native::publish_units(heading("b", "2021", ""), orphan())).expect("another list ends nothing of this one");
}

#[test]
fn successions_and_centres_name_units_in_force() {
    fresh();
    wait(Native::publish_units(heading("a", "2020", "2024"), vec![unit("00001", "A", "")])).expect("a good list");
    let table = || vec![succession("00009", "Xã Cũ", "001", "00001"), succession("00009", "Xã Cũ", "001", "00001")];
    let found = flaws(wait(Native::publish_successions(heading("t", "2024", ""), table())));
    assert_eq!(
        found,
        [
            flaw(0, "new_code", Reason::UnknownUnit),
            flaw(1, "old_code", Reason::Duplicate),
            flaw(1, "new_code", Reason::UnknownUnit)
        ]
    );
    let centre = CentreRow { unit_code: "00002".to_owned(), address: None, position: None, hotline: None };
    let found = flaws(wait(Native::publish_centres(heading("c", "2020", ""), vec![centre])));
    assert_eq!(found, [flaw(0, "unit_code", Reason::UnknownUnit)]);
}

#[test]
fn a_hundred_flaws_are_told() {
    fresh();
    let rows = (0..300).map(|_| unit("00001", "A", "09")).collect();
    assert_eq!(flaws(wait(Native::publish_units(heading("a", "2020", ""), rows))).len(), 100);
}

#[test]
fn a_list_that_ends_before_it_starts_is_refused() {
    fresh();
    let result = wait(Native::publish_units(heading("a", "2020", "2020"), vec![unit("01", "A", "")]));
    assert!(matches!(result, Err(Refusal::Failed(_))));
}

#[test]
fn an_empty_store_answers() {
    fresh();
    assert_eq!(wait(Native::readings("01".to_owned())).expect("readings"), []);
    assert!(!wait(Native::is_published("units".to_owned(), "communes".to_owned())).expect("an answer"));
}
