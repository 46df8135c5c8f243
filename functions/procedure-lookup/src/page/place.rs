//! `/dia-ban/?q=`: what an old commune, district or province is called now, as a page.

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::language::{Language, of_page};
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_pages::{Page, fact, layout, note};
use motcua_reference::place::said;
use motcua_reference::shown::{Candidate, View, resolved};
use motcua_rules::resolve::Meant;

use super::other_language;
use crate::Asked;

const TEXT_MAX: usize = 200;

/// The place that was asked for, and what it became.
pub async fn places(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["q", "lang"])?;
    let language = of_page(asked.headers, query.text("lang", 2)?);
    let text = query.text("q", TEXT_MAX)?.unwrap_or_default();
    let answer = match text.trim() {
        "" => html! {},
        _ => {
            let found = said(text, Meant::Unsaid).await?;
            shown(&resolved(&found, language), language)
        }
    };
    let body = html! { (form(text, language)) (answer) };
    let title = language.pick("Xã, phường cũ nay là đâu?", "What is an old commune called now?");
    let other = other_language(asked, language);
    Ok(asked.html(language, layout(&Page { language, title, other: &other, body })))
}

fn form(text: &str, language: Language) -> Markup {
    html! {
        form.search action="/dia-ban/" role="search" {
            label for="q" { (language.pick("Tên hoặc mã, cũ hay mới", "A name or a code, old or new")) }
            div.field {
                input #q type="search" name="q" value=(text) maxlength="200" autocomplete="off" aria-describedby="q-hint";
                @if language == Language::En { input type="hidden" name="lang" value="en"; }
                button type="submit" { (language.pick("Tra cứu", "Look up")) }
            }
            p #q-hint .hint { (language.pick("Ví dụ: Phúc Xá, Ba Đình, Hà Nội", "For example: Phuc Xa, Ba Dinh, Ha Noi")) }
        }
    }
}

fn shown(view: &View<'_>, language: Language) -> Markup {
    html! {
        @if let Some(question) = &view.question { h2 { (question) } }
        @if let Some(reason) = &view.reason { (note(reason)) }
        @if view.outcome == "one" {
            dl {
                @for unit in &view.units {
                    (fact(language.pick("Nay là", "Now"), html! { (unit.name) }))
                    (fact(language.pick("Thuộc", "In"), html! { (unit.label) }))
                    (fact(language.pick("Mã", "Code"), html! { (unit.code) }))
                }
            }
        } @else {
            ul.results { @for unit in &view.units { (candidate(unit, language)) } }
        }
    }
}

fn candidate(unit: &Candidate<'_>, language: Language) -> Markup {
    html! {
        li {
            strong { (unit.name) } " – " (unit.label)
            div.about {
                (unit.code)
                @if let Some(words) = unit.note { " · " span lang="vi" { (words) } }
                @if unit.default { " · " (language.pick("toàn bộ dân cư cũ", "all former inhabitants")) }
            }
        }
    }
}
