//! What a quote shows: who decides, by when, for how much, each with its reason and sources, or what is missing to tell.

use motcua_reference::store::procedures::Procedure;
use motcua_rules::clock::{Deadline, Step};
use motcua_rules::language::Language;
use motcua_rules::quote::{ANY_DESK, CaseFee, Deciding, Fee, Missing, Quote, QuoteRequest, Told, any_desk};
use serde::Serialize;

/// The quote.
#[derive(Serialize)]
pub struct View<'a> {
    code: &'a str,
    name: &'a str,
    channel: Option<&'static str>,
    place: Option<PlaceView>,
    /// Vietnam's time.
    filed_at: String,
    receiving: Receiving,
    /// Who decides.
    pub agency: Answer<AgencyView>,
    /// When the answer is due.
    pub appointed: Answer<DeadlineView>,
    /// What it costs.
    pub fee: Answer<FeeView>,
}

#[derive(Serialize)]
struct PlaceView {
    code: String,
    name: String,
    /// What the same code meant before 1 July 2025, where that was another unit.
    formerly: Option<String>,
}

#[derive(Serialize)]
struct Receiving {
    text: &'static str,
    source: String,
}

/// A fact with its reason, or what is missing for one.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer<T> {
    /// The fact.
    Known {
        /// What it is.
        #[serde(flatten)]
        value: T,
        /// Why.
        reason: String,
        /// By what right.
        sources: Vec<String>,
    },
    /// What is missing.
    Missing {
        /// A sentence that says what to do.
        missing: String,
        /// The cases to tell apart, where there are some.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        cases: Vec<String>,
    },
}

/// Who decides.
#[derive(Serialize)]
pub struct AgencyView {
    /// In the language asked for.
    pub name: String,
    unit: Option<String>,
    id: Option<String>,
    synthetic: Option<bool>,
    acting: Option<String>,
}

/// When the answer is due.
#[derive(Serialize)]
pub struct DeadlineView {
    date: String,
    time: Option<String>,
    /// A sentence.
    pub text: String,
    counts_from: String,
    /// Each day on the way, and what it was.
    pub days: Vec<DayView>,
}

/// A day on the way to a deadline.
#[derive(Serialize)]
pub struct DayView {
    date: String,
    text: String,
}

/// What it costs.
#[derive(Serialize)]
pub struct FeeView {
    amount_dong: u64,
    each_dong: u64,
    per: &'static str,
    count: u32,
    /// A few words.
    pub text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cases: Vec<String>,
}

/// Shows a quote.
pub fn quote<'a>(
    of: &'a Procedure,
    asked: &QuoteRequest,
    formerly: Option<String>,
    quote: &Quote,
    language: Language,
) -> View<'a> {
    let place = asked.place.as_ref().map(|place| place.commune.as_ref().unwrap_or(&place.province));
    View {
        code: &of.code,
        name: language.pick(&of.name_vi, of.name_en.as_deref().unwrap_or(&of.name_vi)),
        channel: asked.channel.map(|channel| channel.as_str()),
        place: place.map(|unit| PlaceView {
            code: unit.code.to_string(),
            name: language.pick(&unit.name_vi, &unit.name_en).to_owned(),
            formerly,
        }),
        filed_at: format!("{}+07:00", asked.filed),
        receiving: Receiving { text: any_desk(language), source: ANY_DESK.say(language) },
        agency: answer(&quote.agency, language, agency),
        appointed: answer(&quote.appointed, language, deadline),
        fee: answer(&quote.fee, language, fee),
    }
}

fn answer<T, V>(told: &Told<T>, language: Language, view: impl Fn(&T, Language) -> V) -> Answer<V> {
    match told {
        Told::Known { value, reason, sources } => Answer::Known {
            value: view(value, language),
            reason: reason.say(language),
            sources: sources.iter().map(|source| source.say(language)).collect(),
        },
        Told::Missing(missing) => Answer::Missing { missing: missing.say(language), cases: cases(missing, language) },
    }
}

fn cases(missing: &Missing, language: Language) -> Vec<String> {
    match missing {
        Missing::FeeCase { cases } => cases.iter().map(|case| case_fee(case, language)).collect(),
        Missing::Case { cases } => cases
            .iter()
            .map(|(term, note)| match term {
                Ok(term) => format!("{}: {note}", term.say(language)),
                Err(none) => format!("{}: {note}", none.say(language)),
            })
            .collect(),
        Missing::Level { candidates } => candidates.iter().map(|(level, _)| level.label(language).to_owned()).collect(),
        _ => Vec::new(),
    }
}

fn agency(deciding: &Deciding, language: Language) -> AgencyView {
    AgencyView {
        name: language.pick(&deciding.name_vi, &deciding.name_en).to_owned(),
        unit: deciding.unit.map(|unit| unit.to_string()),
        id: deciding.agency.as_ref().map(|agency| agency.id.as_str().to_owned()),
        synthetic: deciding.agency.as_ref().map(|agency| agency.synthetic),
        acting: deciding.published.clone(),
    }
}

fn deadline(deadline: &Deadline, language: Language) -> DeadlineView {
    let day = |step: &Step| DayView { date: step.date.to_string(), text: step.say(language) };
    DeadlineView {
        date: deadline.date.to_string(),
        time: deadline.time.map(|time| time.to_string()),
        text: deadline.say(language),
        counts_from: deadline.counts_from.to_string(),
        days: deadline.steps.iter().map(day).collect(),
    }
}

fn fee(fee: &Fee, language: Language) -> FeeView {
    FeeView {
        amount_dong: fee.total.dong(),
        each_dong: fee.each.dong(),
        per: fee.per.as_str(),
        count: fee.count,
        text: fee.say(language),
        cases: fee.cases.iter().map(|case| case_fee(case, language)).collect(),
    }
}

fn case_fee(case: &CaseFee, language: Language) -> String {
    let per = case.per.label(language);
    match case.amount {
        Some(amount) => format!("{}: {}/{per}", case.case_vi, amount.say(language)),
        None => format!("{}: {}", case.case_vi, language.pick("xem ghi chú", "see note")),
    }
}
