//! The peer's callback: what the portal does for a gateway's call, natively, over the same tables by the same statements.

use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use jiff::civil::DateTime;
use motcua_record::facts::Facts;
use motcua_record::note::Note;
use motcua_record::seal::{Bound, Purpose};
use motcua_record::{digest, history, random};
use motcua_rules::clock::in_vietnam;
use motcua_rules::dossier::clock::{Clock, Life};
use motcua_rules::dossier::{Act, Actor, Entry, Event, Text, apply};
use motcua_rules::money::Dong;
use motcua_rules::payment::judge::{Change as Judged, Order as Known};
use motcua_rules::payment::settlement::Kind;
use motcua_rules::payment::{Claim, Judgement, Meaning, Notice, Outcome, Owed, State, judge, owed};
use motcua_store::Store;
use motcua_store::bindings::exports::motcua::store::calls::{Call, Guest as Calls};
use motcua_store::bindings::exports::motcua::store::casework::Step;
use motcua_store::bindings::exports::motcua::store::dossiers::{Dossier, Guest as Dossiers};
use motcua_store::bindings::exports::motcua::store::orders::{
    Booking, Change, Entry as Line, Guest as Orders, NewEvent as Told, Order,
};
use motcua_store::bindings::exports::motcua::store::outbox::NewMessage;
use motcua_store::bindings::exports::motcua::store::types::NewEvent;
use serde_json::json;

use super::{TERMINAL, signed};
use crate::filing::{RULES, keys, now_ms};
use crate::native::{Native, answer, at_once, wait};

type Kept = Store<Native>;
type Pairs = BTreeMap<String, String>;

const GATEWAY: &str = "vnpay";
const PORTAL: &str = "http://127.0.0.1:3000";

/// A word of the gateway about an order, and the call that it came with.
struct Word<'a> {
    call: &'a str,
    transaction: &'a str,
    amount: Dong,
    code: String,
    now: u64,
}

/// A dossier as far as its fee needs it.
struct Case {
    dossier: Dossier,
    facts: Facts,
    entries: Vec<Entry>,
    life: Life,
    claim: Claim,
}

/// `GET /api/payments/vnpay/callback`.
pub async fn callback(uri: Uri, headers: HeaderMap, Query(pairs): Query<Pairs>) -> Response {
    let (now, id) = (now_ms(), random::hex_id());
    wait(<Kept as Calls>::keep(call(&id, &uri, &headers, now)));
    let (code, message) = match settled(&id, uri.query().unwrap_or_default(), &pairs, now) {
        Some(Outcome::Recorded) => ("00", "Confirm Success"),
        Some(Outcome::Known | Outcome::Surplus | Outcome::Contradicted) => ("02", "Order already confirmed"),
        Some(Outcome::OtherAmount) => ("04", "Invalid amount"),
        Some(Outcome::OtherOrder) => ("01", "Order not found"),
        None => ("97", "Invalid signature"),
    };
    answer(&json!({ "RspCode": code, "Message": message }))
}

/// The call as it came, sealed.
fn call(id: &str, uri: &Uri, headers: &HeaderMap, now: u64) -> Call {
    let kept = headers.iter().filter(|(name, _)| *name == "host");
    let headers: Vec<_> = kept.map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())).collect();
    let query = uri.query().unwrap_or_default();
    let head =
        json!({"method": "GET", "url": format!("{PORTAL}{uri}"), "query": query, "headers": headers, "now": now});
    let head = serde_json::to_vec(&head).expect("JSON");
    let bytes = [&u32::try_from(head.len()).expect("a short head").to_le_bytes()[..], &head].concat();
    let bound = Bound { purpose: Purpose::Call, agency: GATEWAY, draft: id, place: "" };
    Call {
        gateway: GATEWAY.to_owned(),
        id: id.to_owned(),
        received: now,
        hash: digest::of(&bytes),
        sealed: keys().sealing.seal(&bound, &bytes),
    }
}

/// Whether the pairs as they came are signed: sorted, without the signature.
fn is_signed(query: &str, pairs: &Pairs) -> bool {
    let of_name = |pair: &&str| pair.starts_with("vnp_") && !pair.starts_with("vnp_SecureHash");
    let mut signed_pairs: Vec<&str> = query.split('&').filter(of_name).collect();
    signed_pairs.sort_unstable_by_key(|pair| pair.split('=').next());
    let wanted: String = signed(signed_pairs.join("&").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.get("vnp_SecureHash").is_some_and(|given| given.eq_ignore_ascii_case(&wanted))
}

/// Holds the word against its order. `None` where it is not believed.
fn settled(call: &str, query: &str, pairs: &Pairs, now: u64) -> Option<Outcome> {
    let text = |name: &str| pairs.get(name).map(String::as_str).unwrap_or_default();
    if !is_signed(query, pairs) || text("vnp_TmnCode") != TERMINAL {
        return None;
    }
    let (response, status) = (text("vnp_ResponseCode"), text("vnp_TransactionStatus"));
    let meaning = if (response, status) == ("00", "00") { Meaning::Paid } else { Meaning::Failed };
    let amount = text("vnp_Amount").parse::<u64>().ok().and_then(|hundredths| Dong::new(hundredths / 100))?;
    let code = format!("{response}/{status}");
    let word = Word { call, transaction: text("vnp_TransactionNo"), amount, code, now };
    let order = wait(<Kept as Orders>::named(GATEWAY.to_owned(), text("vnp_TxnRef").to_owned()))?;
    let state = State::parse(&order.state)?;
    let is_first_money = meaning == Meaning::Paid && state != State::Paid;
    let case = is_first_money.then(|| case(&order));
    let known = Known {
        state,
        amount: Dong::new(order.amount)?,
        purpose: &order.purpose,
        transaction: order.transaction.as_deref(),
    };
    let notice = Notice { meaning, amount: Some(amount), transaction: Some(word.transaction), purpose: None };
    match (judge(&known, &notice, case.as_ref().map_or(Claim::Settled, |case| case.claim)), case) {
        (Judgement::Change(judged), Some(case)) => {
            at_once(<Kept as Orders>::append(change(&order, &word, &judged, &case))).expect("nobody else changes it");
            Some(judged.outcome)
        }
        (Judgement::Nothing(outcome), _) => {
            let (gateway, verdict) = (GATEWAY.to_owned(), "known".to_owned());
            wait(<Kept as Calls>::settle(gateway, call.to_owned(), verdict, now));
            Some(outcome)
        }
        (other, _) => unreachable!("not in this benchmark: {other:?}"),
    }
}

fn case(order: &Order) -> Case {
    let (agency, code) = (order.agency.clone(), order.dossier.clone());
    let dossier = wait(<Kept as Dossiers>::read(agency.clone(), code.clone())).expect("the dossier");
    let events = wait(<Kept as Dossiers>::events(agency, code, 0));
    let steps: Vec<_> = events.iter().map(|event| (event.event.as_str(), event.at, event.day.as_deref())).collect();
    let entries = history::entries(&steps).expect("a history");
    let life = Life::read(&entries).expect("a life").expect("a beginning");
    let facts = Facts::read(&dossier.facts).expect("facts");
    let fee = facts.fee.as_ref().and_then(|fee| Dong::new(fee.amount));
    let asked = entries.iter().zip(&events).map(|(entry, event)| {
        let place = event.number.to_string();
        let note = (entry.event == Event::PaymentRequested)
            .then(|| Note::open(&keys().sealing, &bound(&dossier, &place), &event.sealed).expect("a note"));
        (entry.event, note.and_then(|note| note.amount).and_then(Dong::new))
    });
    let claim = match owed(life.state, &asked.collect::<Vec<_>>(), fee) {
        Owed::Due { claim: Some(claim), .. } if claim == order.claim => Claim::Due,
        Owed::Ended => Claim::Closed,
        _ => Claim::Settled,
    };
    Case { dossier, facts, entries, life, claim }
}

fn bound<'a>(dossier: &'a Dossier, place: &'a str) -> Bound<'a> {
    Bound { purpose: Purpose::Event, agency: &dossier.agency, draft: &dossier.draft, place }
}

fn change(order: &Order, word: &Word<'_>, judged: &Judged, case: &Case) -> Change {
    let event = judged.event.as_str().to_owned();
    Change {
        agency: order.agency.clone(),
        id: order.id.clone(),
        expected: order.version,
        state: judged.to.as_str().to_owned(),
        closes: order.closes,
        due: None,
        asked: order.asked,
        transaction: Some(word.transaction.to_owned()),
        paid: Some(word.now),
        received: order.received + word.amount.dong(),
        returned: order.returned,
        facts: None,
        event: Told {
            at: word.now,
            event: event.clone(),
            source: "callback".to_owned(),
            transaction: Some(word.transaction.to_owned()),
            amount: Some(word.amount.dong()),
            code: word.code.clone(),
        },
        entries: judged.entries.iter().map(line).collect(),
        cases: Vec::new(),
        booking: Some(Booking {
            transaction: word.transaction.to_owned(),
            kind: Kind::Payment.as_str().to_owned(),
            amount: word.amount.dong(),
            at: word.now,
        }),
        settled: None,
        step: judged.settles_claim.then(|| received(order, word, case)),
        call: Some((word.call.to_owned(), event)),
    }
}

fn line(entry: &motcua_rules::payment::Entry) -> Line {
    Line { account: entry.account.as_str().to_owned(), amount: entry.amount }
}

/// The step of the dossier whose fee is paid.
fn received(order: &Order, word: &Word<'_>, case: &Case) -> Step {
    let (Case { dossier, .. }, receipt) = (case, order.number.to_string());
    let note = Note { amount: Some(order.amount), receipt: Some(receipt.clone()), ..Note::default() };
    let act = Act::PaymentReceived { amount: word.amount, receipt: Text::new(&receipt).expect("a number") };
    let step = apply(Some(case.life.state), Actor::System, act, civil(word.now)).expect("a step");
    let place = (dossier.version + 1).to_string();
    let (sealing, bound) = (&keys().sealing, bound(dossier, &place));
    let message = Bound { purpose: Purpose::Message, ..bound };
    let entries: Vec<Entry> = case.entries.iter().copied().chain([step.entry()]).collect();
    Step {
        agency: dossier.agency.clone(),
        code: dossier.code.clone(),
        expected: dossier.version,
        state: step.to.to_string(),
        status: step.to.status().number(),
        appointed: appointed(&case.facts, &entries),
        facts: None,
        sealed: None,
        files: Vec::new(),
        event: NewEvent {
            at: word.now,
            event: step.by.event.as_str().to_owned(),
            actor: step.actor.as_str().to_owned(),
            day: None,
            sealed: note.seal(sealing, &bound),
        },
        messages: vec![NewMessage {
            kind: "payment-received".to_owned(),
            sealed: sealing.seal_json(&message, &json!({"language": "vi"})),
        }],
        request: None,
    }
}

fn appointed(facts: &Facts, entries: &[Entry]) -> Option<String> {
    let (term, life) = (facts.term().ok()?, Life::read(entries).ok().flatten()?);
    let deadline = RULES.with(|(calendar, _)| Clock { life: &life, term, calendar }.appointed());
    deadline.ok().flatten().map(|deadline| deadline.date.to_string())
}

fn civil(now: u64) -> DateTime {
    in_vietnam(jiff::Timestamp::from_millisecond(now.cast_signed()).expect("an instant"))
}
