//! The published files, read by themselves, to compare the portal with.

use std::collections::HashMap;

use motcua_tests::root;

/// A row, by column.
pub type Row = HashMap<String, String>;

/// A CSV file of `infra/data`.
pub fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(root().join("infra/data").join(file)).expect("a data file");
    reader.deserialize().collect::<Result<_, _>>().expect("rows")
}
