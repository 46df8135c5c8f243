//! An order as it is kept, and as the gateway knows it.

use motcua_edge::problem::Problem;
use motcua_record::digest;
use motcua_reference::problem::damaged;
use motcua_rules::money::Dong;
use motcua_rules::payment::schedule::Times;
use motcua_rules::payment::{Trouble, order};
use serde::{Deserialize, Serialize};

use crate::gateway;
use crate::settings::Settings;
use crate::store::orders::{Change, NewCase, NewEvent, Order};

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
    /// The payer's network address is sent to the gateway and not kept; this is what stands in its place later.
    pub procedure: String,
    /// The procedure's name.
    pub procedure_name: String,
    /// The code of the agency that is owed the fee.
    pub agency: String,
    /// Its name.
    pub agency_name: String,
    /// What the payer was sent to.
    #[serde(default)]
    pub step: Option<Next>,
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
