//! What a person typed, made into what the form takes, before it is checked.
//!
//! A page sends text for everything, and people type spaces, dots and days in their own order. Nothing is guessed: what
//! cannot be read as the kind stays as it was, and the check names it.

use serde_json::Value;

use super::{Answers, Field, Form, Kind, numbers};

/// The answers as they were meant: blank ones are gone, spaces are single (and none at the ends), `1.500.000` is a number,
/// `1/7/2025` is `2025-07-01`, `yes` is true, numbers of persons and phones are in their normal form.
///
/// Doing it twice changes nothing. Names that the form does not know stay, so that the check can refuse them.
pub fn tidy(form: &Form, answers: Answers) -> Answers {
    let fields: Vec<&Field> = form.fields().map(|(_, field)| field).collect();
    tidy_all(&fields, answers)
}

fn tidy_all(fields: &[&Field], answers: Answers) -> Answers {
    let known = |name: &str| fields.iter().find(|field| field.name == name);
    let answers = answers.into_iter().map(|(name, value)| {
        let value = match known(&name) {
            Some(field) => one(&field.kind, value),
            None => value,
        };
        (name, value)
    });
    answers.filter(|(_, value)| !is_blank(value)).collect()
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn one(kind: &Kind, value: Value) -> Value {
    match (kind, value) {
        (Kind::Group { fields, .. }, Value::Array(items)) => {
            let fields: Vec<&Field> = fields.iter().collect();
            let items = items.into_iter().map(|item| match item {
                Value::Object(item) => Value::Object(tidy_all(&fields, item)),
                other => other,
            });
            // A page has more rows than most people need. One between others stays: breaches name rows by their number.
            let mut items: Vec<Value> = items.collect();
            while items.last().is_some_and(|last| last.as_object().is_some_and(Answers::is_empty)) {
                items.pop();
            }
            items.into()
        }
        // A page sends a single ticked box as text.
        (Kind::Several { .. }, Value::String(text)) if !text.trim().is_empty() => {
            Value::Array(vec![line(&text).into()])
        }
        (Kind::LongText { .. }, Value::String(text)) => lines(&text).into(),
        (kind, Value::String(text)) => from_line(kind, line(&text)),
        (_, other) => other,
    }
}

/// One line, read as the kind takes it; as it was where it cannot be.
pub(super) fn from_line(kind: &Kind, text: String) -> Value {
    let read = match kind {
        Kind::YesNo | Kind::Agreement => truth(&text).map(Value::from),
        Kind::Number { .. } | Kind::Money { .. } => whole(&text).map(Value::from),
        Kind::Date { .. } => day(&text).map(Value::from),
        Kind::Country => Some(text.to_ascii_uppercase().into()),
        kind => numbers::read(kind, &text).and_then(Result::ok).map(Value::from),
    };
    read.unwrap_or_else(|| text.into())
}

/// One line: any white space is one space, none at the ends.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines: the same within each, at most one empty one between two.
fn lines(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(line).collect();
    lines.dedup_by(|one, before| one.is_empty() && before.is_empty());
    lines.join("\n").trim_matches('\n').to_owned()
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "có" => Some(true),
        "false" | "no" | "off" | "0" | "không" => Some(false),
        _ => None,
    }
}

/// A whole number, with full stops or spaces between its thousands and nowhere else.
fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let parts: Vec<&str> = digits.split(['.', ' ']).collect();
    let thousands = parts.iter().skip(1).all(|part| part.len() == 3);
    let first = parts.first().is_some_and(|first| parts.len() == 1 || (1..=3).contains(&first.len()));
    let plain = parts.concat();
    (thousands && first && !plain.is_empty() && plain.bytes().all(|one| one.is_ascii_digit()))
        .then(|| plain.parse::<i64>().ok()?.checked_mul(sign))?
}

/// A day as Vietnamese write it, `1/7/2025` or `01-07-2025`, or a month and a year.
fn day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let number = |part: &str, most: usize| {
        let digits = (1..=most).contains(&part.len()) && part.bytes().all(|one| one.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok())?
    };
    let year = |part: &str| number(part, 4).filter(|_| part.len() == 4);
    match parts.as_slice() {
        [day, month, last] => Some(format!("{:04}-{:02}-{:02}", year(last)?, number(month, 2)?, number(day, 2)?)),
        [month, last] => Some(format!("{:04}-{:02}", year(last)?, number(month, 2)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_what_the_form_takes() {
        let money = Kind::Money { min: 0, max: 10_000_000_000 };
        let date = Kind::Date { when: super::super::kind::When::Any, partial: true };
        let text = Kind::Text { min: 1, max: 9, pattern: None };
        for (kind, typed, meant) in [
            (&money, " 1.500.000 ", Value::from(1_500_000)),
            (&money, "1.50", Value::from("1.50")),
            (&date, "1/7/2025", Value::from("2025-07-01")),
            (&date, "8/1961", Value::from("1961-08")),
            (&date, "2025-07-01", Value::from("2025-07-01")),
            (&date, "hôm qua", Value::from("hôm qua")),
            (&text, "  Nguyễn\u{a0} Văn\tA ", Value::from("Nguyễn Văn A")),
            (&Kind::YesNo, "có", Value::from(true)),
            (&Kind::Phone, "091 234.5678", Value::from("+84912345678")),
            (&Kind::LongText { max: 9 }, "\r\n a  b\r\n\r\n\r\nc ", Value::from("a b\n\nc")),
        ] {
            assert_eq!(one(kind, typed.into()), meant, "{typed}");
            assert_eq!(one(kind, meant.clone()), meant, "{typed} twice");
        }
    }
}
