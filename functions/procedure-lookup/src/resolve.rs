//! `GET /api/units/resolve?code=|q=&as=`: what an old code or name is today. Never a silent pick.

use motcua_edge::answer::Answer;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::query::{Query, required};
use motcua_edge::refusal;
use motcua_reference::place::{by_code, said};
use motcua_reference::shown;
use motcua_rules::resolve::Meant;

use crate::Asked;

const TEXT_MAX: usize = 200;

/// Resolves, as JSON.
pub async fn resolve(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["code", "q", "as"])?;
    let meant = query.one_of("as", &[("old", Meant::Old), ("new", Meant::New)])?.unwrap_or_default();
    let resolved = match (query.text("code", TEXT_MAX)?, query.text("q", TEXT_MAX)?) {
        (Some(_), Some(name)) => {
            let one = both("Chỉ dùng một trong hai: “code” hoặc “q”.", "Either “code” or “q”, not both.");
            return Err(refusal::malformed_parameter("q", name, one));
        }
        (Some(code), None) => by_code(code, meant).await?,
        (None, name) => said(required("q", name)?, meant).await?,
    };
    asked.json(&shown::resolved(&resolved, asked.language))
}
