//! Drafts: begun once, saved by version, ended with their files.

use motcua_store::bindings::exports::motcua::store::drafts::{Guest as Drafts, NewDraft, Refusal};
use motcua_store::bindings::exports::motcua::store::files::{Guest as Files, NewFile, Refusal as FileRefusal};
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings, Refusal as FilingRefusal};
use motcua_store::bindings::exports::motcua::store::types::{Fault, Request};

use crate::database::{Native, connection, fresh, wait};
use crate::people::{AGENCY, ENDS, NOW, agency, begin, draft, file, filing, new_draft, new_file, request, upload};

fn create(draft: NewDraft, scope: &str, request: Option<Request>) -> Result<String, Refusal> {
    wait(Native::create(draft, scope.to_owned(), request))
}

fn save(id: &str, expected: u32, sealed: &[u8], now: u64) -> Result<u32, Refusal> {
    wait(Native::save(agency(), id.to_owned(), expected, sealed.to_vec(), now, now + 1_000))
}

fn is_there(id: &str, now: u64) -> bool {
    wait(<Native as Drafts>::read(agency(), id.to_owned(), now)).expect("a read").is_some()
}

#[test]
fn a_draft_comes_back_as_it_was_begun_and_saved() {
    fresh();
    begin("d");
    let begun = draft("d");
    let told = NewDraft {
        agency: begun.agency,
        id: begun.id,
        secret_hash: begun.secret_hash,
        procedure: begun.procedure,
        place: begun.place,
        sealed: begun.sealed,
        created: begun.created,
        expires: begun.expires,
    };
    assert_eq!((told, begun.version, begun.dossier), (new_draft("d"), 1, None));
    assert_eq!(save("d", 1, b"two", NOW), Ok(2));
    assert_eq!(save("d", 2, b"", NOW + 5), Ok(3));
    let saved = draft("d");
    assert_eq!((saved.sealed, saved.version, saved.created, saved.expires), (Vec::new(), 3, NOW, NOW + 1_005));
    assert!(!is_there("other", NOW));
    assert_eq!(wait(<Native as Drafts>::read("H26".to_owned(), "d".to_owned(), NOW)), Ok(None));
}

#[test]
fn a_request_that_comes_again_gets_its_draft() {
    fresh();
    assert_eq!(create(new_draft("a"), "s", request("k", "1")), Ok("a".to_owned()));
    assert_eq!(create(new_draft("b"), "s", request("k", "1")), Ok("a".to_owned()));
    assert!(!is_there("b", NOW));
    assert_eq!(create(new_draft("b"), "s", request("k", "2")), Err(Refusal::Conflict));
    assert_eq!(create(new_draft("b"), "another", request("k", "2")), Ok("b".to_owned()));
    let elsewhere = NewDraft { agency: "H26".to_owned(), ..new_draft("c") };
    assert_eq!(create(elsewhere, "s", request("k", "3")), Ok("c".to_owned()));
}

#[test]
fn a_draft_without_a_request_is_known_by_itself() {
    fresh();
    begin("d");
    assert_eq!(save("d", 1, b"two", NOW), Ok(2));
    begin("d");
    assert_eq!(draft("d").version, 2);
    let stranger = NewDraft { secret_hash: "another".to_owned(), ..new_draft("d") };
    assert!(matches!(create(stranger, "s", None), Err(Refusal::Failed(Fault::Damaged(_)))));
}

#[test]
fn whoever_saves_over_a_change_sees_it() {
    fresh();
    begin("d");
    assert_eq!(save("d", 1, b"mine", NOW), Ok(2));
    assert_eq!(save("d", 1, b"mine", NOW), Ok(2), "the same once more");
    assert_eq!(save("d", 1, b"yours", NOW), Err(Refusal::Changed(draft("d"))));
    assert_eq!(save("d", 3, b"yours", NOW), Err(Refusal::Changed(draft("d"))));
    assert_eq!(draft("d").sealed, b"mine");
    assert_eq!(save("nobody's", 1, b"", NOW), Err(Refusal::Gone));
}

#[test]
fn a_draft_that_was_filed_is_empty_and_stays() {
    fresh();
    let filed = file("d");
    let found = draft("d");
    assert_eq!((found.sealed.as_slice(), found.version, found.dossier.as_ref()), (&[][..], 2, Some(&filed.code)));
    assert_eq!(save("d", 2, b"more", NOW), Err(Refusal::Changed(found.clone())));
    assert_eq!(save("d", 1, b"", NOW), Err(Refusal::Changed(found)), "empty bytes are nobody's seal");
    assert!(is_there("d", NOW + 1_000 * 365 * 86_400_000));
}

#[test]
fn a_draft_that_has_ended_is_as_if_it_had_never_been() {
    fresh();
    begin("d");
    assert!(is_there("d", ENDS - 1) && !is_there("d", ENDS));
    assert_eq!(save("d", 1, b"late", ENDS), Err(Refusal::Gone));
    let late = wait(Native::begin(agency(), "d".to_owned(), NewFile { created: ENDS, ..new_file("f", 1) }, 60, None));
    assert_eq!(late, Err(FileRefusal::Gone));
    let filed = wait(<Native as Filings>::file(Filing { filed: ENDS, ..filing("d") }));
    assert_eq!(filed, Err(FilingRefusal::Gone));
}

#[test]
fn what_has_ended_is_removed_with_its_files_and_nothing_else() {
    fresh();
    for (id, age) in [("a", 3), ("b", 2), ("c", 1), ("d", 0)] {
        let draft = NewDraft { expires: ENDS - age, ..new_draft(id) };
        create(draft, "s", None).expect("a draft");
        upload(id, "f", b"content");
    }
    create(NewDraft { agency: "H26".to_owned(), expires: NOW, ..new_draft("e") }, "s", None).expect("a draft");
    file("filed");
    let remove = |now, limit| wait(Native::remove_ended(agency(), now, limit)).expect("a number");
    assert_eq!(remove(ENDS - 4, 10), 0);
    assert_eq!(remove(ENDS - 1, 2), 2);
    assert!(!is_there("a", NOW) && !is_there("b", NOW) && is_there("c", NOW));
    assert_eq!(remove(ENDS - 1, 2), 1);
    assert_eq!(remove(ENDS - 1, 2), 0);
    let left = |table: &str| {
        let sql = format!("SELECT coalesce(group_concat(draft), '') FROM {table}");
        connection().query_row(&sql, [], |row| row.get::<_, String>(0)).expect("names")
    };
    assert_eq!((left("files"), left("chunks")), ("d".to_owned(), "d".to_owned()));
    assert_eq!(remove(u64::MAX >> 12, 10), 1, "the last one, and never a filed one");
    assert!(is_there("filed", NOW));
    assert_eq!(wait(Native::of_draft(AGENCY.to_owned(), "d".to_owned())), Ok(Vec::new()));
    assert!(wait(<Native as Drafts>::read("H26".to_owned(), "e".to_owned(), NOW - 1)).expect("a read").is_some());
}
