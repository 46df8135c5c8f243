//! Whether a draft can be filed: its answers held against the form, its files against the slots, and what the authority will
//! have to say that the citizen should know before.

use std::collections::BTreeMap;

use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_reference::{place, unit};
use motcua_rules::calendar::read_date;
use motcua_rules::desk::Jurisdiction;
use motcua_rules::form::{Answers, Breach, Checked, Role, check};
use motcua_rules::language::Language;
use motcua_rules::person::PersonalNumber;
use motcua_rules::quote::{Missing, Place, Told};
use serde::Serialize;

use crate::asked::Asked;
use crate::basis::Basis;
use crate::papers::{self, Gap, Paper};
use crate::problem;

/// What was found of a draft.
pub struct Examined<'b> {
    /// What is wrong with the answers.
    pub errors: Vec<Flaw>,
    /// What is wrong with the files.
    pub slots: Vec<Gap>,
    /// What keeps nobody from filing.
    pub warnings: Vec<Warning>,
    /// The answers, where nothing is wrong with them.
    pub checked: Option<Checked<'b>>,
    /// Who receives and decides, as far as the answers say where the matter belongs.
    pub jurisdiction: Jurisdiction,
}

/// Something wrong with an answer.
#[derive(Serialize)]
pub struct Flaw {
    /// Where: a field's name, or within a group `members/0/name`.
    pub field: String,
    rule: &'static str,
    /// What to tell the citizen.
    pub message: Both,
}

/// Something that a citizen should know before filing.
#[derive(Serialize)]
pub struct Warning {
    warning: &'static str,
    message: Both,
}

impl Examined<'_> {
    /// Whether nothing is wrong.
    pub fn is_ready(&self) -> bool {
        self.errors.is_empty() && self.slots.is_empty()
    }

    /// That something is wrong, with all of it.
    pub fn problem(&self) -> Problem {
        problem::not_ready(&self.errors, &self.slots, &self.warnings)
    }
}

/// Looks at answers and files as they stand.
pub async fn examine<'b>(
    asked: &Asked,
    basis: &'b Basis,
    answers: Answers,
    papers: &[Paper],
) -> Result<Examined<'b>, Problem> {
    let form = &*basis.version.form;
    let answers = form.without_hidden(answers);
    let slots = form.shown(&answers).slots;
    let mut warnings = unasked(papers, &slots.iter().map(|slot| slot.name.as_str()).collect::<Vec<_>>());
    let slots = papers::gaps(&slots, papers);
    let (mut errors, mut checked) = (Vec::new(), None);
    match check(form, &answers, asked.today()) {
        Ok(right) => checked = Some(right),
        Err(breaches) => errors = breaches.iter().map(flaw).collect(),
    }
    let mut matter = None;
    if let Some(right) = &checked {
        errors = no_communes(asked, right).await?;
        warnings.extend(contradictions(right));
        if errors.is_empty() {
            matter = matter_place(asked, right).await?;
        }
    }
    let jurisdiction = basis.jurisdiction(matter, asked.civil())?;
    warnings.extend(untold(&jurisdiction));
    Ok(Examined { checked: checked.filter(|_| errors.is_empty()), errors, slots, warnings, jurisdiction })
}

fn flaw(breach: &Breach) -> Flaw {
    let message = both(breach.rule.say(Language::Vi), breach.rule.say(Language::En));
    Flaw { field: breach.at.clone(), rule: breach.rule.as_str(), message }
}

/// The communes that were answered and are none today. The rules know how a code is built, the store which there are.
async fn no_communes(asked: &Asked, checked: &Checked<'_>) -> Result<Vec<Flaw>, Problem> {
    let (today, mut known) = (asked.today().to_string(), BTreeMap::new());
    let mut flaws = Vec::new();
    for (field, code) in checked.places() {
        if !known.contains_key(code) {
            known.insert(code, unit::known(code, &today).await?.is_some());
        }
        if known.get(code) == Some(&false) {
            let message =
                both("Hiện không có xã, phường, đặc khu nào mang mã này", "No commune of today has this code");
            flaws.push(Flaw { field, rule: "no-such-commune", message });
        }
    }
    Ok(flaws)
}

/// Where the matter belongs: where it lies, or else where the applicant lives. Nothing where the form asks for neither.
async fn matter_place(asked: &Asked, checked: &Checked<'_>) -> Result<Option<Place>, Problem> {
    match checked.role(Role::MatterPlace).or_else(|| checked.role(Role::ApplicantPlace)) {
        Some(code) => place::of_code(code, &asked.today().to_string()).await.map(Some),
        None => Ok(None),
    }
}

/// What a personal number says otherwise than the date of birth beside it.
fn contradictions(checked: &Checked<'_>) -> Vec<Warning> {
    let number = checked.role(Role::ApplicantNumber).and_then(|number| PersonalNumber::read(number).ok());
    let born = checked.role(Role::ApplicantBirthDate).and_then(read_date);
    let found = number.map(|number| number.contradictions(born, None)).unwrap_or_default();
    let warning = |one: motcua_rules::person::Contradiction| Warning {
        warning: one.as_str(),
        message: both(one.label(Language::Vi), one.label(Language::En)),
    };
    found.into_iter().map(warning).collect()
}

/// Files that are there and will not be filed, since nobody asks for them any more.
fn unasked(papers: &[Paper], slots: &[&str]) -> Vec<Warning> {
    let is_left = |paper: &&Paper| !slots.contains(&paper.file.slot.as_str());
    let message = both(
        "Có tệp thuộc giấy tờ không còn được hỏi; tệp đó sẽ không được nộp",
        "A file belongs to a paper that is no longer asked for; it will not be filed",
    );
    papers.iter().find(is_left).map(|_| Warning { warning: "file-not-asked", message }).into_iter().collect()
}

/// What nobody can tell beforehand: who decides, by when, for how much.
fn untold(jurisdiction: &Jurisdiction) -> Vec<Warning> {
    let quote = &jurisdiction.quote;
    let told =
        [("agency", missing(&quote.agency)), ("appointed", missing(&quote.appointed)), ("fee", missing(&quote.fee))];
    let warning = |(warning, missing): (&'static str, Option<&Missing>)| {
        missing.map(|missing| Warning { warning, message: both(missing.say(Language::Vi), missing.say(Language::En)) })
    };
    told.into_iter().filter_map(warning).collect()
}

fn missing<T>(told: &Told<T>) -> Option<&Missing> {
    match told {
        Told::Missing(missing) => Some(missing),
        Told::Known { .. } => None,
    }
}
