//! Amounts as gateways write them: digits and nothing else.

use crate::Refusal;

/// More than this no fee is, and no store keeps.
const DONG_MAX: u64 = 1_000_000_000_000_000;
/// As long as the largest amount in hundredths.
const DIGITS_MAX: usize = 18;

/// An amount in đồng: `150000`. No sign, no fraction, no exponent, no space, no zero in front.
pub fn dong(text: &str) -> Result<u64, Refusal> {
    digits(text).filter(|&dong| dong <= DONG_MAX).ok_or(Refusal::MalformedAmount)
}

/// An amount in hundredths of a đồng: `15000000`. One that is no whole number of đồng is refused.
pub fn hundredths(text: &str) -> Result<u64, Refusal> {
    let hundredths = digits(text).filter(|hundredths| hundredths % 100 == 0).ok_or(Refusal::MalformedAmount)?;
    Some(hundredths / 100).filter(|&dong| dong <= DONG_MAX).ok_or(Refusal::MalformedAmount)
}

/// Two amounts together.
pub fn sum(one: u64, other: u64) -> Result<u64, Refusal> {
    one.checked_add(other).filter(|&dong| dong <= DONG_MAX).ok_or(Refusal::MalformedAmount)
}

/// An amount in hundredths, as it is sent. An order has at most 10^15 đồng.
pub fn in_hundredths(dong: u64) -> String {
    format!("{}", u128::from(dong).saturating_mul(100))
}

fn digits(text: &str) -> Option<u64> {
    let is_plain = (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_short = text == "0" || !text.starts_with('0');
    if is_plain && is_short { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_plain_digits_is_no_amount() {
        assert_eq!((dong("150000"), dong("0"), hundredths("15000000")), (Ok(150_000), Ok(0), Ok(150_000)));
        assert_eq!(dong("1000000000000000"), Ok(DONG_MAX));
        for text in [
            "",
            "-1",
            "+1",
            "1e6",
            "150000.0",
            "150 000",
            "0150000",
            "00",
            "1000000000000001",
            "１",
            "99999999999999999999",
        ] {
            assert_eq!(dong(text), Err(Refusal::MalformedAmount), "{text}");
        }
        assert_eq!(hundredths("15000050"), Err(Refusal::MalformedAmount));
        assert_eq!((sum(DONG_MAX, 0), sum(1, 2)), (Ok(DONG_MAX), Ok(3)));
        assert_eq!(
            (sum(DONG_MAX, 1), sum(u64::MAX, 1)),
            (Err(Refusal::MalformedAmount), Err(Refusal::MalformedAmount))
        );
    }

    proptest! {
        #[test]
        fn an_amount_comes_back_as_it_was_sent(amount in 0..=DONG_MAX) {
            prop_assert_eq!(dong(&amount.to_string()), Ok(amount));
            prop_assert_eq!(hundredths(&in_hundredths(amount)), Ok(amount));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}") {
            let _ = (dong(&text), hundredths(&text));
        }
    }
}
