//! `GET /api/drafts/{id}`: a draft as it stands.

use http::StatusCode;
use http::header::ETAG;
use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use motcua_rules::form::Answers;

use crate::asked::Asked;
use crate::basis::Basis;
use crate::store::dossiers::Dossier;
use crate::store::drafts::Draft;
use crate::{opened, papers, view};

/// A draft for whoever bears its secret, filed or not.
pub async fn read(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    let draft = opened::draft(asked, id).await?;
    let dossier = dossier(&draft).await?;
    let answers = match &dossier {
        Some(dossier) => opened::filed(asked, dossier)?.answers,
        None => opened::prepared(asked, &draft)?.answers,
    };
    answer(asked, &draft, answers, dossier.as_ref()).await
}

/// A draft with its answers, as the answer to whoever read or changed it.
pub async fn answer(
    asked: &Asked,
    draft: &Draft,
    answers: Answers,
    dossier: Option<&Dossier>,
) -> Result<Answer, Problem> {
    let basis = Basis::of(&draft.procedure, &draft.place, asked.today()).await?;
    let papers = papers::of(asked, &draft.agency, &draft.id).await?;
    let desk = basis.jurisdiction(None, asked.civil())?.receiving.ok().map(|receiving| receiving.desk);
    let shown = view::draft::draft(draft, &basis, desk.as_ref(), answers, &papers, dossier);
    let mut answer = answer::json(StatusCode::OK, asked.language, &shown)?;
    answer.headers_mut().insert(ETAG, view::draft::tag(draft.version));
    Ok(answer)
}

/// The dossier that it has become.
pub async fn dossier(draft: &Draft) -> Result<Option<Dossier>, Problem> {
    match &draft.dossier {
        Some(code) => opened::dossier_of(&draft.agency, code).await.map(Some),
        None => Ok(None),
    }
}
