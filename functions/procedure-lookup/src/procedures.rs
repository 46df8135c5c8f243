//! `GET /api/procedures/{code}?as_of=`

use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_rules::procedure::{Code, ServiceCode};

use crate::problem::{no_procedure, of_fault};
use crate::store::procedures::{self, Procedure};
use crate::{Asked, view};

/// Reads one procedure, as JSON.
pub async fn read(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["as_of"])?;
    let day = query.day("as_of")?.unwrap_or_else(|| asked.today()).to_string();
    let procedure = find(code, &day).await?;
    asked.json(&view::procedure::procedure(&procedure, asked.language))
}

/// The version of a procedure in force on a day. A service's code leads to its procedure.
pub async fn find(code: &str, day: &str) -> Result<Procedure, Problem> {
    let is_code = Code::parse(code).is_some() || ServiceCode::parse(code).is_some();
    let procedure = code.get(..CODE_LENGTH).filter(|_| is_code).unwrap_or_default();
    if procedure.is_empty() {
        return Err(no_procedure(code, day));
    }
    let found = procedures::read(procedure.to_owned(), day.to_owned()).await.map_err(of_fault)?;
    found.ok_or_else(|| no_procedure(code, day))
}

/// Of `N.NNNNNN`.
const CODE_LENGTH: usize = 8;
