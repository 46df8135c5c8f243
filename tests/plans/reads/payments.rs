//! Payments among a million others.

use motcua_store::bindings::exports::motcua::store::calls::{Call, Guest as Calls};
use motcua_store::bindings::exports::motcua::store::orders::{Change, Guest as Orders, NewCase, NewEvent, NewOrder};
use motcua_store::bindings::exports::motcua::store::refunds::{Guest as Refunds, NewRefund, RefundChange};
use motcua_store::bindings::exports::motcua::store::settlements::{Guest as Settlements, Line, Statement};
use motcua_store::{Row, Value};

use super::Portal;

/// Rows of `rows.rs` in one agency: an order, its reference and its booking, a refund of it, a call, a case and a day.
const ORDER: &str = "o125001";
const REFERENCE: &str = "r125001";
const BOOKING: &str = "t125001";
const REFUND: &str = "f125001";
const CALL: &str = "k125000";
const CASE: &str = "x125000";
const DAY: &str = "d2500";

fn text(text: &str) -> String {
    text.to_owned()
}

fn agency() -> String {
    text("H29")
}

fn gateway() -> String {
    text("vnpay")
}

/// What a statement finds where something is found.
pub fn found(sql: &str) -> Vec<Row> {
    let text = |text: &str| Value::Text(text.to_owned());
    let columns = match sql {
        _ if sql.starts_with("UPDATE payment_orders") => {
            vec![text("vnpay"), text(REFERENCE), text("hash"), Value::Null]
        }
        _ if sql.starts_with("UPDATE payment_refunds") => vec![Value::Integer(5), text(ORDER)],
        _ if sql.starts_with("UPDATE payment_cases") => vec![Value::Integer(2)],
        _ if sql.starts_with("SELECT agency, order_id") => vec![text("H29"), text(ORDER)],
        _ if sql.starts_with("SELECT received") => vec![Value::Integer(0)],
        _ if sql.contains("RETURNING") => vec![text("something")],
        _ => return Vec::new(),
    };
    vec![Row::from(columns)]
}

/// Each operation once; whatever it answers, what it sent is noted.
pub async fn use_everything() {
    use_orders().await;
    use_calls().await;
    let _ = Portal::propose(refund(), change()).await;
    let _ = Portal::advance(refund_change(), Some(change())).await;
    let _ = <Portal as Refunds>::read(agency(), text(REFUND)).await;
    let _ = Portal::of_order(agency(), text(ORDER)).await;
    use_settlements().await;
}

async fn use_orders() {
    let _ = <Portal as Orders>::open(order()).await;
    let _ = <Portal as Orders>::append(change()).await;
    let _ = <Portal as Orders>::read(agency(), text(ORDER)).await;
    let _ = <Portal as Orders>::named(gateway(), text(REFERENCE)).await;
    let _ = Portal::of_dossier(agency(), text("c125001")).await;
    let _ = <Portal as Orders>::events(agency(), text(ORDER), 1).await;
    let _ = Portal::entries(agency(), text(ORDER)).await;
    let _ = Portal::booked(gateway(), text(BOOKING), text("payment")).await;
    let _ = Portal::due(gateway(), 500_000, 100).await;
    // In the middle of a long day.
    let after = (500_000, text("t500000"), text("payment"));
    let _ = Portal::bookings(gateway(), 250_000, 750_000, Some(after)).await;
}

async fn use_calls() {
    let call = Call { gateway: gateway(), id: text("new"), received: 0, hash: text("h"), sealed: Vec::new() };
    let _ = Portal::keep(call).await;
    let _ = <Portal as Calls>::settle(gateway(), text(CALL), text("paid"), 0).await;
    let _ = <Portal as Calls>::waiting(gateway(), 500_000, 100).await;
    // What is old enough of one word: a few among a million.
    let _ = Portal::forget(gateway(), text("paid"), 1_000, 100).await;
    let _ = Portal::verdict(gateway(), text(CALL)).await;
}

async fn use_settlements() {
    let line = Line { transaction: text("new"), kind: text("payment"), reference: text("r"), amount: 0, fee: 0 };
    let (day, source) = (|| text(DAY), || text("gateway"));
    let statement = Statement {
        gateway: gateway(),
        day: day(),
        source: source(),
        publisher: text("p"),
        received: 0,
        lines: vec![line],
    };
    let _ = Portal::put(statement).await;
    let _ = Portal::lines(gateway(), day(), source(), Some((text("t500100"), text("payment")))).await;
    let _ = Portal::open_cases(vec![case()]).await;
    for all in [false, true] {
        let _ = Portal::cases(gateway(), all, Some((500_000, text("x500000"))), 100).await;
    }
    let _ = Portal::case_of(gateway(), text(CASE)).await;
    let _ = Portal::change_case(gateway(), text(CASE), 1, text("an"), Some(text("why")), 0).await;
}

fn event() -> NewEvent {
    NewEvent { at: 0, event: text("e"), source: text("s"), transaction: None, amount: None, code: String::new() }
}

fn case() -> NewCase {
    NewCase {
        id: text("new"),
        gateway: gateway(),
        kind: text("k"),
        order: None,
        reference: text("r"),
        transaction: text("t"),
        amount: None,
        opened: 0,
    }
}

fn order() -> NewOrder {
    NewOrder {
        agency: agency(),
        id: text(ORDER),
        gateway: gateway(),
        reference: text(REFERENCE),
        number: 125_001,
        dossier: text("c125001"),
        claim: 1,
        amount: 8_000,
        purpose: text("p"),
        state: text("s"),
        created: 125_001,
        closes: 0,
        due: None,
        facts: text("{}"),
        event: event(),
        step: None,
        scope: text("scope"),
        request: None,
    }
}

fn change() -> Change {
    Change {
        agency: agency(),
        id: text(ORDER),
        expected: 4,
        state: text("s"),
        closes: 0,
        due: Some(7),
        asked: 1,
        transaction: None,
        paid: None,
        received: 0,
        returned: 0,
        facts: None,
        event: event(),
        entries: Vec::new(),
        cases: vec![case()],
        booking: None,
        settled: Some((text(BOOKING), text("payment"))),
        step: None,
        call: Some((text(CALL), text("paid"))),
    }
}

fn refund() -> NewRefund {
    NewRefund {
        agency: agency(),
        id: text("new"),
        order: text(ORDER),
        transaction: text(BOOKING),
        amount: 1,
        reason: text("w"),
        maker: text("m"),
        state: text("s"),
        created: 0,
        scope: text("scope"),
        request: None,
    }
}

fn refund_change() -> RefundChange {
    RefundChange {
        agency: agency(),
        id: text(REFUND),
        expected: 4,
        state: text("s"),
        checker: None,
        at: 0,
        asked: None,
        number: None,
        code: String::new(),
    }
}
