//! Questions of a form: a label, a hint, what is wrong, and the input; and the list of all that is wrong above them.
//!
//! Accessible by construction: an input is described by its hint and its error, an error is told in words and not by colour
//! alone, and the list above the form links to each input. Everything works without scripts.

use maud::{Markup, html};
use motcua_rules::language::Language;

/// A question around its input.
pub struct Question<'a> {
    /// The input's id, unique on the page: what the list of errors links to.
    pub id: &'a str,
    /// What is asked.
    pub label: &'a str,
    /// What helps to answer it.
    pub hint: Option<&'a str>,
    /// What is wrong with the answer.
    pub error: Option<&'a str>,
    /// Whether it may be left empty: said in words, since a star alone says nothing.
    pub is_optional: bool,
    /// The language of the page.
    pub language: Language,
}

impl Question<'_> {
    /// The ids of what describes the input, for `aria-describedby`; empty where nothing does.
    fn described_by(&self) -> String {
        let ids = [self.hint.map(|_| "hint"), self.error.map(|_| "error")];
        ids.into_iter().flatten().map(|what| format!("{}-{what}", self.id)).collect::<Vec<_>>().join(" ")
    }

    fn label_text(&self) -> Markup {
        html! {
            (self.label)
            @if self.is_optional { span.optional { " (" (self.language.pick("không bắt buộc", "optional")) ")" } }
        }
    }

    fn about(&self) -> Markup {
        html! {
            @if let Some(hint) = self.hint { p.hint id={ (self.id) "-hint" } { (hint) } }
            @if let Some(error) = self.error { p.error id={ (self.id) "-error" } { (error) } }
        }
    }

    /// A question with one input, made of its id and of what describes it.
    pub fn with(&self, input: impl FnOnce(&str, &str) -> Markup) -> Markup {
        html! {
            div.question.wrong[self.error.is_some()] {
                label for=(self.id) { (self.label_text()) }
                (self.about())
                (input(self.id, &self.described_by()))
            }
        }
    }

    /// A line of text. `kind` is the input's type, `mode` the keyboard that a phone shows.
    pub fn line(&self, name: &str, value: &str, kind: &str, mode: &str, length_max: u16) -> Markup {
        self.with(|id, described| {
            html! {
                input id=(id) name=(name) value=(value) type=(kind) inputmode=(mode) maxlength=(length_max)
                    aria-describedby=(described) aria-invalid=[self.error.map(|_| "true")];
            }
        })
    }

    /// Several lines of text.
    pub fn lines(&self, name: &str, value: &str, length_max: u16) -> Markup {
        self.with(|id, described| {
            html! {
                textarea id=(id) name=(name) rows="4" maxlength=(length_max) aria-describedby=(described)
                    aria-invalid=[self.error.map(|_| "true")] { (value) }
            }
        })
    }

    /// One of a list that is too long to tick. Each choice is its value and its label; the first one says that nothing is chosen.
    pub fn select(&self, name: &str, choices: &[(&str, &str)], chosen: &str) -> Markup {
        self.with(|id, described| {
            html! {
                select id=(id) name=(name) aria-describedby=(described) aria-invalid=[self.error.map(|_| "true")] {
                    option value="" { (self.language.pick("– Chọn –", "– Choose –")) }
                    @for (value, label) in choices { option value=(value) selected[*value == chosen] { (label) } }
                }
            }
        })
    }

    /// Files to send: `accept` is which ones the browser offers.
    pub fn files(&self, name: &str, accept: &str) -> Markup {
        self.with(|id, described| {
            html! {
                input id=(id) name=(name) type="file" accept=(accept) multiple aria-describedby=(described)
                    aria-invalid=[self.error.map(|_| "true")];
            }
        })
    }

    /// Choices to tick: `kind` is `radio` where one may be chosen, `checkbox` where several may. Each choice is its value and
    /// its label.
    pub fn choices(&self, name: &str, kind: &str, choices: &[(&str, &str)], chosen: &[&str]) -> Markup {
        html! {
            fieldset.question.wrong[self.error.is_some()] id=(self.id) tabindex="-1" aria-describedby=(self.described_by()) {
                legend { (self.label_text()) }
                (self.about())
                @for (value, label) in choices {
                    label.choice {
                        input type=(kind) name=(name) value=(value) checked[chosen.contains(value)];
                        " " (label)
                    }
                }
            }
        }
    }
}

/// What a form sends without asking.
pub fn hidden<N: AsRef<str>, V: AsRef<str>>(inputs: &[(N, V)]) -> Markup {
    html! { @for (name, value) in inputs { input type="hidden" name=(name.as_ref()) value=(value.as_ref()); } }
}

/// All that is wrong, each linked to its input: the id and the words. Nothing where nothing is wrong.
pub fn error_summary(language: Language, errors: &[(String, String)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.errors role="alert" tabindex="-1" id="errors" {
                h2 { (language.pick("Cần sửa trước khi nộp", "To be mended before filing")) }
                ul { @for (id, words) in errors { li { a href={ "#" (id) } { (words) } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(error: Option<&'static str>) -> Question<'static> {
        Question {
            id: "a",
            label: "Họ & tên",
            hint: Some("Như giấy tờ"),
            error,
            is_optional: true,
            language: Language::Vi,
        }
    }

    #[test]
    fn an_input_is_described_by_its_hint_and_its_error() {
        let page = question(Some("Còn thiếu")).line("f.a", "<b>", "text", "text", 9).into_string();
        assert!(
            page.contains(r#"aria-describedby="a-hint a-error""#) && page.contains(r#"aria-invalid="true""#),
            "{page}"
        );
        assert!(page.contains("Họ &amp; tên") && page.contains(r#"value="&lt;b&gt;""#), "{page}");
        assert!(!question(None).line("f.a", "", "text", "text", 9).into_string().contains("aria-invalid"));
    }

    #[test]
    fn what_was_chosen_is_ticked() {
        let page = question(None).choices("f.a", "radio", &[("x", "X"), ("y", "Y")], &["y"]).into_string();
        assert!(page.contains(r#"value="y" checked"#) && !page.contains(r#"value="x" checked"#), "{page}");
    }

    #[test]
    fn a_list_has_one_chosen_and_one_that_is_nothing() {
        let page = question(None).select("f.a", &[("x", "X"), ("y", "Y")], "y").into_string();
        assert!(page.contains(r#"<option value="y" selected>"#) && page.contains(r#"<option value="x">"#), "{page}");
        assert!(page.contains(r#"<option value="">"#), "{page}");
    }

    #[test]
    fn what_is_hidden_is_escaped() {
        let page = hidden(&[("text", "a\n\"<b>")]).into_string();
        assert_eq!(page, "<input type=\"hidden\" name=\"text\" value=\"a\n&quot;&lt;b&gt;\">");
    }

    #[test]
    fn the_list_of_errors_leads_to_each() {
        let page = error_summary(Language::En, &[("f-a".to_owned(), "Missing".to_owned())]).into_string();
        assert!(page.contains(r##"href="#f-a""##) && page.contains(r#"role="alert""#), "{page}");
        assert!(error_summary(Language::En, &[]).into_string().is_empty());
    }
}
