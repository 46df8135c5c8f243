//! What a person typed, made into what the form takes, before it is checked.
//!
//! A page sends text for everything, and people type spaces, dots and days in their own order. Nothing is guessed: what
//! cannot be read as the kind stays as it was, and the check names it.

use jiff::civil::Date;
use serde_json::Value;

use super::{Answers, Field, Form, Kind, Pattern, numbers};
use crate::fold::composed;

/// The answers as they were meant: blank ones are gone, spaces are single (and none at the ends), marks that stand for
/// themselves (NFD) are on their letters, `1.500.000` and `3.0` are whole numbers, `120,5` is `120.5`, `1/7/2025` is
/// `2025-07-01`, `yes` is true, passports are in capitals, numbers of persons and phones in their normal form.
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
        (Kind::Number { .. } | Kind::Money { .. }, Value::Number(number)) => {
            without_fraction(&number.to_string()).map_or(Value::Number(number), Value::from)
        }
        (_, other) => other,
    }
}

/// One line, read as the kind takes it; as it was where it cannot be.
pub(super) fn from_line(kind: &Kind, text: String) -> Value {
    let read = match kind {
        Kind::YesNo | Kind::Agreement => truth(&text).map(Value::from),
        Kind::Number { .. } | Kind::Money { .. } => whole(&text).map(Value::from),
        Kind::Date { .. } => day(&text).map(Value::from),
        Kind::Country | Kind::Text { pattern: Some(Pattern::Passport), .. } => Some(text.to_ascii_uppercase().into()),
        Kind::Text { pattern: Some(Pattern::Decimal), .. } => with_point(&text).map(Value::from),
        kind => numbers::read(kind, &text).and_then(Result::ok).map(Value::from),
    };
    read.unwrap_or_else(|| text.into())
}

/// One line: any white space is one space, none at the ends; marks are on their letters.
fn line(text: &str) -> String {
    composed(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
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

/// `120.5` of `120,5`: one comma and no full stop is the sign before the decimals.
fn with_point(text: &str) -> Option<String> {
    let is_decimal = text.matches(',').count() == 1 && !text.contains('.');
    is_decimal.then(|| text.replace(',', "."))
}

/// The whole number that a page's arithmetic made into `3.0` or `1e3`, as far as a double counts without a gap.
fn without_fraction(json: &str) -> Option<i64> {
    let whole: i64 = json.strip_suffix(".0")?.parse().ok()?;
    (whole.unsigned_abs() <= super::NUMBER_MAX.unsigned_abs()).then_some(whole)
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

/// A day as Vietnamese write it, `1/7/2025` or `01-07-2025`, or a month and a year; nothing of a day that does not exist.
fn day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let number = |part: &str, most: usize| {
        let digits = (1..=most).contains(&part.len()) && part.bytes().all(|one| one.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok())?
    };
    let year = |part: &str| number(part, 4).filter(|_| part.len() == 4);
    match parts.as_slice() {
        [day, month, last] => real(year(last)?, number(month, 2)?, number(day, 2)?).map(|day| day.to_string()),
        [month, last] => {
            let first = real(year(last)?, number(month, 2)?, 1)?;
            Some(format!("{:04}-{:02}", first.year(), first.month()))
        }
        _ => None,
    }
}

fn real(year: u16, month: u16, day: u16) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_what_the_form_takes() {
        let money = Kind::Money { min: 0, max: 10_000_000_000 };
        let date = Kind::Date { when: super::super::kind::When::Any, partial: true };
        let text = Kind::Text { min: 1, max: 9, pattern: None };
        let decimal = Kind::Text { min: 1, max: 9, pattern: Some(Pattern::Decimal) };
        let passport = Kind::Text { min: 1, max: 9, pattern: Some(Pattern::Passport) };
        for (kind, typed, meant) in [
            (&money, " 1.500.000 ", Value::from(1_500_000)),
            (&money, "1.50", Value::from("1.50")),
            (&date, "1/7/2025", Value::from("2025-07-01")),
            (&date, "8/1961", Value::from("1961-08")),
            (&date, "2025-07-01", Value::from("2025-07-01")),
            (&date, "31/2/2025", Value::from("31/2/2025")),
            (&date, "13/2025", Value::from("13/2025")),
            (&date, "hôm qua", Value::from("hôm qua")),
            (&decimal, "120,5", Value::from("120.5")),
            (&decimal, "1.200,5", Value::from("1.200,5")),
            (&decimal, "1,200,5", Value::from("1,200,5")),
            (&text, "120,5", Value::from("120,5")),
            (&passport, "c1234567", Value::from("C1234567")),
            (&Kind::TaxCode, "0100109106–001", Value::from("0100109106-001")),
            (&Kind::Phone, "\u{202a}+84 912 345 678\u{202c}", Value::from("+84912345678")),
            (&text, "  Nguyễn\u{a0} Văn\tA ", Value::from("Nguyễn Văn A")),
            (&Kind::YesNo, "có", Value::from(true)),
            (&Kind::Phone, "091 234.5678", Value::from("+84912345678")),
            (&Kind::LongText { max: 9 }, "\r\n a  b\r\n\r\n\r\nc ", Value::from("a b\n\nc")),
        ] {
            assert_eq!(one(kind, typed.into()), meant, "{typed}");
            assert_eq!(one(kind, meant.clone()), meant, "{typed} twice");
        }
    }

    #[test]
    fn a_whole_number_is_one_however_it_is_written() {
        let number = Kind::Number { min: 0, max: 10 };
        for (sent, meant) in [("1.0", "1"), ("1e3", "1000"), ("-0.0", "0"), ("9e15", "9000000000000000")] {
            let value = |json: &str| serde_json::from_str::<Value>(json).ok();
            assert_eq!(value(sent).map(|sent| one(&number, sent)), value(meant), "{sent}");
        }
        for stays in ["1.5", "1e16", "9.9e15", "1e-7"] {
            let sent: Option<Value> = serde_json::from_str(stays).ok();
            assert_eq!(sent.clone().map(|sent| one(&number, sent)), sent, "{stays}");
        }
    }

    #[test]
    fn every_letter_of_vietnamese_is_one_character_however_it_was_typed() {
        use unicode_normalization::UnicodeNormalization;
        let letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ";
        for letter in letters.chars().chain(letters.to_uppercase().chars()) {
            let apart: String = format!("H{letter}a").nfd().collect();
            assert_eq!(line(&apart), format!("H{letter}a"));
        }
        assert_eq!(lines("Hoa\u{300}\nTHU\u{309}Y"), "Hoà\nTHỦY", "the tone stays on the letter that it was typed on");
        for other in ["a\u{308}", "\u{301}", "n\u{303}", "e\u{302}\u{308}"] {
            assert_eq!(line(other), other);
        }
    }
}
