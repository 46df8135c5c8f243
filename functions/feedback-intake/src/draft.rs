//! `POST /api/feedback/drafts`: a place for files, before there is an item.

use http::StatusCode;
use http::header::{HeaderValue, LOCATION};
use motcua_edge::answer::{self, Answer};
use motcua_edge::auth;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::id::PublicId;
use motcua_record::lookup::{self, is_secret};
use motcua_record::random;
use motcua_reference::problem::of_fault;
use motcua_rules::resolve::Meant;
use serde::{Deserialize, Serialize};

use crate::asked::{Asked, strong_request};
use crate::effort::{Proof, Sender};
use crate::problem::no_draft;
use crate::said::{self, device};
use crate::store::drafts::{self, Draft, NewDraft, Refusal};
use crate::store::feedback::{self, Item};
use crate::store::types::Request;
use crate::{Body, about};
use motcua_edge::asked::JSON;

const BODY_BYTES_MAX: usize = 4 * 1024;
/// A draft is for the minutes in which somebody writes and files go up over a slow line.
const DRAFT_MS: u64 = 86_400_000;
/// The files of an item stay as long as the item: the last moment that a clock of ours tells, as the store has it for what was
/// filed.
const NEVER: u64 = 253_402_300_799_999;
/// So many ended drafts are removed with each new one: more than there are new ones, so that they never pile up.
const ENDED_REMOVED: u32 = 4;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wanted {
    place: String,
    #[serde(rename = "as")]
    meant: String,
    device: String,
    ticket: String,
    nonce: String,
}

#[derive(Serialize)]
struct Begun {
    id: String,
    secret: String,
    expires: String,
    files: String,
}

/// Begins a draft and answers with the secret that opens it.
pub async fn begin(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.only_post()?;
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = if bytes.is_empty() { Wanted::default() } else { json::read(&bytes)? };
    let request = strong_request(asked, &bytes)?;
    let device = device(&wanted.device)?;
    // What an operator brings in is others'.
    let is_operator = auth::bearer(&asked.parts.headers, &asked.settings.operators).is_ok();
    let sender = (!is_operator).then(|| Sender::of(asked, device));
    if let Some(sender) = &sender {
        sender.may_send(asked, &request.key, &Proof { ticket: &wanted.ticket, nonce: &wanted.nonce }).await?;
    }
    let (id, secret, expires) =
        begun(asked, &said::line("place", &wanted.place)?, said::meant(&wanted.meant)?, Some(request)).await?;
    if let Some(sender) = sender {
        sender.sent(asked).await;
    }
    let files = format!("/api/feedback/drafts/{id}/files");
    let begun = Begun { id: id.to_string(), secret, expires: motcua_edge::clock::iso(expires), files: files.clone() };
    let mut answer = answer::json(StatusCode::CREATED, asked.language, &begun)?;
    if let Ok(location) = HeaderValue::try_from(files) {
        answer.headers_mut().insert(LOCATION, location);
    }
    Ok(answer)
}

/// A new draft: its id, its secret and when it ends. It lives where its item will: with the province of its place, or with the
/// national desk where nobody says a place or none can be looked up.
pub async fn new(asked: &Asked, place: &str, meant: Meant) -> Result<(PublicId, String, u64), Problem> {
    begun(asked, place, meant, None).await
}

/// The same, or the draft that the request began before.
async fn begun(
    asked: &Asked,
    place: &str,
    meant: Meant,
    request: Option<Request>,
) -> Result<(PublicId, String, u64), Problem> {
    let agency = province(asked, place, meant).await?.unwrap_or_else(|| asked.settings.national.top().to_owned());
    let mut id = PublicId { agency, id: random::hex_id() };
    let expires = asked.now.saturating_add(DRAFT_MS);
    let draft = NewDraft {
        agency: id.agency.clone(),
        id: id.id.clone(),
        secret_hash: lookup::secret_hash(&asked.settings.lookup.secret(&id.agency, &id.id)),
        procedure: String::new(),
        place: String::new(),
        sealed: Vec::new(),
        created: asked.now,
        expires,
    };
    match drafts::create(draft, "feedback-drafts".to_owned(), request).await {
        Ok(kept) => id.id = kept,
        Err(Refusal::Gone | Refusal::Changed(_)) => return Err(no_draft()),
        Err(Refusal::Conflict) => return Err(refusal::key_of_another_request()),
        Err(Refusal::Failed(fault)) => return Err(of_fault(fault)),
    }
    let removed = drafts::remove_ended(id.agency.clone(), asked.now, ENDED_REMOVED).await;
    removed.inspect_err(|fault| eprintln!("ended drafts are not removed: {fault:?}")).ok();
    let secret = asked.settings.lookup.secret(&id.agency, &id.id);
    Ok((id, secret, expires))
}

async fn province(asked: &Asked, place: &str, meant: Meant) -> Result<Option<String>, Problem> {
    let place = about::place(asked, place, meant).await?;
    Ok(place.and_then(|place| Some(place.province.agency?.id.top().to_owned())))
}

/// What no secret hashes to: with it, the comparison is the same work where there is nothing to compare with.
pub const NOBODY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The draft of this public id, for whoever knows its secret. It may be an item by now: what a supplement brings goes up there
/// too, and an item that came without files gets one for that.
pub async fn opened(asked: &Asked, id: &str, secret: Option<&str>) -> Result<Draft, Problem> {
    let id = PublicId::read(id).ok_or_else(no_draft)?;
    if let Some(draft) = read(asked, &id.agency, &id.id).await? {
        return Some(draft).filter(|draft| is_right(secret, &draft.secret_hash)).ok_or_else(no_draft);
    }
    let item = feedback::of_draft(id.agency, id.id).await.map_err(of_fault)?;
    let hash = item.as_ref().map_or(NOBODY, |item| item.secret_hash.as_str());
    let item = if is_right(secret, hash) { item } else { None };
    of_item(asked, &item.ok_or_else(no_draft)?).await
}

fn is_right(secret: Option<&str>, hash: &str) -> bool {
    secret.is_some_and(|secret| is_secret(secret, hash))
}

async fn read(asked: &Asked, agency: &str, id: &str) -> Result<Option<Draft>, Problem> {
    drafts::read(agency.to_owned(), id.to_owned(), asked.now).await.map_err(of_fault)
}

/// The draft that an item was, or one in its place.
pub async fn of_item(asked: &Asked, item: &Item) -> Result<Draft, Problem> {
    if let Some(draft) = read(asked, &item.agency, &item.id).await? {
        return Ok(draft);
    }
    let draft = NewDraft {
        agency: item.agency.clone(),
        id: item.id.clone(),
        secret_hash: item.secret_hash.clone(),
        procedure: String::new(),
        place: String::new(),
        sealed: Vec::new(),
        // The same for whoever does it at the same time.
        created: item.received,
        expires: NEVER,
    };
    if let Err(refused) = drafts::create(draft, "feedback-drafts".to_owned(), None).await {
        return Err(if let Refusal::Failed(fault) = refused { of_fault(fault) } else { no_draft() });
    }
    read(asked, &item.agency, &item.id).await?.ok_or_else(no_draft)
}

/// The item that a draft is by now.
pub async fn sent(draft: &Draft) -> Result<Option<Item>, Problem> {
    if draft.expires < NEVER {
        return Ok(None);
    }
    feedback::of_draft(draft.agency.clone(), draft.id.clone()).await.map_err(of_fault)
}
