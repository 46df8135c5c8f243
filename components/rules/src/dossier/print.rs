//! The table of steps for people: as a picture and as lines.

use core::fmt::Write;

use super::{Actor, State, TRANSITIONS, Transition};
use crate::dossier::state::Stage;
use crate::dossier::table::When;
use crate::language::Language;

/// The whole graph as a Mermaid state diagram: a box a stage, an arrow a step.
pub fn diagram(language: Language) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    for stage in Stage::ALL {
        let (word, label) = (stage.as_str(), stage.label(language));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {word} : {label} [{}]", stage.status().number());
    }
    for line in TRANSITIONS {
        let from = line.from.map_or("[*]", Stage::as_str);
        let _ = writeln!(text, "    {from} --> {} : {}", line.to.as_str(), arrow(line, language));
    }
    let last = State::all().into_iter().filter(|state| state.is_final()).map(State::stage);
    let mut last: Vec<Stage> = last.collect();
    last.dedup();
    for stage in last {
        let _ = writeln!(text, "    {} --> [*]", stage.as_str());
    }
    text
}

fn arrow(line: &Transition, language: Language) -> String {
    let condition = match line.when {
        When::Always => String::new(),
        when => format!(", {}", when.label(language)),
    };
    format!("{} ({}{condition})", line.act.label(language), actors(line.who, language))
}

fn actors(who: &[Actor], language: Language) -> String {
    who.iter().map(|actor| actor.label(language)).collect::<Vec<_>>().join(", ")
}

/// Every step as a line of a Markdown table, in the order of a dossier's life.
pub fn table(language: Language) -> String {
    let head = match language {
        Language::Vi => {
            ["Khi hồ sơ", "và", "việc", "do", "ghi nhận", "thành", "trạng thái", "thời hạn", "kèm theo", "căn cứ"]
        }
        Language::En => ["While", "and", "act", "by", "leaves", "becomes", "status", "clock", "with", "by right of"],
    };
    let mut text = row(head.map(String::from));
    text.push_str(&row(head.map(|_| String::from("---"))));
    for line in TRANSITIONS {
        text.push_str(&row(cells(line, language)));
    }
    text
}

fn cells(line: &Transition, language: Language) -> [String; 10] {
    let status = line.to.status();
    [
        line.from.map_or("–", |stage| stage.label(language)).into(),
        line.when.label(language).into(),
        line.act.label(language).into(),
        actors(line.who, language),
        format!("`{}`", line.event.as_str()),
        line.to.label(language).into(),
        format!("{} {}", status.number(), status.label(language)),
        line.clock.label(language).into(),
        line.attached.label(language).into(),
        line.right.say(language),
    ]
}

fn row(cells: [String; 10]) -> String {
    format!("| {} |\n", cells.join(" | "))
}
