//! `/ho-so`: the form that asks for a code and a second factor, and what it finds.

use http::StatusCode;
use http::header::{CACHE_CONTROL, HeaderValue, LOCATION, SET_COOKIE};
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::document::refused;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_edge::query::{Query, required};
use motcua_edge::{body, cookie, refusal};
use motcua_pages::Question;

use super::{COOKIE, document, link, page, to_keep};
use crate::Body;
use crate::asked::Asked;
use crate::case::Case;
use crate::opened::{Name, by_factor, by_secret};

const FORM: &str = "application/x-www-form-urlencoded";
const BODY_BYTES_MAX: usize = 4096;
const CODE_CHARS_MAX: u16 = 60;
const SECRET_CHARS_MAX: u16 = 100;

/// The empty form.
pub fn form(asked: &Asked) -> Result<Answer, Problem> {
    asked.query(&[])?;
    Ok(page(asked, "/ho-so", title(asked.language), fields(asked.language, "", None)))
}

/// The form with a code that is known already: where a QR code leads.
pub fn form_of(asked: &Asked, name: &Name) -> Answer {
    let code = name.to_string();
    page(asked, &format!("/ho-so/{code}"), title(asked.language), fields(asked.language, &code, None))
}

/// `POST /ho-so`: shows the dossier. Whoever brings the secret keeps it in a cookie and goes to the dossier's own page.
pub async fn look(asked: &Asked, sent: Body) -> Result<Answer, Problem> {
    asked.query(&[])?;
    let headers = &asked.parts.headers;
    let bytes = body::whole(headers, sent, BODY_BYTES_MAX).await?;
    body::media_type(headers, &[FORM])?;
    let text = core::str::from_utf8(&bytes).map_err(|_| refusal::body_broken())?;
    let sent = Query::parse(Some(text), &["code", "factor", "secret"])?;
    let code = sent.text("code", CODE_CHARS_MAX.into())?.unwrap_or_default();
    match found(asked, code, &sent).await {
        Ok(answer) => Ok(answer),
        Err(problem) => {
            let body = fields(asked.language, code, Some(&problem));
            Ok(refused(&problem, asked.language, document(asked.language, "/ho-so", title(asked.language), body)))
        }
    }
}

async fn found(asked: &Asked, code: &str, sent: &Query) -> Result<Answer, Problem> {
    let name = Name::read(required("code", Some(code).filter(|code| !code.is_empty()))?)?;
    if let Some(secret) = sent.text("secret", SECRET_CHARS_MAX.into())? {
        let secret = secret.trim();
        let dossier = by_secret(&name, secret).await?;
        let kept = cookie::secret(COOKIE, &to_keep(&dossier, secret), asked.settings.portal_url.starts_with("https:"));
        let own_page = link(&format!("/ho-so/{}", dossier.code), asked.language);
        return Ok(see_other(&own_page, kept));
    }
    let digits = required("factor", sent.text("factor", CODE_CHARS_MAX.into())?)?;
    let case = Case::read(by_factor(asked, &name, digits).await?).await?;
    Ok(super::dossier::shown(asked, &case, None))
}

fn see_other(place: &str, kept: Option<HeaderValue>) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let headers = answer.headers_mut();
    headers.extend(HeaderValue::try_from(place).ok().map(|place| (LOCATION, place)));
    headers.extend(kept.map(|kept| (SET_COOKIE, kept)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

const fn title(language: Language) -> &'static str {
    language.pick("Tra cứu hồ sơ", "Follow a dossier")
}

fn fields(language: Language, code: &str, problem: Option<&Problem>) -> Markup {
    let question =
        |id, label, hint| Question { id, label, hint: Some(hint), error: None, is_optional: false, language };
    let (code_label, code_hint) =
        (language.pick("Mã hồ sơ hoặc mã tra cứu", "Code or reference"), "H29.101-250701-0001 · 4T7X-09KM-3RH");
    let factor_label = language.pick("Bốn số cuối điện thoại hoặc số định danh", "Last four digits");
    let factor_hint = language.pick(
        "Của người nộp, như đã khai trong hồ sơ.",
        "Of the applicant's telephone or personal number, as given in the dossier.",
    );
    let secret_hint = language.pick(
        "Chuỗi 43 ký tự nhận được khi bắt đầu soạn hồ sơ; mở toàn bộ hồ sơ và biên nhận.",
        "The 43 characters that came with the draft; they open all of the dossier and its receipt.",
    );
    html! {
        (problem.map_or_else(Markup::default, |problem| said(problem, language)))
        form.search action=(link("/ho-so", language)) method="post" autocomplete="off" {
            (question("code", code_label, code_hint).line("code", code, "text", "text", CODE_CHARS_MAX))
            (question("factor", factor_label, factor_hint).line("factor", "", "text", "numeric", 12))
            details {
                summary { (language.pick("Tôi có mã bí mật của hồ sơ", "I have the dossier's secret")) }
                (question("secret", language.pick("Mã bí mật", "Secret"), secret_hint)
                    .line("secret", "", "password", "text", SECRET_CHARS_MAX))
            }
            div.actions { button type="submit" { (language.pick("Xem hồ sơ", "Show the dossier")) } }
        }
    }
}

/// What was wrong, above the form.
fn said(problem: &Problem, language: Language) -> Markup {
    let [title, detail, action] = problem.texts(language);
    html! {
        div.errors role="alert" id="errors" {
            h2 { (title) }
            p { (detail) }
            p { (action) }
        }
    }
}
