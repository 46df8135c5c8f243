//! Orders that wait for their payment, each for the fee of a dossier of its own: one is made at the portal, and the others are written
//! past it, by the store's calls, as that one was.

use std::cell::Cell;

use anyhow::{Context, Result};
use motcua_record::note::Note;
use motcua_record::random;
use motcua_record::seal::{Bound, Purpose};
use motcua_rules::code::Reference;
use motcua_store::bindings::exports::motcua::store::casework::Step;
use motcua_store::bindings::exports::motcua::store::dossiers::{Dossier, Guest as Dossiers};
use motcua_store::bindings::exports::motcua::store::drafts::{Guest as Drafts, NewDraft};
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings};
use motcua_store::bindings::exports::motcua::store::orders::{
    Change, Guest as Orders, NewEvent as Told, NewOrder, Order,
};
use motcua_store::bindings::exports::motcua::store::types::Request;
use motcua_store::bindings::exports::motcua::store::types::{Event, NewEvent};
use motcua_store::{Database, Store};
use motcua_tests::answers::{answers, form};
use motcua_tests::{Ask, Citizen, key};
use serde_json::json;

use crate::dossiers::{PLACE, PROCEDURE};
use crate::filing::keys;
use crate::native::{self, Native, at_once, wait};
use crate::servers::Servers;

type Kept = Store<Native>;

/// What a call names of an order.
pub struct Named {
    pub reference: String,
    pub number: u64,
    pub dossier: String,
    pub amount: u64,
}

/// An order that was made at the portal, with its dossier.
pub struct Sample {
    /// As it was filed.
    filed: Dossier,
    /// As it is since its fee was asked for.
    asked: Dossier,
    events: Vec<Event>,
    note: Note,
    order: Order,
    told: Vec<Told>,
    /// How many others there are.
    made: Cell<u64>,
}

impl Sample {
    /// Files a dossier and orders its payment.
    pub fn ordered(servers: &Servers) -> Result<Sample> {
        native::keep(&servers.file());
        // What is prepared here may be lost in a power cut.
        wait(wait(Native::open()).run("PRAGMA synchronous = OFF", Vec::new()));
        let url = format!("http://{}", servers.ours().addresses[0]);
        let answers = answers(&form(PROCEDURE), &json!({}));
        let dossier = Citizen::new(&url).drafts(PROCEDURE, PLACE).answers(&answers).submit();
        let (agency, code) = (dossier.code.split('.').next().unwrap_or_default().to_owned(), dossier.code.clone());
        let filed = wait(<Kept as Dossiers>::read(agency.clone(), code.clone())).context("no dossier")?;
        let ask = Ask::new("POST", &format!("{url}/api/payments/vnpay/orders")).header("idempotency-key", &key());
        ask.bearer(&dossier.draft.secret).json(&json!({"dossier": code})).expect(201);
        let asked = wait(<Kept as Dossiers>::read(agency.clone(), code.clone())).context("no dossier")?;
        let events = wait(<Kept as Dossiers>::events(agency.clone(), code.clone(), 0));
        let request = events.get(1).context("no request for the fee")?;
        let note = Note::open(&keys().sealing, &bound(&agency, &filed.draft), &request.sealed)?;
        let order = wait(<Kept as Orders>::of_dossier(agency.clone(), code)).into_iter().next().context("no order")?;
        let told = wait(<Kept as Orders>::events(agency, order.id.clone(), 0)).into_iter().map(told).collect();
        Ok(Sample { filed, asked, events, note, order, told, made: Cell::default() })
    }

    /// Opens so many orders like this one.
    pub fn opened(&self, count: usize) -> Result<Vec<Named>> {
        (0..count).map(|_| self.another()).collect()
    }

    fn another(&self) -> Result<Named> {
        self.made.set(self.made.get() + 1);
        let draft = random::hex_id();
        wait_for(<Kept as Drafts>::create(self.draft(&draft), String::new(), None), "no draft")?;
        let dossier = wait_for(<Kept as Filings>::file(self.filing(&draft)), "no dossier")?.code;
        let number = self.order.number + self.made.get();
        let order = self.order(&dossier, number, self.step(&dossier, &draft));
        let (agency, id, reference) = (order.agency.clone(), order.id.clone(), order.reference.clone());
        wait_for(<Kept as Orders>::open(order), "no order")?;
        wait_for(<Kept as Orders>::append(self.sent(agency, id)), "not sent")?;
        Ok(Named { reference, number, dossier, amount: self.order.amount })
    }

    fn draft(&self, id: &str) -> NewDraft {
        let Dossier { agency, secret_hash, procedure, place, filed, .. } = self.filed.clone();
        let (id, sealed) = (id.to_owned(), Vec::new());
        NewDraft { agency, id, secret_hash, procedure, place, sealed, created: filed, expires: u64::MAX >> 1 }
    }

    fn filing(&self, draft: &str) -> Filing {
        let Dossier { agency, code, procedure, place, state, status, appointed, facts, sealed, factors, filed, .. } =
            self.filed.clone();
        Filing {
            agency,
            draft: draft.to_owned(),
            draft_version: 1,
            prefix: code.rsplit_once('-').map(|(prefix, _)| format!("{prefix}-")).unwrap_or_default(),
            reference: Reference::of_random(u64::from_le_bytes(random::bytes())).to_string(),
            filed,
            procedure,
            place,
            state,
            status,
            appointed,
            facts,
            // Bound to the other draft; nobody opens it here.
            sealed,
            factors,
            owners: vec![random::token()],
            files: Vec::new(),
            event: written(&self.events[0], Vec::new()),
            messages: Vec::new(),
            request: Request { key: draft.to_owned(), hash: draft.to_owned() },
        }
    }

    /// The step that asks for the fee.
    fn step(&self, code: &str, draft: &str) -> Step {
        let Dossier { agency, state, status, appointed, .. } = self.asked.clone();
        let sealed = self.note.seal(&keys().sealing, &bound(&agency, draft));
        Step {
            agency,
            code: code.to_owned(),
            expected: 1,
            state,
            status,
            appointed,
            facts: None,
            sealed: None,
            files: Vec::new(),
            event: written(&self.events[1], sealed),
            messages: Vec::new(),
            request: None,
        }
    }

    fn order(&self, dossier: &str, number: u64, step: Step) -> NewOrder {
        let Order { agency, gateway, claim, amount, purpose, created, closes, due, facts, .. } = self.order.clone();
        NewOrder {
            agency,
            id: random::hex_id(),
            gateway,
            reference: number.to_string(),
            number,
            dossier: dossier.to_owned(),
            claim,
            amount,
            purpose: purpose.replace(&self.order.dossier, dossier),
            state: "initiated".to_owned(),
            created,
            closes,
            due,
            facts,
            event: self.told[0].clone(),
            step: Some(step),
            scope: String::new(),
            request: None,
        }
    }

    fn sent(&self, agency: String, id: String) -> Change {
        let Order { state, closes, due, asked, .. } = self.order.clone();
        Change {
            agency,
            id,
            expected: 1,
            state,
            closes,
            due,
            asked,
            transaction: None,
            paid: None,
            received: 0,
            returned: 0,
            facts: None,
            event: self.told[1].clone(),
            entries: Vec::new(),
            cases: Vec::new(),
            booking: None,
            settled: None,
            step: None,
            call: None,
        }
    }
}

/// Brings the log to the file, so that neither server meets what the preparation left.
pub fn at_rest() {
    wait(wait(Native::open()).run("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()));
}

/// What the request for the fee says is bound to its place in the history: the second.
fn bound<'a>(agency: &'a str, draft: &'a str) -> Bound<'a> {
    Bound { purpose: Purpose::Event, agency, draft, place: "2" }
}

fn written(event: &Event, sealed: Vec<u8>) -> NewEvent {
    let Event { at, event, actor, day, .. } = event.clone();
    NewEvent { at, event, actor, day, sealed }
}

fn told(event: motcua_store::bindings::exports::motcua::store::orders::Event) -> Told {
    let motcua_store::bindings::exports::motcua::store::orders::Event {
        at,
        event,
        source,
        transaction,
        amount,
        code,
        ..
    } = event;
    Told { at, event, source, transaction, amount, code }
}

fn wait_for<T, E: std::fmt::Debug>(call: impl Future<Output = Result<T, E>>, what: &str) -> Result<T> {
    at_once(call).map_err(|error| anyhow::anyhow!("{what}: {error:?}"))
}
