//! The search field, the same on the home page and above results.

use maud::{Markup, html};
use motcua_rules::language::Language;

/// A form that asks `/thu-tuc/` for procedures.
pub fn search_form(language: Language, text: &str) -> Markup {
    let (label, hint, button) = match language {
        Language::Vi => ("Tìm thủ tục", "Ví dụ: khai sinh, đổi bằng lái, sổ đỏ. Gõ không dấu cũng được.", "Tìm"),
        Language::En => ("Find a procedure", "For example: birth certificate, passport, driving licence.", "Search"),
    };
    html! {
        form.search action="/thu-tuc/" role="search" {
            label for="q" { (label) }
            div.field {
                input #q type="search" name="q" value=(text) maxlength="200" autocomplete="off" aria-describedby="q-hint";
                @if language == Language::En { input type="hidden" name="lang" value="en"; }
                button type="submit" { (button) }
            }
            p #q-hint .hint { (hint) }
        }
    }
}
