//! What the rules say about a dossier's dates at a moment.

use jiff::civil::{Date, DateTime};
use motcua_reference::quote::CALENDAR;
use motcua_rules::calendar::BeyondCalendar;
use motcua_rules::clock::Deadline;
use motcua_rules::dossier::clock::{Clock, Late, NewDate};
use motcua_rules::language::Language;

use crate::case::Case;

/// The dates of a dossier.
pub struct Dates {
    /// When the result is due, with each day that was counted.
    pub appointed: Option<Deadline>,
    /// The date if the applicant does now what was asked.
    pub forecast: Option<Deadline>,
    /// Why it is late; empty when it is on time.
    pub late: Vec<Late>,
    /// The new date that was set with an apology.
    pub new_date: Option<NewDate>,
    /// Whether that apology came in time.
    pub apologised_in_time: Option<bool>,
    /// The sentence about it all that the applicant needs now; where nothing can be counted, why not.
    pub say: String,
    /// The last day on which the desk has to answer, while it has not.
    pub answer_by: Option<Date>,
}

/// The dates of a dossier at a moment of Vietnam's time.
pub fn dates(case: &Case, now: DateTime, language: Language) -> Dates {
    let counted = match case.facts.term() {
        Ok(term) => CALENDAR.with(|calendar| {
            count(&Clock { life: &case.life, term, calendar }, now, language).map_err(|beyond| beyond.say(language))
        }),
        // What was told at filing knows more of the procedure than that there is no number.
        Err(none) => Err(case
            .facts
            .appointed_missing
            .as_ref()
            .map_or_else(|| none.say(language), |missing| language.pick(&missing.vi, &missing.en).to_owned())),
    };
    counted.unwrap_or_else(|say| Dates {
        appointed: None,
        forecast: None,
        late: Vec::new(),
        new_date: case.life.new_date,
        apologised_in_time: None,
        say,
        answer_by: None,
    })
}

fn count(clock: &Clock<'_>, now: DateTime, language: Language) -> Result<Dates, BeyondCalendar> {
    let is_unanswered = clock.life.accepted.is_none() && clock.life.ended.is_none() && clock.life.waiting.is_none();
    Ok(Dates {
        appointed: clock.appointed()?,
        forecast: if clock.life.waiting.is_some() { clock.forecast(now)? } else { None },
        late: clock.late(now)?,
        new_date: clock.life.new_date,
        apologised_in_time: clock.apologised_in_time()?,
        say: clock.say(now, language)?,
        answer_by: if is_unanswered { Some(clock.back_by()?.date) } else { None },
    })
}
