//! The outbox: what was written waits in its order until it was sent.

use motcua_store::bindings::exports::motcua::store::casework::Step;
use motcua_store::bindings::exports::motcua::store::outbox::{Guest as Outbox, Message};

use crate::database::{Native, fresh, wait};
use crate::people::{NOW, agency, append, event, file, message, step};

fn waiting(after: Option<&Message>, limit: u32) -> Vec<Message> {
    let after = after.map(|message| (message.written, message.id.clone()));
    wait(Native::waiting(agency(), after, limit)).expect("messages")
}

#[test]
fn messages_wait_in_the_order_in_which_they_were_written() {
    fresh();
    let code = file("d").code;
    let many: Vec<_> = (0..120).map(|number| message(&format!("m{number}"))).collect();
    let step = Step { messages: many, event: event("moved", NOW + 2), ..step(&code, 1) };
    append(step).expect("a step");
    let first = waiting(None, 1_000);
    assert_eq!(first.len(), 100);
    let rest = waiting(first.last(), 1_000);
    let kinds: Vec<&str> = first.iter().chain(&rest).map(|message| message.kind.as_str()).collect();
    let wanted = ["dossier-filed".to_owned(), "to-the-desk".to_owned()].into_iter();
    assert_eq!(kinds, wanted.chain((0..120).map(|number| format!("m{number}"))).collect::<Vec<_>>());
    let one = &first[0];
    assert_eq!((one.agency.as_str(), &one.dossier, one.event, one.written), ("H29", &code, 1, NOW + 1));
    assert_eq!(one.sealed, b"dossier-filed");
    assert_eq!((rest[0].event, rest[0].written), (2, NOW + 2));
}

#[test]
fn what_was_sent_waits_no_longer() {
    fresh();
    file("d");
    let all = waiting(None, 10);
    for _ in 0..2 {
        assert_eq!(wait(Native::sent(agency(), all[0].id.clone(), NOW)), Ok(()));
    }
    assert_eq!(wait(Native::sent("H26".to_owned(), all[1].id.clone(), NOW)), Ok(()));
    assert_eq!(waiting(None, 10), all[1..]);
    assert_eq!(wait(Native::waiting("H26".to_owned(), None, 10)), Ok(Vec::new()));
}
