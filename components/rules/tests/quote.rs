//! Quotes over all published procedures, and the fee table against the notes it was read from.
#![allow(clippy::unwrap_used, clippy::panic)]

mod published;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{DateTime, date};
use motcua_rules::agency::{Agency, Id};
use motcua_rules::calendar::Calendar;
use motcua_rules::language::Language;
use motcua_rules::money::Dong;
use motcua_rules::procedure::{Channel, Code, Level};
use motcua_rules::quote::{
    self, Deciding, Facts, Fee, Method, Missing, Per, Place, PlaceUnit, Published, Quote, QuoteRequest, Reason,
    Schedule, Told, quote,
};
use motcua_rules::term::Term;
use motcua_rules::unit;
use proptest::prelude::*;
use published::{summaries, whole};

fn of(code: &str) -> Facts {
    let code = Code::parse(code).unwrap();
    whole().into_iter().chain(summaries()).find(|facts| facts.code == code).unwrap()
}

fn place_unit(code: &str, name_vi: &str, name_en: &str, agency: &str, synthetic: bool) -> PlaceUnit {
    PlaceUnit {
        code: unit::Code::parse(code).unwrap(),
        name_vi: name_vi.into(),
        name_en: name_en.into(),
        agency: Some(Agency { id: Id::parse(agency).unwrap(), synthetic }),
    }
}

fn ba_dinh() -> Place {
    Place {
        province: place_unit("01", "Thành phố Hà Nội", "Ha Noi City", "H26", false),
        commune: Some(place_unit("00004", "Phường Ba Đình", "Ba Dinh Ward", "H26.101", true)),
    }
}

fn at(filed: &str, channel: Option<Channel>) -> QuoteRequest {
    let filed: DateTime = filed.parse().unwrap();
    QuoteRequest { channel, filed, place: Some(ba_dinh()), level: None, copies: None, pages: None }
}

fn ask(code: &str, request: &QuoteRequest) -> Quote {
    quote(&of(code), request, &Schedule::built_in(), &Calendar::built_in())
}

fn known<T: Clone + std::fmt::Debug>(told: &Told<T>) -> T {
    match told {
        Told::Known { value, sources, .. } if !sources.is_empty() => value.clone(),
        other => panic!("{other:?}"),
    }
}

fn missing<T: std::fmt::Debug>(told: &Told<T>) -> &Missing {
    match told {
        Told::Missing(missing) => missing,
        known => panic!("{known:?}"),
    }
}

fn dong(amount: u64) -> Dong {
    Dong::new(amount).unwrap()
}

#[test]
fn birth_registration_in_ba_dinh_is_free_and_done_today() {
    let quote = ask("1.001193", &at("2025-07-07T09:00", Some(Channel::Online)));
    let Deciding { name_vi, name_en, agency, .. } = known(&quote.agency);
    assert_eq!(
        (name_vi.as_str(), name_en.as_str()),
        ("Ủy ban nhân dân phường Ba Đình", "People's Committee of Ba Dinh Ward")
    );
    let agency = agency.unwrap();
    assert_eq!((agency.id.as_str(), agency.synthetic), ("H26.101", true));
    assert_eq!(known(&quote.appointed).date, date(2025, 7, 7));
    let fee = known(&quote.fee);
    assert_eq!((fee.total, fee.say(Language::En).as_str()), (Dong::ZERO, "free of charge"));
    assert!(matches!(quote.fee, Told::Known { reason: Reason::NoFeeStated, .. }));
}

#[test]
fn the_police_decide_on_residence_and_the_channel_on_its_fee() {
    let quote = |channel| ask("1.004222", &at("2025-07-07T09:00", channel));
    let online = quote(Some(Channel::Online));
    let deciding = known(&online.agency);
    assert_eq!((deciding.name_vi.as_str(), deciding.agency), ("Công an phường Ba Đình", None));
    assert_eq!(known(&online.appointed).date, date(2025, 7, 16));
    assert_eq!(known(&online.fee).total, dong(10_000));
    assert_eq!(known(&quote(Some(Channel::Direct)).fee).total, dong(20_000));
    assert_eq!(missing(&quote(None).fee), &Missing::Channel { offered: vec![Channel::Online, Channel::Direct] });
    assert!(matches!(missing(&quote(Some(Channel::Postal)).fee), Missing::NotOffered { .. }));
    assert_eq!(known(&quote(None).appointed).date, date(2025, 7, 16), "both channels have one time limit");
}

#[test]
fn without_a_place_or_a_level_it_is_asked_for() {
    let mut request = at("2025-07-07T09:00", None);
    request.place = Some(Place { commune: None, ..ba_dinh() });
    assert_eq!(missing(&ask("1.001193", &request).agency), &Missing::Commune);
    request.place = None;
    assert_eq!(missing(&ask("1.001193", &request).agency), &Missing::Place);

    let mut request = at("2025-07-07T09:00", None);
    let quote = ask("2.000635", &request);
    let Missing::Level { candidates } = missing(&quote.agency) else { panic!() };
    let names: Vec<_> = candidates.iter().map(|(level, told)| (*level, known(told).name_en)).collect();
    assert_eq!(
        names,
        [
            (Level::Province, "People's Committee of Ha Noi City".into()),
            (Level::Commune, "People's Committee of Ba Dinh Ward".into()),
        ]
    );
    request.level = Some(Level::Commune);
    assert_eq!(known(&ask("2.000635", &request).agency).unit.unwrap().to_string(), "00004");
    assert_eq!(known(&ask("3.000346", &request).agency).name_vi, "Bộ Công an");
    assert!(
        matches!(missing(&ask("1.001613", &request).agency), Missing::Branch { .. }),
        "social insurance has its own areas"
    );
}

#[test]
fn copies_and_pages_are_counted_as_the_note_says() {
    let mut request = at("2025-07-07T09:00", Some(Channel::Direct));
    assert_eq!(missing(&ask("2.000815", &request).fee), &Missing::Copies { each: dong(2_000) });
    request.copies = Some(3);
    assert_eq!(missing(&ask("2.000815", &request).fee), &Missing::Pages { each: dong(2_000) });
    for (pages, total) in [(1, 6_000), (2, 12_000), (3, 15_000), (10, 36_000), (198, 600_000), (500, 600_000)] {
        request.pages = Some(pages);
        assert_eq!(known(&ask("2.000815", &request).fee).total, dong(total), "{pages} pages");
    }
    assert_eq!(
        known(&ask("2.000635", &request).fee),
        Fee { total: dong(24_000), each: dong(8_000), per: Per::Copy, count: 3, cases: vec![] }
    );
}

#[test]
fn a_rate_holds_for_its_period() {
    let total = |code, channel, day: &str| match ask(code, &at(day, Some(channel))).fee {
        Told::Known { value, .. } => Some(value.total.dong()),
        Told::Missing(Missing::SeeNote { .. }) => None,
        other => panic!("{other:?}"),
    };
    use Channel::{Direct, Online};
    for (code, channel, day, amount) in [
        ("1.014063", Direct, "2025-06-30T09:00", Some(50_000)),
        ("1.014063", Direct, "2025-07-01T09:00", Some(25_000)),
        ("1.014063", Direct, "2026-12-31T09:00", Some(25_000)),
        ("1.014063", Direct, "2027-01-01T09:00", Some(50_000)),
        ("1.014064", Online, "2025-06-30T09:00", Some(35_000)),
        ("1.014064", Online, "2025-07-01T09:00", None),
        ("1.014064", Online, "2026-01-01T09:00", Some(35_000)),
        ("3.000347", Online, "2025-12-31T09:00", Some(115_000)),
        ("3.000347", Online, "2026-01-01T09:00", Some(135_000)),
        ("3.000347", Direct, "2025-12-31T09:00", Some(135_000)),
        ("1.001456", Online, "2023-12-31T09:00", Some(160_000)),
        ("1.001456", Online, "2024-01-01T09:00", None),
    ] {
        assert_eq!(total(code, channel, day), amount, "{code} {channel:?} {day}");
    }
}

#[test]
fn a_zero_is_free_only_where_nothing_says_otherwise() {
    let fee = |code| ask(code, &at("2025-07-07T09:00", Some(Channel::Direct))).fee;
    assert!(matches!(missing(&fee("3.000333")), Missing::SeeNote { note } if note.contains("244/2016/TT-BTC")));
    assert_eq!(missing(&fee("1.000656")), &Missing::Council { published: None });
    assert_eq!(missing(&fee("1.001612")), &Missing::Council { published: Some(dong(50_000)) });
    assert_eq!(missing(&fee("1.014061")), &Missing::Fee);
    assert_eq!(missing(&fee("1.000010")), &Missing::ZeroWithoutNote);
    assert!(matches!(missing(&fee("3.000346")), Missing::FeeCase { cases } if cases.len() == 7));
    assert_eq!(known(&fee("1.000894")).total, Dong::ZERO);
}

#[test]
fn an_amount_that_is_no_money_of_ours_is_not_told() {
    let fee = |amount, currency: Option<&str>| {
        let mut facts = of("1.000010");
        for method in &mut facts.methods {
            method.fee = Some(Published { amount, currency: currency.map(Into::into) });
        }
        quote(&facts, &at("2025-07-07T09:00", None), &Schedule::built_in(), &Calendar::built_in()).fee
    };
    assert!(matches!(missing(&fee(10, None)), Missing::Currency(_)), "summaries have dollars without saying so");
    assert!(matches!(missing(&fee(5_000, Some("USD"))), Missing::Currency(_)));
    assert_eq!(missing(&fee(u64::MAX, None)), &Missing::TooMuch);
    assert_eq!(known(&fee(5_000, None)).total, dong(5_000));
}

#[test]
fn what_the_published_limit_leaves_open_stays_open() {
    let appointed = |code| ask(code, &at("2025-07-07T09:00", Some(Channel::Direct))).appointed;
    assert!(matches!(missing(&appointed("3.000228")), Missing::Case { cases } if cases.len() == 2));
    assert!(matches!(missing(&appointed("2.000986")), Missing::Contradiction { term: Term::Days(20) }));
    assert!(matches!(missing(&appointed("2.000635")), Missing::Term(_)));
    assert!(matches!(missing(&appointed("1.004873")), Missing::Term(_)), "3 of unit other");
    let late = ask("1.004222", &at("2026-12-30T09:00", None)).appointed;
    assert!(matches!(missing(&late), Missing::Calendar(beyond) if beyond.day.year() == 2027));
}

#[test]
fn every_procedure_gets_an_answer_to_everything() {
    let (schedule, calendar, all) = (Schedule::built_in(), Calendar::built_in(), [whole(), summaries()].concat());
    assert_eq!(all.len(), 2_642);
    let mut known = [0; 3];
    for facts in &all {
        for channel in [None, Some(Channel::Online), Some(Channel::Postal), Some(Channel::Direct)] {
            let quote = quote(facts, &at("2025-07-07T09:00", channel), &schedule, &calendar);
            let parts = [shown(&quote.agency), shown(&quote.appointed), shown(&quote.fee)];
            for (count, (is_known, sentence)) in known.iter_mut().zip(parts) {
                assert!(!sentence.is_empty(), "{}", facts.code);
                *count += usize::from(is_known && channel.is_none());
            }
            assert!(!matches!(quote.agency, Told::Missing(Missing::Ministry { .. })), "{}", facts.code);
        }
    }
    // Who decides, when, and for how much, when only the place is said. The rest says what is missing.
    assert_eq!(known, [1_855, 2_383, 380]);
}

fn shown<T>(told: &Told<T>) -> (bool, String) {
    let both = |vi: String, en: String| if vi.is_empty() { vi } else { en };
    match told {
        Told::Known { reason, .. } => (true, both(reason.say(Language::Vi), reason.say(Language::En))),
        Told::Missing(missing) => (false, both(missing.say(Language::Vi), missing.say(Language::En))),
    }
}

#[test]
fn the_fee_table_is_readable_and_about_published_methods() {
    let schedule = Schedule::parse(quote::PUBLISHED).unwrap();
    assert_eq!(schedule, Schedule::built_in());
    let offered: BTreeSet<(Code, Channel)> =
        whole().iter().flat_map(|facts| facts.methods.iter().map(|method| (facts.code, method.channel))).collect();
    for rate in &schedule.rates {
        assert!(offered.contains(&(rate.code, rate.channel)), "{} {:?}", rate.code, rate.channel);
        assert!(!rate.source.is_empty() && !rate.note.is_empty());
    }
}

#[test]
fn the_fee_table_has_neither_gaps_nor_overlaps() {
    let mut series: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for rate in Schedule::built_in().rates {
        series.entry((rate.code, rate.channel, rate.case_vi)).or_default().push(rate.period);
    }
    for (key, mut periods) in series {
        periods.sort_by_key(|period| period.from());
        assert_eq!(periods[0].from(), None, "{key:?}");
        assert!(
            periods.windows(2).all(|pair| pair[0].until().is_some() && pair[0].until() == pair[1].from()),
            "{key:?}"
        );
        // A passport's rate for loss ended with 2023; what followed is not in the note, and the general row says so.
        let ended = key.0 == Code::parse("1.001456").unwrap() && !key.2.is_empty() && key.1 != Channel::Direct;
        assert_eq!(periods.last().unwrap().until().is_some(), ended, "{key:?}");
    }
}

#[test]
fn each_rate_stands_in_its_note_or_is_half_of_one() {
    let whole = whole();
    for rate in Schedule::built_in().rates {
        let Some(amount) = rate.amount.filter(|amount| *amount > Dong::ZERO) else { continue };
        let methods = || whole.iter().filter(|facts| facts.code == rate.code).flat_map(|facts| &facts.methods);
        let stated = |amount: Dong| {
            let grouped = amount.to_string().replace(" đồng", "");
            methods().any(|method| {
                method.note.contains(&grouped) || method.fee.as_ref().is_some_and(|fee| fee.amount == amount.dong())
            })
        };
        let halved = methods().any(|method| method.note.contains("50%")) && stated(amount.times(2).unwrap());
        assert!(stated(amount) || halved, "{} {amount}", rate.code);
    }
}

#[test]
fn a_malformed_fee_table_is_refused_with_its_line() {
    let refused = |row: &str| {
        Schedule::parse(&format!("head\n{row}\n")).map_err(|refusal| (refusal.line, refusal.column)).unwrap_err()
    };
    assert_eq!(refused("1.00119,online,1,time,,,,,n,s"), (2, "code"));
    assert_eq!(refused("1.001193,fax,1,time,,,,,n,s"), (2, "channel"));
    assert_eq!(refused("1.001193,online,-1,time,,,,,n,s"), (2, "amount_dong"));
    assert_eq!(refused("1.001193,online,1,page,,1:2,,,n,s"), (2, "tiers"));
    assert_eq!(refused("1.001193,online,1,time,,,2026-01-01,2025-01-01,n,s"), (2, "until"));
    assert_eq!(refused("1.001193,online,1,time,,,,,n"), (2, "source"));
}

proptest! {
    #[test]
    fn more_copies_and_pages_never_cost_less(copies in 1u32..5_000, pages in 1u32..5_000) {
        let total = |copies, pages| {
            let request = QuoteRequest { copies: Some(copies), pages: Some(pages), ..at("2025-07-07T09:00", Some(Channel::Direct)) };
            let facts = Facts { code: Code::parse("2.000815").unwrap(), levels: vec![Level::Commune], ministry: "bo-tu-phap".into(),
                field_vi: String::new(), agency_vi: String::new(), decision: String::new(), whole: true,
                methods: vec![Method { channel: Channel::Direct, term: Ok(Term::WithinTheDay), fee: None, note: String::new() }] };
            known(&quote(&facts, &request, &Schedule::built_in(), &Calendar::built_in()).fee).total
        };
        prop_assert!(total(copies, pages) <= total(copies + 1, pages));
        prop_assert!(total(copies, pages) <= total(copies, pages + 1));
        prop_assert!(total(copies, pages) <= dong(200_000).times(copies).unwrap());
    }
}
