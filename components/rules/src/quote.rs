//! What a filing will cost, when its answer is due and who decides: each with its reason and its source, or with what
//! is missing to tell. A guess is no value of any type here.

mod body;
mod fee;
mod say;

use jiff::civil::DateTime;

pub use body::{Body, Competence, Seat, ministry_name};
pub use fee::{CaseFee, Fee, PUBLISHED, Per, Rate, Refusal, Schedule};
pub use say::any_desk;

use crate::agency::Agency;
use crate::calendar::{BeyondCalendar, Calendar};
use crate::clock::{Deadline, due};
use crate::money::Dong;
use crate::procedure::{Channel, Code, Level};
use crate::source::{Citation, DECREE_118, Source};
use crate::term::{NoTerm, Term};
use crate::unit;

/// By what right any one-stop desk receives a dossier, whatever the applicant's address. Who receives and who decides
/// are two questions; this answers the first for every procedure.
pub const ANY_DESK: Source = DECREE_118;

/// What is published about a procedure, as far as a quote needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its code.
    pub code: Code,
    /// The levels for which it is published.
    pub levels: Vec<Level>,
    /// The ministry that publishes it, by its word in the data: `bo-cong-an`.
    pub ministry: String,
    /// Its field, in Vietnamese as published.
    pub field_vi: String,
    /// Who acts, in Vietnamese as published; may be empty.
    pub agency_vi: String,
    /// The number of the decision that publishes it.
    pub decision: String,
    /// Whether all of it is published, notes among it. A summary's silence says nothing.
    pub whole: bool,
    /// The ways to file. A summary has one a channel, all alike, without a note.
    pub methods: Vec<Method>,
}

/// One published way to file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// By which channel.
    pub channel: Channel,
    /// The time limit, read by [`Term::read`].
    pub term: Result<Term, NoTerm>,
    /// The fee as published; `None` when the column is empty, which does not mean free.
    pub fee: Option<Published>,
    /// The note to both, in Vietnamese; may be empty. What it says of the fee stands first, in parentheses.
    pub note: String,
}

/// An amount as published, before anybody knows what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Published {
    /// The number.
    pub amount: u64,
    /// `VND`, `USD`; `None` where the source has no such column.
    pub currency: Option<String>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRequest {
    /// How it will be filed.
    pub channel: Option<Channel>,
    /// When it will be filed, in Vietnam's time.
    pub filed: DateTime,
    /// Where the matter belongs: by the procedure, the applicant's address, the land or the works.
    pub place: Option<Place>,
    /// Which of several levels is meant.
    pub level: Option<Level>,
    /// How many copies are wanted.
    pub copies: Option<u32>,
    /// How many pages an original has.
    pub pages: Option<u32>,
}

/// A place of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The province.
    pub province: PlaceUnit,
    /// The commune in it, once it is known.
    pub commune: Option<PlaceUnit>,
}

/// A unit of today with the agency that governs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceUnit {
    /// Its code.
    pub code: unit::Code,
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// The code of its People's Committee.
    pub agency: Option<Agency>,
}

/// The answer: three things, each told or not for itself. Any desk receives ([`ANY_DESK`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Who decides.
    pub agency: Told<Deciding>,
    /// When the answer is due if filed at the moment asked about.
    pub appointed: Told<Deadline>,
    /// What it costs.
    pub fee: Told<Fee>,
}

/// A fact that can be justified, or what is missing for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told<T> {
    /// The fact.
    Known {
        /// What it is.
        value: T,
        /// Why.
        reason: Reason,
        /// By what right, at least one.
        sources: Vec<Citation>,
    },
    /// What is missing, or why it cannot be told.
    Missing(Missing),
}

/// Who decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// The unit that it acts for; none for a ministry.
    pub unit: Option<unit::Code>,
    /// Its identification code, where the data has one.
    pub agency: Option<Agency>,
    /// Who acts inside it, in Vietnamese as published: an office of the committee, a department.
    pub published: Option<String>,
}

/// Why something is told. A sentence comes from [`Reason::say`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The procedure is published for one level, or that level was asked for.
    ByLevel(Level),
    /// The procedure's published time limit was counted.
    Counted(Term),
    /// A rate of the fee table holds on the day of filing.
    Rate {
        /// The note of the rate, in Vietnamese.
        note: String,
    },
    /// The amount is published so, without a condition.
    AsPublished,
    /// A procedure published whole states no fee.
    NoFeeStated,
}

/// What is missing to tell something. A sentence comes from [`Missing::say`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Where the matter belongs.
    Place,
    /// In which commune it belongs.
    Commune,
    /// Which of the published levels decides: the law that divides them is not published with the procedure.
    Level {
        /// Who would decide at each level.
        candidates: Vec<(Level, Told<Deciding>)>,
    },
    /// No level is published.
    NoLevel,
    /// Another body decides, and it is not a unit's.
    OtherBody {
        /// Who, in Vietnamese as published; may be empty.
        published: String,
    },
    /// A body with branches of its own decides, and their areas are not those of the units.
    Branch {
        /// The body in Vietnamese.
        vi: &'static str,
        /// The body in English.
        en: &'static str,
    },
    /// The publishing ministry is not in the table.
    Ministry {
        /// Its word in the data.
        slug: String,
    },
    /// How it will be filed: the answers differ.
    Channel {
        /// The published channels.
        offered: Vec<Channel>,
    },
    /// It cannot be filed so.
    NotOffered {
        /// The channel that was asked for.
        channel: Channel,
        /// The published channels.
        offered: Vec<Channel>,
    },
    /// No usable time limit is published.
    Term(NoTerm),
    /// Several limits are published for one channel; their notes say for which case.
    Case {
        /// Each limit with its note.
        cases: Vec<(Result<Term, NoTerm>, String)>,
    },
    /// The limit is published in days, and its note speaks of as many working days.
    Contradiction {
        /// The limit as published.
        term: Term,
    },
    /// The calendar ends before the term does.
    Calendar(BeyondCalendar),
    /// How many copies.
    Copies {
        /// What one costs.
        each: Dong,
    },
    /// How many pages.
    Pages {
        /// What the first one costs.
        each: Dong,
    },
    /// The fee depends on the case; only these are published, and more than one may be due.
    FeeCase {
        /// The cases.
        cases: Vec<CaseFee>,
    },
    /// The fee is what a note says, and the note names no amount for this.
    SeeNote {
        /// The note, in Vietnamese.
        note: String,
    },
    /// The provincial people's council sets the fee.
    Council {
        /// The amount that is published all the same: some council's, or a ceiling.
        published: Option<Dong>,
    },
    /// No fee is published, which does not mean free.
    Fee,
    /// The fee is published as 0, the note to it is not published.
    ZeroWithoutNote,
    /// An amount is published whose currency is unknown or not the đồng.
    Currency(Published),
    /// Several fees are published for one channel.
    SeveralFees,
    /// The fee would be more money than there is.
    TooMuch,
}

/// What filing this procedure so, there and then would mean.
pub fn quote(facts: &Facts, request: &QuoteRequest, schedule: &Schedule, calendar: &Calendar) -> Quote {
    Quote {
        agency: body::agency(facts, request),
        appointed: appointed(facts, request, calendar),
        fee: fee::fee(facts, request, schedule),
    }
}

fn appointed(facts: &Facts, request: &QuoteRequest, calendar: &Calendar) -> Told<Deadline> {
    let methods = match ways(facts, request.channel) {
        Ok(methods) => methods,
        Err(missing) => return Told::Missing(missing),
    };
    let Some((first, rest)) = methods.split_first() else { return Told::Missing(Missing::Term(NoTerm::Unpublished)) };
    if rest.iter().any(|method| method.term != first.term) {
        let one_channel = rest.iter().all(|method| method.channel == first.channel);
        let cases = methods.iter().map(|method| (method.term, method.note.clone())).collect();
        return Told::Missing(if one_channel {
            Missing::Case { cases }
        } else {
            Missing::Channel { offered: offered(facts) }
        });
    }
    let term = match first.term {
        Ok(term) if contradicts(term, &first.note) => return Told::Missing(Missing::Contradiction { term }),
        Ok(term) => term,
        Err(no_term) => return Told::Missing(Missing::Term(no_term)),
    };
    match due(request.filed, term, calendar) {
        Ok(value) => {
            let laws = value.sources().into_iter().map(Citation::Law);
            let sources = core::iter::once(published(facts)).chain(laws).collect();
            Told::Known { value, reason: Reason::Counted(term), sources }
        }
        Err(beyond) => Told::Missing(Missing::Calendar(beyond)),
    }
}

/// Whether a note turns days into working days. Some ministries enter "20 day" and write "20 ngày làm việc".
fn contradicts(term: Term, note: &str) -> bool {
    let Term::Days(count) = term else { return false };
    [format!("{count:02} ngày làm việc"), format!(" {count} ngày làm việc")].iter().any(|text| note.contains(text))
}

fn published(facts: &Facts) -> Citation {
    Citation::Published(facts.decision.clone())
}

/// The ways of a channel, or all of them when nobody said.
fn ways(facts: &Facts, channel: Option<Channel>) -> Result<Vec<&Method>, Missing> {
    let methods: Vec<&Method> =
        facts.methods.iter().filter(|method| channel.is_none_or(|channel| method.channel == channel)).collect();
    match channel {
        Some(channel) if methods.is_empty() => Err(Missing::NotOffered { channel, offered: offered(facts) }),
        _ => Ok(methods),
    }
}

/// The published channels, each once, in order.
fn offered(facts: &Facts) -> Vec<Channel> {
    Channel::ALL
        .iter()
        .copied()
        .filter(|channel| facts.methods.iter().any(|method| method.channel == *channel))
        .collect()
}
