//! An item as its sender or a supporter sees it: where it stands, what happened, and forms for what may be done.

use http::StatusCode;
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_pages::{Question, fact, hidden, link};
use motcua_record::random;
use motcua_rules::feedback::{FILES_MAX, Satisfaction, Stage, Verb};
use motcua_rules::language::Language;

use super::files::{ACCEPT, size};
use super::flaw::Flaw;
use super::follow::PATH;
use super::questions::list;
use super::{moment, private};
use crate::asked::Asked;
use crate::view::{FileView, Shown, StepView};

/// What the sender wants to do or did just now, and what opens the item.
pub struct Doing<'a> {
    /// The item's code.
    pub code: &'a str,
    /// What opens it.
    pub secret: &'a str,
    /// The word of what was done; empty where it is only shown.
    pub act: &'a str,
    /// What was written with it.
    pub text: &'a str,
    /// What came of it.
    pub outcome: Option<Result<(), Problem>>,
}

/// The item. `is_sender` says whether its sender opened it.
pub fn page(asked: &Asked, shown: &Shown, is_sender: bool, doing: &Doing<'_>) -> Answer {
    let language = asked.language;
    let failed = doing.outcome.as_ref().and_then(|outcome| outcome.as_ref().err());
    let flaw = failed.map(|problem| Flaw::of(problem, &["text", "files", "satisfaction"], language));
    let forms = Forms { shown, doing, flaw: flaw.as_ref(), language };
    let body = html! {
        @if let Some(Ok(())) = doing.outcome { p.saved role="status" { (language.pick("Đã ghi nhận.", "It was kept.")) } }
        @if let Some(flaw) = &flaw { (flaw.summary(language)) }
        p.standing { span.badge { (shown.state.name) } span.code { (shown.code) } }
        @if let Some(due) = &shown.due_text { p { (due) } }
        @if shown.is_late { p.error { (language.pick("Cơ quan xử lý đang trễ hạn.", "The desk is late.")) } }
        @if is_sender { (forms.all()) }
        (facts(shown, language))
        @if let Some(said) = &shown.said {
            h2 { (language.pick("Nội dung đã gửi", "What was sent")) }
            p.steps { (said.text) }
            (files(&said.files))
        }
        h2 { (language.pick("Quá trình xử lý", "What happened")) }
        ol.timeline { @for step in &shown.history { li { (happened(step, language)) } } }
    };
    let status = failed.map_or(StatusCode::OK, Problem::status);
    private(asked, status, PATH, language.pick("Phản ánh của bạn", "Your item"), body)
}

fn facts(shown: &Shown, language: Language) -> Markup {
    let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { (value) });
    let said = shown.said.as_ref();
    html! {
        dl {
            (row("Tiếp nhận lúc", "Received", &moment(&shown.received, language)))
            (row("Nơi đang giữ", "Desk", &shown.desk))
            (row("Phản ánh về", "About", &shown.about.name))
            @if !shown.object.is_empty() { (row("Mã", "Its code", &shown.object)) }
            @if !shown.place_name.is_empty() { (row("Địa bàn", "Place", &shown.place_name)) }
            @if let Some(address) = said.and_then(|said| said.address.as_deref()) { (row("Địa chỉ", "Where", address)) }
            (row("Lĩnh vực", "Field", &shown.field.name))
            (row("Loại", "Kind", &shown.kind.name))
            (row("Cách gửi", "Sent", &shown.identity.name))
            (row("Người cùng ý kiến", "Others who said the same", &shown.supporters.to_string()))
            @if let Some(word) = &shown.satisfaction { (row("Đánh giá", "Rating", &word.name)) }
            @if let Some(day) = &shown.reopen_until { (row("Đề nghị xử lý lại đến hết", "May be reopened until", day)) }
        }
    }
}

fn happened(step: &StepView, language: Language) -> Markup {
    html! {
        strong { (step.event.name) }
        div.about { (moment(&step.at, language)) " · " (step.actor.name) }
        @if let Some(reason) = &step.reason { div.words { (language.pick("Lý do: ", "Reason: ")) (reason.name) } }
        @if let Some(desk) = &step.desk { div.words { (language.pick("Chuyển đến: ", "To: ")) (desk) } }
        @if let Some(text) = &step.text { div.words.steps { (text) } }
        (files(&step.files))
    }
}

fn files(files: &[FileView]) -> Markup {
    html! {
        @if !files.is_empty() { ul { @for file in files { li { (file.name) " · " (size(file.size)) } } } }
    }
}

/// The forms for what the sender may do now.
struct Forms<'a> {
    shown: &'a Shown,
    doing: &'a Doing<'a>,
    flaw: Option<&'a Flaw>,
    language: Language,
}

impl Forms<'_> {
    fn all(&self) -> Markup {
        let may = |verb: Verb| self.shown.may.iter().any(|word| word.code == verb.as_str());
        let is_answered = [Stage::Answered, Stage::WaitingForPublication, Stage::Published]
            .iter()
            .any(|stage| stage.as_str() == self.shown.state.code);
        html! {
            @if may(Verb::Supplement) { (self.supplement()) }
            @if is_answered { (self.satisfaction()) }
            @if may(Verb::Reopen) { (self.reopening()) }
        }
    }

    fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        self.language.pick(vi, en)
    }

    /// What is wrong with the answer to a question of this act. There may be two forms on the page, so an id names both.
    fn question<'q>(&'q self, act: &str, name: &str, id: &'q str, label: &'q str) -> Question<'q> {
        let error = self.flaw.filter(|_| self.doing.act == act).and_then(|flaw| flaw.with(name));
        let is_optional = name == "files" || act == "satisfaction" && name == "text";
        Question { id, label, hint: None, error, is_optional, language: self.language }
    }

    /// What was written for an act that was refused, so that nobody writes it twice.
    fn written(&self, act: &str) -> &str {
        if self.flaw.is_some() && self.doing.act == act { self.doing.text } else { "" }
    }

    fn form(&self, act: &str, title: &str, button: &str, questions: &Markup) -> Markup {
        let (version, key) = (self.shown.version.to_string(), random::token());
        let inputs = [
            ("code", self.doing.code),
            ("secret", self.doing.secret),
            ("act", act),
            ("version", &version),
            ("key", &key),
        ];
        html! {
            section.next aria-labelledby={ "to-" (act) } {
                h2 id={ "to-" (act) } { (title) }
                form method="post" action=(link(PATH, self.language)) enctype="multipart/form-data" {
                    (hidden(&inputs))
                    (questions)
                    div.actions { button type="submit" { (button) } }
                }
            }
        }
    }

    fn supplement(&self) -> Markup {
        let act = "supplement";
        let label = match self.language {
            Language::Vi => format!("Ảnh hoặc tài liệu (tối đa {FILES_MAX} tệp)"),
            Language::En => format!("Photos or documents (at most {FILES_MAX})"),
        };
        let questions = html! {
            (self.question(act, "text", "text", self.say("Thông tin bổ sung", "What you add")).lines("text", self.written(act), 10_000))
            (self.question(act, "files", "files", &label).files("files", ACCEPT))
        };
        self.form(
            act,
            self.say("Bổ sung thông tin", "Add the information"),
            self.say("Gửi bổ sung", "Send"),
            &questions,
        )
    }

    fn reopening(&self) -> Markup {
        let act = "reopening";
        // The form that rates comes first and has the short id.
        let id = if self.doing.act == act { "text" } else { "why-again" };
        let label = self.say("Vì sao câu trả lời chưa giải quyết được việc?", "Why does the answer not settle it?");
        let questions = html! { (self.question(act, "text", id, label).lines("text", self.written(act), 10_000)) };
        self.form(act, self.say("Đề nghị xử lý lại", "Have it reopened"), self.say("Đề nghị", "Reopen"), &questions)
    }

    fn satisfaction(&self) -> Markup {
        let act = "satisfaction";
        let id = if self.doing.act == "reopening" { "why-rated" } else { "text" };
        let words = list(Satisfaction::ALL, |one| (one.as_str(), one.label(self.language)));
        let chosen = self.shown.satisfaction.as_ref().map_or("", |word| word.code.as_str());
        let questions = html! {
            (self.question(act, "satisfaction", "satisfaction", self.say("Bạn thấy câu trả lời thế nào?", "What is the answer worth?"))
                .choices("satisfaction", "radio", &words, &[chosen]))
            (self.question(act, "text", id, self.say("Vì sao", "Why")).lines("text", self.written(act), 10_000))
        };
        self.form(
            act,
            self.say("Đánh giá câu trả lời", "Rate the answer"),
            self.say("Gửi đánh giá", "Rate"),
            &questions,
        )
    }
}
