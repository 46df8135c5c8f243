//! The last net: a payment that no call and no question brought stands on the gateway's statement of the day, and is found there.

use std::collections::{BTreeMap, BTreeSet};

use motcua_rules::clock::in_vietnam;
use motcua_tests::gateway::{Kind, Payment};
use serde_json::Value;

use super::{Flaws, counts};
use crate::AN;
use crate::desk::Desk;

/// These say when a payment was made, in calls and in answers, so that both books have it on one day.
const TELL_THE_TIME: [Kind; 4] = [Kind::Vnpay, Kind::Zalopay, Kind::Payos, Kind::Vietqr];

/// Brings the gateway's statements and looks whether they show what is missing, and nothing else.
pub fn shows(desk: &Desk<'_>, missing: &[Payment], flaws: &mut Flaws) {
    let mut days: BTreeMap<String, String> = BTreeMap::new();
    let mut write = |at: u64, line: String| {
        let instant = jiff::Timestamp::from_millisecond(at.cast_signed()).expect("an instant");
        let head = || "transaction,kind,reference,amount,fee\n".to_owned();
        days.entry(in_vietnam(instant).date().to_string()).or_insert_with(head).push_str(&line);
    };
    for one in desk.gateway.payments().iter().filter(counts) {
        write(one.at, format!("{},payment,{},{},0\n", one.transaction, one.reference, one.amount));
    }
    let mut found = BTreeSet::new();
    for (day, lines) in days {
        let put = desk.ask("PUT", &format!("/statements/{day}/gateway")).bearer(AN);
        put.header("content-type", "text/csv").body(lines).expect(200);
        let compared = desk.ask("GET", &format!("/statements/{day}")).bearer(AN).expect(200).json();
        let differences = compared["differences"].as_array().expect("differences");
        let is_missing = |one: &&Value| one["kind"] == "payment" && one["trouble"] == "missing_here";
        let text = |one: &Value| one["transaction"].as_str().expect("a number").to_owned();
        found.extend(differences.iter().filter(is_missing).map(text));
    }
    let wanted: BTreeSet<String> = missing.iter().map(|one| one.transaction.clone()).collect();
    let is_shown =
        if TELL_THE_TIME.contains(&desk.gateway.kind) { found == wanted } else { found.is_superset(&wanted) };
    flaws.unless(is_shown, || format!("the statements show {found:?}, and {wanted:?} are missing"));
}
