//! What is wrong with a form, in words for whoever filled it in.

use maud::{Markup, html};
use motcua_edge::problem::Problem;
use motcua_pages::error_summary;
use motcua_rules::language::Language;
use serde_json::Value;

/// What is wrong, and where.
pub struct Flaw {
    at: Option<String>,
    title: String,
    words: String,
    /// What a place may mean: codes, and how a person reads them.
    pub places: Vec<(String, String)>,
}

impl Flaw {
    /// What a problem says about a form that has `questions`. What is to blame and is no question stands above the form.
    pub fn of(problem: &Problem, questions: &[&str], language: Language) -> Flaw {
        let at = problem.blamed().filter(|name| questions.contains(name)).map(str::to_owned);
        let [title, ..] = problem.texts(language);
        Flaw { at, title: title.to_owned(), words: words(problem, language), places: places(problem) }
    }

    /// What is wrong with the answer to a question.
    pub fn with(&self, question: &str) -> Option<&str> {
        (self.at.as_deref() == Some(question)).then_some(self.words.as_str())
    }

    /// What stands above the form.
    pub fn summary(&self, language: Language) -> Markup {
        if let Some(at) = &self.at {
            return error_summary(language, &[(at.clone(), self.words.clone())]);
        }
        html! {
            div.errors role="alert" tabindex="-1" id="errors" {
                h2 { (self.title) }
                p { (self.words) }
            }
        }
    }
}

/// What the API says of keys, tickets and versions is nothing that a person could do.
fn words(problem: &Problem, language: Language) -> String {
    let [_, detail, action] = problem.texts(language);
    let seconds = problem.member("wait_seconds").and_then(Value::as_u64);
    match (problem.kind(), seconds) {
        ("malformed-parameter", _) => action.to_owned(),
        ("effort-wanted", Some(seconds)) => match language {
            Language::Vi => format!("{detail} Xin chờ {seconds} giây, chọn lại tệp rồi gửi."),
            Language::En => format!("{detail} Please wait {seconds} seconds, choose the files again and send."),
        },
        ("key-of-another-request" | "already-sent", _) => language
            .pick(
                "Bạn đã gửi một phản ánh từ trang này. Nếu đây là một phản ánh khác, hãy chọn lại tệp (nếu có) rồi bấm gửi lần nữa.",
                "You sent an item from this page before. If this is another one, choose its files again, if any, and press the button once more.",
            )
            .to_owned(),
        ("which-place" | "changed-meanwhile" | "not-allowed-now", _) => detail.to_owned(),
        _ => format!("{detail} {action}"),
    }
}

fn places(problem: &Problem) -> Vec<(String, String)> {
    let units = problem.member("units").and_then(Value::as_array);
    let text = |unit: &Value, name: &str| unit.get(name).and_then(Value::as_str).map(str::to_owned);
    units.into_iter().flatten().filter_map(|unit| Some((text(unit, "code")?, text(unit, "label")?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::said::missing;
    use motcua_edge::both::both;
    use serde_json::json;

    #[test]
    fn a_flaw_stands_at_its_question_and_elsewhere_above_the_form() {
        let flaw = Flaw::of(&missing("text"), &["text"], Language::En);
        assert_eq!((flaw.with("text"), flaw.with("place")), (Some("It may not be empty."), None));
        assert!(flaw.summary(Language::En).into_string().contains(r##"href="#text""##));
        let above = Flaw::of(&missing("lat"), &["text"], Language::En);
        assert!(above.with("text").is_none() && !above.summary(Language::En).into_string().contains("href"));
    }

    #[test]
    fn a_place_that_may_be_several_says_which() {
        let units = json!([{"code": "00070", "label": "Phường Hoàn Kiếm, Hà Nội"}, {"code": 1}]);
        let problem = motcua_reference::problem::which_place(both("Nơi nào?", "Which?"), units);
        let flaw = Flaw::of(&problem, &["place"], Language::Vi);
        assert_eq!(flaw.with("place"), Some("Nơi nào?"));
        assert_eq!(flaw.places, [("00070".to_owned(), "Phường Hoàn Kiếm, Hà Nội".to_owned())]);
    }
}
