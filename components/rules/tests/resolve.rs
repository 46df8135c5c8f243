//! Old codes and names against the whole official table.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use motcua_rules::language::Language;
use motcua_rules::resolve::{
    By, Kind, Meant, OldReading, Outcome, Question, Reason, SuccessionRow, UnitReading, resolve,
};
use motcua_rules::unit::{self, Code, Level, Period};
use proptest::prelude::*;

/// The published units and successions, as a store would hand them out.
struct Table {
    new: BTreeMap<String, UnitReading>,
    old: BTreeMap<String, OldReading>,
    rows: Vec<[String; 6]>,
}

fn csv(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    text.lines().skip(1).map(|line| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                _ => cells.last_mut().unwrap().push(letter),
            }
        }
        cells
    })
}

fn reading(cells: &[String], name_en: Option<String>, period: Period, path: Vec<String>) -> UnitReading {
    let (code, kind) = (Code::parse(&cells[0]).unwrap(), unit::Kind::parse(&cells[1]).unwrap());
    UnitReading { code, kind, name_vi: cells[2].clone(), name_en, period, path }
}

fn old_units() -> BTreeMap<String, OldReading> {
    let mut old: BTreeMap<String, OldReading> = BTreeMap::new();
    for text in [
        include_str!("../../../infra/data/units/old-provinces.csv"),
        include_str!("../../../infra/data/units/old-districts.csv"),
        include_str!("../../../infra/data/units/old-communes.csv"),
    ] {
        for cells in csv(text) {
            let parent = cells.get(3).map(|code| &old[code].unit);
            let path = parent.map(|unit| [vec![unit.name_vi.clone()], unit.path.clone()].concat()).unwrap_or_default();
            let unit = reading(&cells, None, Period::BEFORE_REFORM, path);
            old.insert(cells[0].clone(), OldReading { unit, successions: Vec::new() });
        }
    }
    old
}

fn table() -> Table {
    let mut new: BTreeMap<String, UnitReading> = BTreeMap::new();
    for text in [
        include_str!("../../../infra/data/units/provinces.csv"),
        include_str!("../../../infra/data/units/communes.csv"),
    ] {
        for cells in csv(text) {
            let path = new.get(&cells[4]).map(|province| vec![province.name_vi.clone()]).unwrap_or_default();
            new.insert(cells[0].clone(), reading(&cells, Some(cells[3].clone()), Period::SINCE_REFORM, path));
        }
    }
    let (mut old, mut rows) = (old_units(), Vec::new());
    for text in [
        include_str!("../../../infra/data/units/province-successions.csv"),
        include_str!("../../../infra/data/units/successions.csv"),
    ] {
        for cells in csv(text) {
            let cells: [String; 6] = cells.try_into().unwrap();
            let row = SuccessionRow {
                unit: new[&cells[3]].clone(),
                kind: Kind::parse(&cells[4]).unwrap(),
                note: cells[5].clone(),
            };
            for code in [&cells[0], &cells[2]].into_iter().filter(|code| !code.is_empty()) {
                old.get_mut(code).unwrap().successions.push(row.clone());
            }
            rows.push(cells);
        }
    }
    Table { new, old, rows }
}

impl Table {
    fn code(&self, code: &str, meant: Meant) -> Outcome {
        let old: Vec<_> = self.old.get(code).cloned().into_iter().collect();
        let new: Vec<_> = self.new.get(code).cloned().into_iter().collect();
        resolve(By::Code, meant, &old, &new)
    }

    fn name(&self, name: &str) -> Outcome {
        let old: Vec<_> = self.old.values().filter(|old| old.unit.name_vi == name).cloned().collect();
        let new: Vec<_> = self.new.values().filter(|unit| unit.name_vi == name).cloned().collect();
        resolve(By::Name, Meant::Unsaid, &old, &new)
    }

    fn of_level(&self, level: Level) -> impl Iterator<Item = &String> {
        self.old.iter().filter(move |(_, old)| old.unit.code.level() == level).map(|(code, _)| code)
    }
}

fn codes(outcome: &Outcome) -> BTreeSet<String> {
    match outcome {
        Outcome::One { unit, .. } => [unit.code.to_string()].into(),
        Outcome::Choose { options, .. } => options.iter().map(|option| option.unit.code.to_string()).collect(),
        Outcome::Ambiguous { readings, .. } => readings.iter().flat_map(|reading| codes(&reading.outcome)).collect(),
        Outcome::Unknown { .. } => BTreeSet::new(),
    }
}

#[test]
fn all_old_communes_become_what_the_table_says() {
    let table = table();
    let mut official: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for [old, _, _, new, ..] in &table.rows {
        official.entry(old).or_default().insert(new.clone());
    }
    let (mut one, mut choose, mut defaults) = (0, BTreeMap::new(), 0);
    for code in table.of_level(Level::Commune) {
        let outcome = table.code(code, Meant::Old);
        assert_eq!(codes(&outcome), official[code.as_str()], "{code}");
        match outcome {
            Outcome::One { .. } => one += 1,
            Outcome::Choose { options, question: Question::WhichPart { default, .. } } => {
                *choose.entry(options.len()).or_insert(0) += 1;
                let marked: Vec<_> = options.iter().filter(|option| option.default).collect();
                assert!(marked.iter().all(|option| option.kind == Some(Kind::PartialAreaAllPopulation)));
                assert_eq!(marked.first().map(|option| &option.unit.name_vi), default.as_ref());
                defaults += marked.len();
            }
            other => panic!("{code}: {other:?}"),
        }
    }
    assert_eq!(one, 9_595);
    assert_eq!(choose, BTreeMap::from([(2, 368), (3, 55), (4, 16), (5, 1)]));
    assert_eq!(defaults, 58);
}

#[test]
fn a_bare_code_is_ambiguous_when_its_times_disagree() {
    let table = table();
    let reused: Vec<_> = table.of_level(Level::Commune).filter(|code| table.new.contains_key(*code)).collect();
    assert_eq!(reused.len(), 3_316);
    let ambiguous = reused.iter().filter(|code| matches!(table.code(code, Meant::Unsaid), Outcome::Ambiguous { .. }));
    assert_eq!(ambiguous.count(), 138);
    // Nobody is told something silently: where it is not ambiguous, both times lead to the one unit.
    for code in reused {
        if let Outcome::One { unit, .. } = table.code(code, Meant::Unsaid) {
            assert_eq!(&unit.code.to_string(), code);
            assert_eq!(codes(&table.code(code, Meant::Old)), codes(&table.code(code, Meant::New)));
        }
    }
}

#[test]
fn code_00118_was_ngoc_thuy_and_is_bo_de() {
    let table = table();
    let Outcome::Ambiguous { readings, question } = table.code("00118", Meant::Unsaid) else { panic!() };
    assert_eq!(
        question.say(Language::En),
        "Code 00118 means two different units. Is it a code from before 1 July 2025, or since?"
    );
    let names: Vec<_> = readings.iter().map(|reading| (reading.meant, reading.unit.name_vi.as_str())).collect();
    assert_eq!(names, [(Meant::Old, "Phường Ngọc Thụy"), (Meant::New, "Phường Bồ Đề")]);

    let Outcome::Choose { options, question } = table.code("00118", Meant::Old) else { panic!() };
    let shown: Vec<_> =
        options.iter().map(|option| (option.label.as_str(), option.note.as_str(), option.default)).collect();
    assert_eq!(
        shown,
        [
            ("Phường Hồng Hà, Thành phố Hà Nội", "Nhập một phần diện tích", false),
            ("Phường Bồ Đề, Thành phố Hà Nội", "Nhập một phần diện tích, toàn bộ dân số", true),
        ]
    );
    assert!(question.say(Language::Vi).contains("toàn bộ dân cư nay thuộc Phường Bồ Đề"));

    let Outcome::One { unit, reason } = table.code("00118", Meant::New) else { panic!() };
    assert_eq!(
        (unit.name_vi.as_str(), reason.say(Language::En)),
        ("Phường Bồ Đề", "Phường Bồ Đề is a unit of today".into())
    );
}

#[test]
fn a_code_whose_unit_went_whole_into_its_own_code_is_one() {
    let Outcome::One { unit, reason } = table().code("00004", Meant::Unsaid) else { panic!() };
    assert_eq!(unit.name_vi, "Phường Ba Đình");
    assert_eq!(reason.say(Language::Vi), "Phường Trúc Bạch (nhập toàn bộ) nay là Phường Ba Đình");
    assert!(matches!(reason, Reason::Became { kind: Kind::Whole, .. }) && reason.source().is_some());
}

#[test]
fn each_kind_of_one_to_one_succession_says_its_kind() {
    let (table, mut kinds) = (table(), BTreeMap::new());
    for code in table.of_level(Level::Commune) {
        if let Outcome::One { reason: Reason::Became { kind, .. }, .. } = table.code(code, Meant::Old) {
            *kinds.entry(kind.as_str()).or_insert(0) += 1;
        }
    }
    assert_eq!(kinds, BTreeMap::from([("renamed", 2), ("type_changed", 2), ("unchanged", 127), ("whole", 9_464)]));
}

#[test]
fn old_districts_ask_for_the_commune_and_islands_do_not() {
    let table = table();
    let (mut one, mut choose) = (0, 0);
    for code in table.of_level(Level::District) {
        match table.code(code, Meant::Unsaid) {
            Outcome::One { .. } => one += 1,
            Outcome::Choose { options, question: Question::WhichCommune { .. } } if !options.is_empty() => choose += 1,
            other => panic!("{code}: {other:?}"),
        }
    }
    assert_eq!((one, choose), (14, 682));
    for (district, zone) in [("318", "11948"), ("471", "19742"), ("498", "20333"), ("536", "21548"), ("755", "26732")] {
        let outcome = table.code(district, Meant::Unsaid);
        assert_eq!(codes(&outcome), [zone.to_owned()].into());
    }
    assert!(codes(&table.code("376", Meant::Unsaid)).contains("14698"), "the mudflats of Kim Sơn");
}

#[test]
fn old_provinces_are_one() {
    let table = table();
    assert_eq!(table.of_level(Level::Province).count(), 63);
    for code in table.of_level(Level::Province) {
        assert!(matches!(table.code(code, Meant::Unsaid), Outcome::One { .. }), "{code}");
    }
    let Outcome::One { unit, reason } = table.code("02", Meant::Unsaid) else { panic!() };
    assert_eq!((unit.name_vi.as_str(), reason.source().unwrap().act), ("Tỉnh Tuyên Quang", "Nghị quyết 202/2025/QH15"));
}

#[test]
fn a_name_is_answered_by_the_places_that_bear_it() {
    let table = table();
    let Outcome::Choose { options, question: Question::WhichPlace } = table.name("Phường Bồ Đề") else {
        panic!()
    };
    let old = options.iter().filter(|option| option.label == "Phường Bồ Đề, Quận Long Biên, Thành phố Hà Nội").count();
    assert_eq!((old, options.len()), (3, 4));

    let Outcome::One { unit, .. } = table.name("Phường Trúc Bạch") else { panic!() };
    assert_eq!(unit.name_vi, "Phường Ba Đình");
    assert_eq!(table.name("Phường Không Có"), Outcome::Unknown { reason: Reason::NotFound });
}

#[test]
fn a_name_that_went_elsewhere_is_never_taken_for_its_new_bearer() {
    let table = table();
    let new: BTreeMap<(&String, &String), &UnitReading> = table
        .new
        .values()
        .filter(|unit| !unit.path.is_empty())
        .map(|unit| ((&unit.path[0], &unit.name_vi), unit))
        .collect();
    let mut names = BTreeSet::new();
    for code in table.of_level(Level::Commune) {
        let old = &table.old[code];
        let bearer = new.get(&(&old.successions[0].unit.path[0], &old.unit.name_vi));
        if bearer.is_some_and(|bearer| old.successions.iter().all(|row| row.unit.code != bearer.code)) {
            names.insert(old.unit.name_vi.clone());
        }
    }
    assert_eq!(names.len(), 117);
    assert!(names.iter().all(|name| matches!(table.name(name), Outcome::Choose { .. })));
}

#[test]
fn an_old_unit_without_a_row_is_not_guessed() {
    let mut old = table().old["00004"].clone();
    old.successions.clear();
    let outcome = resolve(By::Code, Meant::Old, &[old], &[]);
    assert_eq!(outcome, Outcome::Unknown { reason: Reason::NoSuccessor { old: "Phường Trúc Bạch".into() } });
}

fn units() -> impl Strategy<Value = UnitReading> {
    (0u32..6, prop_oneof![Just(2usize), Just(3), Just(5)]).prop_map(|(number, digits)| UnitReading {
        code: Code::parse(&format!("{number:0digits$}")).unwrap(),
        kind: unit::Kind::Xa,
        name_vi: format!("Xã {number}"),
        name_en: None,
        period: Period::default(),
        path: Vec::new(),
    })
}

fn old_readings() -> impl Strategy<Value = OldReading> {
    let row = (units(), proptest::sample::select(Kind::ALL)).prop_map(|(unit, kind)| SuccessionRow {
        unit,
        kind,
        note: String::new(),
    });
    (units(), proptest::collection::vec(row, 0..5)).prop_map(|(unit, successions)| OldReading { unit, successions })
}

proptest! {
    #[test]
    fn whatever_is_asked_there_is_a_lawful_answer(
        old in proptest::collection::vec(old_readings(), 0..4),
        new in proptest::collection::vec(units(), 0..4),
        by in proptest::sample::select(&[By::Code, By::Name]),
        meant in proptest::sample::select(&[Meant::Old, Meant::New, Meant::Unsaid]),
    ) {
        let known: BTreeSet<String> = old.iter().flat_map(|old| &old.successions).map(|row| &row.unit).chain(&new)
            .map(|unit| unit.code.to_string()).collect();
        let outcome = resolve(by, meant, &old, &new);
        prop_assert!(codes(&outcome).is_subset(&known));
        match &outcome {
            Outcome::One { reason, .. } => prop_assert!(reason.source().is_some() && !reason.say(Language::Vi).is_empty()),
            Outcome::Choose { options, question } => {
                prop_assert!(!options.is_empty() && !question.say(Language::En).is_empty());
                prop_assert!(options.iter().filter(|option| option.default).count() <= 1);
            }
            Outcome::Ambiguous { readings, .. } => prop_assert!(by == By::Code && readings.len() > 1),
            Outcome::Unknown { reason } => prop_assert_eq!(reason.source(), None),
        }
    }
}
