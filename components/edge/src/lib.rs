//! What every function needs of HTTP, and nothing that only one needs.
//!
//! A function reads a request with [`path`], [`query`], [`body`], [`auth`], [`cookie`] and [`idempotency`], and writes what it found with [`answer`];
//! what it cannot do it says with a [`problem::Problem`]. Nothing here knows which runtime carries the request: there is
//! no SDK in this crate, so all of it is tested where it is written. An entry reads
//!
//! ```
//! use http::{HeaderMap, Method};
//! use motcua_edge::{answer::{self, Answer}, language, path::Path, problem::Problem, query::Query, refusal};
//!
//! fn handle(method: &Method, path: &str, query: Option<&str>, headers: &HeaderMap) -> Answer {
//!     let language = language::wanted(headers);
//!     let answer = route(method, path, query, headers).unwrap_or_else(|problem| problem.answer(language));
//!     answer::to(method, answer)
//! }
//!
//! fn route(method: &Method, path: &str, query: Option<&str>, headers: &HeaderMap) -> Result<Answer, Problem> {
//!     let path = Path::after("/api/fees", path)?;
//!     match (method, path.parts().as_slice()) {
//!         (&Method::GET | &Method::HEAD, [code]) => {
//!             let query = Query::parse(query, &["copies"])?;
//!             let copies = query.integer("copies", 1..=100)?.unwrap_or(1);
//!             answer::public_json(headers, language::wanted(headers), &(code, copies))
//!         }
//!         (_, [_]) => Err(refusal::method_not_allowed("GET, HEAD")),
//!         _ => Err(refusal::not_found()),
//!     }
//! }
//!
//! assert_eq!(handle(&Method::GET, "/api/fees/1.001193", Some("copies=2"), &HeaderMap::new()).status(), 200);
//! assert_eq!(handle(&Method::GET, "/api/fees/1.001193", Some("copies=0"), &HeaderMap::new()).status(), 400);
//! assert_eq!(handle(&Method::POST, "/api/fees/1.001193", None, &HeaderMap::new()).status(), 405);
//! ```

pub mod answer;
pub mod asked;
pub mod auth;
pub mod body;
pub mod both;
pub mod client;
pub mod clock;
pub mod cookie;
pub mod csv;
pub mod document;
mod encoding;
pub mod idempotency;
pub mod json;
pub mod language;
pub mod multipart;
pub mod page;
pub mod path;
pub mod problem;
pub mod query;
pub mod refusal;
