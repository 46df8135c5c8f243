//! `/nop-ho-so/{procedure}`: where it is filed is chosen, and a draft begins.

use http::StatusCode;
use http::header::SET_COOKIE;
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::body;
use motcua_edge::cookie;
use motcua_edge::problem::Problem;
use motcua_pages::{Question, error_summary, note};
use motcua_reference::store::procedures::Procedure;
use motcua_reference::{place, procedure, shown as choices};
use motcua_rules::quote::any_desk;
use motcua_rules::resolve::Meant;

use super::{link, see_other, shown};
use crate::asked::{Asked, COOKIE};
use crate::{Body, begin};
use motcua_record::id::PublicId;

const BODY_BYTES_MAX: usize = 4 * 1024;
/// The input's id.
const PLACE: &str = "place";

/// What is wrong with the place that was typed, and what it may mean.
#[derive(Default)]
struct Doubt {
    typed: String,
    error: Option<String>,
    /// A unit's code and how a person reads it.
    choices: Vec<(String, String)>,
}

/// Asks where it is filed.
pub async fn show(asked: &Asked, code: &str) -> Result<Answer, Problem> {
    let procedure = procedure::find(code, &asked.today().to_string()).await?;
    Ok(shown(asked, StatusCode::OK, name(asked, &procedure), asking(asked, &procedure, &Doubt::default())))
}

/// Begins the draft and leads to it; or asks again, which place was meant.
pub async fn begin(asked: &Asked, code: &str, body: Body) -> Result<Answer, Problem> {
    let pairs = body::pairs(&asked.body(body, BODY_BYTES_MAX, body::FORM).await?)?;
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let (typed, meant) = (value(PLACE), if value("as") == "new" { Meant::New } else { Meant::Unsaid });
    match begin::new(asked, code, (typed, meant), None, None).await {
        Ok((id, ..)) => to_draft(asked, &id),
        Err(problem) if ["which-place", "no-such-unit", "malformed-parameter"].contains(&problem.kind()) => {
            let procedure = procedure::find(code, &asked.today().to_string()).await?;
            let doubt = doubt(asked, typed, &problem).await?;
            Ok(shown(asked, problem.status(), name(asked, &procedure), asking(asked, &procedure, &doubt)))
        }
        Err(problem) => Err(problem),
    }
}

/// Leads a browser to a draft and gives it the secret that opens it.
pub fn to_draft(asked: &Asked, id: &PublicId) -> Result<Answer, Problem> {
    let mut answer = see_other(&link(&format!("/nop-ho-so/{id}"), asked.language))?;
    let secret = asked.settings.lookup.secret(&id.agency, &id.id);
    let is_secure = asked.settings.portal_url.starts_with("https:");
    let line = cookie::secret(COOKIE, &format!("{id}.{secret}"), is_secure);
    answer.headers_mut().extend(line.map(|line| (SET_COOKIE, line)));
    Ok(answer)
}

async fn doubt(asked: &Asked, typed: &str, problem: &Problem) -> Result<Doubt, Problem> {
    let [_, detail, _] = problem.texts(asked.language);
    let mut doubt = Doubt { typed: typed.to_owned(), error: Some(detail.to_owned()), choices: Vec::new() };
    if problem.kind() == "which-place" {
        let said = place::said(typed, Meant::Unsaid).await?;
        let units = choices::resolved(&said, asked.language).units;
        doubt.choices = units.into_iter().map(|unit| (unit.code, unit.label)).collect();
    }
    Ok(doubt)
}

fn asking(asked: &Asked, procedure: &Procedure, doubt: &Doubt) -> Markup {
    let say = |vi, en| asked.language.pick(vi, en);
    let errors: Vec<(String, String)> = doubt.error.iter().map(|error| (PLACE.to_owned(), error.clone())).collect();
    let question = Question {
        id: PLACE,
        label: say("Bạn muốn nộp tại xã, phường, đặc khu nào?", "At which commune do you want to file?"),
        hint: Some(say("Tên hoặc mã, cũ hay mới, ví dụ: Ngọc Thụy", "Its name or code, old or new, such as Ngọc Thụy")),
        error: doubt.error.as_deref(),
        is_optional: false,
        language: asked.language,
    };
    html! {
        (error_summary(asked.language, &errors))
        p { (any_desk(asked.language)) }
        form method="post" action=(link(&format!("/nop-ho-so/{}", procedure.code), asked.language)) {
            (question.line("place", &doubt.typed, "text", "text", 200))
            div.actions { button type="submit" { (say("Bắt đầu soạn hồ sơ", "Begin")) } }
        }
        @if !doubt.choices.is_empty() {
            form method="post" action=(link(&format!("/nop-ho-so/{}", procedure.code), asked.language)) {
                input type="hidden" name="as" value="new";
                h2 { (say("Có phải một trong những nơi này?", "Is it one of these?")) }
                @for (code, label) in &doubt.choices {
                    p { button.quiet type="submit" name="place" value=(code) { (label) } }
                }
            }
        }
        (note(say(
            "Không cần đăng nhập. Bản nháp được lưu trên cổng, chỉ trình duyệt này mở được.",
            "No account is needed. The draft is kept by the portal, and only this browser opens it.",
        )))
        p { a href=(link(&format!("/thu-tuc/{}", procedure.code), asked.language)) { (say("Xem lại thủ tục", "Back to the procedure")) } }
    }
}

/// What the procedure is called in the page's language.
pub fn name<'a>(asked: &Asked, procedure: &'a Procedure) -> &'a str {
    asked.language.pick(&procedure.name_vi, procedure.name_en.as_deref().unwrap_or(&procedure.name_vi))
}
