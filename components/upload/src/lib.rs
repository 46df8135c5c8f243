//! `/api/drafts/{id}/files`: files that go up in pieces and go on where the line was cut (tus 1.0.0, with creation,
//! expiration, checksum and termination).
//!
//! A file is announced, sent, and at its last byte looked at as a whole ([`look`]): what it is by its content, whether its slot
//! takes that, what is taken out of it. Only then is it finished. If the answer to the last piece is lost, whoever asks how
//! far the file is has it looked at.

mod announce;
mod checksum;
mod download;
mod headers;
mod keep;
mod kept;
mod look;
mod metadata;
mod piece;
mod problem;
mod slot;

pub use keep::keep;
pub use slot::SUPPLEMENT;

use http::header::CACHE_CONTROL;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;

use crate::asked::Asked;
use crate::opened;
use crate::store::drafts::Draft;
use crate::store::files::{self as store, File};
use crate::{Body, problem::of_fault};
use motcua_record::id::is_hex_id;

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

/// Answers for the files of a draft, or for one of them.
pub async fn route(asked: &Asked, draft: &str, file: Option<&str>, body: Body) -> Result<Answer, Problem> {
    let answer = answered(asked, draft, file, body).await;
    let mut answer = answer.unwrap_or_else(|problem| problem.answer(asked.language));
    answer.headers_mut().insert(TUS_RESUMABLE, VERSION);
    Ok(answer)
}

async fn answered(asked: &Asked, draft: &str, file: Option<&str>, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let method = headers::method(&asked.parts)?;
    if method == Method::OPTIONS {
        return Ok(abilities(asked));
    }
    // A download is no part of the protocol: a browser that follows a link says nothing of it.
    if method != Method::GET {
        headers::version(&asked.parts.headers)?;
    }
    match (file, method) {
        (None, Method::POST) => announce::announce(asked, &opened::draft(asked, draft).await?).await,
        (None, _) => Err(refusal::method_not_allowed("OPTIONS, POST")),
        (Some(file), method) => one(asked, draft, file, method, body).await,
    }
}

async fn one(asked: &Asked, draft: &str, file: &str, method: Method, body: Body) -> Result<Answer, Problem> {
    if ![Method::HEAD, Method::GET, Method::PATCH, Method::DELETE].contains(&method) {
        return Err(refusal::method_not_allowed("OPTIONS, HEAD, GET, PATCH, DELETE"));
    }
    let draft = opened::draft(asked, draft).await?;
    let file = found(&draft, file).await?;
    match method {
        Method::PATCH => piece::piece(asked, &draft, file, body).await,
        Method::GET => download::download(asked, &draft, &file).await,
        Method::DELETE => remove(&draft, &file.id).await,
        _ => standing(asked, &draft, file).await,
    }
}

/// The file of this name.
async fn found(draft: &Draft, file: &str) -> Result<File, Problem> {
    if !is_hex_id(file) {
        return Err(problem::no_file());
    }
    let found = store::read(draft.agency.clone(), draft.id.clone(), file.to_owned()).await.map_err(of_fault)?;
    found.ok_or_else(problem::no_file)
}

/// `OPTIONS`: what of the protocol there is.
fn abilities(asked: &Asked) -> Answer {
    let mut answer = empty(StatusCode::NO_CONTENT);
    let headers = answer.headers_mut();
    headers.insert("tus-version", VERSION);
    headers.insert("tus-extension", HeaderValue::from_static("creation,expiration,checksum,termination"));
    headers.insert("tus-checksum-algorithm", HeaderValue::from_static(checksum::ALGORITHMS));
    headers.insert("tus-max-size", HeaderValue::from(asked.settings.largest()));
    answer
}

/// `HEAD`: how far the file is. One that is wholly there and was never looked at is looked at now: its sender lost the answer
/// to the last piece, and takes this one for the end.
async fn standing(asked: &Asked, draft: &Draft, file: File) -> Result<Answer, Problem> {
    if file.offset == file.length {
        look::finish(asked, draft, &file).await?;
    }
    let mut answer = empty(StatusCode::OK);
    headers::state(&mut answer, draft, file.offset);
    let headers = answer.headers_mut();
    headers.insert("upload-length", HeaderValue::from(file.length));
    headers.insert("upload-metadata", metadata::written(&file.slot, &kept::about(asked, draft, &file)?)?);
    Ok(answer)
}

/// `DELETE`: the file goes.
async fn remove(draft: &Draft, file: &str) -> Result<Answer, Problem> {
    take_out(draft, file).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Takes a file out of a draft, unless it is part of a dossier. Where there is no such file, nothing is done.
pub async fn take_out(draft: &Draft, file: &str) -> Result<(), Problem> {
    let removed = store::remove(draft.agency.clone(), draft.id.clone(), file.to_owned()).await;
    removed.map_err(problem::of_refusal)
}

/// An answer without a body, kept by nobody.
fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::default();
    *answer.status_mut() = status;
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
