//! The forms as the files have them and as they are made, and answers that fit them.

#![allow(dead_code, reason = "each suite takes what it needs")]

pub mod answers;

use std::fs;

use motcua_rules::form::common::{self, Case};
use motcua_rules::form::{Answers, Breach, Form, Rule, check};
use motcua_rules::procedure::{Audience, Code, Document};
use serde_json::{Value, json};

pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/data");

/// A form and the papers of its procedure.
pub struct Asked {
    pub form: Form,
    pub cases: Vec<Case>,
}

/// The day that every check here is made on.
pub fn today() -> jiff::civil::Date {
    jiff::civil::date(2025, 11, 21)
}

pub fn checked(form: &Form, answers: &Answers) -> Result<Answers, Vec<Breach>> {
    check(form, answers, today()).map(|checked| checked.into_answers())
}

/// The forms that were written for their procedure.
pub fn written() -> Vec<Asked> {
    let procedures = whole();
    let mut names: Vec<_> = fs::read_dir(format!("{ROOT}/forms")).unwrap().map(|file| file.unwrap().path()).collect();
    names.sort();
    let read = |path: &std::path::PathBuf| {
        let form = Form::read(&fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        assert_eq!(path.file_stem().unwrap().to_str().unwrap(), form.procedure);
        let procedure = procedures.iter().find(|one| one["code"] == form.procedure.as_str()).unwrap();
        Asked { cases: cases(procedure), form }
    };
    names.iter().map(read).collect()
}

/// The forms that are made from the papers of a procedure.
pub fn made() -> Vec<Asked> {
    let make = |procedure: &Value| {
        let (code, cases) = (Code::parse(procedure["code"].as_str().unwrap()).unwrap(), cases(procedure));
        let subjects = procedure["subjects_vi"].as_array().unwrap().iter().map(|one| one.as_str().unwrap());
        let audiences: Vec<Audience> = subjects.filter_map(Audience::of_subject).collect();
        Asked { form: common::form(code, &audiences, &cases), cases }
    };
    whole().iter().map(make).collect()
}

/// The forms of all procedures of which only a summary is published.
pub fn of_summaries() -> Vec<Asked> {
    let csv = fs::read_to_string(format!("{ROOT}/procedures/summaries.csv")).unwrap();
    let codes = csv.lines().filter_map(|line| Code::parse(line.split(',').next()?));
    codes.map(|code| Asked { form: common::form(code, &[], &[]), cases: Vec::new() }).collect()
}

/// One of each: written, made from papers, made from nothing.
pub fn different() -> Vec<Asked> {
    let mut all = written();
    all.extend(made());
    all.extend(of_summaries().into_iter().take(1));
    all
}

fn whole() -> Vec<Value> {
    serde_json::from_str(&fs::read_to_string(format!("{ROOT}/procedures/full.json")).unwrap()).unwrap()
}

fn cases(procedure: &Value) -> Vec<Case> {
    let document = |one: &Value| Document {
        name: one["name"].as_str().unwrap().into(),
        originals: one["originals"].as_u64().unwrap().try_into().unwrap(),
        copies: one["copies"].as_u64().unwrap().try_into().unwrap(),
    };
    let case = |one: &Value| Case {
        name: one["name"].as_str().unwrap_or_default().into(),
        documents: one["documents"].as_array().unwrap().iter().map(document).collect(),
    };
    procedure["cases"].as_array().unwrap().iter().map(case).collect()
}

/// Where and why answers are refused.
pub fn named(form: &Form, answers: &Answers) -> Vec<(String, Rule)> {
    let breaches = check(form, answers, today()).expect_err("must be refused");
    breaches.into_iter().map(|Breach { at, rule }| (at, rule)).collect()
}

/// A form with one field of this kind.
pub fn single(kind: &Value) -> Form {
    let field = json!({"name": "field", "label": {"vi": "Nhãn", "en": "Label"}, "kind": kind, "required": true});
    let section = json!({"name": "all", "label": {"vi": "Tất cả", "en": "All"}, "fields": [field]});
    Form::read(&json!({"procedure": "1.000001", "sections": [section]}).to_string()).unwrap()
}
