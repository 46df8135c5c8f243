//! `[[trigger.http]]`: which route leads where.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::section::{Item, Section};
use super::{Component, Error, names};
use crate::routes::Pattern;

/// One HTTP trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// `id`, if written; nothing depends on it.
    pub id: Option<String>,
    /// None for `{ private = true }`: no request from outside reaches it, only service chaining and the scheduler.
    pub route: Option<Pattern>,
    /// Who answers.
    pub target: Target,
}

/// Who answers a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A component, by its id in [`super::App::components`], where it is sure to be.
    Component(String),
    /// The host itself.
    Static(Static),
}

/// An answer that never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Static {
    /// 200 if not written.
    pub status: StatusCode,
    /// Nothing but what is written.
    pub headers: HeaderMap,
    /// Empty if not written.
    pub body: String,
}

pub(super) fn read(root: &mut Section<'_>, components: &BTreeMap<String, Component>) -> Result<Vec<Trigger>, Error> {
    let mut triggers = Vec::new();
    for kind in root.need("trigger")?.into_section("trigger")?.into_items() {
        if kind.key != "http" {
            return Err(kind.unsupported(format!("the trigger '{}'", kind.key), "remove it, only 'http' is"));
        }
        for item in kind.into_list()? {
            triggers.push(read_trigger(item.into_section("trigger.http")?, components)?);
        }
    }
    Ok(triggers)
}

fn read_trigger(mut section: Section<'_>, components: &BTreeMap<String, Component>) -> Result<Trigger, Error> {
    let id = section.string("id")?;
    let route = read_route(section.need("route")?)?;
    let component = section.take("component").map(|item| read_component(item, components)).transpose()?;
    let response = section.take("static_response").map(read_response).transpose()?;
    let target = match (component, response) {
        (Some(component), None) => Target::Component(component),
        (None, Some(response)) => Target::Static(response),
        _ => return Err(section.invalid("must have either a component or a static_response: write one of them")),
    };
    if let Some(executor) = section.section("executor", "trigger.http executor")? {
        check_executor(executor)?;
    }
    section.refuse("components", "remove it")?;
    section.refuse("dependencies", "remove it and give the component its dependencies")?;
    section.finish()?;
    Ok(Trigger { id, route, target })
}

fn read_route(item: Item<'_>) -> Result<Option<Pattern>, Error> {
    if item.is_string() {
        let spot = item.spot();
        let raw = item.into_string()?;
        return Pattern::parse(&raw).map(Some).map_err(|error| spot.invalid(format!("route '{raw}' {error}")));
    }
    let refusal = item.invalid("'route' must be a path or { private = true }");
    let mut section = item.into_section("trigger.http route")?;
    let is_private = section.boolean("private")?;
    section.finish()?;
    if is_private == Some(true) { Ok(None) } else { Err(refusal) }
}

fn read_component(item: Item<'_>, components: &BTreeMap<String, Component>) -> Result<String, Error> {
    if item.is_table() {
        return Err(
            item.unsupported("a component within a trigger".to_owned(), "write it as [component.<id>] and name the id")
        );
    }
    let known = names(components.keys().map(String::as_str));
    let spot = item.spot();
    let id = item.into_string()?;
    if components.contains_key(&id) {
        return Ok(id);
    }
    Err(spot.invalid(format!("there is no component '{id}': there are {known}")))
}

fn check_executor(mut executor: Section<'_>) -> Result<(), Error> {
    let item = executor.need("type")?;
    let refusal = item.unsupported("this executor".to_owned(), "remove it, components are wasi:http handlers");
    if !matches!(item.into_string()?.as_str(), "http" | "spin") {
        return Err(refusal);
    }
    executor.finish()
}

fn read_response(item: Item<'_>) -> Result<Static, Error> {
    let mut section = item.into_section("trigger.http static_response")?;
    let status = match section.take("status_code") {
        Some(item) => {
            let refusal = item.invalid("'status_code' must be 200 to 599");
            let status = u16::try_from(item.into_integer()?).ok().filter(|status| (200..600).contains(status));
            status.and_then(|status| StatusCode::from_u16(status).ok()).ok_or(refusal)?
        }
        None => StatusCode::OK,
    };
    let mut headers = HeaderMap::new();
    for (name, value) in section.texts("headers")? {
        match (HeaderName::try_from(&name), HeaderValue::try_from(&value)) {
            (Ok(name), Ok(value)) => headers.insert(name, value),
            _ => {
                let why = "is no valid header: use a token for the name and no control character in the value";
                return Err(section.invalid(format!("'{name}' {why}")));
            }
        };
    }
    let body = section.string("body")?.unwrap_or_default();
    section.finish()?;
    Ok(Static { status, headers, body })
}
