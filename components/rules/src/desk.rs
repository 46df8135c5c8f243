//! Who receives a dossier, who decides about it, and whether it must be passed on from the one to the other (thẩm quyền,
//! liên thông).
//!
//! Two questions that have nothing to do with each other. Any one-stop desk receives, whatever the applicant's address:
//! the one at the place of filing does ([`ANY_DESK`]). Who decides follows from the procedure and from where the matter
//! belongs, which [`quote`] says. What never happens here: a place that the citizen did not name and the law does not.

mod say;

use jiff::civil::Date;

use crate::agency::Agency;
use crate::calendar::Calendar;
use crate::language::{Language, words};
use crate::procedure::Channel;
use crate::quote::{ANY_DESK, Body, Competence, Facts, Place, PlaceUnit, Quote, QuoteRequest, Schedule, Seat, quote};
use crate::resolve::{Outcome, Question, Reason};
use crate::source::{Citation, DECISION_20, DECREE_61, Source};
use crate::unit::{self, REFORM};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskRequest {
    /// How and when it is filed, and where the matter belongs.
    pub quote: QuoteRequest,
    /// Where it is filed, read by [`settle`]; [`Open::Unsaid`] when nobody said.
    pub filing: Result<Place, Open>,
}

/// Why nobody can say yet who receives. A sentence comes from [`Open::say`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// Nobody said where it is filed, and the channel does not bring it to whoever decides.
    Unsaid,
    /// A code or name leads to several places: the citizen is asked.
    Which {
        /// What to ask.
        question: Question,
        /// What there is to choose from.
        outcome: Box<Outcome>,
    },
    /// A code or name leads to no place of today.
    NoPlace {
        /// Why not.
        reason: Reason,
    },
    /// Filed before the desks of today were there.
    TooEarly {
        /// The day of filing.
        day: Date,
    },
}

/// The answer, each part for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jurisdiction {
    /// Who receives.
    pub receiving: Result<Receiving, Open>,
    /// Who decides, by when and for how much.
    pub quote: Quote,
    /// How the dossier gets from the one to the other.
    pub passage: Passage,
}

/// Who receives, and by what right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiving {
    /// The desk.
    pub desk: Desk,
    /// Why this one.
    pub why: Why,
    /// By what right, at least one.
    pub sources: Vec<Citation>,
}

/// A one-stop desk (bộ phận một cửa): since July 2025 the public administration service centre of a commune or province
/// (Trung tâm Phục vụ hành chính công), or a ministry's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// The unit whose centre it is; none for a ministry's.
    pub unit: Option<unit::Code>,
    /// The agency that heads the dossier's code. Where the data has none, as for ministries, no code can be made.
    pub agency: Option<Agency>,
}

/// Why a desk receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It is the desk of the place of filing.
    Chosen,
    /// No place was named: what comes over the portal or by post goes to the desk of whoever decides.
    Deciding,
}

#[rustfmt::skip]
words! { Why:
    Chosen   "chosen"   "Bộ phận một cửa tại nơi bạn chọn nộp hồ sơ"            "The one-stop desk at the place where you file",
    Deciding "deciding" "Bộ phận một cửa của cơ quan có thẩm quyền giải quyết" "The one-stop desk of the agency that decides",
}

/// How a dossier gets from who receives to who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passage {
    /// The desk's own agency decides.
    Stays,
    /// The desk passes it on to another agency (liên thông).
    PassedOn,
    /// Not known before both are.
    Open,
}

#[rustfmt::skip]
words! { Passage:
    Stays    "stays"     "Cơ quan tiếp nhận trực tiếp giải quyết"                               "The agency that receives it decides",
    PassedOn "passed-on" "Nơi tiếp nhận chuyển hồ sơ đến cơ quan có thẩm quyền giải quyết"      "The desk passes the dossier on to the agency that decides",
    Open     "open"      "Chưa xác định được nơi tiếp nhận hoặc cơ quan giải quyết"             "Who receives or who decides is not settled yet",
}

/// Whose desk it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host<'a> {
    /// A unit's People's Committee.
    Unit(&'a PlaceUnit),
    /// A ministry, by its names in Vietnamese and English.
    Ministry(&'static str, &'static str),
}

/// The place that a resolved code or name leads to. `place` is that of the outcome's unit, looked up by whoever resolved.
///
/// Fails with the question when there are several places, whatever `place` is.
pub fn settle(outcome: Outcome, place: Option<Place>) -> Result<Place, Open> {
    match &outcome {
        Outcome::One { unit, .. } => {
            let is_it = |place: &Place| narrowest(place).code == unit.code;
            place.filter(is_it).ok_or(Open::NoPlace { reason: Reason::NotFound })
        }
        Outcome::Choose { question, .. } | Outcome::Ambiguous { question, .. } => {
            Err(Open::Which { question: question.clone(), outcome: Box::new(outcome) })
        }
        Outcome::Unknown { reason } => Err(Open::NoPlace { reason: reason.clone() }),
    }
}

/// Who receives this dossier, who decides about it, and how it gets there.
pub fn jurisdiction(facts: &Facts, request: &DeskRequest, schedule: &Schedule, calendar: &Calendar) -> Jurisdiction {
    let seat = Competence::of(facts, request.quote.level).seat(request.quote.place.as_ref());
    let receiving = host(request, seat);
    Jurisdiction {
        passage: receiving.as_ref().map_or(Passage::Open, |(host, _)| passage(*host, seat)),
        receiving: receiving.map(|(host, why)| Receiving { desk: host.desk(), why, sources: host.sources() }),
        quote: quote(facts, &request.quote, schedule, calendar),
    }
}

/// Whose desk receives what is decided there.
fn host<'a>(request: &'a DeskRequest, seat: Seat<'a>) -> Result<(Host<'a>, Why), Open> {
    let day = request.quote.filed.date();
    if day < REFORM {
        return Err(Open::TooEarly { day });
    }
    let comes_by_itself = matches!(request.quote.channel, Some(Channel::Online | Channel::Postal));
    match (&request.filing, seat) {
        (Ok(place), _) => Ok((Host::Unit(narrowest(place)), Why::Chosen)),
        (Err(Open::Unsaid), Seat::Unit(_, unit)) if comes_by_itself => Ok((Host::Unit(unit), Why::Deciding)),
        (Err(Open::Unsaid), Seat::Ministry(vi, en)) if comes_by_itself => Ok((Host::Ministry(vi, en), Why::Deciding)),
        (Err(open), _) => Err(open.clone()),
    }
}

/// How a dossier gets from a desk to where the competence lies. The police of a unit are another agency than its
/// committee, so what they decide is passed on even inside one commune.
pub fn passage(host: Host<'_>, seat: Seat<'_>) -> Passage {
    let stays = match (host, seat) {
        (_, Seat::Open) => return Passage::Open,
        (Host::Unit(desk), Seat::Unit(Body::Committee, decides)) => desk.code == decides.code,
        (Host::Ministry(desk, _), Seat::Ministry(decides, _)) => desk == decides,
        (_, Seat::Unit(..) | Seat::Ministry(..) | Seat::Elsewhere) => false,
    };
    if stays { Passage::Stays } else { Passage::PassedOn }
}

impl Passage {
    /// By what right; `None` while it is open.
    pub const fn source(self) -> Option<Source> {
        match self {
            Passage::Stays | Passage::PassedOn => Some(DECREE_61.article(18)),
            Passage::Open => None,
        }
    }
}

impl Host<'_> {
    fn desk(self) -> Desk {
        match self {
            Host::Unit(unit) => Desk {
                name_vi: format!("Trung tâm Phục vụ hành chính công {}", unit.inner_name()),
                name_en: format!("Public Administration Service Centre of {}", unit.name_en),
                unit: Some(unit.code),
                agency: unit.agency.clone(),
            },
            Host::Ministry(vi, en) => Desk {
                name_vi: format!("Bộ phận Một cửa {vi}"),
                name_en: format!("One-stop desk of the {en}"),
                unit: None,
                agency: None,
            },
        }
    }

    fn sources(self) -> Vec<Citation> {
        let by_code = matches!(self, Host::Unit(_)).then_some(DECISION_20);
        core::iter::once(ANY_DESK).chain(by_code).map(Citation::Law).collect()
    }
}

/// The commune, or the province where no commune was said.
fn narrowest(place: &Place) -> &PlaceUnit {
    place.commune.as_ref().unwrap_or(&place.province)
}
