//! A part for the host's tests: tries what it is told and says what came of it. What it may do, its manifest decides.

use std::error::Error;

use spin_sdk::http::body::IncomingBodyExt;
use spin_sdk::{http, key_value, sqlite, variables};

use bindings::spin::postgres::postgres::{Connection, ConnectionBuilder};

#[allow(missing_docs, clippy::all)]
mod bindings {
    wit_bindgen::generate!({
        inline: "
            package probe:inner;
            world inner {
                import spin:postgres/postgres@4.2.0;
                include probe:part/part@0.1.0;
            }
        ",
        path: ["../../../wit/deps/spin-postgres@4.2.0", "wit"],
        generate_all,
    });
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
        "postgres" => {
            Connection::open_async(about.to_owned()).await?.execute_async("SELECT 1".to_owned(), Vec::new()).await?;
            Ok("opened".to_owned())
        }
        "postgres-builder" => {
            ConnectionBuilder::new(about).build_async().await?;
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
