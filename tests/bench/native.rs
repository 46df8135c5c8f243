//! The peer: axum and rusqlite, with the store's own queries, the same rules and the same search index, compiled for
//! this machine. What it answers is what was read, as JSON.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock};

use anyhow::Result;
use axum::Router;
use axum::extract::{Path as Segment, Query};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use motcua_rules::procedure::{Channel, Code, Level};
use motcua_rules::search::{self, Entry, Index};
use motcua_store::bindings::exports::motcua::store::procedures::{self, Guest as Procedures};
use motcua_store::bindings::exports::motcua::store::units::Guest as Units;
use motcua_store::{Database, Fault, Row, Store, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use serde::Deserialize;
use serde_json::json;

use crate::{filing, payments};

static FILE: OnceLock<PathBuf> = OnceLock::new();

/// The day that both servers take for today: all that is published is in force.
pub const TODAY: &str = "2026-11-21";

/// The store of this process is this file.
pub fn keep(file: &Path) {
    let _ = FILE.set(file.to_owned());
}

/// Serves on one thread until it is killed.
pub fn serve(port: &str, file: &str) -> Result<()> {
    keep(Path::new(file));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let routes = Router::new()
            .route("/", get(|| async { include_str!("../../components/pages/src/style.css") }))
            .route("/api/procedures", get(search))
            .route("/api/procedures/{code}", get(procedure))
            .route("/api/units/resolve", get(resolve))
            .route("/api/units/{code}", get(unit))
            .route("/api/drafts/{id}/submit", post(filing::submit))
            .route("/api/dossiers/{code}", get(filing::status))
            .route("/api/payments/vnpay/callback", get(payments::callback));
        let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
        axum::serve(listener, routes).await?;
        Ok(())
    })
}

async fn procedure(Segment(code): Segment<String>) -> Response {
    answer(&wait(<Store<Native> as Procedures>::read(code, TODAY.to_owned())))
}

async fn unit(Segment(code): Segment<String>) -> Response {
    answer(&wait(<Store<Native> as Units>::read(code, TODAY.to_owned())))
}

async fn resolve(Query(asked): Query<Asked>) -> Response {
    let code = asked.code.unwrap_or_default();
    let readings = wait(<Store<Native> as Units>::readings(code.clone()));
    let successors = wait(<Store<Native> as Units>::successors(code));
    answer(&(readings, successors))
}

async fn search(Query(asked): Query<Asked>) -> Response {
    let catalogue = catalogue();
    let query = search::Query { text: asked.q.as_deref().unwrap_or_default(), limit: 20, ..Default::default() };
    let found = catalogue.1.search(&query);
    let item = |entry: &Entry| {
        let levels: Vec<&str> = entry.levels.iter().map(|one| one.as_str()).collect();
        let channels: Vec<&str> = entry.channels.iter().map(|one| one.as_str()).collect();
        json!({ "code": entry.code.to_string(), "name": entry.name_vi, "name_en": entry.name_en, "field": entry.field,
            "levels": levels, "channels": channels })
    };
    let items: Vec<_> = found.hits.iter().map(|hit| item(hit.entry)).collect();
    let fields = &found.facets.field;
    answer(&json!({ "items": items, "total": found.total, "facets": { "field": fields } }))
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
    code: Option<String>,
}

/// A value as JSON.
pub fn answer(value: &impl serde::Serialize) -> Response {
    ([(CONTENT_TYPE, "application/json")], serde_json::to_vec(value).unwrap_or_default()).into_response()
}

/// The index, kept until the store has a newer edition: asked at each search, as the portal does.
fn catalogue() -> Arc<(String, Index)> {
    static KEPT: Mutex<Option<Arc<(String, Index)>>> = Mutex::new(None);
    let kept = KEPT.lock().expect("one thread").clone();
    let known = kept.as_ref().map(|kept| kept.0.clone());
    match wait(<Store<Native> as Procedures>::catalogue_of(TODAY.to_owned(), known)) {
        None => kept.expect("an edition is kept when there is no newer one"),
        Some(newer) => {
            let index = Index::new(newer.summaries.into_iter().map(entry).collect());
            let catalogue = Arc::new((newer.edition, index));
            *KEPT.lock().expect("one thread") = Some(catalogue.clone());
            catalogue
        }
    }
}

fn entry(summary: procedures::Summary) -> Entry {
    let level = |level: procedures::Level| match level {
        procedures::Level::Ministry => Level::Ministry,
        procedures::Level::Province => Level::Province,
        procedures::Level::Commune => Level::Commune,
        procedures::Level::Other => Level::Other,
    };
    let channel = |channel: procedures::Channel| match channel {
        procedures::Channel::Online => Channel::Online,
        procedures::Channel::Postal => Channel::Postal,
        procedures::Channel::Direct => Channel::Direct,
    };
    Entry {
        code: Code::parse(&summary.code).expect("a published code"),
        name_vi: summary.name_vi,
        name_en: summary.name_en,
        field: summary.field_vi,
        levels: summary.levels.into_iter().map(level).collect(),
        channels: summary.channels.into_iter().map(channel).collect(),
        audiences: Vec::new(),
        popularity: summary.volume_rank.and_then(|rank| u16::try_from(rank).ok()),
    }
}

/// What a call of the store answers, which has to be good.
pub fn wait<T>(call: impl Future<Output = Result<T, Fault>>) -> T {
    at_once(call).expect("the store answers")
}

/// The store's calls wait for nothing here: SQLite answers where it is asked.
pub fn at_once<T>(call: impl Future<Output = T>) -> T {
    let mut call = std::pin::pin!(call);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match call.as_mut().poll(&mut context) {
        std::task::Poll::Ready(result) => result,
        std::task::Poll::Pending => unreachable!("nothing is waited for"),
    }
}

/// A connection of this thread.
pub struct Native(Rc<Connection>);

impl Database for Native {
    const BEGIN: &'static str = "BEGIN IMMEDIATE";

    async fn open() -> Result<Native, Fault> {
        thread_local! {
            static CONNECTION: RefCell<Option<Rc<Connection>>> = const { RefCell::new(None) };
        }
        CONNECTION.with_borrow_mut(|kept| match kept {
            Some(connection) => Ok(Native(connection.clone())),
            None => {
                let connection = Rc::new(Connection::open(FILE.get().expect("a file")).map_err(fault)?);
                connection.set_prepared_statement_cache_capacity(64);
                // As durable as the portal: each commit is on the disk before it is answered.
                connection.pragma_update(None, "synchronous", "FULL").map_err(fault)?;
                // As the portal's host has it.
                connection.pragma_update(None, "mmap_size", 256 << 20).map_err(fault)?;
                connection.pragma_update(None, "cache_size", -8_000).map_err(fault)?;
                connection.busy_timeout(std::time::Duration::from_secs(15)).map_err(fault)?;
                *kept = Some(connection.clone());
                Ok(Native(connection))
            }
        })
    }

    async fn rows(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let mut statement = self.0.prepare_cached(sql).map_err(fault)?;
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(parameters.iter().map(Bound))).map_err(fault)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let values: Result<Vec<Value>, _> = (0..columns).map(|column| row.get_ref(column).map(value)).collect();
            all.push(Row::from(values.map_err(fault)?));
        }
        Ok(all)
    }

    async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.rows(sql, parameters).await
    }
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(integer) => ValueRef::Integer(*integer),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(integer) => Value::Integer(integer),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        _ => Value::Null,
    }
}

fn fault(error: rusqlite::Error) -> Fault {
    Fault::Damaged(error.to_string())
}
