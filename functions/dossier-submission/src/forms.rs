//! `GET /api/forms/{procedure}`: what is asked for a procedure, for whoever fills it in and for whoever writes a client.

use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use motcua_reference::form;
use motcua_reference::procedure::find;
use motcua_rules::form::schema::schema;
use motcua_rules::form::{Form, Size};
use serde::Serialize;
use serde_json::Value;

use crate::asked::Asked;

/// The form in force today.
#[derive(Serialize)]
struct View<'a> {
    procedure: &'a str,
    /// The first day on which it holds; empty for before all records.
    start: &'a str,
    form: &'a Form,
    /// The answers' JSON Schema, its words in the language asked for.
    schema: Value,
    limits: Limits,
}

/// How many bytes a file of each size may have here.
#[derive(Serialize)]
struct Limits {
    small: u64,
    medium: u64,
    large: u64,
}

/// The form in force today, as JSON.
pub async fn read(asked: &Asked, procedure: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    let today = asked.today().to_string();
    let procedure = find(procedure, &today).await?;
    let version = form::of(&procedure, &today).await?;
    let bytes_max = |size| asked.settings.sizes.bytes_max(size);
    let view = View {
        procedure: &procedure.code,
        start: &version.start,
        form: &version.form,
        schema: schema(&version.form, asked.language),
        limits: Limits {
            small: bytes_max(Size::Small),
            medium: bytes_max(Size::Medium),
            large: bytes_max(Size::Large),
        },
    };
    answer::public_json(&asked.parts.headers, asked.language, &view)
}
