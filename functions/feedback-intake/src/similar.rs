//! `POST /api/feedback/similar`: who said the same before, asked before something is sent.
//!
//! What others wrote is not shown: only what it is about, since when and where it stands, and what is public of it.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::asked::JSON;
use motcua_edge::clock::iso;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_record::feedback::Entry;
use motcua_reference::problem::of_fault;
use motcua_rules::feedback::likeness::{ALIKE, Signature, WINDOW_DAYS, likeness};
use motcua_rules::feedback::{About, State};
use serde::Serialize;

use crate::Body;
use crate::about::{Routed, routed};
use crate::asked::Asked;
use crate::said::{self, Item, Wanted};
use crate::store::{feedback, register};
use crate::support::invitation;
use crate::view::{self, Word};

const BODY_BYTES_MAX: usize = 128 * 1024;
const DAY_MS: u64 = 86_400_000;
/// So many are compared, and the most alike of them suggested.
const COMPARED: u32 = 200;
const SUGGESTED: usize = 3;

#[derive(Serialize)]
struct Similar {
    items: Vec<Suggestion>,
}

/// An item that may say the same.
#[derive(Serialize)]
pub struct Suggestion {
    /// Its code.
    pub code: String,
    /// How alike the texts are, in hundredths: a hint, never a verdict.
    pub likeness: u8,
    /// When it was received.
    pub received: String,
    /// Where it stands.
    pub state: Word,
    /// How many others support it.
    pub supporters: u32,
    /// Its title, where it is published.
    pub title: Option<String>,
    /// What lets whoever asked join it.
    pub invitation: String,
}

/// Answers with items like the one that is about to be sent.
pub async fn ask(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.only_post()?;
    asked.no_query()?;
    let wanted: Wanted = json::read(&asked.body(body, BODY_BYTES_MAX, JSON).await?)?;
    let item = said::read(&wanted)?;
    let routed = routed(asked, &item).await?;
    answer::json(StatusCode::OK, asked.language, &Similar { items: suggestions(asked, &item, &routed).await? })
}

/// The most alike of the last days about the same at the same place. Nothing where neither is said: there everything would be
/// compared with everything.
pub async fn suggestions(asked: &Asked, item: &Item, routed: &Routed) -> Result<Vec<Suggestion>, Problem> {
    let place = routed.unit().map(|unit| unit.code.to_string()).unwrap_or_default();
    if place.is_empty() && item.object.is_empty() && item.about != About::Portal {
        return Ok(Vec::new());
    }
    let agency = routed.desk.top().to_owned();
    let since = asked.now.saturating_sub(u64::from(WINDOW_DAYS).saturating_mul(DAY_MS));
    let about = item.about.as_str().to_owned();
    let near =
        feedback::alike(agency.clone(), place, about, item.object.clone(), since, COMPARED).await.map_err(of_fault)?;
    let own = Signature::of(&item.said.text);
    let is_open = |word: &str| State::parse(word).is_some_and(|state| !state.is_final());
    let alike = |one: &feedback::Near| Some(likeness(&own, &Signature::from_bytes(&one.signature)?));
    let mut found: Vec<(u8, feedback::Near)> =
        near.into_iter().filter(|one| is_open(&one.state)).filter_map(|one| Some((alike(&one)?, one))).collect();
    found.retain(|(likeness, _)| *likeness >= ALIKE);
    found.sort_by_key(|(likeness, one)| core::cmp::Reverse((*likeness, one.received)));
    let mut suggestions = Vec::new();
    for (likeness, one) in found.into_iter().take(SUGGESTED) {
        suggestions.push(suggestion(asked, &agency, likeness, one).await?);
    }
    Ok(suggestions)
}

async fn suggestion(asked: &Asked, agency: &str, likeness: u8, near: feedback::Near) -> Result<Suggestion, Problem> {
    let entry = register::read(agency.to_owned(), near.code.clone()).await.map_err(of_fault)?;
    let entry = entry.and_then(|entry| serde_json::from_str::<Entry>(&entry.content).ok());
    Ok(Suggestion {
        likeness,
        received: iso(near.received),
        state: view::state(&near.state, asked.language),
        supporters: near.supporters,
        title: entry.map(|entry| entry.title),
        invitation: invitation(asked, &near.code),
        code: near.code,
    })
}
