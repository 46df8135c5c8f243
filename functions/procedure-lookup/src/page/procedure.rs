//! `/thu-tuc/{code}`: one procedure as a page.

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::language::{Language, of_page};
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_pages::{Page, fact, layout, note};
use motcua_reference::procedure::{facts, find};
use motcua_reference::quote::told;
use motcua_reference::store::procedures::Procedure;
use motcua_reference::words::channel;
use motcua_rules::procedure::Channel;
use motcua_rules::quote::{Quote, QuoteRequest, Told, any_desk};

use super::{link, other_language};
use crate::view::procedure::{CaseView, View};
use crate::{Asked, view};

/// Everything that a citizen needs to know of one procedure.
pub async fn procedure(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["lang", "as_of"])?;
    let language = of_page(asked.headers, query.text("lang", 2)?);
    let day = query.day("as_of")?.unwrap_or_else(|| asked.today()).to_string();
    let procedure = find(code, &day).await?;
    let shown = view::procedure::procedure(&procedure, language);
    let body = html! {
        @if language == Language::En && shown.name != procedure.name_vi { p.about lang="vi" { (procedure.name_vi) } }
        dl {
            (fact(language.pick("Mã thủ tục", "Code"), html! { (procedure.code) }))
            (fact(language.pick("Lĩnh vực", "Field"), html! { span lang="vi" { (procedure.field_vi) } }))
            @if !shown.subjects.is_empty() {
                (fact(language.pick("Ai được làm", "Who may apply"), html! { span lang="vi" { (shown.subjects.join(", ")) } }))
            }
            (fact(language.pick("Nộp ở đâu", "Where"), html! { (any_desk(language)) }))
        }
        @if procedure.methods.iter().any(|method| channel(method.channel) == Channel::Online) {
            p { a.button href=(link(&format!("/nop-ho-so/{}", procedure.code), language)) { (language.pick("Nộp hồ sơ trực tuyến", "File online")) } }
        }
        h2 { (language.pick("Cách nộp, thời hạn và phí", "How, how long, and how much")) }
        (ways(asked, &procedure, &shown, language)?)
        (papers(&shown.cases, language))
        @if let Some(steps) = shown.steps {
            h2 { (language.pick("Trình tự", "Steps")) }
            div.steps lang="vi" { (steps) }
        }
        @if let Some(conditions) = shown.conditions {
            h2 { (language.pick("Điều kiện", "Conditions")) }
            div.steps lang="vi" { (conditions) }
        }
        @if !shown.legal_basis.is_empty() {
            h2 { (language.pick("Căn cứ pháp lý", "Legal basis")) }
            p { (shown.legal_basis.join("; ")) }
        }
        @if !shown.whole {
            (note(language.pick(
                "Cơ quan công bố mới cung cấp bản tóm tắt của thủ tục này.",
                "Only a summary of this procedure was published so far.",
            )))
        }
        p { a href=(link("/thu-tuc/", language)) { (language.pick("Tìm thủ tục khác", "Find another procedure")) } }
    };
    let other = other_language(asked, language);
    Ok(asked.html(language, layout(&Page { language, title: shown.name, other: &other, body })))
}

/// A row for each way: its time and its fee, as the rules read them.
fn ways(asked: &Asked<'_>, procedure: &Procedure, shown: &View<'_>, language: Language) -> Result<Markup, Problem> {
    let facts = facts(procedure)?;
    let fee_by = |channel: Channel| {
        let filed = motcua_edge::clock::civil(asked.now);
        let request =
            QuoteRequest { channel: Some(channel), filed, place: None, level: None, copies: None, pages: None };
        fee(&told(&facts, &request), language)
    };
    Ok(html! {
        table {
            thead { tr {
                th scope="col" { (language.pick("Cách nộp", "Way")) }
                th scope="col" { (language.pick("Thời hạn", "Time limit")) }
                th scope="col" { (language.pick("Phí, lệ phí", "Fee")) }
            } }
            tbody {
                @for (method, fact) in shown.methods.iter().zip(&facts.methods) {
                    tr {
                        td { (method.channel_label) }
                        td { (method.time.text) }
                        td { (fee_by(fact.channel)) }
                    }
                    @if let Some(words) = method.note {
                        tr { td colspan="3" { details { summary { (language.pick("Ghi chú", "Note")) } div.steps lang="vi" { (words) } } } }
                    }
                }
            }
        }
    })
}

fn fee(quote: &Quote, language: Language) -> String {
    match &quote.fee {
        Told::Known { value, .. } => value.say(language),
        Told::Missing(missing) => missing.say(language),
    }
}

fn papers(cases: &[CaseView<'_>], language: Language) -> Markup {
    let count = |number: u32, vi: &str, one: &str, more: &str| {
        (number > 0).then(|| format!("{number} {}", language.pick(vi, if number == 1 { one } else { more })))
    };
    html! {
        @if !cases.is_empty() { h2 { (language.pick("Giấy tờ cần có", "Papers")) } }
        @for case in cases {
            @if !case.name.is_empty() { h3 lang="vi" { (case.name) } }
            ul {
                @for document in &case.documents {
                    @let counts = [count(document.originals, "bản chính", "original", "originals"), count(document.copies, "bản sao", "copy", "copies")];
                    li { span lang="vi" { (document.name) } " (" (counts.into_iter().flatten().collect::<Vec<_>>().join(", ")) ")" }
                }
            }
            @for words in &case.notes { p.note lang="vi" { (words) } }
        }
    }
}
