//! Who receives and who decides, over every published procedure and every commune.
#![allow(clippy::unwrap_used, clippy::panic)]

mod published;

use std::collections::{BTreeMap, BTreeSet};

use motcua_rules::agency::{Agency, Id};
use motcua_rules::calendar::Calendar;
use motcua_rules::desk::{DeskRequest, Host, Jurisdiction, Open, Passage, Why, jurisdiction, passage, settle};
use motcua_rules::language::Language;
use motcua_rules::procedure::{Channel, Code, Level};
use motcua_rules::quote::{Body, Competence, Facts, Missing, Place, PlaceUnit, QuoteRequest, Schedule, Seat, Told};
use motcua_rules::resolve::{By, Kind, Meant, OldReading, Outcome, Reason, SuccessionRow, UnitReading, resolve};
use motcua_rules::unit::{self, Period};
use published::{summaries, whole};

fn all() -> Vec<Facts> {
    [whole(), summaries()].concat()
}

fn of(code: &str) -> Facts {
    all().into_iter().find(|facts| facts.code == Code::parse(code).unwrap()).unwrap()
}

fn unit_of(columns: &[&str], agency: usize, synthetic: bool) -> PlaceUnit {
    PlaceUnit {
        code: unit::Code::parse(columns[0]).unwrap(),
        name_vi: columns[2].into(),
        name_en: columns[3].into(),
        agency: Some(Agency { id: Id::parse(columns[agency]).unwrap(), synthetic }),
    }
}

/// All communes of today in their provinces.
fn places() -> Vec<Place> {
    let rows = |text: &'static str| text.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
    let provinces: BTreeMap<&str, PlaceUnit> = rows(include_str!("../../../infra/data/units/provinces.csv"))
        .map(|row| (row[0], unit_of(&row, 4, false)))
        .collect();
    rows(include_str!("../../../infra/data/units/communes.csv"))
        .map(|row| Place { province: provinces[row[4]].clone(), commune: Some(unit_of(&row, 5, true)) })
        .collect()
}

fn place(code: &str) -> Place {
    let is_it = |place: &Place| place.commune.as_ref().unwrap().code.to_string() == code;
    places().into_iter().find(is_it).unwrap()
}

fn request(matter: Option<&Place>, filing: Result<&Place, Open>, channel: Option<Channel>) -> DeskRequest {
    let filed = "2025-07-07T09:00".parse().unwrap();
    let quote = QuoteRequest { channel, filed, place: matter.cloned(), level: None, copies: None, pages: None };
    DeskRequest { quote, filing: filing.cloned() }
}

thread_local! {
    static TABLES: (Schedule, Calendar) = (Schedule::built_in(), Calendar::built_in());
}

fn ask(facts: &Facts, request: &DeskRequest) -> Jurisdiction {
    TABLES.with(|(schedule, calendar)| jurisdiction(facts, request, schedule, calendar))
}

/// No choice among the levels, and each of those that are published.
fn choices(facts: &Facts) -> impl Iterator<Item = Option<Level>> + '_ {
    core::iter::once(None).chain(facts.levels.iter().copied().map(Some))
}

#[test]
fn any_desk_receives_and_only_the_place_s_own_committee_decides() {
    let (ba_dinh, bo_de) = (place("00004"), place("00118"));
    let birth = of("1.001193");
    let at_home = ask(&birth, &request(Some(&ba_dinh), Ok(&ba_dinh), Some(Channel::Direct)));
    let receiving = at_home.receiving.unwrap();
    assert_eq!(receiving.desk.name_vi, "Trung tâm Phục vụ hành chính công phường Ba Đình");
    assert_eq!(receiving.desk.name_en, "Public Administration Service Centre of Ba Dinh Ward");
    assert_eq!(receiving.desk.agency.unwrap().id.as_str(), "H26.101");
    assert_eq!(receiving.sources[0].say(Language::En), "Decree 118/2025/NĐ-CP");
    assert_eq!((receiving.why, at_home.passage), (Why::Chosen, Passage::Stays));

    let elsewhere = ask(&birth, &request(Some(&ba_dinh), Ok(&bo_de), Some(Channel::Direct)));
    assert_eq!(elsewhere.receiving.unwrap().desk.unit.unwrap().to_string(), "00118");
    assert_eq!(elsewhere.passage, Passage::PassedOn);
    assert_eq!(elsewhere.quote, at_home.quote, "where it is filed changes neither who decides nor the fee");

    let residence = ask(&of("1.004222"), &request(Some(&ba_dinh), Ok(&ba_dinh), Some(Channel::Direct)));
    assert_eq!(residence.passage, Passage::PassedOn, "the police are another agency than the committee");
    let at_province = Place { commune: None, ..ba_dinh.clone() };
    let centre = ask(&birth, &request(Some(&ba_dinh), Ok(&at_province), None));
    assert_eq!(centre.receiving.unwrap().desk.name_vi, "Trung tâm Phục vụ hành chính công thành phố Hà Nội");
    assert_eq!(centre.passage, Passage::PassedOn);
}

#[test]
fn what_comes_over_the_portal_goes_to_whoever_decides() {
    let ba_dinh = place("00004");
    let unsaid = |code, matter, channel| ask(&of(code), &request(matter, Err(Open::Unsaid), channel));
    let birth = unsaid("1.001193", Some(&ba_dinh), Some(Channel::Online));
    let receiving = birth.receiving.unwrap();
    assert_eq!((receiving.desk.unit.unwrap().to_string().as_str(), receiving.why), ("00004", Why::Deciding));
    assert_eq!(birth.passage, Passage::Stays);

    let licence = unsaid("3.000346", None, Some(Channel::Online));
    let receiving = licence.receiving.unwrap();
    assert_eq!((receiving.desk.name_vi.as_str(), receiving.desk.agency), ("Bộ phận Một cửa Bộ Công an", None));
    assert_eq!(licence.passage, Passage::Stays);

    for (code, matter, channel) in [
        ("1.001193", Some(&ba_dinh), Some(Channel::Direct)),
        ("1.001193", Some(&ba_dinh), None),
        ("1.001193", None, Some(Channel::Online)),
        ("2.000635", Some(&ba_dinh), Some(Channel::Online)),
        ("1.007277", Some(&ba_dinh), Some(Channel::Online)),
    ] {
        let open = unsaid(code, matter, channel);
        assert_eq!((open.receiving, open.passage), (Err(Open::Unsaid), Passage::Open), "{code} {channel:?}");
    }
}

#[test]
fn before_the_reform_the_desks_were_others() {
    let ba_dinh = place("00004");
    let mut request = request(Some(&ba_dinh), Ok(&ba_dinh), None);
    request.quote.filed = "2025-06-30T23:59:59".parse().unwrap();
    let told = ask(&of("1.001193"), &request);
    let open = told.receiving.unwrap_err();
    assert!(matches!(open, Open::TooEarly { day } if day.to_string() == "2025-06-30"));
    assert!(open.say(Language::Vi).contains("01/7/2025"));
    request.quote.filed = "2025-07-01T00:00".parse().unwrap();
    assert!(ask(&of("1.001193"), &request).receiving.is_ok());
}

fn reading(code: &str, period: Period) -> UnitReading {
    let kind = unit::Kind::Phuong;
    UnitReading {
        code: unit::Code::parse(code).unwrap(),
        kind,
        name_vi: format!("Phường {code}"),
        name_en: None,
        period,
        path: Vec::new(),
    }
}

#[test]
fn an_old_code_of_the_place_of_filing_is_a_question_or_one_place() {
    let new = [reading("00118", Period::SINCE_REFORM)];
    let row = |code, kind| SuccessionRow { unit: reading(code, Period::SINCE_REFORM), kind, note: String::new() };
    let split = OldReading {
        unit: reading("00118", Period::BEFORE_REFORM),
        successions: vec![row("00118", Kind::PartialAreaAllPopulation), row("00004", Kind::PartialArea)],
    };
    let bo_de = place("00118");
    for meant in [Meant::Unsaid, Meant::Old] {
        let outcome = resolve(By::Code, meant, std::slice::from_ref(&split), &new);
        let open = settle(outcome, Some(bo_de.clone())).unwrap_err();
        assert!(matches!(open, Open::Which { .. }), "{meant:?}: the place at hand is not taken");
        let told = ask(&of("1.001193"), &request(Some(&bo_de), Err(open.clone()), Some(Channel::Online)));
        assert_eq!((told.receiving, told.passage), (Err(open), Passage::Open));
    }
    let outcome = || resolve(By::Code, Meant::New, std::slice::from_ref(&split), &new);
    assert_eq!(settle(outcome(), Some(bo_de.clone())), Ok(bo_de));
    assert_eq!(settle(outcome(), Some(place("00004"))), Err(Open::NoPlace { reason: Reason::NotFound }));
    assert_eq!(settle(outcome(), None), Err(Open::NoPlace { reason: Reason::NotFound }));
    let nothing = Outcome::Unknown { reason: Reason::NotFound };
    assert!(matches!(settle(nothing, None), Err(Open::NoPlace { .. })));
}

/// Each pair of a procedure and a commune, at each choice among the levels: 20 million. Competence is all that a
/// procedure brings to it, so it is read once a procedure; where it lies and how a dossier gets there is asked each time.
#[test]
fn every_procedure_in_every_commune_lies_somewhere_or_asks() {
    let (all, places) = (all(), places());
    assert_eq!((all.len(), places.len()), (2_642, 3_321));
    let (mut asked, mut seats, mut passages) = (0_u64, [0_u64; 5], [0_u64; 3]);
    for facts in &all {
        for level in choices(facts) {
            let competence = Competence::of(facts, level);
            for place in &places {
                let commune = place.commune.as_ref().unwrap();
                let seat = competence.seat(Some(place));
                let kind = match seat {
                    Seat::Unit(_, unit) if unit.code == commune.code => 0,
                    Seat::Unit(_, unit) if unit.code == place.province.code => 1,
                    Seat::Ministry(..) => 2,
                    Seat::Elsewhere => 3,
                    Seat::Open if competence == Competence::SeveralLevels => 4,
                    other => panic!("{} {level:?} {}: {other:?}", facts.code, commune.code),
                };
                seats[kind] += 1;
                passages[passage(Host::Unit(commune), seat) as usize] += 1;
                asked += 1;
            }
        }
    }
    assert_eq!(seats.iter().sum::<u64>(), asked);
    assert_eq!(passages.iter().sum::<u64>(), asked);
    assert_eq!(seats[4], passages[Passage::Open as usize], "only the choice of a level keeps a passage open");
    // Procedures and levels in each commune alike: commune, province, ministry, elsewhere, a level to choose.
    let each = places.len() as u64;
    assert_eq!(seats.map(|count| count / each), [481, 1_513, 2_425, 1_015, 511]);
    // Filed in the commune itself: 377 stay with its committee.
    assert_eq!(passages.map(|count| count / each), [377, 5_057, 511]);
}

#[test]
fn a_level_that_is_not_published_chooses_nothing() {
    for facts in all() {
        for level in Level::ALL.iter().filter(|level| !facts.levels.contains(level)) {
            assert_eq!(Competence::of(&facts, Some(*level)), Competence::of(&facts, None), "{}", facts.code);
        }
    }
}

/// The whole answer of one procedure for each behaviour there is, in every commune, must be what the pairs were told.
#[test]
fn the_whole_answer_says_what_its_parts_say() {
    let places = places();
    let mut behaviours: BTreeMap<Competence, (Facts, Option<Level>)> = BTreeMap::new();
    for facts in all() {
        for level in choices(&facts).collect::<Vec<_>>() {
            behaviours.entry(Competence::of(&facts, level)).or_insert((facts.clone(), level));
        }
    }
    assert_eq!(behaviours.len(), 23);
    for (competence, (facts, level)) in &behaviours {
        for place in &places {
            let mut request = request(Some(place), Ok(place), None);
            request.quote.level = *level;
            let told = ask(facts, &request);
            let (commune, seat) = (place.commune.as_ref().unwrap(), competence.seat(Some(place)));
            let desk = told.receiving.unwrap().desk;
            assert_eq!((desk.unit, desk.agency), (Some(commune.code), commune.agency.clone()));
            assert_eq!(told.passage, passage(Host::Unit(commune), seat));
            match (&told.quote.agency, seat) {
                (Told::Known { value, sources, .. }, Seat::Unit(body, unit)) => {
                    assert!(value.unit == Some(unit.code) && !sources.is_empty());
                    assert_eq!(value.agency.is_some(), body == Body::Committee);
                }
                (Told::Known { value, .. }, Seat::Ministry(vi, _)) => assert_eq!(value.name_vi, vi),
                (Told::Missing(Missing::Branch { .. } | Missing::OtherBody { .. }), Seat::Elsewhere) => {}
                (Told::Missing(Missing::Level { .. }), Seat::Open) => {}
                other => panic!("{competence:?}: {other:?}"),
            }
        }
    }
}

/// Every procedure, level and channel with the whole answer in a commune: nothing is told without a reason.
#[test]
fn every_procedure_gets_a_desk_and_a_passage_with_a_source() {
    let (here, there) = (place("00004"), place("00118"));
    for facts in &all() {
        for level in choices(facts) {
            for channel in [None, Some(Channel::Online), Some(Channel::Postal), Some(Channel::Direct)] {
                let mut request = request(Some(&here), Ok(&there), channel);
                request.quote.level = level;
                let told = ask(facts, &request);
                assert!(!told.receiving.unwrap().sources.is_empty());
                assert_ne!(told.passage, Passage::Stays, "{}: another commune never decides", facts.code);
                assert_eq!(told.passage.source().is_none(), told.passage == Passage::Open);
                let seat = Competence::of(facts, level).seat(Some(&here));
                (request.filing, request.quote.place) = (Err(Open::Unsaid), Some(there.clone()));
                let unsaid = ask(facts, &request);
                assert_eq!((&unsaid.quote.fee, &unsaid.quote.appointed), (&told.quote.fee, &told.quote.appointed));
                let comes = matches!(channel, Some(Channel::Online | Channel::Postal))
                    && matches!(seat, Seat::Unit(..) | Seat::Ministry(..));
                assert_eq!(unsaid.receiving.is_ok(), comes, "{} {level:?} {channel:?}", facts.code);
            }
        }
    }
}

#[test]
fn every_commune_is_the_desk_of_its_own_matters_and_of_no_other_s() {
    let places = places();
    let agencies: BTreeSet<_> =
        places.iter().map(|place| place.commune.as_ref().unwrap().agency.clone().unwrap().id).collect();
    assert_eq!(agencies.len(), 3_321, "no two communes would number their dossiers together");
    for matter in places.iter().step_by(97) {
        let seat = Competence::Commune(Body::Committee).seat(Some(matter));
        let stays = |desk: &&Place| passage(Host::Unit(desk.commune.as_ref().unwrap()), seat) == Passage::Stays;
        assert_eq!(places.iter().filter(stays).collect::<Vec<_>>(), [matter]);
    }
}
