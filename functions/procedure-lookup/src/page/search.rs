//! `/thu-tuc/`: the search as a page.

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_pages::{Page, layout, note, search_form};

use super::{link, other_language};
use crate::view::search::{Item, Results, found};
use crate::{Asked, catalogue, search};

/// The results for what was typed; without words, what most people look for.
pub async fn search(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let (wanted, language) = search::on_page(asked)?;
    let catalogue = catalogue::today(asked.today()).await?;
    let found_here = wanted.find(&catalogue);
    let results = found(&catalogue, &found_here, language);
    let title = match wanted.text.trim() {
        "" => language.pick("Thủ tục hành chính", "Procedures").to_owned(),
        text => format!("{}: {text}", language.pick("Tìm thủ tục", "Procedures for")),
    };
    let body = html! {
        (search_form(language, &wanted.text))
        (list(&results, language))
        @if let Some(next) = &results.next {
            p { a href=(next_page(asked, next)) rel="next" { (language.pick("Xem tiếp", "More")) } }
        }
    };
    let other = other_language(asked, language);
    Ok(asked.html(language, layout(&Page { language, title: &title, other: &other, body })))
}

fn list(results: &Results<'_>, language: Language) -> Markup {
    let nothing = results.items.is_empty();
    let items = if nothing { &results.suggestions } else { &results.items };
    html! {
        @if nothing {
            (note(language.pick(
                "Không tìm thấy thủ tục nào đúng như vậy. Có thể bạn cần:",
                "Nothing was found for these words. Perhaps you need:",
            )))
        } @else {
            p.about role="status" { (results.total) " " (language.pick("thủ tục", "procedures")) }
        }
        ol.results { @for item in items { (row(item, language)) } }
    }
}

fn row(item: &Item<'_>, language: Language) -> Markup {
    html! {
        li {
            a href=(link(&format!("/thu-tuc/{}", item.code), language)) { (item.name) }
            @if item.name != item.name_vi { div lang="vi" { (item.name_vi) } }
            div.about {
                (item.code) " · " (item.field)
                @if let Some(time) = &item.time { " · " (time) }
            }
        }
    }
}

/// The same search behind `cursor`.
fn next_page(asked: &Asked<'_>, cursor: &str) -> String {
    let kept =
        asked.query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let cursor = format!("cursor={cursor}");
    format!("{}?{}", asked.path, kept.chain([cursor.as_str()]).collect::<Vec<_>>().join("&"))
}
