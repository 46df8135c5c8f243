//! Filing: a draft becomes a dossier once, with everything that belongs to it, or nothing happens.

use motcua_store::bindings::exports::motcua::store::dossiers::{Dossier, Guest as Dossiers};
use motcua_store::bindings::exports::motcua::store::files::Guest as Files;
use motcua_store::bindings::exports::motcua::store::filing::{Filed, Filing, Guest as Filings, Refusal};
use motcua_store::bindings::exports::motcua::store::outbox::Guest as Outbox;
use motcua_store::bindings::exports::motcua::store::types::Request;

use crate::database::{Native, connection, everything, fresh, wait};
use crate::people::{self, NOW, PREFIX, agency, begin, chunk, dossier, filing, history, new_file, upload};

fn file(filing: Filing) -> Result<Filed, Refusal> {
    wait(<Native as Filings>::file(filing))
}

fn filed(number: &str, draft: &str) -> Filed {
    Filed { code: format!("{PREFIX}{number}"), reference: format!("spoken {draft}") }
}

/// Insists on this refusal, and that it leaves nothing.
#[track_caller]
fn refused(filing: Filing, refusal: Refusal) {
    let before = everything();
    assert_eq!(file(filing), Err(refusal));
    assert_eq!(everything(), before);
}

#[test]
fn a_filing_is_a_dossier_with_all_that_belongs_to_it() {
    fresh();
    begin("d");
    upload("d", "f", b"content");
    upload("d", "left out", b"content");
    assert_eq!(file(Filing { files: vec!["f".to_owned()], ..filing("d") }), Ok(filed("0001", "d")));
    let asked = filing("d");
    let told = Dossier {
        agency: agency(),
        code: format!("{PREFIX}0001"),
        reference: asked.reference.clone(),
        draft: "d".to_owned(),
        secret_hash: "secret of d".to_owned(),
        procedure: asked.procedure,
        place: asked.place,
        state: asked.state,
        status: 1,
        version: 1,
        filed: NOW + 1,
        updated: NOW + 1,
        appointed: asked.appointed,
        facts: asked.facts,
        sealed: asked.sealed,
        factors: asked.factors,
    };
    assert_eq!(dossier(&told.code), told);
    assert_eq!(wait(Native::referred(asked.reference)), Ok(Some(told.clone())));
    assert_eq!(wait(Native::version(agency(), told.code.clone())), Ok(Some(1)));
    let [first] = history(&told.code).try_into().expect("one event");
    assert_eq!((first.number, first.event, first.sealed), (1, "filed".to_owned(), b"note".to_vec()));
    let feed = |owner: &str| wait(Native::of_owner(owner.to_owned(), None, 10)).expect("a feed").len();
    assert_eq!(["owner", "person", "stranger"].map(feed), [1, 1, 0]);
    let sent = wait(Native::waiting(agency(), None, 10)).expect("messages");
    assert_eq!(sent.iter().map(|message| message.kind.as_str()).collect::<Vec<_>>(), ["dossier-filed", "to-the-desk"]);
    assert!(wait(Native::remove(agency(), "d".to_owned(), "f".to_owned())).is_err());
    assert_eq!(wait(Native::remove(agency(), "d".to_owned(), "left out".to_owned())), Ok(()));
    assert_eq!(wait(Native::version("H26".to_owned(), told.code)), Ok(None));
}

#[test]
fn numbers_count_from_one_without_a_gap() {
    fresh();
    for (number, draft) in ["a", "b", "c"].into_iter().enumerate() {
        begin(draft);
        refused(Filing { files: vec!["none".to_owned()], ..filing(draft) }, Refusal::Missing("none".to_owned()));
        if number > 0 {
            refused(Filing { reference: "spoken a".to_owned(), ..filing(draft) }, Refusal::ReferenceTaken);
        }
        assert_eq!(file(filing(draft)), Ok(filed(&format!("000{}", number + 1), draft)));
    }
    begin("next day");
    let next_day = Filing { prefix: "H29.101-250702-".to_owned(), ..filing("next day") };
    assert_eq!(file(next_day).map(|filed| filed.code), Ok("H29.101-250702-0001".to_owned()));
    connection().execute("UPDATE code_counters SET given = 9998", []).expect("a busy day");
    begin("y");
    begin("z");
    assert_eq!(file(filing("y")), Ok(filed("9999", "y")));
    assert_eq!(file(filing("z")), Ok(filed("10000", "z")));
}

#[test]
fn a_filing_that_comes_again_gets_its_answer() {
    fresh();
    begin("d");
    let first = file(filing("d"));
    let before = everything();
    assert_eq!(file(filing("d")), first);
    assert_eq!(file(Filing { reference: "drawn again".to_owned(), ..filing("d") }), first);
    assert_eq!(everything(), before);
    let with = |key: &str, hash: &str| Request { key: key.to_owned(), hash: hash.to_owned() };
    refused(Filing { request: with("key of d", "other"), ..filing("d") }, Refusal::Conflict);
    let already = Refusal::Already(filed("0001", "d"));
    refused(Filing { request: with("another", "hash"), ..filing("d") }, already.clone());
    refused(Filing { request: with("another", "hash"), draft_version: 2, ..filing("d") }, already);
    people::file("e");
    assert_eq!(file(filing("d")), first, "whatever was filed since");
}

#[test]
fn only_what_was_seen_is_filed() {
    fresh();
    begin("d");
    wait(Native::begin(agency(), "d".to_owned(), new_file("half", 2), 60, None)).expect("a file");
    wait(<Native as Files>::append(agency(), "d".to_owned(), "half".to_owned(), chunk(0, b"x"))).expect("a chunk");
    refused(Filing { draft_version: 2, ..filing("d") }, Refusal::Changed(1));
    refused(filing("nobody's"), Refusal::Gone);
    refused(Filing { agency: "H26".to_owned(), ..filing("d") }, Refusal::Gone);
    upload("d", "f", b"content");
    let files = vec!["f".to_owned(), "half".to_owned(), "none".to_owned()];
    refused(Filing { files, ..filing("d") }, Refusal::Missing("half".to_owned()));
    begin("other");
    refused(Filing { files: vec!["f".to_owned()], ..filing("other") }, Refusal::Missing("f".to_owned()));
}

#[test]
fn the_least_that_can_be_filed_is_filed() {
    fresh();
    begin("d");
    let least = Filing {
        appointed: None,
        factors: Vec::new(),
        owners: vec!["twice".to_owned(), "twice".to_owned()],
        messages: Vec::new(),
        event: people::event("filed", NOW + 1),
        sealed: Vec::new(),
        ..filing("d")
    };
    let code = file(least).expect("a dossier").code;
    let found = dossier(&code);
    assert_eq!((found.appointed, found.factors, found.sealed), (None, Vec::new(), Vec::new()));
    assert_eq!(wait(Native::of_owner("twice".to_owned(), None, 10)).map(|lines| lines.len()), Ok(1));
    assert_eq!(wait(Native::waiting(agency(), None, 10)), Ok(Vec::new()));
}
