//! `POST /api/dossiers/{code}/withdrawal`: the applicant takes a dossier back.

use motcua_edge::answer::Answer;
use motcua_edge::both::both;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::note::Note;
use motcua_rules::dossier::{Act, Text};
use serde::Deserialize;

use crate::asked::{Asked, JSON};
use crate::step::{self, Case, Change};
use crate::store::types;
use crate::{Body, opened};

/// A reason of the longest kind, every character of it escaped.
const BODY_BYTES_MAX: usize = 64 * 1024;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    reason: Option<String>,
}

/// Withdraws a dossier that has not ended.
pub async fn withdraw(asked: &Asked, code: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = if bytes.is_empty() { Wanted::default() } else { json::read(&bytes)? };
    let request = asked.needed_request(&bytes)?;
    let case = Case::of(asked, opened::dossier(asked, code).await?).await?;
    take_back(asked, &case, wanted.reason.as_deref(), request).await
}

/// Takes a dossier back, unless this very request has done so before.
pub async fn take_back(
    asked: &Asked,
    case: &Case,
    why: Option<&str>,
    request: types::Request,
) -> Result<Answer, Problem> {
    let reason = why.map(reason).transpose()?;
    let note = Note { reason, ..Note::default() };
    let change = Change { kind: "dossier-withdrawn", note, added: Vec::new() };
    match step::take(asked, case, Act::Withdraw, change, request.clone()).await {
        Ok(answer) => Ok(answer),
        Err(problem) => step::again(asked, &case.dossier, request).await?.ok_or(problem),
    }
}

fn reason(text: &str) -> Result<String, Problem> {
    let most = Text::CHARACTERS_MAX;
    let expected = || {
        both(
            format!("Một lý do có nội dung, tối đa {most} ký tự; hoặc bỏ “reason”."),
            format!("A reason that says something, of at most {most} characters; or no “reason”."),
        )
    };
    let text = Text::new(text).ok_or_else(|| refusal::malformed_parameter("reason", text, expected()))?;
    Ok(text.as_str().to_owned())
}
