//! The decision on an answered form: every breach, in the order of the form, or the answers as they may be kept.

use core::fmt;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Answers, Field, Form, Kind, Pattern, Role, Slot, holds, tidy::tidy, value};
use crate::person::Refusal;

/// One thing that is wrong, as a fact; the edge finds the words.
#[derive(Clone, PartialEq, Eq)]
pub struct Breach {
    /// Where: a field's name, or within a group `members/0/name`. Only the name of an unknown field is the client's own,
    /// and cut to [`UNKNOWN_LENGTH_MAX`].
    pub at: String,
    /// What is wrong there.
    pub rule: Rule,
}

/// How many characters of an unknown field's name are repeated. No name of a form is longer.
pub const UNKNOWN_LENGTH_MAX: usize = 60;
/// How many unknown fields are named; what is wrong is clear by then.
pub const UNKNOWN_MAX: usize = 20;

/// Without the name of an unknown field: somebody may have sent an answer as the name.
impl fmt::Debug for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.rule == Rule::Unknown { "…" } else { &self.at };
        out.debug_struct("Breach").field("at", &at).field("rule", &self.rule).finish()
    }
}

/// What an answer was held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// It must be answered.
    Missing,
    /// It is not asked for these answers, so it may not be answered.
    NotShown,
    /// The form has no such field.
    Unknown,
    /// It is another type of JSON than the kind takes.
    WrongType,
    /// Fewer characters than these.
    TooShort {
        /// The fewest.
        min: u16,
    },
    /// More characters than these.
    TooLong {
        /// The most.
        max: u16,
    },
    /// It has characters that cannot be printed or seen, or spaces at an end.
    Unprintable,
    /// It does not look as it must.
    Pattern {
        /// How it must look.
        pattern: Pattern,
    },
    /// It is none of the choices.
    NotAChoice,
    /// One choice is there twice.
    Twice,
    /// The declaration was not made.
    NotAgreed,
    /// It is no day of the calendar, or one beyond the years that are taken.
    NotADate,
    /// It lies after today.
    InTheFuture,
    /// It lies before today.
    InThePast,
    /// It is a number, but not a whole one.
    NotWhole,
    /// It is less than this.
    TooSmall {
        /// The least.
        min: i64,
    },
    /// It is more than this.
    TooLarge {
        /// The most.
        max: i64,
    },
    /// There are fewer of them than these.
    TooFew {
        /// The fewest.
        min: u16,
    },
    /// There are more of them than these.
    TooMany {
        /// The most.
        max: u16,
    },
    /// It is not built like the code of a commune.
    NotAPlace,
    /// It is no personal number, tax code, phone number or e-mail address; which of them the field's kind says.
    Refused {
        /// Why not.
        why: Refusal,
    },
    /// It is no country.
    NotACountry,
}

/// Answers that the form accepts, tidy; they also meet its schema. Only [`check()`] makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct Checked<'f> {
    form: &'f Form,
    answers: Answers,
}

/// Without the answers, so that no log gets them by accident.
impl fmt::Debug for Checked<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Checked({}, …)", self.form.procedure)
    }
}

/// Holds answers against their form, seen from this day in Vietnam. What was typed is made tidy first ([`tidy`]).
///
/// A draft that is only partly answered is held the same way; its breaches without [`Rule::Missing`] are what is wrong
/// with it so far.
pub fn check<'f>(form: &'f Form, answers: &Answers, today: Date) -> Result<Checked<'f>, Vec<Breach>> {
    let answers = tidy(form, answers.clone());
    let shown = form.shown(&answers);
    let is_shown = |field: &Field| shown.fields.iter().any(|one| one.name == field.name);
    let mut breaches = Vec::new();
    for (_, field) in form.fields() {
        one(field, is_shown(field), &answers, "", today, &mut breaches);
    }
    unknown(&answers, |name| form.fields().any(|(_, field)| field.name == name), "", &mut breaches);
    if breaches.is_empty() { Ok(Checked { form, answers }) } else { Err(breaches) }
}

fn one(field: &Field, is_shown: bool, answers: &Answers, within: &str, today: Date, breaches: &mut Vec<Breach>) {
    let at = || format!("{within}{}", field.name);
    let rule = match answers.get(&field.name) {
        None if is_shown && field.required => Err(Rule::Missing),
        None => Ok(()),
        Some(_) if !is_shown => Err(Rule::NotShown),
        Some(value) => {
            let right = value::check(&field.kind, value, today);
            if let (Kind::Group { min, max, fields }, Some(items)) = (&field.kind, value.as_array()) {
                group(&at(), (*min, *max), fields, items, today, breaches);
            }
            right
        }
    };
    if let Err(rule) = rule {
        breaches.push(Breach { at: at(), rule });
    }
}

fn group(at: &str, (min, max): (u16, u16), fields: &[Field], items: &[Value], today: Date, breaches: &mut Vec<Breach>) {
    let rule = match items.len() {
        count if count < usize::from(min) => Some(Rule::TooFew { min }),
        count if count > usize::from(max) => Some(Rule::TooMany { max }),
        _ => None,
    };
    breaches.extend(rule.map(|rule| Breach { at: at.into(), rule }));
    for (index, item) in items.iter().enumerate().take(usize::from(max)) {
        match item.as_object() {
            Some(item) => member(&format!("{at}/{index}/"), fields, item, today, breaches),
            None => breaches.push(Breach { at: format!("{at}/{index}"), rule: Rule::WrongType }),
        }
    }
}

fn member(within: &str, fields: &[Field], item: &Answers, today: Date, breaches: &mut Vec<Breach>) {
    let shown = shown_in(fields, item);
    for field in fields {
        one(field, shown.iter().any(|one| one.name == field.name), item, within, today, breaches);
    }
    unknown(item, |name| fields.iter().any(|field| field.name == name), within, breaches);
}

/// The fields of a group that are shown for one of its members.
pub fn shown_in<'f>(fields: &'f [Field], item: &Answers) -> Vec<&'f Field> {
    let mut shown = Vec::new();
    for field in fields {
        if holds(field.shown.as_ref(), item, &shown) {
            shown.push(field);
        }
    }
    shown
}

fn unknown(answers: &Answers, is_known: impl Fn(&str) -> bool, within: &str, breaches: &mut Vec<Breach>) {
    let named = breaches.iter().filter(|breach| breach.rule == Rule::Unknown).count();
    let strangers = answers.keys().filter(|name| !is_known(name)).take(UNKNOWN_MAX.saturating_sub(named));
    let short = |name: &String| name.chars().take(UNKNOWN_LENGTH_MAX).collect::<String>();
    breaches.extend(strangers.map(|name| Breach { at: format!("{within}{}", short(name)), rule: Rule::Unknown }));
}

impl<'f> Checked<'f> {
    /// The answers.
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The answers, to keep.
    pub fn into_answers(self) -> Answers {
        self.answers
    }

    /// The answer of the first field with this role that was answered.
    pub fn role(&self, role: Role) -> Option<&str> {
        let fields = self.form.fields().map(|(_, field)| field).filter(|field| field.role == Some(role));
        fields.filter_map(|field| self.answers.get(&field.name)?.as_str()).next()
    }

    /// What is to be uploaded for these answers.
    pub fn slots(&self) -> Vec<&'f Slot> {
        self.form.shown(&self.answers).slots
    }

    /// Every commune that was answered and where, so that somebody who knows them can say whether there is one.
    pub fn places(&self) -> Vec<(String, &str)> {
        places(self.form, &self.answers)
    }
}

/// Every commune that was answered and where, right or not.
pub fn places<'a>(form: &Form, answers: &'a Answers) -> Vec<(String, &'a str)> {
    let mut places = Vec::new();
    form.fields().for_each(|(_, field)| places_in(field, answers, "", &mut places));
    places
}

fn places_in<'a>(field: &Field, answers: &'a Map<String, Value>, within: &str, places: &mut Vec<(String, &'a str)>) {
    let Some(value) = answers.get(&field.name) else { return };
    let at = format!("{within}{}", field.name);
    if let (Kind::Place, Some(code)) = (&field.kind, value.as_str()) {
        places.push((at, code));
        return;
    }
    let members = value.as_array().into_iter().flatten().enumerate();
    for (index, item) in members.filter_map(|(index, item)| Some((index, item.as_object()?))) {
        for inner in field.kind.fields() {
            places_in(inner, item, &format!("{at}/{index}/"), places);
        }
    }
}
