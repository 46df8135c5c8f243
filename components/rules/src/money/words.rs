//! Amounts in words (bằng chữ), as a receipt has to have them.

use super::Dong;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
/// What groups of three digits are called, from the right. Billions are counted like anything else: `một nghìn tỷ`.
const GROUPS: [&str; 3] = ["", "nghìn", "triệu"];
const BILLION: u64 = 1_000_000_000;

impl Dong {
    /// The amount in Vietnamese words with a capital at the start: `Một trăm năm mươi nghìn đồng`.
    ///
    /// ```
    /// # use motcua_rules::money::Dong;
    /// assert_eq!(Dong::new(1_005_000).unwrap().in_words(), "Một triệu không trăm linh năm nghìn đồng");
    /// ```
    pub fn in_words(self) -> String {
        let mut words = number(self.dong(), true);
        if words.is_empty() {
            words.push("không");
        }
        words.push("đồng");
        capital(&words.join(" "))
    }
}

/// A number in words; nothing for nought. In front of the first group nothing is said of what is not there.
fn number(number_of: u64, mut is_first: bool) -> Vec<&'static str> {
    let mut words = Vec::new();
    if number_of >= BILLION {
        words = number(number_of / BILLION, is_first);
        words.push("tỷ");
        is_first = false;
    }
    for (place, name) in GROUPS.iter().enumerate().rev() {
        let group = (0..place).fold(number_of % BILLION, |rest, _| rest / 1000) % 1000;
        if group > 0 {
            words.extend(three(group, is_first));
            words.extend([*name].into_iter().filter(|name| !name.is_empty()));
            is_first = false;
        }
    }
    words
}

/// Three digits in words; all three unless it is the first group.
fn three(group: u64, is_first: bool) -> Vec<&'static str> {
    let digit = |number: u64| {
        usize::try_from(number % 10).ok().and_then(|digit| DIGITS.get(digit)).copied().unwrap_or_default()
    };
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut words = Vec::new();
    if hundreds > 0 || !is_first {
        words.extend([digit(hundreds), "trăm"]);
    }
    match (tens, ones) {
        (0, 0) => {}
        (0, _) if words.is_empty() => words.push(digit(ones)),
        (0, _) => words.extend(["linh", digit(ones)]),
        (1, 0) => words.push("mười"),
        (1, 5) => words.extend(["mười", "lăm"]),
        (1, _) => words.extend(["mười", digit(ones)]),
        (_, 0) => words.extend([digit(tens), "mươi"]),
        (_, 1) => words.extend([digit(tens), "mươi", "mốt"]),
        (_, 4) => words.extend([digit(tens), "mươi", "tư"]),
        (_, 5) => words.extend([digit(tens), "mươi", "lăm"]),
        _ => words.extend([digit(tens), "mươi", digit(ones)]),
    }
    words
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_they_are_said() {
        for (dong, words) in [
            (0, "Không đồng"),
            (5, "Năm đồng"),
            (15, "Mười lăm đồng"),
            (21, "Hai mươi mốt đồng"),
            (105, "Một trăm linh năm đồng"),
            (8_000, "Tám nghìn đồng"),
            (50_000, "Năm mươi nghìn đồng"),
            (150_000, "Một trăm năm mươi nghìn đồng"),
            (1_000_000, "Một triệu đồng"),
            (1_234_567, "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
            (2_000_050_000, "Hai tỷ không trăm năm mươi nghìn đồng"),
            (1_000_000_000_000, "Một nghìn tỷ đồng"),
            (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"),
            (1_000_000_000_000_000, "Một triệu tỷ đồng"),
        ] {
            assert_eq!(Dong::new(dong).unwrap().in_words(), words, "{dong}");
        }
    }
}
