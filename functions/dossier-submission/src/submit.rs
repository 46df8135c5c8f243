//! `POST /api/drafts/{id}/submit`: a draft becomes a dossier, once.

use http::StatusCode;
use http::header::{HeaderValue, LOCATION};
use motcua_edge::answer::{self, Answer};
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use serde::Deserialize;

use crate::asked::{Asked, JSON};
use crate::prepare::filing;
use crate::save::{already_filed, changed};
use crate::store::drafts::{self, Draft};
use crate::store::filing::{self as store, Filed, Filing, Refusal};
use crate::store::types;
use crate::store::types::NewEvent;
use crate::{Body, facts, opened, problem, view};

const BODY_BYTES_MAX: usize = 1024;
/// How often another reference is drawn. Two of 6·10¹² are the same once in a lifetime.
const DRAWS_MAX: usize = 4;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The version that the citizen has seen.
    #[serde(default)]
    version: Option<u32>,
}

/// Files a draft, and answers with the dossier as it was kept: a repeated request reads the same one.
pub async fn submit(asked: &Asked, id: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = if bytes.is_empty() { Wanted::default() } else { json::read(&bytes)? };
    let request = asked.needed_request(&bytes)?;
    let draft = opened::draft(asked, id).await?;
    let filed = file(asked, &draft, wanted.version, request).await?;
    shown(asked, &draft.agency, &filed).await
}

/// Files a draft, or finds what this request has filed before.
pub async fn file(
    asked: &Asked,
    draft: &Draft,
    version: Option<u32>,
    request: types::Request,
) -> Result<Filed, Problem> {
    match &draft.dossier {
        Some(_) => again(asked, draft, request).await,
        None => first(asked, draft, version, request).await,
    }
}

async fn first(asked: &Asked, draft: &Draft, version: Option<u32>, request: types::Request) -> Result<Filed, Problem> {
    if version.is_some_and(|version| version != draft.version) {
        return Err(changed(draft, opened::prepared(asked, draft)?.answers, Default::default()));
    }
    for _ in 0..DRAWS_MAX {
        match store::file(filing(asked, draft, request.clone()).await?).await {
            Err(Refusal::ReferenceTaken) => {}
            answered => return answered_with(asked, draft, answered).await,
        }
    }
    Err(refusal::store_unavailable())
}

/// A draft that was filed before: by this very request, whose answer was lost, or by another one. Only the store knows. All
/// but the request is empty, for a draft that was filed is never filed again.
async fn again(asked: &Asked, draft: &Draft, request: types::Request) -> Result<Filed, Problem> {
    let event = NewEvent { at: asked.now, event: String::new(), actor: String::new(), day: None, sealed: Vec::new() };
    let empty = Filing {
        agency: draft.agency.clone(),
        draft: draft.id.clone(),
        draft_version: draft.version,
        prefix: String::new(),
        reference: String::new(),
        filed: asked.now,
        procedure: draft.procedure.clone(),
        place: draft.place.clone(),
        state: String::new(),
        status: 0,
        appointed: None,
        facts: String::new(),
        sealed: Vec::new(),
        factors: Vec::new(),
        owners: Vec::new(),
        files: Vec::new(),
        event,
        messages: Vec::new(),
        request,
    };
    answered_with(asked, draft, store::file(empty).await).await
}

async fn answered_with(asked: &Asked, draft: &Draft, answered: Result<Filed, Refusal>) -> Result<Filed, Problem> {
    Err(match answered {
        Ok(filed) => return Ok(filed),
        Err(Refusal::Already(filed)) => problem::already_filed(&filed.code, &filed.reference),
        Err(Refusal::Gone) => problem::no_draft(),
        Err(Refusal::Changed(_)) => saved_meanwhile(asked, draft).await?,
        Err(Refusal::Missing(file)) => problem::not_usable(&file),
        Err(Refusal::ReferenceTaken) => refusal::store_unavailable(),
        Err(Refusal::Conflict) => refusal::key_of_another_request(),
        Err(Refusal::Failed(fault)) => problem::of_fault(fault),
    })
}

/// Somebody saved the draft while it was looked at.
async fn saved_meanwhile(asked: &Asked, draft: &Draft) -> Result<Problem, Problem> {
    let now = drafts::read(draft.agency.clone(), draft.id.clone(), asked.now).await.map_err(problem::of_fault)?;
    let now = now.ok_or_else(problem::no_draft)?;
    match now.dossier {
        Some(_) => already_filed(&now).await,
        None => Ok(changed(&now, opened::prepared(asked, &now)?.answers, Default::default())),
    }
}

async fn shown(asked: &Asked, agency: &str, filed: &Filed) -> Result<Answer, Problem> {
    let dossier = opened::dossier_of(agency, &filed.code).await?;
    let (facts, filed) = (facts::of(&dossier)?, opened::filed(asked, &dossier)?);
    let shown = view::dossier::dossier(&dossier, &facts, &filed, asked.language);
    let mut answer = answer::json(StatusCode::CREATED, asked.language, &shown)?;
    if let Ok(location) = HeaderValue::try_from(format!("/api/dossiers/{}", dossier.code)) {
        answer.headers_mut().insert(LOCATION, location);
    }
    Ok(answer)
}
