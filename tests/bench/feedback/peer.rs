//! The peer's intake: what the portal does for an item of a hotline, natively, over the same tables by the same statements.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use jiff::civil::DateTime;
use motcua_record::feedback::{Facts, Said};
use motcua_record::keys::Lookup;
use motcua_record::lookup::secret_hash;
use motcua_record::seal::{Bound, Purpose};
use motcua_record::{digest, random};
use motcua_rules::agency::{Agency, Id};
use motcua_rules::clock::in_vietnam;
use motcua_rules::feedback::clock::{Due, Life, next_due};
use motcua_rules::feedback::likeness::Signature;
use motcua_rules::feedback::route::{Routed, Target, Why, route};
use motcua_rules::feedback::{
    About, Actor, Channel, Event, Field, Identity, Kind, Number, Stage, TEXT_CHARS_MAX, Verb, step,
};
use motcua_rules::language::Language;
use motcua_rules::quote::{Place, PlaceUnit};
use motcua_rules::unit::Code;
use motcua_store::Store;
use motcua_store::bindings::exports::motcua::store::intake::{Guest as Intake, Reception, Tally};
use motcua_store::bindings::exports::motcua::store::types::{NewEvent, Request};
use motcua_store::bindings::exports::motcua::store::units::{Guest as Units, Unit};
use motcua_tests::{OPERATOR, test_variables};
use serde::Deserialize;
use serde_json::json;

use super::file::Feedback;
use crate::filing::{RULES, keys, now_ms};
use crate::native::{Native, answer, at_once, wait};

type Kept = Store<Feedback>;
type Published = Store<Native>;

/// As the tests' variables and `spin.toml` have them.
const OPERATOR_NAME: &str = "hotline";
const NATIONAL: &str = "G22";
const KEY_CHARS_MIN: usize = 32;

/// An item as it is sent.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wanted {
    channel: String,
    about: String,
    place: String,
    field: String,
    text: String,
}

/// An item as it is read, and who brought it.
struct Sent {
    channel: Channel,
    operator: String,
    about: About,
    field: Field,
    text: String,
    now: u64,
}

/// `POST /api/feedback/items`.
pub async fn receive(uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let wanted: Wanted = serde_json::from_slice(&body).expect("an item");
    let sent = sent(&wanted, &headers);
    let place = place(&wanted.place, &civil(sent.now).date().to_string());
    let national = Id::parse(NATIONAL).expect("an agency");
    let routed = route(Kind::Conduct, &Target::Place(&place), &national);
    let (agency, request) = (routed.agency.top().to_owned(), request(&uri, &headers, &body));
    let id = random::hex_id();
    let (secret, facts) = (lookup().secret(&agency, &id), facts(&sent, &place, &routed));
    let reception = reception(&sent, &place, &routed, Begun { id, agency, request }, &secret, &facts);
    let received = at_once(<Kept as Intake>::receive(reception)).expect("an item");
    assert!(received.is_new, "a key came twice");
    let location = format!("/api/feedback/items/{}", received.code);
    let shown = shown(&received.code, &secret, sent.now, &facts);
    (StatusCode::CREATED, [(LOCATION, location)], answer(&shown)).into_response()
}

fn sent(wanted: &Wanted, headers: &HeaderMap) -> Sent {
    assert_eq!(header(headers, "authorization").strip_prefix("Bearer "), Some(OPERATOR));
    let text = wanted.text.trim().replace("\r\n", "\n");
    let is_odd = |char: char| char.is_control() && !matches!(char, '\n' | '\t' | '\r');
    assert!(!text.is_empty() && text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(is_odd));
    Sent {
        channel: Channel::parse(&wanted.channel).expect("a channel"),
        operator: OPERATOR_NAME.to_owned(),
        about: About::parse(&wanted.about).expect("what it points at"),
        field: Field::parse(&wanted.field).expect("a field"),
        text,
        now: now_ms(),
    }
}

fn request(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Request {
    let key = header(headers, "idempotency-key");
    assert!(key.len() >= KEY_CHARS_MIN && key.bytes().all(|byte| byte.is_ascii_graphic()));
    Request { key: key.to_owned(), hash: digest::of(&[b"POST", uri.path().as_bytes(), body].concat()) }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The commune of a code and its province, of the file with the reference data.
fn place(code: &str, day: &str) -> Place {
    let read = |code: &str| wait(<Published as Units>::read(code.to_owned(), day.to_owned())).expect("a unit");
    let commune = read(code);
    let province = read(&commune.within.last().expect("a province").code);
    Place { province: governing(province), commune: Some(governing(commune)) }
}

fn governing(unit: Unit) -> PlaceUnit {
    PlaceUnit {
        code: Code::parse(&unit.code).expect("a code"),
        name_en: unit.name_en.unwrap_or_else(|| unit.name_vi.clone()),
        name_vi: unit.name_vi,
        agency: unit.agency.and_then(|one| Some(Agency { id: Id::parse(&one.id)?, synthetic: one.synthetic })),
    }
}

/// What an item is kept by.
struct Begun {
    id: String,
    agency: String,
    request: Request,
}

fn reception(sent: &Sent, place: &Place, routed: &Routed, begun: Begun, secret: &str, facts: &Facts) -> Reception {
    let (Begun { id, agency, request }, at) = (begun, civil(sent.now));
    let taken = step(None, Verb::Receive, Actor::Sender).expect("a first step");
    let bound = Bound { purpose: Purpose::Feedback, agency: &agency, draft: &id, place: "" };
    let said = Said { text: sent.text.clone(), address: None, lat: None, long: None, files: Vec::new() };
    let month = format!("{:04}-{:02}", at.year(), at.month());
    Reception {
        secret_hash: secret_hash(secret),
        prefix: Number::prefix(&routed.agency, at.date()),
        received: sent.now,
        kind: Kind::Conduct.as_str().to_owned(),
        about: sent.about.as_str().to_owned(),
        field: sent.field.as_str().to_owned(),
        object: String::new(),
        place: place.commune.as_ref().map(|unit| unit.code.to_string()).unwrap_or_default(),
        desk: routed.agency.to_string(),
        state: taken.to.to_string(),
        due: due(sent.now).map(|due| due.deadline.date.to_string()),
        facts: serde_json::to_string(facts).expect("JSON"),
        sealed: keys().sealing.seal_json(&bound, &said),
        identity: Vec::new(),
        signature: Signature::of(&said.text).to_bytes().to_vec(),
        draft_version: None,
        files: Vec::new(),
        event: NewEvent {
            at: sent.now,
            event: taken.event.as_str().to_owned(),
            actor: Actor::Sender.as_str().to_owned(),
            day: None,
            sealed: Vec::new(),
        },
        messages: Vec::new(),
        tallies: vec![Tally {
            field: sent.field.as_str().to_owned(),
            month,
            measure: "received".to_owned(),
            change: 1,
        }],
        request,
        id,
        agency,
    }
}

fn facts(sent: &Sent, place: &Place, routed: &Routed) -> Facts {
    let (province, commune) = (&place.province, place.commune.as_ref().expect("a commune"));
    Facts {
        channel: sent.channel.as_str().to_owned(),
        identity: Identity::Anonymous.as_str().to_owned(),
        why: routed.why.as_str().to_owned(),
        first_desk: routed.agency.to_string(),
        later_desks: Vec::new(),
        place_vi: format!("{}, {}", commune.name_vi, province.name_vi),
        place_en: format!("{}, {}", commune.name_en, province.name_en),
        operator: Some(sent.operator.clone()),
        satisfaction: None,
    }
}

/// What is due next of an item that was received at an instant.
fn due(received: u64) -> Option<Due> {
    let life = Life::read(&[(Event::Received, civil(received))]).expect("a life");
    RULES.with(|(calendar, _)| next_due(&life, calendar)).ok().flatten()
}

/// What secrets are made with, read once.
fn lookup() -> &'static Lookup {
    static LOOKUP: OnceLock<Lookup> = OnceLock::new();
    LOOKUP.get_or_init(|| {
        let variables = test_variables();
        let key = variables.get("SPIN_VARIABLE_LOOKUP_KEY").expect("a test's key");
        Lookup::read(key).expect("a key")
    })
}

/// What the caller is told.
fn shown(code: &str, secret: &str, received: u64, facts: &Facts) -> serde_json::Value {
    let due = due(received);
    let why = Why::parse(&facts.why).map(|why| why.label(Language::Vi));
    let stage = Stage::Received;
    json!({
        "code": code,
        "secret": secret,
        "desk": facts.first_desk,
        "why": {"code": facts.why, "name": why},
        "state": {"code": stage.as_str(), "name": stage.label(Language::Vi)},
        "due": due.as_ref().map(|due| due.deadline.date.to_string()),
        "due_text": due.map(|due| due.say(Language::Vi)),
        "received": format!("{}+07:00", civil(received)),
    })
}

fn civil(instant_ms: u64) -> DateTime {
    in_vietnam(jiff::Timestamp::from_millisecond(instant_ms.cast_signed()).expect("an instant"))
}
