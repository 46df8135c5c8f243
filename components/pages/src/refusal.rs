//! What a page says instead of what was asked for.

use maud::{Markup, html};

use crate::field::note;

/// What happened, what to do, and a way on: where it leads and what it is called.
pub fn refusal(detail: &str, action: &str, (place, name): (&str, &str)) -> Markup {
    html! {
        p { (detail) }
        (note(action))
        p { a href=(place) { (name) } }
    }
}
