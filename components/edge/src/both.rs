//! A text in both languages of the portal.

use std::borrow::Cow;

use serde::Serialize;

use crate::language::Language;

/// A text in Vietnamese and in English. There is no way to make one without the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Both {
    vi: Cow<'static, str>,
    en: Cow<'static, str>,
}

/// The same text in Vietnamese and in English.
pub fn both(vi: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Both {
    Both { vi: vi.into(), en: en.into() }
}

impl Both {
    /// The text in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        language.pick(&self.vi, &self.en)
    }
}

/// The first `chars` characters of what a stranger sent, without control characters, for use in an answer.
pub fn cut(text: &str, chars: usize) -> String {
    let shown = text.chars().map(|char| if char.is_control() { '\u{FFFD}' } else { char });
    if text.chars().count() <= chars { shown.collect() } else { shown.take(chars).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_or_wild_value_is_cut_and_tamed() {
        assert_eq!(cut("đường", 5), "đường");
        assert_eq!(cut("đường dài", 5), "đường…");
        assert_eq!(cut("a\nb", 5), "a\u{FFFD}b");
        assert_eq!(both("có", "yes").in_language(Language::En), "yes");
    }
}
