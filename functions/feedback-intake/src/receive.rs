//! `POST /api/feedback/items`: an item is received, once.

use http::StatusCode;
use http::header::{HeaderValue, LOCATION};
use jiff::Timestamp;
use motcua_edge::answer::{self, Answer};
use motcua_edge::asked::JSON;
use motcua_edge::auth;
use motcua_edge::clock::civil;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_record::feedback::{Facts, Said, Who};
use motcua_record::filed::FiledFile;
use motcua_record::seal::{Bound, Purpose};
use motcua_record::{lookup, random};
use motcua_reference::problem::damaged;
use motcua_rules::agency::Id;
use motcua_rules::feedback::likeness::Signature;
use motcua_rules::feedback::{Actor, Channel, Event, FILES_MAX, Number, Verb, step};

use crate::about::{Routed, routed};
use crate::asked::{Asked, strong_request};
use crate::effort::{Counted, Proof, Sender};
use crate::said::{self, Item, Wanted, device, word};
use crate::store::drafts::Draft;
use crate::store::intake::{self, Reception, Tally};
use crate::store::types::{NewEvent, Request};
use crate::{Body, draft, life, opened, problem, uploads, view};

/// A text of ten thousand characters, each of four bytes and each escaped, and all else.
const BODY_BYTES_MAX: usize = 128 * 1024;
/// An imported item is not older: what is older belongs into an archive.
const IMPORT_DAYS_MAX: u64 = 3_650;
const DAY_MS: u64 = 86_400_000;

/// An item, how it came, and what came with it.
pub struct Sent<'a> {
    /// What is said.
    pub item: Item,
    /// How it came.
    pub channel: Channel,
    /// Who brought it in for somebody else, as the operator calls them.
    pub operator: Option<String>,
    /// When it was received.
    pub at: u64,
    /// The draft that has its files.
    pub draft: Option<Draft>,
    /// By what it is counted. What came with files was counted when its draft was begun; what an operator brings in is
    /// others'.
    pub counted: Option<Counted<'a>>,
}

/// What whoever sent an item is told.
pub struct Receipt {
    /// The item's code.
    pub code: String,
    /// The secret that opens it.
    pub secret: String,
    /// When it was received.
    pub received: u64,
    /// What is known of it.
    pub facts: Facts,
}

/// Receives an item and answers with its code and its secret. A repeated request gets the same ones.
pub async fn receive(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.only_post()?;
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = json::read(&bytes)?;
    let request = strong_request(asked, &bytes)?;
    let receipt = received(asked, sent(asked, &wanted).await?, request).await?;
    let location = format!("/api/feedback/items/{}", receipt.code);
    let mut answer = answer::json(StatusCode::CREATED, asked.language, &view::received(asked, receipt))?;
    if let Ok(location) = HeaderValue::try_from(location) {
        answer.headers_mut().insert(LOCATION, location);
    }
    Ok(answer)
}

/// What was sent, read as far as the request itself says it.
pub async fn sent<'a>(asked: &Asked, wanted: &'a Wanted) -> Result<Sent<'a>, Problem> {
    let item = said::read(wanted)?;
    let (channel, operator) = channel(asked, &wanted.channel)?;
    let draft = match wanted.draft.as_str() {
        "" => None,
        id => Some(draft::opened(asked, id, Some(&wanted.draft_secret)).await?),
    };
    let at = at(asked, channel, &wanted.received)?;
    let device = device(&wanted.device)?;
    let counted = (operator.is_none() && draft.is_none()).then(|| Counted {
        sender: Sender::of(asked, device),
        proof: Proof { ticket: &wanted.ticket, nonce: &wanted.nonce },
    });
    Ok(Sent { item, channel, operator, at, draft, counted })
}

/// How it comes. Whoever brings it in for somebody else shows a token.
fn channel(asked: &Asked, word: &str) -> Result<(Channel, Option<String>), Problem> {
    if word.is_empty() {
        return Ok((Channel::Web, None));
    }
    let others = [Channel::Hotline, Channel::Import];
    let known = others.iter().map(|one| one.as_str());
    let parse = |text: &str| others.into_iter().find(|one| one.as_str() == text);
    let channel = self::word("channel", word, parse, known)?;
    Ok((channel, Some(auth::bearer(&asked.parts.headers, &asked.settings.operators)?)))
}

/// When it was received: now, or as another system says.
fn at(asked: &Asked, channel: Channel, said: &str) -> Result<u64, Problem> {
    if said.is_empty() {
        return Ok(asked.now);
    }
    let oldest = asked.now.saturating_sub(IMPORT_DAYS_MAX.saturating_mul(DAY_MS));
    let at: Option<Timestamp> = said.parse().ok().filter(|_| channel == Channel::Import);
    let at = at.and_then(|at| u64::try_from(at.as_millisecond()).ok());
    at.filter(|at| (oldest..=asked.now).contains(at)).ok_or_else(problem::bad_received)
}

/// Receives an item, or finds the one that the request brought before.
pub async fn received(asked: &Asked, sent: Sent<'_>, request: Request) -> Result<Receipt, Problem> {
    let routed = routed(asked, &sent.item).await?;
    let agency = sent.draft.as_ref().map_or_else(|| routed.desk.top().to_owned(), |draft| draft.agency.clone());
    // A repetition is not refused for what it brought about itself. Where nothing can be, the store finds it when it receives.
    let may_be_refused = sent.counted.is_some() || sent.draft.is_some();
    if may_be_refused && let Some(code) = intake::known(request.clone()).await.map_err(problem::of_intake)? {
        return Ok(found(asked, code).await?.1);
    }
    if let Some(counted) = &sent.counted {
        counted.sender.may_send(asked, &request.key, &counted.proof).await?;
    }
    let id = sent.draft.as_ref().map_or_else(random::hex_id, |draft| draft.id.clone());
    let secret = asked.settings.lookup.secret(&agency, &id);
    let facts = facts(&sent, &routed);
    let reception =
        reception(asked, &sent, &routed, Begun { agency, id: id.clone(), request }, &secret, &facts).await?;
    let taken = intake::receive(reception).await.map_err(problem::of_intake)?;
    let (kept, receipt) = if taken.is_new {
        (id.clone(), Receipt { code: taken.code, secret, received: sent.at, facts })
    } else {
        found(asked, taken.code).await?
    };
    // Of copies that come at once one is the item, and counts.
    if let Some(counted) = sent.counted.filter(|_| kept == id) {
        counted.sender.sent(asked).await;
    }
    Ok(receipt)
}

/// The id and the receipt of an item that an earlier request brought.
async fn found(asked: &Asked, code: String) -> Result<(String, Receipt), Problem> {
    let item = opened::found(&code).await?.ok_or_else(|| damaged("an item was received, and there is none"))?;
    let secret = asked.settings.lookup.secret(&item.agency, &item.id);
    let receipt = Receipt { secret, received: item.received, facts: opened::facts(&item)?, code: item.code };
    Ok((item.id, receipt))
}

/// What an item is kept by.
struct Begun {
    agency: String,
    id: String,
    request: Request,
}

async fn reception(
    asked: &Asked,
    sent: &Sent<'_>,
    routed: &Routed,
    begun: Begun,
    secret: &str,
    facts: &Facts,
) -> Result<Reception, Problem> {
    let Begun { agency, id, request } = begun;
    let files = files(asked, sent).await?;
    let actor = if sent.channel == Channel::Import { Actor::System } else { Actor::Sender };
    let taken = step(None, Verb::Receive, actor).map_err(|_| damaged("no item can be received"))?;
    let life = life::of(&[], Some((taken.event, sent.at)));
    // The code says in which part of the store the item lives: the desk's own, unless its draft was begun elsewhere.
    let own = Some(routed.desk.clone()).filter(|desk| desk.top() == agency);
    let numbering = own.or_else(|| Id::parse(&agency)).ok_or_else(|| damaged("an item lives nowhere"))?;
    let said = Said { files: files.clone(), ..sent.item.said.clone() };
    Ok(Reception {
        secret_hash: lookup::secret_hash(secret),
        prefix: Number::prefix(&numbering, civil(sent.at).date()),
        received: sent.at,
        kind: sent.item.kind.as_str().to_owned(),
        about: sent.item.about.as_str().to_owned(),
        field: sent.item.field.as_str().to_owned(),
        object: sent.item.object.clone(),
        place: routed.unit().map(|unit| unit.code.to_string()).unwrap_or_default(),
        desk: routed.desk.to_string(),
        state: taken.to.to_string(),
        due: life.as_ref().and_then(life::due_day),
        facts: view::json(facts)?,
        sealed: asked.settings.sealing.seal_json(&bound(Purpose::Feedback, &agency, &id), &said),
        identity: identity(asked, &agency, &id, &sent.item.who),
        signature: Signature::of(&sent.item.said.text).to_bytes().to_vec(),
        draft_version: sent.draft.as_ref().map(|draft| draft.version),
        files: files.into_iter().map(|file| file.id).collect(),
        event: received_event(taken.event, actor, sent.at),
        messages: Vec::new(),
        tallies: vec![tally(sent.item.field.as_str(), sent.at, "received", 1)],
        request,
        id,
        agency,
    })
}

async fn files(asked: &Asked, sent: &Sent<'_>) -> Result<Vec<FiledFile>, Problem> {
    let Some(draft) = &sent.draft else { return Ok(Vec::new()) };
    if let Some(item) = draft::sent(draft).await? {
        return Err(problem::already_sent(&item.code));
    }
    let files = uploads::finished(asked, &draft.agency, &draft.id, &[]).await?;
    if files.len() > FILES_MAX { Err(problem::too_many_files(FILES_MAX)) } else { Ok(files) }
}

fn received_event(event: Event, actor: Actor, at: u64) -> NewEvent {
    NewEvent { at, event: event.as_str().to_owned(), actor: actor.as_str().to_owned(), day: None, sealed: Vec::new() }
}

/// What is counted of an item, in the month in which it happens in Vietnam.
pub fn tally(field: &str, at: u64, measure: &str, change: i32) -> Tally {
    let day = civil(at).date();
    let month = format!("{:04}-{:02}", day.year(), day.month());
    Tally { field: field.to_owned(), month, measure: measure.to_owned(), change }
}

/// What a value of an item is bound to.
pub fn bound<'a>(purpose: Purpose, agency: &'a str, id: &'a str) -> Bound<'a> {
    Bound { purpose, agency, draft: id, place: "" }
}

fn identity(asked: &Asked, agency: &str, id: &str, who: &Who) -> Vec<u8> {
    if *who == Who::default() {
        return Vec::new();
    }
    asked.settings.sealing.seal_json(&bound(Purpose::Identity, agency, id), who)
}

fn facts(sent: &Sent<'_>, routed: &Routed) -> Facts {
    let names = routed.place.as_ref().map(|place| {
        let (province, commune) = (&place.province, place.commune.as_ref());
        let with = |commune: Option<&String>, province: &String| match commune {
            Some(commune) => format!("{commune}, {province}"),
            None => province.clone(),
        };
        (
            with(commune.map(|one| &one.name_vi), &province.name_vi),
            with(commune.map(|one| &one.name_en), &province.name_en),
        )
    });
    let (place_vi, place_en) = names.unwrap_or_else(|| (sent.item.place.clone(), sent.item.place.clone()));
    Facts {
        channel: sent.channel.as_str().to_owned(),
        identity: sent.item.identity.as_str().to_owned(),
        why: routed.why.as_str().to_owned(),
        first_desk: routed.desk.to_string(),
        later_desks: Vec::new(),
        place_vi,
        place_en,
        operator: sent.operator.clone(),
        satisfaction: None,
    }
}
