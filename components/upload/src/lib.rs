//! Files that go up in pieces and go on where the line was cut (tus 1.0.0, with creation, expiration, checksum and
//! termination), for every function whose drafts have files.
//!
//! A file is announced, sent, and at its last byte looked at as a whole: what it is by its content, whether its slot takes
//! that, what is taken out of it. Only then is it finished. If the answer to the last piece is lost, whoever asks how far the
//! file is has it looked at.
//!
//! The function knows who may: it reads what is wanted ([`Wanted::read`]), opens the draft for whoever bears its secret, and
//! hands over a [`Folder`] and a way from the name of a slot to the slot. Every answer goes through [`spoken`]. In this order
//! a request that is no request of the protocol is refused before anybody looks for a draft:
//!
//! ```ignore
//! let Some(wanted) = Wanted::read(&parts, file)? else { return Ok(abilities(sizes.largest())) };
//! let draft = opened::draft(&parts, id).await?;
//! wanted.answer(&folder(&parts, &draft), async |name: &str| slot::of(&draft, name), body).await
//! ```
//!
//! Such a function maps the store's interface to that of [`store`], so that a file is one type wherever it comes from:
//! `"motcua:store/files@0.1.0": motcua_upload::store::files`.

mod announce;
mod checksum;
mod download;
mod folder;
mod headers;
mod keep;
mod kept;
mod look;
mod metadata;
mod paper;
mod piece;
mod problem;
mod shelf;
pub mod store;

pub use folder::{Folder, Sizes};
pub use keep::keep;
pub use paper::Paper;
pub use problem::{no_file, unknown_slot};
pub use shelf::Shelf;

use http::header::CACHE_CONTROL;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use motcua_edge::answer::Answer;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::id::is_hex_id;
use motcua_reference::problem::of_fault;
use motcua_rules::form::Slot;
use spin_sdk::wasip3::http_compat::IncomingRequestBody as Body;

use crate::store::files::{self, File};

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

/// What a request wants of a draft's files, or of one of them, as far as its method, address and headers say.
pub struct Wanted<'a> {
    file: Option<&'a str>,
    method: Method,
}

impl<'a> Wanted<'a> {
    /// Reads what is wanted of all files of a draft or of this one; nothing where it is only what the portal can do
    /// ([`abilities`]), for which there is no draft to open.
    pub fn read(parts: &Parts, file: Option<&'a str>) -> Result<Option<Wanted<'a>>, Problem> {
        let method = headers::method(parts)?;
        if method == Method::OPTIONS {
            return Ok(None);
        }
        // A download is no part of the protocol: a browser that follows a link says nothing of it.
        if method != Method::GET {
            headers::version(&parts.headers)?;
        }
        match file {
            None if method != Method::POST => Err(refusal::method_not_allowed("OPTIONS, POST")),
            Some(_) if ![Method::HEAD, Method::GET, Method::PATCH, Method::DELETE].contains(&method) => {
                Err(refusal::method_not_allowed("OPTIONS, HEAD, GET, PATCH, DELETE"))
            }
            _ => Ok(Some(Wanted { file, method })),
        }
    }

    /// Does what is wanted. `slot` finds the slot of a name, or says which there are ([`unknown_slot`]).
    pub async fn answer<S>(self, folder: &Folder<'_>, slot: S, body: Body) -> Result<Answer, Problem>
    where
        S: AsyncFn(&str) -> Result<Slot, Problem>,
    {
        let Some(file) = self.file else { return announce::announce(folder, slot).await };
        let file = found(folder, file).await?;
        match self.method {
            Method::PATCH => piece::piece(folder, slot, file, body).await,
            Method::GET => download::download(folder, &file).await,
            Method::DELETE => remove(folder, &file.id).await,
            _ => standing(folder, slot, file).await,
        }
    }
}

/// The answer, or why there is none. Both say which version of the protocol is spoken.
pub fn spoken(answer: Result<Answer, Problem>, language: Language) -> Answer {
    let mut answer = answer.unwrap_or_else(|problem| problem.answer(language));
    answer.headers_mut().insert(TUS_RESUMABLE, VERSION);
    answer
}

/// `OPTIONS`: what of the protocol there is, for files of at most `bytes_max` bytes.
pub fn abilities(bytes_max: u64) -> Answer {
    let mut answer = empty(StatusCode::NO_CONTENT);
    let headers = answer.headers_mut();
    headers.insert("tus-version", VERSION);
    headers.insert("tus-extension", HeaderValue::from_static("creation,expiration,checksum,termination"));
    headers.insert("tus-checksum-algorithm", HeaderValue::from_static(checksum::ALGORITHMS));
    headers.insert("tus-max-size", HeaderValue::from(bytes_max));
    answer
}

/// The file of this name.
async fn found(folder: &Folder<'_>, file: &str) -> Result<File, Problem> {
    if !is_hex_id(file) {
        return Err(problem::no_file());
    }
    let (agency, draft) = folder.key();
    let found = files::read(agency, draft, file.to_owned()).await.map_err(of_fault)?;
    found.ok_or_else(problem::no_file)
}

/// `HEAD`: how far the file is. One that is wholly there and was never looked at is looked at now: its sender lost the answer
/// to the last piece, and takes this one for the end.
async fn standing<S>(folder: &Folder<'_>, slot: S, file: File) -> Result<Answer, Problem>
where
    S: AsyncFn(&str) -> Result<Slot, Problem>,
{
    if file.offset == file.length {
        look::finish(folder, slot, &file).await?;
    }
    let mut answer = empty(StatusCode::OK);
    headers::state(&mut answer, folder, file.offset);
    let headers = answer.headers_mut();
    headers.insert("upload-length", HeaderValue::from(file.length));
    headers.insert("upload-metadata", metadata::written(&file.slot, &folder.shelf.about(&file)?)?);
    Ok(answer)
}

/// `DELETE`: the file goes.
async fn remove(folder: &Folder<'_>, file: &str) -> Result<Answer, Problem> {
    take_out(folder, file).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Takes a file out of a draft, unless it is part of a dossier. Where there is no such file, nothing is done.
pub async fn take_out(folder: &Folder<'_>, file: &str) -> Result<(), Problem> {
    let (agency, draft) = folder.key();
    files::remove(agency, draft, file.to_owned()).await.map_err(|refused| folder.refused(refused))
}

/// An answer without a body, kept by nobody.
fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::default();
    *answer.status_mut() = status;
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    /// Whether something is wanted by this method, in another version of the protocol and in ours.
    fn read(method: Method, file: Option<&str>) -> [Result<bool, &'static str>; 2] {
        ["0.2.2", "1.0.0"].map(|version| {
            let request = Request::builder().method(method.clone()).header(TUS_RESUMABLE, version).body(()).unwrap();
            let wanted = Wanted::read(&request.into_parts().0, file);
            wanted.map(|wanted| wanted.is_some()).map_err(|problem| problem.kind())
        })
    }

    #[test]
    fn who_speaks_another_version_hears_of_that_first() {
        let other = Err("other-tus-version");
        for method in [Method::HEAD, Method::PATCH, Method::DELETE] {
            assert_eq!(read(method.clone(), Some("0f")), [other, Ok(true)]);
            assert_eq!(read(method, None), [other, Err("method-not-allowed")]);
        }
        assert_eq!(read(Method::POST, None), [other, Ok(true)]);
        assert_eq!(read(Method::POST, Some("0f")), [other, Err("method-not-allowed")]);
    }

    #[test]
    fn a_download_and_what_the_portal_can_do_are_asked_for_in_any_version() {
        assert_eq!(read(Method::GET, Some("0f")), [Ok(true); 2]);
        assert_eq!(read(Method::GET, None), [Err("method-not-allowed"); 2]);
        for file in [None, Some("0f")] {
            assert_eq!(read(Method::OPTIONS, file), [Ok(false); 2]);
        }
    }
}
