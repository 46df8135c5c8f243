//! `POST /phan-anh/gui`: an item is sent.

use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_record::random;

use super::entry::Entry;
use super::form::Form;
use super::{LANGUAGE, alike, device, files, receipt, start, wait, with_device};
use crate::about::routed;
use crate::asked::Asked;
use crate::said::{self, Item};
use crate::similar::{Suggestion, suggestions};
use crate::store::intake;
use crate::{Body, problem, receive};

/// Where it is sent.
pub const PATH: &str = "/phan-anh/gui";

/// Sends it, or shows the form again with what is wrong. Nobody's words are lost, whoever's fault it is.
pub async fn take(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.query(&[LANGUAGE])?;
    let form = Form::read(asked, body).await?;
    let mut entry = Entry::read(&form, device(asked, form.value("device")))?;
    let answer = match sent(asked, &form, &mut entry).await {
        Ok(answer) => answer,
        Err(problem) => instead(asked, &mut entry, &problem),
    };
    Ok(with_device(asked, &entry.wanted.device, answer))
}

async fn sent(asked: &Asked, form: &Form, entry: &mut Entry) -> Result<Answer, Problem> {
    files::take(asked, form, entry).await?;
    let item = said::read(&entry.wanted)?;
    if !entry.is_sure {
        let found = others(asked, entry, &item).await?;
        if !found.is_empty() {
            return Ok(alike::page(asked, entry, &found));
        }
        entry.is_sure = true;
    }
    let sent = receive::sent(asked, &entry.wanted).await?;
    Ok(receipt::page(asked, receive::received(asked, sent, entry.request(asked)).await?))
}

/// Who said the same. That nobody can tell just now keeps no item from being sent.
async fn others(asked: &Asked, entry: &Entry, item: &Item) -> Result<Vec<Suggestion>, Problem> {
    let routed = routed(asked, item).await?;
    let found = if was_sent(asked, entry).await? { Ok(Vec::new()) } else { suggestions(asked, item, &routed).await };
    match found {
        Err(problem) if problem.status().is_server_error() => {
            eprintln!("nobody is asked whether others said the same: {}", problem.kind());
            Ok(Vec::new())
        }
        found => found,
    }
}

/// Whether the request came before: then what is most like it is itself.
async fn was_sent(asked: &Asked, entry: &Entry) -> Result<bool, Problem> {
    match intake::known(entry.request(asked)).await.map_err(problem::of_intake) {
        Ok(code) => Ok(code.is_some()),
        Err(problem) if problem.status().is_server_error() => Ok(false),
        Err(problem) => Err(problem),
    }
}

fn instead(asked: &Asked, entry: &mut Entry, problem: &Problem) -> Answer {
    if let Some(ticket) = wait::ticket(problem) {
        entry.wanted.ticket = ticket.to_owned();
    }
    match problem.kind() {
        // What was not kept has to be chosen again, so the form is shown.
        "effort-wanted" if problem.blamed().is_none() => {
            let mut hidden = entry.hidden();
            hidden.push(("sure", "1".to_owned()));
            wait::page(asked, PATH, problem, &hidden)
        }
        "key-of-another-request" | "already-sent" => {
            entry.key = random::token();
            (entry.wanted.draft, entry.wanted.draft_secret) = (String::new(), String::new());
            entry.kept.clear();
            start::again(asked, entry, problem)
        }
        _ => start::again(asked, entry, problem),
    }
}
