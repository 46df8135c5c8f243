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

/// The procedures that are published with their papers.
pub fn whole_procedures() -> Vec<serde_json::Value> {
    let file = std::fs::read(root().join("infra/data/procedures/full.json")).expect("a data file");
    serde_json::from_slice(&file).expect("JSON")
}
