//! Answers that a person might give to the forms of `infra/data/forms`.

use motcua_rules::form::kind::When;
use motcua_rules::form::{Answers, Condition, Field, Form, Kind, Pattern};
use serde_json::{Value, json};

use crate::run::root;

/// The form that was written for a procedure.
pub fn form(procedure: &str) -> Form {
    let file = root().join(format!("infra/data/forms/{procedure}.json"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Form::read(&text).expect("a form")
}

/// All that a form requires, answered as simply as can be; `chosen` are answers that are given instead, and those that
/// are not required.
///
/// What hangs on an answer is answered when it is asked for: an adult in Hà Nội who files for himself.
pub fn answers(form: &Form, chosen: &Value) -> Answers {
    let asked = form.fields().map(|(section, field)| ([section.shown.as_ref(), field.shown.as_ref()], field));
    filled(asked, chosen)
}

fn filled<'f>(asked: impl Iterator<Item = ([Option<&'f Condition>; 2], &'f Field)>, chosen: &Value) -> Answers {
    let mut answers = Answers::new();
    for (conditions, field) in asked {
        let is_shown = conditions.into_iter().flatten().all(|one| one.holds(&|name| answers.get(name)));
        let given = chosen.get(&field.name).cloned().or(field.required.then(|| answer(field)));
        if let (true, Some(given)) = (is_shown, given) {
            answers.insert(field.name.clone(), given);
        }
    }
    answers
}

fn answer(field: &Field) -> Value {
    match &field.kind {
        Kind::Text { min, pattern, .. } => text(field, *min, *pattern).into(),
        Kind::LongText { .. } => "Như đã trình bày".into(),
        Kind::Choice { choices } => choices[0].value.clone().into(),
        Kind::Several { choices } => json!([choices[0].value]),
        Kind::YesNo => false.into(),
        Kind::Agreement => true.into(),
        Kind::Date { when: When::Future, .. } => "2029-06-30".into(),
        Kind::Date { .. } => "1990-05-17".into(),
        Kind::Number { min, .. } => (*min).into(),
        Kind::Money { min, .. } => (*min).into(),
        Kind::Place => "00118".into(),
        Kind::PersonNumber => "001090012345".into(),
        Kind::TaxCode => "0100109106".into(),
        Kind::Phone => "+84912345678".into(),
        Kind::Email => "an@example.vn".into(),
        Kind::Country => "VN".into(),
        Kind::Group { min, fields, .. } => {
            let member = |_| filled(fields.iter().map(|field| ([field.shown.as_ref(), None], field)), &Value::Null);
            (0..(*min).max(1)).map(member).collect()
        }
    }
}

fn text(field: &Field, min: u16, pattern: Option<Pattern>) -> String {
    let text = match pattern {
        Some(Pattern::PersonName) => "Nguyễn Thị Ánh",
        Some(Pattern::Digits) => "123456789012",
        Some(Pattern::Decimal) => "120.5",
        Some(Pattern::Identifier) => "12/2025/A-1",
        Some(Pattern::Passport) => "C1234567",
        Some(Pattern::Time) => "07:30",
        None => "Số 5, ngõ 12, đường Ngọc Lâm",
    };
    let Kind::Text { max, .. } = &field.kind else { return text.to_owned() };
    let short: String = text.chars().take(usize::from(*max)).collect();
    format!("{}{}", short.trim_end(), "1".repeat(usize::from(min).saturating_sub(short.chars().count())))
}

/// What a form's slots ask of these answers: the names of those that must be filled.
pub fn required_slots(form: &Form, answers: &Answers) -> Vec<String> {
    form.shown(answers).slots.iter().filter(|slot| slot.required).map(|slot| slot.name.clone()).collect()
}
