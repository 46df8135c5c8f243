//! A list as rows of named values, from CSV or JSON.

use std::borrow::Cow;

use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;

use crate::flaw::Flaws;
use crate::json::{Fields, Value, field};
use crate::problem;
use crate::row::{Row, unknown};
use motcua_edge::csv::{self, Record};

/// The most rows of a list. The largest of the country has 10,571.
const ROWS_MAX: usize = 20_000;

/// What a list is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
}

impl Format {
    /// The media type of CSV.
    pub const CSV: &str = "text/csv";
    /// The media type of JSON.
    pub const JSON: &str = "application/json";

    /// The format of one of the two media types.
    pub fn of(media_type: &str) -> Format {
        if media_type == Format::CSV { Format::Csv } else { Format::Json }
    }
}

/// A column by its name, and whether every list has it.
pub struct Column {
    pub name: &'static str,
    pub is_required: bool,
}

/// A column that every list of the kind has.
pub const fn needed(name: &'static str) -> Column {
    Column { name, is_required: true }
}

/// A column that a list may leave out.
pub const fn optional(name: &'static str) -> Column {
    Column { name, is_required: false }
}

/// The rows of a list.
#[derive(Debug)]
pub struct Table<'a>(Vec<Fields<'a>>);

impl<'a> Table<'a> {
    /// Reads a list; `columns` are those that it may have. Values are not looked at yet.
    ///
    /// A list without rows is refused: it would end everything that the list ever said, and that is never meant.
    pub fn read(format: Format, text: &'a str, columns: &[Column]) -> Result<Table<'a>, Problem> {
        let mut flaws = Flaws::default();
        let rows = match format {
            Format::Csv => of_csv(text, columns, &mut flaws)?,
            Format::Json => of_json(text, columns, &mut flaws)?,
        };
        match rows.len() {
            _ if !flaws.is_empty() => Err(problem::flawed(flaws)),
            0 => Err(problem::no_rows()),
            rows if rows > ROWS_MAX => Err(problem::too_many_rows(ROWS_MAX)),
            _ => Ok(Table(rows)),
        }
    }

    /// Each row as `record` reads it, or all that is wrong with any of them.
    pub fn records<T>(&self, record: impl Fn(&mut Row<'_>) -> Option<T>) -> Result<Vec<T>, Problem> {
        let mut flaws = Flaws::default();
        let rows = self.0.iter().zip(1..);
        let records: Vec<T> =
            rows.filter_map(|(fields, number)| record(&mut Row::new(number, fields, &mut flaws))).collect();
        if flaws.is_empty() { Ok(records) } else { Err(problem::flawed(flaws)) }
    }

    /// What the row with this number (from 1) says in a column, where it can be shown.
    pub fn shown(&self, row: usize, column: &str) -> Option<&str> {
        field(self.0.get(row.checked_sub(1)?)?, column)?.shown()
    }
}

fn of_csv<'a>(text: &'a str, columns: &[Column], flaws: &mut Flaws) -> Result<Vec<Fields<'a>>, Problem> {
    // The header, and one row more than is allowed.
    let records = match csv::records(text, ROWS_MAX + 2) {
        Ok(records) => records,
        Err(broken) => {
            let column = csv::records(text, 1).ok().and_then(|mut lines| lines.pop()?.into_iter().nth(broken.field));
            flaws.note(broken.record, column.unwrap_or_default(), broken.reason, None);
            return Ok(Vec::new());
        }
    };
    let mut records = records.into_iter();
    let header = records.next().unwrap_or_default();
    check_header(&header, columns, flaws);
    if !flaws.is_empty() {
        return Ok(Vec::new());
    }
    Ok(records.zip(1..).map(|(record, row)| row_of(&header, record, row, flaws)).collect())
}

fn check_header(header: &Record<'_>, columns: &[Column], flaws: &mut Flaws) {
    for (place, name) in header.iter().enumerate() {
        if !columns.iter().any(|column| column.name == name) {
            flaws.note(0, name.as_ref(), unknown_column(columns), None);
        }
        if header.iter().take(place).any(|earlier| earlier == name) {
            flaws.note(0, name.as_ref(), both("Cột lặp lại.", "The column occurs twice."), None);
        }
    }
    for column in columns.iter().filter(|column| column.is_required) {
        if !header.iter().any(|name| name == column.name) {
            flaws.note(0, column.name, both("Thiếu cột này.", "This column is missing."), None);
        }
    }
}

fn row_of<'a>(header: &Record<'a>, record: Record<'a>, row: usize, flaws: &mut Flaws) -> Fields<'a> {
    let (has, wants) = (record.len(), header.len());
    if has != wants {
        let reason = both(
            format!("Dòng có {has} giá trị, trong khi có {wants} cột."),
            format!("The row has {has} values for {wants} columns."),
        );
        flaws.note(row, "", reason, None);
    }
    let value = |text: Cow<'a, str>| if text.is_empty() { Value::Nothing } else { Value::Text(text) };
    header.iter().cloned().zip(record.into_iter().map(value)).collect()
}

fn of_json<'a>(text: &'a str, columns: &[Column], flaws: &mut Flaws) -> Result<Vec<Fields<'a>>, Problem> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let value = serde_json::from_str(text).map_err(|error| problem::not_json(error.line(), error.column()))?;
    let Value::List(values) = value else { return Err(problem::not_json(1, 1)) };
    let mut rows = Vec::with_capacity(values.len());
    for (value, row) in values.into_iter().zip(1..) {
        let Value::Object(fields) = value else {
            flaws.note(row, "", both("Phải là một đối tượng.", "It must be an object."), value.shown());
            continue;
        };
        for (name, _) in fields.iter().filter(|(name, _)| !columns.iter().any(|column| column.name == name)) {
            flaws.note(row, name.as_ref(), unknown_column(columns), None);
        }
        rows.push(fields);
    }
    Ok(rows)
}

fn unknown_column(columns: &[Column]) -> Both {
    unknown(&columns.iter().map(|column| column.name).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COLUMNS: &[Column] = &[needed("code"), needed("name"), optional("note")];

    fn flaws(format: Format, text: &str) -> Vec<(u64, String)> {
        let answer = Table::read(format, text, COLUMNS).unwrap_err().answer(Default::default());
        let document: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
        let errors = document["errors"].as_array().cloned().unwrap_or_else(|| panic!("{document}"));
        errors.iter().map(|one| (one["row"].as_u64().unwrap(), one["column"].as_str().unwrap().to_owned())).collect()
    }

    fn kind(format: Format, text: &str) -> Option<&'static str> {
        Table::read(format, text, COLUMNS).err().map(|problem| problem.kind())
    }

    #[test]
    fn csv_and_json_are_the_same_rows() {
        let csv = Table::read(Format::Csv, "name,code\nHà,1\n,2\n", COLUMNS).unwrap();
        let json =
            Table::read(Format::Json, r#"[{"name":"Hà","code":"1"},{"name":null,"code":"2"}]"#, COLUMNS).unwrap();
        assert_eq!(csv.0, json.0);
        assert_eq!(
            (csv.shown(1, "name"), csv.shown(2, "name"), csv.shown(3, "name"), csv.shown(0, "name")),
            (Some("Hà"), None, None, None)
        );
    }

    #[test]
    fn a_wrong_shape_is_named_by_row_and_column() {
        let at = |row, column: &str| (row, column.to_owned());
        assert_eq!(flaws(Format::Csv, "code,x,code\n1,2,3\n"), [at(0, "x"), at(0, "code"), at(0, "name")]);
        assert_eq!(flaws(Format::Csv, ""), [at(0, "code"), at(0, "name")]);
        assert_eq!(flaws(Format::Csv, "code,name\n1,a\n2\n3,b,c\n\n"), [at(2, ""), at(3, ""), at(4, "")]);
        assert_eq!(flaws(Format::Csv, "code,name\n1,a\n2,\"b"), [at(2, "name")]);
        assert_eq!(flaws(Format::Json, r#"[{"code":"1","name":"a"},5,{"nom":"a"}]"#), [at(2, ""), at(3, "nom")]);
        assert_eq!(kind(Format::Json, "[{]"), Some("not-json"));
        assert_eq!(kind(Format::Json, "{}"), Some("not-json"));
        assert_eq!(kind(Format::Json, "[]"), Some("no-rows"));
        assert_eq!(kind(Format::Csv, "code,name\n"), Some("no-rows"));
        assert_eq!(kind(Format::Csv, &format!("code,name\n{}", ",\n".repeat(20_001))), Some("too-many-rows"));
        assert_eq!(kind(Format::Csv, &format!("code,name\n{}", ",\n".repeat(20_000))), None);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "[cdenoam\",\n1{}:\\[\\]]{0,60}") {
            let _ = (Table::read(Format::Csv, &text, COLUMNS), Table::read(Format::Json, &text, COLUMNS));
        }
    }
}
