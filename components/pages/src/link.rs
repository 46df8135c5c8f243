//! Links inside the portal.

use motcua_rules::language::Language;

/// A link inside the portal, in the page's language. `path` may have a query.
pub fn link(path: &str, language: Language) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    match language {
        Language::Vi => path.to_owned(),
        Language::En => format!("{path}{mark}lang=en"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_the_language() {
        assert_eq!(link("/ho-so", Language::Vi), "/ho-so");
        assert_eq!(link("/ho-so", Language::En), "/ho-so?lang=en");
        assert_eq!(link("/ho-so?q=a", Language::En), "/ho-so?q=a&lang=en");
    }
}
