//! What the rules say about a filing, with the calendar and the fees that the portal is built with.

use motcua_rules::calendar::Calendar;
use motcua_rules::quote::{Facts, Quote, QuoteRequest, Schedule, quote};

thread_local! {
    /// Working days and days off, read once an instance.
    pub static CALENDAR: Calendar = Calendar::built_in();
    /// What notes say about fees, read once an instance.
    pub static SCHEDULE: Schedule = Schedule::built_in();
}

/// Who decides, by when and for how much.
pub fn told(facts: &Facts, request: &QuoteRequest) -> Quote {
    SCHEDULE.with(|schedule| CALENDAR.with(|calendar| quote(facts, request, schedule, calendar)))
}
