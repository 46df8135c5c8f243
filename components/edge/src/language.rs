//! Which language an answer is wanted in.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
pub use motcua_rules::language::Language;

/// So many ranges of an `Accept-Language` are looked at. Browsers send less than ten.
const RANGES_MAX: usize = 32;

/// The language that `Accept-Language` prefers among ours: Vietnamese unless English is asked for more.
///
/// What cannot be read as a language range is passed over: nobody is refused an answer for his browser's preferences.
pub fn wanted(headers: &HeaderMap) -> Language {
    let values = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let ranges = values.flat_map(|value| value.split(',')).take(RANGES_MAX).filter_map(range);
    let (mut vi, mut en, mut any) = (None, None, None);
    for (tag, weight, place) in ranges.enumerate().map(|(place, (tag, weight))| (tag, weight, usize::MAX - place)) {
        let slot = match tag.split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("vi") => &mut vi,
            Some(primary) if primary.eq_ignore_ascii_case("en") => &mut en,
            Some("*") => &mut any,
            _ => continue,
        };
        *slot = (*slot).max(Some((weight, place)));
    }
    let (vi, en) = (vi.or(any).unwrap_or_default(), en.or(any).unwrap_or_default());
    if en.0 > 0 && en > vi { Language::En } else { Language::Vi }
}

/// The language of a page: a link can carry it (`?lang=en`), because a link is all that an old phone can change.
///
/// `lang` is the query's value where there is one.
pub fn of_page(headers: &HeaderMap, lang: Option<&str>) -> Language {
    match lang {
        Some("vi") => Language::Vi,
        Some("en") => Language::En,
        _ => wanted(headers),
    }
}

/// A range and its weight in thousandths: `en-GB;q=0.8` is `("en-GB", 800)`.
fn range(text: &str) -> Option<(&str, u16)> {
    let (tag, weight) = text.split_once(';').map_or((text, None), |(tag, weight)| (tag, Some(weight)));
    let weight =
        weight.map_or(Some(1000), |weight| thousandths(weight.trim().strip_prefix(['q', 'Q'])?.strip_prefix('=')?))?;
    Some((tag.trim(), weight))
}

/// `0.8` as 800; RFC 9110 allows three decimals and at most 1.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if !matches!(whole, "0" | "1") || part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = format!("{whole}{part:0<3}").parse().ok()?;
    (value <= 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Language {
        wanted(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, text.parse().unwrap())]))
    }

    #[test]
    fn english_is_answered_only_when_it_is_asked_for_more() {
        use Language::{En, Vi};
        #[rustfmt::skip]
        let cases = [
            ("", Vi), ("vi", Vi), ("vi-VN,vi;q=0.9,en;q=0.8", Vi), ("en", En), ("en-US,en;q=0.9,vi;q=0.8", En), ("EN-gb", En),
            ("en;q=0.8, vi;q=0.9", Vi), ("en, vi", En), ("vi, en", Vi), ("fr", Vi), ("fr, en;q=0.1", En), ("*", Vi),
            ("en;q=0", Vi), ("vi;q=0, *", En), ("*, en;q=0.5", Vi), ("en;q=0.5, *;q=0.1", En), ("english", Vi),
            ("en;q=1.5, vi;q=0.1", Vi), ("en;q=-1", Vi), ("en ; q=1", En), (" en ;q=1.000 , vi;q=0.999", En), (",,;;q", Vi),
        ];
        for (text, language) in cases {
            assert_eq!(of(text), language, "{text}");
        }
        assert_eq!(wanted(&HeaderMap::new()), Vi);
    }

    proptest! {
        #[test]
        fn any_header_is_some_language(text in "[ -~]{0,200}") {
            of(&text);
        }

        #[test]
        fn the_greater_weight_wins(vi in 0u16..=1000, en in 0u16..=1000) {
            let weight = |value: u16| format!("{}.{:03}", value / 1000, value % 1000);
            let expected = if en > vi { Language::En } else { Language::Vi };
            prop_assert_eq!(of(&format!("vi;q={}, en;q={}", weight(vi), weight(en))), expected);
        }
    }
}
