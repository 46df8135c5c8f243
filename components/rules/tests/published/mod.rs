//! The published procedures as far as a quote needs them.

use motcua_rules::procedure::{Channel, Code, Level};
use motcua_rules::quote::{Facts, Method, Published};
use motcua_rules::term::{Term, Unit};
use serde_json::Value;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().into()
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| number.try_into().ok())
}

/// The 39 of highest volume, notes and all.
pub fn whole() -> Vec<Facts> {
    let procedures: Vec<Value> =
        serde_json::from_str(include_str!("../../../../infra/data/procedures/full.json")).unwrap();
    procedures.iter().map(facts).collect()
}

fn facts(one: &Value) -> Facts {
    let method = |method: &Value| Method {
        channel: Channel::parse(method["channel"].as_str().unwrap()).unwrap(),
        term: Term::read(number(&method["time"]), method["time_unit"].as_str().map(|unit| Unit::parse(unit).unwrap())),
        fee: method["fee"]
            .as_u64()
            .map(|amount| Published { amount, currency: method["currency"].as_str().map(Into::into) }),
        note: text(&method["note"]),
    };
    Facts {
        code: Code::parse(one["code"].as_str().unwrap()).unwrap(),
        levels: one["levels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|level| Level::parse(level.as_str().unwrap()).unwrap())
            .collect(),
        ministry: text(&one["ministry"]),
        field_vi: text(&one["field_vi"]),
        agency_vi: text(&one["agency_vi"]),
        decision: text(&one["decision"]),
        whole: true,
        methods: one["methods"].as_array().unwrap().iter().map(method).collect(),
    }
}

/// The other 2,603.
pub fn summaries() -> Vec<Facts> {
    let (mut rows, mut quoted) = (vec![vec![String::new()]], false);
    for letter in include_str!("../../../../infra/data/procedures/summaries.csv").trim_end().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            _ => rows.last_mut().unwrap().last_mut().unwrap().push(letter),
        }
    }
    rows[1..].iter().map(|cells| summary(cells)).collect()
}

fn summary(cells: &[String]) -> Facts {
    let fee = cells[10].parse().ok().map(|amount| Published { amount, currency: None });
    let term = Term::read(cells[8].parse().ok(), Unit::parse(&cells[9]));
    let method = |channel| Method { channel, term, fee: fee.clone(), note: String::new() };
    Facts {
        code: Code::parse(&cells[0]).unwrap(),
        levels: cells[2].split('|').filter_map(Level::parse).collect(),
        ministry: cells[6].clone(),
        field_vi: cells[3].clone(),
        agency_vi: String::new(),
        decision: cells[5].clone(),
        whole: false,
        methods: cells[7].split('|').filter_map(Channel::parse).map(method).collect(),
    }
}
