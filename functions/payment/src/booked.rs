//! An order as it is kept, and as the gateway knows it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::digest;
use motcua_record::seal::{Bound, Purpose};
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::money::Dong;
use motcua_rules::payment::schedule::Times;
use motcua_rules::payment::{Account, Trouble, order};
use serde::{Deserialize, Serialize};

use crate::gateway;
use crate::settings::Settings;
use crate::store::orders::{self, Change, NewCase, NewEvent, Order, Refusal};

/// What the store keeps of an order and does not read. Nothing of it tells who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// When the gateway stops taking the payment, in milliseconds.
    pub expires: u64,
    /// How long to wait between two questions, in milliseconds.
    #[serde(default)]
    pub gap: Option<u64>,
    /// `vi` or `en`.
    pub language: String,
    /// The procedure's code.
    pub procedure: String,
    /// The procedure's name.
    pub procedure_name: String,
    /// The code of the agency that is owed the fee.
    pub agency: String,
    /// Its name.
    pub agency_name: String,
    /// What the payer was sent to, sealed, in base64: some gateways want his network address in it.
    #[serde(default)]
    pub step: Option<String>,
}

/// What the payer is sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Next {
    /// A page of the gateway.
    Redirect {
        /// Its address.
        url: String,
    },
    /// A page of the gateway that takes a form.
    Form {
        /// Its address.
        action: String,
        /// Names and values.
        fields: Vec<(String, String)>,
    },
    /// A transfer to make.
    Transfer {
        /// What a QR code of it says.
        qr: String,
        /// The bank.
        bank: String,
        /// Its BIN.
        bank_bin: String,
        /// The account.
        account: String,
        /// Whose it is.
        holder: String,
        /// In đồng.
        amount: u64,
        /// What the transfer has to say.
        text: String,
    },
}

impl From<gateway::Step> for Next {
    fn from(step: gateway::Step) -> Next {
        match step {
            gateway::Step::Go(url) => Next::Redirect { url },
            gateway::Step::Submit((action, fields)) => Next::Form { action, fields },
            gateway::Step::Scan(to) => Next::Transfer {
                qr: to.payload,
                bank: to.bank_name,
                bank_bin: to.bank_bin,
                account: to.account,
                holder: to.holder,
                amount: to.amount,
                text: to.text,
            },
        }
    }
}

/// The facts of an order.
pub fn facts(order: &Order) -> Result<Facts, Problem> {
    serde_json::from_str(&order.facts).map_err(|error| damaged(&format!("the facts of order {}: {error}", order.id)))
}

/// As the store keeps them.
pub fn written(facts: &Facts) -> String {
    // Text and numbers: JSON can say all of it.
    serde_json::to_string(facts).unwrap_or_default()
}

/// What the payer was sent to.
pub fn step(settings: &Settings, order: &Order, facts: &Facts) -> Result<Option<Next>, Problem> {
    let Some(text) = &facts.step else { return Ok(None) };
    let bytes = STANDARD.decode(text).map_err(|_| damaged("where to pay is not readable"))?;
    let opened = settings.sealing.open_json(&bound(&order.agency, &order.id), &bytes);
    opened.map(Some).map_err(|_| damaged("where to pay cannot be opened"))
}

/// The same, to be kept.
pub fn sealed(settings: &Settings, order: &Order, step: &Next) -> String {
    STANDARD.encode(settings.sealing.seal_json(&bound(&order.agency, &order.id), step))
}

fn bound<'a>(agency: &'a str, order: &'a str) -> Bound<'a> {
    Bound { purpose: Purpose::Order, agency, draft: order, place: "step" }
}

/// What the ledger says of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Whether what came is the fee. A second payment is none, and is given back.
    pub is_fee: bool,
    /// What of the fee was given back, in đồng.
    pub fee_refunded: u64,
    /// What was given back of all that came.
    pub refunded: u64,
}

/// What the ledger says of an order; nothing is read where nothing has come.
pub async fn books(order: &Order) -> Result<Books, Problem> {
    if order.received == 0 {
        return Ok(Books::default());
    }
    let entries = orders::entries(order.agency.clone(), order.id.clone()).await.map_err(of_fault)?;
    let of = |account: Account| {
        entries.iter().map(|(_, entry)| entry).filter(move |entry| entry.account == account.as_str())
    };
    let got = |account| of(account).fold(0_u64, |sum, entry| sum.saturating_add(entry.amount.max(0).cast_unsigned()));
    Ok(Books {
        is_fee: of(Account::Revenue).any(|entry| entry.amount < 0),
        fee_refunded: got(Account::Revenue),
        refunded: got(Account::Refunds),
    })
}

/// A payment of an order, as its history has it.
pub struct Payment {
    /// In đồng.
    pub amount: u64,
    /// When it was written down.
    pub at: u64,
}

/// The most events that one call of the store gives.
pub const EVENTS_AT_ONCE: usize = 200;

/// The payment of an order that the gateway knows by this number. Fails where it is not on the order's books.
pub async fn payment(order: &Order, transaction: &str) -> Result<Payment, Problem> {
    moved(order, transaction).await?.ok_or_else(|| damaged("a payment is not in its order's history"))
}

/// What an order's history says of a number: the first event that brought or took money under it.
pub async fn moved(order: &Order, transaction: &str) -> Result<Option<Payment>, Problem> {
    let mut after = 0;
    loop {
        let events = orders::events(order.agency.clone(), order.id.clone(), after).await.map_err(of_fault)?;
        let is_end = events.len() < EVENTS_AT_ONCE;
        after = events.last().map_or(after, |event| event.number);
        let is_it = |event: &orders::Event| {
            let kind = order::Event::parse(&event.event);
            event.transaction.as_deref() == Some(transaction) && kind.is_some_and(order::Event::moves_money)
        };
        if let Some(found) = events.into_iter().find(is_it) {
            return Ok(found.amount.map(|amount| Payment { amount, at: found.at }));
        }
        if is_end {
            return Ok(None);
        }
    }
}

/// Where an order stands.
pub fn state(order: &Order) -> Result<order::State, Problem> {
    order::State::parse(&order.state).ok_or_else(|| damaged(&format!("the state of order {}", order.id)))
}

/// Its times.
pub const fn times(order: &Order, facts: &Facts) -> Times {
    Times { created: order.created, expires: facts.expires, gap: facts.gap }
}

/// An amount that the store keeps.
pub fn dong(amount: u64) -> Result<Dong, Problem> {
    Dong::new(amount).ok_or_else(|| damaged("an amount beyond all amounts"))
}

/// The order as its gateway knows it. The payer's address is only known when the order is begun.
pub fn at_gateway(settings: &Settings, order: &Order, facts: &Facts, payer_address: &str) -> gateway::Order {
    let (portal, name) = (&settings.portal_url, &settings.gateway);
    gateway::Order {
        number: order.number,
        reference: order.reference.clone(),
        amount: order.amount,
        purpose: order.purpose.clone(),
        created: order.created,
        expires: facts.expires,
        language: facts.language.clone(),
        return_url: format!("{portal}/nop-phi/{name}/{}-{}", order.agency, order.id),
        notify_url: format!("{portal}/api/payments/{name}/callback"),
        payer_address: payer_address.to_owned(),
        bill: gateway::Bill {
            dossier: order.dossier.clone(),
            procedure: facts.procedure.clone(),
            procedure_name: facts.procedure_name.clone(),
            agency: facts.agency.clone(),
            agency_name: facts.agency_name.clone(),
        },
    }
}

/// A change that leaves everything as it is but for what happened.
pub fn unchanged(order: &Order, event: NewEvent) -> Change {
    Change {
        agency: order.agency.clone(),
        id: order.id.clone(),
        expected: order.version,
        state: order.state.clone(),
        closes: order.closes,
        due: order.due,
        asked: order.asked,
        transaction: None,
        paid: None,
        received: order.received,
        returned: order.returned,
        facts: None,
        event,
        entries: Vec::new(),
        cases: Vec::new(),
        booking: None,
        settled: None,
        step: None,
        call: None,
    }
}

/// Writes a change down; false where somebody else changed the order first. For changes that bring no money and no step of a
/// dossier.
pub async fn wrote(change: Change) -> Result<bool, Problem> {
    match orders::append(change).await {
        Ok(_) => Ok(true),
        Err(Refusal::Changed(_)) => Ok(false),
        Err(Refusal::Failed(fault)) => Err(of_fault(fault)),
        Err(_) => Err(refusal::out_of_order()),
    }
}

/// An order that is known to be there, as it is by now.
pub async fn read(agency: &str, id: &str) -> Result<Order, Problem> {
    let found = orders::read(agency.to_owned(), id.to_owned()).await.map_err(of_fault)?;
    found.ok_or_else(|| damaged(&format!("order {id} is gone")))
}

/// Something that happened without money.
pub fn event(at: u64, event: order::Event, source: &str, code: &str) -> NewEvent {
    let (event, source, code) = (event.as_str().to_owned(), source.to_owned(), code.to_owned());
    NewEvent { at, event, source, transaction: None, amount: None, code }
}

/// What a case is about.
pub struct About<'a> {
    /// What the gateway calls the order.
    pub reference: &'a str,
    /// Its number of the transaction; empty where there is none.
    pub transaction: &'a str,
    /// In đồng.
    pub amount: Option<u64>,
    /// Agency and id of the order.
    pub order: Option<(String, String)>,
}

impl<'a> About<'a> {
    /// Something about an order that we know.
    pub fn of(order: &'a Order, transaction: &'a str, amount: Option<u64>) -> About<'a> {
        About {
            reference: &order.reference,
            transaction,
            amount,
            order: Some((order.agency.clone(), order.id.clone())),
        }
    }
}

/// A case. The same trouble about the same number is the same case, whoever finds it and however often.
pub fn case(gateway: &str, trouble: Trouble, about: &About<'_>, at: u64) -> NewCase {
    NewCase {
        id: case_id(gateway, trouble, about.reference, about.transaction),
        gateway: gateway.to_owned(),
        kind: trouble.as_str().to_owned(),
        order: about.order.clone(),
        reference: about.reference.to_owned(),
        transaction: about.transaction.to_owned(),
        amount: about.amount,
        opened: at,
    }
}

/// What a case is called.
pub fn case_id(gateway: &str, trouble: Trouble, reference: &str, transaction: &str) -> String {
    let mut id = digest::of(format!("{gateway}\n{}\n{reference}\n{transaction}", trouble.as_str()).as_bytes());
    id.truncate(32);
    id
}
