//! The checker of whole stores finds what it is there to find: every damage is told, and a store without any is in order.

use motcua_tests::checker::{flaws, in_order};
use serde_json::json;

use crate::money::{append, call, case, decided, opened, paid, payment, promised, refund, statement};
use crate::papers::{AGENCY, begun, code, filed, filing, finished, id, message, step, uploaded};
use crate::rows::with;
use crate::store::Store;

on_each_store![every_damage_is_told, every_damage_of_money_is_told,];

/// What somebody might do to the database, or a store that writes half of what it should.
const DAMAGES: [&str; 30] = [
    "UPDATE code_counters SET given = given + 1",
    "UPDATE code_counters SET given = given - 1",
    "DELETE FROM code_counters",
    "DELETE FROM dossiers WHERE code LIKE '%-0001'",
    "UPDATE dossiers SET version = version + 1",
    "UPDATE dossiers SET updated = updated + 1",
    "UPDATE dossiers SET secret_hash = ''",
    "UPDATE dossiers SET reference = ''",
    "UPDATE dossiers SET draft = '' WHERE code LIKE '%-0001'",
    "UPDATE events SET at = at + 1 WHERE number = 1",
    "UPDATE events SET actor = 'desk' WHERE number = 2",
    "UPDATE events SET new_day = '2025-07-01' WHERE number = 2",
    "UPDATE events SET sealed = (SELECT sealed FROM events WHERE number = 2 LIMIT 1) WHERE number = 1",
    "UPDATE events SET previous = hash WHERE number = 1",
    "DELETE FROM events WHERE number = 2",
    "DELETE FROM spoken",
    "UPDATE spoken SET agency = 'H26'",
    "UPDATE owners SET filed = filed + 1",
    "UPDATE owners SET code = ''",
    "UPDATE outbox SET event = 9",
    "UPDATE outbox SET dossier = ''",
    "UPDATE drafts SET filed = 0",
    "UPDATE drafts SET filed = 1",
    "DELETE FROM drafts WHERE filed = 0",
    "UPDATE chunks SET hash = ''",
    "UPDATE chunks SET begins = begins + 1 WHERE begins > 0",
    "DELETE FROM chunks WHERE begins = 0",
    "DELETE FROM files",
    "UPDATE files SET finished = 0",
    "UPDATE files SET dossier_event = 9 WHERE finished = 1",
];

fn every_damage_is_told(store: &Store) {
    begun(store, &id(1));
    finished(store, &id(1), &id(10), &["one", "two"]);
    let first = code(&store.ok("filing/file", json!([with(filing(&id(1)), json!({ "files": [id(10)] }))])));
    store.ok("casework/append", json!([with(step(&first, 1), json!({ "messages": [message("accepted")] }))]));
    filed(store, &id(2));
    begun(store, &id(3));
    uploaded(store, &id(3), &id(10), &["three"]);
    store.ok("files/begin", json!([AGENCY, id(3), crate::papers::file(&id(11), 9), 60, null]));

    let mut kept = store.kept();
    let holdings = in_order(&mut kept);
    assert_eq!((holdings.drafts, holdings.files), (3, 3));
    assert_eq!(holdings.dossiers.into_values().collect::<Vec<_>>(), [2, 1]);
    for damage in DAMAGES {
        kept.execute("BEGIN");
        kept.execute(damage);
        assert!(!flaws(&mut kept).is_empty(), "nobody sees: {damage}");
        kept.execute("ROLLBACK");
    }
    in_order(&mut kept);
}

/// The same with what belongs to payments.
const DAMAGES_OF_MONEY: [&str; 33] = [
    "DELETE FROM payment_orders WHERE number = 1",
    "UPDATE payment_orders SET version = version + 1",
    "UPDATE payment_orders SET updated = updated + 1",
    "UPDATE payment_orders SET due = 0",
    "UPDATE payment_orders SET due = NULL",
    "UPDATE payment_orders SET returned = 0",
    "UPDATE payment_orders SET gateway = 'momo'",
    "UPDATE payment_events SET at = at + 1 WHERE number = 1",
    "UPDATE payment_events SET code = '07' WHERE number = 2",
    "UPDATE payment_events SET amount = 1 WHERE number = 2",
    "UPDATE payment_events SET transaction_no = NULL WHERE number = 2",
    "UPDATE payment_events SET source = '' WHERE number = 1",
    "UPDATE payment_events SET previous = hash WHERE number = 1",
    "DELETE FROM payment_events WHERE number = 2",
    "DELETE FROM payment_entries WHERE line = 1",
    "DELETE FROM payment_entries WHERE line = 2",
    "UPDATE payment_entries SET amount = amount + 1 WHERE line = 1",
    "UPDATE payment_entries SET number = 9",
    "UPDATE payment_entries SET line = line + 1 WHERE line = 2",
    "DELETE FROM payment_names WHERE number = 1",
    "UPDATE payment_names SET number = number + 10",
    "UPDATE payment_names SET due = 0",
    "UPDATE payment_names SET reference = '' WHERE number = 1",
    "UPDATE payment_bookings SET order_id = ''",
    "UPDATE payment_bookings SET gateway = 'momo'",
    "UPDATE payment_refunds SET order_id = ''",
    "UPDATE payment_refunds SET amount = amount + 1 WHERE state = 'proposed'",
    "UPDATE payment_refunds SET state = 'proposed' WHERE state = 'rejected'",
    "UPDATE payment_calls SET settled = NULL",
    "UPDATE payment_calls SET verdict = 'paid'",
    "UPDATE payment_cases SET order_id = '' WHERE agency IS NOT NULL",
    "UPDATE payment_cases SET closed = 1",
    "DELETE FROM payment_statements",
];

fn every_damage_of_money_is_told(store: &Store) {
    paid(store, 1, "140");
    opened(store, 2);
    store.ok("refunds/propose", json!([refund(10, 1, 3_000), promised(1, 2, 3_000)]));
    store.ok("refunds/propose", json!([refund(11, 1, 5_000), promised(1, 3, 8_000)]));
    store.ok("refunds/advance", json!([decided(11, 1, "rejected"), promised(1, 4, 3_000)]));
    for number in [1, 2] {
        store.ok("calls/keep", json!([call(number, 0)]));
    }
    let cases = json!([case("a", 0), with(case("b", 0), json!({ "order": [AGENCY, id(1)] }))]);
    append(store, &with(payment(2, 1, "150"), json!({ "call": [id(1), "paid"], "cases": cases }))).expect("a payment");
    store.ok("settlements/put", json!([statement(&["140", "150"])]));

    let mut kept = store.kept();
    let holdings = in_order(&mut kept);
    assert_eq!(holdings.orders.into_values().collect::<Vec<_>>(), [5, 2]);
    for damage in DAMAGES_OF_MONEY {
        kept.execute("BEGIN");
        kept.execute(damage);
        assert!(!flaws(&mut kept).is_empty(), "nobody sees: {damage}");
        kept.execute("ROLLBACK");
    }
    in_order(&mut kept);
}
