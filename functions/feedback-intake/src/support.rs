//! `POST /api/feedback/items/{code}/supporters`: somebody says the same, is counted, and hears the answer.

use http::StatusCode;
use jiff::civil::Date;
use motcua_edge::answer::{self, Answer};
use motcua_edge::asked::JSON;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_record::feedback::Who;
use motcua_record::lookup;
use motcua_record::random;
use motcua_record::seal::{Bound, Purpose};
use motcua_reference::problem::of_fault;
use motcua_rules::feedback::State;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::asked::{Asked, strong_request};
use crate::effort::{Proof, Sender};
use crate::opened::found;
use crate::problem::{no_item, nothing_to_support};
use crate::said::device;
use crate::store::intake::{self, NewSupporter, NoSupport};
use crate::{Body, contact, register};

const BODY_BYTES_MAX: usize = 8 * 1024;

/// Who supports, and how to reach them.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
    /// What was given with the suggestion to join.
    pub invitation: String,
    /// What the device calls itself.
    pub device: String,
    /// The ticket that was given when too much came from one place.
    pub ticket: String,
    /// What solves it.
    pub nonce: String,
}

/// A supporter: what is followed, and what opens it.
#[derive(Serialize)]
pub struct Supported {
    /// The item's code.
    pub code: String,
    /// The supporter's own secret.
    pub secret: String,
}

/// Adds a supporter. Whoever comes twice is the same one, and gets the same secret.
pub async fn support(asked: &Asked, code: &str, body: Body) -> Result<Answer, Problem> {
    asked.only_post()?;
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let key = strong_request(asked, &bytes)?.key;
    let wanted: Wanted = json::read(&bytes)?;
    answer::json(StatusCode::CREATED, asked.language, &supported(asked, code, &wanted, &key).await?)
}

/// The same for a page's form. `key` is what a ticket is for.
pub async fn supported(asked: &Asked, code: &str, wanted: &Wanted, key: &str) -> Result<Supported, Problem> {
    let who = contact::read(&wanted.name, &wanted.phone, &wanted.email)?;
    let item = found(code).await?.ok_or_else(no_item)?;
    if !is_invited(asked, code, &wanted.invitation) && register::kept(code).await?.is_none() {
        return Err(no_item());
    }
    if State::parse(&item.state).is_none_or(State::is_final) {
        return Err(nothing_to_support());
    }
    let sender = Sender::of(asked, device(&wanted.device)?);
    sender.may_send(asked, key, &Proof { ticket: &wanted.ticket, nonce: &wanted.nonce }).await?;
    let id = random::hex_id();
    let supporter = NewSupporter {
        who: asked.settings.lookup.subject("feedback-supporter", &format!("{code} {}", sender.who())),
        secret_hash: lookup::secret_hash(&secret(asked, code, &id)),
        sealed: sealed(asked, &item.agency, &item.id, &id, &who),
        at: asked.now,
        id,
    };
    let kept = match intake::support(item.agency, code.to_owned(), supporter).await {
        Ok(kept) => kept,
        Err(NoSupport::Unknown) => return Err(no_item()),
        Err(NoSupport::Failed(fault)) => return Err(of_fault(fault)),
    };
    sender.sent(asked).await;
    Ok(Supported { code: code.to_owned(), secret: format!("{kept}.{}", secret(asked, code, &kept)) })
}

/// What lets somebody join an item who is about to say the same. Codes are counted up: whoever tries them learns nothing of
/// what is not published.
pub fn invitation(asked: &Asked, code: &str) -> String {
    invited(asked, code, asked.today())
}

/// An invitation holds until the end of the next day.
fn is_invited(asked: &Asked, code: &str, invitation: &str) -> bool {
    let days = [Ok(asked.today()), asked.today().yesterday()];
    days.into_iter().flatten().any(|day| invited(asked, code, day).as_bytes().ct_eq(invitation.as_bytes()).into())
}

fn invited(asked: &Asked, code: &str, day: Date) -> String {
    asked.settings.lookup.subject("feedback-invitation", &format!("{day} {code}"))
}

/// Made of the item's code and the supporter's id, so that whoever comes again can be told it again.
fn secret(asked: &Asked, code: &str, id: &str) -> String {
    asked.settings.lookup.secret(code, id)
}

fn sealed(asked: &Asked, agency: &str, item: &str, id: &str, who: &Who) -> Vec<u8> {
    if *who == Who::default() {
        return Vec::new();
    }
    asked.settings.sealing.seal_json(&Bound { purpose: Purpose::Identity, agency, draft: item, place: id }, who)
}
