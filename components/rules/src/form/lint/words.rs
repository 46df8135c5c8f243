//! Names, labels, hints and examples.

use super::{Defect, Lint};
use crate::form::{Field, Form, Kind, Words, numbers, pattern, value};

/// Every defect of a form's names and words.
pub(super) fn lint(form: &Form) -> Vec<Lint> {
    let mut lints = Vec::new();
    names(form.sections.iter().map(|section| section.name.as_str()), &mut lints);
    names(form.fields().map(|(_, field)| field.name.as_str()), &mut lints);
    names(form.slots.iter().map(|slot| slot.name.as_str()), &mut lints);
    let sections = form.sections.iter().map(|section| (section.name.as_str(), &section.label));
    let slots = form.slots.iter().map(|slot| (slot.name.as_str(), &slot.label));
    for (at, label) in sections.chain(slots) {
        words(at, label, &mut lints);
    }
    for (_, field) in form.fields() {
        of_field(field, &mut lints);
    }
    lints
}

fn of_field(field: &Field, lints: &mut Vec<Lint>) {
    for one in [Some(&field.label), field.hint.as_ref(), field.example.as_ref()].into_iter().flatten() {
        words(&field.name, one, lints);
    }
    for choice in field.kind.choices() {
        words(&field.name, &choice.label, lints);
    }
    names(field.kind.choices().iter().map(|choice| choice.value.as_str()), lints);
    let is_refused = field.example.as_ref().is_some_and(|example| {
        [&example.vi, &example.en].into_iter().any(|example| !is_possible(&field.kind, example))
    });
    lints.extend(is_refused.then(|| Lint { at: field.name.clone(), defect: Defect::ExampleRefused }));
    names(field.kind.fields().iter().map(|inner| inner.name.as_str()), lints);
    for inner in field.kind.fields() {
        of_field(inner, lints);
    }
}

/// Whether a person who types the example is understood. Where a day lies, nobody can say without today.
fn is_possible(kind: &Kind, example: &str) -> bool {
    let read = |kind: &Kind| {
        let tidied = crate::form::tidy::from_line(kind, example.into());
        value::check(kind, &tidied, jiff::civil::Date::MAX).is_ok()
    };
    match kind {
        Kind::Date { partial, .. } => read(&Kind::Date { when: Default::default(), partial: *partial }),
        Kind::LongText { .. } => pattern::is_lines(example),
        kind => numbers::read(kind, example).map_or_else(|| read(kind), |read| read.is_ok()),
    }
}

fn words(at: &str, words: &Words, lints: &mut Vec<Lint>) {
    let is_there = |text: &str| !text.is_empty() && text.trim() == text;
    if !is_there(&words.vi) || !is_there(&words.en) {
        lints.push(Lint { at: at.into(), defect: Defect::WordsMissing });
    }
}

const NAME_MAX: usize = 60;

/// Names that stand beside each other.
fn names<'a>(names: impl Iterator<Item = &'a str>, lints: &mut Vec<Lint>) {
    let mut before: Vec<&str> = Vec::new();
    for name in names {
        let defect = if before.contains(&name) {
            Some(Defect::NameTaken)
        } else {
            (!is_snake_case(name)).then_some(Defect::NameUnfit)
        };
        lints.extend(defect.map(|defect| Lint { at: name.into(), defect }));
        before.push(name);
    }
}

fn is_snake_case(name: &str) -> bool {
    let plain = |one: u8| one.is_ascii_lowercase() || one.is_ascii_digit() || one == b'_';
    name.len() <= NAME_MAX
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(plain)
        && !name.ends_with('_')
        && !name.contains("__")
}
