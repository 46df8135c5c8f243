//! CSV as RFC 4180 has it, and nothing wider: who gets a quote wrong means another table than the one we would guess.

use std::borrow::Cow;

use crate::both::{Both, both};

/// A line of values.
pub type Record<'a> = Vec<Cow<'a, str>>;

/// Where a text stops being CSV: the record and the field in it, both counted from 0, and why.
#[derive(Debug)]
pub struct Broken {
    /// The record.
    pub record: usize,
    /// The field in it.
    pub field: usize,
    /// Why.
    pub reason: Both,
}

/// Splits a text into its records. A byte order mark before it and a line break behind it mean nothing; lines end with
/// LF or CRLF; at most `records_max` are read, which is why the caller asks for one more than he takes.
pub fn records(text: &str, records_max: usize) -> Result<Vec<Record<'_>>, Broken> {
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut records = Vec::new();
    while !rest.is_empty() && records.len() < records_max {
        let mut record = Record::new();
        loop {
            let (value, behind) =
                field(rest).map_err(|reason| Broken { record: records.len(), field: record.len(), reason })?;
            record.push(value);
            let ended = behind.strip_prefix(',').map(|behind| (behind, false));
            let (next, is_last) = ended.unwrap_or_else(|| (line_end(behind).unwrap_or(behind), true));
            rest = next;
            if is_last {
                break;
            }
        }
        records.push(record);
    }
    Ok(records)
}

/// The field at the start of `text` and what stands behind it: a comma, the end of the line, or nothing.
fn field(text: &str) -> Result<(Cow<'_, str>, &str), Both> {
    match text.strip_prefix('"') {
        Some(text) => quoted(text),
        None => plain(text),
    }
}

fn plain(text: &str) -> Result<(Cow<'_, str>, &str), Both> {
    let end = text.find([',', '\n', '\r', '"']).unwrap_or(text.len());
    let (value, behind) = text.split_at_checked(end).unwrap_or((text, ""));
    if behind.starts_with('"') {
        return Err(both(
            "Dấu nháy kép nằm giữa giá trị không có nháy.",
            "A quote stands inside a value that is not quoted.",
        ));
    }
    at_end(behind)?;
    Ok((Cow::Borrowed(value), behind))
}

/// Reads on behind an opening quote. A quote in the value is written twice.
fn quoted(text: &str) -> Result<(Cow<'_, str>, &str), Both> {
    let mut value = Cow::Borrowed("");
    let mut rest = text;
    loop {
        let (part, behind) =
            rest.split_once('"').ok_or_else(|| both("Dấu nháy kép không được đóng.", "A quote is not closed."))?;
        value += part;
        let Some(next) = behind.strip_prefix('"') else {
            at_end(behind)?;
            return Ok((value, behind));
        };
        value += "\"";
        rest = next;
    }
}

fn at_end(behind: &str) -> Result<(), Both> {
    if behind.is_empty() || behind.starts_with(',') || line_end(behind).is_some() {
        return Ok(());
    }
    Err(both("Sau giá trị phải là dấu phẩy hoặc hết dòng.", "A comma or the end of the line must follow the value."))
}

fn line_end(text: &str) -> Option<&str> {
    text.strip_prefix('\n').or_else(|| text.strip_prefix("\r\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Vec<Record<'_>>, (usize, usize)> {
        records(text, 1000).map_err(|broken| (broken.record, broken.field))
    }

    #[test]
    fn csv_is_read_as_the_rfc_has_it() {
        for (text, expected) in [
            ("", vec![]),
            ("a,b\n1,2\n", vec![vec!["a", "b"], vec!["1", "2"]]),
            ("\u{FEFF}a\r\n1", vec![vec!["a"], vec!["1"]]),
            ("a,,\n,\n", vec![vec!["a", "", ""], vec!["", ""]]),
            ("\"a, \"\"b\"\"\nc\",\"\"\n", vec![vec!["a, \"b\"\nc", ""]]),
            ("a\n\nb", vec![vec!["a"], vec![""], vec!["b"]]),
        ] {
            assert_eq!(read(text).unwrap(), expected, "{text:?}");
        }
        for (text, place) in [
            ("a,b\"c", (0, 1)),
            ("a\n\"b", (1, 0)),
            ("\"a\"b", (0, 0)),
            ("a\rb", (0, 0)),
            ("a,\"b\" ,c", (0, 1)),
            ("a\"\"", (0, 0)),
        ] {
            assert_eq!(read(text).unwrap_err(), place, "{text:?}");
        }
        assert_eq!(records("a\nb\nc\n", 2).unwrap().len(), 2);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "[a\",\r\n đ]{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn what_was_written_is_read_back(table in proptest::collection::vec(proptest::collection::vec("[a\",\r\n đ|]{0,8}", 1..4), 0..5)) {
            let quote = |value: &String| format!("\"{}\"", value.replace('"', "\"\""));
            let line = |record: &Vec<String>| record.iter().map(quote).collect::<Vec<_>>().join(",") + "\r\n";
            let text: String = table.iter().map(line).collect();
            prop_assert_eq!(read(&text).unwrap(), table);
        }
    }
}
