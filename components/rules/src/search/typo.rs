//! Slips of the finger: one letter too many, too few, another, or two exchanged.

use super::words::{Key, letters};

/// The known words that are one slip away from this one.
pub fn near(words: &[Key], typed: Key) -> impl Iterator<Item = Key> {
    let (bytes, length) = letters(typed);
    let used = used_letters(&bytes);
    words.iter().copied().filter(move |known| {
        let (known, known_length) = letters(*known);
        // Two letters at most come and go with one slip: that rules nearly all words out.
        length.abs_diff(known_length) <= 1
            && (used ^ used_letters(&known)).count_ones() <= 2
            && is_one_slip(bytes.get(..length).unwrap_or_default(), known.get(..known_length).unwrap_or_default())
    })
}

/// One bit for each letter or digit that occurs, some of them shared.
fn used_letters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte != 0).fold(0, |used, byte| used | 1 << (byte & 31))
}

fn is_one_slip(one: &[u8], other: &[u8]) -> bool {
    let same_start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same_start..).unwrap_or_default(), other.get(same_start..).unwrap_or_default());
    match (one, other) {
        ([], []) => false,
        ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others => true,
        ([_, rest @ ..], [_, others @ ..]) if rest == others => true,
        ([_, rest @ ..], others) if rest == others => true,
        (rest, [_, others @ ..]) => rest == others,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_letter_or_one_exchange() {
        for (one, other) in [("phap", "phapp"), ("phap", "pap"), ("phap", "phep"), ("phap", "pahp"), ("a", "")] {
            assert!(is_one_slip(one.as_bytes(), other.as_bytes()), "{one} {other}");
            assert!(is_one_slip(other.as_bytes(), one.as_bytes()), "{other} {one}");
        }
        for (one, other) in [("phap", "phap"), ("phap", "phaapp"), ("phap", "pehp"), ("phap", ""), ("abcd", "badc")] {
            assert!(!is_one_slip(one.as_bytes(), other.as_bytes()), "{one} {other}");
        }
    }
}
