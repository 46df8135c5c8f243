//! A call of the gateway: kept first, judged then, answered in the gateway's words.
//!
//! What cannot be kept is not judged: the gateway is told to come again. What was kept and not judged, because this process ended in
//! between, the sweep judges later.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::{body, refusal};
use motcua_record::seal::{Bound, Purpose};
use motcua_record::{digest, random};
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::payment::Trouble;
use serde::{Deserialize, Serialize};

use crate::Body;
use crate::asked::Asked;
use crate::booked::{About, case};
use crate::gateway::{self, Call, Message, Outcome, Refusal};
use crate::inquiry;
use crate::settle::{Source, settle};
use crate::store::calls;
use crate::store::{orders, settlements};

/// No gateway sends more.
const BODY_BYTES_MAX: usize = 64 * 1024;
const QUERY_BYTES_MAX: usize = 8 * 1024;
const HEADERS_MAX: usize = 64;
/// No gateway calls an order or a transaction by a longer name.
const NAME_BYTES_MAX: usize = 200;
/// The headers that a gateway may sign, and those that begin like one.
const HEADERS: [&str; 8] =
    ["content-type", "content-digest", "date", "digest", "host", "signature", "signature-input", "stripe-signature"];
const HEADERS_LIKE: [&str; 2] = ["webhook-", "x-"];

/// A call's head, as it is sealed in front of its body.
#[derive(Serialize, Deserialize)]
struct Head {
    method: String,
    url: String,
    query: String,
    headers: Vec<(String, String)>,
    now: u64,
}

/// Takes a call, whatever it is.
pub async fn take(asked: &Asked, body: Body) -> Answer {
    match call_of(asked, body).await {
        Ok(call) => {
            let outcome = kept(asked, &call).await.unwrap_or(Outcome::Unavailable);
            answered(gateway::answer(call, outcome).await)
        }
        Err(problem) => problem.answer(asked.language),
    }
}

/// The call as it came. One that is larger than any is refused before it is kept.
async fn call_of(asked: &Asked, body: Body) -> Result<Call, Problem> {
    let Parts { method, uri, headers, .. } = &asked.parts;
    let query = uri.query().unwrap_or_default();
    if query.len() > QUERY_BYTES_MAX {
        return Err(refusal::address_too_long(QUERY_BYTES_MAX));
    }
    let body = body::whole(headers, body, BODY_BYTES_MAX).await?;
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    Ok(Call {
        method: method.as_str().to_owned(),
        // The portal's name outside: whoever signs the address that he calls does not know of the hosts behind it.
        url: format!("{}{target}", asked.settings.portal_url),
        query: query.to_owned(),
        headers: signable(headers),
        body: body.to_vec(),
        now: asked.now,
    })
}

fn signable(headers: &HeaderMap) -> Vec<(String, String)> {
    let is_wanted = |name: &str| {
        HEADERS.contains(&name) || HEADERS_LIKE.iter().any(|start| name.starts_with(start)) && name != "x-forwarded-for"
    };
    let wanted = headers.iter().filter(|(name, _)| is_wanted(name.as_str())).take(HEADERS_MAX);
    wanted.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))).collect()
}

/// Keeps the call and judges it.
async fn kept(asked: &Asked, call: &Call) -> Result<Outcome, Problem> {
    let id = random::hex_id();
    let bytes = to_bytes(call);
    let kept = calls::Call {
        gateway: asked.settings.gateway.clone(),
        id: id.clone(),
        received: asked.now,
        hash: digest::of(&bytes),
        sealed: asked.settings.sealing.seal(&bound(&asked.settings.gateway, &id), &bytes),
    };
    calls::keep(kept).await.map_err(of_fault)?;
    judge(asked, &id, call).await
}

/// Judges a call that was kept, now or by the sweep.
pub async fn judge(asked: &Asked, id: &str, call: &Call) -> Result<Outcome, Problem> {
    match gateway::read(call.clone()).await {
        Ok(Message::Notice(notice)) => noticed(asked, id, &notice).await,
        Ok(Message::Ping) => dealt_with(asked, id, "ping", Outcome::Heard).await,
        Ok(Message::Other(word)) => {
            // Sent again and again, it is one case a day.
            look(asked, Trouble::Unreadable, &format!("{word} {}", asked.civil().date()), "", None).await?;
            dealt_with(asked, id, &format!("other: {word}"), Outcome::Ignored).await
        }
        Err(Refusal::Unusable(name)) => {
            eprintln!("the variable `{name}` of the gateway is not what it has to be");
            // The gateway hears that it has to come again; by then an operator may have mended it.
            let why = Refusal::Unusable(name);
            dealt_with(asked, id, word(&why), Outcome::Refused(why.clone())).await
        }
        Err(why) => dealt_with(asked, id, word(&why), Outcome::Refused(why.clone())).await,
    }
}

async fn noticed(asked: &Asked, id: &str, notice: &gateway::Notice) -> Result<Outcome, Problem> {
    let longest = notice.transaction.as_ref().map_or(0, String::len).max(notice.reference.len()).max(notice.code.len());
    if longest > NAME_BYTES_MAX {
        let why = Refusal::Malformed(String::new());
        return dealt_with(asked, id, word(&why), Outcome::Refused(why.clone())).await;
    }
    let name = asked.settings.gateway.clone();
    let Some(order) = orders::named(name, notice.reference.clone()).await.map_err(of_fault)? else {
        if matches!(notice.meaning, gateway::Meaning::Paid | gateway::Meaning::Review) {
            let transaction = notice.transaction.as_deref().unwrap_or_default();
            look(asked, Trouble::UnknownOrder, &notice.reference, transaction, notice.amount).await?;
        }
        return dealt_with(asked, id, "unknown_order", Outcome::UnknownOrder).await;
    };
    let (agency, order_id) = (order.agency.clone(), order.id.clone());
    let settled = settle(asked, order, notice, Source { word: "callback", call: Some(id) }).await?;
    if settled.has_to_ask {
        // Whether the answer comes or not: the order is due, and will be asked about again.
        inquiry::at_once(asked, &agency, &order_id).await?;
        // By now it may be paid, and by another number than this one: then a person has to look.
        if let Some(order) = orders::read(agency, order_id).await.map_err(of_fault)? {
            settle(asked, order, notice, Source { word: "callback", call: None }).await?;
        }
    }
    Ok(settled.outcome)
}

async fn dealt_with(asked: &Asked, id: &str, verdict: &str, outcome: Outcome) -> Result<Outcome, Problem> {
    let gateway = asked.settings.gateway.clone();
    calls::settle(gateway, id.to_owned(), verdict.to_owned(), asked.now).await.map_err(of_fault)?;
    Ok(outcome)
}

async fn look(
    asked: &Asked,
    trouble: Trouble,
    reference: &str,
    transaction: &str,
    amount: Option<u64>,
) -> Result<(), Problem> {
    let about = About { reference, transaction, amount, order: None };
    let case = case(&asked.settings.gateway, trouble, &about, asked.now);
    settlements::open_cases(vec![case]).await.map_err(of_fault)
}

/// Gives a call up that nobody can open.
pub async fn given_up(asked: &Asked, id: &str) -> Result<(), Problem> {
    look(asked, Trouble::Unreadable, id, "", None).await?;
    dealt_with(asked, id, "unopened", Outcome::Ignored).await.map(drop)
}

/// The words of calls that were not believed, or that brought nothing but a repetition: anybody may send as many as he likes.
pub const REFUSED: [&str; 9] = [
    "unsigned",
    "not_authentic",
    "stale",
    "repeated",
    "malformed",
    "other_media_type",
    "uncovered",
    "unusable",
    "known",
];

/// The word for a refusal, as the call keeps it.
const fn word(why: &Refusal) -> &'static str {
    match why {
        Refusal::Unsigned => "unsigned",
        Refusal::NotAuthentic => "not_authentic",
        Refusal::Stale => "stale",
        Refusal::Repeated(_) => "repeated",
        Refusal::Malformed(_) => "malformed",
        Refusal::MalformedAmount => "malformed_amount",
        Refusal::OtherMediaType => "other_media_type",
        Refusal::OtherMerchant => "other_merchant",
        Refusal::Uncovered(_) => "uncovered",
        Refusal::Declined(_) => "declined",
        Refusal::Unusable(_) => "unusable",
    }
}

fn answered(reply: gateway::Reply) -> Answer {
    let mut answer = Answer::new(Bytes::from(reply.body));
    // A part that makes up a status is a part that is broken: the gateway shall come again.
    *answer.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let (false, Ok(kind)) = (reply.content_type.is_empty(), HeaderValue::try_from(reply.content_type)) {
        answer.headers_mut().insert(CONTENT_TYPE, kind);
    }
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn bound<'a>(gateway: &'a str, id: &'a str) -> Bound<'a> {
    Bound { purpose: Purpose::Call, agency: gateway, draft: id, place: "" }
}

/// The head's length in four bytes, the head as JSON, the body.
fn to_bytes(call: &Call) -> Vec<u8> {
    let head = Head {
        method: call.method.clone(),
        url: call.url.clone(),
        query: call.query.clone(),
        headers: call.headers.clone(),
        now: call.now,
    };
    let head = serde_json::to_vec(&head).unwrap_or_default();
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes();
    [&length[..], &head, &call.body].concat()
}

/// A call that waits, as it came.
pub fn opened(asked: &Asked, kept: &calls::Call) -> Result<Call, Problem> {
    let opened = asked.settings.sealing.open(&bound(&kept.gateway, &kept.id), &kept.sealed);
    let bytes = opened.map_err(|_| damaged("a call cannot be opened"))?;
    from_bytes(&bytes).ok_or_else(|| damaged("a call is not what was kept"))
}

fn from_bytes(bytes: &[u8]) -> Option<Call> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (head, body) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    let Head { method, url, query, headers, now } = head;
    Some(Call { method, url, query, headers, body: body.to_vec(), now })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_call_comes_back_as_it_came(query in ".{0,40}", body in proptest::collection::vec(any::<u8>(), 0..60)) {
            let headers = vec![("x-a".to_owned(), "1".to_owned()), ("x-a".to_owned(), "2".to_owned())];
            let call = Call { method: "POST".into(), url: "https://a".into(), query, headers, body, now: 7 };
            let back = from_bytes(&to_bytes(&call)).unwrap();
            prop_assert_eq!((back.query, back.headers, back.body, back.now), (call.query, call.headers, call.body, 7));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = from_bytes(&bytes);
        }
    }

    #[test]
    fn only_headers_that_may_be_signed_are_kept() {
        let mut headers = HeaderMap::new();
        for name in ["authorization", "cookie", "x-forwarded-for", "x-airpay-req-h", "webhook-id", "host", "accept"] {
            headers.insert(name, HeaderValue::from_static("v"));
        }
        let mut names: Vec<_> = signable(&headers).into_iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        assert_eq!(names, ["host", "webhook-id", "x-airpay-req-h"]);
    }
}
