//! Whose an item is.
#![allow(clippy::unwrap_used, clippy::panic)]

use motcua_rules::agency::{Agency, Id};
use motcua_rules::code::Code;
use motcua_rules::feedback::Kind;
use motcua_rules::feedback::route::{Target, Why, route};
use motcua_rules::language::Language;
use motcua_rules::quote::{Body, Place, PlaceUnit, Seat};
use motcua_rules::unit;
use proptest::prelude::*;

fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

fn national() -> Id {
    id("G22.99")
}

fn unit(code: &str, agency: Option<&str>) -> PlaceUnit {
    PlaceUnit {
        code: unit::Code::parse(code).unwrap(),
        name_vi: "Phường Ba Đình".into(),
        name_en: "Ba Dinh Ward".into(),
        agency: agency.map(|agency| Agency { id: id(agency), synthetic: true }),
    }
}

fn ba_dinh() -> Place {
    Place { province: unit("01", Some("H26")), commune: Some(unit("00004", Some("H26.101"))) }
}

fn to(kind: Kind, target: &Target<'_>) -> (String, Why) {
    let routed = route(kind, target, &national());
    assert!(!routed.sources.is_empty());
    (routed.agency.to_string(), routed.why)
}

#[test]
fn conduct_goes_to_whom_it_is_about() {
    let (place, code) = (ba_dinh(), Code::parse("H29.101-250701-0001").unwrap());
    let commune = place.commune.clone().unwrap();
    let committee = Seat::Unit(Body::Committee, &commune);
    for (target, agency, why) in [
        (Target::Dossier(&code), "H29.101", Why::OwnDossier),
        (Target::Agency(&id("H29.24")), "H29.24", Why::Named),
        (Target::Place(&place), "H26.101", Why::AtPlace),
        (Target::Procedure { seat: committee, place: Some(&place) }, "H26.101", Why::Deciding),
        (Target::Procedure { seat: Seat::Open, place: Some(&place) }, "H26.101", Why::AtPlace),
        (Target::Procedure { seat: Seat::Open, place: None }, "G22.99", Why::NoDesk),
        (Target::Procedure { seat: Seat::Elsewhere, place: Some(&place) }, "G22.99", Why::NoDesk),
        (
            Target::Procedure { seat: Seat::Ministry("Bộ Công an", "Ministry"), place: Some(&place) },
            "G22.99",
            Why::NoDesk,
        ),
        (Target::Procedure { seat: Seat::Unit(Body::Police, &commune), place: Some(&place) }, "G22.99", Why::NoDesk),
        (Target::Portal, "G22.99", Why::Portal),
    ] {
        assert_eq!(to(Kind::Conduct, &target), (agency.into(), why), "{target:?}");
    }
}

#[test]
fn a_regulation_goes_to_the_office_that_controls_procedures() {
    let (place, code) = (ba_dinh(), Code::parse("H29.101-250701-0001").unwrap());
    let commune = place.commune.clone().unwrap();
    let ministry = Code::parse("G09.20-20260609-0092637").unwrap();
    for (target, agency, why) in [
        (Target::Dossier(&code), "H29", Why::Control),
        (Target::Dossier(&ministry), "G22.99", Why::NationalRule),
        (Target::Agency(&id("H29.24")), "H29", Why::Control),
        (Target::Agency(&id("G09")), "G22.99", Why::NationalRule),
        (Target::Place(&place), "H26", Why::Control),
        (Target::Procedure { seat: Seat::Unit(Body::Committee, &commune), place: None }, "H26", Why::Control),
        (Target::Procedure { seat: Seat::Unit(Body::Police, &commune), place: Some(&place) }, "H26", Why::Control),
        (Target::Procedure { seat: Seat::Open, place: Some(&place) }, "H26", Why::Control),
        (Target::Procedure { seat: Seat::Open, place: None }, "G22.99", Why::NationalRule),
        (
            Target::Procedure { seat: Seat::Ministry("Bộ Công an", "Ministry"), place: Some(&place) },
            "G22.99",
            Why::NationalRule,
        ),
        (Target::Portal, "G22.99", Why::Portal),
    ] {
        assert_eq!(to(Kind::Regulation, &target), (agency.into(), why), "{target:?}");
    }
}

#[test]
fn a_place_without_a_code_has_no_desk() {
    let nowhere = Place { province: unit("01", None), commune: Some(unit("00004", None)) };
    assert_eq!(to(Kind::Conduct, &Target::Place(&nowhere)), ("G22.99".into(), Why::NoDesk));
    assert_eq!(to(Kind::Regulation, &Target::Place(&nowhere)), ("G22.99".into(), Why::NationalRule));
    let province = Place { province: unit("01", Some("H26")), commune: None };
    assert_eq!(to(Kind::Conduct, &Target::Place(&province)), ("H26".into(), Why::AtPlace));
}

#[test]
fn every_why_says_itself_in_both_languages() {
    for why in Why::ALL {
        assert_eq!(Why::parse(why.as_str()), Some(*why));
        assert!(!why.label(Language::Vi).is_empty() && !why.sources().is_empty());
    }
}

const PROVINCE: &str = "H[0-9]{2}";
const TAIL: &str = "(\\.[0-9]{1,3}){0,3}";

proptest! {
    #[test]
    fn a_desk_is_of_the_target_or_national(top in PROVINCE, tail in TAIL, other in "[A-Y][0-9]{2}") {
        let agency = id(&format!("{top}{tail}"));
        let place = Place { province: unit("01", Some(&top)), commune: Some(unit("00004", Some(agency.as_str()))) };
        let code = Code::parse(&format!("{agency}-250701-0001")).unwrap();
        for target in [Target::Dossier(&code), Target::Agency(&agency), Target::Place(&place)] {
            let (conduct, _) = to(Kind::Conduct, &target);
            let (regulation, _) = to(Kind::Regulation, &target);
            prop_assert_eq!((conduct.as_str(), regulation.as_str()), (agency.as_str(), top.as_str()));
        }
        let stranger = id(&other);
        let (regulation, why) = to(Kind::Regulation, &Target::Agency(&stranger));
        prop_assert_eq!(regulation == other, why == Why::Control);
        prop_assert_eq!(other.starts_with('H'), why == Why::Control);
    }

    #[test]
    fn the_national_desk_never_changes_whose_it_is(tail in TAIL, desk in "G[0-9]{2}") {
        let (place, desk) = (ba_dinh(), id(&desk));
        let agency = id(&format!("H29{tail}"));
        for (kind, target) in [
            (Kind::Conduct, Target::Agency(&agency)),
            (Kind::Regulation, Target::Agency(&agency)),
            (Kind::Conduct, Target::Place(&place)),
        ] {
            prop_assert_eq!(route(kind, &target, &desk), route(kind, &target, &national()));
        }
        prop_assert_eq!(route(Kind::Conduct, &Target::Portal, &desk).agency, desk);
    }
}
