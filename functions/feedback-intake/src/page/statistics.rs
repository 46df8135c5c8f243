//! `/phan-anh/thong-ke`: counts by province, field or month, as a table.

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::document as answered;
use motcua_edge::problem::Problem;
use motcua_pages::{Question, hidden, note};
use motcua_rules::language::Language;

use super::flaw::Flaw;
use super::{LANGUAGE, document, public};
use crate::asked::Asked;
use crate::statistics::{Counts, KNOWN, MEASURES, Statistics, counted};

/// Where they are.
pub const PATH: &str = "/phan-anh/thong-ke";
const CHARS_MAX: usize = 20;

/// By what is counted: the word, and what it is called in Vietnamese and in English.
const BY: [(&str, &str, &str); 3] = [
    ("province", "Tỉnh, thành phố, bộ, ngành", "Province or ministry"),
    ("field", "Lĩnh vực", "Field"),
    ("month", "Tháng", "Month"),
];

/// The form and the table.
pub async fn show(asked: &Asked) -> Result<Answer, Problem> {
    let query = asked.query(&[&KNOWN[..], &[LANGUAGE]].concat())?;
    let (language, title) =
        (asked.language, asked.language.pick("Thống kê phản ánh, kiến nghị", "Feedback in numbers"));
    match counted(asked, &query).await {
        Ok(found) => {
            let body = html! {
                (form([found.by, &found.from, &found.until], None, language))
                (table(&found, language))
                (below(&found, language))
            };
            Ok(public(asked, &format!("{PATH}?{}", terms(&found)), title, body))
        }
        Err(problem) => {
            let flaw = Flaw::of(&problem, &KNOWN, language);
            let sent = |name| query.text(name, CHARS_MAX).ok().flatten().unwrap_or_default();
            let body = html! { (flaw.summary(language)) (form(KNOWN.map(sent), Some(&flaw), language)) };
            Ok(answered::refused(&problem, language, document(asked, PATH, title, body)))
        }
    }
}

fn terms(found: &Statistics) -> String {
    format!("by={}&from={}&until={}", found.by, found.from, found.until)
}

fn form([by, from, until]: [&str; 3], flaw: Option<&Flaw>, language: Language) -> Markup {
    let question = |id, vi, en, hint| Question {
        id,
        label: language.pick(vi, en),
        hint,
        error: flaw.and_then(|flaw| flaw.with(id)),
        is_optional: false,
        language,
    };
    let groups = BY.map(|(word, vi, en)| (word, language.pick(vi, en)));
    html! {
        form.search action=(PATH) {
            @if language == Language::En { (hidden(&[(LANGUAGE, "en")])) }
            (question("by", "Theo", "By", None).select("by", &groups, by))
            (question("from", "Từ tháng", "From", Some("2025-07")).line("from", from, "month", "text", 7))
            (question("until", "Đến tháng", "Until", Some("2025-07")).line("until", until, "month", "text", 7))
            div.actions { button type="submit" { (language.pick("Xem", "Show")) } }
        }
    }
}

fn table(found: &Statistics, language: Language) -> Markup {
    let group = BY.iter().find(|(word, ..)| *word == found.by).map_or("", |(_, vi, en)| language.pick(vi, en));
    html! {
        div.wide role="region" tabindex="0" aria-labelledby="months" { table {
            caption #months { (found.from) " – " (found.until) }
            thead { tr {
                th scope="col" { (group) }
                @for measure in MEASURES { th scope="col" { (label(measure, language)) } }
            } }
            tbody {
                @for row in &found.items { tr {
                    th scope="row" { (row.name) }
                    @for measure in MEASURES { td { (cell(&row.counts, &row.partial, measure, language)) } }
                } }
            }
            tfoot { tr {
                th scope="row" { (language.pick("Tất cả", "All")) }
                @for measure in MEASURES { td { (cell(&found.total, &found.partial, measure, language)) } }
            } }
        } }
    }
}

/// A count; a hidden one is not always below five, since it may hide another.
fn cell(counts: &Counts, partial: &[&str], measure: &str, language: Language) -> Markup {
    match counts.get(measure).copied().flatten() {
        Some(count) if partial.contains(&measure) => html! { "≥ " (count) },
        Some(count) => html! { (count) },
        None => html! { (language.pick("ẩn", "hidden")) },
    }
}

fn below(found: &Statistics, language: Language) -> Markup {
    let terms = terms(found);
    html! {
        (note(language.pick(
            "“ẩn”: số nhỏ hơn 5 trong một tháng, hoặc số được ẩn theo để không ai suy ra được số đó; “≥”: tổng của các tháng còn lại.",
            "“hidden”: fewer than 5 in a month, or hidden with them so that nobody can reckon what is; “≥”: the sum of the other months.",
        )))
        p {
            a href=(format!("/api/feedback/statistics.csv?{terms}")) { "CSV" } " · "
            a href=(format!("/api/feedback/statistics?{terms}")) { "JSON" }
        }
    }
}

fn label(measure: &str, language: Language) -> &'static str {
    let (vi, en) = match measure {
        "received" => ("Tiếp nhận", "Received"),
        "answered_in_time" => ("Trả lời đúng hạn", "Answered in time"),
        "answered_late" => ("Trả lời trễ", "Answered late"),
        "refused" => ("Từ chối", "Refused"),
        "reopened" => ("Xử lý lại", "Reopened"),
        "published" => ("Công khai", "Published"),
        "like" => ("Hài lòng", "Satisfied"),
        "dislike" => ("Không hài lòng", "Not satisfied"),
        _ => ("", ""),
    };
    language.pick(vi, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_name() {
        for measure in MEASURES {
            assert!(!label(measure, Language::Vi).is_empty() && !label(measure, Language::En).is_empty(), "{measure}");
        }
    }

    #[test]
    fn what_is_hidden_is_not_shown_as_a_number() {
        let counts = Counts::from([("like", Some(0)), ("dislike", Some(7)), ("refused", None)]);
        let shown = |measure| cell(&counts, &["dislike", "refused"], measure, Language::Vi).into_string();
        assert_eq!(["like", "dislike", "refused"].map(shown), ["0", "≥ 7", "ẩn"]);
    }
}
