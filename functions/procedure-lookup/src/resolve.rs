//! `GET /api/units/resolve?code=|q=&as=`: what an old code or name is today. Never a silent pick.

use motcua_edge::answer::Answer;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::query::{Query, required};
use motcua_edge::refusal;
use motcua_rules::resolve::Meant;

use crate::place::{Resolved, by_code, by_name};
use crate::{Asked, view};

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
    asked.json(&view::resolve::resolved(&resolved, asked.language))
}

/// What somebody typed into one field: digits are a code, anything else a name.
pub async fn said(text: &str, meant: Meant) -> Result<Resolved, Problem> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) { by_code(text, meant).await } else { by_name(text, meant).await }
}
