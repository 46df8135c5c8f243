//! Whether conditions can hold. Exact, because a condition knows only "and", and every field that one may look at has
//! finitely many answers.

use std::collections::{BTreeMap, BTreeSet};

use super::Defect;
use crate::form::country::countries;
use crate::form::{Condition, Field, Kind};

type Before<'f> = [(&'f Field, Vec<&'f Condition>)];

/// The field that a simple condition looks at, if it is asked before and can be looked at this way, or the defect.
pub(super) fn unknown(condition: &Condition, before: &Before<'_>) -> Vec<Defect> {
    let Some(name) = condition.field() else { return Vec::new() };
    let Some(kind) = kind_of(name, before) else { return vec![Defect::UnknownField(name.into())] };
    let looks_right = match condition {
        Condition::Has(..) => matches!(kind, Kind::Several { .. }),
        Condition::Yes(_) | Condition::No(_) => matches!(kind, Kind::YesNo),
        _ => matches!(kind, Kind::Choice { .. } | Kind::Country),
    };
    if !looks_right {
        return vec![Defect::UnknownChoice(name.into())];
    }
    let all = answers(kind);
    let values = condition.values();
    let strangers = values.iter().filter(|value| !all.contains(*value));
    let nothing = values.is_empty() && !matches!(condition, Condition::Yes(_) | Condition::No(_));
    let nothing = nothing.then(|| Defect::UnknownChoice(name.into()));
    strangers.map(|value| Defect::UnknownChoice((*value).into())).chain(nothing).collect()
}

/// Whether somebody's answers can fulfil all of these, and what the fields that they look at stand under themselves.
pub(super) fn are_possible(conditions: &[&Condition], before: &Before<'_>) -> bool {
    let mut left: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut open: Vec<&Condition> = conditions.to_vec();
    while let Some(condition) = open.pop() {
        let Some((name, kind)) = condition.field().and_then(|name| Some((name, kind_of(name, before)?))) else {
            continue;
        };
        if !left.contains_key(name) {
            let asked = before.iter().find(|(field, _)| field.name == name);
            open.extend(asked.into_iter().flat_map(|(_, own)| own).flat_map(|one| one.simple()));
        }
        let answers = left.entry(name).or_insert_with(|| answers(kind));
        answers.retain(|answer| allows(condition, answer));
        if answers.is_empty() {
            return false;
        }
    }
    true
}

/// Whether everybody is asked at least one of these fields, whatever they answer before.
pub(super) fn is_asked_of_everybody(fields: &[&(&Field, Vec<&Condition>)], before: &Before<'_>) -> bool {
    let ways = fields.iter().filter_map(|(_, conditions)| with_what_they_need(conditions, before));
    let mut steps = STEPS_MAX;
    always_one(&ways.collect::<Vec<_>>(), before, &mut BTreeMap::new(), &mut steps)
}

/// So many answers are thought through. Each field that is looked at multiplies them, and who sends a form may write as many
/// as he likes; the forms of the country need a few hundred. Beyond it nothing is counted on.
const STEPS_MAX: u32 = 20_000;

/// These conditions and those of the fields that they look at; nothing where one of these need not be answered. A choice
/// of several is not counted on.
fn with_what_they_need<'f>(conditions: &[&'f Condition], before: &Before<'f>) -> Option<Vec<&'f Condition>> {
    let mut all: Vec<&Condition> = conditions.iter().flat_map(|one| one.simple()).collect();
    let mut next = 0;
    while let Some(condition) = all.get(next) {
        let asked = before.iter().find(|(field, _)| Some(field.name.as_str()) == condition.field());
        let (_, own) = asked.filter(|(field, _)| field.required && !matches!(field.kind, Kind::Several { .. }))?;
        let own: Vec<&Condition> = own.iter().flat_map(|one| one.simple()).filter(|one| !all.contains(one)).collect();
        all.extend(own);
        next += 1;
    }
    Some(all)
}

/// Whether whatever is answered fulfils one of these ways wholly. Fields are decided in the order of the form, so that
/// whoever is asked about one is known to be asked it.
fn always_one<'f>(
    ways: &[Vec<&'f Condition>],
    before: &Before<'f>,
    decided: &mut BTreeMap<&'f str, &'f str>,
    steps: &mut u32,
) -> bool {
    let is = |condition: &Condition, decided: &BTreeMap<&str, &str>| {
        Some(allows(condition, decided.get(condition.field()?)?))
    };
    let open = ways.iter().filter(|way| way.iter().all(|condition| is(condition, decided) != Some(false)));
    let open: Vec<Vec<&Condition>> =
        open.map(|way| way.iter().copied().filter(|condition| is(condition, decided).is_none()).collect()).collect();
    if open.iter().any(Vec::is_empty) {
        return true;
    }
    let looked_at = |field: &Field| open.iter().flatten().any(|one| one.field() == Some(field.name.as_str()));
    let Some((field, _)) = before.iter().find(|(field, _)| looked_at(field)) else { return false };
    told_apart(field, open.iter().flatten().copied()).into_iter().all(|answer| {
        *steps = steps.saturating_sub(1);
        decided.insert(&field.name, answer);
        let holds = *steps > 0 && always_one(&open, before, decided, steps);
        decided.remove(field.name.as_str());
        holds
    })
}

/// The answers to a field that these conditions tell apart: those that they name, and one for all others. There are 249
/// countries, and to a form it is one and the same from which of 248 somebody comes.
fn told_apart<'f>(field: &'f Field, conditions: impl Iterator<Item = &'f Condition>) -> Vec<&'f str> {
    let own = conditions.filter(|condition| condition.field() == Some(&field.name));
    let named: BTreeSet<&str> = own.flat_map(Condition::values).collect();
    let mut others = false;
    let is_new = |answer: &&str| {
        let is_yes_or_no = matches!(field.kind, Kind::YesNo);
        is_yes_or_no || named.contains(answer) || !std::mem::replace(&mut others, true)
    };
    answers(&field.kind).into_iter().filter(is_new).collect()
}

/// Whether a condition excludes no answer of a field that everybody answers.
pub(super) fn always_holds(condition: &Condition, before: &Before<'_>) -> bool {
    let asked = before.iter().find(|(field, _)| Some(field.name.as_str()) == condition.field());
    let everybody = asked.is_some_and(|(field, conditions)| field.required && conditions.is_empty());
    everybody && asked.is_some_and(|(field, _)| answers(&field.kind).iter().all(|one| holds_for(condition, one)))
}

/// Whether this answer alone fulfils the condition.
fn holds_for(condition: &Condition, answer: &str) -> bool {
    match condition {
        Condition::Has(_, values) => values.iter().any(|value| value == answer),
        other => allows(other, answer),
    }
}

/// Whether this answer is left to the field. Of several choices every one is: others may be chosen beside it.
fn allows(condition: &Condition, answer: &str) -> bool {
    match condition {
        Condition::Is(_, value) => value == answer,
        Condition::OneOf(_, values) => values.iter().any(|value| value == answer),
        Condition::Not(_, value) => value != answer,
        Condition::Yes(_) => answer == YES,
        Condition::No(_) => answer == NO,
        Condition::Has(..) | Condition::All(_) => true,
    }
}

const YES: &str = "true";
const NO: &str = "false";

fn answers(kind: &Kind) -> BTreeSet<&str> {
    match kind {
        Kind::YesNo => BTreeSet::from([YES, NO]),
        Kind::Country => countries().collect(),
        other => other.choices().iter().map(|choice| choice.value.as_str()).collect(),
    }
}

fn kind_of<'f>(name: &str, before: &Before<'f>) -> Option<&'f Kind> {
    before.iter().find(|(field, _)| field.name == name).map(|(field, _)| &field.kind)
}
