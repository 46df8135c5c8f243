//! A row while it is read: what is wrong with a value is noted, and reading goes on, so that whoever publishes learns all
//! of it at once.

use std::borrow::Cow;

use motcua_edge::both::{Both, both};
use serde::Deserialize;

use crate::flaw::Flaws;
use crate::json::{Fields, Value, field};
use crate::shape;

/// The most values of a list within a row.
const LIST_MAX: usize = 200;

/// What separates the values of a list within one CSV field.
const SEPARATOR: char = '|';

/// A row, or an object within one.
pub struct Row<'r> {
    number: usize,
    /// Where in the row: empty, or `methods[0].`.
    within: String,
    fields: &'r Fields<'r>,
    flaws: &'r mut Flaws,
}

impl<'r> Row<'r> {
    /// The row with this number, counted from 1.
    pub fn new(number: usize, fields: &'r Fields<'r>, flaws: &'r mut Flaws) -> Row<'r> {
        Row { number, within: String::new(), fields, flaws }
    }

    /// A value that has to be there. Nothing where it is not, or is not what `read` takes; that is noted.
    pub fn must<T>(&mut self, column: &str, read: impl FnOnce(&Value<'_>) -> Result<T, Both>) -> Option<T> {
        if self.value(column).is_none() {
            self.flaw(column, missing());
        }
        self.may(column, read)
    }

    /// A value that may be missing.
    pub fn may<T>(&mut self, column: &str, read: impl FnOnce(&Value<'_>) -> Result<T, Both>) -> Option<T> {
        let read = read(self.value(column)?);
        read.map_err(|reason| self.flaw(column, reason)).ok()
    }

    /// A list of values: in CSV separated by `|`. None of them may occur twice.
    pub fn list<T: PartialEq>(&mut self, column: &str, read: impl Fn(&Value<'_>) -> Result<T, Both>) -> Vec<T> {
        let mut list = Vec::new();
        for value in self.values(column) {
            match read(&value) {
                Ok(one) if list.contains(&one) => self.flaw_of(column, twice(), value.shown()),
                Ok(one) => list.push(one),
                Err(reason) => self.flaw_of(column, reason, value.shown()),
            }
        }
        list
    }

    /// A list of objects, each read by `read`; `known` are the names that they may have.
    pub fn objects<T>(&mut self, column: &str, known: &[&str], read: impl Fn(&mut Row<'_>) -> Option<T>) -> Vec<T> {
        let mut list = Vec::new();
        for (place, value) in self.values(column).iter().enumerate() {
            let Value::Object(fields) = value.as_ref() else {
                self.flaw_of(
                    &format!("{column}[{place}]"),
                    both("Phải là một đối tượng.", "It must be an object."),
                    value.shown(),
                );
                continue;
            };
            let within = format!("{}{column}[{place}].", self.within);
            let mut row = Row { number: self.number, within, fields, flaws: self.flaws };
            row.only(known);
            list.extend(read(&mut row));
        }
        list
    }

    /// The whole row as a type of the rules. Nothing where it does not fit; that is noted.
    pub fn fitted<T: Deserialize<'r>>(&mut self) -> Option<T> {
        shape::read(self.fields).map_err(|misfit| self.flaw(misfit.at(), misfit.reason())).ok()
    }

    /// Notes that a column is wrong, whatever stands there.
    pub fn flaw(&mut self, column: &str, reason: Both) {
        let shown = self.value(column).and_then(Value::shown);
        self.flaws.note(self.number, format!("{}{column}", self.within), reason, shown);
    }

    fn flaw_of(&mut self, column: &str, reason: Both, shown: Option<&str>) {
        self.flaws.note(self.number, format!("{}{column}", self.within), reason, shown);
    }

    fn only(&mut self, known: &[&str]) {
        let fields = self.fields;
        for (name, _) in fields.iter().filter(|(name, _)| !known.contains(&name.as_ref())) {
            self.flaw(name, unknown(known));
        }
    }

    /// What stands in a column; an empty text or list is nothing.
    fn value(&self, column: &str) -> Option<&'r Value<'r>> {
        field(self.fields, column).filter(|value| match value {
            Value::Nothing => false,
            Value::Text(text) => !text.is_empty(),
            Value::List(list) => !list.is_empty(),
            Value::Bare(_) | Value::Object(_) => true,
        })
    }

    fn values(&mut self, column: &str) -> Vec<Cow<'r, Value<'r>>> {
        let values: Vec<Cow<'r, Value<'r>>> = match self.value(column) {
            None => Vec::new(),
            Some(Value::List(list)) => list.iter().map(Cow::Borrowed).collect(),
            Some(Value::Text(text)) => text.split(SEPARATOR).map(|one| Cow::Owned(Value::Text(one.into()))).collect(),
            Some(other) => vec![Cow::Borrowed(other)],
        };
        if values.len() > LIST_MAX {
            self.flaw(
                column,
                both(format!("Có hơn {LIST_MAX} giá trị."), format!("There are more than {LIST_MAX} values.")),
            );
            return Vec::new();
        }
        values
    }
}

/// That a value is missing.
pub fn missing() -> Both {
    both("Thiếu giá trị.", "The value is missing.")
}

/// That there is no value of this name; `known` are those that there are.
pub fn unknown(known: &[&str]) -> Both {
    let list = known.join(", ");
    both(format!("Không có tên này; các tên là: {list}."), format!("There is no such name; the names are: {list}."))
}

fn twice() -> Both {
    both("Giá trị lặp lại.", "The value occurs twice.")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::grammar;

    /// The columns of one JSON row that are wrong, in the order in which that is noticed.
    pub(crate) fn flaws_of<T>(json: &str, read: impl Fn(&mut Row<'_>) -> Option<T>) -> Vec<String> {
        let Value::Object(fields) = serde_json::from_str(json).unwrap() else { panic!("{json}") };
        let mut flaws = Flaws::default();
        read(&mut Row::new(1, &fields, &mut flaws));
        flaws.first.iter().map(|flaw| flaw.column.clone()).collect()
    }

    #[test]
    fn what_is_wrong_is_noted_and_reading_goes_on() {
        let digit = |value: &Value<'_>| grammar::whole::<u32>(value, 1..=9);
        let read = |row: &mut Row<'_>| {
            row.must("a", digit);
            row.may("b", digit);
            row.list("c", digit);
            row.objects("d", &["e"], |row| row.must("e", digit));
            Some(())
        };
        assert_eq!(flaws_of(r#"{"a": 1, "b": "2", "c": [1, "2"], "d": [{"e": 3}]}"#, read), [""; 0]);
        assert_eq!(flaws_of(r#"{"a": "", "b": "", "c": ""}"#, read), ["a"]);
        assert_eq!(
            flaws_of(r#"{"b": 10, "c": "1|1|x", "d": [1, {"e": 3, "f": 3}, {}]}"#, read),
            ["a", "b", "c", "c", "d[0]", "d[1].f", "d[2].e"]
        );
    }
}
