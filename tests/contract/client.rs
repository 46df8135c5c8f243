//! Calls of the store, through the driver.

use std::time::Duration;

use serde_json::{Value, json};

/// No call takes this long unless it hangs, and a call that hangs is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// A caller of one portal.
pub struct Client {
    /// `http://127.0.0.1:…`
    pub url: String,
    agent: ureq::Agent,
}

/// What came of a call.
pub enum Outcome {
    /// The store did it.
    Ok(Value),
    /// The store refused it.
    Err(Value),
    /// The host answered in the store's place, with this status.
    Status(u16, String),
    /// Nobody answered.
    Silence(String),
}

impl Client {
    /// A caller of the portal at this address. Each call has a connection of its own, so that none inherits the end of
    /// another.
    pub fn new(url: &str) -> Client {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .timeout_global(Some(PATIENCE))
            .build();
        Client { url: url.to_owned(), agent: agent.into() }
    }

    /// Calls `<interface>/<operation>`, whatever comes of it.
    pub fn attempt(&self, operation: &str, arguments: &Value) -> Outcome {
        let sent = self.agent.post(format!("{}/{operation}", self.url)).send(arguments.to_string());
        let mut answer = match sent {
            Ok(answer) => answer,
            Err(ureq::Error::Timeout(limit)) => panic!("{operation} hangs: {limit}"),
            Err(error) => return Outcome::Silence(error.to_string()),
        };
        let status = answer.status().as_u16();
        match answer.body_mut().with_config().limit(256 << 20).read_to_string() {
            Err(error) => Outcome::Silence(error.to_string()),
            Ok(text) if status != 200 => Outcome::Status(status, text),
            Ok(text) => Outcome::of(serde_json::from_str(&text).expect("the driver answers with JSON")),
        }
    }

    /// Calls an operation and insists on an answer of the store.
    #[track_caller]
    pub fn call(&self, operation: &str, arguments: Value) -> Result<Value, Value> {
        match self.attempt(operation, &arguments) {
            Outcome::Ok(value) => Ok(value),
            Outcome::Err(value) => Err(value),
            Outcome::Status(status, text) => panic!("{operation}: {status} {text}"),
            Outcome::Silence(why) => panic!("{operation}: {why}"),
        }
    }

    /// Calls an operation and insists that it is done.
    #[track_caller]
    pub fn ok(&self, operation: &str, arguments: Value) -> Value {
        self.call(operation, arguments).unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// Publishes a list of a kind, whatever the store says to it.
    #[track_caller]
    pub fn publish(&self, kind: &str, heading: &Value, rows: &Value) -> Result<Value, Value> {
        self.call(&format!("publication/publish-{kind}"), json!([heading, rows]))
    }

    /// Publishes a list and insists that it is taken: how many rows are new, changed, unchanged, ended.
    #[track_caller]
    pub fn published(&self, kind: &str, heading: &Value, rows: &Value) -> [u64; 4] {
        counts(&self.publish(kind, heading, rows).unwrap_or_else(|refusal| panic!("{kind}: {refusal}")))
    }

    /// Publishes a list and insists that its rows are refused: number, column and reason of each.
    #[track_caller]
    pub fn flaws(&self, kind: &str, heading: &Value, rows: &Value) -> Vec<(u64, String, String)> {
        let refusal = self.publish(kind, heading, rows).expect_err("the list should be refused");
        let flaws = refusal["Flawed"].as_array().unwrap_or_else(|| panic!("{refusal}"));
        let text = |flaw: &Value, name: &str| flaw[name].as_str().expect("a text").to_owned();
        let row = |flaw: &Value| flaw["row"].as_u64().expect("a number");
        flaws.iter().map(|flaw| (row(flaw), text(flaw, "column"), text(flaw, "reason"))).collect()
    }
}

impl Outcome {
    fn of(mut answer: Value) -> Outcome {
        match (answer.get_mut("ok").map(Value::take), answer.get_mut("err").map(Value::take)) {
            (Some(value), None) => Outcome::Ok(value),
            (None, Some(value)) => Outcome::Err(value),
            _ => panic!("neither ok nor err: {answer}"),
        }
    }
}

/// New, changed, unchanged, ended.
#[track_caller]
pub fn counts(answer: &Value) -> [u64; 4] {
    assert_eq!(answer.as_object().map(serde_json::Map::len), Some(4), "{answer}");
    ["new", "changed", "unchanged", "ended"].map(|count| answer[count].as_u64().expect("a count"))
}
