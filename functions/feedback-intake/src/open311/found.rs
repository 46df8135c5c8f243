//! `requests/{id}` and `tokens/{token}`: where an item stands, for whoever has its number.
//!
//! Everybody may ask, so nobody's words are shown: what stands here of an item is its field, its commune, its desk and its
//! dates, and what the desk itself published of it.

use jiff::Timestamp;
use motcua_edge::problem::Problem;
use motcua_record::feedback::{Entry, Facts};
use motcua_reference::problem::{damaged, of_fault};
use motcua_reference::quote::CALENDAR;
use motcua_rules::clock::VIETNAM;
use motcua_rules::feedback::clock::{Due, Duty, Life, duties};
use motcua_rules::feedback::{About, Channel, Field, Identity, Stage, State};
use motcua_rules::language::Language;

use super::refused::no_request;
use super::shape::{Document, Request, Resolved, Status};
use crate::asked::Asked;
use crate::store::feedback::{self, Item};
use crate::{life, opened, register};

/// One item.
pub async fn request(asked: &Asked, code: &str) -> Result<Document, Problem> {
    let item = public(code).await?.ok_or_else(no_request)?;
    Ok(Document::Requests(vec![shown(asked, &item).await?]))
}

/// The number that a token stands for: its own, for a number is given at once.
pub async fn token(token: &str) -> Result<Document, Problem> {
    let item = public(token).await?.ok_or_else(no_request)?;
    Ok(Document::Resolved(Resolved { service_request_id: item.code.clone(), token: item.code }))
}

/// The item with this number, where everybody may know of it: its sender sent it by this protocol, or it is published. Numbers
/// follow one another, and who complained about whom is nobody's business before.
pub async fn public(code: &str) -> Result<Option<Item>, Problem> {
    let Some(item) = opened::found(code).await? else { return Ok(None) };
    let facts = opened::facts(&item)?;
    let is_public = facts.channel == Channel::Open311.as_str() || register::kept(&item.code).await?.is_some();
    Ok(Some(item).filter(|_| is_public))
}

/// An item as everybody may see it.
pub async fn shown(asked: &Asked, item: &Item) -> Result<Request, Problem> {
    let state = State::parse(&item.state).ok_or_else(|| damaged("the state of an item cannot be"))?;
    let facts = opened::facts(item)?;
    let entry = entry(item).await?;
    let due = due(item, state).await?;
    let (lat, long) = if entry.is_some() { degrees(asked, item, &facts)? } else { (None, None) };
    // Where the place could not be looked up, its name is what the sender typed.
    let place = Some(&item.place).filter(|code| !code.is_empty());
    Ok(Request {
        service_request_id: item.code.clone(),
        status: status(state),
        status_notes: Some(notes(state, entry.as_ref())),
        service_name: Field::parse(&item.field)
            .map_or(item.field.as_str(), |field| field.label(Language::Vi))
            .to_owned(),
        service_code: item.field.clone(),
        description: entry.map(|entry| entry.text),
        agency_responsible: Some(item.desk.clone()),
        service_notice: due.as_ref().map(|due| format!("{} / {}", due.say(Language::Vi), due.say(Language::En))),
        requested_datetime: instant(item.received),
        updated_datetime: instant(item.updated),
        expected_datetime: due.as_ref().and_then(end),
        address: place.map(|_| facts.place_vi),
        address_id: place.cloned(),
        zipcode: None,
        lat,
        long,
        media_url: None,
    })
}

/// What its desk published of it.
async fn entry(item: &Item) -> Result<Option<Entry>, Problem> {
    register::kept(&item.code).await?.as_ref().map(register::entry).transpose()
}

/// Whether it is done, as far as the protocol asks. What is waiting for its sender is not, and what a locality gave back is
/// the first desk's again.
fn status(state: State) -> Status {
    match state.stage() {
        Stage::Answered | Stage::WaitingForPublication | Stage::Published | Stage::Refused => Status::Closed,
        Stage::Returned if !state.is_local() => Status::Closed,
        Stage::Received
        | Stage::PassedOn
        | Stage::WaitingForSupplement
        | Stage::Supplemented
        | Stage::HandledDirectly
        | Stage::HandledAtLocality
        | Stage::Returned => Status::Open,
    }
}

/// The published answer while it stands; where the item stands otherwise.
fn notes(state: State, entry: Option<&Entry>) -> String {
    match (state.stage(), entry) {
        (Stage::Published, Some(entry)) => entry.answer.clone(),
        (stage, _) => format!("{} / {}", stage.label(Language::Vi), stage.label(Language::En)),
    }
}

/// When an item that is not done is answered at the latest.
async fn due(item: &Item, state: State) -> Result<Option<Due>, Problem> {
    if status(state) == Status::Closed {
        return Ok(None);
    }
    let history = feedback::events(item.agency.clone(), item.code.clone(), 0).await.map_err(of_fault)?;
    Ok(life::of(&history, None).as_ref().and_then(answer_due))
}

/// The day of the answer that is still owed. The days before it, by which a desk has to decide whose the item is, are nothing
/// that a sender waits for.
pub fn answer_due(life: &Life) -> Option<Due> {
    let all = CALENDAR.with(|calendar| duties(life, calendar));
    all.dated.into_iter().find(|due| due.duty == Duty::Resolve && due.done.is_none())
}

/// The whole last day is in time.
fn end(due: &Due) -> Option<Timestamp> {
    VIETNAM.to_timestamp(due.deadline.date.at(23, 59, 59, 0)).ok()
}

/// Where a published item is, to be put on a map. Only of a place, and never where the sender wanted not to be known to others:
/// what somebody says of an official or a dossier was said at their own table.
fn degrees(asked: &Asked, item: &Item, facts: &Facts) -> Result<(Option<String>, Option<String>), Problem> {
    if item.about != About::Place.as_str() || facts.identity == Identity::Confidential.as_str() {
        return Ok((None, None));
    }
    let said = opened::said(asked, item)?;
    Ok((said.lat, said.long))
}

fn instant(at: u64) -> Timestamp {
    let at = i64::try_from(at).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    at.unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_rules::feedback::Event;

    #[test]
    fn what_nobody_works_on_any_more_is_closed() {
        let closed: Vec<String> = State::all()
            .into_iter()
            .filter(|state| status(*state) == Status::Closed && !state.is_local() && !state.is_asked())
            .map(|state| state.to_string())
            .collect();
        assert_eq!(closed, ["answered", "returned", "refused", "waiting_for_publication", "published"]);
        let returned = |state: &State| state.stage() == Stage::Returned && state.is_local();
        assert!(State::all().into_iter().filter(returned).all(|state| status(state) == Status::Open));
    }

    #[test]
    fn what_is_waited_for_is_the_answer() {
        let received = motcua_edge::clock::civil(1_772_416_800_000);
        let life = Life::read(&[(Event::Received, received)]).unwrap();
        let due = answer_due(&life).unwrap();
        // The calendar of the rules: 15 working days.
        assert_eq!(
            (received.to_string().as_str(), due.deadline.date.to_string().as_str()),
            ("2026-03-02T09:00:00", "2026-03-23")
        );
        assert_eq!(end(&due).map(|end| end.to_string()).as_deref(), Some("2026-03-23T16:59:59Z"));
        let ended = [(Event::Received, received), (Event::Refused, received)];
        assert!(Life::read(&ended).is_some_and(|life| answer_due(&life).is_none()));
    }
}
