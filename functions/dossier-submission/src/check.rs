//! `POST /api/drafts/{id}/check`: what is still wrong with a draft.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use serde_json::json;

use crate::asked::Asked;
use crate::basis::Basis;
use crate::examine::examine;
use crate::save::already_filed;
use crate::{opened, papers};

/// Says all that is wrong at once, and saves nothing.
pub async fn check(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    let draft = opened::draft(asked, id).await?;
    if draft.dossier.is_some() {
        return Err(already_filed(&draft).await?);
    }
    let basis = Basis::of(&draft.procedure, &draft.place, asked.today()).await?;
    let papers = papers::of(asked, &draft.agency, &draft.id).await?;
    let found = examine(asked, &basis, opened::prepared(asked, &draft)?.answers, &papers).await?;
    let shown = json!({
        "ready": found.is_ready(),
        "errors": found.errors,
        "slots": found.slots,
        "warnings": found.warnings,
    });
    answer::json(StatusCode::OK, asked.language, &shown)
}
