//! `GET /api/feedback/items/{code}`: where an item stands, for its sender, its supporters and its desk.

use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;

use crate::asked::Asked;
use crate::opened::{self, By, Opened};
use crate::problem::no_item;
use crate::{Body, uploads, view};

/// The item with its history.
pub async fn read(asked: &Asked, code: &str) -> Result<Answer, Problem> {
    asked.only_read()?;
    asked.no_query()?;
    let opened = opened::item(asked, code).await?;
    answer::private_json(&asked.parts.headers, asked.language, &view::shown(asked, &opened)?)
}

/// A file of the item, for its sender and its desk: one that came with it or was brought later, not one that waits to be.
pub async fn file(asked: &Asked, code: &str, file: &str, body: Body) -> Result<Answer, Problem> {
    asked.only_read()?;
    asked.no_query()?;
    let opened = opened::item(asked, code).await?;
    if matches!(opened.by, By::Supporter) {
        return Err(no_item());
    }
    if !is_part(asked, &opened, file)? {
        return Err(motcua_upload::no_file());
    }
    uploads::download(asked, (&opened.item.agency, &opened.item.id), file, body).await
}

fn is_part(asked: &Asked, opened: &Opened, file: &str) -> Result<bool, Problem> {
    let mut files = opened::said(asked, &opened.item)?.files;
    for event in &opened.history {
        files.extend(opened::words(asked, &opened.item, event)?.files);
    }
    Ok(files.iter().any(|one| one.id == file))
}
