//! A part for the host's tests: tries what it is told and says what came of it. What it may do, its manifest decides.

use std::error::Error;

use spin_sdk::http::body::IncomingBodyExt;
use spin_sdk::{http, key_value, sqlite, variables};

#[allow(missing_docs, clippy::all)]
mod bindings {
    wit_bindgen::generate!({ path: "wit", world: "part", generate_all });
}

struct Part;

impl bindings::exports::probe::part::asking::Guest for Part {
    async fn ask(what: String, about: String) -> String {
        attempt(&what, &about).await.unwrap_or_else(|error| error.to_string())
    }
}

bindings::export!(Part with_types_in bindings);

async fn attempt(what: &str, about: &str) -> Result<String, Box<dyn Error>> {
    match what {
        "sqlite" => {
            let connection = sqlite::Connection::open(about).await?;
            connection.execute("SELECT 1", []).await?.collect().await?;
            Ok("opened".to_owned())
        }
        "key-value" => {
            key_value::Store::open(about).await?.exists("nothing").await?;
            Ok("opened".to_owned())
        }
        "variable" => Ok(variables::get(about).await?),
        "get" => {
            let body = http::get(about).await?.into_body().bytes().await?;
            Ok(String::from_utf8_lossy(&body).into_owned())
        }
        "environment" => Ok(std::env::var(about)?),
        "files" => Ok(std::fs::read_to_string(about)?),
        "trap" => std::process::abort(),
        _ => Err("no such thing to try".into()),
    }
}
