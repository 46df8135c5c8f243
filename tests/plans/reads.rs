//! Every read of every interface, and every change of rows that have to be found first, as the statements that the
//! store sends.

mod dossiers;
mod feedback;
mod payments;

use std::cell::{Cell, RefCell};

use motcua_store::bindings::exports::motcua::store::forms::Guest as Forms;
use motcua_store::bindings::exports::motcua::store::procedures::Guest as Procedures;
use motcua_store::bindings::exports::motcua::store::publication::{Guest as Publication, Heading};
use motcua_store::bindings::exports::motcua::store::types::Request;
use motcua_store::bindings::exports::motcua::store::units::{Filter, Guest as Units, Level};
use motcua_store::{Database, Fault, Row, Store, Value};

/// A statement as the store sent it.
pub type Statement = (String, Vec<Value>);

thread_local! {
    static SENT: RefCell<Vec<Statement>> = const { RefCell::new(Vec::new()) };
    static FINDS: Cell<bool> = const { Cell::new(false) };
}

/// What is read as a whole on purpose: the catalogue that searches are built from, once for each edition of it, and the
/// table that a publication compares its list with.
const WHOLE: [&str; 2] = ["FROM procedures WHERE from_day <= ?1", "FROM units WHERE until_day > ?1"];

/// A database that notes what it is asked, and finds nothing or something: an operation goes one way or the other.
struct Notes;

impl Database for Notes {
    const BEGIN: &'static str = "BEGIN";

    async fn open() -> Result<Notes, Fault> {
        Ok(Notes)
    }

    async fn rows(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        SENT.with_borrow_mut(|sent| sent.push((sql.to_owned(), parameters)));
        Ok(if FINDS.get() { found(sql) } else { Vec::new() })
    }

    async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let is_whole = WHOLE.iter().any(|from| sql.contains(from));
        if looks(sql) && !is_whole {
            return self.rows(sql, parameters).await;
        }
        Ok(if FINDS.get() { found(sql) } else { Vec::new() })
    }
}

/// What a statement finds where something is found.
fn found(sql: &str) -> Vec<Row> {
    if sql.contains("payment_") {
        return payments::found(sql);
    }
    feedback::found(sql).unwrap_or_else(|| dossiers::found(sql))
}

/// Whether a statement has to find rows.
fn looks(sql: &str) -> bool {
    sql.starts_with("UPDATE") || sql.contains(" FROM ")
}

/// Each read once for every form that its statement may take, with parameters that find a few of [`crate::rows`].
pub fn all() -> Vec<Statement> {
    SENT.take();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(read_everything()).expect("answers");
    for finds in [false, true] {
        FINDS.set(finds);
        runtime.block_on(dossiers::use_everything());
        runtime.block_on(payments::use_everything());
        runtime.block_on(feedback::use_everything());
    }
    FINDS.set(false);
    let mut sent = SENT.take();
    sent.sort_by(|one, other| one.0.cmp(&other.0));
    sent.dedup_by(|one, other| one.0 == other.0);
    sent
}

type Portal = Store<Notes>;

async fn read_everything() -> Result<(), Fault> {
    let code = || "u250000".to_owned();
    let day = || "2026-01-01".to_owned();
    for level in [None, Some(Level::Commune)] {
        for parent in [None, Some("u250".to_owned())] {
            for name in [None, Some("ten 250000".to_owned())] {
                let filter = Filter { level, parent: parent.clone(), name, as_of: day() };
                Portal::listed(filter, Some("u1".to_owned()), 10).await?;
            }
        }
    }
    <Portal as Units>::read(code(), day()).await?;
    Portal::readings(code()).await?;
    Portal::named("ten 250000".to_owned()).await?;
    Portal::successors(code()).await?;
    Portal::successors_of_district("u250".to_owned()).await?;
    Portal::predecessors(code()).await?;
    Portal::centre_of(code(), day()).await?;
    <Portal as Procedures>::read("p250000".to_owned(), day()).await?;
    Portal::versions("p250000".to_owned()).await?;
    Portal::catalogue_of(day(), None).await?;
    <Portal as Forms>::read("p250000".to_owned(), day()).await?;
    Portal::is_published("units".to_owned(), "l250000".to_owned()).await?;
    for request in [None, Some(Request { key: "k250000".to_owned(), hash: "r".to_owned() })] {
        // Of an answer that is known and cannot be found it will say that the store is damaged.
        let _ = Portal::publish_units(heading(request), Vec::new()).await;
    }
    Ok(())
}

fn heading(request: Option<Request>) -> Heading {
    Heading {
        name: "l250000".to_owned(),
        publisher: "p".to_owned(),
        decision: "d".to_owned(),
        effective: Some("2025-07-01".to_owned()),
        until: None,
        received: 0,
        request,
    }
}
