//! An item's history as the rules read it: where it stands, and what is due when.

use motcua_edge::clock::civil;
use motcua_reference::quote::CALENDAR;
use motcua_rules::feedback::Event;
use motcua_rules::feedback::clock::{Due, Life, late, next_due};

use crate::store::types;

/// What stands in a history besides the rules' events: what the sender thinks of the answer moves nothing.
pub const RATED: &str = "rated";

/// The life that a history tells, and one more event where it is about to happen. `None` for one that cannot be.
pub fn of(history: &[types::Event], next: Option<(Event, u64)>) -> Option<Life> {
    let kept = history.iter().filter(|event| event.event != RATED);
    let kept = kept.map(|event| Some((Event::parse(&event.event)?, civil(event.at))));
    let all: Option<Vec<_>> = kept.chain(next.map(|(event, at)| Some((event, civil(at))))).collect();
    Life::read(&all?)
}

/// What is due next. Nothing where all is done, and beyond the calendar, which ends before anybody is late.
pub fn due(life: &Life) -> Option<Due> {
    CALENDAR.with(|calendar| next_due(life, calendar)).ok().flatten()
}

/// The day of that, as the store keeps it.
pub fn due_day(life: &Life) -> Option<String> {
    due(life).map(|due| due.deadline.date.to_string())
}

/// What is or was late at an instant.
pub fn lateness(life: &Life, now: u64) -> Vec<Due> {
    CALENDAR.with(|calendar| late(life, civil(now), calendar)).unwrap_or_default()
}
