//! `/phan-anh/cong-khai`: what was published, by words and filters, and one item of it.

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::document as answered;
use motcua_edge::page::Page;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_pages::{Question, fact, hidden, link, note};
use motcua_rules::feedback::{Field, Kind, Satisfaction};
use motcua_rules::language::Language;

use super::flaw::Flaw;
use super::questions::list as words;
use super::{LANGUAGE, ROOT, day, document, public};
use crate::asked::Asked;
use crate::register::{self as published, KNOWN, Shown};

/// Where it is.
pub const PATH: &str = "/phan-anh/cong-khai";
const CHARS_MAX: usize = 200;
/// What the form asks.
const FILTERS: [&str; 5] = ["q", "province", "field", "kind", "satisfaction"];

/// The page of a published item.
pub fn address(code: &str) -> String {
    format!("{PATH}/{code}")
}

/// The form and what it finds.
pub async fn list(asked: &Asked) -> Result<Answer, Problem> {
    let query = asked.query(&[&KNOWN[..], &[LANGUAGE]].concat())?;
    let sent = sent(&query)?;
    let (language, title) =
        (asked.language, asked.language.pick("Kết quả công khai", "Answered, for everybody to read"));
    let here = address_of(&sent, None);
    match published::found(asked, &query).await {
        Ok(page) => {
            let body = html! { (form(&sent, None, language)) (results(&page, &sent, language)) };
            Ok(public(asked, &here, title, body))
        }
        Err(problem) => {
            let flaw = Flaw::of(&problem, &FILTERS, language);
            let body = html! { (flaw.summary(language)) (form(&sent, Some(&flaw), language)) };
            Ok(answered::refused(&problem, language, document(asked, &here, title, body)))
        }
    }
}

/// What each filter was sent with, in the order of [`FILTERS`].
fn sent(query: &Query) -> Result<Vec<(&'static str, String)>, Problem> {
    let read = |name| Ok((name, query.text(name, CHARS_MAX)?.unwrap_or_default().to_owned()));
    FILTERS.into_iter().map(read).collect()
}

fn form(sent: &[(&'static str, String)], flaw: Option<&Flaw>, language: Language) -> Markup {
    let value = |name: &str| sent.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value.as_str());
    let question = |id, vi, en| Question {
        id,
        label: language.pick(vi, en),
        hint: None,
        error: flaw.and_then(|flaw| flaw.with(id)),
        is_optional: true,
        language,
    };
    let none = ("none", language.pick("Chưa đánh giá", "Not rated"));
    let opinions = [words(Satisfaction::ALL, |one| (one.as_str(), one.label(language))), vec![none]].concat();
    let fields = words(Field::ALL, |one| (one.as_str(), one.label(language)));
    let kinds = words(Kind::ALL, |one| (one.as_str(), one.label(language)));
    html! {
        form.search action=(PATH) role="search" {
            @if language == Language::En { (hidden(&[(LANGUAGE, "en")])) }
            (question("q", "Từ khoá", "Words").line("q", value("q"), "search", "search", 200))
            (question("province", "Tỉnh, thành phố", "Province").line("province", value("province"), "text", "text", 200))
            (question("field", "Lĩnh vực", "Field").select("field", &fields, value("field")))
            (question("kind", "Loại", "Kind").select("kind", &kinds, value("kind")))
            (question("satisfaction", "Đánh giá của người gửi", "The sender's rating").select("satisfaction", &opinions, value("satisfaction")))
            div.actions { button type="submit" { (language.pick("Tìm", "Search")) } }
        }
    }
}

fn results(page: &Page<Shown>, sent: &[(&'static str, String)], language: Language) -> Markup {
    html! {
        h2 { (language.pick("Đã trả lời và công khai", "Answered and published")) }
        @if page.items.is_empty() { p { (language.pick("Không có kết quả nào.", "Nothing was found.")) } }
        ul.results {
            @for one in &page.items {
                li {
                    a href=(link(&address(&one.code), language)) { (one.title) }
                    p.about {
                        (day(&one.published, language)) " · " (one.field.name)
                        @if !one.place_name.is_empty() { " · " (one.place_name) }
                        @if let Some(word) = &one.satisfaction { " · " (word.name) }
                    }
                }
            }
        }
        @if let Some(next) = &page.next {
            p { a rel="next" href=(link(&address_of(sent, Some(next)), language)) { (language.pick("Trang sau", "Next page")) } }
        }
    }
}

/// The address of what these filters find, behind a cursor.
fn address_of(sent: &[(&'static str, String)], cursor: Option<&str>) -> String {
    let filters = sent.iter().map(|(name, value)| (*name, value.as_str())).filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = filters
        .chain(cursor.map(|cursor| ("cursor", cursor)))
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", pairs.join("&")) }
}

/// A value of a query.
fn escaped(text: &str) -> String {
    let one = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// One published item.
pub async fn one(asked: &Asked, code: &str) -> Result<Answer, Problem> {
    asked.query(&[LANGUAGE])?;
    let (shown, language) = (published::one(asked, code).await?, asked.language);
    let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { (value) });
    let body = html! {
        p.standing { span.code { (shown.code) } }
        h2 { (language.pick("Phản ánh", "What was said")) }
        p.steps { (shown.text) }
        h2 { (language.pick("Trả lời", "The answer")) }
        p.steps { (shown.answer) }
        @if shown.is_reopened {
            (note(language.pick(
                "Người gửi chưa đồng ý với trả lời này; cơ quan đang xử lý lại.",
                "The sender did not take this for an answer; the desk has it again.",
            )))
        }
        dl {
            (row("Cơ quan trả lời", "Answered by", &shown.desk))
            (row("Tiếp nhận", "Received", &day(&shown.received, language)))
            (row("Trả lời", "Answered", &day(&shown.answered, language)))
            (row("Công khai", "Published", &day(&shown.published, language)))
            (row("Phản ánh về", "About", &shown.about.name))
            @if !shown.place_name.is_empty() { (row("Địa bàn", "Place", &shown.place_name)) }
            (row("Lĩnh vực", "Field", &shown.field.name))
            (row("Loại", "Kind", &shown.kind.name))
            (row("Người cùng ý kiến", "Others who said the same", &shown.supporters.to_string()))
            @if let Some(word) = &shown.satisfaction { (row("Đánh giá của người gửi", "The sender's rating", &word.name)) }
        }
        (note(language.pick(
            "Nội dung do cơ quan xử lý biên tập để không lộ người gửi.",
            "The desk wrote it down so that it does not tell who sent it.",
        )))
        p.screen {
            a href=(link(PATH, language)) { (language.pick("Kết quả công khai", "All that was published")) } " · "
            a href=(link(ROOT, language)) { (language.pick("Gửi phản ánh", "Send feedback")) }
        }
    };
    Ok(public(asked, &address(&shown.code), &shown.title, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_asked_and_nothing_else() {
        let sent = vec![("q", "rác & bụi".to_owned()), ("field", String::new())];
        assert_eq!(address_of(&sent, Some("a/b")), "/phan-anh/cong-khai?q=r%C3%A1c%20%26%20b%E1%BB%A5i&cursor=a%2Fb");
        assert_eq!(address_of(&[], None), PATH);
    }
}
