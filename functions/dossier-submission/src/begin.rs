//! `POST /api/drafts`: a draft is begun.

use http::StatusCode;
use http::header::{ETAG, HeaderValue, LOCATION};
use motcua_edge::answer::{self, Answer};
use motcua_edge::both::both;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::draft::Prepared;
use motcua_record::{lookup, random};
use motcua_reference::place;
use motcua_rules::resolve::Meant;
use serde::Deserialize;

use crate::asked::{Asked, JSON};
use crate::basis::{Basis, Receiver, receiver};
use crate::store::drafts::{self, NewDraft, Refusal};
use crate::store::types;
use crate::{Body, opened, problem, view};
use motcua_record::id::PublicId;

const BODY_BYTES_MAX: usize = 4 * 1024;
/// Longer than any name of a place or code of a procedure.
const TEXT_CHARS_MAX: usize = 200;
/// A key of so many characters is not chosen twice by two strangers.
const KEY_CHARS_MIN: usize = 32;
/// The characters of a feed's token.
const FEED_CHARS: usize = 43;
/// So many ended drafts are removed with each new one: more than there are new ones, so that they never pile up.
const ENDED_REMOVED: u32 = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    procedure: String,
    place: String,
    #[serde(default, rename = "as")]
    meant: Option<Reading>,
}

/// Which of two meanings a place's code has, where it has two.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reading {
    Old,
    New,
}

/// Begins a draft and answers with the secret that opens it. A repeated request gets the same one.
pub async fn begin(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = json::read(&bytes)?;
    let (feed, request) = (feed(asked)?, asked.request(&bytes)?);
    if feed.is_none() && request.as_ref().is_some_and(|request| request.key.len() < KEY_CHARS_MIN) {
        return Err(problem::weak_key(KEY_CHARS_MIN));
    }

    let meant = wanted.meant.map_or(Meant::New, |reading| match reading {
        Reading::Old => Meant::Old,
        Reading::New => Meant::New,
    });
    let (id, basis, receiver) = new(asked, &wanted.procedure, (&wanted.place, meant), feed, request).await?;
    let feed = feed.map_or_else(|| new_feed(asked, &id.id), str::to_owned);
    answer(asked, &id, &basis, &receiver, Some(feed)).await
}

/// Begins a draft of a procedure to be filed at a place, as somebody typed them; or finds the one that the request has begun.
pub async fn new(
    asked: &Asked,
    procedure: &str,
    (place, meant): (&str, Meant),
    feed: Option<&str>,
    request: Option<types::Request>,
) -> Result<(PublicId, Basis, Receiver), Problem> {
    one_line("procedure", procedure)?;
    one_line("place", place)?;
    let today = asked.today().to_string();
    let settled = place::settle(place.trim(), meant, &today).await?;
    let basis = Basis::with_place(procedure.trim(), settled.place, &today).await?;
    let receiver = receiver(&basis.jurisdiction(None, asked.civil())?)?;
    let id = created(asked, &basis, &receiver, feed, request).await?;
    let removed = drafts::remove_ended(id.agency.clone(), asked.now, ENDED_REMOVED).await;
    removed.inspect_err(|fault| eprintln!("ended drafts are not removed: {fault:?}")).ok();
    Ok((id, basis, receiver))
}

/// A draft that was begun, read back as it stands: it may have been begun by an earlier request.
pub async fn answer(
    asked: &Asked,
    id: &PublicId,
    basis: &Basis,
    receiver: &Receiver,
    feed: Option<String>,
) -> Result<Answer, Problem> {
    let read = drafts::read(id.agency.clone(), id.id.clone(), asked.now).await.map_err(problem::of_fault)?;
    let draft = read.ok_or_else(problem::no_draft)?;
    let secret = asked.settings.lookup.secret(&id.agency, &id.id);
    let shown = view::draft::begun(id, &draft, basis, &receiver.desk, secret, feed);
    let mut answer = answer::json(StatusCode::CREATED, asked.language, &shown)?;
    let headers = answer.headers_mut();
    headers.insert(ETAG, view::draft::tag(draft.version));
    if let Ok(location) = HeaderValue::try_from(format!("/api/drafts/{id}")) {
        headers.insert(LOCATION, location);
    }
    Ok(answer)
}

async fn created(
    asked: &Asked,
    basis: &Basis,
    receiver: &Receiver,
    feed: Option<&str>,
    request: Option<types::Request>,
) -> Result<PublicId, Problem> {
    let id = random::hex_id();
    let owner = feed.map(|token| asked.settings.lookup.feed(token));
    let scope = format!("drafts/{}", owner.as_deref().unwrap_or_default());
    let owner = owner.unwrap_or_else(|| asked.settings.lookup.feed(&new_feed(asked, &id)));
    let prepared = Prepared { feed: Some(owner), ..Prepared::default() };
    create(asked, basis, receiver.agency.id.top(), (id, prepared), (scope, request)).await
}

/// Keeps a new draft under an id, unless `scope` knows the request: then it is the draft of the first one.
pub async fn create(
    asked: &Asked,
    basis: &Basis,
    agency: &str,
    (id, prepared): (String, Prepared),
    (scope, request): (String, Option<types::Request>),
) -> Result<PublicId, Problem> {
    let draft = NewDraft {
        agency: agency.to_owned(),
        secret_hash: lookup::secret_hash(&asked.settings.lookup.secret(agency, &id)),
        procedure: basis.procedure.code.clone(),
        place: basis.unit().code.to_string(),
        sealed: opened::sealed(asked, agency, &id, &prepared),
        created: asked.now,
        expires: asked.expires(),
        id,
    };
    match drafts::create(draft, scope, request).await {
        Ok(id) => Ok(PublicId { agency: agency.to_owned(), id }),
        Err(Refusal::Gone | Refusal::Changed(_)) => Err(problem::no_draft()),
        Err(Refusal::Conflict) => Err(refusal::key_of_another_request()),
        Err(Refusal::Failed(fault)) => Err(problem::of_fault(fault)),
    }
}

/// The feed that the request brings. Any other token than the portal's own would be guessed sooner or later.
pub fn feed(asked: &Asked) -> Result<Option<&str>, Problem> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match asked.bearer() {
        Some(token) if token.len() == FEED_CHARS && token.bytes().all(fits) => Ok(Some(token)),
        Some(_) => Err(problem::malformed_feed()),
        None => Ok(None),
    }
}

/// The token of a new feed, made of its first draft as the draft's secret is, so that a repeated creation answers it again.
/// No agency is called `feed`, so no secret of a draft is one.
pub fn new_feed(asked: &Asked, id: &str) -> String {
    asked.settings.lookup.secret("feed", id)
}

/// The store's keys have no control characters, and nobody's place has.
fn one_line(name: &'static str, text: &str) -> Result<(), Problem> {
    if !text.trim().is_empty() && text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control) {
        return Ok(());
    }
    let expected = both(
        format!("Một dòng chữ có nội dung, tối đa {TEXT_CHARS_MAX} ký tự."),
        format!("One line that is not empty, of at most {TEXT_CHARS_MAX} characters."),
    );
    Err(refusal::malformed_parameter(name, text, expected))
}
