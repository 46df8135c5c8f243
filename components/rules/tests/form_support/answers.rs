//! Answers by chance that a form must accept.

use motcua_rules::form::kind::When;
use motcua_rules::form::{Answers, Condition, Field, Form, Kind, Pattern, country};
use serde_json::{Value, json};

/// Chance from a seed, so that a failure can be repeated.
pub struct Chance(pub u64);

impl Chance {
    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap() % limit
    }

    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A whole form, answered.
pub fn answered(form: &Form, chance: &mut Chance) -> Answers {
    let mut answers = Answers::new();
    for (section, field) in form.fields() {
        fill(field, &[&section.shown, &field.shown], &mut answers, chance);
    }
    answers
}

fn fill(field: &Field, conditions: &[&Option<Condition>], answers: &mut Answers, chance: &mut Chance) {
    let holds = |condition: &Option<Condition>| {
        condition.as_ref().is_none_or(|condition| condition.holds(&|name| answers.get(name)))
    };
    if conditions.iter().all(|condition| holds(condition)) && (field.required || chance.below(2) == 0) {
        answers.insert(field.name.clone(), answer(&field.kind, chance));
    }
}

/// An answer of this kind.
pub fn answer(kind: &Kind, chance: &mut Chance) -> Value {
    match kind {
        Kind::Text { min, max, pattern } => text(*pattern, usize::from(*min), usize::from(*max), chance).into(),
        Kind::LongText { max } => text(None, 1, usize::from(*max), chance).into(),
        Kind::Choice { choices } => chance.one(choices).value.clone().into(),
        Kind::Several { choices } => {
            let first = chance.below(choices.len());
            choices[first..].iter().take(1 + chance.below(3)).map(|choice| choice.value.clone()).collect()
        }
        Kind::YesNo => (chance.below(2) == 0).into(),
        Kind::Agreement => true.into(),
        Kind::Date { when, partial } => date(*when, *partial, chance).into(),
        Kind::Number { min, max } => {
            let width = usize::try_from(max - min).unwrap().saturating_add(1);
            (min + i64::try_from(chance.below(width)).unwrap()).into()
        }
        Kind::Money { min, max } => chance.one(&[*min, *max, 1_000.max(*min)]).to_owned().into(),
        Kind::Place => "00118".into(),
        Kind::PersonNumber => number(chance).into(),
        Kind::TaxCode => match chance.below(3) {
            0 => number(chance).into(),
            1 => "0100109106".into(),
            _ => "0100109106-001".into(),
        },
        Kind::Phone => (*chance.one(&["+84912345678", "+842438222222"])).into(),
        Kind::Email => (*chance.one(&["an@example.vn", "Lan.Nguyen+1@mail.example.com"])).into(),
        Kind::Country => match chance.below(2) {
            0 => "VN".into(),
            _ => (*chance.one(&country::countries().collect::<Vec<_>>())).into(),
        },
        Kind::Group { min, max, fields } => {
            let count = usize::from(*min).max(1) + chance.below(2);
            let items = (0..count.min(usize::from(*max))).map(|_| member(fields, chance));
            items.collect()
        }
    }
}

fn member(fields: &[Field], chance: &mut Chance) -> Value {
    let mut item = Answers::new();
    for field in fields {
        fill(field, &[&field.shown], &mut item, chance);
    }
    // An empty row would be taken away.
    if item.is_empty() { json!({fields[0].name.clone(): answer(&fields[0].kind, chance)}) } else { item.into() }
}

/// Twelve digits with a place and a year that exist.
fn number(chance: &mut Chance) -> String {
    format!("0010{:02}{:06}", chance.below(100), chance.below(1_000_000))
}

fn text(pattern: Option<Pattern>, min: usize, max: usize, chance: &mut Chance) -> String {
    let letters: &[char] = match pattern {
        Some(Pattern::Decimal) => return (*chance.one(&["1", "120.5", "99.25"])).into(),
        Some(Pattern::Time) => return format!("{:02}:{:02}", chance.below(24), chance.below(60)),
        Some(Pattern::Digits) => &['0', '1', '5', '9'],
        Some(Pattern::Passport) => &['A', 'C', '1', '7'],
        Some(Pattern::Identifier) => &['A', 'Đ', '7', '/', '-', 'z'],
        Some(Pattern::PersonName) => &['N', 'g', 'u', 'y', 'ễ', 'n', '-', '\''],
        None => &['a', 'Ư', 'ợ', '7', ',', '(', '"', '<', '&', '中'],
    };
    let length = *chance.one(&[min, max, (min + 8).min(max)]);
    let text: String = (0..length).map(|_| *chance.one(letters)).collect();
    // A name has a letter.
    if pattern == Some(Pattern::PersonName) { text.replacen(['-', '\''], "N", 1) } else { text }
}

fn date(when: When, partial: bool, chance: &mut Chance) -> String {
    let year = match when {
        When::Past => 1900 + chance.below(125),
        When::Future => 2026 + chance.below(20),
        When::Any => 1900 + chance.below(200),
    };
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    match chance.below(if partial { 3 } else { 1 }) {
        0 => format!("{year}-{month:02}-{day:02}"),
        1 => format!("{year}-{month:02}"),
        _ => format!("{year}"),
    }
}
