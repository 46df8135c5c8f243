//! `/api/forms/{procedure}`

use std::collections::BTreeSet;

use motcua_rules::form::{Form, check};
use motcua_rules::procedure::Channel;
use motcua_tests::portal;
use serde_json::{Map, Value};

use crate::table;

/// The codes of all procedures, and those that can be filed online.
fn codes() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut all, mut online) = (BTreeSet::new(), BTreeSet::new());
    for row in table::rows("procedures/summaries.csv") {
        if row["channels"].split('|').any(|channel| channel == Channel::Online.as_str()) {
            online.insert(row["code"].clone());
        }
        all.insert(row["code"].clone());
    }
    for procedure in table::whole_procedures() {
        let code = procedure["code"].as_str().expect("a code").to_owned();
        let methods = procedure["methods"].as_array().into_iter().flatten();
        if methods.into_iter().any(|method| method["channel"] == Channel::Online.as_str()) {
            online.insert(code.clone());
        }
        all.insert(code);
    }
    (all, online)
}

fn form(code: &str) -> Value {
    portal().get(&format!("/api/forms/{code}")).expect(200).json()
}

#[test]
fn every_procedure_has_a_form_that_can_be_asked_for() {
    let (all, online) = codes();
    assert_eq!(all.len(), 2_642);
    assert!(online.len() > 1_000 && online.is_subset(&all));
    let all: Vec<&String> = all.iter().collect();
    std::thread::scope(|scope| {
        for part in all.chunks(all.len().div_ceil(8)) {
            scope.spawn(move || part.iter().for_each(|code| expect_whole(code)));
        }
    });
}

/// Asks for a form and looks whether somebody could fill it in.
fn expect_whole(code: &str) {
    let answer = form(code);
    assert_eq!((&answer["procedure"], &answer["form"]["procedure"]), (&code.into(), &code.into()));
    let form = Form::read(&answer["form"].to_string()).expect("a form");
    assert!(check(&form, &Map::new(), jiff::civil::date(2026, 3, 2)).is_err(), "{code}: nothing is asked");
    let properties = answer["schema"]["properties"].as_object().expect("properties");
    let fields: BTreeSet<&str> = form.fields().map(|(_, field)| field.name.as_str()).collect();
    assert_eq!(properties.keys().map(String::as_str).collect::<BTreeSet<_>>(), fields, "{code}");
}

#[test]
fn a_published_form_is_answered_as_it_was_published() {
    let written = std::fs::read_to_string(motcua_tests::root().join("infra/data/forms/1.001193.json"));
    let written = Form::read(&written.expect("a form")).expect("a form");
    let answer = form("1.001193");
    assert_eq!(Form::read(&answer["form"].to_string()).expect("a form"), written);
    assert_eq!(answer["start"], "2026-01-01");
    let limits = &answer["limits"];
    assert_eq!((&limits["small"], &limits["large"]), (&5_242_880.into(), &20_971_520.into()));
}

#[test]
fn a_procedure_without_a_form_gets_one_made_of_its_papers() {
    let whole = form("2.000986");
    assert!(whole["form"].get("law").is_none());
    assert!(whole["form"]["slots"].as_array().is_some_and(|slots| slots.len() > 1));
    assert_eq!(form("1.000028")["form"]["slots"].as_array().map(Vec::len), Some(1));
    // The form is the procedure's, whichever of its services is named.
    assert_eq!(form("2.000986.01"), whole);
}

#[test]
fn the_schema_speaks_the_language_asked_for_and_the_form_both() {
    let vi = form("1.001193");
    let en = portal().get("/api/forms/1.001193").english().expect(200).json();
    assert_eq!(vi["form"], en["form"]);
    let title = |answer: &Value| answer["schema"]["properties"]["applicant_name"]["title"].clone();
    assert!(title(&vi).is_string());
    assert_ne!(title(&vi), title(&en));
}

#[test]
fn what_is_no_procedure_has_no_form() {
    for code in ["9.999999", "1.00119", "a", "1.001193.1"] {
        portal().get(&format!("/api/forms/{code}")).expect(404).problem("no-such-procedure");
    }
    for path in ["/api/forms", "/api/forms/", "/api/forms/1.001193/x"] {
        portal().get(path).expect(404).problem("not-found");
    }
    portal().get("/api/forms/1.001193?day=2026-01-01").expect(400).problem("unknown-parameter");
    portal().ask("PUT", "/api/forms/1.001193").expect(405).problem("method-not-allowed");
}
