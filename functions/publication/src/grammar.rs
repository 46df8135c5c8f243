//! What a value may be, column by column: a value in, what it means out, or why it means nothing.

use std::ops::RangeInclusive;

use motcua_edge::both::{Both, both};
use motcua_rules::fold::composed;

use crate::json::Value;

/// The longest address of a page.
const URL_CHARS_MAX: usize = 500;

/// A text as JSON quotes it. A code that was written as a number has lost its zeros already.
fn text<'v>(value: &'v Value<'_>) -> Result<&'v str, Both> {
    match value {
        Value::Text(text) => Ok(text),
        _ => Err(both("Phải là chuỗi ký tự.", "It must be a text.")),
    }
}

/// A number or a truth value; CSV writes all of them as text.
fn bare<'v>(value: &'v Value<'_>) -> Result<&'v str, Both> {
    value.shown().ok_or_else(|| both("Phải là một giá trị đơn.", "It must be a single value."))
}

fn within(text: String, chars_max: usize) -> Result<String, Both> {
    if text.chars().count() <= chars_max {
        return Ok(text);
    }
    Err(both(format!("Dài hơn {chars_max} ký tự."), format!("It is longer than {chars_max} characters.")))
}

/// One line of words: the letters of Vietnamese as one character each, single spaces, none at the ends. Line breaks come
/// from the columns of a printed table.
pub fn name(value: &Value<'_>, chars_max: usize) -> Result<String, Both> {
    let name = composed(text(value)?).split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(both("Rỗng hoặc có ký tự điều khiển.", "It is empty or has control characters."));
    }
    within(name, chars_max)
}

/// Paragraphs: letters as in a [`name`], line breaks and tabs as they are, no other control characters.
pub fn prose(value: &Value<'_>, chars_max: usize) -> Result<String, Both> {
    let prose = composed(text(value)?).replace("\r\n", "\n");
    if prose.chars().any(|char| char.is_control() && !matches!(char, '\n' | '\t')) {
        return Err(both("Có ký tự điều khiển.", "It has control characters."));
    }
    within(prose, chars_max)
}

/// Whatever `parse` reads; `expected` says what that is.
pub fn read<T>(value: &Value<'_>, expected: Both, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Both> {
    parse(text(value)?).ok_or(expected)
}

/// One of a closed list of words.
pub fn word<T: Copy>(value: &Value<'_>, words: &[(&str, T)]) -> Result<T, Both> {
    let found = words.iter().find(|(word, _)| value.shown() == Some(word)).map(|(_, one)| *one);
    found.ok_or_else(|| one_of(words.iter().map(|(word, _)| *word)))
}

/// That a value has to be one of these words.
pub fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> Both {
    let list = words.collect::<Vec<_>>().join(", ");
    both(format!("Phải là một trong: {list}."), format!("It must be one of: {list}."))
}

/// A whole number in `range`, in digits only.
pub fn whole<N: TryFrom<u64>>(value: &Value<'_>, range: RangeInclusive<u64>) -> Result<N, Both> {
    let text = bare(value)?;
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let number = digits.filter(|number| range.contains(number)).and_then(|number| N::try_from(number).ok());
    number.ok_or_else(|| {
        let (least, most) = (range.start(), range.end());
        both(
            format!("Phải là số nguyên từ {least} đến {most}, chỉ gồm chữ số."),
            format!("It must be a whole number from {least} to {most}, in digits only."),
        )
    })
}

/// `true` or `false`.
pub fn truth(value: &Value<'_>) -> Result<bool, Both> {
    word(value, &[("true", true), ("false", false)])
}

/// An area in km², as hectares. None is smaller than a hundredth of a km²; an unknown one is left empty.
pub fn hectares(value: &Value<'_>) -> Result<u64, Both> {
    let hectares = scaled(bare(value)?, 2).and_then(|hectares| u64::try_from(hectares).ok());
    hectares.filter(|hectares| (1..=40_000_000).contains(hectares)).ok_or_else(|| {
        both(
            "Phải là diện tích theo km², từ 0.01 đến 400000, dấu thập phân là dấu chấm; để trống nếu chưa biết.",
            "It must be an area in km², from 0.01 to 400000, with a decimal point; empty if unknown.",
        )
    })
}

/// A coordinate in decimal degrees, as millionths. The range is Vietnam's with its islands: a latitude and a longitude
/// that changed places are found.
pub fn millionths(value: &Value<'_>, degrees: RangeInclusive<i32>) -> Result<i32, Both> {
    let found = scaled(bare(value)?, 6).and_then(|number| i32::try_from(number).ok());
    let (least, most) = (*degrees.start(), *degrees.end());
    found.filter(|number| (least * 1_000_000..=most * 1_000_000).contains(number)).ok_or_else(|| {
        both(
            format!("Phải là độ thập phân từ {least} đến {most}."),
            format!("It must be decimal degrees from {least} to {most}."),
        )
    })
}

/// A decimal number times ten to the power of `decimals`, half rounded up: never through a float. At most nine digits on
/// either side of the point.
fn scaled(text: &str, decimals: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let is_digits = |digits: &str| (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !part.is_none_or(is_digits) {
        return None;
    }
    let part = part.unwrap_or_default();
    let kept: String = part.chars().chain(std::iter::repeat('0')).take(decimals).collect();
    let number: i64 = format!("{whole}{kept}").parse().ok()?;
    let is_half_or_more = part.as_bytes().get(decimals).is_some_and(|digit| *digit >= b'5');
    Some(number + i64::from(is_half_or_more))
}

/// The address of a page: `https://…`, in printable ASCII.
pub fn url(value: &Value<'_>) -> Result<String, Both> {
    let url = text(value)?;
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let has_host = host.is_some_and(|host| host.starts_with(|char: char| char.is_ascii_alphanumeric()));
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\'));
    if has_host && is_plain && url.len() <= URL_CHARS_MAX {
        return Ok(url.to_owned());
    }
    Err(both(
        format!("Phải là địa chỉ http(s), tối đa {URL_CHARS_MAX} ký tự, không có dấu cách."),
        format!("It must be an http(s) address of at most {URL_CHARS_MAX} characters without spaces."),
    ))
}

/// A short name in lower-case letters, digits and hyphens: `bo-tu-phap`.
pub fn slug(value: &Value<'_>) -> Result<String, Both> {
    let expected = both(
        "Chỉ gồm chữ thường không dấu, chữ số và gạch nối, tối đa 64.",
        "It must be lower-case letters, digits and hyphens, at most 64.",
    );
    read(value, expected, |text| crate::publish::is_name(text).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Value<'_> {
        Value::Text(text.into())
    }

    #[test]
    fn names_are_one_line_of_composed_letters() {
        assert_eq!(name(&of(" Phu\u{031b}\u{0300}ng  Bồ\nĐề "), 300).unwrap(), "Phừng Bồ Đề");
        for bad in ["", " \n ", "a\u{0}b", "toolong"] {
            assert!(name(&of(bad), 6).is_err(), "{bad:?}");
        }
        assert!(name(&Value::Bare("118".into()), 300).is_err());
        assert_eq!(prose(&of("a\r\n\tb"), 9).unwrap(), "a\n\tb");
        assert!(prose(&of("a\u{7}"), 9).is_err());
    }

    #[test]
    fn numbers_are_read_without_floats() {
        for (text, hectares) in
            [("3359.80", 335_980), ("2.6", 260), ("0.3", 30), ("0.005", 1), ("67.1453", 6715), ("5", 500), ("0.01", 1)]
        {
            assert_eq!(super::hectares(&of(text)), Ok(hectares), "{text}");
        }
        for bad in ["", ".", "1.", ".5", "-1", "1,5", "0", "0.0", "1e3", "9999999999", "400000.01", "+1", "1.2.3"] {
            assert!(hectares(&of(bad)).is_err(), "{bad}");
        }
        for (text, expected) in
            [("21.0386", 21_038_600), ("105.838", 105_838_000), ("9", 9_000_000), ("8.1234567", 8_123_457)]
        {
            assert_eq!(millionths(&of(text), 4..=118), Ok(expected), "{text}");
        }
        assert!(millionths(&of("105.8"), 4..=24).is_err());
        assert_eq!(whole::<u32>(&Value::Bare("12".into()), 0..=12), Ok(12));
        for bad in ["13", "-1", "1.0", "", "đang cập nhật", "30,509", "18446744073709551616"] {
            assert!(whole::<u32>(&of(bad), 0..=12).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_words_and_slugs_are_exact() {
        assert!(url(&of("https://dichvucong.gov.vn/thu-tuc/1?a=%20")).is_ok());
        for bad in [
            "",
            "dichvucong.gov.vn",
            "ftp://a",
            "javascript:alert(1)",
            "https://",
            "https:///a",
            "https://a b",
            "https://a\"",
            "https://đ",
        ] {
            assert!(url(&of(bad)).is_err(), "{bad}");
        }
        assert!(slug(&of("bo-nong-nghiep-mt")).is_ok() && slug(&of("Bộ")).is_err());
        assert_eq!((truth(&of("true")), truth(&Value::Bare("false".into()))), (Ok(true), Ok(false)));
        assert!(truth(&of("True")).is_err());
    }

    proptest! {
        #[test]
        fn scaling_moves_the_point(whole in 0i64..=999_999, part in 0i64..=999_999) {
            prop_assert_eq!(scaled(&format!("{whole}.{part:06}"), 6), Some(whole * 1_000_000 + part));
            prop_assert_eq!(scaled(&format!("{whole}.{part:06}"), 2), Some((whole * 1_000_000 + part + 5_000) / 10_000));
        }

        #[test]
        fn reading_never_panics(text in ".{0,30}") {
            let value = of(&text);
            let _ = (name(&value, 9), prose(&value, 9), hectares(&value), millionths(&value, 4..=24), url(&value), whole::<u32>(&value, 0..=9));
        }
    }
}
