//! What is wrong with a list, value by value.

use motcua_edge::both::{Both, cut};
use serde::Serialize;

/// So many flaws are named; the rest is only counted.
const NAMED_MAX: usize = 100;

/// So much of a wrong value is shown.
const VALUE_CHARS_MAX: usize = 80;

/// So much of a column's name is shown.
const COLUMN_CHARS_MAX: usize = 80;

/// One wrong value. `row` counts the rows of data from 1; 0 is the line with the columns' names.
#[derive(Debug, Serialize)]
pub struct Flaw {
    pub row: usize,
    pub column: String,
    pub reason: Both,
    pub value: Option<String>,
}

/// The flaws of a list: the first hundred, and how many there are.
#[derive(Debug, Default)]
pub struct Flaws {
    pub first: Vec<Flaw>,
    pub count: usize,
}

impl Flaws {
    /// Notes a flaw.
    pub fn note(&mut self, row: usize, column: impl Into<String>, reason: Both, value: Option<&str>) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < NAMED_MAX {
            let value = value.map(|value| cut(value, VALUE_CHARS_MAX));
            // A name that is no column's is a stranger's word.
            let column = cut(&column.into(), COLUMN_CHARS_MAX);
            self.first.push(Flaw { row, column, reason, value });
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
