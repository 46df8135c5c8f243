//! What a procedure shows: everything that was published of it, told apart.

use motcua_reference::quote::SCHEDULE;
use motcua_reference::store::procedures::{Document, DocumentCase, Method, Procedure};
use motcua_reference::words::{channel, level, time_unit};
use motcua_rules::language::Language;
use motcua_rules::procedure::{Audience, Code, audiences};
use motcua_rules::quote::{Rate, ministry_name};
use motcua_rules::term::Term;
use serde::Serialize;

use crate::view::unit::Holds;

/// One procedure.
#[derive(Serialize)]
pub struct View<'a> {
    code: &'a str,
    /// In the language asked for, where the procedure has a name in it.
    pub name: &'a str,
    name_vi: &'a str,
    name_en: Option<&'a str>,
    levels: Vec<&'static str>,
    field: &'a str,
    r#type: Option<&'a str>,
    decision: &'a str,
    ministry: Named<'a>,
    /// Who may apply, as published.
    pub subjects: &'a [String],
    audiences: Vec<&'static str>,
    agency: Option<&'a str>,
    /// True when all of it was published; false for a summary.
    pub whole: bool,
    /// The ways to hand it in.
    pub methods: Vec<MethodView<'a>>,
    /// What notes say about fees, with the period of each.
    pub fees: Vec<RateView>,
    /// The papers to hand in.
    pub cases: Vec<CaseView<'a>>,
    documents_count: Option<u32>,
    /// The numbers of the acts it rests on.
    pub legal_basis: &'a [String],
    result_codes: &'a [String],
    /// Conditions, in Vietnamese as published.
    pub conditions: Option<&'a str>,
    /// The steps, in Vietnamese as published.
    pub steps: Option<&'a str>,
    source: &'a str,
    holds: Holds<'a>,
}

#[derive(Serialize)]
struct Named<'a> {
    code: &'a str,
    name: Option<&'static str>,
}

/// One way to hand in.
#[derive(Serialize)]
pub struct MethodView<'a> {
    channel: &'static str,
    /// The channel as a person reads it.
    pub channel_label: &'static str,
    /// The time limit.
    pub time: TimeView,
    /// The fee.
    pub fee: FeeView<'a>,
    /// What the authority says on both, in Vietnamese.
    pub note: Option<&'a str>,
}

/// A time limit as published, and what it means.
#[derive(Serialize)]
pub struct TimeView {
    number: Option<u32>,
    unit: Option<&'static str>,
    /// The sentence that a citizen needs.
    pub text: String,
}

/// A fee as published. Zero or nothing does not say free: the note or a rate does.
#[derive(Serialize)]
pub struct FeeView<'a> {
    /// In đồng unless `currency` says otherwise.
    pub amount: Option<u64>,
    currency: Option<&'a str>,
}

/// What a note says about a fee.
#[derive(Serialize)]
pub struct RateView {
    channel: &'static str,
    /// The amount in đồng; nothing where the note does not settle it.
    pub amount: Option<u64>,
    per: &'static str,
    case: Option<String>,
    from: Option<String>,
    until: Option<String>,
    note: String,
    source: String,
}

/// Papers under one heading.
#[derive(Serialize)]
pub struct CaseView<'a> {
    /// The heading.
    pub name: &'a str,
    /// The papers.
    pub documents: Vec<DocumentView<'a>>,
    /// Lines among them that only explain.
    pub notes: Vec<&'a str>,
}

/// One paper.
#[derive(Serialize)]
pub struct DocumentView<'a> {
    /// What it is.
    pub name: &'a str,
    /// How many originals.
    pub originals: u32,
    /// How many copies.
    pub copies: u32,
}

/// Shows a procedure.
pub fn procedure(of: &Procedure, language: Language) -> View<'_> {
    View {
        code: &of.code,
        name: language.pick(&of.name_vi, of.name_en.as_deref().unwrap_or(&of.name_vi)),
        name_vi: &of.name_vi,
        name_en: of.name_en.as_deref(),
        levels: of.levels.iter().map(|one| level(*one).as_str()).collect(),
        field: &of.field_vi,
        r#type: said(&of.type_vi),
        decision: &of.decision,
        ministry: Named { code: &of.ministry, name: ministry_name(&of.ministry, language) },
        subjects: &of.subjects_vi,
        audiences: audiences(&of.subjects_vi).into_iter().map(Audience::as_str).collect(),
        agency: said(&of.agency_vi),
        whole: of.whole,
        methods: of.methods.iter().map(|one| method(one, language)).collect(),
        fees: rates(&of.code),
        cases: of.cases.iter().map(case).collect(),
        documents_count: of.documents_count,
        legal_basis: &of.legal_basis,
        result_codes: &of.result_codes,
        conditions: said(&of.conditions_vi),
        steps: said(&of.steps_vi),
        source: &of.source,
        holds: Holds::of(&of.holds),
    }
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn method(method: &Method, language: Language) -> MethodView<'_> {
    let unit = method.time_unit.map(time_unit);
    let text = match Term::read(method.time, unit) {
        Ok(term) => term.say(language),
        Err(none) => none.say(language),
    };
    MethodView {
        channel: channel(method.channel).as_str(),
        channel_label: channel(method.channel).label(language),
        time: TimeView { number: method.time, unit: unit.map(|unit| unit.as_str()), text },
        fee: FeeView { amount: method.fee, currency: method.currency.as_deref() },
        note: said(&method.note),
    }
}

fn rates(code: &str) -> Vec<RateView> {
    let code = Code::parse(code);
    SCHEDULE.with(|schedule| schedule.rates.iter().filter(|rate| Some(rate.code) == code).map(rate).collect())
}

fn rate(rate: &Rate) -> RateView {
    RateView {
        channel: rate.channel.as_str(),
        amount: rate.amount.map(|amount| amount.dong()),
        per: rate.per.as_str(),
        case: said(&rate.case_vi).map(str::to_owned),
        from: rate.period.from().map(|day| day.to_string()),
        until: rate.period.until().map(|day| day.to_string()),
        note: rate.note.clone(),
        source: rate.source.clone(),
    }
}

fn case(case: &DocumentCase) -> CaseView<'_> {
    let is_note = |document: &&Document| document.originals == 0 && document.copies == 0;
    CaseView {
        name: &case.name,
        documents: case.documents.iter().filter(|document| !is_note(document)).map(document).collect(),
        notes: case.documents.iter().filter(is_note).map(|document| document.name.as_str()).collect(),
    }
}

fn document(document: &Document) -> DocumentView<'_> {
    DocumentView { name: &document.name, originals: document.originals, copies: document.copies }
}
