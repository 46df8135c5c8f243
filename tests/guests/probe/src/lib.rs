//! A function for the host's tests: the path says what it does, the answer says what came of it, as JSON.
//!
//! The operation stands where the route ends (`spin-path-info`); whatever is no operation is echoed. Operations with
//! several steps take them from the query, in its order.

mod database;
mod harm;
mod postgres;
mod stream;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};
use spin_sdk::http::Request;
use spin_sdk::http::body::IncomingBodyExt;
use spin_sdk::{key_value, variables};

use postgres::Way;

/// The host's interfaces and the part, signatures only.
#[allow(missing_docs, clippy::all)]
mod bindings {
    wit_bindgen::generate!({
        inline: "
            package probe:probe;
            world probe {
                import spin:postgres/postgres@4.2.0;
                import spin:sqlite/sqlite@3.1.0;
                include probe:part/asker@0.1.0;
            }
        ",
        path: ["../../../wit/deps/spin-postgres@4.2.0", "../../../wit/deps/spin-sqlite@3.1.0", "../part/wit"],
        generate_all,
    });
}

type Answer = Response<stream::Body>;
type Tried = Result<Value, Box<dyn Error>>;

/// Requests that this instance was given.
static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// What an operation may look at.
struct Asked {
    query: Vec<(String, String)>,
}

impl Asked {
    /// A parameter, empty if it is not there.
    fn get(&self, name: &str) -> &str {
        self.query.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn number(&self, name: &str) -> u64 {
        self.get(name).parse().unwrap_or(0)
    }
}

#[spin_sdk::http_service]
async fn handle(request: Request) -> Answer {
    let count = REQUESTS.fetch_add(1, Relaxed) + 1;
    let query = request.uri().query().unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let operation = request.headers().get("spin-path-info").and_then(|info| info.to_str().ok()).unwrap_or_default();
    let (operation, asked) = (operation.trim_matches('/').to_owned(), Asked { query });
    let tried = match operation.as_str() {
        "count" => Ok(json!(count)),
        "stream" => return stream::answer(asked.number("mib")),
        "ignore-body" => Ok(json!("not read")),
        "read-body" => read_body(request).await,
        "sleep" => sleep(&asked).await,
        "now" => now(),
        "sqlite/sync" => database::sync(&asked).await,
        "sqlite/async" => database::concurrent(&asked).await,
        "postgres/sync" => postgres::run(Way::Sync, &asked).await,
        "postgres/async" => postgres::run(Way::Async, &asked).await,
        "variable" => variable(asked.get("name")).await,
        "get" => get(asked.get("url")).await,
        "environment" => Ok(json!(std::env::vars().collect::<BTreeMap<_, _>>())),
        "read" => read(asked.get("path")),
        "write" => write(asked.get("path")),
        "log" => log(&asked),
        "part" => part(&asked).await,
        "trap" | "panic" | "compute" | "loop" | "memory" => harm::harm(&operation, &asked).await,
        operation => match operation.strip_prefix("key-value/") {
            Some(operation) => key_value(operation, &asked).await,
            None => echo(request).await,
        },
    };
    answer(StatusCode::OK, tried.unwrap_or_else(|error| json!({ "error": error.to_string() })))
}

fn answer(status: StatusCode, body: Value) -> Answer {
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())).boxed_unsync());
    *response.status_mut() = status;
    response
}

async fn echo(request: Request) -> Tried {
    let (head, body) = request.into_parts();
    let headers = head.headers.iter().map(|(name, value)| [name.as_str().into(), text(value.as_bytes())]);
    let headers: Vec<[String; 2]> = headers.collect();
    let (method, uri) = (head.method.to_string(), head.uri.to_string());
    Ok(json!({
        "method": method, "uri": uri, "path": head.uri.path(), "query": head.uri.query(),
        "headers": headers, "body": text(&body.bytes().await?),
    }))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn read_body(request: Request) -> Tried {
    Ok(json!(request.into_body().bytes().await?.len()))
}

async fn sleep(asked: &Asked) -> Tried {
    spin_sdk::time::sleep(Duration::from_millis(asked.number("ms"))).await;
    Ok(json!("slept"))
}

/// The time of day in milliseconds, as both versions of WASI say it: the standard library asks 0.2.
fn now() -> Tried {
    let old = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_millis() as u64;
    let new = spin_sdk::wasip3::clocks::system_clock::now();
    Ok(json!({ "old": old, "new": new.seconds * 1_000 + i64::from(new.nanoseconds / 1_000_000) }))
}

async fn variable(name: &str) -> Tried {
    Ok(json!(variables::get(name).await?))
}

/// Asks another server: also how a test holds this guest back until it wants it to go on.
async fn get(url: &str) -> Tried {
    let response = spin_sdk::http::get(url).await?;
    let status = response.status().as_u16();
    Ok(json!({ "status": status, "body": text(&response.into_body().bytes().await?) }))
}

async fn key_value(operation: &str, asked: &Asked) -> Tried {
    let (label, key) = (asked.get("label"), asked.get("key"));
    let store = key_value::Store::open(label).await?;
    Ok(match operation {
        "get" => json!(store.get(key).await?.map(|value| text(&value))),
        "set" => json!(store.set(key, asked.get("value")).await?),
        "delete" => json!(store.delete(key).await?),
        "exists" => json!(store.exists(key).await?),
        "keys" => json!(store.get_keys().await.collect().await?),
        _ => return Err("no such operation".into()),
    })
}

fn read(path: &str) -> Tried {
    Ok(json!(std::fs::read_to_string(path)?))
}

fn write(path: &str) -> Tried {
    std::fs::write(path, "written")?;
    Ok(json!("written"))
}

fn log(asked: &Asked) -> Tried {
    println!("{}", asked.get("out"));
    eprintln!("{}", asked.get("err"));
    Ok(json!("logged"))
}

async fn part(asked: &Asked) -> Tried {
    let (what, about) = (asked.get("what").to_owned(), asked.get("about").to_owned());
    Ok(json!(bindings::probe::part::asking::ask(what, about).await))
}
