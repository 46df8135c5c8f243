//! Words that every gateway takes.

/// The text in the characters `A-Z a-z 0-9 . -` and space, so that all encoders agree on it; at most so many of them.
/// Anything else becomes a space, several spaces one.
pub fn plain(text: &str, most: usize) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    let spaced: String = text.chars().map(|letter| if fits(letter) { letter } else { ' ' }).collect();
    let words = spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    words.chars().take(most).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_all_encoders_agree_on_stays() {
        assert_eq!(plain("Le phi: H29.101-250701-0001 (A&B)", 50), "Le phi H29.101-250701-0001 A B");
        assert_eq!(plain("  ab cd", 3), "ab");
    }
}
