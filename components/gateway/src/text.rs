//! Words that every gateway takes.

/// The text in the characters `A-Z a-z 0-9 . -` and space, so that all encoders agree on it; at most so many of them.
/// Anything else becomes a space, several spaces one; a word that does not fit whole is left out with all behind it.
pub fn plain(text: &str, most: usize) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    let spaced: String = text.chars().map(|letter| if fits(letter) { letter } else { ' ' }).collect();
    let mut kept = String::new();
    for word in spaced.split(' ').filter(|word| !word.is_empty()) {
        let space = usize::from(!kept.is_empty());
        if kept.len().saturating_add(space).saturating_add(word.len()) > most {
            break;
        }
        kept.push_str(if space == 1 { " " } else { "" });
        kept.push_str(word);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_all_encoders_agree_on_stays() {
        assert_eq!(plain("Le phi: H29.101-250701-0001 (A&B)", 50), "Le phi H29.101-250701-0001 A B");
        assert_eq!((plain("  ab cd", 4), plain("  ab cd", 5)), ("ab".to_owned(), "ab cd".to_owned()));
        assert_eq!(plain("abc", 2), "");
    }
}
