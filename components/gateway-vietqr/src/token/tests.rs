use super::*;
use proptest::prelude::*;

#[test]
fn a_token_survives_what_banks_and_payers_do() {
    let number = 100_000_000_000_001;
    let token = token(number);
    assert_eq!(token.len(), 13);
    let (head, tail) = token.split_at(5);
    for text in [
        token.clone(),
        token.to_lowercase(),
        format!("{token} Le phi H29.101-250701-0001"),
        format!("MBVCB.1234567890.{token} Le phi.CT tu 0123456789 NGUYEN VAN A toi 970436"),
        format!("CONG TY MC CHUYEN {head} {tail}"),
        format!("{head}-{tail}LEPHI"),
        format!("Nộp lệ phí {head}\u{a0}{tail} ạ"),
        token.replace('0', "O").replace('1', "l"),
    ] {
        assert_eq!(find(&text).as_ref(), Some(&token), "{text}");
    }
    for text in ["", "MC", "chuyen tien", &token[..12], &token[2..], "MCMCMCMCMCMCM"] {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn any_wrong_digit_and_any_two_that_changed_places_are_noticed() {
    for number in [0, 1, 100_000_000_000_001, 271_828_182_845_904, NUMBER_MAX] {
        let token = token(number);
        let good = token.as_bytes();
        for place in PREFIX.len()..good.len() {
            for letter in ALPHABET {
                let mut wrong = good.to_vec();
                wrong[place] = *letter;
                let found = find(core::str::from_utf8(&wrong).unwrap());
                assert_eq!(found.is_some(), wrong == good, "{token} {place} {letter}");
            }
            for other in place + 1..good.len() {
                let mut wrong = good.to_vec();
                wrong.swap(place, other);
                let found = find(core::str::from_utf8(&wrong).unwrap());
                assert_eq!(found.is_some(), wrong == good, "{token} {place} {other}");
            }
        }
    }
}

#[test]
fn a_number_that_no_order_has_is_nobodys() {
    assert_eq!(find(&token(NUMBER_MAX)), Some(token(NUMBER_MAX)));
    assert_eq!(find(&token(NUMBER_MAX + 1)), None);
    assert_eq!(token(u64::MAX).len(), 16);
    assert_ne!(token(1), token(1 + (1 << 50)));
}

proptest! {
    #[test]
    fn a_token_comes_back(number in 0..=NUMBER_MAX, before in "[a-zA-Z0-9. ]{0,12}", after in ".{0,12}") {
        let (token, text) = (token(number), format!("{before}{}{after}", token(number)));
        // What stands before may by chance begin another token.
        let begins = text.replace(|letter: char| !letter.is_ascii_alphanumeric(), "").to_uppercase().matches("MC").count();
        prop_assert!(find(&text) == Some(token) || begins > 1, "{text}");
    }

    #[test]
    fn two_numbers_have_two_tokens(one: u64, other: u64) {
        prop_assert_eq!(one == other, token(one) == token(other));
    }

    #[test]
    fn any_text_is_searched(text in ".{0,60}") {
        let _ = find(&text);
    }
}
