//! The same of drafts, files and dossiers: whatever is asked, in whatever order, both stores answer alike, and both are
//! in order afterwards.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::Chance;
use crate::papers::{END, NOW, bytes, chunk, draft, file, filing, id, message, request, step};
use crate::rows::with;
use crate::store::Store;

const SEQUENCES: u64 = 25;
const CALLS_A_SEQUENCE: usize = 60;
/// Few things, so that calls meet: names of drafts and of files, and how many codes there may be.
const DRAFTS: usize = 3;
const FILES: usize = 3;
const CODES: usize = 3;

#[test]
fn both_stores_answer_alike_to_every_life() {
    let (sqlite, postgres) = (Store::sqlite(), Store::postgres());
    let mut done = 0;
    for seed in 0..SEQUENCES {
        let (chance, mut calls) = (&mut Chance(seed), Vec::new());
        for _ in 0..CALLS_A_SEQUENCE {
            let (operation, arguments) = call(seed, chance);
            let answers = [&sqlite, &postgres].map(|store| told(&store.call(operation, arguments.clone())));
            calls.push(format!("{operation} {arguments}: {}", answers[0]));
            assert_eq!(answers[0], answers[1], "sequence {seed}:\n{}", calls.join("\n"));
            done += usize::from(answers[0].starts_with("Ok"));
        }
        for store in [&sqlite, &postgres] {
            in_order(&mut store.kept());
        }
    }
    // Chance did something, and not only what was refused.
    assert!(done > CALLS_A_SEQUENCE * SEQUENCES as usize / 4, "{done} calls were done");
}

/// An answer; what damage is like, each store says in its own words.
fn told(answer: &Result<Value, Value>) -> String {
    match answer {
        Err(refusal) if refusal["Failed"]["Damaged"].is_string() => "Damaged".to_owned(),
        answer => format!("{answer:?}"),
    }
}

/// A call about the things of a sequence: each has its own, so that one does not disturb the next.
fn call(seed: u64, chance: &mut Chance) -> (&'static str, Value) {
    let agency = format!("A{seed}");
    match chance.below(5) {
        0 => of_draft(seed, &agency, chance),
        1 | 2 => of_file(seed, &agency, chance),
        3 => of_dossier(seed, &agency, chance),
        _ => read(seed, &agency, chance),
    }
}

fn name(seed: u64, number: usize) -> String {
    id(seed as usize * 100 + number)
}

/// A key, or none.
fn asked(chance: &mut Chance) -> Value {
    let hash = chance.of(&["one", "two"]);
    if chance.below(3) == 0 { request(chance.of(&["k", "l"]), hash) } else { Value::Null }
}

fn instant(chance: &mut Chance) -> u64 {
    NOW + [0, 0, 0, END - NOW - 1, END - NOW][chance.below(5)]
}

fn of_draft(seed: u64, agency: &str, chance: &mut Chance) -> (&'static str, Value) {
    let name = name(seed, chance.below(DRAFTS));
    match chance.below(5) {
        0..=2 => {
            let draft = with(draft(&name), json!({ "agency": agency }));
            ("drafts/create", json!([draft, chance.of(&["a", "b"]), asked(chance)]))
        }
        3 => {
            let sealed = bytes(chance.of(&["x", "y"]));
            ("drafts/save", json!([agency, name, 1 + chance.below(3), sealed, instant(chance), END]))
        }
        // All that have ended: nobody says which of two that end at once goes first.
        _ => ("drafts/remove-ended", json!([agency, instant(chance), 100])),
    }
}

fn of_file(seed: u64, agency: &str, chance: &mut Chance) -> (&'static str, Value) {
    let (draft, name) = (name(seed, chance.below(DRAFTS)), name(seed, 50 + chance.below(FILES)));
    let content = chance.of(&["one", "two"]);
    match chance.below(8) {
        0..=2 => {
            let file = with(file(&name, 3), json!({ "created": instant(chance) }));
            ("files/begin", json!([agency, draft, file, 1 + chance.below(3), asked(chance)]))
        }
        3 | 4 => ("files/append", json!([agency, draft, name, chunk([0, 0, 0, 3][chance.below(4)], content)])),
        5 | 6 => {
            let other = if chance.below(3) == 0 { json!([chunk(0, "other")]) } else { Value::Null };
            ("files/finish", json!([agency, draft, name, bytes(content), other]))
        }
        _ => ("files/remove", json!([agency, draft, name])),
    }
}

fn files(seed: u64, chance: &mut Chance) -> Value {
    (0..FILES).filter(|_| chance.below(4) == 0).map(|number| name(seed, 50 + number)).collect()
}

fn of_dossier(seed: u64, agency: &str, chance: &mut Chance) -> (&'static str, Value) {
    if chance.below(2) == 0 {
        let columns = json!({
            "agency": agency, "draft_version": 1 + chance.below(2), "prefix": "-", "filed": instant(chance),
            "reference": name(seed, 70 + chance.below(3)), "files": files(seed, chance), "owners": [agency],
            "request": request(chance.of(&["k", "l"]), chance.of(&["one", "two"])),
        });
        return ("filing/file", json!([with(filing(&name(seed, chance.below(DRAFTS))), columns)]));
    }
    let columns = json!({
        "agency": agency, "state": chance.of(&["x", "y"]), "files": files(seed, chance), "request": asked(chance),
        "sealed": ([Value::Null, bytes("new")][chance.below(2)]), "messages": [message(chance.of(&["m", "n"]))],
    });
    let expected = 1 + u32::try_from(chance.below(3)).expect("a small number");
    ("casework/append", json!([with(step(&code(chance), expected), columns)]))
}

fn code(chance: &mut Chance) -> String {
    format!("-{:04}", 1 + chance.below(CODES))
}

fn read(seed: u64, agency: &str, chance: &mut Chance) -> (&'static str, Value) {
    let (draft, file) = (name(seed, chance.below(DRAFTS)), name(seed, 50 + chance.below(FILES)));
    match chance.below(9) {
        0 => ("drafts/read", json!([agency, draft, instant(chance)])),
        1 => ("files/of-draft", json!([agency, draft])),
        2 => ("files/chunks", json!([agency, draft, file, ([0, 3][chance.below(2)]), 8])),
        3 => ("dossiers/read", json!([agency, code(chance)])),
        4 => ("dossiers/events", json!([agency, code(chance), chance.below(2)])),
        5 => ("dossiers/referred", json!([name(seed, 70 + chance.below(3))])),
        6 => ("dossiers/of-owner", json!([agency, ([Value::Null, json!([END, "-0002"])][chance.below(2)]), 2])),
        7 => ("outbox/waiting", json!([agency, null, 3])),
        _ => ("outbox/sent", json!([agency, "nothing", NOW])),
    }
}
