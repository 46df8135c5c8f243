//! Whoever sent much waits a little: a page with a button, since without a script a machine does no work.

use maud::html;
use motcua_edge::answer::Answer;
use motcua_edge::document as answered;
use motcua_edge::problem::Problem;
use motcua_pages::{hidden, link, note};
use motcua_rules::language::Language;
use serde_json::Value;

use super::{ROOT, document};
use crate::asked::Asked;

/// The ticket with which it is sent again.
pub fn ticket(problem: &Problem) -> Option<&str> {
    problem.member("ticket").and_then(Value::as_str)
}

/// Says how long, and keeps all that was sent behind a button, the ticket with it. `path` is where it goes.
pub fn page(asked: &Asked, path: &str, problem: &Problem, inputs: &[(&'static str, String)]) -> Answer {
    let language = asked.language;
    let [title, detail, _] = problem.texts(language);
    let seconds = problem.member("wait_seconds").and_then(Value::as_u64).unwrap_or_default();
    let wait = match language {
        Language::Vi => format!("Xin chờ {seconds} giây rồi bấm nút dưới đây. Những gì bạn đã viết vẫn còn nguyên."),
        Language::En => format!("Please wait {seconds} seconds, then press the button. All that you wrote is kept."),
    };
    let body = html! {
        p { (detail) }
        p { strong { (wait) } }
        form method="post" action=(link(path, language)) {
            (hidden(inputs))
            div.actions { button type="submit" { (language.pick("Gửi", "Send")) } }
        }
        (note(language.pick(
            "Chưa có gì được gửi. Bấm sớm hơn thì trang này hiện lại với thời gian còn lại.",
            "Nothing was sent yet. If you press it sooner, this page says how much is left.",
        )))
    };
    answered::refused(problem, language, document(asked, ROOT, title, body))
}
