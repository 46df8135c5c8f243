//! An item's history as the rules read it: where it stands, and what is due when.

use motcua_edge::clock::civil;
use motcua_reference::quote::CALENDAR;
use motcua_rules::calendar::BeyondCalendar;
use motcua_rules::feedback::Event;
use motcua_rules::feedback::clock::{Due, Life, late, next_due, resolved_in_time};
use motcua_rules::language::Language;

use crate::store::types;

/// What stands in a history besides the rules' events: what the sender thinks of the answer moves nothing.
pub const RATED: &str = "rated";

/// What the store keeps where the calendar ends before an item is due: after all days.
const NO_DAY: &str = "9999-12-31";

/// The life that a history tells, and one more event where it is about to happen. `None` for one that cannot be.
pub fn of(history: &[types::Event], next: Option<(Event, u64)>) -> Option<Life> {
    let kept = history.iter().filter(|event| event.event != RATED);
    let kept = kept.map(|event| Some((Event::parse(&event.event)?, civil(event.at))));
    let all: Option<Vec<_>> = kept.chain(next.map(|(event, at)| Some((event, civil(at))))).collect();
    Life::read(&all?)
}

/// What is due next; nothing where all is done.
pub fn due(life: &Life) -> Result<Option<Due>, BeyondCalendar> {
    CALENDAR.with(|calendar| next_due(life, calendar))
}

/// The day of that, as the store keeps it: what has none yet is at its desk all the same, behind all that has one.
pub fn due_day(life: &Life) -> Option<String> {
    match due(life) {
        Ok(due) => due.map(|due| due.deadline.date.to_string()),
        Err(_) => Some(NO_DAY.to_owned()),
    }
}

/// A day that the store keeps, unless it stands for none.
pub fn told(day: String) -> Option<String> {
    (day != NO_DAY).then_some(day)
}

/// What is due next, for a person: the day, and a sentence.
pub fn say(life: &Life, language: Language) -> (Option<String>, Option<String>) {
    match due(life) {
        Ok(due) => (due.as_ref().map(|due| due.deadline.date.to_string()), due.map(|due| due.say(language))),
        Err(beyond) => (None, Some(beyond.say(language))),
    }
}

/// What is or was late at an instant.
pub fn lateness(life: &Life, now: u64) -> Vec<Due> {
    CALENDAR.with(|calendar| late(life, civil(now), calendar))
}

/// Whether an item was answered in time; nothing where nobody can say.
pub fn is_in_time(life: &Life) -> Option<bool> {
    CALENDAR.with(|calendar| resolved_in_time(life, calendar))
}
