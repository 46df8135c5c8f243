//! The query of a request, read strictly: what is not understood is refused by name, so that a typing error never looks
//! like an answer to another question.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::both::{Both, both};
use crate::encoding::decoded;
use crate::problem::Problem;
use crate::refusal;

/// The longest query that is read.
const BYTES_MAX: usize = 8 * 1024;

/// The years that a day may lie in. Before 1900 no register reaches, and after 2199 no calendar does.
const YEARS: RangeInclusive<i16> = 1900..=2199;

/// The parameters of a query. One that is empty counts as not sent, because forms send all their fields.
pub struct Query(Vec<(&'static str, String)>);

impl Query {
    /// Reads a raw query (`a=1&b=%C4%91+2`); only the parameters in `known` may occur, and each once.
    pub fn parse(raw: Option<&str>, known: &[&'static str]) -> Result<Query, Problem> {
        let raw = raw.unwrap_or_default();
        if raw.len() > BYTES_MAX {
            return Err(refusal::address_too_long(BYTES_MAX));
        }
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        for piece in raw.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let name = decoded(name, b' ').map_err(|malformed| refusal::bad_encoding(name, malformed))?;
            let name =
                known.iter().find(|one| **one == name).ok_or_else(|| refusal::unknown_parameter(&name, known))?;
            let value = decoded(value, b' ').map_err(|malformed| refusal::bad_encoding(name, malformed))?;
            if pairs.iter().any(|(earlier, _)| earlier == name) {
                return Err(refusal::repeated_parameter(name));
            }
            pairs.push((name, value.into_owned()));
        }
        Ok(Query(pairs))
    }

    /// A text of at most `chars_max` characters.
    pub fn text(&self, name: &'static str, chars_max: usize) -> Result<Option<&str>, Problem> {
        let expected = || both(format!("Tối đa {chars_max} ký tự."), format!("At most {chars_max} characters."));
        match self.sent(name) {
            Some(value) if value.chars().count() > chars_max => {
                Err(refusal::malformed_parameter(name, value, expected()))
            }
            value => Ok(value),
        }
    }

    /// A whole number in `range`, in digits only.
    pub fn integer(&self, name: &'static str, range: RangeInclusive<u64>) -> Result<Option<u64>, Problem> {
        let (least, most) = (*range.start(), *range.end());
        let expected =
            both(format!("Một số nguyên từ {least} đến {most}."), format!("A whole number from {least} to {most}."));
        let read = |value: &str| digits(value).filter(|number| range.contains(number));
        self.read(name, expected, read)
    }

    /// A day, `2025-07-01`.
    pub fn day(&self, name: &'static str) -> Result<Option<Date>, Problem> {
        let (first, last) = (YEARS.start(), YEARS.end());
        let expected = both(
            format!("Một ngày dạng NNNN-TT-NN, ví dụ 2025-07-01, trong các năm {first}–{last}."),
            format!("A day as YYYY-MM-DD, such as 2025-07-01, in the years {first}–{last}."),
        );
        self.read(name, expected, day)
    }

    /// One of a closed list of words.
    pub fn one_of<T: Copy>(&self, name: &'static str, words: &[(&str, T)]) -> Result<Option<T>, Problem> {
        let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let expected = both(format!("Một trong: {list}."), format!("One of: {list}."));
        self.read(name, expected, |value| words.iter().find(|(word, _)| *word == value).map(|(_, one)| *one))
    }

    /// Whatever `read` understands; `expected` says in a sentence what that is.
    pub fn read<T>(
        &self,
        name: &'static str,
        expected: Both,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = self.sent(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| refusal::malformed_parameter(name, value, expected))
    }

    fn sent(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(one, _)| *one == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

/// What was read, or the problem that it is missing: `required("decision", query.text("decision", 100)?)?`.
pub fn required<T>(name: &'static str, value: Option<T>) -> Result<T, Problem> {
    value.ok_or_else(|| refusal::missing_parameter(name))
}

/// A day exactly as `YYYY-MM-DD`, in a year that somebody may mean.
pub fn day(text: &str) -> Option<Date> {
    let [year, month, day] = *text.split('-').collect::<Vec<_>>() else { return None };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let [year, month, day] = [digits(year)?, digits(month)?, digits(day)?];
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// A number in ASCII digits; `parse` alone would also take a sign.
fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: &[&str] = &["q", "limit", "as_of", "level"];

    fn query(raw: &str) -> Query {
        Query::parse(Some(raw), KNOWN).unwrap()
    }

    fn kind<T>(result: Result<T, Problem>) -> Option<&'static str> {
        result.err().map(|problem| problem.kind())
    }

    #[test]
    fn a_query_is_read_or_refused_by_name() {
        assert_eq!(query("q=%C4%91%C4%83ng+k%C3%BD").text("q", 100).unwrap(), Some("đăng ký"));
        assert_eq!(query("%71=a&&").text("q", 100).unwrap(), Some("a"));
        assert_eq!(query("q=a%26b%3Dc").text("q", 100).unwrap(), Some("a&b=c"));
        assert_eq!(query("q=a=b").text("q", 100).unwrap(), Some("a=b"));
        for empty in ["", "q", "q=", "&", "limit=&as_of="] {
            let query = query(empty);
            assert_eq!(query.text("q", 9).unwrap(), None, "{empty}");
            assert_eq!((query.integer("limit", 1..=9).unwrap(), query.day("as_of").unwrap()), (None, None));
        }
        assert!(Query::parse(None, KNOWN).unwrap().0.is_empty());
        for (raw, problem) in [
            ("x=1", "unknown-parameter"),
            ("=1", "unknown-parameter"),
            ("Q=1", "unknown-parameter"),
            ("q=1&q=1", "repeated-parameter"),
            ("q=1&%71=", "repeated-parameter"),
            ("q=%", "bad-encoding"),
            ("q=%ff", "bad-encoding"),
            ("q=%00", "bad-encoding"),
            ("%zz=1", "bad-encoding"),
        ] {
            assert_eq!(kind(Query::parse(Some(raw), KNOWN)), Some(problem), "{raw}");
        }
        assert_eq!(kind(Query::parse(Some(&"q".repeat(9000)), KNOWN)), Some("address-too-long"));
    }

    #[test]
    fn values_are_read_by_their_type() {
        assert_eq!(query("q=đường").text("q", 5).unwrap(), Some("đường"));
        assert_eq!(kind(query("q=đường").text("q", 4)), Some("malformed-parameter"));
        assert_eq!(query("limit=20").integer("limit", 1..=50).unwrap(), Some(20));
        for bad in ["0", "51", "-1", "%2B5", "5.0", "x", "99999999999999999999999", "٣"] {
            assert_eq!(
                kind(query(&format!("limit={bad}")).integer("limit", 1..=50)),
                Some("malformed-parameter"),
                "{bad}"
            );
        }
        assert_eq!(query("as_of=2024-02-29").day("as_of").unwrap(), Some(jiff::civil::date(2024, 2, 29)));
        for bad in [
            "2025-02-29",
            "2025-7-1",
            "20250701",
            "1899-12-31",
            "2200-01-01",
            "2025-07-01T00:00",
            "+025-07-01",
            "2025-07-01-",
        ] {
            assert_eq!(kind(query(&format!("as_of={bad}")).day("as_of")), Some("malformed-parameter"), "{bad}");
        }
        let words = [("ministry", 1), ("province", 2)];
        assert_eq!(query("level=province").one_of("level", &words).unwrap(), Some(2));
        assert_eq!(kind(query("level=Province").one_of("level", &words)), Some("malformed-parameter"));
        assert_eq!(kind(required("q", query("q=").text("q", 9).unwrap())), Some("missing-parameter"));
    }

    proptest! {
        #[test]
        fn reading_never_panics(raw in ".{0,200}") {
            if let Ok(query) = Query::parse(Some(&raw), KNOWN) {
                let _ = (query.text("q", 5), query.integer("limit", 1..=9), query.day("as_of"));
            }
        }

        #[test]
        fn what_was_encoded_is_read_back(text in "\\PC{1,40}") {
            let raw: String = text.bytes().map(|byte| if byte == b' ' { "+".to_owned() } else { format!("%{byte:02X}") }).collect();
            let query = query(&format!("limit=1&q={raw}"));
            prop_assert_eq!(query.text("q", 40).unwrap(), Some(text.as_str()));
        }

        #[test]
        fn days_are_read_back(year in 1900i16..=2199, month in 1i8..=12, number in 1i8..=28) {
            let date = jiff::civil::date(year, month, number);
            prop_assert_eq!(day(&date.to_string()), Some(date));
        }
    }
}
