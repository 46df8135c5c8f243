//! `/api/publications/forms/…`

use motcua_tests::{LISTS, Portal, fresh};
use serde_json::{Value, json};

use super::counts;

const LIST: &str = "forms/test?decision=T1&effective=2026-01-01";

/// The forms that the portal starts with.
fn written() -> Vec<Value> {
    let list = LISTS.iter().find(|list| list.at.starts_with("forms/")).expect("a list of forms");
    serde_json::from_slice(&list.body().expect("the forms")).expect("JSON")
}

fn publish(portal: &Portal, list: &str, forms: &[Value]) -> [u64; 4] {
    let body = serde_json::to_string_pretty(forms).expect("JSON");
    counts(&portal.publish(list, "application/json", body).expect(200).json())
}

/// What is wrong with a list: row, column and the reason in English.
fn flaws(portal: &Portal, list: &str, forms: &[Value]) -> Vec<(u64, String, String)> {
    let body = serde_json::to_string(forms).expect("JSON");
    let problem = portal.publish(list, "application/json", body).expect(422).problem("flawed-list");
    let errors = problem["errors"].as_array().expect("errors").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    errors
        .map(|one| {
            assert!(one["reason"]["vi"].as_str().is_some_and(|vi| !vi.is_empty() && one["reason"]["en"] != vi));
            (one["row"].as_u64().expect("a row"), text(&one["column"]), text(&one["reason"]["en"]))
        })
        .collect()
}

#[test]
fn a_list_of_forms_is_new_and_the_second_time_nothing() {
    let portal = fresh();
    let forms = written();
    portal.get("/api/publications/forms/test").expect(404).problem("unpublished");
    assert_eq!(publish(&portal, LIST, &forms), [14, 0, 0, 0]);
    portal.get("/api/publications/forms/test").expect(200);
    assert_eq!(publish(&portal, LIST, &forms), [0, 0, 14, 0]);
    // What is left out means the same as what is said to be so.
    let mut said = forms.clone();
    said[0]["sections"][0]["shown"] = Value::Null;
    assert_eq!(publish(&portal, LIST, &said), [0, 0, 14, 0]);
    said[0]["sections"][0]["label"]["en"] = "Another heading".into();
    let next = "forms/test?decision=T2&effective=2026-02-01";
    assert_eq!(publish(&portal, next, &said[..13]), [0, 1, 12, 1]);
}

#[test]
fn a_form_that_does_not_fit_is_named_by_row_and_place() {
    let portal = fresh();
    let mut forms = written();
    forms[1]["sections"][0]["fields"][1]["requird"] = true.into();
    forms[2]["slots"][0]["size"] = "huge".into();
    forms[3]["colour"] = "red".into();
    let found = flaws(&portal, LIST, &forms[..3]);
    let places: Vec<_> = found.iter().map(|(row, column, _)| (*row, column.as_str())).collect();
    assert_eq!(places, [(2, "sections[0].fields[1].requird"), (3, "slots[0].size")]);
    assert_eq!(found[1].2, "It must be one of: small, medium, large.");
    let found = flaws(&portal, LIST, &forms);
    assert_eq!((found[0].0, found[0].1.as_str()), (4, "colour"));
    portal.get("/api/publications/forms/test").expect(404);
}

#[test]
fn a_form_that_nobody_could_fill_in_is_refused() {
    let portal = fresh();
    let mut form = written().remove(2);
    form["slots"][0]["accepts"] = json!([]);
    let slot = form["slots"][0]["name"].as_str().expect("a name").to_owned();
    assert_eq!(flaws(&portal, LIST, &[form]), [(1, slot, "It must take one kind of file at least.".to_owned())]);
    let empty = json!({"procedure": "1.1", "sections": [], "slots": []});
    let found = flaws(&portal, LIST, &[empty]);
    let columns: Vec<_> = found.iter().map(|(_, column, _)| column.as_str()).collect();
    assert_eq!(columns, ["procedure", "sections", "sections", "sections"]);
    assert!(found[1].2.ends_with("“applicant_name”."), "{}", found[1].2);
}

#[test]
fn a_procedure_has_one_form_of_one_list() {
    let portal = fresh();
    let forms = written();
    let found = flaws(&portal, LIST, &[forms[0].clone(), forms[0].clone()]);
    assert_eq!((found[0].0, found[0].1.as_str()), (2, "procedure"));
    assert_eq!(publish(&portal, LIST, &forms), [14, 0, 0, 0]);
    let mut mine = forms[0].clone();
    mine["sections"][0]["label"]["en"] = "Mine".into();
    let found = flaws(&portal, "forms/mine?decision=T1&effective=2026-02-01", &[mine]);
    assert_eq!((found[0].0, found[0].1.as_str()), (1, "procedure"));
}

#[test]
fn forms_are_taken_as_json_only() {
    let portal = fresh();
    portal.publish(LIST, "text/csv", "procedure,sections\n1.001193,\n").expect(415).problem("unsupported-media-type");
    portal.publish(LIST, "application/json", "[]").expect(422).problem("no-rows");
    portal.publish(LIST, "application/json", "{}").expect(400).problem("not-json");
}

#[test]
fn a_new_version_of_a_form_is_asked_by_the_next_visitor() {
    let portal = fresh();
    portal.publish_reference_data();
    let label = || portal.get("/api/forms/1.001193").expect(200).json()["form"]["sections"][0]["label"]["en"].clone();
    let mut forms = written();
    let at = forms.iter().position(|form| form["procedure"] == "1.001193").expect("the form of births");
    let first = label();
    for words in ["Another heading", "A third heading"] {
        // Of the same day: the later says what holds from it.
        forms[at]["sections"][0]["label"]["en"] = words.into();
        assert_eq!(publish(&portal, "forms/national?decision=T2&effective=2026-02-01", &forms), [0, 1, 13, 0]);
        assert_eq!(label(), words);
    }
    assert_ne!(first, label());
}
