//! `/phan-anh/theo-doi`: an item for whoever brings its code and secret, and what its sender may do.

use http::StatusCode;
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::idempotency;
use motcua_edge::problem::Problem;
use motcua_pages::{Question, hidden, link};

use super::flaw::Flaw;
use super::form::Form;
use super::item::{self, Doing};
use super::{LANGUAGE, files, private};
use crate::asked::Asked;
use crate::opened::{self, By, Opened};
use crate::problem::{KEY_CHARS_MIN, no_item, weak_key};
use crate::sender::{Said, acted};
use crate::store::types::Request;
use crate::{Body, draft, view};

/// Where an item is followed.
pub const PATH: &str = "/phan-anh/theo-doi";
const CODE_CHARS_MAX: u16 = 60;
const SECRET_CHARS_MAX: u16 = 100;

/// The empty form; a link may say the code.
pub fn ask(asked: &Asked) -> Result<Answer, Problem> {
    let query = asked.query(&["code", LANGUAGE])?;
    let code = query.text("code", CODE_CHARS_MAX.into())?.unwrap_or_default();
    Ok(asking(asked, StatusCode::OK, code, None))
}

/// A button that opens an item whose secret was just told.
pub fn opener(asked: &Asked, code: &str, secret: &str) -> Markup {
    html! {
        form.screen method="post" action=(link(PATH, asked.language)) {
            (hidden(&[("code", code), ("secret", secret)]))
            div.actions { button.quiet type="submit" { (asked.language.pick("Xem phản ánh này", "Show this item")) } }
        }
    }
}

/// Shows the item; does what its sender wants before, where a button says so.
pub async fn take(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.query(&[LANGUAGE])?;
    let form = Form::read(asked, body).await?;
    let (code, secret) = (form.value("code").trim(), form.value("secret").trim());
    let opened = match opened::of_secret(asked, code, Some(secret)).await {
        Ok(opened) => opened,
        Err(problem) => return Ok(asking(asked, problem.status(), code, Some(&problem))),
    };
    let outcome = match form.value("act") {
        "" => None,
        word => Some(done(asked, &form, &opened, word).await),
    };
    let opened = match &outcome {
        // Whoever was refused because it changed meanwhile sees what it changed to.
        Some(_) => opened::of_secret(asked, code, Some(secret)).await?,
        None => opened,
    };
    let doing = Doing { code, secret, act: form.value("act"), text: form.value("text"), outcome };
    let shown = view::shown(asked, &opened)?;
    Ok(item::page(asked, &shown, matches!(opened.by, By::Sender), &doing))
}

async fn done(asked: &Asked, form: &Form, opened: &Opened, word: &str) -> Result<(), Problem> {
    if !matches!(opened.by, By::Sender) {
        return Err(no_item());
    }
    if !["supplement", "reopening", "satisfaction"].contains(&word) {
        return Err(crate::said::missing("act"));
    }
    let version = form.value("version").parse().map_err(|_| crate::said::missing("version"))?;
    let said = Said { version, text: form.value("text"), satisfaction: form.value("satisfaction") };
    let request = request(asked, form)?;
    // Of a request that comes again the files are there: its step has made the item younger than what it saw.
    if word == "supplement" && version == opened.item.version {
        keep(asked, form, opened).await.map_err(|problem| problem.field("files"))?;
    }
    acted(asked, opened, word, &said, request).await.map(drop)
}

/// A hash of what is said; neither the secret nor files make another request.
fn request(asked: &Asked, form: &Form) -> Result<Request, Problem> {
    let key = form.value("key").to_owned();
    if key.len() < KEY_CHARS_MIN {
        return Err(weak_key());
    }
    let words = ["code", "act", "version", "satisfaction", "text"].map(|name| {
        let value = form.value(name).trim().replace("\r\n", "\n");
        format!("{name}={}:{value}", value.len())
    });
    Ok(Request { key, hash: idempotency::hash(&asked.parts, words.join("\n").as_bytes()) })
}

/// Keeps the files of a supplement where the item's own are.
async fn keep(asked: &Asked, form: &Form, opened: &Opened) -> Result<(), Problem> {
    if form.files().is_empty() {
        return Ok(());
    }
    let draft = draft::of_item(asked, &opened.item).await?;
    let said = opened::said(asked, &opened.item)?;
    files::keep(asked, &draft, &said.files, form.files()).await
}

fn asking(asked: &Asked, status: StatusCode, code: &str, problem: Option<&Problem>) -> Answer {
    let language = asked.language;
    let flaw = problem.map(|problem| Flaw::of(problem, &["code", "secret"], language));
    let question = |id, label, hint| Question {
        id,
        label,
        hint: Some(hint),
        error: flaw.as_ref().and_then(|flaw| flaw.with(id)),
        is_optional: false,
        language,
    };
    let code_question = question("code", language.pick("Mã phản ánh", "Code"), "PA.H29.101-250701-0001");
    let secret_hint = language.pick("Được cấp cùng với mã khi gửi.", "It was given with the code as it was sent.");
    let secret_question = question("secret", language.pick("Mã bí mật", "Secret"), secret_hint);
    let body = html! {
        @if let Some(flaw) = &flaw { (flaw.summary(language)) }
        form.search method="post" action=(link(PATH, language)) autocomplete="off" {
            (code_question.line("code", code, "text", "text", CODE_CHARS_MAX))
            (secret_question.line("secret", "", "password", "text", SECRET_CHARS_MAX))
            div.actions { button type="submit" { (language.pick("Xem", "Show")) } }
        }
    };
    private(asked, status, PATH, language.pick("Theo dõi phản ánh", "Follow an item"), body)
}
