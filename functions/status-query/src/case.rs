//! A dossier with its history, checked and read by the rules.

use motcua_edge::problem::Problem;
use motcua_record::facts::Facts;
use motcua_record::filed::Filed;
use motcua_record::history::{self, Link};
use motcua_record::keys::Sealing;
use motcua_record::note::Note;
use motcua_record::seal::{Bound, Purpose, Unopened};
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::dossier::State;
use motcua_rules::dossier::clock::Life;

use crate::store::dossiers::{self, Dossier};
use crate::store::types::Event;

/// A dossier and all that happened to it.
pub struct Case {
    /// As the store has it.
    pub dossier: Dossier,
    /// What filing fixed.
    pub facts: Facts,
    /// Every step, in order; at least one.
    pub events: Vec<Event>,
    /// What they mean to the clock.
    pub life: Life,
}

/// What only the owner may read.
pub struct Contents {
    /// What was filed.
    pub filed: Filed,
    /// What goes with each step, in the order of the steps.
    pub notes: Vec<Note>,
}

impl Case {
    /// Reads a dossier's history. Fails as damaged where it is not the one that was written, or does not lead to where the
    /// dossier stands.
    pub async fn read(dossier: Dossier) -> Result<Case, Problem> {
        let events = events(&dossier).await?;
        let is_whole = u32::try_from(events.len()).is_ok_and(|count| count == dossier.version);
        let links: Vec<Link<'_>> = events.iter().map(link).collect();
        if !is_whole || !history::is_chained(&dossier.code, &links) {
            return Err(broken(&dossier, "its history was changed"));
        }
        let steps: Vec<_> = events.iter().map(|event| (event.event.as_str(), event.at, event.day.as_deref())).collect();
        let entries = history::entries(&steps).map_err(|_| broken(&dossier, "its history is unreadable"))?;
        let life = Life::read(&entries).ok().flatten().ok_or_else(|| broken(&dossier, "its history cannot be"))?;
        if life.state.to_string() != dossier.state {
            return Err(broken(&dossier, "its history leads elsewhere"));
        }
        let facts = Facts::read(&dossier.facts).map_err(|_| broken(&dossier, "its facts are unreadable"))?;
        Ok(Case { dossier, facts, events, life })
    }

    /// Where it stands.
    pub const fn state(&self) -> State {
        self.life.state
    }

    /// Whether a fee was paid before.
    pub fn is_paid(&self) -> bool {
        self.events.iter().any(|event| event.event == motcua_rules::dossier::Event::PaymentReceived.as_str())
    }

    /// Opens what only the owner may read.
    pub fn open(&self, sealing: &Sealing) -> Result<Contents, Problem> {
        let Dossier { agency, draft, sealed, .. } = &self.dossier;
        let whole = Bound { purpose: Purpose::Filed, agency, draft, place: "" };
        let unopened = |why: Unopened| broken(&self.dossier, &why.to_string());
        let note = |event: &Event| {
            let place = event.number.to_string();
            Note::open(sealing, &Bound { purpose: Purpose::Event, place: &place, ..whole }, &event.sealed)
        };
        Ok(Contents {
            filed: sealing.open_json(&whole, sealed).map_err(unopened)?,
            notes: self.events.iter().map(note).collect::<Result<_, _>>().map_err(unopened)?,
        })
    }

    /// The hash of the last step, which hangs on all before it.
    pub fn chain(&self) -> &str {
        self.events.last().map_or(history::BEGINNING, |event| event.hash.as_str())
    }
}

/// The steps up to the dossier's version: one that was taken since the dossier was read is not its own yet.
async fn events(dossier: &Dossier) -> Result<Vec<Event>, Problem> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.number);
        let more = dossiers::events(dossier.agency.clone(), dossier.code.clone(), after).await.map_err(of_fault)?;
        let is_end = more.is_empty();
        events.extend(more.into_iter().take_while(|event| event.number <= dossier.version));
        if is_end || events.last().is_none_or(|event| event.number <= after || event.number == dossier.version) {
            return Ok(events);
        }
    }
}

fn link(event: &Event) -> Link<'_> {
    Link {
        number: event.number,
        at: event.at,
        event: &event.event,
        actor: &event.actor,
        day: event.day.as_deref(),
        sealed: &event.sealed,
        previous: &event.previous,
        hash: &event.hash,
    }
}

/// The code is no personal datum, and an operator has to find the dossier.
fn broken(dossier: &Dossier, what: &str) -> Problem {
    damaged(&format!("dossier {}: {what}", dossier.code))
}
