//! An item, opened by whoever may: its sender by the secret, a supporter by theirs, a desk by its token.
//!
//! A wrong secret and a code that nobody bears are the same answer, so that nobody learns which items there are.

use motcua_edge::auth;
use motcua_edge::problem::Problem;
use motcua_record::feedback::{Facts, Said, Who, Words};
use motcua_record::lookup::is_secret;
use motcua_record::seal::{Bound, Purpose};
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::agency::Id;
use motcua_rules::feedback::Number;

use crate::asked::Asked;
use crate::draft::NOBODY;
use crate::problem::no_item;
use crate::receive::bound;
use crate::store::feedback::{self, Item};
use crate::store::types::Event;

/// The most pages of a history that are read: nobody takes so many steps.
const HISTORY_PAGES_MAX: usize = 5;

/// In whose right an item is opened.
pub enum By {
    /// Whoever sent it.
    Sender,
    /// Somebody who said the same.
    Supporter,
    /// The agency of a desk that has it or had it, or one above.
    Desk(Id),
}

/// An item and its history.
pub struct Opened {
    /// The item.
    pub item: Item,
    /// Its whole history.
    pub history: Vec<Event>,
    /// What is known of it.
    pub facts: Facts,
    /// In whose right.
    pub by: By,
}

/// The item of this code, for whoever bears what opens it.
pub async fn item(asked: &Asked, code: &str) -> Result<Opened, Problem> {
    of_secret(asked, code, asked.bearer()).await
}

/// The same for a secret that a page's form brings.
pub async fn of_secret(asked: &Asked, code: &str, secret: Option<&str>) -> Result<Opened, Problem> {
    let found = found(code).await?;
    let by = match &found {
        Some(item) => by(asked, item, secret).await?,
        None => secret.filter(|secret| is_secret(secret, NOBODY)).map(|_| By::Sender),
    };
    let (Some(item), Some(by)) = (found, by) else { return Err(no_item()) };
    whole(item, by).await
}

/// The same item as it stands by now, in the same right: whoever passed it on sees where it went.
pub async fn again(opened: Opened) -> Result<Opened, Problem> {
    let item = found(&opened.item.code).await?.ok_or_else(no_item)?;
    whole(item, opened.by).await
}

async fn whole(item: Item, by: By) -> Result<Opened, Problem> {
    let history = history(&item).await?;
    let facts = facts(&item)?;
    Ok(Opened { item, history, facts, by })
}

/// The item of this code, whoever asks. The code says in which part of the store it lives.
pub async fn found(code: &str) -> Result<Option<Item>, Problem> {
    let Some(number) = Number::parse(code) else { return Ok(None) };
    feedback::read(number.agency().top().to_owned(), code.to_owned()).await.map_err(of_fault)
}

async fn by(asked: &Asked, item: &Item, secret: Option<&str>) -> Result<Option<By>, Problem> {
    let Some(secret) = secret else { return Ok(None) };
    if is_secret(secret, &item.secret_hash) {
        return Ok(Some(By::Sender));
    }
    if let Some((id, secret)) = secret.split_once('.') {
        let found =
            feedback::supported_by(item.agency.clone(), item.code.clone(), id.to_owned()).await.map_err(of_fault)?;
        if found.is_some_and(|one| is_secret(secret, &one.secret_hash)) {
            return Ok(Some(By::Supporter));
        }
    }
    let Some(desk) = desk(asked) else { return Ok(None) };
    let facts = facts(item)?;
    let mut desks = [&item.desk, &facts.first_desk].into_iter().chain(&facts.later_desks);
    Ok(desks.any(|one| is_over(&desk, one)).then_some(By::Desk(desk)))
}

/// The agency whose desk the request's token is.
pub fn desk(asked: &Asked) -> Option<Id> {
    let name = auth::bearer(&asked.parts.headers, &asked.settings.desks).ok()?;
    Id::parse(&name)
}

/// Whether somebody has a token by which the items of an agency are handled.
pub fn has_desk(asked: &Asked, agency: &Id) -> bool {
    let names = asked.settings.desks.split_whitespace().filter_map(|entry| entry.split_once('='));
    names.filter_map(|(name, _)| Id::parse(name)).any(|desk| is_over(&desk, agency.as_str()))
}

/// Whether a desk answers for another: for itself, and for all below it.
pub fn is_over(desk: &Id, other: &str) -> bool {
    other.strip_prefix(desk.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

async fn history(item: &Item) -> Result<Vec<Event>, Problem> {
    let mut all: Vec<Event> = Vec::new();
    for _ in 0..HISTORY_PAGES_MAX {
        let after = all.last().map_or(0, |event| event.number);
        let page = feedback::events(item.agency.clone(), item.code.clone(), after).await.map_err(of_fault)?;
        let is_last = page.is_empty();
        all.extend(page);
        if is_last || all.last().is_some_and(|event| event.number >= item.version) {
            break;
        }
    }
    // A step that was taken between the two readings belongs to the next one.
    all.retain(|event| event.number <= item.version);
    Ok(all)
}

/// What is known of an item and tells nothing about a person.
pub fn facts(item: &Item) -> Result<Facts, Problem> {
    serde_json::from_str(&item.facts).map_err(|_| damaged("the facts of an item cannot be read"))
}

/// What was said.
pub fn said(asked: &Asked, item: &Item) -> Result<Said, Problem> {
    let bound = bound(Purpose::Feedback, &item.agency, &item.id);
    asked.settings.sealing.open_json(&bound, &item.sealed).map_err(|_| damaged("an item cannot be opened"))
}

/// Who said it; nobody where nobody said.
pub fn who(asked: &Asked, item: &Item) -> Result<Who, Problem> {
    if item.identity.is_empty() {
        return Ok(Who::default());
    }
    let bound = bound(Purpose::Identity, &item.agency, &item.id);
    asked.settings.sealing.open_json(&bound, &item.identity).map_err(|_| damaged("an identity cannot be opened"))
}

/// The words that go with an event.
pub fn words(asked: &Asked, item: &Item, event: &Event) -> Result<Words, Problem> {
    if event.sealed.is_empty() {
        return Ok(Words::default());
    }
    let place = event.number.to_string();
    let bound = Bound { purpose: Purpose::Event, agency: &item.agency, draft: &item.id, place: &place };
    asked.settings.sealing.open_json(&bound, &event.sealed).map_err(|_| damaged("the words of a step cannot be opened"))
}
