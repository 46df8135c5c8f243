//! `GET requests`: what was published, the last first; or the items whose numbers are said.
//!
//! Dates are those of publication: before it, an item is in no list. A page is cut before the status is looked at, which only
//! an item has that was reopened after its answer was published: of those, and of nothing else, a page may lack some.

use motcua_edge::problem::Problem;
use motcua_record::feedback::Entry as Content;
use motcua_reference::problem::{damaged, of_fault};

use super::filter::{self, Filter, Published};
use super::found::{public, shown};
use super::shape::Document;
use crate::asked::Asked;
use crate::store::register::{self, Entry};

/// Entries are looked through by so many.
const LOAD: u32 = 100;
/// So often: more than all pages have.
const LOADS_MAX: usize = 20;

/// A list.
pub async fn list(asked: &Asked) -> Result<Document, Problem> {
    let (codes, statuses) = match filter::read(asked.parts.uri.query(), asked.now)? {
        Filter::Ids(ids) => (ids, Vec::new()),
        Filter::Published(wanted) => {
            let entries = published(&wanted).await?;
            (entries.into_iter().map(|entry| entry.code).collect(), wanted.statuses)
        }
    };
    let mut requests = Vec::new();
    for code in codes {
        let Some(item) = public(&code).await? else { continue };
        requests.push(shown(asked, &item).await?);
    }
    requests.retain(|request| statuses.is_empty() || statuses.contains(&request.status));
    Ok(Document::Requests(requests))
}

/// A page of the register.
async fn published(wanted: &Published) -> Result<Vec<Entry>, Problem> {
    let term = match wanted.fields.as_slice() {
        [field] => format!("field:{}", field.as_str()),
        _ => "all:".to_owned(),
    };
    let mut after = (wanted.end.saturating_add(1), String::new());
    let (mut skipped, mut page) = (0u64, Vec::new());
    for _ in 0..LOADS_MAX {
        let entries = register::found(vec![term.clone()], Some(after.clone()), LOAD).await.map_err(of_fault)?;
        let Some(last) = entries.last() else { break };
        after = (last.published, last.code.clone());
        for entry in entries {
            if entry.published < wanted.start || page.len() as u64 >= wanted.count {
                return Ok(page);
            }
            if !is_of(&entry, wanted)? {
                continue;
            }
            if skipped < wanted.skipped {
                skipped = skipped.saturating_add(1);
            } else {
                page.push(entry);
            }
        }
    }
    Ok(page)
}

/// Whether an entry is of a wanted service. Of a single one, only its entries were found.
fn is_of(entry: &Entry, wanted: &Published) -> Result<bool, Problem> {
    if wanted.fields.len() < 2 {
        return Ok(true);
    }
    let content: Content = serde_json::from_str(&entry.content).map_err(|_| damaged("an entry cannot be read"))?;
    Ok(wanted.fields.iter().any(|field| field.as_str() == content.field))
}
