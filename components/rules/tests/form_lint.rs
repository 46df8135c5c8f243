//! Every form of every procedure can be filled in, and the linter finds one that cannot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod form_support;

use std::collections::BTreeSet;
use std::fs;

use form_support::{ROOT, different, made, of_summaries, written};
use motcua_rules::form::common::Case;
use motcua_rules::form::lint::{Defect, lint, papers};
use motcua_rules::form::schema::schema;
use motcua_rules::form::{Form, Role};
use motcua_rules::language::Language;
use motcua_rules::procedure::Document;
use serde_json::{Value, json};

/// What citizens ask for most, and where it stands.
const WANTED: [&str; 14] = [
    "1.000656", "1.000894", "1.001193", "1.001612", "1.004194", "1.004222", "1.004873", "1.007277", "1.007700",
    "1.013831", "2.000635", "2.000815", "3.000333", "3.000347",
];

#[test]
fn the_procedures_of_high_volume_have_forms_of_their_own() {
    let codes: Vec<String> = written().into_iter().map(|asked| asked.form.procedure).collect();
    assert_eq!(codes, WANTED);
    assert!(written().iter().all(|asked| !asked.form.law.is_empty()));
}

#[test]
fn every_written_form_makes_sense() {
    for asked in written() {
        assert_eq!(lint(&asked.form), [], "{}", asked.form.procedure);
    }
}

#[test]
fn every_written_form_asks_for_each_paper_once() {
    for asked in written() {
        assert_eq!(papers(&asked.form, &asked.cases), [], "{}", asked.form.procedure);
    }
}

#[test]
fn every_procedure_gets_a_form_that_makes_sense() {
    let all: Vec<_> = made().into_iter().chain(of_summaries()).collect();
    assert_eq!(all.iter().map(|asked| &asked.form.procedure).collect::<BTreeSet<_>>().len(), 2_642);
    for asked in all {
        assert_eq!(lint(&asked.form), [], "{}", asked.form.procedure);
        assert_eq!(papers(&asked.form, &asked.cases), [], "{}", asked.form.procedure);
    }
}

#[test]
fn every_schema_is_a_schema() {
    for asked in different() {
        for language in [Language::Vi, Language::En] {
            let schema = schema(&asked.form, language);
            jsonschema::draft202012::meta::validate(&schema).unwrap();
        }
    }
}

#[test]
fn what_is_read_is_written_again() {
    for asked in different() {
        let text = serde_json::to_string(&asked.form).unwrap();
        assert_eq!(Form::read(&text).unwrap(), asked.form);
    }
}

#[test]
fn a_key_that_no_form_has_is_refused() {
    let whole: Value =
        serde_json::from_str(&fs::read_to_string(format!("{ROOT}/forms/1.001193.json")).unwrap()).unwrap();
    for at in ["", "/sections/0", "/sections/0/fields/0", "/sections/0/fields/0/kind/text", "/slots/0", "/law/0"] {
        let mut broken = whole.clone();
        broken.pointer_mut(at).unwrap()["requird"] = true.into();
        assert!(Form::read(&broken.to_string()).is_err(), "{at}");
    }
}

#[test]
fn a_note_is_no_paper_and_a_paper_of_two_cases_is_one() {
    let line = |name: &str, originals| Document { name: name.into(), originals, copies: 0 };
    let case = |name: &str, documents| Case { name: name.into(), documents };
    let cases = [
        case("Giấy tờ phải nộp", vec![line("Đơn đề nghị", 1), line("Lưu ý chung", 0)]),
        case("Cá nhân", vec![line("Bản vẽ", 1), line("Giấy ủy quyền (nếu có)", 1)]),
        case("Tổ chức", vec![line("Bản  vẽ", 1)]),
    ];
    let form = motcua_rules::form::common::form(motcua_rules::procedure::Code::parse("1.000001").unwrap(), &[], &cases);
    let slots: Vec<_> = form.slots.iter().map(|slot| (slot.label.vi.as_str(), slot.required)).collect();
    assert_eq!(slots, [("Đơn đề nghị", true), ("Bản vẽ", true), ("Giấy ủy quyền (nếu có)", false)]);
    let shown: Vec<Value> = form.slots.iter().map(|slot| serde_json::to_value(&slot.shown).unwrap()).collect();
    assert_eq!(shown, [json!(null), json!(null), json!({"has": ["cases", ["case_1"]]})]);
}

/// A form with these fields and slots, and what lint has to say of it besides the roles.
fn defects(fields: Value, slots: Value) -> Vec<(String, Defect)> {
    let section = json!({"name": "all", "label": {"vi": "Tất cả", "en": "All"}, "fields": fields});
    let form = json!({"procedure": "1.000001", "sections": [section], "slots": slots});
    let found = lint(&Form::read(&form.to_string()).unwrap()).into_iter();
    found.filter(|one| !matches!(one.defect, Defect::RoleMissing(_))).map(|one| (one.at, one.defect)).collect()
}

fn field(name: &str, kind: Value, more: Value) -> Value {
    let mut field = json!({"name": name, "label": {"vi": "Nhãn", "en": "Label"}, "kind": kind, "required": true});
    field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    field
}

fn colours() -> Value {
    let one = |value: &str| json!({"value": value, "label": {"vi": value, "en": value}});
    json!({"choice": {"choices": [one("red"), one("blue")]}})
}

fn line() -> Value {
    json!({"text": {"max": 10}})
}

#[test]
fn a_field_that_nobody_is_ever_asked_is_found() {
    let fields = json!([
        field("colour", colours(), json!({})),
        field("dark", json!("yes_no"), json!({"shown": {"is": ["colour", "red"]}})),
        field("direct", line(), json!({"shown": {"all": [{"is": ["colour", "red"]}, {"is": ["colour", "blue"]}]}})),
        field("by_way_of", line(), json!({"shown": {"all": [{"yes": "dark"}, {"not": ["colour", "red"]}]}})),
        field("fine", line(), json!({"shown": {"all": [{"yes": "dark"}, {"not": ["colour", "blue"]}]}})),
        field("always", line(), json!({"shown": {"one_of": ["colour", ["red", "blue"]]}})),
    ]);
    let never = |name: &str| (name.to_owned(), Defect::NeverShown);
    let slot = json!({"name": "paper", "label": {"vi": "Giấy", "en": "Paper"}, "accepts": [], "size": "small",
        "shown": {"all": [{"is": ["colour", "blue"]}, {"no": "dark"}]}});
    assert_eq!(
        defects(fields, json!([slot])),
        [
            never("direct"),
            never("by_way_of"),
            ("always".into(), Defect::AlwaysHolds),
            never("paper"),
            ("paper".into(), Defect::NothingAccepted)
        ]
    );
}

#[test]
fn a_condition_on_something_that_is_not_asked_before_is_found() {
    let fields = json!([
        field("early", line(), json!({"shown": {"is": ["colour", "red"]}})),
        field("colour", colours(), json!({})),
        field("green", line(), json!({"shown": {"is": ["colour", "green"]}})),
        field("text", line(), json!({"shown": {"is": ["green", "x"]}})),
        field("yes", line(), json!({"shown": {"yes": "colour"}})),
        field(
            "people",
            json!({"group": {"max": 3, "fields": [
            field("inner", line(), json!({"shown": {"is": ["colour", "red"]}}))]}}),
            json!({})
        ),
    ]);
    let unknown = |name: &str, field: &str| (name.to_owned(), Defect::UnknownField(field.into()));
    let choice = |name: &str, value: &str| (name.to_owned(), Defect::UnknownChoice(value.into()));
    assert_eq!(
        defects(fields, json!([])),
        [
            unknown("early", "colour"),
            choice("green", "green"),
            choice("text", "green"),
            choice("yes", "colour"),
            unknown("inner", "colour")
        ]
    );
}

#[test]
fn names_words_bounds_and_examples_are_looked_at() {
    let fields = json!([
        field("one", line(), json!({"label": {"vi": "Nhãn", "en": ""}})),
        field("one", line(), json!({})),
        field("Two", line(), json!({})),
        field("example", line(), json!({"example": {"vi": "dài quá mức", "en": "short"}})),
        field("wide", json!({"text": {"max": 9999}}), json!({})),
        field("upside_down", json!({"number": {"min": 2, "max": 1}}), json!({})),
        field("lone", json!({"choice": {"choices": []}}), json!({})),
        field("phone", json!("phone"), json!({"role": "applicant_email"})),
    ]);
    let expected = [
        ("one", Defect::NameTaken),
        ("Two", Defect::NameUnfit),
        ("one", Defect::WordsMissing),
        ("example", Defect::ExampleRefused),
        ("wide", Defect::Bounds),
        ("upside_down", Defect::Bounds),
        ("lone", Defect::NothingToChoose),
        ("phone", Defect::NotPersonal),
        ("phone", Defect::RoleUnfit(Role::ApplicantEmail)),
    ];
    assert_eq!(defects(fields, json!([])), expected.map(|(at, defect)| (at.to_owned(), defect)));
}

#[test]
fn a_form_that_does_not_say_who_applies_is_found() {
    let form = json!({"procedure": "1.1", "sections": []});
    let found: Vec<Defect> = lint(&Form::read(&form.to_string()).unwrap()).into_iter().map(|one| one.defect).collect();
    let missing = [Role::ApplicantName, Role::ApplicantPhone, Role::ApplicantPlace].map(Defect::RoleMissing);
    assert_eq!(found, [vec![Defect::NoProcedure], missing.to_vec()].concat());

    let both = json!([
        field("one", line(), json!({"role": "applicant_name"})),
        field("two", line(), json!({"role": "applicant_name"})),
    ]);
    assert!(defects(both, json!([])).contains(&("two".into(), Defect::RoleTwice(Role::ApplicantName))));
}

#[test]
fn a_role_that_only_some_must_tell_is_not_known() {
    let text = |name: &str, shown: Value| {
        let role = json!({"role": "applicant_name"});
        let mut made = field(name, line(), role);
        if shown != Value::Null {
            made["shown"] = shown;
        }
        made
    };
    let missing = |fields: Value| {
        let section = json!({"name": "all", "label": {"vi": "Tất cả", "en": "All"}, "fields": fields});
        let form = Form::read(&json!({"procedure": "1.000001", "sections": [section]}).to_string()).unwrap();
        lint(&form).iter().any(|one| one.defect == Defect::RoleMissing(Role::ApplicantName))
    };
    let dark = |more: Value| field("dark", json!("yes_no"), more);
    let red = || text("red", json!({"is": ["colour", "red"]}));
    let blue = || text("blue", json!({"not": ["colour", "red"]}));
    assert!(!missing(json!([text("one", Value::Null)])));
    assert!(missing(json!([field("colour", colours(), json!({})), red()])));
    assert!(!missing(json!([field("colour", colours(), json!({})), red(), blue()])));
    assert!(missing(json!([field("colour", colours(), json!({"required": false})), red(), blue()])));
    let within = |shown: Value| field("colour", colours(), json!({"shown": shown}));
    let light = || text("light", json!({"no": "dark"}));
    assert!(missing(json!([dark(json!({})), within(json!({"yes": "dark"})), red(), blue()])));
    assert!(!missing(json!([dark(json!({})), within(json!({"yes": "dark"})), red(), blue(), light()])));
    let country = || field("country", json!("country"), json!({}));
    let here = || text("here", json!({"is": ["country", "VN"]}));
    assert!(missing(json!([country(), here()])));
    assert!(!missing(json!([country(), here(), text("there", json!({"not": ["country", "VN"]}))])));
}

#[test]
fn bounds_that_nothing_fits_are_found() {
    let text = |min: u16, max: u16, pattern: &str| json!({"text": {"min": min, "max": max, "pattern": pattern}});
    let fields = json!([
        field("short", text(1, 4, "time"), json!({})),
        field("long", text(13, 20, "decimal"), json!({})),
        field("fine", text(5, 5, "time"), json!({})),
        field("money", json!({"money": {"max": u64::MAX}}), json!({})),
        field("code", json!("tax_code"), json!({})),
    ]);
    let expected =
        [("short", Defect::Bounds), ("long", Defect::Bounds), ("money", Defect::Bounds), ("code", Defect::NotPersonal)];
    assert_eq!(defects(fields, json!([])), expected.map(|(at, defect)| (at.to_owned(), defect)));
}

#[test]
fn a_single_case_beside_papers_of_everybody_is_asked_about() {
    let line = |name: &str| Document { name: name.into(), originals: 1, copies: 0 };
    let case = |name: &str, documents| Case { name: name.into(), documents };
    let code = motcua_rules::procedure::Code::parse("1.000001").unwrap();
    let both = [case("", vec![line("Đơn đề nghị")]), case("Tổ chức", vec![line("Bản vẽ")])];
    let form = motcua_rules::form::common::form(code, &[], &both);
    assert_eq!(lint(&form), []);
    let shown: Vec<Value> = form.slots.iter().map(|slot| serde_json::to_value(&slot.shown).unwrap()).collect();
    assert_eq!(shown, [json!(null), json!({"yes": "case_1"})]);
    let alone = motcua_rules::form::common::form(code, &[], &both[1..]);
    assert!(alone.slots.iter().all(|slot| slot.shown.is_none()));
}

#[test]
fn words_that_begin_two_papers_are_found() {
    let line = |name: &str| Document { name: name.into(), originals: 1, copies: 0 };
    let entry = |paper: &str| json!({"paper": paper, "because": "this_form"});
    let form = |papers: &[&str]| {
        let entries: Vec<Value> = papers.iter().map(|paper| entry(paper)).collect();
        Form::read(&json!({"procedure": "1.000001", "sections": [], "not_asked": entries}).to_string()).unwrap()
    };
    let documents = vec![line("Tờ khai mẫu 01"), line("Tờ khai mẫu 02"), line("tờ khai  mẫu 02")];
    let cases = [Case { name: String::new(), documents }];
    let found = papers(&form(&["Tờ khai"]), &cases);
    assert_eq!(found.iter().map(|one| &one.defect).collect::<Vec<_>>(), [&Defect::PaperAmbiguous]);
    assert_eq!(papers(&form(&["Tờ khai mẫu 01", "Tờ khai mẫu 02"]), &cases), []);
}

#[test]
fn a_paper_that_is_asked_twice_or_forgotten_is_found() {
    let line = |name: &str, originals| Document { name: name.into(), originals, copies: 0 };
    let documents = vec![line("Tờ khai theo mẫu", 1), line("Bản vẽ", 1), line("Hợp đồng", 1), line("Lưu ý", 0)];
    let cases = [Case { name: String::new(), documents }];
    let slot = |name: &str, paper: &str| json!({"name": name, "label": {"vi": "Giấy", "en": "Paper"}, "paper": paper, "accepts": ["pdf"], "size": "small"});
    let form = json!({"procedure": "1.000001", "sections": [],
        "slots": [slot("a", "Bản"), slot("b", "bản  v"), slot("c", "Lưu ý")],
        "not_asked": [{"paper": "Tờ khai", "because": "this_form"}]});
    let found = papers(&Form::read(&form.to_string()).unwrap(), &cases);
    let found: Vec<_> = found.iter().map(|one| (one.at.as_str(), one.defect.clone())).collect();
    assert_eq!(
        found,
        [("Lưu ý", Defect::PaperUnknown), ("Bản vẽ", Defect::PaperTwice), ("Hợp đồng", Defect::PaperForgotten)]
    );
}

#[test]
fn a_form_of_endless_cases_is_looked_through_in_time() {
    const QUESTIONS: usize = 40;
    let asked = |number: usize| field(&format!("asked_{number}"), json!("yes_no"), json!({}));
    let mut fields: Vec<Value> = (0..QUESTIONS).map(asked).collect();
    for number in 0..QUESTIONS - 1 {
        for [one, last] in [["yes", "yes"], ["yes", "no"], ["no", "yes"], ["no", "no"]] {
            // Told of everybody, but known only when the last question is answered: 2 to the power of 40 cases.
            let all = [json!({one: format!("asked_{number}")}), json!({last: format!("asked_{}", QUESTIONS - 1)})];
            let name = json!({"role": "applicant_name", "shown": {"all": all}});
            fields.push(field(&format!("name_{number}_{one}_{last}"), line(), name));
        }
    }
    assert!(!defects(json!(fields), json!([])).is_empty());
}
