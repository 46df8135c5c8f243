//! Whether one answer is right by its kind. Groups are looked into by [`super::check`].

use jiff::civil::Date;
use serde_json::Value;

use super::check::Rule;
use super::kind::{When, YEAR_MAX, YEAR_MIN};
use super::{Choice, Kind, Pattern, country, numbers, pattern};
use crate::calendar::read_date;
use crate::unit::{self, Level};

/// What is wrong with an answer of this kind, seen from this day.
pub(super) fn check(kind: &Kind, value: &Value, today: Date) -> Result<(), Rule> {
    let text = || value.as_str().ok_or(Rule::WrongType);
    match kind {
        Kind::Text { min, max, pattern } => line(text()?, *min, *max, *pattern),
        Kind::LongText { max } => lines(text()?, *max),
        Kind::Choice { choices } => choice(text()?, choices),
        Kind::Several { choices } => several(value.as_array().ok_or(Rule::WrongType)?, choices),
        Kind::YesNo => value.as_bool().map(|_| ()).ok_or(Rule::WrongType),
        Kind::Agreement => agreement(value.as_bool().ok_or(Rule::WrongType)?),
        Kind::Date { when, partial } => date(text()?, *when, *partial, today),
        Kind::Number { min, max } => whole(value, *min, *max),
        Kind::Money { min, max } => {
            whole(value, i64::try_from(*min).unwrap_or(i64::MAX), i64::try_from(*max).unwrap_or(i64::MAX))
        }
        Kind::Place => right(is_commune(text()?), Rule::NotAPlace),
        // Some fillers are letters to Unicode, and so to the rule that knows addresses.
        Kind::Email if !text()?.trim().chars().all(pattern::is_printable) => Err(Rule::Unprintable),
        Kind::PersonNumber | Kind::TaxCode | Kind::Phone | Kind::Email => number_or_address(kind, text()?),
        Kind::Country => right(country::is_country(text()?), Rule::NotACountry),
        Kind::Group { .. } => value.as_array().map(|_| ()).ok_or(Rule::WrongType),
    }
}

const fn right(is_right: bool, otherwise: Rule) -> Result<(), Rule> {
    if is_right { Ok(()) } else { Err(otherwise) }
}

fn line(text: &str, min: u16, max: u16, pattern: Option<Pattern>) -> Result<(), Rule> {
    length(text, min, max)?;
    right(pattern::is_line(text), Rule::Unprintable)?;
    match pattern {
        Some(pattern) => right(pattern.fits(text), Rule::Pattern { pattern }),
        None => Ok(()),
    }
}

fn lines(text: &str, max: u16) -> Result<(), Rule> {
    length(text, 1, max)?;
    right(pattern::is_lines(text), Rule::Unprintable)
}

fn length(text: &str, min: u16, max: u16) -> Result<(), Rule> {
    let length = text.chars().count();
    right(length >= usize::from(min), Rule::TooShort { min })?;
    right(length <= usize::from(max), Rule::TooLong { max })
}

fn choice(text: &str, choices: &[Choice]) -> Result<(), Rule> {
    right(choices.iter().any(|choice| choice.value == text), Rule::NotAChoice)
}

fn several(chosen: &[Value], choices: &[Choice]) -> Result<(), Rule> {
    right(!chosen.is_empty(), Rule::TooFew { min: 1 })?;
    for (index, one) in chosen.iter().enumerate() {
        choice(one.as_str().ok_or(Rule::WrongType)?, choices)?;
        // What was chosen before is known to be among the choices, so this stays short however much was sent.
        right(!chosen.iter().take(index).any(|earlier| earlier == one), Rule::Twice)?;
    }
    Ok(())
}

const fn agreement(agreed: bool) -> Result<(), Rule> {
    right(agreed, Rule::NotAgreed)
}

fn number(number: i64, min: i64, max: i64) -> Result<(), Rule> {
    right(number >= min, Rule::TooSmall { min })?;
    right(number <= max, Rule::TooLarge { max })
}

/// A whole number; one that is written with a fraction of nothing was made whole before ([`super::tidy`]).
fn whole(value: &Value, min: i64, max: i64) -> Result<(), Rule> {
    match value {
        Value::Number(_) => match value.as_i64() {
            Some(whole) => number(whole, min, max),
            None => Err(beyond(&value.to_string(), min, max)),
        },
        _ => Err(Rule::WrongType),
    }
}

/// What is wrong with a number that is not counted to here, by its text: it has a fraction, or is beyond every bound.
fn beyond(text: &str, min: i64, max: i64) -> Rule {
    // JSON as it is written here has `2.5`, `1e-7`, and from 10^16 on `1e16`, which is whole: doubles have no halves there.
    let has_fraction = text.contains("e-") || (!text.contains('e') && text.contains('.') && !text.ends_with(".0"));
    match (has_fraction, text.starts_with('-')) {
        (true, _) => Rule::NotWhole,
        (false, true) => Rule::TooSmall { min },
        (false, false) => Rule::TooLarge { max },
    }
}

fn date(text: &str, when: When, partial: bool, today: Date) -> Result<(), Rule> {
    let (first, last) = span(text, partial).ok_or(Rule::NotADate)?;
    right((YEAR_MIN..=YEAR_MAX).contains(&first.year()), Rule::NotADate)?;
    match when {
        When::Any => Ok(()),
        When::Past => right(first <= today, Rule::InTheFuture),
        When::Future => right(last >= today, Rule::InThePast),
    }
}

/// The first and the last day that a date means: more than one where only the year or the month is known.
fn span(text: &str, partial: bool) -> Option<(Date, Date)> {
    match text.len() {
        4 if partial => Some((read_date(&format!("{text}-01-01"))?, read_date(&format!("{text}-12-31"))?)),
        7 if partial => read_date(&format!("{text}-01")).map(|first| (first, first.last_of_month())),
        _ => read_date(text).map(|day| (day, day)),
    }
}

fn is_commune(text: &str) -> bool {
    unit::Code::parse(text).is_some_and(|code| code.level() == Level::Commune)
}

fn number_or_address(kind: &Kind, text: &str) -> Result<(), Rule> {
    match numbers::read(kind, text) {
        Some(Err(why)) => Err(Rule::Refused { why }),
        Some(Ok(_)) | None => Ok(()),
    }
}
