//! `POST requests`: a report becomes an item.

use motcua_edge::asked::Repeatable;
use motcua_edge::body::{FORM, pairs};
use motcua_edge::client::address;
use motcua_edge::problem::Problem;
use motcua_rules::feedback::{Channel, Event, Field, Identity, TEXT_CHARS_MAX};
use motcua_rules::language::Language;
use serde_json::Value;

use super::flaw::Flaw;
use super::form::{self, Filed};
use super::found::answer_due;
use super::place;
use super::refused::{Refused, no_service};
use super::shape::{Created, Document, Given};
use crate::asked::Asked;
use crate::effort::{Counted, Proof, Sender};
use crate::problem::KEY_CHARS_MIN;
use crate::receive::{Receipt, Sent, received};
use crate::said::{self, Wanted, device};
use crate::store::types::Request;
use crate::{Body, life};

/// A description of ten thousand characters, each of four bytes and each escaped, and all else.
const BODY_BYTES_MAX: usize = 256 * 1024;
const HOUR_MS: u64 = 3_600_000;
/// Links are part of the text, and leave the half of it to the report.
const LINKS_CHARS_MAX: usize = TEXT_CHARS_MAX / 2;
/// What an effort is told by: no part of what is filed.
const EFFORT: [&str; 2] = ["attribute[ticket]", "attribute[nonce]"];

/// Files a report. Whoever sends it again within the hour gets the first answer again.
pub async fn file(asked: &Asked, body: Body) -> Result<Document, Refused> {
    let bytes = asked.body(body, BODY_BYTES_MAX, FORM).await?;
    let pairs = pairs(&bytes)?;
    let filed = form::read(&pairs)?;
    Field::parse(&filed.service_code).ok_or_else(no_service)?;
    let wanted = Wanted { place: place(asked, &filed).await, device: token(asked, &filed), ..wanted(&filed)? };
    let sent = Sent {
        item: said::placeless(&wanted)?,
        channel: Channel::Open311,
        operator: None,
        at: asked.now,
        draft: None,
        counted: Some(Counted {
            sender: Sender::of(asked, device(&wanted.device)?),
            proof: Proof { ticket: &wanted.ticket, nonce: &wanted.nonce },
        }),
    };
    Ok(Document::Created(created(received(asked, sent, request(asked, &bytes, &pairs)?).await?)))
}

/// The place that was said in so many words, or else what the address leads to.
async fn place(asked: &Asked, filed: &Filed) -> String {
    match answered(filed, "place") {
        "" => place::found(asked, filed).await,
        place => place.to_owned(),
    }
}

/// The answer to a question of the definition; empty where there is none. Of several the first counts.
fn answered<'a>(filed: &'a Filed, code: &str) -> &'a str {
    filed.attributes.iter().find(|(known, _)| known == code).map_or("", |(_, value)| value.as_str())
}

/// The report as an item is sent, but for its place and its device.
fn wanted(filed: &Filed) -> Result<Wanted, Flaw> {
    let answer = |code: &str| answered(filed, code).to_owned();
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let [name, phone, email] = contact(filed);
    let about = answer("about");
    Ok(Wanted {
        kind: answer("kind"),
        about: if about.is_empty() { "place".to_owned() } else { about },
        object: answer("object"),
        field: filed.service_code.clone(),
        text: text(filed)?,
        identity: answer("identity"),
        address: some(&filed.address_string.clone().or_else(|| filed.address_id.clone())),
        lat: some(&filed.lat),
        long: some(&filed.long),
        ticket: answer("ticket"),
        nonce: answer("nonce"),
        name,
        phone,
        email,
        ..Wanted::default()
    })
}

/// Name, telephone and e-mail. Applications send what they know of their user along; whoever chose to stay unknown is not
/// known by it. Whoever gives no name is called by what reaches them.
fn contact(filed: &Filed) -> [String; 3] {
    if answered(filed, "identity") == Identity::Anonymous.as_str() {
        return Default::default();
    }
    let names: Vec<&str> = [&filed.first_name, &filed.last_name].into_iter().flatten().map(String::as_str).collect();
    let (phone, email) = (filed.phone.clone().unwrap_or_default(), filed.email.clone().unwrap_or_default());
    let name = match names.join(" ") {
        none if none.is_empty() => {
            [&email, &phone].into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default()
        }
        name => name,
    };
    [name, phone, email]
}

/// The description, and below it the links to pictures: nobody has looked at them, so they are words of the sender's.
fn text(filed: &Filed) -> Result<String, Flaw> {
    let lines: Vec<String> = filed.media_url.iter().map(|link| format!("\nẢnh: {link}")).collect();
    let lines = lines.concat();
    let taken = lines.chars().count();
    if taken > LINKS_CHARS_MAX {
        return Err(Flaw::TooLong { field: "media_url", chars_max: LINKS_CHARS_MAX });
    }
    let chars_max = TEXT_CHARS_MAX.saturating_sub(taken);
    if filed.description.chars().count() > chars_max {
        return Err(Flaw::TooLong { field: "description", chars_max });
    }
    Ok(format!("{}{lines}", filed.description))
}

/// What the device is counted by. Its own name may be short, or that of a telephone: then a keyed hash stands for it.
fn token(asked: &Asked, filed: &Filed) -> String {
    let name = filed.device_id.as_deref().unwrap_or_default();
    match device(name) {
        Ok(_) => name.to_owned(),
        Err(_) => asked.settings.lookup.subject("open311-device", name),
    }
}

/// What makes the report known when it comes again. The protocol has no key for that: whoever sends none is known by the
/// whole form, the address and the hour.
fn request(asked: &Asked, bytes: &[u8], pairs: &[(String, String)]) -> Result<Request, Problem> {
    if let Some(Repeatable { key, hash }) = asked.repeatable(bytes)?.filter(|sent| sent.key.len() >= KEY_CHARS_MIN) {
        return Ok(Request { key, hash });
    }
    let address = address(&asked.parts.headers, &asked.settings.proxies).unwrap_or_default();
    let hour = asked.now.checked_div(HOUR_MS).unwrap_or_default();
    let key = asked.settings.lookup.subject("open311-request", &format!("{hour} {address} {}", canonical(pairs)));
    Ok(Request { hash: key.clone(), key })
}

/// All that a form says, however a client orders it; without the effort, which comes with a repetition only.
fn canonical(pairs: &[(String, String)]) -> String {
    let is_said = |(name, value): &&(String, String)| !value.is_empty() && !EFFORT.contains(&name.as_str());
    let mut said: Vec<&(String, String)> = pairs.iter().filter(is_said).collect();
    said.sort();
    said.into_iter().flat_map(|(name, value)| [name.as_str(), value]).collect::<Value>().to_string()
}

/// The protocol has no place for a secret, and a notice is what clients show to people.
fn created(receipt: Receipt) -> Created {
    let life = life::of(&[], Some((Event::Received, receipt.received)));
    let due = life.as_ref().and_then(answer_due);
    let due = due.map(|due| format!("{} / {}. ", due.say(Language::Vi), due.say(Language::En))).unwrap_or_default();
    Created {
        given: Given::RequestId(receipt.code),
        service_notice: Some(format!("{due}Mã bí mật để theo dõi / Secret to follow: {}", receipt.secret)),
        account_id: None,
    }
}

#[cfg(test)]
mod tests;
