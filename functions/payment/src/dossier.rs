//! The dossier that a fee is for: what it owes, and the steps that money makes it take.

use motcua_edge::problem::Problem;
use motcua_record::facts::Facts;
use motcua_record::filed::Filed;
use motcua_record::history;
use motcua_record::lookup::is_secret;
use motcua_record::note::Note;
use motcua_record::seal::{Bound, Purpose};
use motcua_reference::problem::{damaged, of_fault};
use motcua_reference::quote::CALENDAR;
use motcua_rules::code::Code;
use motcua_rules::dossier::clock::{Clock, Life};
use motcua_rules::dossier::{Act, Actor, Entry, Event as Happened, NotAllowed, apply};
use motcua_rules::money::Dong;
use motcua_rules::payment::{Claim, Owed, owed};
use serde::Serialize;

use crate::asked::Asked;
use crate::problem::no_dossier;
use crate::store::casework::Step;
use crate::store::dossiers::{self, Dossier};
use crate::store::outbox::NewMessage;
use crate::store::types::{Event, NewEvent};

/// So many events the store hands out at once.
const EVENTS_AT_ONCE: usize = 200;
/// What no secret hashes to: with it, the comparison is the same work where there is nothing to compare with.
const NOBODY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A dossier with its history.
pub struct Case {
    /// As the store has it.
    pub dossier: Dossier,
    /// What filing fixed.
    pub facts: Facts,
    entries: Vec<Entry>,
    life: Life,
    /// What each event asked for or brought.
    amounts: Vec<Option<Dong>>,
}

impl Case {
    /// The dossier of this code, for whoever brings its secret. No dossier and a wrong secret are the same answer.
    pub async fn opened(asked: &Asked, code: &str) -> Result<Case, Problem> {
        let code = Code::parse(code).map_err(|_| no_dossier())?;
        let found = dossiers::read(code.agency().top().to_owned(), code.to_string()).await.map_err(of_fault)?;
        let hash = found.as_ref().map_or(NOBODY, |dossier| dossier.secret_hash.as_str());
        let is_right = asked.secret().is_some_and(|secret| is_secret(secret, hash));
        Case::of(asked, found.filter(|_| is_right).ok_or_else(no_dossier)?).await
    }

    /// The dossier of an order.
    pub async fn read(asked: &Asked, agency: &str, code: &str) -> Result<Case, Problem> {
        let found = dossiers::read(agency.to_owned(), code.to_owned()).await.map_err(of_fault)?;
        Case::of(asked, found.ok_or_else(|| damaged("an order's dossier is gone"))?).await
    }

    async fn of(asked: &Asked, dossier: Dossier) -> Result<Case, Problem> {
        let broken = |what: &str| damaged(&format!("dossier {}: {what}", dossier.code));
        let events = events(&dossier).await?;
        let steps: Vec<_> = events.iter().map(|event| (event.event.as_str(), event.at, event.day.as_deref())).collect();
        let entries = history::entries(&steps).map_err(|_| broken("its history is unreadable"))?;
        let life = Life::read(&entries).ok().flatten().ok_or_else(|| broken("its history cannot be"))?;
        let facts = Facts::read(&dossier.facts).map_err(|_| broken("its facts are unreadable"))?;
        let amount = |event: &Event| match event.event.as_str() {
            word if word == Happened::PaymentRequested.as_str() => note(asked, &dossier, event).map(|note| note.amount),
            _ => Ok(None),
        };
        let amounts: Vec<Option<u64>> = events.iter().map(amount).collect::<Result<_, _>>()?;
        let amounts = amounts.into_iter().map(|amount| amount.and_then(Dong::new)).collect();
        Ok(Case { dossier, facts, entries, life, amounts })
    }

    /// The number of its last event.
    pub fn version(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// What it owes now.
    pub fn owed(&self) -> Owed {
        let events = self.entries.iter().map(|entry| entry.event).zip(self.amounts.iter().copied());
        let fee = self.facts.fee.as_ref().and_then(|fee| Dong::new(fee.amount));
        owed(self.life.state, &events.collect::<Vec<_>>(), fee)
    }

    /// Whether what an order was opened for, by the event of that number, is still to be paid.
    pub fn claim(&self, number: u32) -> Claim {
        match self.owed() {
            Owed::Due { claim: Some(claim), .. } if claim == number => Claim::Due,
            Owed::Ended => Claim::Closed,
            _ => Claim::Settled,
        }
    }

    /// A step in the portal's own right, as the store takes it.
    pub fn step(&self, asked: &Asked, act: Act, note: &Note, message: Option<&str>) -> Result<Step, NotAllowed> {
        let step = apply(Some(self.life.state), Actor::System, act, asked.civil())?;
        let (dossier, number) = (&self.dossier, self.version().saturating_add(1));
        let place = number.to_string();
        let bound = Bound { purpose: Purpose::Event, agency: &dossier.agency, draft: &dossier.draft, place: &place };
        let entries: Vec<Entry> = self.entries.iter().copied().chain([step.entry()]).collect();
        Ok(Step {
            agency: dossier.agency.clone(),
            code: dossier.code.clone(),
            expected: self.version(),
            state: step.to.to_string(),
            status: step.to.status().number(),
            appointed: appointed(&self.facts, &entries),
            facts: None,
            sealed: None,
            files: Vec::new(),
            event: NewEvent {
                at: asked.now,
                event: step.by.event.as_str().to_owned(),
                actor: step.actor.as_str().to_owned(),
                day: None,
                sealed: note.seal(&asked.settings.sealing, &bound),
            },
            messages: message.map(|kind| told(asked, &bound, kind)).into_iter().collect(),
            request: None,
        })
    }

    /// The applicant's name as the form had it, for whoever may read the whole dossier.
    pub fn payer(&self, asked: &Asked) -> Result<Option<String>, Problem> {
        let Dossier { agency, draft, sealed, .. } = &self.dossier;
        let bound = Bound { purpose: Purpose::Filed, agency, draft, place: "" };
        let filed: Result<Filed, _> = asked.settings.sealing.open_json(&bound, sealed);
        filed.map(|filed| filed.applicant).map_err(|_| damaged("a dossier cannot be opened"))
    }
}

/// A message about a step. Whom to reach, whoever sends it reads in the dossier.
fn told(asked: &Asked, bound: &Bound<'_>, kind: &str) -> NewMessage {
    #[derive(Serialize)]
    struct Told {
        language: &'static str,
    }
    let bound = Bound { purpose: Purpose::Message, ..*bound };
    let told = Told { language: asked.language.as_str() };
    NewMessage { kind: kind.to_owned(), sealed: asked.settings.sealing.seal_json(&bound, &told) }
}

fn note(asked: &Asked, dossier: &Dossier, event: &Event) -> Result<Note, Problem> {
    let place = event.number.to_string();
    let bound = Bound { purpose: Purpose::Event, agency: &dossier.agency, draft: &dossier.draft, place: &place };
    let note = Note::open(&asked.settings.sealing, &bound, &event.sealed);
    note.map_err(|_| damaged("the words of an event cannot be opened"))
}

/// The appointed day after these events; nothing where none can be counted.
fn appointed(facts: &Facts, entries: &[Entry]) -> Option<String> {
    let (term, life) = (facts.term().ok()?, Life::read(entries).ok().flatten()?);
    let deadline = CALENDAR.with(|calendar| Clock { life: &life, term, calendar }.appointed());
    deadline.ok().flatten().map(|deadline| deadline.date.to_string())
}

/// All events up to the dossier's version: one that was taken since the dossier was read is not its own yet.
async fn events(dossier: &Dossier) -> Result<Vec<Event>, Problem> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.number);
        let more = dossiers::events(dossier.agency.clone(), dossier.code.clone(), after).await.map_err(of_fault)?;
        let is_last = more.len() < EVENTS_AT_ONCE;
        events.extend(more.into_iter().filter(|event| event.number <= dossier.version));
        if is_last {
            return Ok(events);
        }
    }
}
