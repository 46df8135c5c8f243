//! How publications change what holds when.

use motcua_store::bindings::exports::motcua::store::procedures::Guest as Procedures;
use motcua_store::bindings::exports::motcua::store::publication::{
    Counts, Flaw, Guest as Publication, Reason, Refusal, UnitRow,
};
use motcua_store::bindings::exports::motcua::store::units::{Filter, Guest as Units, Unit};

use crate::data::{heading, procedure, succession, unit};
use crate::database::{Native, connection, fresh, wait};

/// Publishes `rows`, written `code name`, as the list `name`; answers with new, changed, unchanged, ended.
fn publish(name: &str, from: &str, until: &str, rows: &[&str]) -> [u32; 4] {
    let rows: Vec<UnitRow> =
        rows.iter().filter_map(|row| row.split_once(' ')).map(|(code, name)| unit(code, name, "")).collect();
    counted(wait(Native::publish_units(heading(name, from, until), rows)).expect("a good list"))
}

fn counted(counts: Counts) -> [u32; 4] {
    [counts.new, counts.changed, counts.unchanged, counts.ended]
}

/// The life of a code, the earliest version first: `start..end name`.
fn life(code: &str) -> Vec<String> {
    let mut readings = wait(Native::readings(code.to_owned())).expect("readings");
    readings.reverse();
    readings.iter().map(told).collect()
}

fn told(unit: &Unit) -> String {
    let day = |day: &Option<String>| day.clone().unwrap_or_default();
    format!("{}..{} {}", day(&unit.holds.start), day(&unit.holds.end), unit.name_vi)
}

#[test]
fn a_list_starts_changes_and_ends_what_it_says() {
    fresh();
    assert_eq!(publish("a", "2020", "", &["01 A", "02 B", "03 C"]), [3, 0, 0, 0]);
    assert_eq!(publish("a", "2021", "", &["01 A", "02 B2", "04 D"]), [1, 1, 1, 1]);
    assert_eq!(life("01"), ["2020.. A"]);
    assert_eq!(life("02"), ["2020..2021 B", "2021.. B2"]);
    assert_eq!(life("03"), ["2020..2021 C"]);
    assert_eq!(life("04"), ["2021.. D"]);
}

#[test]
fn the_same_list_again_leaves_no_trace() {
    fresh();
    publish("a", "2020", "", &["01 A", "02 B"]);
    let before = trace();
    assert_eq!(publish("a", "2020", "", &["02 B", "01 A"]), [0, 0, 2, 0]);
    assert_eq!(publish("a", "2023", "", &["01 A", "02 B"]), [0, 0, 2, 0]);
    assert_eq!(trace(), before);
    publish("a", "2024", "", &["01 A"]);
    assert_eq!(publish("a", "2020", "", &["01 A", "02 B"]), [0, 0, 2, 0]);
    assert_eq!(life("02"), ["2020..2024 B"]);
}

fn trace() -> (i64, i64) {
    let count = |sql: &str| connection().query_row(sql, [], |row| row.get(0)).expect("a number");
    (count("SELECT count(*) FROM publications"), count("SELECT revision FROM editions WHERE kind = 'units'"))
}

#[test]
fn a_correction_replaces_and_archives() {
    fresh();
    publish("a", "2020", "", &["01 A", "02 B"]);
    assert_eq!(publish("a", "2020", "", &["01 A2"]), [0, 1, 0, 1]);
    assert_eq!(life("01"), ["2020.. A2"]);
    assert_eq!(life("02"), Vec::<String>::new());
    let archived = "SELECT content FROM replaced WHERE kind = 'units' AND item = '01'";
    let content: String = connection().query_row(archived, [], |row| row.get(0)).expect("the old row");
    assert!(content.contains(r#""name_vi":"A""#) && content.contains(r#""until_day":"9999-12-31""#), "{content}");
}

#[test]
fn a_late_list_stops_where_a_later_one_starts() {
    fresh();
    publish("a", "2022", "", &["01 New", "03 C"]);
    assert_eq!(publish("a", "2020", "", &["01 Old", "02 B"]), [2, 0, 0, 0]);
    assert_eq!(life("01"), ["2020..2022 Old", "2022.. New"]);
    // The edition of 2022, which came first, did not have it any more.
    assert_eq!(life("02"), ["2020..2022 B"]);
    // A correction in between changes the past, and not what follows.
    assert_eq!(publish("a", "2021", "", &["01 Middle", "02 B"]), [0, 1, 1, 0]);
    assert_eq!(life("01"), ["2020..2021 Old", "2021..2022 Middle", "2022.. New"]);
}

#[test]
fn a_list_of_the_past_ends_on_its_day() {
    fresh();
    publish("today", "2025", "", &["01 New"]);
    assert_eq!(publish("past", "", "2025", &["01 Old", "02 Gone"]), [2, 0, 0, 0]);
    assert_eq!(life("01"), ["..2025 Old", "2025.. New"]);
    assert_eq!(life("02"), ["..2025 Gone"]);
    assert_eq!(publish("past", "", "2025", &["01 Old", "02 Gone"]), [0, 0, 2, 0]);
    // It ended earlier than first said.
    assert_eq!(publish("past", "", "2024", &["01 Old", "02 Gone"]), [0, 2, 0, 0]);
    assert_eq!(life("02"), ["..2024 Gone"]);
    // No, it did not, and what follows stays.
    assert_eq!(publish("past", "", "2026", &["01 Old", "02 Gone"]), [0, 2, 0, 0]);
    assert_eq!(life("01"), ["..2025 Old", "2025.. New"]);
    assert_eq!(life("02"), ["..2026 Gone"]);
}

#[test]
fn what_a_later_edition_confirmed_or_ended_stays_so() {
    fresh();
    publish("a", "2020", "", &["01 A", "02 B", "03 C"]);
    publish("a", "2022", "", &["01 A", "02 B"]);
    assert_eq!(publish("a", "2020", "", &["01 A", "02 B", "03 C"]), [0, 0, 3, 0]);
    assert_eq!(publish("a", "2021", "", &["01 A", "02 B2", "03 C2"]), [0, 2, 1, 0]);
    assert_eq!(publish("a", "2021", "", &["01 A", "02 B2", "03 C2"]), [0, 0, 3, 0]);
    assert_eq!(life("01"), ["2020.. A"]);
    assert_eq!(life("02"), ["2020..2021 B", "2021.. B2"]);
    assert_eq!(life("03"), ["2020..2021 C", "2021..2022 C2"]);
}

#[test]
fn a_row_moves_to_another_list_once_its_own_has_ended_it() {
    fresh();
    publish("a", "2020", "", &["01 A", "02 B"]);
    let taken = wait(Native::publish_units(heading("b", "2021", ""), vec![unit("02", "B", "")]));
    let flaw = Flaw { row: 0, column: "code".to_owned(), reason: Reason::HeldByAnotherList };
    assert_eq!(taken.expect_err("it is another list's"), Refusal::Flawed(vec![flaw]));
    assert_eq!(publish("a", "2021", "", &["01 A"]), [0, 0, 1, 1]);
    assert_eq!(publish("b", "2021", "", &["02 B"]), [1, 0, 0, 0]);
    assert_eq!(life("02"), ["2020..2021 B", "2021.. B"]);
}

#[test]
fn reads_and_lists_go_by_the_day() {
    fresh();
    publish("a", "2020", "", &["01 A", "02 B", "03 C"]);
    publish("a", "2021", "", &["01 A2", "03 C"]);
    let on = |day: &str| {
        wait(Native::listed(Filter { level: None, parent: None, name: None, as_of: day.to_owned() }, None, 9))
    };
    let names = |day: &str| on(day).expect("a list").into_iter().map(|unit| unit.name_vi).collect::<Vec<_>>();
    assert_eq!(names("2019"), Vec::<String>::new());
    assert_eq!(names("2020"), ["A", "B", "C"]);
    assert_eq!(names("2021"), ["A2", "C"]);
    let read = |day: &str| wait(<Native as Units>::read("02".to_owned(), day.to_owned())).expect("a read");
    assert!(read("2020-12-31").is_some() && read("2021").is_none());
}

#[test]
fn units_are_within_what_enclosed_them_on_their_last_day() {
    fresh();
    let past = vec![unit("01", "Tỉnh Cũ", ""), unit("001", "Huyện X", "01"), unit("00001", "Xã Y", "001")];
    wait(Native::publish_units(heading("past", "", "2025"), past)).expect("the past");
    let today = vec![unit("01", "Tỉnh Mới", ""), unit("00001", "Xã Z", "01")];
    wait(Native::publish_units(heading("today", "2025", ""), today)).expect("today");
    let readings = wait(Native::readings("00001".to_owned())).expect("readings");
    let within = |n: usize| readings[n].within.iter().map(|outer| outer.name_vi.as_str()).collect::<Vec<_>>();
    assert_eq!(within(0), ["Tỉnh Mới"]);
    assert_eq!(within(1), ["Huyện X", "Tỉnh Cũ"]);
}

#[test]
fn a_corrected_table_of_successions_replaces_the_first() {
    fresh();
    let units = vec![unit("00001", "Xã A", ""), unit("00002", "Xã B", "")];
    wait(Native::publish_units(heading("units", "", ""), units)).expect("units");
    let table = |new: &str, day: &str| {
        let rows = vec![succession("00009", "Xã Cũ", "001", new)];
        counted(wait(Native::publish_successions(heading("table", day, ""), rows)).expect("a good table"))
    };
    let became = || {
        let successions = wait(Native::successors("00009".to_owned())).expect("successors");
        successions.into_iter().map(|s| (s.new_unit.code, s.day)).collect::<Vec<_>>()
    };
    assert_eq!(table("00001", "2025"), [1, 0, 0, 0]);
    assert_eq!(became(), [("00001".to_owned(), "2025".to_owned())]);
    assert_eq!(table("00002", "2025"), [1, 0, 0, 1]);
    assert_eq!(became(), [("00002".to_owned(), "2025".to_owned())]);
    assert_eq!(table("00001", "2026"), [1, 0, 0, 1]);
    assert_eq!(became(), [("00001".to_owned(), "2026".to_owned())]);
}

#[test]
fn procedures_have_versions_and_the_catalogue_an_edition() {
    fresh();
    let publish = |day: &str, name: &str, decision: &str| {
        let rows = vec![procedure("1.001193", name, decision)];
        counted(wait(Native::publish_procedures(heading("bo-tu-phap", day, ""), rows)).expect("a good list"))
    };
    let catalogue = |known: Option<String>| wait(Native::catalogue_of("2026".to_owned(), known)).expect("a catalogue");
    let empty = catalogue(None).expect("an edition");
    assert_eq!(publish("2025", "Khai sinh", "1/QĐ"), [1, 0, 0, 0]);
    let first = catalogue(Some(empty.edition)).expect("a new edition");
    assert_eq!(publish("2025", "Khai sinh", "1/QĐ"), [0, 0, 1, 0]);
    assert_eq!(catalogue(Some(first.edition.clone())), None);
    assert_eq!(publish("2026", "Khai sinh", "2/QĐ"), [0, 1, 0, 0]);
    assert!(catalogue(Some(first.edition)).is_some());

    let versions = wait(Native::versions("1.001193".to_owned())).expect("versions");
    let told: Vec<_> = versions.iter().map(|(decision, holds)| (decision.as_str(), holds.start.as_deref())).collect();
    assert_eq!(told, [("2/QĐ", Some("2026")), ("1/QĐ", Some("2025"))]);
    let read = wait(<Native as Procedures>::read("1.001193".to_owned(), "2025-06-01".to_owned())).expect("a read");
    assert_eq!(read.map(|found| (found.decision, found.holds.end)), Some(("1/QĐ".to_owned(), Some("2026".to_owned()))));
}

#[test]
fn extreme_values_come_back() {
    fresh();
    let row = UnitRow { population: Some(u64::MAX), area_ha: Some(0), ..unit("01", "Tỉnh 'x' \u{1f600} ?1", "") };
    wait(Native::publish_units(heading("a", "", ""), vec![row.clone()])).expect("a good list");
    let read =
        wait(<Native as Units>::read("01".to_owned(), "2025-07-01".to_owned())).expect("a read").expect("the unit");
    assert_eq!((read.population, read.area_ha, read.name_vi), (row.population, row.area_ha, row.name_vi));
}
