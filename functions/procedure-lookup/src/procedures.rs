//! `GET /api/procedures/{code}?as_of=`

use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_reference::procedure::find;

use crate::{Asked, view};

/// Reads one procedure, as JSON.
pub async fn read(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["as_of"])?;
    let day = query.day("as_of")?.unwrap_or_else(|| asked.today()).to_string();
    let procedure = find(code, &day).await?;
    asked.json(&view::procedure::procedure(&procedure, asked.language))
}
