//! What a form accepts and refuses, by example.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod form_support;

use form_support::answers::{Chance, answered};
use form_support::{checked, named, single, today, written};
use motcua_rules::form::{Answers, Breach, Form, Pattern, Role, Rule, check};
use motcua_rules::person::Refusal;
use serde_json::{Value, json};

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
