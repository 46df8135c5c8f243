//! Payment orders, their histories and entries, and what points at them.

use std::collections::BTreeMap;

use super::histories::key;
use super::{Cell, Flaws, Kept, sha256};

/// An order by its agency and its id.
pub type Orders = BTreeMap<(String, String), Order>;

/// What of an order others have to agree with.
pub struct Order {
    /// The number of its last event.
    pub version: u32,
    gateway: String,
    reference: String,
    number: i64,
    updated: i64,
    due: Cell,
    returned: i64,
}

/// What the hash of an order's event is made of, beside the event before and the order's id.
pub struct Happened<'a> {
    /// Counted from 1.
    pub number: u32,
    /// In milliseconds.
    pub at: u64,
    /// The rules' word for it.
    pub event: &'a str,
    /// How we know.
    pub source: &'a str,
    /// The gateway's number of the transaction.
    pub transaction: Option<&'a str>,
    /// In đồng.
    pub amount: Option<u64>,
    /// The gateway's code, or who did it.
    pub code: &'a str,
}

/// The hash that an event of an order has to have: `orders.event` says of what.
pub fn chained_order(previous: &str, id: &str, it: &Happened<'_>) -> String {
    let amount = it.amount.map_or_else(String::new, |amount| amount.to_string());
    let (number, at, transaction) = (it.number.to_string(), it.at.to_string(), it.transaction.unwrap_or(""));
    let fields = [previous, id, &number, &at, it.event, it.source, transaction, &amount, it.code];
    sha256(fields.iter().map(|field| format!("{field}\n")).collect::<String>().as_bytes())
}

/// All orders.
pub fn read(kept: &mut Kept) -> Orders {
    let columns = "agency, id, version, gateway, reference, number, updated, due, returned";
    let order = |row: &Vec<Cell>| Order {
        version: u32::try_from(row[2].integer()).expect("a version"),
        gateway: row[3].text().to_owned(),
        reference: row[4].text().to_owned(),
        number: row[5].integer(),
        updated: row[6].integer(),
        due: row[7].clone(),
        returned: row[8].integer(),
    };
    let rows = kept.rows(&format!("SELECT {columns} FROM payment_orders"));
    rows.iter().map(|row| (key(row, 0, 1), order(row))).collect()
}

/// Looks at every history and at all that points at an order.
pub fn look(kept: &mut Kept, orders: &Orders, flaws: &mut Flaws) {
    look_at_histories(kept, orders, flaws);
    look_at_entries(kept, orders, flaws);
    look_at_names(kept, orders, flaws);
    look_at_refunds(kept, orders, flaws);
    for row in kept.rows("SELECT agency, order_id, gateway FROM payment_bookings") {
        let is_its = orders.get(&key(&row, 0, 1)).is_some_and(|order| order.gateway == row[2].text());
        flaws.unless(is_its, || format!("a booking at {:?} for {:?}, which is no order there", row[2], row[1]));
    }
    for row in kept.rows("SELECT agency, order_id, id, closed, reason FROM payment_cases") {
        let is_about = row[0] == Cell::Null || orders.contains_key(&key(&row, 0, 1));
        flaws.unless(is_about, || format!("case {:?} is about {:?}, which is no order", row[2], row[1]));
        let is_closed = row[3].integer() != i64::MAX;
        flaws.unless(is_closed == (row[4] != Cell::Null), || format!("case {:?}: closed is {is_closed}", row[2]));
    }
    for row in kept.rows("SELECT id, verdict, settled FROM payment_calls") {
        let is_settled = row[2] != Cell::Null;
        flaws.unless(is_settled != row[1].text().is_empty(), || format!("call {:?}: settled is {is_settled}", row[0]));
    }
    let of_none = "SELECT l.day FROM payment_lines l LEFT JOIN payment_statements s \
        ON s.gateway = l.gateway AND s.day = l.day AND s.source = l.source WHERE s.gateway IS NULL";
    flaws.unless(kept.rows(of_none).is_empty(), || "lines of no statement".to_owned());
}

fn look_at_histories(kept: &mut Kept, orders: &Orders, flaws: &mut Flaws) {
    let sql = "SELECT agency, order_id, number, at, event, source, transaction_no, amount, code, previous, hash \
        FROM payment_events ORDER BY number";
    let mut histories: BTreeMap<(String, String), Vec<Vec<Cell>>> = BTreeMap::new();
    for row in kept.rows(sql) {
        histories.entry(key(&row, 0, 1)).or_default().push(row);
    }
    for (name, order) in orders {
        let history = histories.remove(name).unwrap_or_default();
        flaws.unless(history.len() == order.version as usize, || {
            format!("{name:?} has version {} and {} events", order.version, history.len())
        });
        let last = history.last().map(|row| row[3].integer());
        flaws.unless(last == Some(order.updated), || format!("{name:?} was not updated with its last event"));
        flaws.unless(is_chained(&name.1, &history), || format!("the history of {name:?} is broken"));
    }
    flaws.unless(histories.is_empty(), || format!("histories of no order: {:?}", histories.keys()));
}

fn is_chained(id: &str, history: &[Vec<Cell>]) -> bool {
    let mut previous = "0".repeat(64);
    (1..).zip(history).all(|(number, row)| {
        let happened = Happened {
            number,
            at: row[3].integer().cast_unsigned(),
            event: row[4].text(),
            source: row[5].text(),
            transaction: (row[6] != Cell::Null).then(|| row[6].text()),
            amount: (row[7] != Cell::Null).then(|| row[7].integer().cast_unsigned()),
            code: row[8].text(),
        };
        let hash = chained_order(&previous, id, &happened);
        let is_so = row[2].integer() == i64::from(number) && row[9].text() == previous && row[10].text() == hash;
        previous = hash;
        is_so
    })
}

/// The entries of each event add up to nought, and so do those of each order.
fn look_at_entries(kept: &mut Kept, orders: &Orders, flaws: &mut Flaws) {
    let sql = "SELECT agency, order_id, number, line, amount FROM payment_entries ORDER BY line";
    let mut changes: BTreeMap<((String, String), i64), (i64, i128)> = BTreeMap::new();
    for row in kept.rows(sql) {
        let (lines, sum) = changes.entry((key(&row, 0, 1), row[2].integer())).or_default();
        *lines += 1;
        *sum += i128::from(row[4].integer());
        flaws.unless(*lines == row[3].integer(), || format!("{:?}: line {:?} is the {lines}th", row[1], row[3]));
    }
    for ((name, number), (_, sum)) in changes {
        flaws.unless(sum == 0, || format!("{name:?}: the entries of event {number} add up to {sum}"));
        let order = orders.get(&name);
        flaws.unless(order.is_some_and(|order| (1..=i64::from(order.version)).contains(&number)), || {
            format!("entries of event {number} of {name:?}, which is not there")
        });
    }
}

/// What leads from a gateway to an order says the same as the order.
fn look_at_names(kept: &mut Kept, orders: &Orders, flaws: &mut Flaws) {
    let mut names = BTreeMap::new();
    for row in kept.rows("SELECT gateway, reference, number, agency, order_id, due FROM payment_names") {
        names.insert(key(&row, 0, 1), row);
    }
    for (name, order) in orders {
        let found = names.remove(&(order.gateway.clone(), order.reference.clone()));
        let agrees = found
            .as_ref()
            .is_some_and(|row| key(row, 3, 4) == *name && row[2].integer() == order.number && row[5] == order.due);
        flaws.unless(agrees, || format!("{name:?} is due {:?} and known as {found:?}", order.due));
    }
    flaws.unless(names.is_empty(), || format!("names of no order: {:?}", names.keys()));
}

/// What a refund's state says when it gives nothing back.
const GIVES_NOTHING: [&str; 2] = ["rejected", "refused"];

fn look_at_refunds(kept: &mut Kept, orders: &Orders, flaws: &mut Flaws) {
    let mut promised: BTreeMap<(String, String), i128> = BTreeMap::new();
    for row in kept.rows("SELECT agency, order_id, amount, state, id FROM payment_refunds") {
        flaws.unless(orders.contains_key(&key(&row, 0, 1)), || format!("refund {:?} is of no order", row[4]));
        if !GIVES_NOTHING.contains(&row[3].text()) {
            *promised.entry(key(&row, 0, 1)).or_default() += i128::from(row[2].integer().cast_unsigned());
        }
    }
    for (name, order) in orders {
        let (promised, returned) = (promised.remove(name).unwrap_or(0), i128::from(order.returned.cast_unsigned()));
        flaws.unless(promised == returned, || format!("{name:?} returns {returned}, its refunds {promised}"));
    }
}
