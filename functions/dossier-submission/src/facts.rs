//! What filing fixes: who received, who decides, by when and for how much, as it was told.

use motcua_edge::problem::Problem;
use motcua_record::facts::{Appointed, Both, Desk, Facts, Fee, Procedure, Published};
use motcua_reference::words::{channel, time_unit};
use motcua_rules::calendar::BeyondCalendar;
use motcua_rules::clock::Deadline;
use motcua_rules::desk::{self, Jurisdiction};
use motcua_rules::language::Language;
use motcua_rules::procedure::Channel;
use motcua_rules::quote::{self, Deciding, Missing, Told};

use crate::basis::Basis;
use crate::problem::damaged;
use crate::store::dossiers::Dossier;

/// The facts of a dossier that is filed now over the portal.
pub fn facts(
    basis: &Basis,
    jurisdiction: &Jurisdiction,
    receiving: &desk::Desk,
    files_count: usize,
    former: Option<String>,
) -> Facts {
    let quote = &jurisdiction.quote;
    let why = jurisdiction.receiving.as_ref().map_or("", |receiving| receiving.why.label(Language::Vi));
    let why_en = jurisdiction.receiving.as_ref().map_or("", |receiving| receiving.why.label(Language::En));
    Facts {
        procedure: procedure(basis),
        receiving: Desk {
            name_vi: receiving.name_vi.clone(),
            name_en: receiving.name_en.clone(),
            unit: receiving.unit.map(|unit| unit.to_string()),
            agency: receiving.agency.as_ref().map(|agency| agency.id.to_string()),
        },
        deciding: known(&quote.agency).map(deciding),
        passage: jurisdiction.passage.as_str().to_owned(),
        why_vi: why.to_owned(),
        why_en: why_en.to_owned(),
        term: term(basis, &quote.appointed),
        appointed: known(&quote.appointed).map(appointed),
        appointed_missing: missing(&quote.appointed),
        fee: fee(&quote.fee),
        fee_missing: missing(&quote.fee),
        channel: Channel::Online.as_str().to_owned(),
        form_start: basis.version.start.clone(),
        files_count: u32::try_from(files_count).unwrap_or(u32::MAX),
        former,
    }
}

/// A date as facts and answers have it.
pub fn appointed(deadline: &Deadline) -> Appointed {
    let time = deadline.time.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
    Appointed { date: deadline.date.to_string(), time }
}

/// The facts of a dossier, as they were kept.
pub fn of(dossier: &Dossier) -> Result<Facts, Problem> {
    Facts::read(&dossier.facts).map_err(|error| damaged(&format!("the facts of {}: {error}", dossier.code)))
}

fn procedure(basis: &Basis) -> Procedure {
    let of = &basis.procedure;
    Procedure {
        code: of.code.clone(),
        name_vi: of.name_vi.clone(),
        name_en: of.name_en.clone(),
        decision: of.decision.clone(),
        since: of.holds.start.clone(),
    }
}

fn deciding(deciding: &Deciding) -> Desk {
    Desk {
        name_vi: deciding.name_vi.clone(),
        name_en: deciding.name_en.clone(),
        unit: deciding.unit.map(|unit| unit.to_string()),
        agency: deciding.agency.as_ref().map(|agency| agency.id.to_string()),
    }
}

/// The term as it was published, where the rules count with it: a term that they cannot read, or that contradicts its own
/// note, is none. That the calendar ends before it does is no fault of the term.
fn term(basis: &Basis, appointed: &Told<Deadline>) -> Option<Published> {
    if !matches!(appointed, Told::Known { .. } | Told::Missing(Missing::Calendar(BeyondCalendar { .. }))) {
        return None;
    }
    let method = basis.procedure.methods.iter().find(|method| channel(method.channel) == Channel::Online)?;
    Some(Published::of(method.time?, method.time_unit.map(time_unit)?))
}

fn fee(told: &Told<quote::Fee>) -> Option<Fee> {
    let Told::Known { value, reason, .. } = told else { return None };
    Some(Fee { amount: value.total.dong(), reason_vi: reason.say(Language::Vi), reason_en: reason.say(Language::En) })
}

fn known<T>(told: &Told<T>) -> Option<&T> {
    match told {
        Told::Known { value, .. } => Some(value),
        Told::Missing(_) => None,
    }
}

fn missing<T>(told: &Told<T>) -> Option<Both> {
    match told {
        Told::Missing(missing) => Some(Both { vi: missing.say(Language::Vi), en: missing.say(Language::En) }),
        Told::Known { .. } => None,
    }
}
