//! A form held against its procedure's list of papers: each is asked for once, or somebody said why it is not.

use std::collections::BTreeSet;

use super::{Defect, Lint};
use crate::fold::canonical;
use crate::form::Form;
use crate::form::common::Case;

/// What is wrong between a form and the papers of its procedure.
///
/// Each line that is no note must begin as exactly one slot or one paper that is not asked, spacing and capital letters
/// aside; a paper that stands in several cases is one paper. Words that begin two different lines are of neither.
pub fn papers(form: &Form, cases: &[Case]) -> Vec<Lint> {
    let slots = form.slots.iter().filter_map(|slot| slot.paper.as_deref());
    let entries = slots.chain(form.not_asked.iter().map(|paper| paper.paper.as_str()));
    let entries: Vec<(&str, String)> = entries.map(|entry| (entry, canonical(entry))).collect();
    let documents = cases.iter().flat_map(|case| &case.documents).filter(|document| !document.is_note());
    let lines: Vec<(&str, Vec<usize>)> =
        documents.map(|document| (document.name.as_str(), meant(&canonical(&document.name), &entries))).collect();
    let is_meant = |entry| lines.iter().any(|(_, meant)| meant.contains(&entry));
    let unknown = entries.iter().enumerate().filter(|(index, _)| !is_meant(*index));
    let mut lints: Vec<Lint> = unknown.map(|(_, (entry, _))| lint(entry, Defect::PaperUnknown)).collect();
    for (index, (entry, _)) in entries.iter().enumerate() {
        let lines = lines.iter().filter(|(_, meant)| meant.contains(&index));
        if lines.map(|(line, _)| canonical(line)).collect::<BTreeSet<_>>().len() > 1 {
            lints.push(lint(entry, Defect::PaperAmbiguous));
        }
    }
    // One that stands for all of them, where the list was not published.
    let is_open = form.slots.iter().any(|slot| slot.paper.is_none());
    for (line, meant) in &lines {
        match meant.len() {
            0 if !is_open => lints.push(lint(line, Defect::PaperForgotten)),
            0 | 1 => {}
            _ => lints.push(lint(line, Defect::PaperTwice)),
        }
    }
    lints
}

/// Which entries mean a line: those that are the whole of it, or else those that begin it.
fn meant(line: &str, entries: &[(&str, String)]) -> Vec<usize> {
    let those = |means: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let entries = entries.iter().enumerate();
        entries.filter(|(_, (_, entry))| !entry.is_empty() && means(entry)).map(|(index, _)| index).collect()
    };
    let whole = those(&|entry| entry == line);
    if whole.is_empty() { those(&|entry| line.starts_with(entry)) } else { whole }
}

fn lint(line: &str, defect: Defect) -> Lint {
    Lint { at: line.chars().take(80).collect(), defect }
}
