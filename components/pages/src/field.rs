//! Small pieces that pages are made of.

use maud::{Markup, html};

/// A fact with its name: one row of a description list.
pub fn fact(name: &str, value: Markup) -> Markup {
    html! { div.fact { dt { (name) } dd { (value) } } }
}

/// A remark set apart from the text.
pub fn note(text: &str) -> Markup {
    html! { p.note { (text) } }
}
