//! The peer's filing and status: what the portal does for a citizen, natively, over the same tables by the same statements.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use axum::extract::Path as Segment;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::civil::DateTime;
use motcua_record::draft::Prepared;
use motcua_record::filed::{Filed, FormVersion};
use motcua_record::history;
use motcua_record::keys::{Lookup, Sealing};
use motcua_record::lookup::{is_among, is_secret};
use motcua_record::seal::{Bound, Purpose};
use motcua_record::{digest, facts as record, random};
use motcua_rules::agency::{Agency, Id};
use motcua_rules::calendar::Calendar;
use motcua_rules::clock::in_vietnam;
use motcua_rules::code::{Reference, beginning};
use motcua_rules::desk::{DeskRequest, jurisdiction};
use motcua_rules::dossier::clock::{Clock, Life};
use motcua_rules::dossier::{Act, Actor, Papers, Text, apply};
use motcua_rules::form::{Form, Role, check};
use motcua_rules::language::Language;
use motcua_rules::person::{LastFour, PersonalNumber, Phone};
use motcua_rules::procedure::{Channel, Code, Level};
use motcua_rules::quote::{Facts, Method, Place, PlaceUnit, QuoteRequest, Schedule, Told};
use motcua_rules::term::{Term, Unit as TermUnit};
use motcua_rules::unit;
use motcua_store::Store;
use motcua_store::bindings::exports::motcua::store::attempts::Guest as Attempts;
use motcua_store::bindings::exports::motcua::store::dossiers::{Dossier, Guest as Dossiers};
use motcua_store::bindings::exports::motcua::store::drafts::{Draft, Guest as Drafts};
use motcua_store::bindings::exports::motcua::store::files::Guest as Files;
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings};
use motcua_store::bindings::exports::motcua::store::forms::Guest as Forms;
use motcua_store::bindings::exports::motcua::store::outbox::NewMessage;
use motcua_store::bindings::exports::motcua::store::procedures::{self, Guest as Procedures, Procedure};
use motcua_store::bindings::exports::motcua::store::types::Request;
use motcua_store::bindings::exports::motcua::store::types::{Event, NewEvent};
use motcua_store::bindings::exports::motcua::store::units::Guest as Units;
use serde_json::json;

use crate::native::{Native, TODAY, answer, at_once, wait};

type Kept = Store<Native>;

/// The keys of the tests, which both servers have.
pub struct Keys {
    /// What personal data are sealed with.
    pub sealing: Sealing,
    lookup: Lookup,
}

/// The keys, read once.
pub fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let variables = motcua_tests::test_variables();
        let of = |name: &str| variables.get(&format!("SPIN_VARIABLE_{name}")).expect("a test's key");
        Keys {
            sealing: Sealing::read(of("SEALING_KEYS")).expect("keys"),
            lookup: Lookup::read(of("LOOKUP_KEY")).expect("a key"),
        }
    })
}

thread_local! {
    /// What the rules count and charge by.
    pub static RULES: (Calendar, Schedule) = (Calendar::built_in(), Schedule::built_in());
    static FORMS: RefCell<HashMap<String, Arc<Form>>> = RefCell::default();
}

/// `POST /api/drafts/{id}/submit`.
pub async fn submit(Segment(id): Segment<String>, headers: HeaderMap) -> Response {
    let now = now_ms();
    let at = in_vietnam(jiff::Timestamp::from_millisecond(now.cast_signed()).expect("an instant"));
    let (agency, id) = id.split_once('-').expect("a draft's name");
    let draft = wait(<Kept as Drafts>::read(agency.to_owned(), id.to_owned(), now)).expect("the draft");
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let secret = header("authorization").strip_prefix("Bearer ").unwrap_or_default();
    assert!(is_secret(secret, &draft.secret_hash));
    let request = Request { key: header("idempotency-key").to_owned(), hash: digest::of(id.as_bytes()) };
    let Ok(filed) = at_once(<Kept as Filings>::file(filing(&draft, at, now, request))) else {
        return StatusCode::CONFLICT.into_response();
    };
    let dossier = wait(<Kept as Dossiers>::read(agency.to_owned(), filed.code)).expect("the dossier");
    let bound = Bound { purpose: Purpose::Filed, agency, draft: id, place: "" };
    let contents: Filed = keys().sealing.open_json(&bound, &dossier.sealed).expect("what was filed");
    let facts = record::Facts::read(&dossier.facts).expect("facts");
    let shown = json!({"code": dossier.code, "reference": dossier.reference, "facts": facts, "files": contents.files});
    (StatusCode::CREATED, answer(&shown)).into_response()
}

fn filing(draft: &Draft, at: DateTime, now: u64, request: Request) -> Filing {
    let Keys { sealing, lookup } = keys();
    let (agency, id) = (draft.agency.as_str(), draft.id.as_str());
    let bound = |purpose| Bound { purpose, agency, draft: id, place: "" };
    let prepared: Prepared = sealing.open_json(&bound(Purpose::Draft), &draft.sealed).expect("answers");
    let procedure = wait(<Kept as Procedures>::read(draft.procedure.clone(), TODAY.to_owned())).expect("a procedure");
    let form = form(&draft.procedure);
    let here = place(&draft.place);
    assert!(wait(<Kept as Files>::of_draft(agency.to_owned(), id.to_owned())).is_empty());
    let answers = form.without_hidden(prepared.answers);
    let checked = check(&form, &answers, at.date()).expect("answers that fit");
    for (_, code) in checked.places() {
        wait(<Kept as Units>::read(code.to_owned(), TODAY.to_owned())).expect("a commune");
    }
    let matter = checked.role(Role::MatterPlace).or(checked.role(Role::ApplicantPlace)).map(place);
    let quote = QuoteRequest {
        channel: Some(Channel::Online),
        filed: at,
        place: Some(matter.unwrap_or_else(|| here.clone())),
        level: None,
        copies: None,
        pages: None,
    };
    let asked = DeskRequest { quote, filing: Ok(here) };
    let found = RULES.with(|(calendar, schedule)| jurisdiction(&facts(&procedure), &asked, schedule, calendar));
    let desk = found.receiving.expect("a desk").desk;
    let papers = Papers::new(Text::new(&draft.procedure)).expect("a form");
    let step = apply(None, Actor::Applicant, Act::Register { papers }, at).expect("a first step");
    let answers = checked.answers().clone();
    let appointed = match &found.quote.appointed {
        Told::Known { value, .. } => Some(value.date.to_string()),
        Told::Missing(_) => None,
    };
    let name = |role| checked.role(role).map(str::to_owned);
    let form_sha256 = digest::of_json(&answers).expect("JSON");
    let numbers = name(Role::ApplicantNumber).and_then(|number| PersonalNumber::read(&number).ok());
    let phone = name(Role::ApplicantPhone).and_then(|phone| Phone::read(&phone).ok());
    let four = [numbers.as_ref().map(PersonalNumber::last_four), phone.as_ref().map(Phone::last_four)];
    let filed = Filed {
        form: FormVersion { procedure: draft.procedure.clone(), start: String::new() },
        form_sha256,
        files: Vec::new(),
        applicant: name(Role::ApplicantName),
        channel: "online".to_owned(),
        feed: prepared.feed.clone(),
        answers,
    };
    let message = json!({"phone": name(Role::ApplicantPhone), "email": name(Role::ApplicantEmail), "language": "vi"});
    let noted = Bound { purpose: Purpose::Message, agency, draft: id, place: "1" };
    let agency_id = desk.agency.as_ref().expect("an agency").id.clone();
    Filing {
        agency: agency.to_owned(),
        draft: id.to_owned(),
        draft_version: draft.version,
        prefix: beginning(&agency_id, at.date()).expect("this century"),
        reference: Reference::of_random(u64::from_le_bytes(random::bytes())).to_string(),
        filed: now,
        procedure: draft.procedure.clone(),
        place: draft.place.clone(),
        state: step.to.to_string(),
        status: step.to.status().number(),
        facts: kept_facts(&procedure, &desk, appointed.clone()).to_json(),
        appointed,
        sealed: sealing.seal_json(&bound(Purpose::Filed), &filed),
        factors: four.into_iter().flatten().map(|four| lookup.factor(agency, id, &four)).collect(),
        owners: prepared.feed.into_iter().chain(numbers.map(|number| lookup.person(&number))).collect(),
        files: Vec::new(),
        event: NewEvent {
            at: now,
            event: step.by.event.as_str().to_owned(),
            actor: step.actor.as_str().to_owned(),
            day: None,
            sealed: Vec::new(),
        },
        messages: vec![NewMessage { kind: "dossier-filed".to_owned(), sealed: sealing.seal_json(&noted, &message) }],
        request,
    }
}

fn kept_facts(procedure: &Procedure, desk: &motcua_rules::desk::Desk, appointed: Option<String>) -> record::Facts {
    let receiving = record::Desk {
        name_vi: desk.name_vi.clone(),
        name_en: desk.name_en.clone(),
        unit: desk.unit.map(|unit| unit.to_string()),
        agency: desk.agency.as_ref().map(|agency| agency.id.to_string()),
    };
    record::Facts {
        procedure: record::Procedure {
            code: procedure.code.clone(),
            name_vi: procedure.name_vi.clone(),
            name_en: procedure.name_en.clone(),
            decision: procedure.decision.clone(),
            since: procedure.holds.start.clone(),
        },
        deciding: Some(receiving.clone()),
        receiving,
        passage: "stays".to_owned(),
        why_vi: String::new(),
        why_en: String::new(),
        term: None,
        appointed: appointed.map(|date| record::Appointed { date, time: None }),
        appointed_missing: None,
        fee: None,
        fee_missing: None,
        channel: "online".to_owned(),
        form_start: String::new(),
        files_count: 0,
        former: None,
    }
}

fn form(procedure: &str) -> Arc<Form> {
    let found = wait(<Kept as Forms>::read(procedure.to_owned(), TODAY.to_owned())).expect("a written form");
    FORMS.with_borrow_mut(|kept| {
        let read = || Arc::new(Form::read(&found.body).expect("a form"));
        kept.entry(found.body.clone()).or_insert_with(read).clone()
    })
}

fn place(code: &str) -> Place {
    let read = |code: &str| wait(<Kept as Units>::read(code.to_owned(), TODAY.to_owned())).expect("a unit");
    let governing = |unit: &motcua_store::bindings::exports::motcua::store::units::Unit| PlaceUnit {
        code: unit::Code::parse(&unit.code).expect("a code"),
        name_vi: unit.name_vi.clone(),
        name_en: unit.name_en.clone().unwrap_or_default(),
        agency: unit.agency.as_ref().and_then(|one| Some(Agency { id: Id::parse(&one.id)?, synthetic: one.synthetic })),
    };
    let commune = read(code);
    let province = read(&commune.within.last().expect("a province").code);
    Place { province: governing(&province), commune: Some(governing(&commune)) }
}

fn facts(procedure: &Procedure) -> Facts {
    let level = |level: &procedures::Level| match level {
        procedures::Level::Ministry => Level::Ministry,
        procedures::Level::Province => Level::Province,
        procedures::Level::Commune => Level::Commune,
        procedures::Level::Other => Level::Other,
    };
    let channel = |channel| match channel {
        procedures::Channel::Online => Channel::Online,
        procedures::Channel::Postal => Channel::Postal,
        procedures::Channel::Direct => Channel::Direct,
    };
    let unit = |unit| match unit {
        procedures::TimeUnit::WorkingDay => TermUnit::WorkingDay,
        procedures::TimeUnit::Day => TermUnit::Day,
        procedures::TimeUnit::Hour => TermUnit::Hour,
        procedures::TimeUnit::Month => TermUnit::Month,
        procedures::TimeUnit::Other => TermUnit::Other,
    };
    let method = |one: &procedures::Method| Method {
        channel: channel(one.channel),
        term: Term::read(one.time, one.time_unit.map(unit)),
        fee: None,
        note: one.note.clone(),
    };
    Facts {
        code: Code::parse(&procedure.code).expect("a code"),
        levels: procedure.levels.iter().map(level).collect(),
        ministry: procedure.ministry.clone(),
        field_vi: procedure.field_vi.clone(),
        agency_vi: procedure.agency_vi.clone(),
        decision: procedure.decision.clone(),
        whole: procedure.whole,
        methods: procedure.methods.iter().map(method).collect(),
    }
}

/// `GET /api/dossiers/{code}` with a second factor.
pub async fn status(Segment(code): Segment<String>, headers: HeaderMap) -> Response {
    let lookup = &keys().lookup;
    let subjects = vec![lookup.subject("dossier", &code), lookup.subject("address", "127.0.0.1")];
    assert_eq!(wait(<Kept as Attempts>::failed(subjects, now_ms())).len(), 2);
    let agency = code.split(['.', '-']).next().unwrap_or_default().to_owned();
    let dossier = wait(<Kept as Dossiers>::read(agency, code)).expect("the dossier");
    let given = headers.get("second-factor").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let factor = lookup.factor(&dossier.agency, &dossier.draft, &LastFour::read(given).expect("four digits"));
    assert!(is_among(&factor, &dossier.factors));
    answer(&standing(&dossier))
}

fn standing(dossier: &Dossier) -> serde_json::Value {
    let events = wait(<Kept as Dossiers>::events(dossier.agency.clone(), dossier.code.clone(), 0));
    assert!(history::is_chained(&dossier.code, &events.iter().map(link).collect::<Vec<_>>()));
    let steps: Vec<_> = events.iter().map(|event| (event.event.as_str(), event.at, event.day.as_deref())).collect();
    let life = Life::read(&history::entries(&steps).expect("a history")).expect("a life").expect("a beginning");
    let facts = record::Facts::read(&dossier.facts).expect("facts");
    let term = facts.term().unwrap_or(Term::WorkingDays(5));
    let dates = RULES.with(|(calendar, _)| {
        let clock = Clock { life: &life, term, calendar };
        clock.appointed().ok().flatten().map(|deadline| (deadline.say(Language::Vi), deadline.date.to_string()))
    });
    let timeline: Vec<_> = events.iter().map(|event| json!({"number": event.number, "event": event.event})).collect();
    json!({"code": dossier.code, "facts": facts, "status": dossier.status, "dates": dates, "timeline": timeline})
}

fn link(event: &Event) -> history::Link<'_> {
    history::Link {
        number: event.number,
        at: event.at,
        event: &event.event,
        actor: &event.actor,
        day: event.day.as_deref(),
        sealed: &event.sealed,
        previous: &event.previous,
        hash: &event.hash,
    }
}

/// Now, in milliseconds since 1970.
pub fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
