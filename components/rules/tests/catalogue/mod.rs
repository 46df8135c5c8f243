//! The published procedures and the citizens' queries, as the files have them.

use std::fs;

use motcua_rules::procedure::{Audience, Channel, Code, Level};
use motcua_rules::search::Entry;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// All 2,642: those of high volume, which are whole, and the summaries of the others.
pub fn entries() -> Vec<Entry> {
    let whole: Vec<Value> = serde_json::from_str(&read("../../infra/data/procedures/full.json")).unwrap();
    let mut entries: Vec<Entry> = whole.iter().zip(0..).map(|(one, rank)| popular(one, rank)).collect();
    let rows = records(&read("../../infra/data/procedures/summaries.csv"));
    entries.extend(rows.iter().skip(1).map(|row| summary(row)));
    entries
}

/// What was typed, and the codes of which one is wanted.
pub fn queries() -> Vec<(String, Vec<String>)> {
    let rows = records(&read("tests/queries.csv"));
    rows[1..].iter().map(|row| (row[0].clone(), row[1].split('|').map(str::to_owned).collect())).collect()
}

fn popular(one: &Value, rank: u16) -> Entry {
    let text = |name: &str| one[name].as_str().unwrap().to_owned();
    let list = |name: &str| one[name].as_array().unwrap().iter().map(|item| item.as_str().unwrap());
    let channels = one["methods"].as_array().unwrap().iter().map(|method| method["channel"].as_str().unwrap());
    Entry {
        code: Code::parse(&text("code")).unwrap(),
        name_vi: text("name_vi"),
        name_en: Some(text("name_en")),
        field: text("field_vi"),
        levels: list("levels").filter_map(Level::parse).collect(),
        channels: channels.filter_map(Channel::parse).collect(),
        audiences: list("subjects_vi").filter_map(Audience::of_subject).collect(),
        popularity: Some(rank),
    }
}

fn summary(row: &[String]) -> Entry {
    Entry {
        code: Code::parse(&row[0]).unwrap(),
        name_vi: row[1].clone(),
        name_en: None,
        field: row[3].clone(),
        levels: row[2].split('|').filter_map(Level::parse).collect(),
        channels: row[7].split('|').filter_map(Channel::parse).collect(),
        audiences: Vec::new(),
        popularity: None,
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{path}")).unwrap()
}

/// The records of a CSV text: quotes keep commas and line ends, two quotes are one.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut quoted) = (Vec::new(), vec![String::new()], false);
    for letter in text.chars().filter(|letter| *letter != '\r') {
        match (letter, quoted) {
            ('"', _) => quoted = !quoted,
            (',', false) => record.push(String::new()),
            ('\n', false) => records.push(std::mem::replace(&mut record, vec![String::new()])),
            _ => record.last_mut().unwrap().push(letter),
        }
    }
    records
}
