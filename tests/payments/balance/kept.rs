//! What the portal's database says of the payments at one gateway.

use motcua_tests::checker::{self, Cell};

/// All of it.
pub struct Kept {
    pub orders: Vec<Order>,
    pub entries: Vec<Entry>,
    pub bookings: Vec<Booking>,
    pub cases: Vec<Case>,
    pub refunds: Vec<Refund>,
    /// Dossier and claim of each payment that is a fee, at whatever gateway.
    pub fees: Vec<(String, i64)>,
    /// The codes of the dossiers whose fee was received, once for each time.
    pub received: Vec<String>,
    /// How many calls wait to be judged.
    pub waiting: usize,
    events: Vec<(String, String)>,
}

#[derive(Debug)]
pub struct Order {
    pub id: String,
    pub reference: String,
    pub dossier: String,
    pub amount: i64,
    pub state: String,
    pub received: i64,
    pub returned: i64,
    /// The payment that made it paid.
    pub transaction: String,
    pub is_due: bool,
}

pub struct Entry {
    pub order: String,
    pub account: String,
    pub amount: i64,
}

pub struct Booking {
    pub transaction: String,
    pub kind: String,
    pub order: String,
    pub amount: i64,
}

pub struct Case {
    pub kind: String,
    pub reference: String,
    pub transaction: String,
    pub amount: Option<i64>,
    pub is_open: bool,
}

pub struct Refund {
    pub id: String,
    pub order: String,
    pub amount: i64,
    pub state: String,
    pub number: String,
}

impl Kept {
    /// Reads it at one moment.
    pub fn read(store: &mut checker::Kept, gateway: &str) -> Kept {
        store.at_one_moment(|store| {
            let of_orders = format!("JOIN payment_orders o ON o.agency = t.agency AND o.id = t.order_id AND o.gateway = '{gateway}'");
            let mut rows = |sql: String| store.rows(&sql);
            Kept {
                orders: orders(rows(format!(
                    "SELECT id, reference, dossier, amount, state, received, returned, transaction_no, due \
                     FROM payment_orders WHERE gateway = '{gateway}' ORDER BY created"
                ))),
                entries: rows(format!("SELECT t.order_id, t.account, t.amount FROM payment_entries t {of_orders}"))
                    .iter()
                    .map(|row| Entry { order: text(&row[0]), account: text(&row[1]), amount: row[2].integer() })
                    .collect(),
                bookings: bookings(rows(format!(
                    "SELECT transaction_no, kind, order_id, amount FROM payment_bookings WHERE gateway = '{gateway}'"
                ))),
                cases: cases(rows(format!(
                    "SELECT kind, reference, transaction_no, amount, closed FROM payment_cases WHERE gateway = '{gateway}'"
                ))),
                refunds: refunds(rows(format!(
                    "SELECT t.id, t.order_id, t.amount, t.state, t.number FROM payment_refunds t {of_orders}"
                ))),
                fees: rows(
                    "SELECT o.dossier, o.claim FROM payment_entries t \
                     JOIN payment_orders o ON o.agency = t.agency AND o.id = t.order_id \
                     WHERE t.account = 'revenue' AND t.amount < 0"
                        .to_owned(),
                )
                .iter()
                .map(|row| (text(&row[0]), row[1].integer()))
                .collect(),
                received: rows("SELECT code FROM events WHERE event = 'payment_received'".to_owned())
                    .iter()
                    .map(|row| text(&row[0]))
                    .collect(),
                waiting: rows(format!("SELECT id FROM payment_calls WHERE gateway = '{gateway}' AND verdict = ''")).len(),
                events: rows(format!(
                    "SELECT t.order_id, t.event FROM payment_events t {of_orders} ORDER BY t.order_id, t.number"
                ))
                .iter()
                .map(|row| (text(&row[0]), text(&row[1])))
                .collect(),
            }
        })
    }

    /// What happened to an order.
    pub fn events(&self, order: &str) -> Vec<&str> {
        self.events.iter().filter(|(id, _)| id == order).map(|(_, event)| event.as_str()).collect()
    }

    /// What was booked for an order as a payment or a refund.
    pub fn booked<'a>(&'a self, order: &'a str, kind: &'a str) -> impl Iterator<Item = &'a Booking> {
        self.bookings.iter().filter(move |booking| booking.order == order && booking.kind == kind)
    }

    /// What was booked for an order as this kind.
    pub fn sum(&self, order: &str, kind: &str) -> i64 {
        self.booked(order, kind).map(|booking| booking.amount).sum()
    }

    /// What an account of an order got and what it gave.
    pub fn turnover(&self, order: &str, account: &str) -> (i64, i64) {
        let lines = self.entries.iter().filter(|entry| entry.order == order && entry.account == account);
        lines.fold((0, 0), |(got, gave), entry| (got + entry.amount.max(0), gave - entry.amount.min(0)))
    }

    /// What of an order's payments is the fee.
    pub fn applied(&self, order: &str) -> i64 {
        self.turnover(order, "revenue").1
    }
}

/// The text of a cell, empty where there is nothing.
fn text(cell: &Cell) -> String {
    if *cell == Cell::Null { String::new() } else { cell.text().to_owned() }
}

fn orders(rows: Vec<Vec<Cell>>) -> Vec<Order> {
    let order = |row: &Vec<Cell>| Order {
        id: text(&row[0]),
        reference: text(&row[1]),
        dossier: text(&row[2]),
        amount: row[3].integer(),
        state: text(&row[4]),
        received: row[5].integer(),
        returned: row[6].integer(),
        transaction: text(&row[7]),
        is_due: row[8] != Cell::Null,
    };
    rows.iter().map(order).collect()
}

fn bookings(rows: Vec<Vec<Cell>>) -> Vec<Booking> {
    let booking = |row: &Vec<Cell>| Booking {
        transaction: text(&row[0]),
        kind: text(&row[1]),
        order: text(&row[2]),
        amount: row[3].integer(),
    };
    rows.iter().map(booking).collect()
}

fn cases(rows: Vec<Vec<Cell>>) -> Vec<Case> {
    let case = |row: &Vec<Cell>| Case {
        kind: text(&row[0]),
        reference: text(&row[1]),
        transaction: text(&row[2]),
        amount: (row[3] != Cell::Null).then(|| row[3].integer()),
        is_open: row[4].integer() == i64::MAX,
    };
    rows.iter().map(case).collect()
}

fn refunds(rows: Vec<Vec<Cell>>) -> Vec<Refund> {
    let refund = |row: &Vec<Cell>| Refund {
        id: text(&row[0]),
        order: text(&row[1]),
        amount: row[2].integer(),
        state: text(&row[3]),
        number: text(&row[4]),
    };
    rows.iter().map(refund).collect()
}
