//! Degrees of latitude and longitude as decimal text: what was sent is what is read back, digit for digit.

/// More digits behind the point nobody measures; a 64-bit float, which most clients print, has at most 17.
const DECIMALS_MAX: usize = 20;
/// The north and the south pole.
pub const LATITUDE_MAX: u16 = 90;
/// The meridian opposite to Greenwich's.
pub const LONGITUDE_MAX: u16 = 180;

/// The text as JSON and XML both write a number, if it is a decimal from `-most` to `most` degrees.
///
/// A `+`, zeros in front and a point without digits behind it go; the other digits stay, zeros at the end too. There is no
/// exponent and no comma: `21,03` may mean two numbers.
pub fn degrees(text: &str, most: u16) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + decimals.len() == 0 || !is_digits(whole) || !is_digits(decimals) || decimals.len() > DECIMALS_MAX {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let value: u16 = whole.parse().ok()?;
    let is_beyond = value > most || (value == most && decimals.bytes().any(|digit| digit != b'0'));
    let point = if decimals.is_empty() { "" } else { "." };
    (!is_beyond).then(|| format!("{sign}{whole}{point}{decimals}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stay_as_they_were_sent() {
        for (sent, kept) in [
            ("21.028511", "21.028511"),
            ("21.0280", "21.0280"),
            ("105.80489700000001", "105.80489700000001"),
            ("-122.4212043", "-122.4212043"),
            ("+10.8", "10.8"),
            ("007.5", "7.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("0", "0"),
            ("-0.0", "-0.0"),
        ] {
            assert_eq!(degrees(sent, LONGITUDE_MAX).as_deref(), Some(kept), "{sent}");
        }
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for sent in [
            "",
            ".",
            "-",
            "+",
            "-.",
            "1e1",
            "1E-5",
            "21,03",
            "21.03.1",
            "--1",
            "+-1",
            " 21",
            "21 ",
            "NaN",
            "inf",
            "0x10",
            "٢١",
            "21.0\u{0}",
            "1.000000000000000000000",
        ] {
            assert_eq!(degrees(sent, LATITUDE_MAX), None, "{sent:?}");
        }
    }

    #[test]
    fn the_poles_are_the_end() {
        for (sent, is_there) in [
            ("90", true),
            ("-90", true),
            ("90.000", true),
            ("90.0001", false),
            ("-90.00000000000000001", false),
            ("91", false),
            ("089.9", true),
            ("65626", false),
            ("99999999999999999999", false),
        ] {
            assert_eq!(degrees(sent, LATITUDE_MAX).is_some(), is_there, "{sent}");
        }
        assert!(degrees("-180.0", LONGITUDE_MAX).is_some());
        assert!(degrees("180.1", LONGITUDE_MAX).is_none());
    }
}
