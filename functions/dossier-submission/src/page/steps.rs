//! `/nop-ho-so/{draft}/buoc`: what the applicant may do with a dossier that is filed: bring papers, take it back, file it again.

use http::StatusCode;
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::body;
use motcua_edge::problem::Problem;
use motcua_pages::{Question, note};
use motcua_record::file::About;
use motcua_rules::dossier::{Actor, Stage, Verb};

use super::start::to_draft;
use super::{link, see_other, shown};
use crate::asked::Asked;
use crate::papers::{self, Paper};
use crate::problem::no_draft;
use crate::step::Case;
use crate::store::types;
use crate::supplement::Brought;
use crate::{Body, files, opened, resubmit, supplement, withdraw};

/// A reason of the longest kind, and every sign of it escaped.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// What may be done now.
pub async fn show(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    let case = case(asked, id).await?;
    let choices = case.state.choices(Actor::Applicant);
    let say = |vi, en| asked.language.pick(vi, en);
    let address = link(&format!("/nop-ho-so/{id}/buoc"), asked.language);
    let body = html! {
        p { (say("Hồ sơ", "Dossier")) " " strong { (case.dossier.code) } ": " (case.state.status().label(asked.language)) }
        @if choices.contains(&Verb::Supplement) { (wanted(asked, id, &case).await?) }
        @if case.state.stage() == Stage::NotAccepted {
            form method="post" action=(address) {
                p { (say("Hồ sơ bị từ chối có thể nộp lại; mọi thông tin và giấy tờ được giữ nguyên.", "A refused dossier can be filed again; everything is kept.")) }
                div.actions { button type="submit" name="do" value="resubmit" { (say("Soạn nộp lại", "Prepare it again")) } }
            }
        }
        @if choices.contains(&Verb::Withdraw) { (leave(asked, &address)) }
        p { a href=(link(&format!("/ho-so/{}", case.dossier.code), asked.language)) { (say("Xem trạng thái hồ sơ", "Where it stands")) } }
    };
    Ok(shown(asked, StatusCode::OK, say("Việc bạn có thể làm", "What you can do"), body))
}

/// Takes the step that was asked for. Its key is the version that the page has shown: pressed twice, it is done once.
pub async fn act(asked: &Asked, id: &str, body: Body) -> Result<Answer, Problem> {
    let pairs = body::pairs(&asked.body(body, BODY_BYTES_MAX, body::FORM).await?)?;
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let case = case(asked, id).await?;
    let key = format!("page-{}-{}-{}", value("do"), case.dossier.code, case.dossier.version);
    let request = types::Request { key, hash: "page".to_owned() };
    match value("do") {
        "supplement" => {
            let brought = brought(asked, &case).await?;
            supplement::bring(asked, &case, brought, request).await?;
        }
        "withdraw" => {
            let why = Some(value("reason")).filter(|reason| !reason.trim().is_empty());
            withdraw::take_back(asked, &case, why, request).await?;
        }
        "resubmit" => {
            let (draft, ..) = resubmit::again(asked, &case, request).await?;
            return to_draft(asked, &draft);
        }
        _ => return see_other(&link(&format!("/nop-ho-so/{id}/buoc"), asked.language)),
    }
    see_other(&link(&format!("/ho-so/{}", case.dossier.code), asked.language))
}

async fn case(asked: &Asked, id: &str) -> Result<Case, Problem> {
    let draft = opened::draft(asked, id).await?;
    let code = draft.dossier.as_ref().ok_or_else(no_draft)?;
    Case::of(asked, opened::dossier_of(&draft.agency, code).await?).await
}

/// What was asked for, a place for each, and the button that brings all of it.
async fn wanted(asked: &Asked, id: &str, case: &Case) -> Result<Markup, Problem> {
    let say = |vi, en| asked.language.pick(vi, en);
    let (missing, lying) = (supplement::missing(asked, case)?, lying(asked, case).await?);
    let address = |below: &str| link(&format!("/nop-ho-so/{id}/{below}"), asked.language);
    Ok(html! {
        h2 { (say("Giấy tờ cần bổ sung", "Papers that are asked for")) }
        (note(say("Nộp một lần, đủ tất cả giấy tờ dưới đây.", "Bring all of them at once.")))
        @for (number, paper) in (1..).zip(&missing) {
            div.slot {
                h3 lang="vi" { (number) ". " (paper) }
                ul { @for file in of(number, &lying) { li { (name(file)) } } }
                form method="post" action=(address("tep")) enctype="multipart/form-data" {
                    input type="hidden" name="slot" value=(files::SUPPLEMENT);
                    input type="hidden" name="before" value=(mark(number));
                    label for={ "file-" (number) } { (say("Chọn tệp", "Choose a file")) " – PDF, JPEG, PNG" }
                    input id={ "file-" (number) } type="file" name="file" required;
                    button.quiet type="submit" { (say("Tải lên", "Upload")) }
                }
            }
        }
        form method="post" action=(address("buoc")) {
            div.actions { button type="submit" name="do" value="supplement" { (say("Nộp bổ sung", "Bring them")) } }
        }
    })
}

fn leave(asked: &Asked, address: &str) -> Markup {
    let say = |vi, en| asked.language.pick(vi, en);
    let question = Question {
        id: "reason",
        label: say("Lý do rút hồ sơ", "Why you take it back"),
        hint: None,
        error: None,
        is_optional: true,
        language: asked.language,
    };
    html! {
        h2 { (say("Rút hồ sơ", "Take the dossier back")) }
        form method="post" action=(address) {
            (question.line("reason", "", "text", "text", 500))
            div.actions { button.quiet type="submit" name="do" value="withdraw" { (say("Rút hồ sơ này", "Take it back")) } }
        }
    }
}

/// What a file's name begins with that was uploaded for the so many-th paper: the page has no other place to remember it.
fn mark(number: usize) -> String {
    format!("{number}. ")
}

fn name(paper: &Paper) -> &str {
    match &paper.about {
        About::Named(named) => &named.name,
        About::Known(known) => &known.name,
    }
}

fn of(number: usize, lying: &[Paper]) -> impl Iterator<Item = &Paper> {
    lying.iter().filter(move |paper| name(paper).starts_with(&mark(number)))
}

/// The files that were uploaded for a supplement and are not part of the dossier yet.
async fn lying(asked: &Asked, case: &Case) -> Result<Vec<Paper>, Problem> {
    let mut found = papers::of(asked, &case.dossier.agency, &case.dossier.draft).await?;
    let is_part = |paper: &Paper| case.filed.files.iter().any(|file| file.id == paper.file.id);
    found.retain(|paper| paper.file.slot == files::SUPPLEMENT && paper.file.finished && !is_part(paper));
    Ok(found)
}

async fn brought(asked: &Asked, case: &Case) -> Result<Vec<Brought>, Problem> {
    let (missing, lying) = (supplement::missing(asked, case)?, lying(asked, case).await?);
    let one = |(number, paper): (usize, String)| Brought {
        paper,
        files: of(number, &lying).map(|file| file.file.id.clone()).collect(),
    };
    Ok((1..).zip(missing).map(one).collect())
}
