//! The papers of a draft: a place for each, what lies in it, and a way to put something there without a script.

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::body;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::file::About;
use motcua_rules::form::{Accepted, Slot};

use super::names::id_of;
use super::{link, see_other};
use crate::asked::Asked;
use crate::papers::Paper;
use crate::{Body, files, opened};
use motcua_edge::multipart::parts;

/// A file of the largest size, and what a browser writes around it.
const AROUND_BYTES: usize = 64 * 1024;

/// Where a slot stands among what is wrong.
pub fn at(slot: &str) -> String {
    format!("papers/{slot}")
}

/// All places that are asked for.
pub fn section(asked: &Asked, id: &str, slots: &[&Slot], papers: &[Paper], errors: &[(String, String)]) -> Markup {
    html! {
        @if !slots.is_empty() {
            h2 { (asked.language.pick("Giấy tờ kèm theo", "Papers")) }
            @for slot in slots { (one(asked, id, slot, papers, errors)) }
        }
    }
}

fn one(asked: &Asked, id: &str, slot: &Slot, papers: &[Paper], errors: &[(String, String)]) -> Markup {
    let say = |vi, en| asked.language.pick(vi, en);
    let (place, input) = (id_of(&at(&slot.name)), format!("file-{}", slot.name));
    let here: Vec<&Paper> = papers.iter().filter(|paper| paper.file.slot == slot.name).collect();
    let error = errors.iter().find(|(where_, _)| *where_ == at(&slot.name)).map(|(_, words)| words);
    html! {
        div.slot.wrong[error.is_some()] id=(place) tabindex="-1" {
            h3 { (slot.label.say(asked.language)) @if !slot.required { span.optional { " (" (say("không bắt buộc", "optional")) ")" } } }
            @if let Some(error) = error { p.error { (error) } }
            ul { @for paper in &here { (lying(asked, id, paper)) } }
            @if here.len() < usize::from(slot.files_max) {
                form.upload method="post" action=(link(&format!("/nop-ho-so/{id}/tep"), asked.language)) enctype="multipart/form-data"
                    data-slot=(slot.name) data-tus={ "/api/drafts/" (id) "/files" } {
                    input type="hidden" name="slot" value=(slot.name);
                    label for=(input) { (say("Chọn tệp", "Choose a file")) " – " (kinds(asked, slot)) }
                    input id=(input) type="file" name="file" required multiple[slot.files_max > 1];
                    button.quiet type="submit" { (say("Tải lên", "Upload")) }
                    p.progress role="status" data-failed=(say("Chưa tải lên được; hãy thử lại.", "Not uploaded; try again.")) {}
                }
            }
        }
    }
}

fn lying(asked: &Asked, id: &str, paper: &Paper) -> Markup {
    let say = |vi, en| asked.language.pick(vi, en);
    let (name, is_whole) = match &paper.about {
        About::Named(named) => (&named.name, false),
        About::Known(known) => (&known.name, true),
    };
    let kib = paper.file.length.div_ceil(1024);
    html! {
        li {
            (name) " – " (kib) " KiB " @if !is_whole { (say("(chưa tải xong)", "(not whole yet)")) }
            form.inline method="post" action=(link(&format!("/nop-ho-so/{id}/tep/{}", paper.file.id), asked.language)) {
                button.quiet type="submit" { (say("Bỏ tệp này", "Remove")) }
            }
        }
    }
}

fn kinds(asked: &Asked, slot: &Slot) -> String {
    let name = |kind: &Accepted| match kind {
        Accepted::Pdf => "PDF",
        Accepted::Image => "JPEG, PNG",
        Accepted::Xml => "XML",
    };
    let names: Vec<&str> = slot.accepts.iter().map(name).collect();
    let mib = asked.settings.sizes.bytes_max(slot.size) >> 20;
    format!("{}, {} {mib} MiB", names.join(", "), asked.language.pick("tối đa", "at most"))
}

/// Takes the files that a browser sent in one piece.
pub async fn upload(asked: &Asked, id: &str, body: Body) -> Result<Answer, Problem> {
    let draft = opened::draft(asked, id).await?;
    let largest = usize::try_from(asked.settings.sizes.largest()).unwrap_or(usize::MAX).saturating_add(AROUND_BYTES);
    let bytes = body::whole(&asked.parts.headers, body, largest).await?;
    let parts = parts(&asked.parts.headers, &bytes).ok_or_else(refusal::body_broken)?;
    let word = |name: &str| {
        let part = parts.iter().find(|part| part.name == name);
        part.and_then(|part| core::str::from_utf8(part.content).ok()).unwrap_or_default()
    };
    for part in parts.iter().filter(|part| part.name == "file") {
        // A browser sends an input without a file as one without a name.
        let Some(name) = part.file_name.filter(|name| !name.is_empty()) else { continue };
        files::keep(asked, &draft, word("slot"), &format!("{}{name}", word("before")), part.content).await?;
    }
    match draft.dossier {
        Some(_) => see_other(&link(&format!("/nop-ho-so/{id}/buoc"), asked.language)),
        None => back(asked, id),
    }
}

/// Takes a file out of a draft.
pub async fn remove(asked: &Asked, id: &str, file: &str) -> Result<Answer, Problem> {
    let draft = opened::draft(asked, id).await?;
    files::take_out(asked, &draft, file).await?;
    back(asked, id)
}

fn back(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    see_other(&link(&format!("/nop-ho-so/{id}"), asked.language))
}
