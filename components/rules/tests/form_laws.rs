//! What holds of every form and any answers: what it accepts, what it refuses, and that its schema says the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod form_support;

use std::sync::OnceLock;

use form_support::answers::{Chance, answered};
use form_support::{Asked, checked, different, named, single, today};
use motcua_rules::form::schema::schema;
use motcua_rules::form::tidy::tidy;
use motcua_rules::form::{Answers, Field, Form, Kind, Pattern, Role, Rule, check};
use motcua_rules::language::Language;
use motcua_rules::person::Refusal;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Every different form with its schema, compiled once.
fn forms() -> &'static [(Asked, jsonschema::Validator)] {
    static FORMS: OnceLock<Vec<(Asked, jsonschema::Validator)>> = OnceLock::new();
    FORMS.get_or_init(|| {
        different().into_iter().map(|asked| (compiled(&asked.form), asked)).map(|(a, b)| (b, a)).collect()
    })
}

fn compiled(form: &Form) -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema(form, Language::Vi)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn answers_that_fit_are_accepted_and_meet_the_schema(seed: u64) {
        for (asked, schema) in forms() {
            let answers = answered(&asked.form, &mut Chance(seed));
            let kept = checked(&asked.form, &answers);
            prop_assert_eq!(kept.as_ref(), Ok(&answers), "{}", asked.form.procedure);
            let value = Value::Object(answers);
            let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
            prop_assert!(errors.is_empty(), "{}: {errors:?} in {value}", asked.form.procedure);
        }
    }

    #[test]
    fn whoever_files_is_known(seed: u64) {
        for (asked, _) in forms() {
            let answers = answered(&asked.form, &mut Chance(seed));
            let kept = check(&asked.form, &answers, today()).unwrap();
            prop_assert!(kept.role(Role::ApplicantName).is_some(), "{}", asked.form.procedure);
            prop_assert!(kept.role(Role::ApplicantPhone).or(kept.role(Role::ApplicantEmail)).is_some());
            prop_assert!(kept.role(Role::MatterPlace).or(kept.role(Role::ApplicantPlace)).is_some());
        }
    }

    #[test]
    fn being_tidy_is_done_once(seed: u64) {
        for (asked, _) in forms() {
            let answers = answered(&asked.form, &mut Chance(seed));
            prop_assert_eq!(&tidy(&asked.form, answers.clone()), &answers);
        }
    }

    #[test]
    fn nothing_that_is_sent_makes_it_panic(sent in any_json()) {
        for (asked, _) in forms().iter().take(20) {
            let answers: Answers = asked.form.fields().map(|(_, field)| (field.name.clone(), sent.clone())).collect();
            if let Err(breaches) = check(&asked.form, &answers, today()) {
                prop_assert!(!breaches.is_empty());
            }
        }
    }

    #[test]
    fn a_pattern_is_what_its_expression_says(text in prop_oneof!["[ 0-9A-Za-zĐđễ'./:_,\\-\u{1f}\u{7f}\u{200b}\u{a0}\n]{0,12}", "[-A1١€×÷ɏḀỿ\u{301}\u{324}\u{ad}\u{61c}\u{180e}\u{2800}\u{3164}\u{fe0f}\u{e000}\u{fffb}\u{fffd}\u{1f600}\u{dffff}\u{e0041}\u{10fffe}]{0,6}"]) {
        let patterns = Pattern::ALL.iter().map(|pattern| json!({"text": {"max": 12, "pattern": pattern}}));
        for kind in patterns.chain([json!({"text": {"max": 12}}), json!({"long_text": {"max": 12}})]) {
            let (form, schema) = lone(&kind);
            let tidied = tidy(form, json!({"field": text}).as_object().unwrap().clone());
            let accepted = check(form, &tidied, today()).is_ok();
            prop_assert_eq!(accepted, schema.is_valid(&tidied.clone().into()), "{:?} as {}", tidied, kind);
        }
    }
}

proptest! {
    // Each case tries some thousand mutations.
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_mutation_is_refused_by_name(seed: u64) {
        let chance = &mut Chance(seed);
        for (asked, schema) in forms() {
            let answers = answered(&asked.form, chance);
            for (mutated, at, rule) in mutations(&asked.form, &answers, chance) {
                let breaches = named(&asked.form, &mutated);
                prop_assert!(breaches.contains(&(at.clone(), rule)), "{} {at}: {breaches:?}", asked.form.procedure);
                prop_assert!(!schema.is_valid(&Value::Object(mutated)), "{} {at} {rule:?}", asked.form.procedure);
            }
        }
    }
}

/// A form of one field of this kind, with its schema, made once each.
fn lone(kind: &Value) -> &'static (Form, jsonschema::Validator) {
    static MADE: std::sync::Mutex<Vec<(String, &'static (Form, jsonschema::Validator))>> =
        std::sync::Mutex::new(Vec::new());
    let mut made = MADE.lock().unwrap();
    let name = kind.to_string();
    if let Some((_, known)) = made.iter().find(|(one, _)| *one == name) {
        return known;
    }
    let form = single(kind);
    let schema = compiled(&form);
    let leaked: &'static _ = Box::leak(Box::new((form, schema)));
    made.push((name, leaked));
    leaked
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[0-9/.+ -]{0,14}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Ways to break answers that fit: the broken ones, the field that must be named, and why.
fn mutations(form: &Form, answers: &Answers, chance: &mut Chance) -> Vec<(Answers, String, Rule)> {
    let mut broken = Vec::new();
    let mut with = |name: &str, value: Option<Value>, rule: Rule| {
        let mut mutated = answers.clone();
        match value {
            Some(value) => mutated.insert(name.into(), value),
            None => mutated.remove(name),
        };
        broken.push((mutated, name.to_owned(), rule));
    };
    let shown = form.shown(answers).fields;
    for (_, field) in form.fields() {
        if !shown.contains(&field) {
            with(&field.name, Some(form_support::answers::answer(&field.kind, chance)), Rule::NotShown);
            continue;
        }
        if field.required {
            with(&field.name, None, Rule::Missing);
        }
        if let Some((value, rule)) = wrong(field) {
            with(&field.name, Some(value), rule);
        }
    }
    with("no_such_field", Some(1.into()), Rule::Unknown);
    broken.extend(shown.into_iter().flat_map(|group| in_the_first_member(group, answers)));
    broken
}

fn in_the_first_member(group: &Field, answers: &Answers) -> Vec<(Answers, String, Rule)> {
    let first = answers.get(&group.name).and_then(|items| items.get(0)?.as_object());
    let mut broken = Vec::new();
    for (field, first) in group.kind.fields().iter().filter_map(|field| Some((field, first?))) {
        let mut with = |value: Option<Value>, rule| {
            let mut member = first.clone();
            member.remove(&field.name);
            member.extend(value.map(|value| (field.name.clone(), value)));
            let mut mutated = answers.clone();
            mutated[&group.name][0] = member.into();
            broken.push((mutated, format!("{}/0/{}", group.name, field.name), rule));
        };
        if !first.contains_key(&field.name) {
            continue;
        }
        // A member with nothing left would be an empty row, which is taken away.
        if field.required && first.len() > 1 {
            with(None, Rule::Missing);
        }
        if let Some((value, rule)) = wrong(field) {
            with(Some(value), rule);
        }
    }
    broken
}

fn wrong(field: &Field) -> Option<(Value, Rule)> {
    let long = |max: u16| "x".repeat(usize::from(max) + 1).into();
    Some(match &field.kind {
        Kind::Text { max, .. } | Kind::LongText { max } => (long(*max), Rule::TooLong { max: *max }),
        Kind::Choice { .. } => ("none_of_them".into(), Rule::NotAChoice),
        Kind::Several { .. } => (json!(["none_of_them"]), Rule::NotAChoice),
        Kind::YesNo => ("perhaps".into(), Rule::WrongType),
        Kind::Agreement => (false.into(), Rule::NotAgreed),
        Kind::Date { .. } => ("2025-13-01".into(), Rule::NotADate),
        Kind::Number { max, .. } => ((max + 1).into(), Rule::TooLarge { max: *max }),
        Kind::Money { max, .. } => ((max + 1).into(), Rule::TooLarge { max: i64::try_from(*max).unwrap() }),
        Kind::Place => ("0011".into(), Rule::NotAPlace),
        Kind::PersonNumber | Kind::TaxCode => ("12345".into(), Rule::Refused { why: Refusal::WrongLength }),
        Kind::Phone => ("0912".into(), Rule::Refused { why: Refusal::WrongLength }),
        Kind::Email => ("an.example.vn".into(), Rule::Refused { why: Refusal::NoAt }),
        Kind::Country => ("XX".into(), Rule::NotACountry),
        Kind::Group { max, .. } => (vec![json!({"x": 1}); usize::from(*max) + 1].into(), Rule::TooMany { max: *max }),
    })
}
