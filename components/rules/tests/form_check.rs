//! What a form accepts and refuses, and that its schema says the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod form_support;

use std::sync::OnceLock;

use form_support::answers::{Chance, answered};
use form_support::{Asked, checked, different, today, written};
use motcua_rules::form::schema::schema;
use motcua_rules::form::tidy::tidy;
use motcua_rules::form::{Answers, Breach, Field, Form, Kind, Pattern, Role, Rule, check};
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

fn named(form: &Form, answers: &Answers) -> Vec<(String, Rule)> {
    let breaches = check(form, answers, today()).expect_err("must be refused");
    breaches.into_iter().map(|Breach { at, rule }| (at, rule)).collect()
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

fn single(kind: &Value) -> Form {
    let field = json!({"name": "field", "label": {"vi": "Nhãn", "en": "Label"}, "kind": kind, "required": true});
    let section = json!({"name": "all", "label": {"vi": "Tất cả", "en": "All"}, "fields": [field]});
    Form::read(&json!({"procedure": "1.000001", "sections": [section]}).to_string()).unwrap()
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

fn form_of(code: &str) -> Form {
    written().into_iter().map(|asked| asked.form).find(|form| form.procedure == code).unwrap()
}

#[test]
fn every_breach_is_named_in_the_order_of_the_form() {
    let form = form_of("1.001193");
    let mut answers = answered(&form, &mut Chance(1));
    answers.retain(|name, _| !name.ends_with("_abroad"));
    answers.insert("applicant_country".into(), "VN".into());
    answers.insert("applicant_place".into(), "00118".into());
    answers.insert("copies_wanted".into(), true.into());
    answers.insert("copies".into(), 51.into());
    answers.insert("applicant_name".into(), "An 2".into());
    answers.insert("applicant_phone".into(), "12".into());
    answers.insert("child_birth_date".into(), "2026-01-01".into());
    answers.insert("zzz".into(), 1.into());
    answers.remove("relation");
    let named = named(&form, &answers);
    let at: Vec<&str> = named.iter().map(|(at, _)| at.as_str()).collect();
    assert_eq!(at, ["applicant_name", "applicant_phone", "relation", "child_birth_date", "copies", "zzz"]);
    assert_eq!(named[0].1, Rule::Pattern { pattern: Pattern::PersonName });
    assert_eq!(named[3].1, Rule::InTheFuture);
}

#[test]
fn what_hangs_on_a_hidden_field_is_hidden_too() {
    let form = form_of("1.001193");
    let mut answers = Answers::new();
    answers.insert("child_abandoned".into(), true.into());
    answers.insert("father_known".into(), true.into());
    let shown = form.shown(&answers);
    assert!(shown.fields.iter().all(|field| !field.name.starts_with("father") && !field.name.starts_with("mother")));
    let slots: Vec<&str> = shown.slots.iter().map(|slot| slot.name.as_str()).collect();
    assert_eq!(slots, ["abandonment_record", "residence_proof"]);
}

#[test]
fn who_takes_an_answer_back_leaves_nothing_behind() {
    let form = form_of("1.001193");
    let mut answers = answered(&form, &mut Chance(2));
    answers.insert("child_abandoned".into(), true.into());
    answers.insert("mother_name".into(), "Lê Thị Bê".into());
    answers.insert("child_surrogacy".into(), true.into());
    answers.insert("zzz".into(), 1.into());
    assert!(named(&form, &answers).contains(&("mother_name".into(), Rule::NotShown)));
    assert_eq!(named(&form, &form.without_hidden(answers)), [("zzz".to_owned(), Rule::Unknown)]);

    let form = form_of("2.000815");
    let mut answers = answered(&form, &mut Chance(2));
    answers["papers"][0]["paper_foreign"] = false.into();
    answers["papers"][0]["paper_language"] = "Tiếng Anh".into();
    assert_eq!(named(&form, &answers), [("papers/0/paper_language".to_owned(), Rule::NotShown)]);
    assert!(checked(&form, &form.without_hidden(answers)).is_ok());
}

#[test]
fn members_are_named_by_their_number() {
    let form = form_of("1.004222");
    let mut answers = answered(&form, &mut Chance(7));
    let good = json!({"member_name": "Lê Thị Bê", "member_birth_date": "2015-02-03", "member_sex": "female",
        "member_number": "001315000001", "member_relation": "Con"});
    let mut bad = good.clone();
    bad["member_number"] = "000315000001".into();
    bad["age"] = 9.into();
    answers.insert("members".into(), json!([good, bad, 5, {}]));
    let rules = [
        ("members/1/member_number".to_owned(), Rule::Refused { why: Refusal::BadPlace }),
        ("members/1/age".to_owned(), Rule::Unknown),
        ("members/2".to_owned(), Rule::WrongType),
    ];
    assert_eq!(named(&form, &answers), rules);
}

#[test]
fn what_people_type_is_kept_tidy() {
    let form = form_of("2.000815");
    let mut answers = answered(&form, &mut Chance(3));
    answers.insert("applicant_phone".into(), " 0912.345.678 ".into());
    answers.insert("applicant_email".into(), "".into());
    answers.insert("applicant_address".into(), "  Số 5,\u{a0} ngõ 12 ".into());
    let kept = checked(&form, &answers).unwrap();
    assert_eq!(kept["applicant_phone"], "+84912345678");
    assert_eq!(kept["applicant_address"], "Số 5, ngõ 12");
    assert!(!kept.contains_key("applicant_email"));
}

#[test]
fn what_is_accepted_tells_other_rules_what_they_need() {
    let form = form_of("1.004222");
    let answers = answered(&form, &mut Chance(11));
    let kept = check(&form, &answers, today()).unwrap();
    assert_eq!(kept.role(Role::MatterPlace), Some("00118"));
    let places: Vec<String> = kept.places().into_iter().map(|(at, _)| at).collect();
    assert_eq!(places[..2], ["applicant_place", "dwelling_place"]);
    assert!(kept.slots().iter().all(|slot| !slot.accepts.is_empty()));
}

#[test]
fn text_that_reads_differently_than_it_is_kept_is_refused() {
    let form = single(&json!({"text": {"max": 40}}));
    for bad in ["An\u{202e}nA", "A\u{0}n", "A\u{200b}n", "A\u{feff}n"] {
        let answers = json!({"field": bad}).as_object().unwrap().clone();
        assert_eq!(named(&form, &answers), [("field".to_owned(), Rule::Unprintable)], "{bad:?}");
    }
}

#[test]
fn a_name_has_letters_that_can_be_read() {
    let form = single(&json!({"text": {"max": 40, "pattern": "person_name"}}));
    let accepted = |text: &str| check(&form, json!({"field": text}).as_object().unwrap(), today()).is_ok();
    for good in ["Nguyễn Thị Bé", "NGUYE\u{302}\u{303}N", "O'Brien", "d’Arc", "Jean-Luc St. Ä", "a\u{308}", "Y", "Ỹ"]
    {
        assert!(accepted(good), "{good:?}");
    }
    for bad in [
        "\u{3164}\u{3164}",
        "\u{2800}",
        "\u{301}\u{301}",
        "--",
        ". '",
        "١",
        "１２",
        "An 1",
        "😀",
        "An 😀",
        "€€",
        "\u{e000}",
        "\u{f0000}",
        "A\u{ad}n",
        "A\u{61c}n",
        "A\u{180e}n",
        "A\u{fe0f}n",
        "A\u{e0041}n",
        "×",
        "Аn",
        "王",
    ] {
        assert!(!accepted(bad), "{bad:?}");
    }
}

#[test]
fn a_name_is_kept_composed() {
    let form = single(&json!({"text": {"min": 1, "max": 12, "pattern": "person_name"}}));
    let apart = json!({"field": "Nguye\u{302}\u{303}n Be\u{301} \u{110}O\u{31b}\u{323}"});
    assert_eq!(checked(&form, apart.as_object().unwrap()).unwrap()["field"], "Nguyễn Bé ĐỢ");
}

#[test]
fn the_names_of_unknown_fields_are_few_short_and_not_logged() {
    let form = single(&json!("yes_no"));
    let mut answers = json!({"field": true}).as_object().unwrap().clone();
    answers.extend((0..100).map(|count| (format!("001085012345_{count:03}{}", "x".repeat(10_000)), 1.into())));
    let breaches = check(&form, &answers, today()).unwrap_err();
    assert_eq!(breaches.len(), 20);
    assert!(breaches.iter().all(|breach| breach.rule == Rule::Unknown && breach.at.chars().count() == 60));
    assert!(!format!("{breaches:?} {breaches:#?}").contains("001085"));
    let known = Breach { at: "field".into(), rule: Rule::Missing };
    assert!(format!("{known:?}").contains("field"));
}

#[test]
fn nothing_that_is_asked_is_lost_because_it_was_not_tidy() {
    let form = form_of("1.001193");
    let mut answers = Answers::new();
    for (name, typed) in [("child_abandoned", " không "), ("father_known", "yes"), ("father_name", " Lê  Văn Xê ")]
    {
        answers.insert(name.into(), typed.into());
    }
    let kept = form.without_hidden(answers);
    assert_eq!(
        Value::Object(kept),
        json!({"child_abandoned": false, "father_known": true, "father_name": "Lê Văn Xê"})
    );
}

/// Which breaches a form has of these answers, laid over ones that fit it.
fn laid_over(code: &str, given: &Value) -> Vec<(String, Rule)> {
    let form = form_of(code);
    let mut answers = answered(&form, &mut Chance(5));
    let known = |name: &str| form.fields().any(|(_, field)| field.name == name);
    answers.extend(given.as_object().unwrap().clone().into_iter().filter(|(name, _)| known(name)));
    let answers = form.without_hidden(answers);
    check(&form, &answers, today()).err().into_iter().flatten().map(|Breach { at, rule }| (at, rule)).collect()
}

#[test]
fn a_child_whose_mother_is_not_established_is_registered() {
    let given = json!({"child_abandoned": false, "birth_paper": "pledge", "child_surrogacy": false,
        "mother_known": false, "father_known": false, "applicant_birth_date": "1961"});
    assert_eq!(laid_over("1.001193", &given), []);
}

#[test]
fn whoever_lives_abroad_is_written_to_and_needs_no_phone() {
    for asked in written() {
        let country = if asked.form.procedure == "1.000894" { "bride_country" } else { "applicant_country" };
        if asked.form.fields().any(|(_, field)| field.name == country) {
            let mut given = json!({"applicant_email_abroad": "an@example.vn", "registered_place": "00118",
                "registry_place": "00118", "applicant_last_place": "00118"});
            given[country] = "DE".into();
            given["applicant_phone_abroad"] = Value::Null;
            assert_eq!(laid_over(&asked.form.procedure, &given), [], "{}", asked.form.procedure);
            given["applicant_email_abroad"] = Value::Null;
            let missing = ("applicant_email_abroad".to_owned(), Rule::Missing);
            assert_eq!(laid_over(&asked.form.procedure, &given), [missing], "{}", asked.form.procedure);
        }
    }
}

#[test]
fn the_matter_lies_where_the_law_says() {
    let place = |code: &str, given: Value| {
        let form = form_of(code);
        let mut answers = answered(&form, &mut Chance(5));
        answers.extend(given.as_object().unwrap().clone());
        check(&form, &form.without_hidden(answers), today()).unwrap().role(Role::MatterPlace).map(str::to_owned)
    };
    let birth = json!({"child_birth_country": "VN", "child_birth_place": "00118", "registered_place": "00004"});
    assert_eq!(place("1.001193", birth).as_deref(), Some("00004"), "where a parent lives, not where the hospital is");
    let last = json!({"deceased_residence_known": true, "deceased_country": "VN", "deceased_place": "00004",
        "deceased_address": "Số 5", "death_country": "VN", "death_place": "00118"});
    assert_eq!(place("1.000656", last).as_deref(), Some("00004"), "where the deceased lived last");
    let found = json!({"deceased_residence_known": false, "registered_place": "00008"});
    assert_eq!(place("1.000656", found).as_deref(), Some("00008"));
    let abroad = json!({"deceased_residence_known": true, "deceased_country": "LA", "deceased_address": "Viêng Chăn",
        "registered_place_abroad": "00013"});
    assert_eq!(place("1.000656", abroad).as_deref(), Some("00013"));
    assert_eq!(place("1.000894", json!({"registered_place": "00016"})).as_deref(), Some("00016"));
}

#[test]
fn an_address_with_letters_that_nobody_sees_is_refused() {
    let form = single(&json!("email"));
    let answers = json!({"field": "lan\u{3164}@b.vn"});
    assert_eq!(named(&form, answers.as_object().unwrap()), [("field".to_owned(), Rule::Unprintable)]);
}

#[test]
fn numbers_are_whole_and_within_bounds() {
    let form = single(&json!({"number": {"min": 1, "max": 50}}));
    let rule = |value: Value| named(&form, json!({"field": value}).as_object().unwrap())[0].1;
    assert_eq!(rule(json!(0)), Rule::TooSmall { min: 1 });
    assert_eq!(rule(json!(1.5)), Rule::NotWhole);
    assert_eq!(rule(json!(u64::MAX)), Rule::TooLarge { max: 50 });
    assert_eq!(rule(json!(1e3)), Rule::TooLarge { max: 50 });
    assert_eq!(rule(json!(1e300)), Rule::TooLarge { max: 50 });
    assert_eq!(rule(json!(-9.5e15)), Rule::TooSmall { min: 1 });
    assert_eq!(rule(json!(-1e16)), Rule::TooSmall { min: 1 });
    assert_eq!(rule(json!(1e-7)), Rule::NotWhole);
    assert_eq!(rule(json!("một")), Rule::WrongType);
    assert_eq!(rule(json!([1])), Rule::WrongType);
    assert!(checked(&form, json!({"field": "12"}).as_object().unwrap()).is_ok());
    assert_eq!(checked(&form, json!({"field": 3.0}).as_object().unwrap()).unwrap()["field"], json!(3));
}
