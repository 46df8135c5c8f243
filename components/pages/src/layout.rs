//! The frame of every page.

use maud::{DOCTYPE, Markup, html};
use motcua_rules::language::Language;

/// The style sheet of all pages, served at `/static/style.css`.
pub const STYLE: &str = include_str!("style.css");

/// The script of a draft's page, served at `/static/draft.js`. Nothing depends on it.
pub const DRAFT_SCRIPT: &str = include_str!("draft.js");

/// A page's own part.
pub struct Page<'a> {
    /// The language it is written in.
    pub language: Language,
    /// What it is called in the browser's title and in its heading.
    pub title: &'a str,
    /// The address of the same page in the other language.
    pub other: &'a str,
    /// What stands below the heading.
    pub body: Markup,
}

/// The whole document.
pub fn layout(page: &Page<'_>) -> String {
    let vi = page.language == Language::Vi;
    let texts = if vi { &VI } else { &EN };
    let other = if vi { ("en", "English") } else { ("vi", "Tiếng Việt") };
    let document = html! {
        (DOCTYPE)
        html lang=(page.language.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " – Một Cửa" }
                link rel="stylesheet" href="/static/style.css";
                link rel="icon" href="data:,";
            }
            body {
                a.skip href="#content" { (texts.skip) }
                header {
                    nav aria-label=(texts.navigation) {
                        a.brand href=(texts.home) { strong { "Một Cửa" } span { (texts.claim) } }
                        a.language href=(page.other) lang=(other.0) hreflang=(other.0) { (other.1) }
                    }
                }
                main #content {
                    h1 { (page.title) }
                    (page.body)
                }
                footer { p { (texts.footer) } }
            }
        }
    };
    document.into_string()
}

struct Texts {
    skip: &'static str,
    navigation: &'static str,
    home: &'static str,
    claim: &'static str,
    footer: &'static str,
}

const VI: Texts = Texts {
    skip: "Đến nội dung chính",
    navigation: "Điều hướng chính",
    home: "/",
    claim: "Cổng dịch vụ công một cửa",
    footer: "Nội dung thủ tục do cơ quan có thẩm quyền công bố. Nộp hồ sơ ở bất kỳ nơi nào, không phụ thuộc nơi cư trú.",
};

const EN: Texts = Texts {
    skip: "To the main content",
    navigation: "Main navigation",
    home: "/?lang=en",
    claim: "The single window for public services",
    footer: "Procedures are published by the competent authorities. File anywhere, wherever you live.",
};
