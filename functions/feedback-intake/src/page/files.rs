//! Files on a page without scripts: they are kept as soon as they came, so that nobody has to choose them twice.

use bytes::Bytes;
use maud::{Markup, html};
use motcua_edge::problem::Problem;
use motcua_record::filed::FiledFile;
use motcua_rules::feedback::FILES_MAX;
use motcua_rules::language::Language;
use motcua_rules::resolve::Meant;

use super::entry::Entry;
use super::form::Form;
use crate::asked::Asked;
use crate::effort::{Proof, Sender};
use crate::problem::too_many_files;
use crate::said::device;
use crate::store::drafts::Draft;
use crate::{draft, uploads};

/// Which files a browser offers to choose.
pub const ACCEPT: &str = "image/*,application/pdf";

/// Keeps what came with a form, and finds what was kept before.
///
/// Whatever is refused is said of the question about files.
pub async fn take(asked: &Asked, form: &Form, entry: &mut Entry) -> Result<(), Problem> {
    let taken = taken(asked, form, entry).await;
    taken.map_err(|problem| problem.field("files"))
}

async fn taken(asked: &Asked, form: &Form, entry: &mut Entry) -> Result<(), Problem> {
    if form.files().len() > FILES_MAX {
        return Err(too_many_files(FILES_MAX));
    }
    let Some(draft) = opened(asked, form, entry).await? else { return Ok(()) };
    for file in form.all("drop") {
        uploads::take_out(asked, &draft, file).await?;
    }
    let kept = keep(asked, &draft, &[], form.files()).await;
    // What is there is shown, even where the next one was refused.
    entry.kept = uploads::finished(asked, &draft.agency, &draft.id, &[]).await?;
    kept
}

/// Keeps files beside what is part of the item already. None is kept where all of them would be too many.
pub async fn keep(
    asked: &Asked,
    draft: &Draft,
    before: &[FiledFile],
    files: &[(String, Bytes)],
) -> Result<(), Problem> {
    let new = uploads::finished(asked, &draft.agency, &draft.id, before).await?;
    if new.len().saturating_add(files.len()) > FILES_MAX {
        return Err(too_many_files(FILES_MAX));
    }
    for (name, bytes) in files {
        uploads::keep(asked, draft, name, bytes).await?;
    }
    Ok(())
}

/// The draft of a form; a new one where files came and there is none.
async fn opened(asked: &Asked, form: &Form, entry: &mut Entry) -> Result<Option<Draft>, Problem> {
    if entry.wanted.draft.is_empty() {
        if form.files().is_empty() {
            return Ok(None);
        }
        begin(asked, entry).await?;
    }
    match draft::opened(asked, &entry.wanted.draft, Some(&entry.wanted.draft_secret)).await {
        Ok(draft) => Ok(Some(draft)),
        Err(problem) => {
            // Whoever sends again begins another one.
            (entry.wanted.draft, entry.wanted.draft_secret) = (String::new(), String::new());
            Err(problem)
        }
    }
}

/// Files cost more than words: a draft is counted as an item is.
async fn begin(asked: &Asked, entry: &mut Entry) -> Result<(), Problem> {
    let sender = Sender::of(asked, device(&entry.wanted.device)?);
    sender.may_send(asked, &entry.key, &Proof { ticket: &entry.wanted.ticket, nonce: "" }).await?;
    let new = match draft::new(asked, &entry.wanted.place, Meant::New).await {
        // What is wrong with the place is said of the place, and costs nobody the files.
        Err(problem) if problem.status().is_client_error() => draft::new(asked, "", Meant::New).await?,
        new => new?,
    };
    sender.sent(asked).await;
    (entry.wanted.draft, entry.wanted.draft_secret) = (new.0.to_string(), new.1);
    Ok(())
}

/// The files that are kept, each with a way to leave it out.
pub fn kept(files: &[FiledFile], language: Language) -> Markup {
    html! {
        @if !files.is_empty() {
            fieldset.question {
                legend { (language.pick("Tệp đã nhận", "Files that are here already")) }
                @for file in files {
                    label.choice {
                        input type="checkbox" name="drop" value=(file.id);
                        " " (language.pick("Bỏ tệp ", "Leave out ")) (file.name) " · " (size(file.size))
                    }
                }
            }
        }
    }
}

/// So many bytes as a person reads them.
pub fn size(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1024))
}
