//! Whose an item is: the desk that it is received for.
//!
//! Units, seats and places are those of dossiers ([`crate::quote`], [`crate::desk`]), so that a place of before July 2025
//! leads where a dossier from there would go.
//!
//! * About conduct: to the agency that it is about, or whose matter the place is. It answers for itself, and its answer is
//!   public.
//! * About a regulation: to the office that controls procedures, the province's (Decree 92/2017/NĐ-CP); what a ministry
//!   regulates, or nobody can place, goes to the national desk, which passes it on.
//! * Who has no identification code in the data cannot have a desk here: ministries, their branches, the police. The national
//!   desk takes it for them.

use super::Kind;
use crate::agency::Id;
use crate::code;
use crate::language::{Language, words};
use crate::quote::{Body, Place, PlaceUnit, Seat};
use crate::source::{Citation, DECISION_20, DECISION_31, DECREE_20, DECREE_92, LOCAL_GOVERNMENT, Source};

/// What an item is about, as far as it says whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// A dossier.
    Dossier(&'a code::Code),
    /// A procedure.
    Procedure {
        /// Where the competence lies: [`crate::quote::Competence::seat`].
        seat: Seat<'a>,
        /// Where it happened, if anybody said.
        place: Option<&'a Place>,
    },
    /// An agency.
    Agency(&'a Id),
    /// A place.
    Place(&'a Place),
    /// This portal.
    Portal,
}

/// Where an item goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// The desk's agency.
    pub agency: Id,
    /// Why this one.
    pub why: Why,
    /// By what right, at least one.
    pub sources: Vec<Citation>,
}

/// Why a desk has an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The dossier is its own.
    OwnDossier,
    /// It decides about the procedure.
    Deciding,
    /// It is the agency that was named.
    Named,
    /// It governs the place.
    AtPlace,
    /// It controls the procedures of the province.
    Control,
    /// A ministry made the rule, or it cannot be placed.
    NationalRule,
    /// Whose matter it is has no desk in this portal, or nobody can say whose it is yet.
    NoDesk,
    /// It is about the portal itself.
    Portal,
}

#[rustfmt::skip]
words! { Why:
    OwnDossier   "own_dossier"   "Cơ quan tiếp nhận hồ sơ được phản ánh"                                    "The agency that received the dossier",
    Deciding     "deciding"      "Cơ quan có thẩm quyền giải quyết thủ tục"                                 "The agency that decides about the procedure",
    Named        "named"         "Cơ quan được phản ánh"                                                    "The agency that it is about",
    AtPlace      "at_place"      "Ủy ban nhân dân nơi xảy ra sự việc"                                       "The People's Committee of the place",
    Control      "control"       "Cơ quan kiểm soát thủ tục hành chính của tỉnh, thành phố"                 "The office that controls the procedures of the province",
    NationalRule "national_rule" "Quy định của bộ, ngành hoặc chưa rõ nơi ban hành: cơ quan đầu mối quốc gia chuyển tiếp" "A ministry's rule, or not known whose: the national desk passes it on",
    NoDesk       "no_desk"       "Cơ quan có thẩm quyền chưa tiếp nhận trên cổng này: cơ quan đầu mối quốc gia chuyển tiếp" "Whoever is competent has no desk here: the national desk passes it on",
    Portal       "portal"        "Cơ quan quản lý Cổng dịch vụ công"                                        "Whoever runs this portal",
}

/// How the portal's information system passes items on.
const PASSING_ON: Source = DECISION_31.article(43);

/// Whose an item is. `national` is the desk of the national system.
pub fn route(kind: Kind, target: &Target<'_>, national: &Id) -> Routed {
    let (agency, why) = match (kind, target) {
        (_, Target::Portal) => (None, Why::Portal),
        (Kind::Conduct, _) => conduct(target),
        (Kind::Regulation, _) => control(target).map_or((None, Why::NationalRule), |id| (Some(id), Why::Control)),
    };
    let sources = why.sources().iter().copied().map(Citation::Law).collect();
    Routed { agency: agency.unwrap_or_else(|| national.clone()), why, sources }
}

/// Whose conduct it is.
fn conduct(target: &Target<'_>) -> (Option<Id>, Why) {
    let with_desk = |unit: &PlaceUnit, why| match &unit.agency {
        Some(agency) => (Some(agency.id.clone()), why),
        None => (None, Why::NoDesk),
    };
    match target {
        Target::Dossier(code) => (Some(code.agency().clone()), Why::OwnDossier),
        Target::Agency(id) => (Some((*id).clone()), Why::Named),
        Target::Place(place) => with_desk(narrowest(place), Why::AtPlace),
        // The committee's code is not the code of its police.
        Target::Procedure { seat: Seat::Unit(Body::Committee, unit), .. } => with_desk(unit, Why::Deciding),
        // Several levels are published, or none: who governs the place finds out.
        Target::Procedure { seat: Seat::Open, place: Some(place) } => with_desk(narrowest(place), Why::AtPlace),
        Target::Procedure { .. } => (None, Why::NoDesk),
        Target::Portal => (None, Why::Portal),
    }
}

/// The province whose office controls the procedure; `None` for what is a ministry's or has no place.
fn control(target: &Target<'_>) -> Option<Id> {
    match target {
        Target::Dossier(code) => province(code.agency()),
        Target::Agency(id) => province(id),
        Target::Place(place) => of_place(place),
        Target::Procedure { seat: Seat::Unit(_, unit), place } => {
            unit.agency.as_ref().and_then(|agency| province(&agency.id)).or_else(|| place.and_then(of_place))
        }
        Target::Procedure { seat: Seat::Open, place } => place.and_then(of_place),
        Target::Procedure { seat: Seat::Ministry(..) | Seat::Elsewhere, .. } | Target::Portal => None,
    }
}

/// `H29` of `H29.101`. Decision 20/2020/QĐ-TTg gives provinces the letter H; the other letters are ministries, the Party,
/// the courts.
fn province(id: &Id) -> Option<Id> {
    Id::parse(id.top()).filter(|top| top.as_str().starts_with('H'))
}

fn of_place(place: &Place) -> Option<Id> {
    let of = |unit: &PlaceUnit| unit.agency.as_ref().and_then(|agency| province(&agency.id));
    of(&place.province).or_else(|| place.commune.as_ref().and_then(of))
}

/// The commune, or the province where no commune was said.
fn narrowest(place: &Place) -> &PlaceUnit {
    place.commune.as_ref().unwrap_or(&place.province)
}

impl Why {
    /// By what right.
    pub const fn sources(self) -> &'static [Source] {
        match self {
            Why::OwnDossier | Why::Named => &[DECREE_20, DECISION_20],
            Why::Deciding | Why::AtPlace => &[DECREE_20, LOCAL_GOVERNMENT, DECISION_20],
            Why::Control => &[DECREE_92, DECISION_20],
            Why::NationalRule | Why::NoDesk => &[DECREE_92, PASSING_ON],
            Why::Portal => &[DECISION_31],
        }
    }
}
