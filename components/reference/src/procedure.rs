//! A procedure by its code and a day, and what it holds for the rules.

use motcua_edge::problem::Problem;
use motcua_rules::form::common::Case;
use motcua_rules::procedure::{Code, Document, ServiceCode};
use motcua_rules::quote::{Facts, Method, Published};
use motcua_rules::term::Term;

use crate::problem::{damaged, no_procedure, of_fault};
use crate::store::procedures::{self, Procedure};
use crate::words::{channel, level, time_unit};

/// Of `N.NNNNNN`.
const CODE_LENGTH: usize = 8;

/// The version of a procedure in force on a day. A service's code leads to its procedure. 404 where there is none.
pub async fn find(code: &str, day: &str) -> Result<Procedure, Problem> {
    let is_code = Code::parse(code).is_some() || ServiceCode::parse(code).is_some();
    let procedure = code.get(..CODE_LENGTH).filter(|_| is_code).unwrap_or_default();
    if procedure.is_empty() {
        return Err(no_procedure(code, day));
    }
    let found = procedures::read(procedure.to_owned(), day.to_owned()).await.map_err(of_fault)?;
    found.ok_or_else(|| no_procedure(code, day))
}

/// Its code, as the rules have it.
pub fn code(procedure: &Procedure) -> Result<Code, Problem> {
    Code::parse(&procedure.code).ok_or_else(|| damaged(&format!("procedure code {}", procedure.code)))
}

/// A procedure as far as a quote needs it.
pub fn facts(procedure: &Procedure) -> Result<Facts, Problem> {
    Ok(Facts {
        code: code(procedure)?,
        levels: procedure.levels.iter().copied().map(level).collect(),
        ministry: procedure.ministry.clone(),
        field_vi: procedure.field_vi.clone(),
        agency_vi: procedure.agency_vi.clone(),
        decision: procedure.decision.clone(),
        whole: procedure.whole,
        methods: procedure.methods.iter().map(method).collect(),
    })
}

fn method(method: &procedures::Method) -> Method {
    Method {
        channel: channel(method.channel),
        term: Term::read(method.time, method.time_unit.map(time_unit)),
        fee: method.fee.map(|amount| Published { amount, currency: method.currency.clone() }),
        note: method.note.clone(),
    }
}

/// Its papers, as far as a form needs them.
pub fn cases(procedure: &Procedure) -> Vec<Case> {
    let document =
        |one: &procedures::Document| Document { name: one.name.clone(), originals: one.originals, copies: one.copies };
    let case = |case: &procedures::DocumentCase| Case {
        name: case.name.clone(),
        documents: case.documents.iter().map(document).collect(),
    };
    procedure.cases.iter().map(case).collect()
}
