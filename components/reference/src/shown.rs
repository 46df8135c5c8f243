//! What an old code or name leads to.

use motcua_rules::language::Language;
use motcua_rules::resolve::{Choice, Meant, Outcome, Reading, UnitReading};
use serde::Serialize;

use crate::place::Resolved;

/// The answer: `one`, `choose`, `ambiguous` or `unknown`.
#[derive(Serialize)]
pub struct View<'a> {
    /// Which of the four.
    pub outcome: &'static str,
    /// The unit, or what there is to choose from.
    pub units: Vec<Candidate<'a>>,
    /// What to ask the citizen.
    pub question: Option<String>,
    /// Why this unit, or why none.
    pub reason: Option<String>,
    /// By what right.
    pub source: Option<String>,
}

/// One unit that it may be.
#[derive(Serialize)]
pub struct Candidate<'a> {
    /// Its code.
    pub code: String,
    /// Its name in the language asked for.
    pub name: &'a str,
    name_vi: &'a str,
    name_en: Option<&'a str>,
    /// Name and all that it lies in.
    pub label: String,
    kind: &'static str,
    /// How the code is meant with this unit: as before 1 July 2025 (`old`) or as since (`new`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#as: Option<&'static str>,
    /// How it took the old unit, as the official table says.
    #[serde(skip_serializing_if = "Option::is_none")]
    succession: Option<&'static str>,
    /// The official note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
    /// Whether everybody who lived in the old unit lives here now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
    /// What an old reading leads to today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    became: Vec<Candidate<'a>>,
}

/// Shows what was resolved.
pub fn resolved(resolved: &Resolved, language: Language) -> View<'_> {
    outcome(&resolved.outcome, language)
}

fn outcome(outcome: &Outcome, language: Language) -> View<'_> {
    match outcome {
        Outcome::One { unit, reason } => View {
            outcome: "one",
            units: vec![of_unit(unit, language)],
            question: None,
            reason: Some(reason.say(language)),
            source: reason.source().map(|source| source.say(language)),
        },
        Outcome::Choose { options, question } => View {
            outcome: "choose",
            units: options.iter().map(|option| choice(option, language)).collect(),
            question: Some(question.say(language)),
            reason: None,
            source: None,
        },
        Outcome::Ambiguous { readings, question } => View {
            outcome: "ambiguous",
            units: readings.iter().map(|one| reading(one, language)).collect(),
            question: Some(question.say(language)),
            reason: None,
            source: None,
        },
        Outcome::Unknown { reason } => View {
            outcome: "unknown",
            units: Vec::new(),
            question: None,
            reason: Some(reason.say(language)),
            source: None,
        },
    }
}

fn of_unit(unit: &UnitReading, language: Language) -> Candidate<'_> {
    Candidate {
        code: unit.code.to_string(),
        name: unit.name(language),
        name_vi: &unit.name_vi,
        name_en: unit.name_en.as_deref(),
        label: unit.label(),
        kind: unit.kind.as_str(),
        r#as: None,
        succession: None,
        note: None,
        default: false,
        became: Vec::new(),
    }
}

fn choice(choice: &Choice, language: Language) -> Candidate<'_> {
    Candidate {
        label: choice.label.clone(),
        succession: choice.kind.map(|kind| kind.as_str()),
        note: Some(choice.note.as_str()).filter(|note| !note.is_empty()),
        default: choice.default,
        ..of_unit(&choice.unit, language)
    }
}

fn reading(one: &Reading, language: Language) -> Candidate<'_> {
    let meant = if one.meant == Meant::Old { "old" } else { "new" };
    let became = if meant == "old" { outcome(&one.outcome, language).units } else { Vec::new() };
    Candidate { r#as: Some(meant), became, ..of_unit(&one.unit, language) }
}
