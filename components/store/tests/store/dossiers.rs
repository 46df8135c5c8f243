//! Feeds: the dossiers of an owner, the last filed first.

use motcua_store::bindings::exports::motcua::store::dossiers::{Guest as Dossiers, Line};
use motcua_store::bindings::exports::motcua::store::drafts::{Guest as Drafts, NewDraft};
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings};

use crate::database::{Native, fresh, wait};
use crate::people::{NOW, agency, append, file, filing, new_draft, step};

fn feed(owner: &str, after: Option<(u64, String)>, limit: u32) -> Vec<Line> {
    wait(Native::of_owner(owner.to_owned(), after, limit)).expect("a feed")
}

#[test]
fn a_feed_is_read_page_by_page_across_provinces() {
    fresh();
    let mut filed = Vec::new();
    for number in 0..130_u64 {
        let (id, agency) = (format!("d{number}"), format!("H{}", 10 + number % 3));
        let draft = NewDraft { agency: agency.clone(), ..new_draft(&id) };
        wait(Native::create(draft, "s".to_owned(), None)).expect("a draft");
        // Several at one instant.
        let at = NOW + number / 4;
        let prefix = format!("{agency}.101-250701-");
        let done = wait(<Native as Filings>::file(Filing { agency, prefix, filed: at, ..filing(&id) }));
        filed.push((at, done.expect("a dossier").code));
    }
    filed.sort();
    filed.reverse();
    assert_eq!(feed("owner", None, 1_000).len(), 100);
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let page = feed("owner", after.clone(), 7);
        let Some(last) = page.last() else { break };
        after = Some((last.filed, last.code.clone()));
        found.extend(page.into_iter().map(|line| (line.filed, line.code)));
    }
    assert_eq!(found, filed);
    assert_eq!(feed("stranger", None, 10), []);
    assert_eq!(feed("owner", None, 0), []);
}

#[test]
fn a_line_tells_how_the_dossier_stands() {
    fresh();
    let filed = file("d");
    append(step(&filed.code, 1)).expect("a step");
    let line = Line {
        agency: agency(),
        code: filed.code,
        reference: filed.reference,
        procedure: "1.001193".to_owned(),
        state: "accepted".to_owned(),
        status: 2,
        version: 2,
        filed: NOW + 1,
        updated: NOW + 1_000,
        appointed: Some("2025-07-09".to_owned()),
        facts: r#"{"fee":8000}"#.to_owned(),
    };
    assert_eq!(feed("person", None, 10), [line]);
}

#[test]
fn what_is_not_there_is_not_found() {
    fresh();
    file("d");
    let code = || "H29.101-250701-0002".to_owned();
    assert_eq!(wait(<Native as Dossiers>::read(agency(), code())), Ok(None));
    assert_eq!(wait(Native::referred("unheard of".to_owned())), Ok(None));
    assert_eq!(wait(Native::version(agency(), code())), Ok(None));
    assert_eq!(wait(Native::events(agency(), code(), 0)), Ok(Vec::new()));
}
