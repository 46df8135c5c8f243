//! `/api/procedures/{code}/quote`

use motcua_tests::portal;
use serde_json::Value;

fn quote(query: &str) -> Value {
    portal().get(&format!("/api/procedures/{query}")).expect(200).json()
}

#[test]
fn a_commune_level_procedure_is_decided_by_the_commune() {
    let quote = quote("1.001193/quote?place=00118&channel=online&date=2026-04-29");
    assert_eq!(quote["agency"]["unit"], "00118");
    assert_eq!(quote["agency"]["id"], "H26.109");
    assert_eq!(quote["agency"]["synthetic"], true);
    assert!(quote["agency"]["reason"].is_string());
    assert_eq!(quote["appointed"]["date"], "2026-04-29");
    assert_eq!(quote["fee"]["amount_dong"], 0);
    assert!(quote["receiving"]["source"].as_str().is_some_and(|source| source.contains("118/2025")));
}

#[test]
fn the_deadline_explains_each_day() {
    // 30 April and 1 May are holidays, 2 and 3 May a weekend.
    let quote = quote("1.004194/quote?place=00118&channel=online&date=2026-04-28");
    assert_eq!(quote["appointed"]["date"], "2026-05-05");
    let days: Vec<&str> =
        quote["appointed"]["days"].as_array().expect("days").iter().filter_map(|day| day["date"].as_str()).collect();
    assert_eq!(
        days,
        [
            "2026-04-28",
            "2026-04-29",
            "2026-04-30",
            "2026-05-01",
            "2026-05-02",
            "2026-05-03",
            "2026-05-04",
            "2026-05-05"
        ]
    );
    assert!(quote["appointed"]["sources"].as_array().is_some_and(|sources| !sources.is_empty()));
}

#[test]
fn online_and_desk_rates_differ() {
    let fee = |channel: &str| quote(&format!("1.004222/quote?channel={channel}"))["fee"]["amount_dong"].clone();
    assert_eq!((fee("online"), fee("direct")), (10_000.into(), 20_000.into()));
}

#[test]
fn a_fee_is_that_of_its_day() {
    let fee = |day: &str| quote(&format!("1.014063/quote?channel=direct&date={day}"))["fee"]["amount_dong"].clone();
    assert_eq!((fee("2026-12-31"), fee("2027-01-01")), (25_000.into(), 50_000.into()));
}

#[test]
fn a_fee_for_copies_is_counted() {
    let quote = quote("2.000635/quote?channel=direct&copies=3");
    assert_eq!((&quote["fee"]["amount_dong"], &quote["fee"]["count"]), (&24_000.into(), &3.into()));
}

#[test]
fn what_is_missing_is_said() {
    let quote = quote("2.000635/quote");
    assert!(quote["agency"]["missing"].is_string());
    assert!(quote["appointed"]["missing"].is_string());
    assert!(quote["fee"]["missing"].is_string());
}

#[test]
fn an_old_place_that_became_one_is_taken() {
    // 00013 Quán Thánh went whole into Ba Đình.
    let quote = quote("1.001193/quote?place=00013");
    assert_eq!(quote["place"]["code"], "00004");
}

#[test]
fn a_reused_code_is_todays_and_says_what_it_was() {
    let today = quote("1.001193/quote?place=00118");
    assert_eq!((&today["place"]["code"], &today["place"]["name"]), (&"00118".into(), &"Phường Bồ Đề".into()));
    assert_eq!(today["place"]["formerly"], "Phường Ngọc Thụy, Quận Long Biên, Thành phố Hà Nội");
    assert_eq!(quote("1.001193/quote?place=00001&as=old")["place"]["formerly"], Value::Null);
    portal().get("/api/procedures/1.001193/quote?place=00118&as=old").expect(422).problem("which-place");
}

#[test]
fn a_place_that_was_split_is_asked_for() {
    let problem = portal().get("/api/procedures/1.001193/quote?place=00016").expect(422).problem("which-place");
    assert_eq!(problem["field"], "place");
    assert!(problem["units"].as_array().is_some_and(|units| units.len() == 2), "{problem}");
}

#[test]
fn what_cannot_be_quoted_is_refused_by_field() {
    for (query, status, kind) in [
        ("1.001193/quote?copies=0", 400, "malformed-parameter"),
        ("1.001193/quote?copies=-1", 400, "malformed-parameter"),
        ("1.001193/quote?date=29-04-2026", 400, "malformed-parameter"),
        ("1.001193/quote?place=99999", 422, "which-place"),
        ("9.999999/quote", 404, "no-such-procedure"),
        ("1.001193/price", 404, "not-found"),
    ] {
        portal().get(&format!("/api/procedures/{query}")).expect(status).problem(kind);
    }
}
