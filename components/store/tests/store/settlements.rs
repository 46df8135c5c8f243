//! Settlement: statements that take each other's place, and cases that somebody closes.

use motcua_store::bindings::exports::motcua::store::settlements::{
    Case, Guest as Settlements, Line, Refusal, Statement,
};
use motcua_store::bindings::exports::motcua::store::types::Fault;

use crate::database::{Native, everything, fresh, wait};
use crate::money::{gateway, new_case};
use crate::people::{NOW, agency};

fn line(transaction: &str, kind: &str) -> Line {
    let reference = format!("reference of {transaction}");
    Line { transaction: transaction.to_owned(), kind: kind.to_owned(), reference, amount: 8_000, fee: 1_100 }
}

fn statement(source: &str, lines: Vec<Line>) -> Statement {
    let (day, publisher) = ("2025-07-01".to_owned(), "an".to_owned());
    Statement { gateway: gateway(), day, source: source.to_owned(), publisher, received: NOW, lines }
}

fn put(statement: Statement) -> Result<(), Fault> {
    wait(Native::put(statement))
}

fn lines(source: &str, after: Option<(&str, &str)>) -> Option<Vec<Line>> {
    let after = after.map(|(transaction, kind)| (transaction.to_owned(), kind.to_owned()));
    wait(Native::lines(gateway(), "2025-07-01".to_owned(), source.to_owned(), after)).expect("lines")
}

#[test]
fn a_statement_takes_the_place_of_the_one_before() {
    fresh();
    assert_eq!(lines("gateway", None), None);
    assert_eq!(
        put(statement("gateway", vec![line("2", "payment"), line("1", "refund"), line("1", "payment")])),
        Ok(())
    );
    assert_eq!(put(statement("treasury", Vec::new())), Ok(()));
    let all = vec![line("1", "payment"), line("1", "refund"), line("2", "payment")];
    assert_eq!((lines("gateway", None), lines("treasury", None)), (Some(all.clone()), Some(Vec::new())));
    assert_eq!(lines("gateway", Some(("1", "payment"))), Some(all[1..].to_vec()));
    assert_eq!(put(statement("gateway", vec![line("3", "payment")])), Ok(()));
    assert_eq!(lines("gateway", None), Some(vec![line("3", "payment")]));
    let before = everything();
    let twice = put(statement("gateway", vec![line("4", "payment"), line("4", "payment")]));
    assert!(matches!(twice, Err(Fault::Damaged(_))), "{twice:?}");
    assert_eq!(everything(), before);
}

#[test]
fn a_long_statement_is_told_in_pages() {
    fresh();
    let all: Vec<Line> = (0..1_234).map(|number| line(&format!("{number:05}"), "payment")).collect();
    assert_eq!(put(statement("gateway", all.clone())), Ok(()));
    let (mut found, mut after) = (Vec::new(), None);
    while let Some(page) = lines("gateway", after.as_ref().map(|last: &Line| (&*last.transaction, &*last.kind))) {
        let Some(last) = page.last() else { break };
        after = Some(last.clone());
        assert!(page.len() <= 500);
        found.extend(page);
    }
    assert_eq!(found, all);
}

fn cases(all: bool, after: Option<(u64, String)>, limit: u32) -> Vec<Case> {
    wait(Native::cases(gateway(), all, after, limit)).expect("cases")
}

fn decide(id: &str, expected: u32, owner: &str, reason: Option<&str>) -> Result<u32, Refusal> {
    let reason = reason.map(str::to_owned);
    wait(Native::change_case(gateway(), id.to_owned(), expected, owner.to_owned(), reason, NOW + 9))
}

fn case(id: &str) -> Case {
    wait(Native::case_of(gateway(), id.to_owned())).expect("a read").expect("the case")
}

#[test]
fn a_case_is_opened_once_and_closed_once() {
    fresh();
    assert_eq!(wait(Native::open_cases(Vec::new())), Ok(()));
    let opened = vec![new_case("b", NOW), new_case("a", NOW), new_case("c", NOW - 1)];
    assert_eq!(wait(Native::open_cases(opened.clone())), Ok(()));
    let first = Case {
        gateway: gateway(),
        id: "a".to_owned(),
        kind: "double_payment".to_owned(),
        order: Some((agency(), "o".to_owned())),
        reference: "reference of o".to_owned(),
        transaction: "14000000".to_owned(),
        amount: Some(8_000),
        opened: NOW,
        owner: None,
        closed: None,
        reason: None,
        version: 1,
    };
    assert_eq!(case("a"), first);
    assert_eq!(decide("a", 1, "an", None), Ok(2));
    assert_eq!(wait(Native::open_cases(opened)), Ok(()));
    assert_eq!(case("a"), Case { owner: Some("an".to_owned()), version: 2, ..first.clone() });
    assert_eq!(decide("a", 1, "bình", None), Err(Refusal::Changed(case("a"))));
    assert_eq!(decide("a", 1, "an", None), Ok(2), "the same once more");
    assert_eq!(decide("a", 2, "bình", Some("đã hoàn")), Ok(3));
    let (owner, reason) = (Some("bình".to_owned()), Some("đã hoàn".to_owned()));
    assert_eq!(case("a"), Case { owner, reason, closed: Some(NOW + 9), version: 3, ..first });
    assert_eq!(decide("a", 2, "bình", Some("đã hoàn")), Ok(3), "the same once more");
    for expected in [2, 3] {
        assert_eq!(decide("a", expected, "an", None), Err(Refusal::Changed(case("a"))), "it is closed");
    }
    assert_eq!(decide("none", 1, "an", None), Err(Refusal::Unknown));
    let ids = |cases: Vec<Case>| cases.into_iter().map(|case| case.id).collect::<Vec<_>>();
    assert_eq!(ids(cases(false, None, 10)), ["c", "b"]);
    assert_eq!(ids(cases(true, None, 10)), ["c", "a", "b"]);
    assert_eq!(ids(cases(true, None, 2)), ["c", "a"]);
    assert_eq!(ids(cases(true, Some((NOW, "a".to_owned())), 10)), ["b"]);
    assert_eq!(ids(cases(false, Some((NOW - 1, "c".to_owned())), 10)), ["b"]);
}

#[test]
fn a_case_may_be_about_no_order() {
    fresh();
    let stray = motcua_store::bindings::exports::motcua::store::orders::NewCase {
        order: None,
        amount: None,
        ..new_case("a", NOW)
    };
    let many = (0..250).map(|number| new_case(&format!("{number:03}"), NOW)).chain([stray]).collect();
    assert_eq!(wait(Native::open_cases(many)), Ok(()));
    assert_eq!((case("a").order, case("a").amount), (None, None));
    assert_eq!((cases(true, None, 1_000).len(), cases(false, Some((NOW, "199".to_owned())), 1_000).len()), (100, 51));
}
