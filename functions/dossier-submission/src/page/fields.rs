//! The questions of a form, with what was answered and what is wrong.

use maud::{Markup, html};
use motcua_edge::language::Language;
use motcua_pages::Question;
use motcua_rules::clock::say_date;
use motcua_rules::form::{Answers, Choice, Field, Form, Kind, Section, shown_in};
use serde_json::Value;

use super::names::{id_of, name_of};

/// A form on a page.
pub struct Asking<'a> {
    /// What is asked.
    pub form: &'a Form,
    /// What was answered, tidy.
    pub answers: &'a Answers,
    /// What is wrong: where, and the words.
    pub errors: &'a [(String, String)],
    /// What is known of the places that were answered: where, and a sentence.
    pub places: &'a [(String, String)],
    /// The language of the page.
    pub language: Language,
}

impl Asking<'_> {
    /// Every section that has something to ask for these answers.
    pub fn sections(&self) -> Markup {
        let shown = self.form.shown(self.answers).fields;
        html! {
            @for section in &self.form.sections {
                @let fields = fields_of(section, &shown);
                @if !fields.is_empty() {
                    h2 { (section.label.say(self.language)) }
                    @for field in fields { (self.field(field, &field.name, self.answers.get(&field.name))) }
                }
            }
        }
    }

    fn field(&self, field: &Field, at: &str, answer: Option<&Value>) -> Markup {
        let id = id_of(at);
        let hint = self.hint(field, at);
        let question = Question {
            id: &id,
            label: field.label.say(self.language),
            hint: hint.as_deref(),
            error: self.errors.iter().find(|(where_, _)| where_ == at).map(|(_, words)| words.as_str()),
            is_optional: !field.required,
            language: self.language,
        };
        let (name, text) = (name_of(at), answer.map(as_typed).unwrap_or_default());
        let line = |kind, mode, length| question.line(&name, &text, kind, mode, length);
        match &field.kind {
            Kind::Text { max, .. } => line("text", "text", *max),
            Kind::LongText { max } => question.lines(&name, &text, *max),
            Kind::Choice { choices } => self.choices(&question, &name, "radio", choices, answer),
            Kind::Several { choices } => self.choices(&question, &name, "checkbox", choices, answer),
            Kind::YesNo => {
                let words = [("true", self.say("Có", "Yes")), ("false", self.say("Không", "No"))];
                question.choices(&name, "radio", &words, &[&text])
            }
            Kind::Agreement => {
                question.choices(&name, "checkbox", &[("true", self.say("Tôi cam đoan", "I declare so"))], &[&text])
            }
            Kind::Date { .. } => question.line(&name, &self.day(&text), "text", "numeric", 10),
            Kind::Number { .. } | Kind::Money { .. } => line("text", "numeric", 25),
            Kind::PersonNumber | Kind::TaxCode => line("text", "numeric", 20),
            Kind::Phone => line("tel", "tel", 20),
            Kind::Email => line("email", "email", 320),
            Kind::Country => line("text", "text", 2),
            Kind::Place => line("text", "text", 200),
            Kind::Group { max, fields, .. } => self.group(&question, at, *max, fields, answer),
        }
    }

    /// The field's own hint, how its kind is written, and what is known of a place.
    fn hint(&self, field: &Field, at: &str) -> Option<String> {
        let own = field.hint.as_ref().map(|words| words.say(self.language));
        let of_kind = match &field.kind {
            Kind::Date { partial: true, .. } => {
                Some(self.say("Ngày/tháng/năm, hoặc chỉ năm, ví dụ 15/8/1990", "Day/month/year, or the year alone"))
            }
            Kind::Date { .. } => Some(self.say("Ngày/tháng/năm, ví dụ 15/8/1990", "Day/month/year, such as 15/8/1990")),
            Kind::Money { .. } => Some(self.say("Đồng Việt Nam", "In Vietnamese đồng")),
            Kind::Country => {
                Some(self.say("Hai chữ cái của nước: VN, US, JP", "The country's two letters: VN, US, JP"))
            }
            Kind::Place => {
                Some(self.say("Tên hoặc mã xã, phường, cũ hay mới", "The commune's name or code, old or new"))
            }
            _ => None,
        };
        let known = self.places.iter().find(|(where_, _)| where_ == at).map(|(_, words)| words.as_str());
        let parts: Vec<&str> = [own, of_kind, known].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(". "))
    }

    fn choices(
        &self,
        question: &Question<'_>,
        name: &str,
        kind: &str,
        choices: &[Choice],
        answer: Option<&Value>,
    ) -> Markup {
        let choices: Vec<(&str, &str)> =
            choices.iter().map(|choice| (choice.value.as_str(), choice.label.say(self.language))).collect();
        let chosen: Vec<&str> = match answer {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        question.choices(name, kind, &choices, &chosen)
    }

    /// The same questions for each of several things, with a way to add one and to take one away.
    fn group(&self, question: &Question<'_>, at: &str, max: u16, fields: &[Field], answer: Option<&Value>) -> Markup {
        let empty = Answers::new();
        let mut items: Vec<&Answers> =
            answer.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect();
        if items.is_empty() {
            items.push(&empty);
        }
        html! {
            fieldset.question.wrong[question.error.is_some()] id=(question.id) tabindex="-1" {
                legend { (question.label) }
                @if let Some(hint) = question.hint { p.hint { (hint) } }
                @if let Some(error) = question.error { p.error { (error) } }
                @for (index, item) in items.iter().enumerate() {
                    div.group {
                        @for field in shown_in(fields, item) {
                            (self.field(field, &format!("{at}/{index}/{}", field.name), item.get(&field.name)))
                        }
                        @if items.len() > 1 {
                            button.quiet type="submit" name="do" value={ "remove/" (at) "/" (index) } { (self.say("Bỏ mục này", "Remove this one")) }
                        }
                    }
                }
                @if items.len() < usize::from(max) {
                    button.quiet type="submit" name="do" value={ "add/" (at) } { (self.say("Thêm một mục", "Add another")) }
                }
            }
        }
    }

    /// A day as people here write it, if it is one.
    fn day(&self, text: &str) -> String {
        let whole = text.parse().map(|date| say_date(date, Language::Vi)).ok();
        let month =
            || text.split_once('-').filter(|(year, _)| year.len() == 4).map(|(year, month)| format!("{month}/{year}"));
        whole.or_else(month).unwrap_or_else(|| text.to_owned())
    }

    fn say<'w>(&self, vi: &'w str, en: &'w str) -> &'w str {
        self.language.pick(vi, en)
    }
}

fn fields_of<'f>(section: &Section, shown: &[&'f Field]) -> Vec<&'f Field> {
    shown.iter().copied().filter(|field| section.fields.iter().any(|one| core::ptr::eq(one, *field))).collect()
}

/// An answer as it stands in an input.
fn as_typed(answer: &Value) -> String {
    match answer {
        Value::String(text) => text.clone(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}
