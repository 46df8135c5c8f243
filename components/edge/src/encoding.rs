//! Percent-encoding, read strictly. The crates of that name pass broken escapes on, and so two people who mean the same
//! could write different things.

use std::borrow::Cow;

/// What kind of text is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// A `%` that is not followed by two hexadecimal digits.
    Escape,
    /// The bytes are not UTF-8.
    Utf8,
    /// A control character. No name or word here has one, and they garble logs.
    Control,
}

/// Decodes one component; `plus` is what a `+` stands for.
pub(crate) fn decoded(raw: &str, plus: u8) -> Result<Cow<'_, str>, Malformed> {
    let text = if raw.contains(['%', '+']) { Cow::Owned(unescaped(raw.as_bytes(), plus)?) } else { Cow::Borrowed(raw) };
    if text.chars().any(char::is_control) { Err(Malformed::Control) } else { Ok(text) }
}

/// Decodes a component of a form, which may have several lines.
pub(crate) fn lines_decoded(raw: &str) -> Result<String, Malformed> {
    let text = unescaped(raw.as_bytes(), b' ')?;
    let is_allowed = |one: char| matches!(one, '\n' | '\r' | '\t') || !one.is_control();
    if text.chars().all(is_allowed) { Ok(text) } else { Err(Malformed::Control) }
}

fn unescaped(raw: &[u8], plus: u8) -> Result<String, Malformed> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let [first, tail @ ..] = rest {
        rest = tail;
        bytes.push(match first {
            b'+' => plus,
            b'%' => {
                let [high, low, tail @ ..] = tail else { return Err(Malformed::Escape) };
                rest = tail;
                hexadecimal(*high)? << 4 | hexadecimal(*low)?
            }
            byte => *byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| Malformed::Utf8)
}

fn hexadecimal(digit: u8) -> Result<u8, Malformed> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).ok_or(Malformed::Escape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_read_exactly() {
        assert_eq!(decoded("khai+sinh", b' ').unwrap(), "khai sinh");
        assert_eq!(decoded("a+b", b'+').unwrap(), "a+b");
        assert_eq!(decoded("%C4%91%c6%b0%E1%BB%9Dng", b' ').unwrap(), "đường");
        for (raw, malformed) in [
            ("%", Malformed::Escape),
            ("%4", Malformed::Escape),
            ("%zz", Malformed::Escape),
            ("%+1", Malformed::Escape),
            ("%%41", Malformed::Escape),
            ("%C4", Malformed::Utf8),
            ("%ED%A0%80", Malformed::Utf8),
            ("%C0%AF", Malformed::Utf8),
            ("a%00", Malformed::Control),
            ("a%0Ab", Malformed::Control),
            ("%C2%85", Malformed::Control),
        ] {
            assert_eq!(decoded(raw, b' '), Err(malformed), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(raw in ".{0,100}") {
            let _ = decoded(&raw, b' ');
        }

        #[test]
        fn what_was_encoded_is_read_back(text in "\\PC{0,40}") {
            let raw: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
            prop_assert_eq!(decoded(&raw, b' ').unwrap(), text);
        }
    }
}
