//! All of `infra/data` through the store.

use std::collections::BTreeSet;
use std::time::Instant;

use motcua_store::bindings::exports::motcua::store::procedures::Guest as Procedures;
use motcua_store::bindings::exports::motcua::store::publication::{Counts, Guest as Publication, Heading, Refusal};
use motcua_store::bindings::exports::motcua::store::units::{Filter, Guest as Units, Level};

use crate::data::{self, REFORM, heading};
use crate::database::{Native, fresh, wait};

/// Publishes every list once; the counts of each.
pub fn publish_all() -> Vec<Counts> {
    vec![
        timed("old provinces", "", REFORM, |heading| {
            wait(Native::publish_units(heading, data::units("old-provinces")))
        }),
        timed("old districts", "", REFORM, |heading| {
            wait(Native::publish_units(heading, data::units("old-districts")))
        }),
        timed("old communes", "", REFORM, |heading| wait(Native::publish_units(heading, data::units("old-communes")))),
        timed("provinces", REFORM, "", |heading| wait(Native::publish_units(heading, data::units("provinces")))),
        timed("communes", REFORM, "", |heading| wait(Native::publish_units(heading, data::units("communes")))),
        timed("province successions", REFORM, "", |heading| {
            wait(Native::publish_successions(heading, data::successions("province-successions")))
        }),
        timed("successions", REFORM, "", |heading| {
            wait(Native::publish_successions(heading, data::successions("successions")))
        }),
        timed("whole", REFORM, "", |heading| wait(Native::publish_procedures(heading, data::whole_procedures()))),
        timed("summarised", REFORM, "", |heading| {
            wait(Native::publish_procedures(heading, data::summarised_procedures()))
        }),
        timed("centres", REFORM, "", |heading| wait(Native::publish_centres(heading, data::centres()))),
    ]
}

fn timed(name: &str, from: &str, until: &str, publish: impl Fn(Heading) -> Result<Counts, Refusal>) -> Counts {
    let start = Instant::now();
    let counts = publish(heading(name, from, until)).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    println!("{name}: {counts:?} in {:?}", start.elapsed());
    counts
}

const SIZES: [u32; 10] = [63, 696, 10_035, 34, 3_321, 63, 10_571, 39, 2_603, 3_321];

#[test]
fn everything_is_published_once() {
    fresh();
    let new = publish_all();
    assert_eq!(new.iter().map(|counts| counts.new).collect::<Vec<_>>(), SIZES);
    assert!(new.iter().all(|counts| counts.changed + counts.unchanged + counts.ended == 0));
    let again = publish_all();
    assert_eq!(again.iter().map(|counts| counts.unchanged).collect::<Vec<_>>(), SIZES);
    assert!(again.iter().all(|counts| counts.new + counts.changed + counts.ended == 0));

    every_old_code_is_found();
    every_commune_is_listed();
    a_reused_code_has_two_readings();
    names_are_found();
    land_without_a_commune_is_found_by_its_district();
    predecessors_are_found();
    every_procedure_is_read();
    centres_are_found();
}

fn every_old_code_is_found() {
    let (mut codes, mut rows) = (0, 0);
    for unit in data::units("old-communes") {
        let successors = wait(Native::successors(unit.code.clone())).expect("successors");
        assert!(!successors.is_empty(), "{}", unit.code);
        assert!(successors.is_sorted_by_key(|succession| succession.new_unit.code.clone()));
        assert!(successors.iter().all(|succession| succession.new_unit.holds.start.as_deref() == Some(REFORM)));
        rows += successors.len();
        codes += 1;
    }
    assert_eq!((codes, rows), (10_035, 10_571 - 6));
}

fn every_commune_is_listed() {
    let filter = Filter { level: Some(Level::Commune), parent: None, name: None, as_of: "2025-10-01".to_owned() };
    let (mut after, mut codes) = (None, BTreeSet::new());
    loop {
        let page = wait(Native::listed(filter.clone(), after, 1_000)).expect("a page");
        assert!(page.len() <= 200 && page.iter().all(|unit| unit.within.len() == 1));
        let Some(last) = page.last() else { break };
        after = Some(last.code.clone());
        codes.extend(page.into_iter().map(|unit| unit.code));
    }
    assert_eq!(codes.len(), 3_321);
    let hanoi = Filter { parent: Some("01".to_owned()), ..filter };
    assert_eq!(wait(Native::listed(hanoi, None, 200)).expect("a page").len(), 126);
}

fn a_reused_code_has_two_readings() {
    let readings = wait(Native::readings("00118".to_owned())).expect("readings");
    let told: Vec<_> = readings.iter().map(|unit| (unit.name_vi.as_str(), unit.within.len())).collect();
    assert_eq!(told, [("Phường Bồ Đề", 1), ("Phường Ngọc Thụy", 2)]);
    assert_eq!(readings[1].within[0].name_vi, "Quận Long Biên");
}

fn names_are_found() {
    let named = |name: &str| wait(Native::named(name.to_owned())).expect("names");
    let codes = |name| named(name).into_iter().map(|unit| unit.code).collect::<Vec<_>>();
    assert_eq!(codes("phuong ngoc thuy"), ["00118"]);
    assert_eq!(codes("ngoc thuy"), ["00118"]);
    assert_eq!(codes("ngoc thu"), Vec::<String>::new());
    let starting = |name: &str, as_of: &str| {
        let filter = Filter { level: None, parent: None, name: Some(name.to_owned()), as_of: as_of.to_owned() };
        wait(Native::listed(filter, None, 200)).expect("units")
    };
    assert!(starting("ngoc thu", "2025-06-30").iter().any(|unit| unit.code == "00118"));
    assert!(starting("ngoc thuy", "2025-07-01").is_empty());
    assert_eq!(starting("xa", "2025-07-01").len(), 200);
}

fn land_without_a_commune_is_found_by_its_district() {
    let new = |old: &str| {
        let successors = wait(Native::successors(old.to_owned())).expect("successors");
        successors.into_iter().map(|succession| (succession.old_code, succession.new_unit.code)).collect::<Vec<_>>()
    };
    assert_eq!(new("318"), [(None, "11948".to_owned())]);
    assert_eq!(new("376"), [(None, "14698".to_owned())]);
    let units = wait(Native::successors_of_district("376".to_owned())).expect("units");
    assert!(units.iter().any(|unit| unit.code == "14698") && units.is_sorted_by_key(|unit| unit.code.clone()));
    assert_eq!(units.iter().map(|unit| &unit.code).collect::<BTreeSet<_>>().len(), units.len());
}

fn predecessors_are_found() {
    let of = |new: &str| wait(Native::predecessors(new.to_owned())).expect("predecessors");
    assert_eq!(of("00070").len(), 14);
    assert_eq!(of("11948")[0].old_code, None);
    assert!(of("00070").is_sorted_by_key(|succession| succession.old_code.clone()));
}

fn every_procedure_is_read() {
    let catalogue = wait(Native::catalogue_of(REFORM.to_owned(), None)).expect("an answer").expect("a catalogue");
    assert_eq!(catalogue.summaries.len(), 2_642);
    assert!(catalogue.summaries.is_sorted_by_key(|summary| summary.code.clone()));
    for published in data::whole_procedures().into_iter().chain(data::summarised_procedures()) {
        let read = wait(<Native as Procedures>::read(published.code.clone(), REFORM.to_owned())).expect("an answer");
        let mut read = read.expect("the procedure");
        assert_eq!(read.holds.start.as_deref(), Some(REFORM));
        read.holds.start = None;
        assert_eq!(read, published);
    }
}

fn centres_are_found() {
    for row in data::centres() {
        let centre = wait(Native::centre_of(row.unit_code, REFORM.to_owned())).expect("an answer").expect("a centre");
        assert_eq!((centre.address, centre.position, centre.hotline), (row.address, row.position, row.hotline));
    }
}
