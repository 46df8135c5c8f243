//! Steps that an applicant takes with a dossier after it is filed: the rules say what each makes of it, the store keeps it.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::civil;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::facts::{Appointed, Facts};
use motcua_record::filed::{Filed, FiledFile};
use motcua_record::history;
use motcua_record::note::Note;
use motcua_record::seal::{Bound, Purpose};
use motcua_reference::quote::CALENDAR;
use motcua_reference::{form, procedure};
use motcua_rules::dossier::clock::{Clock, Life};
use motcua_rules::dossier::{self, Act, Actor, Entry, State, apply};

use crate::asked::Asked;
use crate::problem::{self, damaged, not_allowed_now, of_fault};
use crate::store::casework::{self, Refusal, Step};
use crate::store::dossiers::{self, Dossier};
use crate::store::outbox::NewMessage;
use crate::store::types::{self, Event, NewEvent};
use crate::{contact, facts, opened, view};

/// So many events the store hands out at once.
const EVENTS_AT_ONCE: usize = 200;

/// A dossier with its history, read for a step.
pub struct Case {
    /// The dossier.
    pub dossier: Dossier,
    /// What filing fixed.
    pub facts: Facts,
    /// What was filed.
    pub filed: Filed,
    /// All that happened, in order.
    pub events: Vec<Event>,
    /// Where it stands by that.
    pub state: State,
}

/// What goes with a step, besides the act.
pub struct Change {
    /// The word for the message that tells of it.
    pub kind: &'static str,
    /// What goes with it for people to read.
    pub note: Note,
    /// The files that become part of the dossier, for whoever supplements.
    pub added: Vec<FiledFile>,
}

impl Case {
    /// Reads the history of a dossier that was opened.
    pub async fn of(asked: &Asked, dossier: Dossier) -> Result<Case, Problem> {
        let events = events(&dossier).await?;
        let life = life(&dossier.code, &entries(&dossier.code, &events)?)?;
        let (facts, filed) = (facts::of(&dossier)?, opened::filed(asked, &dossier)?);
        Ok(Case { facts, filed, events, state: life.state, dossier })
    }

    /// What goes with an event for people to read.
    pub fn note(&self, asked: &Asked, event: &Event) -> Result<Note, Problem> {
        let number = event.number.to_string();
        let note = Note::open(&asked.settings.sealing, &self.bound(&number), &event.sealed);
        note.map_err(|_| damaged("the words of an event cannot be opened"))
    }

    fn bound<'a>(&'a self, number: &'a str) -> Bound<'a> {
        let (agency, draft) = (&self.dossier.agency, &self.dossier.draft);
        Bound { purpose: Purpose::Event, agency, draft, place: number }
    }

    /// How many steps were taken: the version that whoever decides has seen.
    fn version(&self) -> u32 {
        self.events.last().map_or(0, |event| event.number)
    }
}

/// Whether the rules allow an act of the applicant now.
pub fn allowed(asked: &Asked, case: &Case, act: Act) -> Result<dossier::Step, Problem> {
    apply(Some(case.state), Actor::Applicant, act, asked.civil()).map_err(|why| not_allowed_now(&why))
}

/// Takes a step in the applicant's right, and answers with what it made of the dossier.
pub async fn take(
    asked: &Asked,
    case: &Case,
    act: Act,
    change: Change,
    request: types::Request,
) -> Result<Answer, Problem> {
    let step = allowed(asked, case, act)?;
    let mut history = entries(&case.dossier.code, &case.events)?;
    history.push(step.entry());
    let number = case.version().saturating_add(1);
    let appointed = appointed(&case.facts, &life(&case.dossier.code, &history)?);
    let messages = messages(asked, case, number, change.kind).await?;
    let files = change.added.iter().map(|file| file.id.clone()).collect();
    let (facts, sealed) = grown(asked, case, change.added);
    let step = Step {
        agency: case.dossier.agency.clone(),
        code: case.dossier.code.clone(),
        expected: case.version(),
        state: step.to.to_string(),
        status: step.to.status().number(),
        appointed: appointed.map(|date| date.date),
        facts,
        sealed,
        files,
        event: NewEvent {
            at: asked.now,
            event: step.by.event.as_str().to_owned(),
            actor: step.actor.as_str().to_owned(),
            day: None,
            sealed: change.note.seal(&asked.settings.sealing, &case.bound(&number.to_string())),
        },
        messages,
        request: Some(request),
    };
    match casework::append(step).await {
        Ok(version) => answer(asked, &case.dossier, version).await,
        Err(Refusal::Unknown) => Err(problem::no_dossier()),
        Err(Refusal::Changed(_)) => Err(problem::changed_meanwhile()),
        Err(Refusal::Missing(file)) => Err(problem::not_usable(&file)),
        Err(Refusal::Conflict) => Err(refusal::key_of_another_request()),
        Err(Refusal::Failed(fault)) => Err(of_fault(fault)),
    }
}

/// The answer to a request that took its step before and came again; nothing where the store does not know it.
///
/// What is no longer allowed may have been done by this very request, whose answer was lost. Only the store knows, and it is
/// asked with a version that no dossier has: it answers a request that it knows, and takes no step for one that it does not.
pub async fn again(asked: &Asked, dossier: &Dossier, request: types::Request) -> Result<Option<Answer>, Problem> {
    let event = NewEvent { at: asked.now, event: String::new(), actor: String::new(), day: None, sealed: Vec::new() };
    let step = Step {
        agency: dossier.agency.clone(),
        code: dossier.code.clone(),
        expected: 0,
        state: dossier.state.clone(),
        status: dossier.status,
        appointed: None,
        facts: None,
        sealed: None,
        files: Vec::new(),
        event,
        messages: Vec::new(),
        request: Some(request),
    };
    match casework::append(step).await {
        Ok(version) => answer(asked, dossier, version).await.map(Some),
        Err(Refusal::Conflict) => Err(refusal::key_of_another_request()),
        Err(Refusal::Failed(fault)) => Err(of_fault(fault)),
        Err(Refusal::Unknown | Refusal::Changed(_) | Refusal::Missing(_)) => Ok(None),
    }
}

/// What a step made of a dossier, by its history up to that version: whoever repeats the request reads the same.
async fn answer(asked: &Asked, dossier: &Dossier, version: u32) -> Result<Answer, Problem> {
    let mut events = events(dossier).await?;
    events.retain(|event| event.number <= version);
    let (entries, facts) = (entries(&dossier.code, &events)?, facts::of(dossier)?);
    let life = life(&dossier.code, &entries)?;
    let at = entries.last().map_or_else(|| asked.civil(), |entry| entry.at);
    let late = match facts.term() {
        Ok(term) => CALENDAR.with(|calendar| Clock { life: &life, term, calendar }.late(at)).unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let shown = view::step::step(&dossier.code, version, life.state, appointed(&facts, &life), &late, asked.language);
    answer::json(StatusCode::CREATED, asked.language, &shown)
}

/// The date that stands after a history; nothing where none can be counted.
fn appointed(facts: &Facts, life: &Life) -> Option<Appointed> {
    let term = facts.term().ok()?;
    let deadline = CALENDAR.with(|calendar| Clock { life, term, calendar }.appointed());
    deadline.ok().flatten().map(|deadline| facts::appointed(&deadline))
}

/// Facts and contents with the files that come to them; nothing where none do.
fn grown(asked: &Asked, case: &Case, added: Vec<FiledFile>) -> (Option<String>, Option<Vec<u8>>) {
    if added.is_empty() {
        return (None, None);
    }
    let (mut facts, mut filed) = (case.facts.clone(), case.filed.clone());
    filed.files.extend(added);
    facts.files_count = u32::try_from(filed.files.len()).unwrap_or(u32::MAX);
    let (agency, draft) = (case.dossier.agency.as_str(), case.dossier.draft.as_str());
    let bound = Bound { purpose: Purpose::Filed, agency, draft, place: "" };
    (Some(facts.to_json()), Some(asked.settings.sealing.seal_json(&bound, &filed)))
}

/// The message of a step, to whom the form named as it stood when it was filed.
async fn messages(asked: &Asked, case: &Case, number: u32, kind: &str) -> Result<Vec<NewMessage>, Problem> {
    let day = civil(case.dossier.filed).date().to_string();
    let procedure = procedure::find(&case.dossier.procedure, &day).await?;
    let version = form::of(&procedure, &day).await?;
    let place = (case.dossier.agency.as_str(), case.dossier.draft.as_str(), number);
    Ok(contact::message(asked, place, kind, (&version.form, &case.filed.answers)))
}

async fn events(dossier: &Dossier) -> Result<Vec<Event>, Problem> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.number);
        let more = dossiers::events(dossier.agency.clone(), dossier.code.clone(), after).await.map_err(of_fault)?;
        let is_last = more.len() < EVENTS_AT_ONCE;
        events.extend(more);
        if is_last {
            return Ok(events);
        }
    }
}

fn entries(code: &str, events: &[Event]) -> Result<Vec<Entry>, Problem> {
    let steps: Vec<(&str, u64, Option<&str>)> =
        events.iter().map(|event| (event.event.as_str(), event.at, event.day.as_deref())).collect();
    history::entries(&steps).map_err(|step| damaged(&format!("event {} of {code}", step.number)))
}

fn life(code: &str, entries: &[Entry]) -> Result<Life, Problem> {
    Life::read(entries).ok().flatten().ok_or_else(|| damaged(&format!("the history of {code}")))
}
