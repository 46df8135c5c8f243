//! What a dossier shows as JSON.

use jiff::civil::DateTime;
use motcua_edge::clock::iso;
use motcua_record::facts::{Desk, Facts};
use motcua_record::filed::FiledFile;
use motcua_record::note::Note;
use motcua_rules::clock::Deadline;
use motcua_rules::desk::Passage;
use motcua_rules::dossier::clock::Late;
use motcua_rules::dossier::{Actor, Event, Stage, State, Status, Verb};
use motcua_rules::language::Language;
use serde::Serialize;

use crate::case::{Case, Contents};
use crate::dates::{Dates, dates};
use crate::say::what_next;
use crate::store::{dossiers, types};

/// A dossier.
#[derive(Serialize)]
pub struct View<'a> {
    code: &'a str,
    procedure: ProcedureView<'a>,
    status: StatusView,
    stage: &'static str,
    receiving: &'a Desk,
    deciding: Option<&'a Desk>,
    passage: Option<Labelled>,
    next: NextView,
    filed: String,
    updated: String,
    appointed: Option<DateView>,
    /// The sentence about the dates that the applicant needs now, or why there are none.
    appointed_say: String,
    forecast: Option<DateView>,
    answer_by: Option<String>,
    new_date: Option<NewDateView>,
    late: Vec<LateView>,
    fee: Option<FeeView<'a>>,
    fee_missing: Option<&'a str>,
    former: Option<&'a str>,
    timeline: Vec<StepView<'a>>,
    version: u32,
    #[serde(flatten)]
    whole: Option<WholeView<'a>>,
}

#[derive(Serialize)]
struct ProcedureView<'a> {
    code: &'a str,
    name_vi: &'a str,
    name_en: Option<&'a str>,
}

#[derive(Serialize)]
struct StatusView {
    number: u8,
    word: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Labelled {
    word: &'static str,
    label: &'static str,
}

/// Whose turn it is, and what may be done.
#[derive(Serialize)]
struct NextView {
    who: Option<&'static str>,
    who_label: Option<&'static str>,
    what: &'static str,
    acts: Vec<Labelled>,
    you_may: Vec<Labelled>,
}

/// The end of a count.
#[derive(Serialize)]
struct DateView {
    date: String,
    time: Option<String>,
    say: String,
    /// Each day of the count; not of a forecast, which moves every day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    days: Vec<String>,
}

#[derive(Serialize)]
struct NewDateView {
    date: String,
    set: String,
    in_time: Option<bool>,
}

#[derive(Serialize)]
struct LateView {
    text: String,
    source: String,
}

#[derive(Serialize)]
struct FeeView<'a> {
    amount: u64,
    reason: &'a str,
}

/// A step of the history. Its words are for the owner.
#[derive(Serialize)]
struct StepView<'a> {
    number: u32,
    at: String,
    event: &'a str,
    label: &'static str,
    actor: &'a str,
    actor_label: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_date: Option<&'a str>,
    #[serde(flatten)]
    note: Option<&'a Note>,
}

/// What only the owner sees.
#[derive(Serialize)]
struct WholeView<'a> {
    reference: &'a str,
    applicant: Option<&'a str>,
    files: &'a [FiledFile],
    form_sha256: &'a str,
    receipt: String,
}

/// A line of a feed.
#[derive(Serialize)]
pub struct LineView {
    code: String,
    reference: String,
    procedure: LineProcedure,
    status: StatusView,
    stage: &'static str,
    next: NextView,
    filed: String,
    updated: String,
    appointed: Option<String>,
    version: u32,
}

#[derive(Serialize)]
struct LineProcedure {
    code: String,
    name_vi: String,
    name_en: Option<String>,
}

/// Shows a dossier; with its contents to its owner.
pub fn dossier<'a>(case: &'a Case, contents: Option<&'a Contents>, now: DateTime, language: Language) -> View<'a> {
    let (dossier, facts, state) = (&case.dossier, &case.facts, case.state());
    let Dates { appointed, forecast, late, new_date, apologised_in_time, say, answer_by } = dates(case, now, language);
    View {
        code: &dossier.code,
        procedure: procedure(facts),
        status: status(state.status(), language),
        stage: state.stage().as_str(),
        receiving: &facts.receiving,
        deciding: facts.deciding.as_ref(),
        passage: Passage::parse(&facts.passage)
            .map(|passage| Labelled { word: passage.as_str(), label: passage.label(language) }),
        next: next(state, language),
        filed: iso(dossier.filed),
        updated: iso(dossier.updated),
        appointed: appointed.map(|deadline| date(&deadline, language)),
        appointed_say: say,
        forecast: forecast.map(|deadline| DateView { days: Vec::new(), ..date(&deadline, language) }),
        answer_by: answer_by.map(|day| day.to_string()),
        new_date: new_date.map(|new| NewDateView {
            date: new.date.to_string(),
            set: format!("{}+07:00", new.set),
            in_time: apologised_in_time,
        }),
        late: late.iter().map(|late| late_view(late, language)).collect(),
        fee: facts
            .fee
            .as_ref()
            .map(|fee| FeeView { amount: fee.amount, reason: language.pick(&fee.reason_vi, &fee.reason_en) }),
        fee_missing: facts.fee_missing.as_ref().map(|missing| language.pick(&missing.vi, &missing.en)),
        former: facts.former.as_deref(),
        timeline: timeline(case, contents, language),
        version: dossier.version,
        whole: contents.map(|contents| whole(case, contents)),
    }
}

fn procedure(facts: &Facts) -> ProcedureView<'_> {
    let procedure = &facts.procedure;
    ProcedureView { code: &procedure.code, name_vi: &procedure.name_vi, name_en: procedure.name_en.as_deref() }
}

fn whole<'a>(case: &'a Case, contents: &'a Contents) -> WholeView<'a> {
    WholeView {
        reference: &case.dossier.reference,
        applicant: contents.filed.applicant.as_deref(),
        files: &contents.filed.files,
        form_sha256: &contents.filed.form_sha256,
        receipt: format!("/api/dossiers/{}/receipt", case.dossier.code),
    }
}

fn timeline<'a>(case: &'a Case, contents: Option<&'a Contents>, language: Language) -> Vec<StepView<'a>> {
    let notes = contents.map(|contents| contents.notes.as_slice()).unwrap_or_default();
    let step = |(place, event): (usize, &'a types::Event)| StepView {
        number: event.number,
        at: iso(event.at),
        event: &event.event,
        label: event_label(event, language),
        actor: &event.actor,
        actor_label: actor_label(event, language),
        new_date: event.day.as_deref(),
        note: notes.get(place),
    };
    case.events.iter().enumerate().map(step).collect()
}

/// What happened, for a person.
pub fn event_label(event: &types::Event, language: Language) -> &'static str {
    Event::parse(&event.event).map_or("", |event| event.label(language))
}

/// Who did it, for a person.
pub fn actor_label(event: &types::Event, language: Language) -> &'static str {
    Actor::parse(&event.actor).map_or("", |actor| actor.label(language))
}

fn status(status: Status, language: Language) -> StatusView {
    StatusView { number: status.number(), word: status.as_str(), label: status.label(language) }
}

fn next(state: State, language: Language) -> NextView {
    let turn = state.stage().turn();
    let acts = |actor: Actor| state.choices(actor).into_iter().map(|verb| act(verb, language)).collect();
    NextView {
        who: turn.map(Actor::as_str),
        who_label: turn.map(|actor| actor.label(language)),
        what: what_next(state.stage(), language),
        acts: turn.map(acts).unwrap_or_default(),
        you_may: acts(Actor::Applicant),
    }
}

const fn act(verb: Verb, language: Language) -> Labelled {
    Labelled { word: verb.as_str(), label: verb.label(language) }
}

fn date(deadline: &Deadline, language: Language) -> DateView {
    DateView {
        date: deadline.date.to_string(),
        time: deadline.time.map(|time| time.to_string()),
        say: deadline.say(language),
        days: deadline.steps.iter().map(|step| step.say(language)).collect(),
    }
}

fn late_view(late: &Late, language: Language) -> LateView {
    LateView { text: late.say(language), source: late.source().say(language) }
}

/// Shows a line of a feed. `None` where its facts or its state cannot be read.
pub fn line(line: dossiers::Line, language: Language) -> Option<LineView> {
    let procedure = Facts::read(&line.facts).ok()?.procedure;
    let state = State::parse(&line.state)?;
    Some(LineView {
        code: line.code,
        reference: line.reference,
        procedure: LineProcedure { code: procedure.code, name_vi: procedure.name_vi, name_en: procedure.name_en },
        status: status(state.status(), language),
        stage: Stage::as_str(state.stage()),
        next: next(state, language),
        filed: iso(line.filed),
        updated: iso(line.updated),
        appointed: line.appointed,
        version: line.version,
    })
}
