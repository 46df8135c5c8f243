//! What a step made of a dossier.

use motcua_record::facts::Appointed;
use motcua_rules::dossier::State;
use motcua_rules::dossier::clock::Late;
use motcua_rules::language::Language;
use serde::Serialize;

/// A dossier after a step.
#[derive(Serialize)]
pub struct View<'a> {
    code: &'a str,
    version: u32,
    status: StatusView,
    appointed: Option<Appointed>,
    late: Vec<String>,
}

#[derive(Serialize)]
struct StatusView {
    number: u8,
    word: &'static str,
    label: &'static str,
}

/// Shows a dossier after the step with this number.
pub fn step<'a>(
    code: &'a str,
    version: u32,
    state: State,
    appointed: Option<Appointed>,
    late: &[Late],
    language: Language,
) -> View<'a> {
    let status = state.status();
    View {
        code,
        version,
        status: StatusView { number: status.number(), word: status.as_str(), label: status.label(language) },
        appointed,
        late: late.iter().map(|late| late.say(language)).collect(),
    }
}
