//! Calls of gateways: kept once, dealt with once.

use motcua_store::bindings::exports::motcua::store::calls::{Call, Guest as Calls};

use crate::database::{Native, everything, fresh, wait};
use crate::money::gateway;
use crate::people::NOW;

fn call(id: &str, received: u64) -> Call {
    Call { gateway: gateway(), id: id.to_owned(), received, hash: format!("hash of {id}"), sealed: vec![0, 1, 255] }
}

fn keep(call: Call) {
    assert_eq!(wait(Native::keep(call)), Ok(()));
}

fn settle(id: &str, verdict: &str) {
    assert_eq!(wait(<Native as Calls>::settle(gateway(), id.to_owned(), verdict.to_owned(), NOW)), Ok(()));
}

fn waiting(before: u64, limit: u32) -> Vec<Call> {
    wait(<Native as Calls>::waiting(gateway(), before, limit)).expect("calls")
}

fn verdict(id: &str) -> Option<String> {
    wait(Native::verdict(gateway(), id.to_owned())).expect("a read")
}

#[test]
fn a_call_waits_until_somebody_has_dealt_with_it() {
    fresh();
    for (id, received) in [("b", NOW), ("c", NOW - 1), ("a", NOW)] {
        keep(call(id, received));
    }
    let before = everything();
    keep(Call { sealed: Vec::new(), ..call("a", NOW + 9) });
    assert_eq!(everything(), before, "the first time counts");
    assert_eq!(waiting(NOW + 1, 10), [call("c", NOW - 1), call("a", NOW), call("b", NOW)]);
    assert_eq!((waiting(NOW, 10).len(), waiting(NOW + 1, 2).len()), (1, 2));
    assert_eq!((verdict("a"), verdict("none")), (Some(String::new()), None));
    settle("a", "paid");
    settle("a", "other");
    settle("none", "paid");
    assert_eq!((verdict("a"), verdict("none")), (Some("paid".to_owned()), None));
    assert_eq!(waiting(NOW + 1, 10), [call("c", NOW - 1), call("b", NOW)]);
    assert_eq!(wait(<Native as Calls>::waiting("momo".to_owned(), NOW + 1, 10)), Ok(Vec::new()));
}
